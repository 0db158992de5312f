//! Do the cells of a row stand under the names of their columns? People who write such files by hand lose or add an
//! empty cell, and everything behind it moves.

use crate::{row::Row, suggest::values, truth};

/// What can stand in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Whatever it is.
    Any,
    /// Digits, perhaps with a fraction.
    Number,
    /// Digits only.
    Whole,
    /// Yes or no in words.
    Truth,
    /// One of these.
    Word(&'static [&'static str]),
    /// A web address.
    Address,
    /// The name of one of Shopify's own fields.
    Metafield,
}

impl Fit {
    /// Whether a text can stand here: `None` where nothing tells.
    fn holds(self, text: &str) -> Option<bool> {
        let is_number = |text: &str| {
            text.bytes().any(|byte| byte.is_ascii_digit())
                && text.bytes().all(|byte| byte.is_ascii_digit() || b".,'+-E ".contains(&byte))
        };
        match self {
            Self::Any => None,
            Self::Number => Some(is_number(text)),
            Self::Whole => {
                Some(text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()))
            }
            Self::Truth => Some(
                truth::parse(text).is_some() && !text.bytes().all(|byte| byte.is_ascii_digit()),
            ),
            Self::Word(words) => Some(words.iter().any(|word| text.eq_ignore_ascii_case(word))),
            Self::Address => Some(values::is_address(text)),
            Self::Metafield => Some(text.starts_with("product.metafields.")),
        }
    }
}

/// Fewer cells in wrong places are left where they are: they may be wrong by themselves.
const ENOUGH: usize = 2;
/// Rows with more cells are left as they are.
const MOST: usize = 300;

const FITS: i32 = 4;
const FITS_NOT: i32 = -6;
/// For a cell or a column that is passed over.
const MOVED: i32 = -1;

/// The row with its cells where they fit best; `None` where they stand well enough, or no order fits better.
pub(super) fn aligned(row: &Row, columns: &[Fit]) -> Option<Row> {
    let cells: Vec<&str> = row.iter().map(str::trim).collect();
    if cells.len() > MOST || columns.len() > MOST {
        return None;
    }
    let wrong = |places: &[Option<usize>]| {
        let filled = cells.iter().zip(places).filter(|(cell, _)| !cell.is_empty());
        let is_wrong = |(cell, place): &(&&str, &Option<usize>)| match place {
            Some(column) => columns[*column].holds(cell) == Some(false),
            None => true,
        };
        filled.filter(is_wrong).count()
    };
    let in_place: Vec<Option<usize>> =
        (0..cells.len()).map(|at| (at < columns.len()).then_some(at)).collect();
    let before = wrong(&in_place);
    if before < ENOUGH {
        return None;
    }
    let places = best(&cells, columns);
    if wrong(&places) * 2 >= before {
        return None;
    }
    let mut moved = Row::new();
    (moved.number, moved.line) = (row.number, row.line);
    moved.pad(row.len().max(columns.len()));
    for (cell, place) in row.iter().zip(&places) {
        if let Some(column) = place.filter(|_| !cell.is_empty()) {
            moved.set(column, cell);
        }
    }
    Some(moved)
}

/// The column of each cell so that most of them fit, in their order. Only empty cells are passed over.
fn best(cells: &[&str], columns: &[Fit]) -> Vec<Option<usize>> {
    let width = columns.len() + 1;
    let lost = i32::MIN / 2;
    let mut scores = vec![lost; (cells.len() + 1) * width];
    let mut steps = vec![0u8; scores.len()];
    scores[0] = 0;
    for at in 0..=cells.len() {
        for column in 0..width {
            let here = at * width + column;
            if at > 0 && column > 0 {
                let cell = cells[at - 1];
                let fit = match columns[column - 1].holds(cell) {
                    _ if cell.is_empty() => 0,
                    Some(true) => FITS,
                    Some(false) => FITS_NOT,
                    // What may stand anywhere stays where it is.
                    None => 1 + i32::from(at == column),
                };
                let score = scores[here - width - 1].saturating_add(fit);
                if score > scores[here] {
                    (scores[here], steps[here]) = (score, b'b');
                }
            }
            // Behind the last column there is room for whatever is empty.
            let skip = if column + 1 == width { 0 } else { MOVED };
            if at > 0 && cells[at - 1].is_empty() {
                let score = scores[here - width].saturating_add(skip);
                if score > scores[here] {
                    (scores[here], steps[here]) = (score, b'c');
                }
            }
            if column > 0 {
                let skip = if at == cells.len() { 0 } else { MOVED };
                let score = scores[here - 1].saturating_add(skip);
                if score > scores[here] {
                    (scores[here], steps[here]) = (score, b'k');
                }
            }
        }
    }
    let mut places = vec![None; cells.len()];
    let (mut at, mut column) = (cells.len(), columns.len());
    while at > 0 {
        match steps[at * width + column] {
            b'b' => {
                places[at - 1] = Some(column - 1);
                (at, column) = (at - 1, column - 1);
            }
            b'c' => at -= 1,
            b'k' => column -= 1,
            // More filled cells than columns: nothing is moved.
            _ => return (0..cells.len()).map(|at| (at < columns.len()).then_some(at)).collect(),
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Fit; 7] = [
        Fit::Any,
        Fit::Any,
        Fit::Number,
        Fit::Any,
        Fit::Truth,
        Fit::Word(&["deny", "continue"]),
        Fit::Address,
    ];

    fn row(cells: &[&str]) -> Row {
        let mut row = Row::new();
        cells.iter().for_each(|cell| row.push(cell));
        row
    }

    #[test]
    fn cells_that_moved_are_put_back() {
        let one_less = row(&["Hat", "5.00", "", "TRUE", "deny", "https://a.b/1.jpg"]);
        let one_more = row(&["Hat", "", "", "5.00", "", "TRUE", "deny", "https://a.b/1.jpg"]);
        for moved in [one_less, one_more] {
            let back = aligned(&moved, &COLUMNS).unwrap();
            let cells: Vec<_> = back.iter().take(7).collect();
            assert_eq!(cells, ["Hat", "", "5.00", "", "TRUE", "deny", "https://a.b/1.jpg"]);
        }
    }

    #[test]
    fn rows_that_stand_well_or_cannot_be_mended_stay() {
        assert_eq!(aligned(&row(&["Hat", "", "5", "", "TRUE", "deny", ""]), &COLUMNS), None);
        assert_eq!(aligned(&row(&["Hat", "x", "cheap", "", "TRUE", "deny", "no"]), &COLUMNS), None);
    }
}
