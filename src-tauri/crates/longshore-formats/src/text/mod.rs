//! Reads what has delimiters.
//!
//! `encoding` finds out how bytes mean characters, `dialect` what separates cells; `decode` turns the bytes into
//! clean UTF-8, `split` takes one row off its beginning, `quoted` decides where a quoted cell ends, and `stream`
//! makes a reader of them.

pub(crate) mod decode;
pub(crate) mod dialect;
pub(crate) mod encoding;
mod macintosh;
pub(crate) mod open;
mod quoted;
pub(crate) mod split;
pub(crate) mod stream;
