//! Cells that are texts, each kind with what stores would change about it.

use std::borrow::Cow;

use super::{
    Mapping, Reading,
    cell::{Cell, has},
    scalars::text_value,
};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    escape,
    issue::Fix,
    number,
    suggest::values,
    value::Value,
};

/// A kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Sku,
    Gtin,
    Slug,
    /// One line without markup.
    Plain,
    /// With markup; line breaks are written as `\n`.
    Description,
    /// With markup, as it stands there.
    Html,
    Address,
    TaxClass,
}

/// The store's look-up table of SKUs has no more letters.
const LONGEST_SKU: usize = 100;

pub(super) fn value(
    cell: &Cell,
    kind: Kind,
    mapping: &Mapping,
    reading: &Reading<'_>,
    old: Value,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    match read(cell, kind, mapping, reading, raised) {
        Read::Blank => cell.blank_value(),
        Read::Nothing => None,
        Read::Kept(Cow::Borrowed(text)) => Some(text_value(text, old)),
        Read::Kept(Cow::Owned(text)) => Some(Value::Text(text)),
    }
}

/// Raises what is wrong about the text.
pub(super) fn check(
    cell: &Cell,
    kind: Kind,
    mapping: &Mapping,
    reading: &Reading<'_>,
    raised: &mut Raised<'_>,
) {
    if matches!(kind, Kind::Description | Kind::Html) {
        let text = cell.whole(reading.row, raised);
        if memchr::memchr2(b'<', b'\\', text.as_bytes()).is_none() {
            return;
        }
        check_markup(cell, &text, raised);
        if loses_backslash(kind, &text) {
            raise_lost_backslash(cell, kind, &text, raised);
        }
        return;
    }
    read(cell, kind, mapping, reading, raised);
}

/// What a cell says.
enum Read<'r> {
    Blank,
    /// Something that cannot be kept; that is raised.
    Nothing,
    /// The text as the store will keep it.
    Kept(Cow<'r, str>),
}

fn read<'r>(
    cell: &'r Cell,
    kind: Kind,
    mapping: &Mapping,
    reading: &Reading<'r>,
    raised: &mut Raised<'_>,
) -> Read<'r> {
    let row = reading.row;
    if matches!(kind, Kind::Description | Kind::Html) {
        let text = cell.whole(row, raised);
        return if text.trim_start().is_empty() {
            Read::Blank
        } else {
            Read::Kept(markup(cell, kind, text, raised))
        };
    }
    let text = cell.text(row, raised);
    if text.is_empty() {
        return Read::Blank;
    }
    match kind {
        Kind::Sku => sku(cell, text, mapping, reading, raised),
        Kind::Gtin => gtin(cell, text, raised),
        Kind::Slug => Read::Kept(slug(cell, text, raised)),
        Kind::Name => Read::Kept(name(cell, text, raised)),
        Kind::Address => {
            if !values::is_address(&text) {
                raised.raise(&codes::ADDRESS_NOT_READ, cell.column, &[&text]);
            }
            Read::Kept(text)
        }
        Kind::TaxClass if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Read::Kept(Cow::Owned(text.to_lowercase()))
        }
        Kind::TaxClass | Kind::Plain | Kind::Description | Kind::Html => Read::Kept(text),
    }
}

/// A text with markup. Nearly all have neither backslashes nor tags that stores remove.
fn markup<'r>(
    cell: &Cell,
    kind: Kind,
    text: Cow<'r, str>,
    raised: &mut Raised<'_>,
) -> Cow<'r, str> {
    if memchr::memchr2(b'<', b'\\', text.as_bytes()).is_none() {
        return text;
    }
    check_markup(cell, &text, raised);
    if loses_backslash(kind, &text) {
        raise_lost_backslash(cell, kind, &text, raised);
    }
    if kind == Kind::Description { with_line_breaks(text) } else { text }
}

/// Whether a store would remove a backslash. In a description those before an n are line breaks.
fn loses_backslash(kind: Kind, text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_line_break = |at: usize| kind == Kind::Description && bytes.get(at + 1) == Some(&b'n');
    memchr::memchr_iter(b'\\', bytes).any(|at| !is_line_break(at))
}

fn raise_lost_backslash(cell: &Cell, kind: Kind, text: &str, raised: &mut Raised<'_>) {
    let kept = match kind {
        Kind::Description => escape::with_line_breaks(text),
        _ => Cow::Borrowed(text),
    };
    raised.raise(&codes::BACKSLASH_LOST, cell.column, &[&kept]);
}

fn name<'r>(cell: &Cell, text: Cow<'r, str>, raised: &mut Raised<'_>) -> Cow<'r, str> {
    if memchr::memchr3(b'&', b'<', b'\\', text.as_bytes()).is_none() {
        return text;
    }
    let name = decoded(text);
    check_markup(cell, &name, raised);
    if has(&name, b'\\') {
        let fix = Fix::Cell(name.replace('\\', ""));
        raised.raise_with_fix(&codes::BACKSLASH_LOST, cell.column, &[&name], Some(fix));
    }
    name
}

fn decoded(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => escape::decode_ampersands(text),
        Cow::Owned(text) => Cow::Owned(escape::decode_ampersands(&text).into_owned()),
    }
}

fn with_line_breaks(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => escape::with_line_breaks(text),
        Cow::Owned(text) => Cow::Owned(escape::with_line_breaks(&text).into_owned()),
    }
}

/// Tags that stores take out of texts.
const REMOVED_TAGS: [&str; 6] = ["script", "iframe", "style", "form", "object", "embed"];

fn check_markup(cell: &Cell, text: &str, raised: &mut Raised<'_>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', &bytes[from..]).map(|at| from + at + 1) {
        let rest = &bytes[at..];
        from = at;
        let may_be_removed = |first: &u8| b"sifoeSIFOE".contains(first);
        if !rest.first().is_some_and(may_be_removed) {
            continue;
        }
        let is_tag = |tag: &&&str| {
            rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
                && rest
                    .get(tag.len())
                    .is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'-')
        };
        if let Some(tag) = REMOVED_TAGS.iter().find(is_tag) {
            raised.raise(&codes::MARKUP_REMOVED, cell.column, &[tag]);
            return;
        }
    }
}

/// The SKU as the store keeps it. A variation that repeats its product's has none.
fn sku<'r>(
    cell: &Cell,
    text: Cow<'r, str>,
    mapping: &Mapping,
    reading: &Reading<'_>,
    raised: &mut Raised<'_>,
) -> Read<'r> {
    if is_damaged(&text) {
        raised.raise(&codes::NUMBER_DAMAGED, cell.column, &[&text]);
        return Read::Nothing;
    }
    if reading.kind.entity == Entity::Variation {
        let parent = mapping.kind.parent.as_ref().map(|parent| parent.plain(reading.row));
        if parent.is_some_and(|parent| same_letters(parent, &text)) {
            raised.raise(&codes::SKU_OF_PARENT, cell.column, &[&text]);
            return Read::Nothing;
        }
    }
    if memchr::memchr2(b'<', b',', text.as_bytes()).is_none() && text.len() <= LONGEST_SKU {
        return Read::Kept(text);
    }
    let kept = if has(&text, b'<') {
        let kept = without_tags(&text);
        if kept != *text {
            let fix = Some(Fix::Cell(kept.clone()));
            raised.raise_with_fix(&codes::SKU_LOSES_MARKUP, cell.column, &[&text, &kept], fix);
        }
        Cow::Owned(kept)
    } else {
        text
    };
    if kept.len() > LONGEST_SKU && kept.chars().count() > LONGEST_SKU {
        raised.raise(&codes::SKU_LONG, cell.column, &[&kept]);
    }
    if has(&kept, b',') {
        raised.raise(&codes::SKU_WITH_COMMA, cell.column, &[&kept]);
    }
    Read::Kept(kept)
}

pub(super) fn same_letters(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (!(one.is_ascii() && other.is_ascii()) && one.to_lowercase() == other.to_lowercase())
}

/// `5,9E+12`: only spreadsheets write that. `5E12` may be somebody's own.
pub(super) fn is_damaged(text: &str) -> bool {
    let begins_as_number = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    begins_as_number && has(text, b'+') && number::is_scientific(text)
}

fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        kept.push_str(&rest[..open]);
        match rest[open..].find('>') {
            Some(close) => rest = &rest[open + close + 1..],
            None => rest = "",
        }
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

/// The digits and hyphens of a GTIN: what the store keeps of it.
fn gtin<'r>(cell: &Cell, text: Cow<'r, str>, raised: &mut Raised<'_>) -> Read<'r> {
    let is_clean = text.bytes().all(|byte| byte.is_ascii_digit());
    let kept = if is_clean {
        text
    } else {
        if is_damaged(&text) {
            raised.raise(&codes::NUMBER_DAMAGED, cell.column, &[&text]);
            return Read::Nothing;
        }
        let kept: String =
            text.chars().filter(|letter| letter.is_ascii_digit() || *letter == '-').collect();
        if !kept.bytes().any(|byte| byte.is_ascii_digit()) {
            let fix = Some(Fix::Clear);
            raised.raise_with_fix(&codes::GTIN_WITHOUT_DIGITS, cell.column, &[&text], fix);
            return Read::Nothing;
        }
        // Spreadsheets' apostrophe and spaces between groups are no loss.
        let is_loss = |letter: char| {
            !letter.is_ascii_digit() && letter != '-' && letter != '\'' && !letter.is_whitespace()
        };
        if text.contains(is_loss) {
            let fix = Some(Fix::Cell(kept.clone()));
            raised.raise_with_fix(&codes::GTIN_LOSES_SIGNS, cell.column, &[&text, &kept], fix);
            return Read::Kept(Cow::Owned(kept));
        }
        Cow::Owned(kept)
    };
    if matches!(kept.len(), 8 | 12 | 13 | 14)
        && (is_clean || !kept.contains('-'))
        && !values::has_check_digit(&kept)
    {
        raised.raise(&codes::GTIN_CHECK_DIGIT, cell.column, &[&kept]);
    }
    Read::Kept(kept)
}

fn slug<'r>(cell: &Cell, text: Cow<'r, str>, raised: &mut Raised<'_>) -> Cow<'r, str> {
    let kept = slug_of(&text);
    if kept == *text {
        return text;
    }
    let fix = Some(Fix::Cell(kept.clone()));
    raised.raise_with_fix(&codes::SLUG_ALTERED, cell.column, &[&text, &kept], fix);
    Cow::Owned(kept)
}

/// Small letters, digits, hyphens and underscores; everything else becomes one hyphen.
fn slug_of(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        if letter.is_alphanumeric() || letter == '_' || letter == '%' {
            slug.push(letter);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
