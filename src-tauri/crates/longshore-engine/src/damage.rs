//! What did a spreadsheet do to a cell?
//!
//! Spreadsheets round long numbers, take zeros off, make dates of sizes and leave their own marks. What they did is
//! found cell by cell, with what the rest of the column looks like ([`Habits`]), and what would mend it is proposed:
//! from the check digit, from the pattern of the column, or from what the store
//! has ([`ask_store`]). Nothing is mended unasked.

use crate::{
    check::codes::{self, Code},
    escape,
    issue::Fix,
    moment::{self, MomentError},
    number::NumberReader,
    suggest::values::has_check_digit,
    target::{AttributePart, Plain, Target},
};

mod dates;
mod habits;
mod levels;
mod measures;
mod scale;
mod store;
mod values;

pub use habits::Habits;
pub(crate) use store::NumberColumn;
pub use store::{ask_store, asks_store, known_by_store, with_zeros};

/// What a column is for, as far as a spreadsheet's damage differs by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A GTIN, which has a check digit.
    Gtin,
    /// A SKU or the like: digits are no number.
    Code,
    /// A price.
    Number,
    /// A weight or a length.
    Measure,
    /// A number of pieces or the like, or yes and no: a fraction stands in none.
    Whole,
    /// A date.
    Date,
    /// A size, a colour.
    Value,
    /// A category, or several.
    Levels,
    /// Anything else.
    Text,
}

impl Kind {
    pub(crate) fn of(target: &Target) -> Self {
        match target {
            Target::Plain(Plain::Gtin) => Self::Gtin,
            Target::Plain(Plain::Sku | Plain::Parent) => Self::Code,
            Target::Plain(Plain::RegularPrice | Plain::SalePrice) => Self::Number,
            Target::Plain(Plain::Weight | Plain::Length | Plain::Width | Plain::Height) => {
                Self::Measure
            }
            Target::Plain(
                Plain::Stock
                | Plain::LowStockAmount
                | Plain::MenuOrder
                | Plain::DownloadLimit
                | Plain::DownloadExpiry
                | Plain::InStock
                | Plain::ManageStock
                | Plain::Backorders
                | Plain::SoldIndividually
                | Plain::Published
                | Plain::Featured
                | Plain::ReviewsAllowed
                | Plain::Virtual
                | Plain::Downloadable
                | Plain::Id,
            ) => Self::Whole,
            Target::Plain(
                Plain::DateCreated | Plain::SaleFrom | Plain::SaleTo | Plain::SalePeriod,
            ) => Self::Date,
            Target::Plain(Plain::Categories | Plain::Category) => Self::Levels,
            Target::AttributeNamed(_)
            | Target::Attribute(AttributePart::Value | AttributePart::Default, _) => Self::Value,
            _ => Self::Text,
        }
    }
}

/// What was found in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    pub(crate) code: &'static Code,
    pub(crate) values: Vec<String>,
    pub(crate) fix: Option<Fix>,
}

impl Damage {
    /// Something that has another text in place of this one.
    fn mended(code: &'static Code, cell: &str, meant: String) -> Option<Self> {
        let values = vec![cell.to_owned(), meant.clone()];
        Some(Self { code, values, fix: Some(Fix::Cell(meant)) })
    }
}

/// Longer cells are texts.
const LONGEST: usize = 60;

/// Whether nothing can have been done to a cell of such a column, going by its ends alone: so it is with nearly all
/// cells.
#[inline]
pub(crate) fn is_surely_whole(cell: &[u8], kind: Kind, has_units: bool) -> bool {
    let ([first, .., last] | [first @ last]) = cell else { return true };
    if !matches!(first, b'!'..=b'~') || matches!(first, b'#' | b'E' | b'=' | b'\'') {
        return false;
    }
    match kind {
        Kind::Text => true,
        Kind::Levels => memchr::memchr3(b'/', b'|', b'\\', cell).is_none(),
        Kind::Whole => last.is_ascii_alphanumeric(),
        // Three digits behind a separator may be thousands; two, and so few letters, are what they say.
        Kind::Number | Kind::Measure => {
            let has_cents =
                || cell.iter().nth_back(2).is_some_and(|sign| matches!(sign, b'.' | b','));
            !has_units && last.is_ascii_digit() && (cell.len() <= 4 || has_cents())
        }
        Kind::Gtin | Kind::Code | Kind::Date | Kind::Value => false,
    }
}

/// What a spreadsheet did to a cell.
pub(crate) fn damage(
    cell: &str,
    kind: Kind,
    habits: &Habits,
    reader: &NumberReader,
) -> Option<Damage> {
    let cell = escape::trimmed(cell);
    if cell.is_empty() || cell.len() > LONGEST {
        return None;
    }
    // Most cells are nothing of the kind, and their first letter says so.
    let first = cell.as_bytes().first();
    if matches!(first, Some(b'#' | b'E')) && is_formula_error(cell) {
        let values = vec![cell.to_owned()];
        return Some(Damage { code: &codes::FORMULA_ERROR, values, fix: Some(Fix::Clear) });
    }
    if first == Some(&b'=')
        && let Some(inner) = in_formula(cell)
    {
        return Damage::mended(&codes::TEXT_IN_FORMULA, cell, inner.to_owned());
    }
    if first == Some(&b'\'')
        && let Some(meant) = behind_apostrophe(cell, kind)
    {
        return Damage::mended(&codes::NUMBER_AS_TEXT, cell, meant.to_owned());
    }
    if kind == Kind::Levels {
        return levels::damage(cell, habits);
    }
    // Whatever else a spreadsheet does it does to numbers.
    if kind == Kind::Text || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match kind {
        Kind::Gtin => gtin(cell, habits),
        Kind::Code => code(cell, habits).or_else(|| dates::of_a_value(cell, habits)),
        Kind::Number => scale::damage(cell, habits, reader)
            .or_else(|| measures::minus_behind(cell, true, reader)),
        Kind::Measure => scale::damage(cell, habits, reader)
            .or_else(|| measures::minus_behind(cell, true, reader))
            .or_else(|| measures::without_unit(cell, habits, reader)),
        Kind::Value => dates::of_a_value(cell, habits)
            .or_else(|| dates::as_day_number(cell, habits))
            .or_else(|| values::damage(cell, habits, reader)),
        Kind::Date => dates::in_other_order(cell, habits, reader),
        Kind::Whole => measures::minus_behind(cell, false, reader),
        Kind::Text | Kind::Levels => None,
    }
}

/// What stands behind the sign that keeps a spreadsheet from counting a cell.
fn behind_apostrophe(cell: &str, kind: Kind) -> Option<&str> {
    let inner = cell.strip_prefix('\'')?.trim();
    let is_kept_so = match kind {
        Kind::Text | Kind::Value | Kind::Levels => is_word(inner),
        Kind::Code => is_word(inner) || is_number(inner),
        Kind::Date => moment::parse(inner, None) != Err(MomentError::NotADate),
        _ => is_number(inner.strip_prefix('-').unwrap_or(inner)),
    };
    is_kept_so.then_some(inner)
}

/// What the spreadsheets' errors are called, in the languages that translate them.
const FORMULA_ERRORS: &[&str] = &[
    "#N/A",
    "#NA",
    "#N/A!",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "#ZAHL!",
    "#ÜBERLAUF!",
    "#N/D",
    "#N/D!",
    "#NOM?",
    "#VALEUR!",
    "#NOMBRE!",
    "#NOMBRE?",
    "#NUL!",
    "#¡REF!",
    "#¡VALOR!",
    "#¿NOMBRE?",
    "#¡NUM!",
    "#¡NULO!",
    "#¡DIV/0!",
    "#RIF!",
    "#VALORE!",
    "#NOME?",
    "#ADR!",
    "#ARG!",
    "#NAZWA?",
    "#LICZBA!",
    "#DZIEL/0!",
    "#ZARGL!",
    "#VERW!",
    "#WAARDE!",
    "#NAAM?",
    "#GETAL!",
    "#DEEL/0!",
    "#SAKNAS!",
    "#VÄRDEFEL!",
    "#REFERENS!",
    "#DIVISION/0!",
    "#Н/Д",
    "#ССЫЛКА!",
    "#ЗНАЧ!",
    "#ДЕЛ/0!",
    "#ИМЯ?",
    "#HODNOTA!",
    "#ODKAZ!",
    "#NÁZEV?",
    "#ERROR!",
    "#YOK",
    "#DEĞER!",
    "#BAŞV!",
    "#HIÁNYZIK",
    "#ÉRTÉK!",
    "#HIV!",
];

fn is_formula_error(cell: &str) -> bool {
    if let Some(number) = cell.strip_prefix("Err:").or_else(|| cell.strip_prefix("#Err:")) {
        return number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    }
    if !cell.starts_with('#') {
        return false;
    }
    // A column that is too narrow shows nothing else.
    let is_too_narrow = cell.len() >= 3 && cell.bytes().all(|byte| byte == b'#');
    is_too_narrow || FORMULA_ERRORS.contains(&cell.to_uppercase().as_str())
}

/// `="00123"`: how people make spreadsheets leave a text alone.
fn in_formula(cell: &str) -> Option<&str> {
    let inner = cell.strip_prefix('=')?.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}

/// A name or a code that somebody kept from being counted or changed: `'Cups`, but neither `'n roll` nor `'a' or 'b'`.
fn is_word(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_uppercase()) && !text.contains(['\'', '’'])
}

fn is_number(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' '))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn gtin(cell: &str, habits: &Habits) -> Option<Damage> {
    if is_gtin(cell) {
        return None;
    }
    let rounded = |digits| Damage::mended(&codes::NUMBER_ROUNDED, cell, digits);
    if let Some(digits) = written_out(cell) {
        let width = habits.gtin_width();
        return match digits.ends_missing {
            0 => as_gtin(&digits.known, width).and_then(rounded),
            // Of one lost digit the others tell which it was.
            1 => with_check_digit(&digits.known, width).and_then(rounded),
            // Nobody rounds to so many digits: zeros at the end are not written.
            missing @ 2..=3 if digits.known.len() >= FEWEST_EXACT => {
                let known = &digits.known;
                let length = known.len() + missing;
                as_gtin(&format!("{known:0<length$}"), width).and_then(rounded)
            }
            _ => None,
        };
    }
    if let Some(digits) = without_fraction(cell)
        && let Some(meant) = as_gtin(digits, habits.gtin_width())
    {
        return Damage::mended(&codes::FRACTION_ADDED, cell, meant);
    }
    if !is_digits(cell) {
        return None;
    }
    if let Some(meant) = as_gtin(cell, habits.gtin_width()) {
        return Damage::mended(&codes::ZEROS_LOST, cell, meant);
    }
    // Beside whole ones, a number that is one digit short has lost its last.
    if habits.gtin_digits().is_some_and(|digits| digits == cell.len() + 1) {
        return with_check_digit(cell, habits.gtin_width()).and_then(rounded);
    }
    let last_is_lost = matches!(cell.len(), 8 | 12 | 13 | 14) && cell.ends_with('0');
    let meant = with_check_digit(&cell[..cell.len() - 1], habits.gtin_width());
    let (meant, value) = (meant.filter(|_| last_is_lost)?, cell.to_owned());
    let fix = Some(Fix::Cell(meant));
    Some(Damage { code: &codes::GTIN_CHECK_DIGIT, values: vec![value], fix })
}

/// A spreadsheet that rounds shows fewer digits.
const FEWEST_EXACT: usize = 9;

fn is_gtin(digits: &str) -> bool {
    matches!(digits.len(), 8 | 12 | 13 | 14) && is_digits(digits) && has_check_digit(digits)
}

/// A GTIN as it was before its zeros were lost; `None` where its check digit does not fit.
fn as_gtin(digits: &str, width: usize) -> Option<String> {
    if is_gtin(digits) {
        return Some(digits.to_owned());
    }
    let is_short = is_digits(digits) && matches!(digits.len(), 5..=7 | 9..=11);
    let width = if digits.len() < 8 { 8 } else { width };
    (is_short && !digits.starts_with('0') && has_check_digit(digits))
        .then(|| format!("{digits:0>width$}"))
}

/// A GTIN whose last digit is lost: the others tell which it was.
fn with_check_digit(digits: &str, width: usize) -> Option<String> {
    ('0'..='9').find_map(|last| as_gtin(&format!("{digits}{last}"), width))
}

fn code(cell: &str, habits: &Habits) -> Option<Damage> {
    if let Some(exactly) = written_out(cell).and_then(|digits| digits.exactly()) {
        return Damage::mended(&codes::NUMBER_ROUNDED, cell, exactly);
    }
    if let Some(digits) = without_fraction(cell).filter(|_| habits.codes_are_digits()) {
        return Damage::mended(&codes::FRACTION_ADDED, cell, digits.to_owned());
    }
    let width = habits.code_width()?;
    let is_short = is_digits(cell) && cell.len() < width && !cell.starts_with('0');
    match is_short {
        true => Damage::mended(&codes::ZEROS_LOST, cell, format!("{cell:0>width$}")),
        false => None,
    }
}

/// `123.0`
fn without_fraction(cell: &str) -> Option<&str> {
    let point = cell.bytes().position(|byte| matches!(byte, b'.' | b','))?;
    let (digits, zeros) = (&cell[..point], &cell[point + 1..]);
    let is_zeros = matches!(zeros.len(), 1 | 2) && zeros.bytes().all(|byte| byte == b'0');
    (is_digits(digits) && is_zeros).then_some(digits)
}

/// What is left of a number that a spreadsheet wrote with an exponent.
struct WrittenOut {
    known: String,
    /// Digits at the end that nobody knows.
    ends_missing: usize,
}

impl WrittenOut {
    fn exactly(&self) -> Option<String> {
        (self.ends_missing == 0).then(|| self.known.clone())
    }
}

/// `4.006381333931E+12`
fn written_out(cell: &str) -> Option<WrittenOut> {
    if !crate::number::is_scientific(cell) {
        return None;
    }
    let (mantissa, exponent) = cell.split_once(['e', 'E'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    // A spreadsheet writes one digit before the point; others did not come from one.
    if whole.len() != 1 || whole == "0" || exponent > 20 {
        return None;
    }
    let known = format!("{whole}{fraction}");
    let length = exponent + 1;
    if known.len() > length {
        return None;
    }
    Some(WrittenOut { ends_missing: length - known.len(), known })
}

#[cfg(test)]
mod tests;
