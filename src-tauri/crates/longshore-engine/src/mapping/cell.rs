//! Where a text comes from: a column, or a constant of the profile.

use std::borrow::Cow;

use crate::{
    check::{Raised, codes},
    escape,
    issue::Fix,
    number::{NumberError, NumberReader},
    profile::{BlankPolicy, Step},
    reading::DateOrder,
    row::Row,
    steps::{self, StepError},
    value::Value,
};

/// One source of texts with all that is known of it.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The column; `None` for a constant.
    pub(super) column: Option<usize>,
    pub(super) constant: String,
    pub(super) steps: Vec<Step>,
    /// How the column writes its numbers, before any step.
    pub(super) written: NumberReader,
    /// How numbers are written after the steps.
    pub(super) reader: NumberReader,
    pub(super) date_order: Option<DateOrder>,
    pub(super) blank: BlankPolicy,
}

impl Cell {
    /// The text, trimmed, the formula mark taken off, all steps done. Empty where a step fails; that is raised.
    #[inline]
    pub(super) fn text<'r>(&'r self, row: &'r Row, raised: &mut Raised<'_>) -> Cow<'r, str> {
        if self.steps.is_empty() {
            return Cow::Borrowed(self.plain(row));
        }
        match self.stepped(row, raised) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// The same with its outer spaces: for descriptions and meta data.
    pub(super) fn whole<'r>(&'r self, row: &'r Row, raised: &mut Raised<'_>) -> Cow<'r, str> {
        if self.steps.is_empty() { Cow::Borrowed(self.raw(row)) } else { self.stepped(row, raised) }
    }

    /// The text as it stands there, trimmed, without steps.
    #[inline]
    pub(super) fn plain<'r>(&'r self, row: &'r Row) -> &'r str {
        escape::without_formula_mark(escape::trimmed(self.source(row)))
    }

    /// What an empty cell sets the field to.
    pub(super) fn blank_value(&self) -> Option<Value> {
        (self.blank == BlankPolicy::Clear).then_some(Value::Empty)
    }

    /// Raises what is wrong about a number.
    pub(super) fn raise_number(&self, text: &str, error: &NumberError, raised: &mut Raised<'_>) {
        raise_number(self.column, text, error, raised);
    }

    fn raw<'r>(&'r self, row: &'r Row) -> &'r str {
        escape::without_formula_mark(self.source(row))
    }

    fn source<'r>(&'r self, row: &'r Row) -> &'r str {
        match self.column {
            Some(column) => row.get(column).unwrap_or_default(),
            None => &self.constant,
        }
    }

    fn stepped<'r>(&'r self, row: &'r Row, raised: &mut Raised<'_>) -> Cow<'r, str> {
        let text = self.raw(row);
        match steps::apply(text, &self.steps, &self.written) {
            Ok(text) => text,
            Err(StepError::Number(error)) => {
                self.raise_number(text, &error, raised);
                Cow::Borrowed("")
            }
            Err(StepError::TooLarge) => {
                raised.raise(&codes::NUMBER_TOO_LONG, self.column, &[text]);
                Cow::Borrowed("")
            }
            Err(StepError::TooLong) => {
                raised.raise(&codes::TEXT_TOO_LONG, self.column, &[text]);
                Cow::Borrowed("")
            }
        }
    }
}

/// Whether a text has a sign of ASCII in it.
pub(super) fn has(text: &str, sign: u8) -> bool {
    memchr::memchr(sign, text.as_bytes()).is_some()
}

pub(super) fn raise_number(
    column: Option<usize>,
    text: &str,
    error: &NumberError,
    raised: &mut Raised<'_>,
) {
    match error {
        NumberError::Empty | NumberError::NotANumber => {
            raised.raise_with_fix(&codes::NUMBER_NOT_READ, column, &[text], Some(Fix::Clear));
        }
        NumberError::Damaged => raised.raise(&codes::NUMBER_DAMAGED, column, &[text]),
        NumberError::TooLong => raised.raise(&codes::NUMBER_TOO_LONG, column, &[text]),
        NumberError::Percent(_) => raised.raise(&codes::NUMBER_IS_PERCENTAGE, column, &[text]),
        NumberError::Ambiguous { fraction, whole } => {
            let (fraction, whole) = (fraction.to_string(), whole.to_string());
            raised.raise(&codes::NUMBER_AMBIGUOUS, column, &[text, &fraction, &whole]);
        }
        NumberError::OtherNotation(meant) => {
            let meant = meant.to_string();
            raised.raise(&codes::NUMBER_IN_OTHER_NOTATION, column, &[text, &meant]);
        }
    }
}
