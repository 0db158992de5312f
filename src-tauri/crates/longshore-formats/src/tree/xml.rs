//! Walks through XML.

use std::fs::File;

use quick_xml::{
    Reader,
    escape::resolve_html5_entity,
    events::{BytesStart, Event},
};

use super::{
    input::Input,
    namespaces::Namespaces,
    steps::{DEPTH, Letters, Markup, Step, Steps},
};
use crate::{
    error::ReadError,
    limits::Limits,
    repair::{RepairCode, Repairs},
};

/// A walk through XML.
pub(super) struct XmlSteps {
    reader: Reader<Input>,
    buffer: Vec<u8>,
    name: String,
    text: String,
    line: u64,
    depth: usize,
    names: Namespaces,
    attributes: Vec<(String, String)>,
    /// How many of them were told.
    told: usize,
    /// The element has no end of its own.
    is_empty: bool,
    keep: bool,
    markup: String,
    /// Where the end of what just ended begins in the markup.
    end: usize,
    limit: usize,
    most_attributes: usize,
}

impl XmlSteps {
    pub(super) fn new(file: File, letters: Letters, limits: &Limits) -> Result<Self, ReadError> {
        let mut reader = Reader::from_reader(Input::new(file, letters, limits)?);
        reader.config_mut().allow_dangling_amp = true;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            name: String::new(),
            text: String::new(),
            line: 1,
            depth: 0,
            names: Namespaces::default(),
            attributes: Vec::new(),
            told: 0,
            is_empty: false,
            keep: false,
            markup: String::new(),
            end: 0,
            limit: limits.row_bytes,
            most_attributes: limits.columns,
        })
    }

    fn broken(&self, detail: String) -> ReadError {
        let input = self.reader.get_ref();
        let line = input.line();
        if input.is_too_long() {
            return ReadError::RowTooLong { line, limit: self.limit };
        }
        ReadError::BrokenMarkup { format: Markup::Xml.name(), line, detail }
    }

    fn close(&mut self) -> Step {
        self.names.close(self.depth);
        self.depth = self.depth.saturating_sub(1);
        Step::Close
    }

    /// An element begins.
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(ReadError::NestedTooDeeply { line: self.line, limit: DEPTH });
        }
        self.told = 0;
        let mut count = 0;
        for attribute in
            tag.html_attributes().with_checks(false).flatten().take(self.most_attributes)
        {
            let name = attribute.key.as_ref();
            let value = attribute.value.as_ref();
            if let Some(prefix) = name.strip_prefix("xmlns") {
                if prefix.is_empty() || prefix.starts_with(':') {
                    self.names.declare(self.depth, prefix.trim_start_matches(':'), value);
                }
                continue;
            }
            if self.attributes.len() == count {
                self.attributes.push(Default::default());
            }
            let (key, text) = &mut self.attributes[count];
            key.clear();
            key.push('@');
            key.push_str(name);
            text.clear();
            let unknown = unescape(value, text);
            if unknown > 0 {
                let repairs = &mut self.reader.get_mut().repairs;
                repairs.add(RepairCode::UnknownEntity, self.line, unknown);
            }
            count += 1;
        }
        self.attributes.truncate(count);
        let name = tag.name();
        self.name.clear();
        self.names.put(self.depth, name.as_ref(), &mut self.name);
        Ok(())
    }

    /// Reads on to the next step.
    fn read(&mut self, buffer: &mut Vec<u8>) -> Result<Step, ReadError> {
        loop {
            buffer.clear();
            self.reader.get_mut().begin_piece();
            self.line = self.reader.get_ref().line();
            let event = match self.reader.read_event_into(buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.broken(error.to_string())),
            };
            match event {
                Event::Start(tag) => {
                    self.begin(&tag)?;
                    self.put(&["<", &tag, ">"]);
                    return Ok(Step::Open);
                }
                Event::Empty(tag) => {
                    self.begin(&tag)?;
                    self.put(&["<", &tag, "/>"]);
                    self.is_empty = true;
                    return Ok(Step::Open);
                }
                Event::End(tag) => {
                    self.end = self.markup.len();
                    let name = tag.name();
                    self.put(&["</", name.as_ref(), ">"]);
                    return Ok(self.close());
                }
                Event::Text(text) => {
                    let text: &str = &text;
                    self.take(text);
                    self.put(&[text]);
                    return Ok(Step::Text);
                }
                Event::CData(text) => {
                    let text: &str = &text;
                    self.take(text);
                    self.put(&[text]);
                    return Ok(Step::Text);
                }
                Event::GeneralRef(entity) => {
                    let name: &str = &entity;
                    self.text.clear();
                    if !resolve(name, &mut self.text) {
                        let line = self.line;
                        self.repairs().add(RepairCode::UnknownEntity, line, 1);
                    }
                    self.put(&["&", name, ";"]);
                    return Ok(Step::Text);
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.broken("ends in the middle".to_owned()));
                }
                Event::Eof => return Ok(Step::End),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Takes text with line ends as XML has them.
    fn take(&mut self, text: &str) {
        self.text.clear();
        let mut pieces = text.split('\r');
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            if !piece.starts_with('\n') {
                self.text.push('\n');
            }
            self.text.push_str(piece);
        }
    }

    fn put(&mut self, pieces: &[&str]) {
        if self.keep {
            pieces.iter().for_each(|piece| self.markup.push_str(piece));
        }
    }
}

impl Steps for XmlSteps {
    fn step(&mut self) -> Result<Step, ReadError> {
        if self.told < self.attributes.len() {
            let (name, text) = &self.attributes[self.told];
            self.name.clone_from(name);
            self.text.clone_from(text);
            self.told += 1;
            return Ok(Step::Attribute);
        }
        if std::mem::take(&mut self.is_empty) {
            self.end = self.markup.len();
            return Ok(self.close());
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let step = self.read(&mut buffer);
        self.buffer = buffer;
        step
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn line(&self) -> u64 {
        self.line
    }

    fn is_listed(&self) -> bool {
        false
    }

    fn keep(&mut self, keep: bool) {
        self.keep = keep;
        self.markup.clear();
        self.end = 0;
    }

    fn kept(&self) -> usize {
        self.markup.len()
    }

    fn markup(&self, from: usize) -> &str {
        self.markup.get(from..self.end).unwrap_or_default()
    }

    fn input(&self) -> &Input {
        self.reader.get_ref()
    }

    fn repairs(&mut self) -> &mut Repairs {
        &mut self.reader.get_mut().repairs
    }
}

/// Adds what an entity means, or the entity as written where nobody knows it.
fn resolve(name: &str, text: &mut String) -> bool {
    let number = name.strip_prefix('#').and_then(|number| {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        hexadecimal
            .map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok())
    });
    if let Some(letter) = number.and_then(char::from_u32) {
        text.push(letter);
        return true;
    }
    if let Some(letters) = resolve_html5_entity(name) {
        text.push_str(letters);
        return true;
    }
    text.push('&');
    text.push_str(name);
    text.push(';');
    false
}

/// Adds a text with its entities resolved, and says how many of them nobody knows.
fn unescape(text: &str, to: &mut String) -> u64 {
    const LONGEST: usize = 40;
    let mut unknown = 0;
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        to.push_str(before);
        let end = behind.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.map(|end| (&behind[..end], &behind[end + 1..])) {
            Some((name, behind)) if !name.is_empty() && !name.contains([' ', '&']) => {
                unknown += u64::from(!resolve(name, to));
                rest = behind;
            }
            _ => {
                to.push('&');
                rest = behind;
            }
        }
    }
    to.push_str(rest);
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_resolved_and_others_stay() {
        let mut text = String::new();
        let unknown = unescape("a &amp; b&nbsp;&#228;&#xE4; &lol9; & &;", &mut text);
        assert_eq!((text.as_str(), unknown), ("a & b\u{a0}ää &lol9; & &;", 1));
    }
}
