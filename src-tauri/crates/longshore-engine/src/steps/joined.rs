//! Cells of several columns in one text.

use super::{BadStep, Columns, LONGEST, StepError};
use crate::{escape, row::Row};

/// More columns than these nobody names in one step.
const MOST_COLUMNS: usize = 100;

/// The cell of another column, as steps see it.
pub(super) fn cell(row: &Row, at: usize) -> &str {
    escape::without_formula_mark(row.get(at).unwrap_or_default().trim())
}

#[derive(Clone, Debug)]
pub(super) struct Joined {
    others: Vec<usize>,
    between: String,
}

impl Joined {
    pub(super) fn new(
        others: &[String],
        between: &str,
        columns: &Columns<'_>,
    ) -> Result<Self, BadStep> {
        if others.len() > MOST_COLUMNS {
            return Err(BadStep::TooBig);
        }
        let others: Result<_, _> = others.iter().map(|name| columns.find(name)).collect();
        Ok(Self { others: others?, between: between.to_owned() })
    }

    pub(super) fn looks_at_others(&self) -> bool {
        !self.others.is_empty()
    }

    pub(super) fn carry_out(&self, text: &str, row: &Row) -> Option<String> {
        let others = self.others.iter().map(|at| cell(row, *at));
        let all: Vec<&str> =
            std::iter::once(text.trim()).chain(others).filter(|cell| !cell.is_empty()).collect();
        Some(all.join(&self.between))
    }
}

#[derive(Clone, Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Own,
    Other(usize),
}

impl Template {
    pub(super) fn new(text: &str, columns: &Columns<'_>) -> Result<Self, BadStep> {
        let (mut pieces, mut literal) = (Vec::new(), String::new());
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '{' | '}' if letters.peek() == Some(&letter) => {
                    letters.next();
                    literal.push(letter);
                }
                '{' => {
                    let mut name = String::new();
                    loop {
                        match letters.next() {
                            Some('}') => break,
                            Some(letter) => name.push(letter),
                            None => return Err(BadStep::Impossible),
                        }
                    }
                    pieces.push(Piece::Text(std::mem::take(&mut literal)));
                    pieces.push(match name.trim() {
                        "" => Piece::Own,
                        name => Piece::Other(columns.find(name)?),
                    });
                }
                '}' => return Err(BadStep::Impossible),
                _ => literal.push(letter),
            }
        }
        pieces.push(Piece::Text(literal));
        match pieces.len() > 2 * MOST_COLUMNS {
            true => Err(BadStep::TooBig),
            false => Ok(Self { pieces }),
        }
    }

    pub(super) fn looks_at_others(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Other(_)))
    }

    pub(super) fn carry_out(&self, text: &str, row: &Row) -> Result<String, StepError> {
        let mut made = String::new();
        for piece in &self.pieces {
            made.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Own => text.trim(),
                Piece::Other(at) => cell(row, *at),
            });
            if made.len() > LONGEST {
                return Err(StepError::TooLong);
            }
        }
        // A cell with spaces only is still an empty one.
        Ok(made.trim().to_owned())
    }
}
