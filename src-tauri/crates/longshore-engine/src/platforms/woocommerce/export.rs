//! How does a store's product become a row as WooCommerce's own export writes it?
//!
//! The same columns in the same order with the same escapes, so that the shop's own import reads the file, and so
//! that reading it here gives the record again. Columns that depend on the products (attributes, downloads, meta
//! data) are found in a first pass: [`Exporter::observe`] every record, then take the [`Exporter::header`], then
//! write the [`Exporter::row`]s.

use std::collections::BTreeSet;

use crate::{
    entity::Entity,
    facts::{DimensionUnit, StoreFacts, WeightUnit},
    known::Known,
    reading::DecimalSeparator,
    record::{FieldName, StoreRecord},
    row::Row,
    schema::META_PREFIX,
    value::Value,
};

mod cells;
mod lists;
mod others;

use cells::Source;
pub(crate) use cells::published;
pub use others::OtherExporter;

/// Writes rows with the columns that a set of products needs.
#[derive(Clone, Debug)]
pub struct Exporter {
    decimal: DecimalSeparator,
    weight: WeightUnit,
    dimension: DimensionUnit,
    /// For each attribute position whether some product has a default there.
    attributes: Vec<bool>,
    downloads: usize,
    meta: BTreeSet<FieldName>,
}

/// Meta data of our own is nobody's business.
const OWN_MARK: &str = "meta:_longshore";

impl Exporter {
    /// For a store with these facts.
    #[must_use]
    pub fn new(facts: &StoreFacts) -> Self {
        Self {
            decimal: facts.decimal,
            weight: facts.weight_unit,
            dimension: facts.dimension_unit,
            attributes: Vec::new(),
            downloads: 0,
            meta: BTreeSet::new(),
        }
    }

    /// Looks at a product or variation for the columns that it needs.
    pub fn observe(&mut self, record: &StoreRecord, known: &dyn Known) {
        let source = Source::new(record, known);
        let lines = lists::attribute_lines(&source);
        if self.attributes.len() < lines.len() {
            self.attributes.resize(lines.len(), false);
        }
        for (has_default, line) in self.attributes.iter_mut().zip(&lines) {
            *has_default |= !line.default.is_empty();
        }
        if let Some(Value::Downloads(files)) = record.fields.get("downloads") {
            self.downloads = self.downloads.max(files.len());
        }
        for (name, value) in record.fields.iter() {
            if name.starts_with(META_PREFIX)
                && name != OWN_MARK
                && !value.is_empty()
                && !self.meta.contains(name)
            {
                self.meta.insert(name.clone());
            }
        }
    }

    /// The names of the columns, in English, with the store's units.
    #[must_use]
    pub fn header(&self) -> Vec<String> {
        let unit = |name: &str| match name {
            "Weight" => Some(weight_label(self.weight)),
            "Length" | "Width" | "Height" => Some(dimension_label(self.dimension)),
            _ => None,
        };
        let mut names: Vec<String> = COLUMNS
            .iter()
            .map(|name| {
                unit(name).map_or_else(|| (*name).to_owned(), |unit| format!("{name} ({unit})"))
            })
            .collect();
        for number in 1..=self.downloads {
            names.extend(["ID", "name", "URL"].map(|part| format!("Download {number} {part}")));
        }
        for (at, has_default) in self.attributes.iter().enumerate() {
            let number = at + 1;
            let parts = ["name", "value(s)", "visible", "global"];
            names.extend(parts.map(|part| format!("Attribute {number} {part}")));
            if *has_default {
                names.push(format!("Attribute {number} default"));
            }
        }
        names.extend(self.meta.iter().map(|name| format!("Meta: {}", &name[META_PREFIX.len()..])));
        names
    }

    /// Writes a product or variation into a row, whose room is used again. Call [`Exporter::observe`] for it
    /// before, or what has no column is left out.
    pub fn row(&self, record: &StoreRecord, known: &dyn Known, row: &mut Row) {
        row.clear();
        let source = Source::new(record, known);
        let mut cell = String::new();
        for name in COLUMNS {
            cell.clear();
            cells::write(name, &source, self.decimal, &mut cell);
            row.push(&cell);
        }
        self.write_downloads(record, row);
        self.write_attributes(&source, row);
        for name in &self.meta {
            cell.clear();
            cells::write_meta(record.fields.get(name), &mut cell);
            row.push(&cell);
        }
    }

    fn write_downloads(&self, record: &StoreRecord, row: &mut Row) {
        let files = match record.fields.get("downloads") {
            Some(Value::Downloads(files)) => files.as_slice(),
            _ => &[],
        };
        for at in 0..self.downloads {
            let file = files.get(at);
            for part in [
                file.map(|file| &file.id),
                file.map(|file| &file.name),
                file.map(|file| &file.file),
            ] {
                row.push(&crate::escape::with_formula_mark(part.map_or("", String::as_str)));
            }
        }
    }

    fn write_attributes(&self, source: &Source<'_>, row: &mut Row) {
        let lines = lists::attribute_lines(source);
        for (at, has_default) in self.attributes.iter().enumerate() {
            match lines.get(at) {
                Some(line) => {
                    row.push(&crate::escape::with_formula_mark(&line.name));
                    row.push(&crate::escape::with_formula_mark(&line.values));
                    row.push(line.visible);
                    row.push(line.global);
                }
                None => (0..4).for_each(|_| row.push("")),
            }
            if *has_default {
                row.push(&crate::escape::with_formula_mark(
                    lines.get(at).map_or("", |line| &line.default),
                ));
            }
        }
    }
}

/// The columns of every export, in their order.
const COLUMNS: &[&str] = &[
    "ID",
    "Type",
    "SKU",
    "GTIN, UPC, EAN, or ISBN",
    "Name",
    "Published",
    "Is featured?",
    "Visibility in catalog",
    "Short description",
    "Description",
    "Date sale price starts",
    "Date sale price ends",
    "Tax status",
    "Tax class",
    "In stock?",
    "Stock",
    "Low stock amount",
    "Backorders allowed?",
    "Sold individually?",
    "Weight",
    "Length",
    "Width",
    "Height",
    "Allow customer reviews?",
    "Purchase note",
    "Sale price",
    "Regular price",
    "Categories",
    "Tags",
    "Shipping class",
    "Images",
    "Download limit",
    "Download expiry days",
    "Parent",
    "Grouped products",
    "Upsells",
    "Cross-sells",
    "External URL",
    "Button text",
    "Position",
    "Brands",
];

fn weight_label(unit: WeightUnit) -> &'static str {
    match unit {
        WeightUnit::Kg => "kg",
        WeightUnit::G => "g",
        WeightUnit::Lbs => "lbs",
        WeightUnit::Oz => "oz",
    }
}

fn dimension_label(unit: DimensionUnit) -> &'static str {
    match unit {
        DimensionUnit::M => "m",
        DimensionUnit::Cm => "cm",
        DimensionUnit::Mm => "mm",
        DimensionUnit::In => "in",
        DimensionUnit::Yd => "yd",
    }
}

/// Whether a record has a row of its own in an export.
#[must_use]
pub fn is_exported(record: &StoreRecord) -> bool {
    matches!(record.entity, Entity::Product | Entity::Variation)
        && record.fields.text("status") != Some("trash")
}
