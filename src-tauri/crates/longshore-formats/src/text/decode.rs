//! Turns the bytes of a file into clean UTF-8, a block at a time.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

/// What had to be mended where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mended {
    /// The place in the decoded text, counted from its beginning.
    pub(crate) at: u64,
    pub(crate) what: Mend,
}

/// What had to be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    InvalidBytes,
    Nul,
}

/// Bytes that are read at once.
const BLOCK: usize = 128 << 10;

/// Reads a file as UTF-8.
pub(crate) struct Decoding {
    file: File,
    /// Bytes of the file that were read.
    pub(crate) read: u64,
    block: Vec<u8>,
    /// Bytes at the beginning of the block that are left from the one before.
    left: usize,
    /// `None` for UTF-8, which is only validated.
    decoder: Option<Decoder>,
    /// What bytes mean that are no UTF-8.
    fallback: &'static Encoding,
    ended: bool,
}

impl Decoding {
    /// Begins at an offset of the file.
    pub(crate) fn new(
        mut file: File,
        offset: u64,
        encoding: &'static Encoding,
        fallback: &'static Encoding,
    ) -> io::Result<Self> {
        file.seek(SeekFrom::Start(offset))?;
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Self {
            file,
            read: offset,
            block: vec![0; BLOCK],
            left: 0,
            decoder,
            fallback,
            ended: false,
        })
    }

    /// Adds the next block to a text whose beginning is at `base` of all, and says whether that was the last one.
    pub(crate) fn next(
        &mut self,
        text: &mut String,
        base: u64,
        mended: &mut Vec<Mended>,
    ) -> io::Result<bool> {
        if self.ended {
            return Ok(true);
        }
        let count = loop {
            match self.file.read(&mut self.block[self.left..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.read += count as u64;
        self.ended = count == 0;
        let filled = self.left + count;
        let block = std::mem::take(&mut self.block);
        match &mut self.decoder {
            Some(decoder) => decode(decoder, &block[..filled], self.ended, text, base, mended),
            None => {
                let used = self.validate(&block[..filled], text, base, mended);
                self.block = block;
                self.block.copy_within(used..filled, 0);
                self.left = filled - used;
                return Ok(self.ended);
            }
        }
        self.block = block;
        Ok(self.ended)
    }

    /// Takes what is UTF-8 and mends the rest; says how many bytes are done.
    fn validate(
        &self,
        bytes: &[u8],
        text: &mut String,
        base: u64,
        mended: &mut Vec<Mended>,
    ) -> usize {
        let mut at = 0;
        while at < bytes.len() {
            match std::str::from_utf8(&bytes[at..]) {
                Ok(valid) => {
                    push(valid, text, base, mended);
                    return bytes.len();
                }
                Err(error) => {
                    let valid = std::str::from_utf8(&bytes[at..at + error.valid_up_to()])
                        .unwrap_or_default();
                    push(valid, text, base, mended);
                    at += error.valid_up_to();
                    let bad = match error.error_len() {
                        Some(length) => length,
                        None if self.ended => bytes.len() - at,
                        None => return at,
                    };
                    mended.push(Mended { at: base + text.len() as u64, what: Mend::InvalidBytes });
                    let (replaced, _) =
                        self.fallback.decode_without_bom_handling(&bytes[at..at + bad]);
                    text.push_str(&replaced);
                    at += bad;
                }
            }
        }
        at
    }
}

/// Adds text without its NULs.
fn push(part: &str, text: &mut String, base: u64, mended: &mut Vec<Mended>) {
    let mut from = 0;
    for nul in memchr::memchr_iter(0, part.as_bytes()) {
        text.push_str(&part[from..nul]);
        mended.push(Mended { at: base + text.len() as u64, what: Mend::Nul });
        from = nul + 1;
    }
    text.push_str(&part[from..]);
}

/// Decodes a block of another encoding.
fn decode(
    decoder: &mut Decoder,
    bytes: &[u8],
    last: bool,
    text: &mut String,
    base: u64,
    mended: &mut Vec<Mended>,
) {
    let start = text.len();
    let mut at = 0;
    loop {
        let room =
            decoder.max_utf8_buffer_length_without_replacement(bytes.len() - at).unwrap_or(BLOCK);
        text.reserve(room.max(16));
        let (result, used) = decoder.decode_to_string_without_replacement(&bytes[at..], text, last);
        at += used;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                mended.push(Mended { at: base + text.len() as u64, what: Mend::InvalidBytes });
                text.push('\u{fffd}');
            }
        }
    }
    if memchr::memchr(0, &text.as_bytes()[start..]).is_some() {
        let decoded = text.split_off(start);
        push(&decoded, text, base, mended);
    }
}
