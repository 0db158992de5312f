//! What happens to a cell before it is read as a value?
//!
//! Steps are made ready once for a header ([`Steps::compile`]): patterns and expressions are read, tables indexed, and
//! the other columns that they name found. Then they are carried out on one cell after the other.

use std::borrow::Cow;

use thiserror::Error;

use crate::{
    label,
    number::{NumberError, NumberReader},
    profile::Step,
    row::{Header, Row},
};

mod categories;
mod date;
pub mod expression;
mod html;
mod joined;
mod pattern;
mod price;
mod ready;
mod sku;
mod table;
mod text;

pub(crate) use html::marked_up;
use ready::Ready;
pub use text::slug;

/// Longer texts than this do not come out of a step.
const LONGEST: usize = 8 << 20;

/// Why a step could not be carried out on a cell.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StepError {
    /// A number was needed.
    #[error("no number: {0}")]
    Number(#[from] NumberError),
    /// The result has too many digits.
    #[error("too large")]
    TooLarge,
    /// The text has become too long.
    #[error("too long")]
    TooLong,
    /// A date was needed.
    #[error("no date")]
    Date,
    /// A date that can be two days, both as they would be written.
    #[error("{0} or {1}")]
    DateAmbiguous(String, String),
    /// A table or tree says nothing about it, and should.
    #[error("not in the table: {0:?}")]
    NotInTable(String),
    /// An expression came to nothing.
    #[error("expression: {0}")]
    Expression(String),
}

/// What is wrong with a step itself.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadStep {
    /// Something that it needs is missing, or cannot be.
    #[error("it cannot be carried out")]
    Impossible,
    /// It has more entries than a step may have.
    #[error("it has too many entries")]
    TooBig,
    /// A pattern or a way of writing dates that cannot be read.
    #[error("pattern: {0}")]
    Pattern(String),
    /// It names a column that the file does not have.
    #[error("there is no column {0:?}")]
    Column(String),
    /// An expression that cannot be read.
    #[error("expression: {detail}")]
    Expression {
        /// What is wrong, in the words of the expressions' language.
        detail: String,
        /// Which letter of it, from 1; 0 where nobody knows.
        at: usize,
    },
}

/// The columns of a file, as steps may name them.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'h> {
    header: &'h Header,
    /// How each column writes its numbers.
    readers: &'h [NumberReader],
}

impl<'h> Columns<'h> {
    /// The columns of a header, with how each writes its numbers.
    #[must_use]
    pub fn new(header: &'h Header, readers: &'h [NumberReader]) -> Self {
        Self { header, readers }
    }

    /// Where a column stands: by its name as written, else by its name as compared; the first of several.
    fn find(&self, name: &str) -> Result<usize, BadStep> {
        let (columns, key) = (&self.header.columns, label::key(name));
        let alike =
            || columns.iter().position(|column| !key.is_empty() && label::key(column) == key);
        let at = columns.iter().position(|column| column == name.trim()).or_else(alike);
        at.ok_or_else(|| BadStep::Column(name.to_owned()))
    }

    fn reader(&self, at: usize) -> NumberReader {
        self.readers.get(at).copied().unwrap_or_default()
    }
}

/// The steps of one column, ready for the rows of a file.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    all: Vec<Ready>,
}

impl Steps {
    /// Makes steps ready. `reader` reads numbers as their own column writes them.
    ///
    /// # Errors
    /// The place of the first step that cannot be carried out, from 0, and what is wrong with it.
    pub fn compile(
        steps: &[Step],
        columns: &Columns<'_>,
        reader: &NumberReader,
    ) -> Result<Self, (usize, BadStep)> {
        let mut reader = *reader;
        let mut all = Vec::with_capacity(steps.len());
        for (at, step) in steps.iter().enumerate() {
            all.push(Ready::new(step, columns, &reader).map_err(|fault| (at, fault))?);
            if makes_numbers(step) {
                reader = written_numbers();
            }
        }
        Ok(Self { all })
    }

    /// Whether nothing happens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether they look at other columns than their own.
    #[must_use]
    pub fn look_at_others(&self) -> bool {
        self.all.iter().any(Ready::looks_at_others)
    }

    /// Whether an empty cell can come out as something.
    #[must_use]
    pub fn fill_empty(&self) -> bool {
        self.all.iter().any(Ready::fills_empty)
    }

    /// The text after all steps. `reader` reads numbers as the column writes them; after a step that makes numbers
    /// the text has digits and a point.
    ///
    /// # Errors
    /// When a step needs a number or a date and there is none, or the result is too big.
    pub fn apply<'text>(
        &self,
        text: &'text str,
        row: &Row,
        reader: &NumberReader,
    ) -> Result<Cow<'text, str>, StepError> {
        let mut text = Cow::Borrowed(text);
        let mut reader = *reader;
        for step in &self.all {
            if let Some(changed) = step.carry_out(&text, row, &mut reader)? {
                if changed.len() > LONGEST {
                    return Err(StepError::TooLong);
                }
                text = Cow::Owned(changed);
            }
        }
        Ok(text)
    }
}

/// Whether the step leaves digits with a point.
#[must_use]
pub fn makes_numbers(step: &Step) -> bool {
    matches!(
        step,
        Step::Number { .. } | Step::Arithmetic { .. } | Step::Price(_) | Step::Expression { .. }
    )
}

/// How the text is written after a step that made a number of it.
#[must_use]
pub fn written_numbers() -> NumberReader {
    let decimal = Some(crate::reading::DecimalSeparator::Point);
    NumberReader {
        notation: crate::reading::Notation { decimal, ..Default::default() },
        lone_separator_is_decimal: true,
    }
}

#[cfg(test)]
mod tests;
