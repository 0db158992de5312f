//! Cells that are one number, one word or one date.

use rust_decimal::Decimal;

use super::{Reading, cell::Cell, kind::ProductType, words};
use crate::{
    check::{Raised, codes},
    facts::{DimensionUnit, WeightUnit},
    issue::Fix,
    moment,
    moment::MomentError,
    row::Row,
    truth as truths, unit,
    value::Value,
};

/// A text in the room of an old value.
pub(super) fn text_value(text: &str, old: Value) -> Value {
    match old {
        Value::Text(mut room) => {
            room.clear();
            room.push_str(text);
            Value::Text(room)
        }
        _ => Value::Text(text.to_owned()),
    }
}

/// A weight in the store's unit. A unit in the cell counts before the one in the header.
pub(super) fn weight(
    cell: &Cell,
    from: Option<WeightUnit>,
    to: Option<WeightUnit>,
    row: &Row,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    let said = |label: &str| if label.is_empty() { None } else { unit::weight(label) };
    measure(cell, row, raised, |number, label| match (said(label).or(from), to) {
        (Some(from), Some(to)) => unit::convert_weight(number, from, to),
        _ => number,
    })
}

/// A length in the store's unit.
pub(super) fn length(
    cell: &Cell,
    from: Option<DimensionUnit>,
    to: Option<DimensionUnit>,
    row: &Row,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    let said = |label: &str| if label.is_empty() { None } else { unit::dimension(label) };
    measure(cell, row, raised, |number, label| match (said(label).or(from), to) {
        (Some(from), Some(to)) => unit::convert_dimension(number, from, to),
        _ => number,
    })
}

/// Weight or size of a product that has none.
pub(super) fn not_kept(
    cell: &Cell,
    field: &str,
    row: &Row,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    let text = cell.text(row, raised);
    let is_nothing =
        text.is_empty() || cell.reader.read(&text).is_ok_and(|number| number.is_zero());
    if !is_nothing {
        let fix = Some(Fix::Clear);
        raised.raise_with_fix(&codes::SIZE_NOT_KEPT, cell.column, &[field, &text], fix);
    }
    None
}

/// Raises what is wrong about a weight or a length.
pub(super) fn check_measure(cell: &Cell, row: &Row, raised: &mut Raised<'_>) {
    let text = cell.text(row, raised);
    if !text.is_empty() && cell.reader.read(&text).is_err() {
        measure(cell, row, raised, |number, _| number);
    }
}

fn measure(
    cell: &Cell,
    row: &Row,
    raised: &mut Raised<'_>,
    convert: impl Fn(Decimal, &str) -> Decimal,
) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    if let Ok(number) = cell.reader.read(&text) {
        return Some(Value::Decimal(convert(number, "")));
    }
    let (number, label) = unit::split(&text);
    let is_unit = unit::weight(label).is_some() || unit::dimension(label).is_some();
    match cell.reader.read(if is_unit { number } else { &text }) {
        Ok(number) => Some(Value::Decimal(convert(number, label))),
        Err(error) => {
            cell.raise_number(&text, &error, raised);
            None
        }
    }
}

pub(super) fn whole(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    whole_number(cell, &text, raised).map(Value::Integer)
}

/// Raises what is wrong about a whole number.
pub(super) fn check_whole(cell: &Cell, row: &Row, raised: &mut Raised<'_>) {
    let text = cell.text(row, raised);
    if !text.is_empty() {
        whole_number(cell, &text, raised);
    }
}

/// A whole number; a fraction is raised with what the store would make of it.
pub(super) fn whole_number(cell: &Cell, text: &str, raised: &mut Raised<'_>) -> Option<i64> {
    if text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let number = match cell.reader.read(text) {
        Ok(number) => number,
        Err(error) => {
            cell.raise_number(text, &error, raised);
            return None;
        }
    };
    let truncated = number.trunc();
    if truncated != number {
        let fix = Some(Fix::Cell(truncated.normalize().to_string()));
        raised.raise_with_fix(&codes::NUMBER_NOT_WHOLE, cell.column, &[text], fix);
        return None;
    }
    let whole = i64::try_from(truncated).ok();
    if whole.is_none() {
        raised.raise(&codes::NUMBER_TOO_LONG, cell.column, &[text]);
    }
    whole
}

/// Yes or no; an empty cell is neither.
pub(super) fn truth(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<bool> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return None;
    }
    let truth = truths::parse(&text);
    if truth.is_none() {
        raised.raise(&codes::YES_OR_NO_NOT_READ, cell.column, &[&text]);
    }
    truth
}

/// One of the store's words; an empty cell is none.
pub(super) fn choice(
    cell: &Cell,
    words: &words::Words,
    row: &Row,
    raised: &mut Raised<'_>,
) -> Option<&'static str> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return None;
    }
    let word = (words.read)(&text).or_else(|| (words.read)(&text.to_lowercase()));
    if word.is_none() {
        raised.raise(&codes::CHOICE_NOT_KNOWN, cell.column, &[&text, words.allowed]);
    }
    word
}

/// A date; variable and grouped products have none of a sale of their own.
pub(super) fn sale_date(
    cell: &Cell,
    part: Option<usize>,
    field: &str,
    reading: &mut Reading<'_>,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    let is_of_sale = field.starts_with("date_on_sale");
    if is_of_sale
        && matches!(reading.kind.product, Some(ProductType::Variable | ProductType::Grouped))
    {
        return None;
    }
    let text = cell.text(reading.row, raised);
    let text = match part {
        Some(part) => text.split('/').nth(part).unwrap_or_default().trim(),
        None => &text,
    };
    if text.is_empty() {
        return cell.blank_value();
    }
    let moment = match moment::parse(text, cell.date_order) {
        Ok(moment) => moment,
        Err(MomentError::NotADate) => {
            raised.raise(codes::of_no_date(text), cell.column, &[text]);
            return None;
        }
        Err(MomentError::Ambiguous(day, month)) => {
            let (day, month) = (moment::write(&day), moment::write(&month));
            raised.raise(&codes::DATE_AMBIGUOUS, cell.column, &[text, &day, &month]);
            return None;
        }
    };
    match (field, reading.sale_from) {
        ("date_on_sale_from", _) => reading.sale_from = Some(moment),
        ("date_on_sale_to", Some(from)) if moment < from => {
            let (from, to) = (moment::write(&from), moment::write(&moment));
            raised.raise(&codes::SALE_ENDS_BEFORE_IT_STARTS, cell.column, &[&from, &to]);
        }
        _ => {}
    }
    Some(Value::Moment(moment))
}

/// Meta data: JSON where it is an object or a list, else text as it stands there.
pub(super) fn meta(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.whole(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    if text.starts_with(['{', '['])
        && let Ok(json) = serde_json::from_str(&text)
    {
        return Some(Value::Json(json));
    }
    Some(Value::Text(text.into_owned()))
}

/// What something costs the shop itself, as stores keep it: a number without a currency.
pub(super) fn cost(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    match cell.reader.read(&text) {
        Ok(number) => Some(Value::Text(number.to_string())),
        Err(error) => {
            cell.raise_number(&text, &error, raised);
            None
        }
    }
}
