//! Which order of the store does a number mean?
//!
//! An order has the number that its shop gave it, and one that was imported keeps the number that it had before as
//! well. The number in a file may be either, so the same number may mean two orders. A buyer or a day decides between
//! them; where the row says neither, nobody guesses.

use jiff::{Span, civil::DateTime};

use super::folded_name;
use crate::{
    entity::Entity,
    known::{Found, Known},
    mapped::Mapped,
    moment,
    record::{Fields, StoreRecord},
    value::{Key, Name, Value},
};

/// The meta field in which an order keeps the number that it had where it comes from.
pub const ORIGINAL_NUMBER: &str = "meta:_original_number";
/// The meta field in which it keeps the moment in which it was made there.
const ORIGINAL_DATE: &str = "meta:_original_date_created";

/// What speaks for an order being the one that a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Buyer or day are the same.
    For,
    /// Nothing says anything.
    Neither,
    /// Buyer or day are others.
    Against,
}

/// The order that a row's number means. With `decides` the number is that of the store itself, whatever else the row
/// says: somebody wants it so.
pub(crate) fn by_number(number: &str, fields: &Fields, decides: bool, known: &dyn Known) -> Found {
    let own = known.find(Entity::Order, None, Key::Number, number);
    if decides {
        return own;
    }
    let former = known.find(Entity::Order, None, Key::FormerNumber, number);
    let mut count = 0;
    let (mut meant, mut possible) = (Vec::new(), Vec::new());
    for (found, key) in [(former, Key::FormerNumber), (own, Key::Number)] {
        match found {
            Found::None => {}
            Found::Several(several) => count += several,
            Found::One(id) => {
                let Some(record) = known.record(Entity::Order, id) else { continue };
                match word(fields, &record, key) {
                    Word::For => meant.push(id),
                    Word::Neither => possible.push(id),
                    Word::Against => {}
                }
            }
        }
    }
    let left = if meant.is_empty() { possible } else { meant };
    match (&left[..], count) {
        ([], 0) => Found::None,
        ([one], 0) => Found::One(*one),
        ([one, other], 0) if one == other => Found::One(*one),
        _ => Found::Several(count + left.len()),
    }
}

/// An order as what lies in it names it: by its number, and by what tells it from another one of that number,
/// `1001 (jo@example.com, 2026-05-04 09:30:00)`. The number stands last in its path.
pub(crate) fn read_name(text: &str) -> Name {
    let text = text.trim().trim_start_matches('#');
    let inside = text.strip_suffix(')').and_then(|text| text.split_once('('));
    // There are numbers with such signs in them.
    let (number, told) = inside.filter(|(_, told)| !told_by(told).is_empty()).unwrap_or((text, ""));
    let told = told.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let path = told.chain([number.trim()]).map(str::to_owned).collect();
    Name { entity: Entity::Order, by: Key::Number, path }
}

/// What tells an order from another one of its number: its buyer, its moment.
fn told_by(told: &str) -> Fields {
    let mut fields = Fields::new();
    for part in told.split([',', ';']).map(str::trim) {
        match moment::parse(part, None) {
            _ if part.contains('@') => fields.set("billing_email", Value::Text(part.to_owned())),
            Ok(made) => fields.set("date_created", Value::Moment(made)),
            Err(_) => {}
        }
    }
    fields
}

/// The same as it is read.
pub(crate) fn write_name(order: &Fields) -> Option<String> {
    let number = number(order)?;
    let buyer = order.text("billing_email").map(str::to_owned).filter(|buyer| !buyer.is_empty());
    let made = date(order).map(|made| moment::write(&made));
    let told: Vec<String> = buyer.into_iter().chain(made).collect();
    Some(match told.is_empty() {
        true => number.to_owned(),
        false => format!("{number} ({})", told.join(", ")),
    })
}

/// The order that a name means.
pub(crate) fn by_name(name: &Name, decides: bool, known: &dyn Known) -> Found {
    let told = name.path.split_last().map_or(&[][..], |(_, told)| told);
    by_number(name.last(), &told_by(&told.join(",")), decides, known)
}

/// Whether an order is another than the row's, although it was found by its number in the store or by what is
/// remembered of the row.
pub(super) fn contradicts(fields: &Fields, record: &StoreRecord, key: Key) -> bool {
    let by = if key == Key::Id { Key::Number } else { Key::FormerNumber };
    word(fields, record, by) == Word::Against
}

fn word(fields: &Fields, record: &StoreRecord, by: Key) -> Word {
    let theirs = &record.fields;
    let buyer = |fields: &Fields| {
        let buyer = fields.text("billing_email").map(|text| folded_name(text).into_owned());
        buyer.filter(|buyer| !buyer.is_empty())
    };
    let is_same_buyer = buyer(fields).zip(buyer(theirs)).map(|(ours, theirs)| ours == theirs);
    let made = match by {
        Key::FormerNumber => {
            theirs.text(ORIGINAL_DATE).and_then(|text| moment::parse(text, None).ok())
        }
        _ => date(theirs),
    };
    let is_same_day = date(fields).zip(made).map(|(ours, theirs)| are_close(ours, theirs));
    // An export of this very store names the former number itself.
    let former = fields.text(ORIGINAL_NUMBER).filter(|former| !former.is_empty());
    let is_same_former =
        former.zip(theirs.text(ORIGINAL_NUMBER)).map(|(ours, theirs)| ours == theirs);
    let words = [is_same_buyer, is_same_day, is_same_former];
    match (words.contains(&Some(false)), words.contains(&Some(true))) {
        (true, _) => Word::Against,
        (false, true) => Word::For,
        (false, false) => Word::Neither,
    }
}

fn date(fields: &Fields) -> Option<DateTime> {
    match fields.get("date_created") {
        Some(Value::Moment(moment)) => Some(*moment),
        _ => None,
    }
}

/// The same moment, whatever the clocks of two shops show.
fn are_close(one: DateTime, other: DateTime) -> bool {
    let (early, late) = (one.min(other), one.max(other));
    early.checked_add(Span::new().days(1)).is_ok_and(|end| late <= end)
}

/// Whether a row says enough of an order for one to be made of it. What only names an order, and what is to become
/// of it, is about one that is there.
#[must_use]
pub(crate) fn describes_one(fields: &Fields) -> bool {
    let is_said = |field: &str| fields.get(field).is_some_and(|value| !value.is_empty());
    ["line_items", "fee_lines", "shipping_lines", "date_created", "date_paid"]
        .into_iter()
        .any(is_said)
}

/// What an order is known again by whose row has no number of any kind: where it says when the order was made, buyer,
/// moment and lines, so that its status may be another one the next time; else all that it says. `None` where it has a
/// number, or says too little.
#[must_use]
pub fn unnumbered(mapped: &Mapped) -> Option<String> {
    let fields = &mapped.record.fields;
    let is_numbered = mapped.source_id.is_some() || number(fields).is_some();
    if mapped.record.entity != Entity::Order || is_numbered || !describes_one(fields) {
        return None;
    }
    const BUYER: [&str; 4] =
        ["billing_email", "billing_first_name", "billing_last_name", "billing_company"];
    let is_told_by = |field: &str| match date(fields) {
        Some(_) => BUYER.contains(&field) || matches!(field, "date_created" | "line_items"),
        None => true,
    };
    let told: Vec<_> = fields.iter().filter(|(field, _)| is_told_by(field)).collect();
    serde_json::to_string(&told).ok().map(|told| told.to_lowercase())
}

/// The number by which a row calls its order.
#[must_use]
pub(crate) fn number(fields: &Fields) -> Option<&str> {
    fields.text("number").map(str::trim).filter(|number| !number.is_empty())
}

/// Whether somebody said that numbers are those of the store itself.
#[must_use]
pub(crate) fn numbers_decide(keys: &[Key]) -> bool {
    !keys.contains(&Key::Remembered) && (keys.contains(&Key::Number) || keys.contains(&Key::Id))
}
