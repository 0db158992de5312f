//! Keeps the rows of a source on disk, so that each can be found by its number.
//!
//! A spool is one file: a mark, the rows (`record`), and at the end what was found out about the source and where
//! every some rows begin (`tail`). [`Spooling`] writes it, [`Spool`] is a handle on it, [`SpoolReader`] reads it,
//! also while it is being written. Where the rows of a platform are to be joined into products, a second spool
//! is made of the first one (`joined`).

mod handle;
mod joined;
mod read;
mod record;
mod tail;
mod write;

pub use handle::Spool;
pub use read::SpoolReader;
pub use write::{Progress, Spooling};

/// What a spool begins and ends with; the digit is the version of its layout.
const MARK: &[u8; 8] = b"LSSPOOL1";
/// Every so many rows their place is remembered.
const STRIDE: u64 = 32;
