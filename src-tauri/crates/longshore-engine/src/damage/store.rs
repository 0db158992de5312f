//! What does the store have where a spreadsheet damaged a number?

use rust_decimal::{Decimal, RoundingStrategy};

use super::{dates, is_digits, scale, written_out};
use crate::{
    check::codes,
    entity::Entity,
    issue::{Fix, Issue, Severity},
    known::{Found, Known},
    mapped::Mapped,
    mapping::Mapping,
    number::{self, NumberReader},
    reading::DecimalSeparator,
    record::{Fields, StoreRecord},
    row::Row,
    value::{Key, Value},
};

/// The digits that a store keeps for a number which a file has rounded, where they round to it: `5.90E+12` is
/// `5901234123457`.
#[must_use]
pub fn known_by_store<'s>(cell: &str, stored: &'s str) -> Option<&'s str> {
    let written = written_out(cell.trim())?;
    let length = written.known.len() + written.ends_missing;
    if !is_digits(stored) || stored.len() != length || written.known.len() < 3 {
        return None;
    }
    // The last digit that is written may have been rounded up.
    let kept: u64 = written.known.parse().ok()?;
    let stored_start: u64 = stored.get(..written.known.len())?.parse().ok()?;
    let next = stored.as_bytes().get(written.known.len()).copied().unwrap_or(b'0');
    let rounded = stored_start + u64::from(next >= b'5');
    (kept == rounded || kept == stored_start).then_some(stored)
}

/// Whether a number of a row was damaged so that the store may know what it was.
#[must_use]
pub fn asks_store(issues: &[Issue], row: &Row, mapping: &Mapping) -> bool {
    let row = &*mapping.with_taken(row);
    let sku = mapping.key_columns().sku.and_then(|at| row.get(at));
    issues.iter().any(is_lost)
        || sku.is_some_and(|sku| !with_zeros(sku.trim()).is_empty())
        || mapping.numbers().any(|column| {
            let cell = row.get(column.at).unwrap_or_default().trim();
            !cell.is_empty() && is_suspect(cell)
        })
}

/// A number column of a file.
pub(crate) struct NumberColumn<'m> {
    pub(crate) at: usize,
    /// The field that it goes to.
    pub(crate) field: &'static str,
    pub(crate) reader: &'m NumberReader,
}

fn is_lost(issue: &Issue) -> bool {
    issue.code == codes::NUMBER_DAMAGED.code && issue.fix.is_none()
}

fn is_suspect(cell: &str) -> bool {
    scale::both(cell).is_some() || number::is_scientific(cell) || !from_date(cell).is_empty()
}

/// Proposes what the store has, or what is near to that, where a row's number was damaged and its SKU says which
/// record it is about. A number that is read well, but a thousand times away from what the store has, is told.
pub fn ask_store(
    issues: &mut Vec<Issue>,
    mapped: &Mapped,
    row: &Row,
    mapping: &Mapping,
    known: &dyn Known,
) {
    let row = &*mapping.with_taken(row);
    let entity = mapped.record.entity;
    let sku = mapped.record.fields.text("sku").filter(|sku| !sku.is_empty());
    let id = match sku.map(|sku| (sku, known.find(entity, None, Key::Sku, sku))) {
        Some((_, Found::One(id))) => id,
        Some((sku, Found::None)) => return zeros(issues, sku, row, mapping, known),
        _ => return,
    };
    let Some(record) = known.record(entity, id) else { return };
    for column in mapping.numbers() {
        let cell = row.get(column.at).unwrap_or_default().trim();
        let stored = amount(&record.fields, column.field).filter(|stored| *stored > Decimal::ZERO);
        if let Some(stored) = stored.filter(|_| !cell.is_empty()) {
            amount_of(issues, row, &column, cell, stored);
        }
    }
    digits(issues, row, mapping, &record);
}

/// An article number as it may have been before a spreadsheet took it for a number: with up to three zeros before it,
/// or as long as those that stand below bars.
#[must_use]
pub fn with_zeros(sku: &str) -> Vec<String> {
    let is_number = is_digits(sku) && !sku.starts_with('0');
    let lengths = match sku.len() {
        short @ 1..=7 => short + 1..=short + 3,
        10 | 11 => 12..=13,
        12 => 13..=13,
        _ => return Vec::new(),
    };
    let padded = |length: usize| format!("{sku:0>length$}");
    if is_number { lengths.map(padded).collect() } else { Vec::new() }
}

/// The article number that the store has is proposed, where it differs by the zeros before it only.
fn zeros(issues: &mut Vec<Issue>, sku: &str, row: &Row, mapping: &Mapping, known: &dyn Known) {
    let is_there = |sku: &String| {
        let kinds = [Entity::Product, Entity::Variation];
        kinds.iter().any(|kind| known.find(*kind, None, Key::Sku, sku) != Found::None)
    };
    let mut found = with_zeros(sku).into_iter().filter(is_there);
    if let (Some(stored), None) = (found.next(), found.next()) {
        let at = mapping.key_columns().sku;
        let fix = Some(Fix::Cell(stored.clone()));
        issues.push(codes::SKU_WITHOUT_ZEROS.issue(Some(row.number), at, &[sku, &stored], fix));
    }
}

/// Digits that are no amount.
fn digits(issues: &mut [Issue], row: &Row, mapping: &Mapping, record: &StoreRecord) {
    let Some(stored) = record.fields.text("global_unique_id") else { return };
    for issue in issues.iter_mut().filter(|issue| is_lost(issue)) {
        let column = issue.column.filter(|at| mapping.numbers().all(|number| number.at != *at));
        let Some(cell) = column.and_then(|column| row.get(column)) else { continue };
        issue.fix = known_by_store(cell, stored).map(|meant| Fix::Cell(meant.to_owned()));
    }
}

fn amount(fields: &Fields, field: &str) -> Option<Decimal> {
    match fields.get(field)? {
        Value::Decimal(amount) => Some(*amount),
        Value::Integer(amount) => Some(Decimal::from(*amount)),
        _ => None,
    }
}

fn amount_of(
    issues: &mut Vec<Issue>,
    row: &Row,
    column: &NumberColumn<'_>,
    cell: &str,
    stored: Decimal,
) {
    let own = column.reader.notation.decimal.unwrap_or(DecimalSeparator::Point);
    let at = issues.iter().position(|issue| issue.column == Some(column.at));
    // What another rule can mend it has a reason of its own.
    let is_mended =
        at.is_some_and(|at| matches!(issues.get(at), Some(Issue { fix: Some(Fix::Cell(_)), .. })));
    if is_mended {
        return;
    }
    let read = column.reader.read(cell).ok();
    let Some(meant) = meant(cell, read, stored) else { return };
    let text = scale::written(&meant, own);
    let stored = number::write(&stored, own);
    let fix = Some(Fix::Cell(text.clone()));
    let issue = match read {
        Some(read) => {
            let read = number::write(&read.normalize(), own);
            let values = [cell, &read, &text, &stored];
            codes::NUMBER_UNLIKE_STORE.issue(Some(row.number), Some(column.at), &values, fix)
        }
        None => {
            let values = [cell, &text, &stored];
            codes::NUMBER_KNOWN_BY_STORE.issue(Some(row.number), Some(column.at), &values, fix)
        }
    };
    match at.and_then(|at| issues.get_mut(at)) {
        // The cell is as bad as it was; now there is a way to mend it.
        Some(there) => *there = Issue { severity: there.severity.max(issue.severity), ..issue },
        None if read.is_some() => issues.push(issue),
        None => issues.push(Issue { severity: Severity::Error, ..issue }),
    }
}

/// The number that a damaged cell probably means, going by what the store has; `None` where nothing is wrong with
/// it, or the store does not tell.
fn meant(cell: &str, read: Option<Decimal>, stored: Decimal) -> Option<Decimal> {
    if let Some((fraction, whole)) = scale::both(cell) {
        let [fraction_fits, whole_fits] =
            [fraction, whole].map(|one| is_within(one, stored, Decimal::TEN));
        let meant = match (fraction_fits, whole_fits) {
            (true, false) => fraction,
            (false, true) => whole,
            _ => return None,
        };
        return Some(meant).filter(|meant| read != Some(*meant));
    }
    if read.is_some() {
        return None;
    }
    if number::is_scientific(cell) {
        return rounds_to(cell, stored).then_some(stored);
    }
    // A day and a month may be taken for several prices: one that changed little is meant.
    let near = |one: &Decimal| is_within(*one, stored, Decimal::new(125, 2));
    let mut found: Vec<Decimal> = from_date(cell).into_iter().filter(near).collect();
    match found.iter().position(|one| *one == stored) {
        Some(same) => Some(found.swap_remove(same)),
        None => found.pop().filter(|_| found.is_empty()),
    }
}

fn is_within(one: Decimal, other: Decimal, times: Decimal) -> bool {
    let most = other.checked_mul(times);
    let back = one.checked_mul(times);
    most.is_some_and(|most| one <= most) && back.is_some_and(|back| other <= back)
}

/// Whether a number that was written with an exponent is this one, rounded: `9.08E+1` is `90.75`.
fn rounds_to(cell: &str, stored: Decimal) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['e', 'E']) else { return false };
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let written = Decimal::from_scientific(&format!("{}e{exponent}", mantissa.replace(',', ".")));
    let (Ok(written), Ok(places)) = (written, u32::try_from(digits)) else { return false };
    let known = stored.round_sf_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    places >= 2 && known == Some(written)
}

/// The prices that a spreadsheet may have taken for this date: `9.12` became `9-Dec`, `9.99` became `Sep 99`.
fn from_date(cell: &str) -> Vec<Decimal> {
    let mut all = Vec::new();
    let mut put = |whole: u32, hundredths: u32| {
        let price = Decimal::new(i64::from(whole) * 100 + i64::from(hundredths), 2);
        if hundredths < 100 && !all.contains(&price) {
            all.push(price);
        }
    };
    if let Some((number, month)) = dates::month_and_number(cell) {
        put(number, month);
        put(month, number);
    } else if let Some((day, month, year)) = dates::whole(cell) {
        put(day, month);
        put(month, day);
        if day == 1 {
            put(month, year % 100);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn mended(cell: &str, stored: &str) -> Option<String> {
        meant(cell, None, number(stored)).map(|meant| meant.normalize().to_string())
    }

    #[test]
    fn of_the_prices_that_a_cell_may_mean_that_counts_which_is_near_to_the_stores() {
        for (cell, stored, meant) in [
            ("90.750", "85", Some("90.75")),
            ("90.750", "88000", Some("90750")),
            ("90.750", "2500", None),
            ("9.08E+1", "90.75", Some("90.75")),
            ("9,075E+01", "90.75", Some("90.75")),
            ("9.08E+1", "91.75", None),
            ("9E+1", "90", None),
            ("Sep 99", "9.99", Some("9.99")),
            ("Sep. 99", "8.5", Some("9.99")),
            ("01.09.1999", "9.99", Some("9.99")),
            ("1999-09-01 00:00:00", "9.99", Some("9.99")),
            ("9-Dec", "9.1", Some("9.12")),
            ("12. Sep", "12", Some("12.09")),
            ("12. Sep", "9.12", Some("9.12")),
            ("12. Sep", "10", None),
            ("12. Sep", "400", None),
            ("Blue", "9.99", None),
        ] {
            assert_eq!(mended(cell, stored), meant.map(str::to_owned), "{cell} beside {stored}");
        }
    }

    #[test]
    fn zeros_may_have_stood_before_a_number_and_before_nothing_else() {
        assert_eq!(with_zeros("777"), ["0777", "00777", "000777"]);
        assert_eq!(with_zeros("12345678901"), ["012345678901", "0012345678901"]);
        for other in ["0777", "A-7", "", "4006381333931"] {
            assert!(with_zeros(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_number_that_is_read_as_the_store_has_it_is_left_alone() {
        let read = |cell, read, stored| meant(cell, Some(number(read)), number(stored));
        assert_eq!(read("90.750", "90750", "90.75"), Some(number("90.750")));
        assert_eq!(read("90.750", "90.750", "85"), None);
        assert_eq!(read("90.5", "90.5", "85000"), None, "prices do change");
    }
}
