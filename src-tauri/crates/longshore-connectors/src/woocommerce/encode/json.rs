//! The pieces of JSON, appended to bytes.

use std::io::Write;

/// An object that is being written.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    pub(super) fn begin(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_empty: true }
    }

    /// Writes a key; its value is to follow.
    pub(super) fn key(&mut self, name: &str) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
        text(name, self.out);
        self.out.push(b':');
        self.out
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }
}

pub(super) fn text(text: &str, out: &mut Vec<u8>) {
    // Writing text into memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}

pub(super) fn number(number: impl std::fmt::Display, out: &mut Vec<u8>) {
    let _ = write!(out, "{number}");
}

pub(super) fn boolean(truth: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if truth { b"true" } else { b"false" });
}

pub(super) fn json(value: &serde_json::Value, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, value);
}

/// A list whose elements `write` appends.
pub(super) fn list<T>(
    all: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>) -> Result<(), crate::error::Fault>,
) -> Result<(), crate::error::Fault> {
    out.push(b'[');
    for (at, one) in all.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(one, out)?;
    }
    out.push(b']');
    Ok(())
}
