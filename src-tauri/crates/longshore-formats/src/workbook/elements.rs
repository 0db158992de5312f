//! The elements of a spreadsheet that is XML, one after the other.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::{Reader, events::Event};

use super::{book::broken, part::Opened};
use crate::{error::ReadError, limits::Limits};

/// How deep elements may be.
const DEPTH: usize = 256;

/// The elements of the part, none of them larger than it may be.
pub(super) struct Elements<'a> {
    reader: Reader<Pieces<'a>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'a> Elements<'a> {
    pub(super) fn new(part: Opened<'a>, limits: &Limits) -> Self {
        let pieces = Pieces {
            part: BufReader::with_capacity(64 << 10, part.reader),
            piece: 0,
            longest: limits.cell_bytes.saturating_mul(2),
            all: 0,
            most: part.most,
        };
        let mut reader = Reader::from_reader(pieces);
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next one.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().piece = 0;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => {
                let pieces = self.reader.get_ref();
                return Err(match (pieces.piece > pieces.longest, pieces.all > pieces.most) {
                    (true, _) => ReadError::UnpackedTooLarge { limit: pieces.longest as u64 },
                    (_, true) => ReadError::UnpackedTooLarge { limit: pieces.most },
                    _ => broken(None, None, &error.to_string()),
                });
            }
        };
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEPTH {
            return Err(broken(None, None, "nested too deeply"));
        }
        Ok(event)
    }
}

/// The unpacked part, counted.
struct Pieces<'a> {
    part: BufReader<Box<dyn Read + 'a>>,
    piece: usize,
    longest: usize,
    all: u64,
    most: u64,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Pieces<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece > self.longest || self.all > self.most {
            return Err(io::Error::other("too long"));
        }
        self.part.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.piece += bytes;
        self.all += bytes as u64;
        self.part.consume(bytes);
    }
}
