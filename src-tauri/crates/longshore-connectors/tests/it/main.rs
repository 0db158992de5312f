//! The connector against servers of our own that answer as recorded, or as badly as a network can.

mod decoding;
mod recordings;
mod server;
