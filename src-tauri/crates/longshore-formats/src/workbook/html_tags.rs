//! The tags of a web page and the texts between them, one after the other.

use std::io::{BufRead, BufReader, Read};

use super::{book::broken, part::Opened};
use crate::{error::ReadError, limits::Limits};

/// A tag or what stands before it.
pub(super) enum Piece {
    Text(String),
    Tag(Tag),
}

/// A tag, begin or end.
pub(super) struct Tag {
    /// In small letters.
    pub(super) name: String,
    pub(super) is_end: bool,
    attributes: String,
}

/// Longer tags are none.
const LONGEST_TAG: usize = 64 << 10;
/// Elements whose text is no text of the page.
const PASSED_OVER: [&str; 2] = ["script", "style"];

impl Tag {
    fn of(inside: &str) -> Self {
        let (is_end, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        let end = inside.find(|sign: char| sign.is_whitespace() || sign == '/');
        let (name, attributes) = inside.split_at(end.unwrap_or(inside.len()));
        Self { name: name.to_ascii_lowercase(), is_end, attributes: attributes.to_owned() }
    }

    pub(super) fn opens(&self, name: &str) -> bool {
        !self.is_end && self.name == name
    }

    pub(super) fn closes(&self, name: &str) -> bool {
        self.is_end && self.name == name
    }

    /// The value of an attribute, with or without quotes.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|sign: char| sign.is_whitespace() || sign == '=');
            let (key, behind) = rest.split_at(end.unwrap_or(rest.len()));
            let behind = behind.trim_start();
            let (value, behind) = match behind.strip_prefix('=').map(str::trim_start) {
                Some(behind) => value(behind),
                None => ("", behind),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value.to_owned());
            }
            // Something that is neither key nor value.
            rest = if key.is_empty() && value.is_empty() { &rest[rest.len()..] } else { behind };
        }
        None
    }

    /// Whether its style says that nobody sees it.
    pub(super) fn is_hidden(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default().to_ascii_lowercase();
        style.split(';').any(|part| {
            part.split_once(':').is_some_and(|(key, value)| {
                key.trim() == "display" && value.trim().starts_with("none")
            })
        })
    }
}

/// A value, and what stands behind it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            let (value, behind) = inside.split_once(quote).unwrap_or((inside, ""));
            return (value, behind.trim_start());
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

/// The pieces of a page, none of them larger than it may be.
pub(super) struct Pieces<'a> {
    reader: BufReader<Box<dyn Read + 'a>>,
    longest: usize,
    /// A tag that begins: its sign was read.
    has_begun: bool,
    buffer: Vec<u8>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(part: Opened<'a>, limits: &Limits) -> Self {
        Self {
            reader: BufReader::with_capacity(64 << 10, part.reader),
            longest: limits.cell_bytes.saturating_mul(2),
            has_begun: false,
            buffer: Vec::new(),
        }
    }

    /// The next piece; `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, ReadError> {
        loop {
            if std::mem::take(&mut self.has_begun) {
                match self.tag()? {
                    Some(Piece::Tag(tag)) if PASSED_OVER.iter().any(|name| tag.opens(name)) => {
                        self.pass_over(&tag.name)?;
                    }
                    Some(piece) => return Ok(Some(piece)),
                    None => {}
                }
                continue;
            }
            self.buffer.clear();
            self.has_begun = self.read_until(b'<', self.longest)?;
            if !self.buffer.is_empty() {
                return Ok(Some(Piece::Text(self.text())));
            }
            if !self.has_begun {
                return Ok(None);
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.buffer).into_owned()
    }

    /// Adds bytes up to a sign, and says whether it stands there; it is read and not added.
    fn read_until(&mut self, sign: u8, most: usize) -> Result<bool, ReadError> {
        loop {
            let there = self.reader.fill_buf()?;
            if there.is_empty() {
                return Ok(false);
            }
            let found = memchr::memchr(sign, there);
            let taken = found.unwrap_or(there.len());
            self.buffer.extend_from_slice(&there[..taken]);
            self.reader.consume(taken + usize::from(found.is_some()));
            if self.buffer.len() > most {
                return Err(broken(None, None, "a piece is too long"));
            }
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    /// The tag behind a sign; `None` for a comment or the like. What only looks like one is text.
    fn tag(&mut self) -> Result<Option<Piece>, ReadError> {
        self.buffer.clear();
        let first = self.reader.fill_buf()?.first().copied();
        if !first.is_some_and(|sign| sign.is_ascii_alphabetic() || b"/!?".contains(&sign)) {
            return Ok(Some(Piece::Text("<".to_owned())));
        }
        loop {
            let is_closed = self.read_until(b'>', self.longest)?;
            let is_comment = self.buffer.starts_with(b"!--");
            let goes_on = match is_comment {
                true => self.buffer.len() < 5 || !self.buffer.ends_with(b"--"),
                false => self.buffer.len() < LONGEST_TAG && has_open_quote(&self.buffer),
            };
            if !is_closed || !goes_on {
                break;
            }
            self.buffer.push(b'>');
        }
        if self.buffer.starts_with(b"!") || self.buffer.starts_with(b"?") {
            return Ok(None);
        }
        Ok(Some(Piece::Tag(Tag::of(&self.text()))))
    }

    /// Goes behind the end of an element.
    fn pass_over(&mut self, name: &str) -> Result<(), ReadError> {
        loop {
            self.buffer.clear();
            if !self.read_until(b'<', usize::MAX)? {
                return Ok(());
            }
            self.buffer.clear();
            let is_closed = self.read_until(b'>', usize::MAX)?;
            if !is_closed || Tag::of(&self.text()).closes(name) {
                return Ok(());
            }
        }
    }
}

/// Whether a tag ends within the value of an attribute.
fn has_open_quote(tag: &[u8]) -> bool {
    let (mut open, mut before) = (None, b' ');
    for byte in tag {
        match open {
            Some(quote) if quote == *byte => open = None,
            Some(_) => {}
            None if before == b'=' && matches!(byte, b'"' | b'\'') => open = Some(*byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
    }
    open.is_some()
}
