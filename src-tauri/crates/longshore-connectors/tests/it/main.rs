//! The connector against servers of our own that answer as recorded, or as badly as a network can.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod certificates;
mod changes;
mod decoding;
mod discovering;
mod downloading;
mod facts;
mod failures;
mod looking_up;
mod picture_checking;
mod reading;
mod recordings;
mod sending;
mod server;
mod wordpress;
