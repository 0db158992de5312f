//! A step with everything that it needs at hand.

use super::{
    BadStep, Columns, StepError,
    categories::Tree,
    date::Written,
    expression::Expression,
    html,
    joined::{Joined, Template},
    pattern::Pattern,
    price,
    sku::Sku,
    table::Table,
    text, written_numbers,
};
use crate::{number::NumberReader, profile::Step, row::Row};

/// More entries no table of a step has.
pub(super) const MOST_ENTRIES: usize = 50_000;

#[derive(Clone, Debug)]
pub(super) enum Ready {
    /// What needs nothing but what it says.
    Plain(Step),
    Table(Table),
    Pattern(Pattern),
    Joined(Joined),
    Template(Template),
    Date(Written),
    Categories(Tree),
    Sku(Sku),
    Expression(Expression),
}

impl Ready {
    pub(super) fn new(
        step: &Step,
        columns: &Columns<'_>,
        reader: &NumberReader,
    ) -> Result<Self, BadStep> {
        match step {
            Step::Replace { find, .. } if find.is_empty() => Err(BadStep::Impossible),
            Step::Split { at, part } if at.is_empty() || *part == 0 => Err(BadStep::Impossible),
            Step::Price(rule) if !price::is_possible(rule) => Err(BadStep::Impossible),
            Step::ValueMap { values } => Table::of_values(values).map(Self::Table),
            Step::LookUp { table, otherwise, .. } => Table::new(table, *otherwise).map(Self::Table),
            Step::Pattern { find, with, take } => {
                Pattern::new(find, with, *take).map(Self::Pattern)
            }
            Step::Join { columns: others, between } => {
                Joined::new(others, between, columns).map(Self::Joined)
            }
            Step::Template { text } => Template::new(text, columns).map(Self::Template),
            Step::Date { order, pattern } => {
                Written::new(order.or(reader.notation.date_order), pattern.as_deref())
                    .map(Self::Date)
            }
            Step::Categories { paths, level, list, otherwise } => {
                Tree::new(paths, level, list, *otherwise).map(Self::Categories)
            }
            Step::Sku { parts, between, only_empty } => {
                Sku::new(parts, between, *only_empty, columns).map(Self::Sku)
            }
            Step::Expression { text } => Expression::new(text, columns).map(Self::Expression),
            _ => Ok(Self::Plain(step.clone())),
        }
    }

    pub(super) fn looks_at_others(&self) -> bool {
        match self {
            Self::Joined(joined) => joined.looks_at_others(),
            Self::Template(template) => template.looks_at_others(),
            Self::Sku(sku) => sku.looks_at_others(),
            Self::Expression(expression) => expression.looks_at_others(),
            _ => false,
        }
    }

    pub(super) fn fills_empty(&self) -> bool {
        match self {
            Self::Plain(step) => matches!(step, Step::Default { .. }),
            Self::Joined(_) | Self::Template(_) | Self::Sku(_) | Self::Expression(_) => true,
            // A table or a pattern may have something for nothing.
            Self::Table(_) | Self::Pattern(_) => true,
            Self::Date(_) | Self::Categories(_) => false,
        }
    }

    /// The text after the step; `None` where it stays.
    pub(super) fn carry_out(
        &self,
        text: &str,
        row: &Row,
        reader: &mut NumberReader,
    ) -> Result<Option<String>, StepError> {
        match self {
            Self::Plain(step) => plain(step, text, reader),
            Self::Table(table) => table.look_up(text),
            Self::Pattern(pattern) => pattern.carry_out(text),
            Self::Joined(joined) => Ok(joined.carry_out(text, row)),
            Self::Template(template) => template.carry_out(text, row).map(Some),
            Self::Date(written) => written.carry_out(text),
            Self::Categories(tree) => tree.carry_out(text),
            Self::Sku(sku) => Ok(sku.carry_out(text, row)),
            Self::Expression(expression) => {
                let own = std::mem::replace(reader, written_numbers());
                expression.carry_out(text, row, &own).map(Some)
            }
        }
    }
}

fn plain(step: &Step, text: &str, reader: &mut NumberReader) -> Result<Option<String>, StepError> {
    match step {
        Step::Trim => Ok(text::trim(text)),
        Step::Replace { find, with } => text::replace(text, find, with),
        Step::Default { text: default } => Ok(text.trim().is_empty().then(|| default.clone())),
        Step::Split { at, part } => Ok(Some(text::part(text, at, *part).to_owned())),
        Step::Case { to } => Ok(Some(text::in_case(text, *to))),
        Step::StripHtml => Ok(Some(html::stripped(text))),
        Step::TextToHtml => Ok(Some(html::marked_up(text))),
        Step::Slug => Ok(Some(text::slug(text))),
        Step::Number { notation } => {
            let own = NumberReader { notation: *notation, ..*reader };
            *reader = written_numbers();
            if text.trim().is_empty() { Ok(None) } else { Ok(Some(own.read(text)?.to_string())) }
        }
        Step::Arithmetic { multiply, add, decimals, ending } => {
            let own = std::mem::replace(reader, written_numbers());
            if text.trim().is_empty() {
                return Ok(None);
            }
            let number = price::calculated(own.read(text)?, *multiply, *add, *decimals, *ending);
            number.map(|number| Some(number.to_string())).ok_or(StepError::TooLarge)
        }
        Step::Price(rule) => {
            let own = std::mem::replace(reader, written_numbers());
            if text.trim().is_empty() {
                return Ok(None);
            }
            let number = price::made(own.read(text)?, rule).ok_or(StepError::TooLarge)?;
            Ok(Some(number.to_string()))
        }
        // These are made ready as something else.
        Step::ValueMap { .. }
        | Step::LookUp { .. }
        | Step::Pattern { .. }
        | Step::Join { .. }
        | Step::Template { .. }
        | Step::Date { .. }
        | Step::Categories { .. }
        | Step::Sku { .. }
        | Step::Expression { .. } => Ok(None),
    }
}
