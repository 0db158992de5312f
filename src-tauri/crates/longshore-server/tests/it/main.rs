//! Longshore over http, asked as a browser asks it, and as others might.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod asking;
mod door;
mod gate;
mod handing;
mod page;
