//! Where a text comes from: a column, or a constant of the profile.

use std::borrow::Cow;

use crate::{
    check::{Raised, codes},
    escape,
    issue::Fix,
    number::{NumberError, NumberReader},
    platforms::woocommerce::schema,
    profile::BlankPolicy,
    reading::{DateOrder, Markup, Notation},
    row::Row,
    schema::{Kind, field},
    steps::{StepError, Steps, marked_up},
    target::{AttributePart, Plain, Target},
    truth::{self, Language},
    value::Value,
};

/// One source of texts with all that is known of it.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The column; `None` for a constant.
    pub(super) column: Option<usize>,
    pub(super) constant: String,
    pub(super) steps: Steps,
    /// How the column writes its numbers, before any step.
    pub(super) written: NumberReader,
    /// How numbers are written after the steps.
    pub(super) reader: NumberReader,
    pub(super) date_order: Option<DateOrder>,
    pub(super) blank: BlankPolicy,
    /// How the text that the steps leave is written, where its field cares.
    pub(super) said: Said,
}

/// What becomes of a text before its field reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    #[default]
    AsItIs,
    /// Yes and no in this language.
    InLanguage(Language),
    /// Several values with this sign between them.
    ListedWith(char),
    /// Text without markup, for a field that has it.
    Plain,
}

impl Said {
    /// How the field of a target wants the cells of a column that is written so.
    pub(super) fn of(notation: &Notation, target: &Target) -> Self {
        let listed =
            || notation.list.filter(|sign| *sign != ',').map_or(Self::AsItIs, Self::ListedWith);
        let spoken = || notation.truths.map_or(Self::AsItIs, Self::InLanguage);
        let plain = match target {
            Target::Plain(plain) => plain,
            Target::Attribute(AttributePart::Visible | AttributePart::Global, _) => {
                return spoken();
            }
            Target::AttributeNamed(_)
            | Target::Attribute(AttributePart::Value | AttributePart::Default, _) => {
                return listed();
            }
            Target::Of(entity, name) => {
                return match field(schema::of(*entity), name).map(|field| field.kind) {
                    Some(Kind::Boolean) => spoken(),
                    Some(Kind::References(_) | Kind::Texts) => listed(),
                    _ => Self::AsItIs,
                };
            }
            Target::Attribute(AttributePart::Name, _) | Target::Download(..) | Target::Meta(_) => {
                return Self::AsItIs;
            }
        };
        match plain {
            Plain::Published
            | Plain::Featured
            | Plain::Virtual
            | Plain::Downloadable
            | Plain::InStock
            | Plain::ManageStock
            | Plain::Backorders
            | Plain::SoldIndividually
            | Plain::ReviewsAllowed => spoken(),
            Plain::Categories
            | Plain::Tags
            | Plain::Brands
            | Plain::Images
            | Plain::GroupedProducts
            | Plain::Upsells
            | Plain::CrossSells => listed(),
            Plain::Description | Plain::ShortDescription | Plain::PurchaseNote
                if notation.markup == Some(Markup::Plain) =>
            {
                Self::Plain
            }
            _ => Self::AsItIs,
        }
    }

    /// A text as it stands in the row: most are what they say.
    #[inline]
    fn read_plain(self, text: &str) -> Cow<'_, str> {
        if self == Self::AsItIs { Cow::Borrowed(text) } else { self.read(Cow::Borrowed(text)) }
    }

    fn read(self, text: Cow<'_, str>) -> Cow<'_, str> {
        match self {
            Self::InLanguage(language) if truth::parse(&text).is_none() => {
                match truth::parse_in(&text, language) {
                    Some(true) => Cow::Borrowed("1"),
                    Some(false) => Cow::Borrowed("0"),
                    None => text,
                }
            }
            Self::ListedWith(sign) if text.contains(sign) || has(&text, b',') => {
                // "S/M / L" are two sizes.
                let parts: Vec<&str> = match sign {
                    '/' if text.contains(" / ") => text.split(" / ").collect(),
                    _ => text.split(sign).collect(),
                };
                let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
                Cow::Owned(escape::join(parts))
            }
            Self::Plain => Cow::Owned(marked_up(&text)),
            _ => text,
        }
    }
}

impl Cell {
    /// The text, trimmed, the formula mark taken off, all steps done. Empty where a step fails; that is raised.
    #[inline]
    pub(super) fn text<'r>(&'r self, row: &'r Row, raised: &mut Raised<'_>) -> Cow<'r, str> {
        if self.steps.is_empty() {
            return self.said.read_plain(self.plain(row));
        }
        self.said.read(match self.stepped(row, raised) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// The same with its outer spaces: for descriptions and meta data.
    pub(super) fn whole<'r>(&'r self, row: &'r Row, raised: &mut Raised<'_>) -> Cow<'r, str> {
        match self.steps.is_empty() {
            true => self.said.read_plain(self.raw(row)),
            false => self.said.read(self.stepped(row, raised)),
        }
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
        match self.steps.apply(text, row, &self.written) {
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
            Err(StepError::Date) => {
                raised.raise(codes::of_no_date(text), self.column, &[text]);
                Cow::Borrowed("")
            }
            Err(StepError::DateAmbiguous(one, other)) => {
                raised.raise(&codes::DATE_AMBIGUOUS, self.column, &[text, &one, &other]);
                Cow::Borrowed("")
            }
            Err(StepError::NotInTable(missing)) => {
                raised.raise(&codes::VALUE_NOT_IN_TABLE, self.column, &[&missing]);
                Cow::Borrowed("")
            }
            Err(StepError::Expression(detail)) => {
                raised.raise(&codes::EXPRESSION_FAILED, self.column, &[text, &detail]);
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
