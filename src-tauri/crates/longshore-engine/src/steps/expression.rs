//! A calculation that somebody types.
//!
//! It is one expression: no loops, no assignments, nothing but the words and functions of [`WORDS`] and [`FUNCTIONS`],
//! in decimals, with limits on work and size. Numbers in its answer have a point.

use std::sync::{Arc, LazyLock};

use regex::Regex;
use rhai::{AST, Dynamic, EvalAltResult, Map, Position, Scope};
use rust_decimal::Decimal;

use super::{BadStep, Columns, StepError, joined::cell};
use crate::{number::NumberReader, row::Row};

mod functions;
mod listed;

use functions::ENGINE;
pub use listed::{FUNCTIONS, Listed, WORDS};

/// Longer expressions nobody types.
const LONGEST: usize = 4_000;

/// How it names the number in its own cell.
static OWN_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\bnumber\b").ok());

/// An expression, ready for rows.
#[derive(Clone)]
pub(super) struct Expression {
    text: String,
    tree: Arc<AST>,
    /// The columns that it names, with how they write numbers.
    others: Vec<(String, usize, NumberReader)>,
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Expression").field(&self.text).finish()
    }
}

/// How an expression names another column.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\b(?:row|numbers)\s*\[\s*"((?:[^"\\]|\\.)*)"\s*\]"#).ok());

impl Expression {
    pub(super) fn new(text: &str, columns: &Columns<'_>) -> Result<Self, BadStep> {
        if text.trim().is_empty() {
            return Err(BadStep::Impossible);
        }
        if text.len() > LONGEST {
            return Err(BadStep::TooBig);
        }
        let scope = scope("", None, Map::new(), Map::new());
        let tree = ENGINE.compile_expression_with_scope(&scope, text).map_err(|error| {
            BadStep::Expression {
                detail: error.err_type().to_string(),
                at: at(text, error.position()),
            }
        })?;
        let mut others: Vec<(String, usize, NumberReader)> = Vec::new();
        for found in NAMED.iter().flat_map(|named| named.captures_iter(text)) {
            let name = unescaped(found.get(1).map_or("", |name| name.as_str()));
            if others.iter().all(|(other, ..)| *other != name) {
                let place = columns.find(&name)?;
                others.push((name, place, columns.reader(place)));
            }
        }
        Ok(Self { text: text.to_owned(), tree: Arc::new(tree), others })
    }

    pub(super) fn looks_at_others(&self) -> bool {
        !self.others.is_empty()
    }

    fn needs_number(&self) -> bool {
        OWN_NUMBER.iter().any(|number| number.is_match(&self.text))
    }

    pub(super) fn carry_out(
        &self,
        text: &str,
        row: &Row,
        own: &NumberReader,
    ) -> Result<String, StepError> {
        let (mut texts, mut numbers) = (Map::new(), Map::new());
        for (name, at, reader) in &self.others {
            let cell = cell(row, *at);
            let number = reader.read(cell).map_or(Dynamic::UNIT, Dynamic::from_decimal);
            texts.insert(name.as_str().into(), cell.to_owned().into());
            numbers.insert(name.as_str().into(), number);
        }
        let text = text.trim();
        let number = own.read(text);
        let mut scope = scope(text, number.as_ref().ok().copied(), texts, numbers);
        match ENGINE.eval_ast_with_scope::<Dynamic>(&mut scope, &self.tree) {
            Ok(answer) => written(answer).ok_or(StepError::TooLong),
            // What cannot be done with nothing leaves nothing.
            Err(_) if text.is_empty() => Ok(String::new()),
            Err(error) => Err(match number {
                Err(fault) if self.needs_number() => StepError::Number(fault),
                _ => StepError::Expression(said(&error)),
            }),
        }
    }
}

fn scope(text: &str, number: Option<Decimal>, texts: Map, numbers: Map) -> Scope<'static> {
    let mut scope = Scope::new();
    // As constants they would be worked into the expression when it is read, before there is a row.
    scope.push("value", text.to_owned());
    scope.push_dynamic("number", number.map_or(Dynamic::UNIT, Dynamic::from_decimal));
    scope.push_dynamic("row", texts.into());
    scope.push_dynamic("numbers", numbers.into());
    scope
}

/// An answer as a cell; `None` for what is no text.
fn written(answer: Dynamic) -> Option<String> {
    if answer.is_unit() {
        return Some(String::new());
    }
    if let Ok(number) = answer.as_decimal() {
        return Some(number.to_string());
    }
    if let Ok(number) = answer.as_int() {
        return Some(number.to_string());
    }
    if let Ok(yes) = answer.as_bool() {
        return Some(if yes { "1" } else { "0" }.to_owned());
    }
    answer.into_string().ok().filter(|text| text.len() <= super::LONGEST)
}

/// Which letter of a text, from 1.
fn at(text: &str, position: Position) -> usize {
    let (Some(line), Some(letter)) = (position.line(), position.position()) else { return 0 };
    let before: usize = text.lines().take(line - 1).map(|line| line.chars().count() + 1).sum();
    before + letter
}

/// What went wrong, without where.
fn said(error: &EvalAltResult) -> String {
    let text = error.to_string();
    let end = text.rfind(" (line ").unwrap_or(text.len());
    text[..end].to_owned()
}

fn unescaped(name: &str) -> String {
    let mut letters = name.chars();
    let mut plain = String::with_capacity(name.len());
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next().unwrap_or('\\') } else { letter });
    }
    plain
}

#[cfg(test)]
mod tests;
