//! Finds out what separates the cells of a text.

use longshore_engine::row::Row;

use super::split::{Seen, Split, Splitter, Widths};
use crate::{
    detected::{Detected, Reason},
    limits::Limits,
    recognised::Escape,
};

/// What separates and encloses cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: char,
    pub(crate) quote: Option<u8>,
    pub(crate) escape: Escape,
    /// Whether quotes stand where no writer puts them that quotes by the rules.
    pub(crate) is_loose: bool,
}

/// What was found out about a dialect.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) delimiter: Detected<char>,
    pub(crate) quote: Detected<Option<char>>,
    pub(crate) escape: Detected<Escape>,
}

/// Delimiters that are looked for first; the rest must be clearly better.
const USUAL: [char; 4] = [',', ';', '\t', '|'];
/// So many rows are looked at.
const ROWS: usize = 200;

/// Decides from the beginning of the text. `whole`: the text is complete.
pub(crate) fn detect(
    text: &str,
    whole: bool,
    delimiter: Option<char>,
    quote: Option<Option<char>>,
    limits: &Limits,
) -> Found {
    let quote = match quote {
        Some(chosen) => Detected::chosen(chosen),
        None => quote_of(text, delimiter),
    };
    // A character cannot separate and enclose.
    let quote = match (delimiter, quote.value) {
        (Some(delimiter), Some(same)) if delimiter == same => {
            Detected::new(None, Reason::new("is_the_delimiter"))
        }
        _ => quote,
    };
    let escape = match quote.value {
        Some(quote) => escape_of(text, quote),
        None => Detected::new(Escape::Doubled, Reason::new("no_quotes")),
    };
    let delimiter = match delimiter {
        Some(chosen) => Detected::chosen(chosen),
        None => match announced(text) {
            Some(found) => Detected::new(found, Reason::new("sep_line")),
            None => delimiter_of(
                text,
                whole,
                quote.value.map(|quote| quote as u8),
                escape.value,
                limits,
            ),
        },
    };
    Found { delimiter, quote, escape }
}

/// The delimiter that a first line such as `sep=;` names.
pub(crate) fn announced(text: &str) -> Option<char> {
    let line = text.trim_start_matches('\u{feff}').lines().next()?.trim_end_matches('\r');
    let line = line.trim_matches('"');
    let rest = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let mut letters = rest.chars();
    let found = letters.next()?;
    letters.next().is_none().then_some(found)
}

/// Single quotes only where they enclose cells throughout and double ones do not.
fn quote_of(text: &str, delimiter: Option<char>) -> Detected<Option<char>> {
    let mut single = 0;
    let mut double = 0;
    let mut lines = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(ROWS) {
        lines += 1;
        double += usize::from(line.contains('"'));
        let mut characters = line.char_indices().filter(|(_, c)| *c == '\'').map(|(at, _)| at);
        let opens = characters.next() == Some(0);
        let pairs = line.match_indices('\'').filter(|(at, _)| {
            let before = line[..*at].chars().next_back();
            let after = line[at + 1..].chars().next();
            let edge = |c: Option<char>| {
                c.is_none_or(|c| delimiter.map_or(USUAL.contains(&c), |d| d == c))
            };
            edge(before) != edge(after)
        });
        single += usize::from(opens && pairs.count() >= 2);
    }
    if lines > 0 && double == 0 && single * 10 >= lines * 6 {
        return Detected::new(
            Some('\''),
            Reason::new("single_quotes_enclose_cells").with("lines", single),
        );
    }
    let reason = if double > 0 { Reason::new("double_quotes_seen") } else { Reason::new("usual") };
    Detected::new(Some('"'), reason)
}

/// A backslash escapes quotes only where quotes are never doubled.
fn escape_of(text: &str, quote: char) -> Detected<Escape> {
    let bytes = text.as_bytes();
    let quote = quote as u8;
    let (mut doubled, mut backslashed) = (0u32, 0u32);
    let mut at = 0;
    while let Some(found) = memchr::memchr(quote, &bytes[at..]) {
        let here = at + found;
        let before = here.checked_sub(1).map(|at| bytes[at]);
        let after = bytes.get(here + 1).copied();
        let edge = |byte: Option<u8>| byte.is_none_or(|byte| b",;\t|\r\n".contains(&byte));
        if before == Some(b'\\') {
            // At the end of a cell it may be the cell that ends with a backslash.
            backslashed += u32::from(!edge(after) && after != Some(quote));
            at = here + 1;
        } else if after == Some(quote) {
            let empty = edge(before) && edge(bytes.get(here + 2).copied());
            doubled += u32::from(!empty);
            at = here + 2;
        } else {
            at = here + 1;
        }
    }
    if backslashed > 0 && doubled == 0 {
        return Detected::new(
            Escape::Backslash,
            Reason::new("backslash_before_quotes").with("count", backslashed),
        );
    }
    let reason =
        if doubled > 0 { Reason::new("doubled_quotes_seen") } else { Reason::new("usual") };
    Detected::new(Escape::Doubled, reason)
}

/// How a delimiter does.
struct Trial {
    delimiter: char,
    score: f64,
    cells: usize,
    rows: usize,
}

/// Whether cells that are not quoted hold quotes, or quoted ones hold quotes that are not escaped.
pub(crate) fn is_loose(text: &str, whole: bool, dialect: &Dialect, limits: &Limits) -> bool {
    let Some(quote) = dialect.quote.map(char::from) else { return false };
    let mut splitter = Splitter::new(dialect, limits);
    let (mut row, mut seen) = (Row::new(), Seen::default());
    let mut at = 0;
    while let Ok(Split::Row(next)) =
        splitter.split(&text[at..], whole, &Widths::default(), &mut row, &mut seen)
    {
        let strays = seen.stray_quotes + seen.lone_quotes;
        if strays > 0 || (!seen.quoted && row.text().contains(quote)) {
            return true;
        }
        at += next;
    }
    false
}

/// Tries every character that might be one, and takes the one under which the rows are most alike.
fn delimiter_of(
    text: &str,
    whole: bool,
    quote: Option<u8>,
    escape: Escape,
    limits: &Limits,
) -> Detected<char> {
    let mut others: Vec<char> = Vec::new();
    for c in text.lines().take(20).flat_map(str::chars) {
        let possible = c.is_ascii_punctuation()
            || matches!(c, '\u{1}'..='\u{8}' | '\u{1c}'..='\u{1f}' | '¦' | '§' | '¬');
        let excluded = matches!(
            c,
            '"' | '\''
                | '.'
                | '-'
                | '_'
                | '/'
                | '\\'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
        );
        if possible && !excluded && !USUAL.contains(&c) && !others.contains(&c) {
            others.push(c);
        }
    }
    let mut best: Option<Trial> = None;
    for delimiter in USUAL.into_iter().chain(others) {
        let Some(trial) =
            trial(text, whole, Dialect { delimiter, quote, escape, is_loose: false }, limits)
        else {
            continue;
        };
        let rivals = if USUAL.contains(&delimiter) { 1.0 } else { 0.6 };
        let score = trial.score * rivals;
        if best.as_ref().is_none_or(|best| score > best.score) {
            best = Some(Trial { score, ..trial });
        }
    }
    match best {
        Some(best) => {
            let reason =
                Reason::new("rows_alike").with("columns", best.cells).with("rows", best.rows);
            Detected::new(best.delimiter, reason)
        }
        None => Detected::new(',', Reason::new("single_column")),
    }
}

/// Splits the first rows with a delimiter and says how much they look like a table; `None` where not at all.
fn trial(text: &str, whole: bool, dialect: Dialect, limits: &Limits) -> Option<Trial> {
    let mut splitter = Splitter::new(&dialect, limits);
    let (mut row, mut seen) = (Row::new(), Seen::default());
    let mut counts: Vec<usize> = Vec::new();
    let (mut strays, mut quoted, mut plain, mut filled) = (0u64, 0usize, 0usize, 0usize);
    let mut at = 0;
    while counts.len() < ROWS {
        match splitter.split(&text[at..], whole, &Widths::default(), &mut row, &mut seen) {
            Ok(Split::Row(next)) => {
                at += next;
                if row.is_blank() {
                    continue;
                }
                counts.push(row.len());
                strays += seen.stray_quotes + seen.lone_quotes;
                quoted += usize::from(seen.quoted);
                for cell in row.iter().filter(|cell| !cell.is_empty()) {
                    filled += 1;
                    plain += usize::from(is_plain(cell));
                }
            }
            Ok(Split::More | Split::End) | Err(_) => break,
        }
    }
    let rows = counts.len();
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    let typical = *sorted.get(rows / 2)?;
    if typical < 2 {
        // A table of which only the first lines are titles, or a header and one row.
        let most = *sorted.last()?;
        if most < 2 || rows > 3 {
            return None;
        }
    }
    let typical = typical.max(2);
    // Short rows are usual where columns are found late; so near is nearly as good as equal.
    let near: f64 = counts
        .iter()
        .map(|&count| {
            let (less, more) = (count.min(typical) - 1, count.max(typical) - 1);
            if count < 2 { 0.0 } else { (less as f64 / more as f64).powi(2) }
        })
        .sum::<f64>()
        / rows as f64;
    let first_full = counts.iter().take(10).any(|&count| count * 10 >= typical * 8);
    let clean = plain as f64 / filled.max(1) as f64;
    let odd = strays as f64 / rows as f64;
    let columns = 1.0 + (typical as f64).ln().min(4.0) / 4.0;
    let score = near.powi(2)
        * columns
        * (0.5 + 0.5 * clean)
        * if first_full { 1.0 } else { 0.5 }
        * (1.0 / (1.0 + odd))
        * (1.0 + 0.2 * (quoted as f64 / rows as f64));
    (score > 0.15).then_some(Trial { delimiter: dialect.delimiter, score, cells: typical, rows })
}

/// Whether a cell looks whole: it does not begin or end as if it had been cut out of a sentence or number.
fn is_plain(cell: &str) -> bool {
    let edge = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, ' ' | ',' | ';' | '|' | '"' | '>' | '<' | '=' | '&'))
    };
    !edge(cell.chars().next()) && !edge(cell.chars().next_back())
}
