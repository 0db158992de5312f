//! The text of a tree, a block at a time, with its lines counted.

use std::{
    fs::File,
    io::{self, BufRead, Read},
};

use super::steps::Letters;
use crate::{
    limits::Limits,
    repair::{RepairCode, Repairs},
    text::decode::{Decoding, Mend, Mended},
};

/// Bytes that are added to a long piece.
const MORE: usize = 4 << 20;

/// Decoded text that is read from its beginning to its end.
pub(super) struct Input {
    decoding: Decoding,
    text: String,
    at: usize,
    /// Where the text begins in all.
    base: u64,
    last: bool,
    line: u64,
    mended: Vec<Mended>,
    pub(super) repairs: Repairs,
    /// No piece of the tree may be longer.
    longest: usize,
    /// Bytes of the piece so far.
    piece: usize,
}

impl Input {
    pub(super) fn new(file: File, letters: Letters, limits: &Limits) -> io::Result<Self> {
        let Letters { encoding, fallback, mark } = letters;
        Ok(Self {
            decoding: Decoding::new(file, mark, encoding, fallback)?,
            text: String::new(),
            at: 0,
            base: 0,
            last: false,
            line: 1,
            mended: Vec::new(),
            repairs: Repairs::keeping(limits.repair_lines),
            longest: limits.cell_bytes.saturating_mul(2),
            piece: 0,
        })
    }

    /// What is there and not yet consumed.
    pub(super) fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Whether nothing comes behind that.
    pub(super) fn is_last(&self) -> bool {
        self.last
    }

    /// The line of what comes next.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Bytes of text that were consumed.
    pub(super) fn consumed(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Bytes of the file that were read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.decoding.read
    }

    /// Begins a new piece.
    pub(super) fn begin_piece(&mut self) {
        self.piece = 0;
    }

    /// Whether the piece is longer than any may be.
    pub(super) fn is_too_long(&self) -> bool {
        self.piece > self.longest
    }

    /// Gets as much again as there is, or some megabytes.
    pub(super) fn more(&mut self) -> io::Result<()> {
        self.text.drain(..self.at);
        self.base += self.at as u64;
        self.at = 0;
        let there = self.text.len();
        self.piece = self.piece.max(there);
        if self.is_too_long() {
            return Err(io::Error::other("too long"));
        }
        while !self.last && self.text.len() <= there + there.min(MORE) {
            self.last = self.decoding.next(&mut self.text, self.base, &mut self.mended)?;
        }
        let (mut line, mut from) = (self.line, 0);
        for mended in self.mended.drain(..) {
            let to = (mended.at - self.base) as usize;
            line += lines(&self.text.as_bytes()[from..to]);
            from = to;
            let code = match mended.what {
                Mend::InvalidBytes => RepairCode::InvalidBytes,
                Mend::Nul => RepairCode::NulBytes,
            };
            self.repairs.add(code, line, 1);
        }
        Ok(())
    }

    /// Goes over so many bytes.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.line += lines(&self.text.as_bytes()[self.at..self.at + bytes]);
        self.at += bytes;
        self.piece += bytes;
    }
}

fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_too_long() {
            return Err(io::Error::other("too long"));
        }
        if self.at == self.text.len() && !self.last {
            self.more()?;
        }
        Ok(self.rest().as_bytes())
    }

    fn consume(&mut self, bytes: usize) {
        self.pass(bytes);
    }
}
