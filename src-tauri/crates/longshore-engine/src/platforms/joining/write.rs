//! How does a product become rows in WooCommerce's own grammar?

use std::{borrow::Cow, collections::HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    columns::{ATTRIBUTE_PARTS, Column},
    layout::Layout,
    notice::Notices,
    product::{Attribute, Cells, Kind, Product, Variation},
};
use crate::{escape, matching::folded, row::Row};

/// Writes products into rows, one after the other.
#[derive(Default)]
pub(super) struct Writer {
    skus: HashSet<u64>,
    gtins: HashSet<u64>,
    /// The most attributes that a row had so far.
    pub(super) attributes: usize,
    pub(super) products: u64,
    pub(super) variations: u64,
    pub(super) images: u64,
    row: Row,
}

/// Nobody chooses among more attributes.
pub(super) const MOST_ATTRIBUTES: usize = 200;

impl Writer {
    /// Writes a product and then its variations. `source` are the rows of the file that it was made of.
    pub(super) fn write(
        &mut self,
        mut product: Product,
        layout: &Layout,
        source: &[Row],
        notices: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) {
        product.tell_variations_apart(notices);
        if product.attributes.len() > MOST_ATTRIBUTES {
            notices.say_times(
                "attributes_left_out",
                (product.attributes.len() - MOST_ATTRIBUTES) as u64,
            );
            product.attributes.truncate(MOST_ATTRIBUTES);
        }
        lift_sku(&mut product, notices);
        lift_tax(&mut product);
        self.keep_unique(&mut product.cells, notices);
        let id = number_of(&product.key);
        let mut cells = std::mem::take(&mut product.cells);
        cells.set(Column::Id, id.to_string());
        cells.set(Column::Type, word(product.kind, product.is_virtual, product.is_downloadable));
        cells.set(Column::Categories, paths(&product.categories));
        cells.set(Column::Brands, paths(&product.brands));
        cells.set(Column::Tags, list(&product.tags));
        cells.set(Column::Images, product.images.join(", "));
        cells.set(Column::Grouped, list(&product.grouped));
        cells.set(Column::Upsells, list(&product.upsells));
        cells.set(Column::CrossSells, list(&product.cross_sells));
        self.products += 1;
        self.images += product.images.len() as u64;
        let line = |attribute: &Attribute| Line {
            name: attribute.name.clone(),
            value: list(&attribute.values),
            visible: if attribute.is_hidden { "0" } else { "1" },
        };
        let lines: Vec<Line> = product.attributes.iter().map(line).collect();
        self.emit((product.line, product.row), &cells, &lines, layout, source, emit);
        let parent = match cells.get(Column::Sku) {
            "" => format!("id:{id}"),
            sku => sku.to_owned(),
        };
        for variation in product.variations {
            self.variation(variation, &parent, layout, source, notices, emit);
        }
    }

    fn variation(
        &mut self,
        variation: Variation,
        parent: &str,
        layout: &Layout,
        source: &[Row],
        notices: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) {
        let mut cells = variation.cells;
        self.keep_unique(&mut cells, notices);
        let mut kind = "variation".to_owned();
        add_flags(&mut kind, variation.is_virtual, variation.is_downloadable);
        cells.set(Column::Type, kind);
        cells.set(Column::Parent, parent);
        cells.set(Column::Images, variation.image.as_str());
        self.variations += 1;
        self.images += u64::from(!variation.image.trim().is_empty());
        let line = |(name, value): &(String, String)| Line {
            name: name.trim().to_owned(),
            value: escape::join([value.trim()].into_iter().filter(|value| !value.is_empty())),
            visible: "",
        };
        let lines: Vec<Line> = variation.choices.iter().take(MOST_ATTRIBUTES).map(line).collect();
        self.emit((variation.line, variation.row), &cells, &lines, layout, source, emit);
    }

    fn emit(
        &mut self,
        (line, from): (u64, usize),
        cells: &Cells,
        attributes: &[Line],
        layout: &Layout,
        source: &[Row],
        emit: &mut dyn FnMut(&Row),
    ) {
        self.attributes = self.attributes.max(attributes.len());
        debug_assert!(
            cells.columns().all(|column| layout.has(column)),
            "a grammar fills a column that it did not name"
        );
        let row = &mut self.row;
        row.clear();
        row.line = line;
        for (column, _) in &layout.columns {
            row.push(&written(*column, cells.get(*column)));
        }
        let source = source.get(from);
        for at in &layout.rest {
            row.push(source.and_then(|row| row.get(*at)).unwrap_or_default());
        }
        for at in 0..self.attributes {
            match attributes.get(at) {
                Some(line) => {
                    row.push(&escape::with_formula_mark(&line.name));
                    row.push(&escape::with_formula_mark(&line.value));
                    row.push(line.visible);
                    row.push("0");
                }
                None => ATTRIBUTE_PARTS.iter().for_each(|_| row.push("")),
            }
        }
        emit(row);
    }

    /// A store has each SKU and each GTIN once: the first that comes keeps it.
    fn keep_unique(&mut self, cells: &mut Cells, notices: &mut Notices) {
        let seen = [
            (Column::Sku, &mut self.skus, "sku_repeated"),
            (Column::Gtin, &mut self.gtins, "gtin_repeated"),
        ];
        for (column, known, code) in seen {
            let text = cells.get(column);
            if !text.is_empty() && !known.insert(xxh3_64(folded(text).as_bytes())) {
                notices.say_with(code, &[("example", text)]);
                cells.clear(column);
            }
        }
    }
}

/// An attribute as a row has it.
struct Line {
    name: String,
    value: String,
    visible: &'static str,
}

/// Where all variations show one SKU it is their product's, unless that has one of its own.
fn lift_sku(product: &mut Product, notices: &mut Notices) {
    let mut skus = product.variations.iter().map(|variation| variation.cells.get(Column::Sku));
    let Some(first) = skus.next().filter(|sku| !sku.is_empty()) else { return };
    let own = product.cells.get(Column::Sku);
    let is_shared = product.variations.len() > 1 && skus.all(|sku| sku == first);
    if is_shared && (own.is_empty() || own == first) {
        let first = first.to_owned();
        notices.say_with("sku_of_product", &[("example", &first)]);
        product.cells.set(Column::Sku, first);
        product.variations.iter_mut().for_each(|one| one.cells.clear(Column::Sku));
    }
}

/// What is taxed is said of the product, too, where its variations agree.
fn lift_tax(product: &mut Product) {
    let mut all = product.variations.iter().map(|one| one.cells.get(Column::TaxStatus));
    let Some(first) = all.next().map(str::to_owned) else { return };
    if all.all(|status| status == first) && product.cells.get(Column::TaxStatus).is_empty() {
        product.cells.set(Column::TaxStatus, first);
    }
}

fn written(column: Column, text: &str) -> Cow<'_, str> {
    match column {
        Column::Description | Column::ShortDescription => {
            // Line breaks stay as they are; only what would be read as one is written as the export writes it.
            match text.contains("\\n") {
                true => {
                    Cow::Owned(escape::with_formula_mark(&escape::on_one_line(text)).into_owned())
                }
                false => escape::with_formula_mark(text),
            }
        }
        _ if is_number(text) => Cow::Borrowed(text),
        _ => escape::with_formula_mark(text),
    }
}

/// Numbers below nothing need no mark.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn word(kind: Kind, is_virtual: bool, is_downloadable: bool) -> String {
    let mut word = kind.word().to_owned();
    if kind == Kind::Simple {
        add_flags(&mut word, is_virtual, is_downloadable);
    }
    word
}

fn add_flags(word: &mut String, is_virtual: bool, is_downloadable: bool) {
    if is_downloadable {
        word.push_str(", downloadable");
    }
    if is_virtual {
        word.push_str(", virtual");
    }
}

fn list(all: &[String]) -> String {
    escape::join(all.iter().map(String::as_str))
}

fn paths(all: &[Vec<String>]) -> String {
    let paths: Vec<String> = all.iter().map(|path| path.join(" > ")).collect();
    escape::join(paths.iter().map(String::as_str))
}

/// The number that stands for a key: itself where it is one, else one that is always the same.
pub(crate) fn number_of(key: &str) -> u64 {
    let key = key.trim();
    let is_number = (1..=15).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_digit());
    match key.parse() {
        Ok(number) if is_number && number > 0 => number,
        // What JavaScript can hold.
        _ => (xxh3_64(key.as_bytes()) >> 12).max(1),
    }
}
