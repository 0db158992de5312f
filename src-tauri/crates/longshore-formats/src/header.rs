//! Which line names the columns, for text and sheets alike?

use longshore_engine::row::Row;

use crate::detected::{Detected, Reason};

/// So many rows are looked at.
pub(crate) const ROWS: usize = 60;
/// A header stands among the first rows that are not blank.
const CANDIDATES: usize = 20;

/// The names that a row gives to the columns: trimmed, without byte order marks.
pub(crate) fn names(row: &Row) -> Vec<String> {
    row.iter()
        .map(|cell| cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned())
        .collect()
}

/// Whether a row is a first line such as `sep=;`.
pub(crate) fn announces_delimiter(row: &Row) -> bool {
    row.get(0).is_some_and(|cell| {
        let start: String = cell.trim_start_matches('\u{feff}').chars().take(4).collect();
        start.eq_ignore_ascii_case("sep=") && cell.chars().count() <= 6
    })
}

/// Finds the line of the header among the first rows that are not blank; 0 where there is none.
pub(crate) fn detect(rows: &[Row]) -> Detected<u64> {
    let filled: Vec<usize> =
        rows.iter().map(|row| row.iter().filter(|cell| !is_empty(cell)).count()).collect();
    let width = rows.iter().map(Row::len).max().unwrap_or(0);
    let mut passed = 0usize;
    let mut comment = None;
    for (index, row) in rows.iter().enumerate().take(CANDIDATES) {
        let below = &filled[(index + 1).min(rows.len())..(index + 11).min(rows.len())];
        let most_below = below.iter().copied().max().unwrap_or(0);
        let announces = announces_delimiter(row) && index + 1 < rows.len();
        if announces || is_comment(row, filled[index], width, most_below) {
            comment = (!announces && row.len() == width).then_some(row);
            passed += 1;
            continue;
        }
        // A title has a cell or two where the table below has many.
        if most_below >= 2 && filled[index] * 2 < most_below {
            passed += 1;
            continue;
        }
        let found = judge(rows, index, passed);
        // Where all names begin with a hash, they look like a comment above a table without header.
        return match comment {
            Some(row) if found.value == 0 => {
                Detected::new(row.line, Reason::new("names_above_values"))
            }
            _ => found,
        };
    }
    rows.first().map_or(Detected::new(0, Reason::new("no_rows")), |_| judge(rows, 0, 0))
}

/// Whether the first row of the table names its columns or is one of its rows.
fn judge(rows: &[Row], index: usize, passed: usize) -> Detected<u64> {
    let row = &rows[index];
    let below = &rows[index + 1..];
    let (mut names, mut values) = (0, 0);
    for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !is_empty(cell)) {
        let cells: Vec<&str> =
            below.iter().filter_map(|row| row.get(column)).filter(|cell| !is_empty(cell)).collect();
        let typed = cells.iter().filter(|cell| is_value(cell)).count();
        if cells.is_empty() || typed * 10 < cells.len() * 7 {
            // A heading that is a value itself, over a column of words, says nothing.
            continue;
        }
        if is_value(cell) {
            values += 1;
        } else {
            names += 1;
        }
    }
    let series = counts_up(row) && !below.first().is_some_and(counts_up);
    if values > 0 && names == 0 && !below.is_empty() && !series {
        return Detected::new(0, Reason::new("first_row_like_the_others").with("columns", values));
    }
    let reason = if names > 0 {
        Reason::new("names_above_values").with("columns", names)
    } else {
        Reason::new("first_row")
    };
    let reason = if passed > 0 { reason.with("lines_above", passed) } else { reason };
    Detected::new(row.line, reason)
}

/// Whether the numbers of a row go up evenly, as years and sizes do that are headings.
fn counts_up(row: &Row) -> bool {
    let numbers: Vec<i64> = row.iter().filter_map(|cell| cell.trim().parse().ok()).collect();
    let step = |pair: &[i64]| pair[1].saturating_sub(pair[0]);
    let Some(first) = numbers.windows(2).next().map(step) else { return false };
    first > 0 && numbers.windows(2).all(|pair| step(pair) == first)
}

fn is_comment(row: &Row, filled: usize, width: usize, most_below: usize) -> bool {
    let Some(first) = row.iter().map(str::trim_start).find(|cell| !is_empty(cell)) else {
        return false;
    };
    let first = first.trim_start_matches('\u{feff}');
    if !first.starts_with('#') && !first.starts_with("//") {
        return false;
    }
    // `#` or `#id` may well be the name of the first column.
    let marked = row
        .iter()
        .filter(|cell| cell.trim_start_matches('\u{feff}').trim_start().starts_with('#'))
        .count();
    (marked * 2 > filled && filled > 1)
        || row.len() != width
        || filled * 2 < most_below
        || (filled == 1 && width > 1)
}

fn is_empty(cell: &str) -> bool {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty()
}

/// Whether a cell is a number, a date, an address: something that names no column.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.") {
        return true;
    }
    if cell.contains('@') && cell.contains('.') && !cell.contains(' ') && !cell.starts_with('@') {
        return true;
    }
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let others = cell
        .chars()
        .filter(|c| {
            !c.is_ascii_digit()
                && !matches!(
                    c,
                    '.' | ','
                        | '-'
                        | '+'
                        | '/'
                        | ':'
                        | '\''
                        | '%'
                        | ' '
                        | '\u{a0}'
                        | '\u{202f}'
                        | '€'
                        | '$'
                        | '£'
                )
        })
        .count();
    digits > 0 && others * 3 <= digits && others <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(lines: &[&str]) -> (u64, String) {
        let rows: Vec<Row> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
            .map(|(index, line)| {
                let mut row = Row::new();
                line.split(';').for_each(|cell| row.push(cell));
                row.line = index as u64 + 1;
                row
            })
            .collect();
        let found = detect(&rows);
        (found.value, found.reason.code.to_string())
    }

    #[test]
    fn titles_above_the_header_are_passed_over() {
        let lines = [
            "Preisliste 2026",
            "",
            "Stand: 1.3.2026;;;",
            "Artikel;Name;Preis;Lager",
            "1;Hose;19,90;4",
            "2;Hemd;9,90;1",
        ];
        assert_eq!(line_of(&lines), (4, "names_above_values".into()));
    }

    #[test]
    fn comments_above_the_header_are_passed_over() {
        let lines = ["# required;# required;# optional", "id;title;price", "1;Shirt;9.90"];
        assert_eq!(line_of(&lines).0, 2);
    }

    #[test]
    fn a_column_may_be_called_by_a_hash() {
        assert_eq!(line_of(&["#;Name;Price", "1;Shirt;9.90", "2;Hat;5.00"]).0, 1);
        assert_eq!(line_of(&["#id;#name", "1;Shirt", "2;Hat"]).0, 1);
    }

    #[test]
    fn a_table_without_header_is_known_by_its_first_row() {
        let lines = ["A-100;Shirt;19,90", "A-101;Hat;9,90", "A-102;Hose;29,90"];
        assert_eq!(line_of(&lines), (0, "first_row_like_the_others".into()));
    }

    #[test]
    fn words_over_words_are_a_header() {
        assert_eq!(line_of(&["name;colour", "Shirt;red", "Hat;blue"]), (1, "first_row".into()));
    }

    #[test]
    fn a_year_as_heading_does_not_make_a_header_a_row() {
        assert_eq!(line_of(&["sku;2024;2025;2026", "A;1;2;9", "B;3;4;1"]).0, 1);
    }
}
