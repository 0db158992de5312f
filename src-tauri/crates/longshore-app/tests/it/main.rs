//! What can be asked of Longshore, asked in process, against a practice store of its own for each test.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod bindings;
mod desk;
mod drafts;
mod rooms;
mod runs;
mod sequences;
