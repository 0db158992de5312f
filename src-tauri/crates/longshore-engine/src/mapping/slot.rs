//! One field of a record, and what feeds it.

use super::{
    Mapping, Reading,
    cell::Cell,
    downloads::Downloads,
    images,
    lists::{self, TermCells},
    prices,
    scalars::{self, text_value},
    texts, words,
};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    facts::{DimensionUnit, WeightUnit},
    profile::BlankPolicy,
    record::FieldName,
    row::Row,
    value::Value,
};

/// A field and its producer.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) field: FieldName,
    pub(super) on_product: bool,
    pub(super) on_variation: bool,
    pub(super) producer: Producer,
    /// The only column that feeds it as it stands there, where an empty cell raises nothing.
    pub(super) column: Option<usize>,
    /// An empty cell of that column says nothing.
    pub(super) keeps_blank: bool,
}

/// How the value of a field is made from cells.
#[derive(Clone, Debug)]
pub(super) enum Producer {
    Text(Cell, texts::Kind),
    /// With the store's currency, where it is known.
    Money(Cell, Option<Box<str>>),
    /// From the unit in the header to the store's.
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
    Downloads(Downloads),
    Attributes,
    DefaultAttributes,
    Meta(Cell),
    /// Meta data that is a number.
    Cost(Cell),
}

impl Slot {
    pub(super) fn new(
        field: FieldName,
        on_product: bool,
        on_variation: bool,
        producer: Producer,
    ) -> Self {
        let only = producer.only_cell().filter(|cell| cell.steps.is_empty());
        let column = only.and_then(|cell| cell.column);
        let keeps_blank = only.is_some_and(|cell| cell.blank == BlankPolicy::Keep);
        Self { field, on_product, on_variation, producer, column, keeps_blank }
    }

    /// Most cells of most files are empty; they need no closer look.
    fn is_blank(&self, row: &Row) -> bool {
        self.column.is_some_and(|column| row.is_blank_at(column))
    }

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

    /// Whether the row cannot give the field a value.
    pub(super) fn says_nothing(&self, row: &Row) -> bool {
        self.keeps_blank && self.is_blank(row)
    }

    /// The value that the row gives the field; `None` where it says nothing. The room of the old value is used
    /// again where that is worth it.
    pub(super) fn value(
        &self,
        mapping: &Mapping,
        reading: &mut Reading<'_>,
        old: Value,
        raised: &mut Raised<'_>,
    ) -> Option<Value> {
        let row = reading.row;
        match &self.producer {
            Producer::Text(cell, kind) => texts::value(cell, *kind, mapping, reading, old, raised),
            Producer::Money(cell, currency) => {
                prices::value(cell, &self.field, currency.as_deref(), reading, raised)
            }
            Producer::Weight(cell, ..) | Producer::Length(cell, ..) if reading.has_no_size() => {
                scalars::not_kept(cell, &self.field, row, raised)
            }
            Producer::Weight(cell, from, to) => scalars::weight(cell, *from, *to, row, raised),
            Producer::Length(cell, from, to) => scalars::length(cell, *from, *to, row, raised),
            Producer::Whole(cell) => scalars::whole(cell, row, raised),
            Producer::Truth(cell) => scalars::truth(cell, row, raised).map(Value::Boolean),
            Producer::Choice(cell, words) => {
                scalars::choice(cell, words, row, raised).map(|word| text_value(word, old))
            }
            Producer::Moment(cell) => scalars::sale_date(cell, None, &self.field, reading, raised),
            Producer::Period(cell, part) => {
                scalars::sale_date(cell, Some(*part), &self.field, reading, raised)
            }
            Producer::Status(cell, words) => {
                let status = scalars::choice(cell, words, row, raised)?;
                // The export writes -1 for every variation of a draft.
                let is_of_draft = reading.kind.entity == Entity::Variation && status == "draft";
                Some(text_value(if is_of_draft { "publish" } else { status }, old))
            }
            Producer::Type => reading.kind.product.map(|product| text_value(product.as_str(), old)),
            Producer::Virtual => reading.kind.is_virtual.map(Value::Boolean),
            Producer::Downloadable => reading.kind.is_downloadable.map(Value::Boolean),
            Producer::ManageStock => reading.stock.manage(),
            Producer::StockQuantity => reading.stock.quantity(),
            Producer::StockStatus(cell) => {
                stock_status(cell.as_ref(), reading, raised).map(|status| text_value(status, old))
            }
            Producer::Terms(cells) => cells.value(row, old, raised),
            Producer::ShippingClass(cell) => lists::shipping_class(cell, row, raised),
            Producer::Products(cell) => lists::products(cell, row, raised),
            Producer::Images(cells) => {
                let only_first = reading.kind.entity == Entity::Variation;
                images::value(cells, only_first, mapping.files.as_deref(), row, old, raised)
            }
            Producer::Downloads(downloads) => downloads.value(row, raised),
            Producer::Attributes => mapping.attributes.value(reading, old, raised),
            Producer::DefaultAttributes => mapping.attributes.defaults(reading, raised),
            Producer::Meta(cell) => scalars::meta(cell, row, raised),
            Producer::Cost(cell) => scalars::cost(cell, row, raised),
        }
    }

    /// Raises what [`Slot::value`] raises, without making the value.
    pub(super) fn check(
        &self,
        mapping: &Mapping,
        reading: &mut Reading<'_>,
        raised: &mut Raised<'_>,
    ) {
        let row = reading.row;
        if self.is_blank(row) {
            return;
        }
        match &self.producer {
            Producer::Text(cell, kind) => texts::check(cell, *kind, mapping, reading, raised),
            Producer::Choice(cell, words) | Producer::Status(cell, words) => {
                scalars::choice(cell, words, row, raised);
            }
            Producer::StockStatus(cell) => {
                stock_status(cell.as_ref(), reading, raised);
            }
            Producer::Weight(cell, ..) | Producer::Length(cell, ..) if reading.has_no_size() => {
                scalars::not_kept(cell, &self.field, row, raised);
            }
            Producer::Weight(cell, ..) | Producer::Length(cell, ..) => {
                scalars::check_measure(cell, row, raised);
            }
            Producer::Whole(cell) => scalars::check_whole(cell, row, raised),
            Producer::Truth(cell) => {
                scalars::truth(cell, row, raised);
            }
            Producer::Terms(cells) => cells.check(row, raised),
            Producer::Images(cells) => {
                images::check(cells, mapping.files.as_deref(), row, raised);
            }
            Producer::Attributes => mapping.attributes.check(reading, raised),
            Producer::ShippingClass(cell) | Producer::Products(cell) | Producer::Meta(cell) => {
                // Nothing can be wrong with them but a step.
                cell.whole(row, raised);
            }
            Producer::Type
            | Producer::Virtual
            | Producer::Downloadable
            | Producer::ManageStock
            | Producer::StockQuantity => {}
            // What makes no value worth sparing.
            Producer::Money(..)
            | Producer::Moment(_)
            | Producer::Period(..)
            | Producer::Downloads(_)
            | Producer::Cost(_)
            | Producer::DefaultAttributes => {
                self.value(mapping, reading, Value::Empty, raised);
            }
        }
    }
}

impl Producer {
    /// The cell of a field that has one and depends on nothing else.
    fn only_cell(&self) -> Option<&Cell> {
        match self {
            Self::Text(cell, _)
            | Self::Money(cell, _)
            | Self::Weight(cell, ..)
            | Self::Length(cell, ..)
            | Self::Whole(cell)
            | Self::Truth(cell)
            | Self::Choice(cell, _)
            | Self::Moment(cell)
            | Self::Period(cell, _)
            | Self::Status(cell, _)
            | Self::ShippingClass(cell)
            | Self::Products(cell)
            | Self::Meta(cell)
            | Self::Cost(cell) => Some(cell),
            _ => None,
        }
    }
}

fn stock_status(
    cell: Option<&Cell>,
    reading: &Reading<'_>,
    raised: &mut Raised<'_>,
) -> Option<&'static str> {
    let said = cell.and_then(|cell| {
        let status = scalars::choice(cell, &words::STOCK_STATUS, reading.row, raised)?;
        Some((status, cell.column))
    });
    reading.stock.status(said, &reading.kind, raised)
}
