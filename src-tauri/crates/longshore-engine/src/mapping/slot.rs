//! One field of a record, and what feeds it.

use super::{
    Mapping, Reading,
    cell::Cell,
    kind::ProductType,
    lists::{Split, TermCells},
    prices, texts, words,
};
use crate::facts::{DimensionUnit, WeightUnit};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    escape, moment,
    moment::MomentError,
    record::FieldName,
    row::Row,
    truth, unit,
    value::{Reference, Value},
};

/// A field and its producer.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) field: FieldName,
    pub(super) on_product: bool,
    pub(super) on_variation: bool,
    pub(super) producer: Producer,
}

/// How the value of a field is made from cells.
#[derive(Clone, Debug)]
pub(super) enum Producer {
    Text(Cell, texts::Kind),
    Money(Cell, Option<Box<str>>),
    Weight(Cell, Option<WeightUnit>, Option<WeightUnit>),
    Length(Cell, Option<DimensionUnit>, Option<DimensionUnit>),
    Whole(Cell),
    Truth(Cell),
    Choice(Cell, words::Words),
    Moment(Cell),
    /// The part before or behind the slash of a period.
    Period(Cell, usize),
    Status(Cell, words::Words),
    Type,
    Virtual,
    Downloadable,
    ManageStock,
    StockQuantity,
    StockStatus(Option<Cell>),
    Terms(TermCells),
    ShippingClass(Cell),
    Products(Cell),
    Images(Vec<Cell>),
    Downloads(super::downloads::Downloads),
    Attributes,
    DefaultAttributes,
    Meta(Cell),
}

impl Slot {
    pub(super) fn is_of(&self, entity: Entity) -> bool {
        if entity == Entity::Variation { self.on_variation } else { self.on_product }
    }

    /// Says that a variation's row has something that only products can have. Not for what the export always
    /// writes, such as the name.
    pub(super) fn not_for_variations(&self, row: &Row, raised: &mut Raised<'_>) {
        let cells: &[Cell] = match &self.producer {
            Producer::Terms(cells) => &cells.cells,
            Producer::Products(cell) => std::slice::from_ref(cell),
            _ => return,
        };
        for cell in cells {
            if cell.column.is_some() && !cell.plain(row).is_empty() {
                raised.raise(&codes::NOT_FOR_VARIATIONS, cell.column, &[&self.field]);
            }
        }
    }

    /// The value that the row gives the field; `None` where it says nothing.
    pub(super) fn value(
        &self,
        mapping: &Mapping,
        reading: &mut Reading<'_>,
        raised: &mut Raised<'_>,
    ) -> Option<Value> {
        let row = reading.row;
        match &self.producer {
            Producer::Text(cell, kind) => texts::value(cell, *kind, mapping, reading, raised),
            Producer::Money(cell, currency) => {
                prices::value(cell, &self.field, currency.as_deref(), reading, raised)
            }
            Producer::Weight(cell, from, to) => measure(cell, row, raised, |number, label| {
                let from = unit::weight(label).or(*from);
                Some(match (from, to) {
                    (Some(from), Some(to)) => unit::convert_weight(number, from, *to),
                    _ => number,
                })
            }),
            Producer::Length(cell, from, to) => measure(cell, row, raised, |number, label| {
                let from = unit::dimension(label).or(*from);
                Some(match (from, to) {
                    (Some(from), Some(to)) => unit::convert_dimension(number, from, *to),
                    _ => number,
                })
            }),
            Producer::Whole(cell) => whole(cell, row, raised),
            Producer::Truth(cell) => {
                let text = cell.text(row, raised);
                if text.is_empty() {
                    return None;
                }
                let truth = truth::parse(&text);
                if truth.is_none() {
                    raised.raise(&codes::YES_OR_NO_NOT_READ, cell.column, &[&text]);
                }
                truth.map(Value::Boolean)
            }
            Producer::Choice(cell, words) => choice(cell, words, row, raised).map(text_value),
            Producer::Moment(cell) => {
                dates_kept(reading).then(|| date(cell, row, None, raised)).flatten()
            }
            Producer::Period(cell, part) => {
                dates_kept(reading).then(|| date(cell, row, Some(*part), raised)).flatten()
            }
            Producer::Status(cell, words) => {
                let status = choice(cell, words, row, raised)?;
                // The export writes -1 for every variation of a draft.
                let is_draft_variation =
                    reading.kind.entity == Entity::Variation && status == "draft";
                Some(text_value(if is_draft_variation { "publish" } else { status }))
            }
            Producer::Type => reading.kind.product.map(|product| text_value(product.as_str())),
            Producer::Virtual => reading.kind.is_virtual.map(Value::Boolean),
            Producer::Downloadable => reading.kind.is_downloadable.map(Value::Boolean),
            Producer::ManageStock => reading.stock.manage(),
            Producer::StockQuantity => reading.stock.quantity(),
            Producer::StockStatus(cell) => {
                let said = cell.as_ref().and_then(|cell| {
                    choice(cell, &words::STOCK_STATUS, row, raised)
                        .map(|status| (status, cell.column))
                });
                reading.stock.status(said, &reading.kind, raised)
            }
            Producer::Terms(cells) => cells.value(row, raised),
            Producer::ShippingClass(cell) => {
                let text = cell.text(row, raised);
                if text.is_empty() {
                    return cell.blank_value();
                }
                let name = escape::decode_entities(&text).into_owned();
                Some(Value::Reference(Reference::Named(
                    Split::Whole.name(Entity::ShippingClass, name),
                )))
            }
            Producer::Products(cell) => super::lists::products(cell, row, raised),
            Producer::Images(cells) => {
                super::images::value(cells, reading.kind.entity == Entity::Variation, row, raised)
            }
            Producer::Downloads(downloads) => downloads.value(row, raised),
            Producer::Attributes => mapping.attributes.value(reading, raised),
            Producer::DefaultAttributes => mapping.attributes.defaults(reading, raised),
            Producer::Meta(cell) => meta(cell, row, raised),
        }
    }
}

pub(super) fn text_value(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Dates of a sale; variable and grouped products have none of their own.
fn dates_kept(reading: &Reading<'_>) -> bool {
    !matches!(reading.kind.product, Some(ProductType::Variable | ProductType::Grouped))
}

fn measure(
    cell: &Cell,
    row: &Row,
    raised: &mut Raised<'_>,
    convert: impl Fn(rust_decimal::Decimal, &str) -> Option<rust_decimal::Decimal>,
) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    if let Ok(number) = cell.reader.read(&text) {
        return convert(number, "").map(Value::Decimal);
    }
    let (number, label) = unit::split(&text);
    let is_unit = unit::weight(label).is_some() || unit::dimension(label).is_some();
    match cell.reader.read(if is_unit { number } else { &text }) {
        Ok(number) => convert(number, label).map(Value::Decimal),
        Err(error) => {
            cell.raise_number(&text, &error, raised);
            None
        }
    }
}

fn whole(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    whole_number(cell, &text, raised).map(Value::Integer)
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
        let fix = crate::issue::Fix::Cell(truncated.normalize().to_string());
        raised.raise_with_fix(&codes::NUMBER_NOT_WHOLE, cell.column, &[text], Some(fix));
        return None;
    }
    let whole = i64::try_from(truncated).ok();
    if whole.is_none() {
        raised.raise(&codes::NUMBER_TOO_LONG, cell.column, &[text]);
    }
    whole
}

fn choice(
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

fn date(cell: &Cell, row: &Row, part: Option<usize>, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.text(row, raised);
    let text = match part {
        Some(part) => text.split('/').nth(part).unwrap_or_default().trim(),
        None => &text,
    };
    if text.is_empty() {
        return cell.blank_value();
    }
    match moment::parse(text, cell.date_order) {
        Ok(moment) => return Some(Value::Moment(moment)),
        Err(MomentError::NotADate) => raised.raise(&codes::DATE_NOT_READ, cell.column, &[text]),
        Err(MomentError::Ambiguous(day, month)) => {
            let (day, month) = (moment::write(&day), moment::write(&month));
            raised.raise(&codes::DATE_AMBIGUOUS, cell.column, &[text, &day, &month]);
        }
    }
    None
}

/// Meta data: JSON where it is an object or a list, else text as it stands there.
fn meta(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.whole(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    if text.starts_with(['{', '[']) {
        if let Ok(json) = serde_json::from_str(&text) {
            return Some(Value::Json(json));
        }
    }
    Some(Value::Text(text.into_owned()))
}
