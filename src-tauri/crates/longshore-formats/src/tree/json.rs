//! Walks through JSON.
//!
//! The items of an array are taken for members of the same name, so that a tree looks alike in JSON and XML. Several
//! values one after the other, as in JSON lines, are items at the top.

use std::fs::File;

use json_event_parser::{JsonEvent, LowLevelJsonParser};

use super::{
    input::Input,
    json_number,
    steps::{DEPTH, Letters, Markup, Step, Steps},
};
use crate::{error::ReadError, limits::Limits, repair::Repairs};

/// A walk through JSON.
pub(super) struct JsonSteps {
    input: Input,
    parser: LowLevelJsonParser,
    /// The objects and arrays that are open.
    open: Vec<Open>,
    /// The names of the open arrays, one after the other.
    names: String,
    /// The name of the member that comes.
    key: String,
    name: String,
    text: String,
    line: u64,
    listed: bool,
    /// Values at the top so far.
    values: u64,
    waiting: Waiting,
    limit: usize,
}

/// An object or an array that is open.
enum Open {
    Object,
    Array {
        /// Where its name begins among the names.
        name: usize,
        /// Whether it is itself an item of an array.
        item: bool,
    },
}

/// Steps that a single event makes.
#[derive(Clone, Copy)]
enum Waiting {
    Nothing,
    Text,
    Close,
}

/// What an event means, without what it borrows.
enum Met {
    Key,
    Scalar,
    Object,
    Array,
    EndObject,
    EndArray,
    End,
}

impl JsonSteps {
    pub(super) fn new(file: File, letters: Letters, limits: &Limits) -> Result<Self, ReadError> {
        Ok(Self {
            input: Input::new(file, letters, limits)?,
            parser: LowLevelJsonParser::new(),
            open: Vec::new(),
            names: String::new(),
            key: String::new(),
            name: String::new(),
            text: String::new(),
            line: 1,
            listed: false,
            values: 0,
            waiting: Waiting::Nothing,
            limit: limits.row_bytes,
        })
    }

    /// The next event; its text is in `key` or `text`.
    fn event(&mut self) -> Result<Met, ReadError> {
        loop {
            let rest = self.input.rest();
            // Behind a value another one may follow.
            if self.open.is_empty() {
                let blank = rest.len() - rest.trim_start().len();
                self.input.pass(blank);
                if self.input.rest().is_empty() && self.input.is_last() {
                    return Ok(Met::End);
                }
                if self.values > 0 {
                    self.parser = LowLevelJsonParser::new();
                }
            }
            let result = self.parser.parse_next(self.input.rest().as_bytes(), self.input.is_last());
            let bytes = result.consumed_bytes;
            let met = match result.event {
                None => None,
                Some(Ok(event)) => Some(Ok(match event {
                    JsonEvent::ObjectKey(key) => {
                        self.key.clear();
                        self.key.push_str(&key);
                        Met::Key
                    }
                    JsonEvent::String(text) => {
                        self.text.clear();
                        self.text.push_str(&text);
                        Met::Scalar
                    }
                    JsonEvent::Number(number) => {
                        self.text.clear();
                        self.text.push_str(&json_number::plain(&number));
                        Met::Scalar
                    }
                    JsonEvent::Boolean(value) => {
                        self.text.clear();
                        self.text.push_str(if value { "true" } else { "false" });
                        Met::Scalar
                    }
                    JsonEvent::Null => {
                        self.text.clear();
                        Met::Scalar
                    }
                    JsonEvent::StartObject => Met::Object,
                    JsonEvent::StartArray => Met::Array,
                    JsonEvent::EndObject => Met::EndObject,
                    JsonEvent::EndArray => Met::EndArray,
                    JsonEvent::Eof => Met::End,
                })),
                Some(Err(error)) => Some(Err(error.message().to_owned())),
            };
            self.input.pass(bytes);
            match met {
                None => self.more()?,
                Some(Ok(met)) => {
                    self.input.begin_piece();
                    return Ok(met);
                }
                Some(Err(detail)) => {
                    return Err(ReadError::BrokenMarkup {
                        format: Markup::Json.name(),
                        line: self.input.line(),
                        detail,
                    });
                }
            }
        }
    }

    fn more(&mut self) -> Result<(), ReadError> {
        match self.input.more() {
            Err(_) if self.input.is_too_long() => {
                Err(ReadError::RowTooLong { line: self.input.line(), limit: self.limit })
            }
            other => Ok(other?),
        }
    }

    /// A value begins: what it is called, and whether it is an item.
    fn begin(&mut self) {
        self.line = self.input.line();
        self.name.clear();
        match self.open.last() {
            None => {
                self.values += 1;
                self.listed = self.values > 1;
            }
            Some(Open::Object) => {
                self.name.push_str(&self.key);
                self.listed = false;
            }
            Some(Open::Array { name, .. }) => {
                self.name.push_str(&self.names[*name..]);
                self.listed = true;
            }
        }
    }

    fn push(&mut self, open: Open) -> Result<(), ReadError> {
        if self.open.len() >= DEPTH {
            return Err(ReadError::NestedTooDeeply { line: self.input.line(), limit: DEPTH });
        }
        self.open.push(open);
        Ok(())
    }
}

impl Steps for JsonSteps {
    fn step(&mut self) -> Result<Step, ReadError> {
        match self.waiting {
            Waiting::Nothing => {}
            Waiting::Text => {
                self.waiting = Waiting::Close;
                return Ok(Step::Text);
            }
            Waiting::Close => {
                self.waiting = Waiting::Nothing;
                return Ok(Step::Close);
            }
        }
        loop {
            match self.event()? {
                Met::Key => {}
                Met::Scalar => {
                    self.begin();
                    self.waiting = Waiting::Text;
                    return Ok(Step::Open);
                }
                Met::Object => {
                    self.begin();
                    self.push(Open::Object)?;
                    return Ok(Step::Open);
                }
                Met::Array => {
                    let name = self.names.len();
                    match self.open.last() {
                        None => {
                            self.values += 1;
                            self.push(Open::Array { name, item: false })?;
                        }
                        Some(Open::Object) => {
                            self.names.push_str(&self.key);
                            self.push(Open::Array { name, item: false })?;
                        }
                        Some(Open::Array { .. }) => {
                            self.begin();
                            self.push(Open::Array { name, item: true })?;
                            return Ok(Step::Open);
                        }
                    }
                }
                Met::EndObject => {
                    self.open.pop();
                    return Ok(Step::Close);
                }
                Met::EndArray => {
                    if let Some(Open::Array { name, item }) = self.open.pop() {
                        self.names.truncate(name);
                        if item {
                            return Ok(Step::Close);
                        }
                    }
                }
                Met::End => return Ok(Step::End),
            }
        }
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
        self.listed
    }

    fn keep(&mut self, _: bool) {}

    fn kept(&self) -> usize {
        0
    }

    fn markup(&self, _: usize) -> &str {
        ""
    }

    fn input(&self) -> &Input {
        &self.input
    }

    fn repairs(&mut self) -> &mut Repairs {
        &mut self.input.repairs
    }
}
