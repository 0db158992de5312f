//! Shopify: rows with the same handle are one product; each of them may have a variant, a picture, or both.
//!
//! Both generations of column names, and mixed ones: every column is found by itself.

use super::{
    Belongs, Grammar, Notices, Out,
    aligned::{Fit, aligned},
    columns::{Column, Place, Table},
    product::{Cells, Product, Variation},
};
use crate::{row::Row, truth};

pub(super) struct Shopify {
    handle: Place,
    title: Place,
    body: Place,
    vendor: Place,
    taxonomy: Place,
    kind: Place,
    tags: Place,
    published: Place,
    status: Place,
    options: Vec<Choice>,
    sku: Place,
    barcode: Place,
    grams: Place,
    tracker: Place,
    quantity: Place,
    policy: Place,
    price: Place,
    before: Place,
    ships: Place,
    taxable: Place,
    image: Place,
    position: Place,
    variant_image: Place,
    gift_card: Place,
    seo_title: Place,
    seo_description: Place,
    fits: Vec<Fit>,
}

struct Choice {
    name: Place,
    value: Place,
}

/// What stands in the option of a product that has none.
const NO_OPTION: &str = "Default Title";

/// What can be bought by who knows its address, and is in no list.
const UNLISTED: &str = "unlisted";

impl Shopify {
    pub(super) fn new(table: &mut Table, notices: &mut Notices) -> Self {
        let options = (1..=3)
            .map(|number| Choice {
                name: table.take_attribute(&[&format!("option{number}name")]),
                value: table.take_attribute(&[&format!("option{number}value")]),
            })
            .collect();
        let shopify = Self {
            handle: table.take(Column::Slug, &["urlhandle", "handle"]),
            title: table.take(Column::Name, &["title"]),
            body: table.take(Column::Description, &["body(html)", "body", "description"]),
            vendor: table.take(Column::Brands, &["vendor"]),
            kind: table.take(Column::Categories, &["type", "customproducttype"]),
            taxonomy: table
                .take(Column::Categories, &["productcategory", "standardizedproducttype"]),
            tags: table.take(Column::Tags, &["tags"]),
            published: table.take(Column::Published, &["published", "publishedononlinestore"]),
            status: table.take(Column::Published, &["status"]),
            sku: table.take(Column::Sku, &["variantsku", "sku"]),
            barcode: table.take(Column::Gtin, &["variantbarcode", "barcode"]),
            grams: table.take(Column::Weight, &["variantgrams", "weightvalue(grams)"]),
            tracker: table.take(Column::Stock, &["variantinventorytracker", "inventorytracker"]),
            quantity: table.take(
                Column::Stock,
                &["variantinventoryqty", "inventoryquantity", "variantinventoryquantity"],
            ),
            policy: table.take(
                Column::Backorders,
                &["variantinventorypolicy", "continuesellingwhenoutofstock"],
            ),
            price: table.take(Column::RegularPrice, &["variantprice", "price"]),
            before: table.take(
                Column::RegularPrice,
                &["variantcompareatprice", "compare-atprice", "compareatprice"],
            ),
            ships: table.take(Column::Type, &["variantrequiresshipping", "requiresshipping"]),
            taxable: table.take(Column::TaxStatus, &["varianttaxable", "chargetax"]),
            image: table.take(Column::Images, &["imagesrc", "productimageurl"]),
            position: table.take(Column::Images, &["imageposition"]),
            variant_image: table.take(Column::Images, &["variantimage", "variantimageurl"]),
            gift_card: table.take(Column::Type, &["giftcard"]),
            seo_title: table.take(Column::SeoTitle, &["seotitle"]),
            seo_description: table.take(Column::SeoDescription, &["seodescription"]),
            options,
            fits: Vec::new(),
        };
        let shopify = Self { fits: shopify.fits(table), ..shopify };
        table.note(Column::Id, shopify.handle);
        table.note(Column::Parent, shopify.handle);
        table.note(Column::Visibility, shopify.status);
        table.note(Column::SalePrice, shopify.price);
        table.note(Column::SalePrice, shopify.before);
        notices.say("collections_not_in_file");
        if !shopify.quantity.is_there() {
            notices.say("stock_not_in_file");
        }
        shopify
    }
}

impl Grammar for Shopify {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match (self.handle.of(row), self.title.of(row)) {
            ("", "") => Belongs::Before,
            ("", title) => Belongs::To(title.into()),
            (handle, _) => Belongs::To(handle.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let mut moved = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(aligned) = aligned(row, &self.fits) {
                out.notices.say("cells_under_other_names");
                if moved.is_empty() {
                    moved = rows.to_vec();
                }
                moved[at] = aligned;
            }
        }
        let rows = if moved.is_empty() { rows } else { &moved };
        let Some(first) = rows.first() else { return };
        let mut product = Product { line: first.line, ..Product::default() };
        // Product fields stand in the first row that has a name; sorted sheets put it anywhere.
        let head = rows.iter().position(|row| !self.title.of(row).is_empty()).unwrap_or(0);
        product.row = head;
        self.product(&rows[head], &mut product, out);
        self.images(rows, &mut product, out);
        let variants: Vec<usize> =
            (0..rows.len()).filter(|at| self.has_variant(&rows[*at])).collect();
        let names = self.option_names(rows);
        match variants[..] {
            [only] if self.has_no_options(&rows[only]) => {
                product.is_virtual = self.is_virtual(&rows[only], &rows[head]);
                self.sold(&rows[only], &mut product.cells, out);
                product.image(self.variant_image.of(&rows[only]));
            }
            _ => {
                for at in variants {
                    product.vary(self.variation(at, &rows[at], &rows[head], &names, out));
                }
            }
        }
        out.products.push(product);
    }
}

impl Shopify {
    /// What can stand in each column.
    fn fits(&self, table: &Table) -> Vec<Fit> {
        let mut fits = vec![Fit::Any; table.width()];
        let fulfilment = table.find(&["variantfulfillmentservice", "fulfillmentservice"]);
        let unit = table.find(&["variantweightunit", "weightunitfordisplay"]);
        for (place, fit) in [
            (self.published, Fit::Truth),
            (self.status, Fit::Word(&["active", "draft", "archived", UNLISTED])),
            (self.price, Fit::Number),
            (self.before, Fit::Number),
            (self.grams, Fit::Number),
            (self.quantity, Fit::Whole),
            (self.tracker, Fit::Word(&["shopify", "shipwire", "amazon_marketplace_web"])),
            (self.policy, Fit::Word(&["deny", "continue", "true", "false"])),
            (fulfilment, Fit::Word(&["manual", "shopify", "amazon_marketplace_web"])),
            (unit, Fit::Word(&["g", "kg", "oz", "lb", "lbs"])),
            (self.ships, Fit::Truth),
            (self.taxable, Fit::Truth),
            (self.gift_card, Fit::Truth),
            (self.image, Fit::Address),
            (self.variant_image, Fit::Address),
            (self.position, Fit::Whole),
        ] {
            place.put(&mut fits, fit);
        }
        for number in 1..=3 {
            table.find(&[&format!("option{number}linkedto")]).put(&mut fits, Fit::Metafield);
        }
        fits
    }

    fn product(&self, row: &Row, product: &mut Product, out: &mut Out<'_>) {
        let handle = self.handle.of(row);
        product.key = if handle.is_empty() { self.title.of(row) } else { handle }.to_owned();
        let cells = &mut product.cells;
        cells.set(Column::Slug, handle);
        cells.set(Column::Name, self.title.of(row));
        cells.set(Column::Description, self.body.of(row));
        cells.set(Column::SeoTitle, self.seo_title.of(row));
        cells.set(Column::SeoDescription, self.seo_description.of(row));
        if !(cells.get(Column::SeoTitle).is_empty() && cells.get(Column::SeoDescription).is_empty())
        {
            out.notices.say("seo_for_yoast");
        }
        cells.set(Column::Published, self.published(row, out));
        if self.status.of(row).eq_ignore_ascii_case(UNLISTED) {
            cells.set(Column::Visibility, "hidden");
        }
        product.brand(self.vendor.of(row));
        self.tags.of(row).split(',').for_each(|tag| product.tag(tag));
        match (self.kind.of(row), self.taxonomy.of(row)) {
            ("", "") => {}
            ("", taxonomy) if taxonomy.eq_ignore_ascii_case("uncategorized") => {}
            ("", taxonomy) => {
                out.notices.say("categories_from_taxonomy");
                product.category(taxonomy.split('>'));
            }
            (kind, _) => product.category([kind]),
        }
        if truth::parse(self.gift_card.of(row)) == Some(true) {
            out.notices.say("gift_cards_are_products");
        }
    }

    /// 1 public, 0 private, -1 draft. A product that the online store does not show is a draft.
    fn published(&self, row: &Row, out: &mut Out<'_>) -> &'static str {
        let is_shown = truth::parse(self.published.of(row));
        match self.status.of(row).to_ascii_lowercase().as_str() {
            "archived" => {
                out.notices.say("archived_as_private");
                "0"
            }
            "draft" => "-1",
            "active" | UNLISTED | "" => match is_shown {
                Some(false) => "-1",
                Some(true) => "1",
                None if self.status.of(row).is_empty() => "",
                None => "1",
            },
            _ => "",
        }
    }

    /// The pictures of all rows by their places.
    fn images(&self, rows: &[Row], product: &mut Product, out: &Out<'_>) {
        let mut images: Vec<(rust_decimal::Decimal, &str)> = rows
            .iter()
            .filter(|row| !self.image.of(row).is_empty())
            .map(|row| {
                let place = out.table.number(self.position, row);
                (place.unwrap_or(rust_decimal::Decimal::MAX), self.image.of(row))
            })
            .collect();
        images.sort_by_key(|(place, _)| *place);
        images.into_iter().for_each(|(_, address)| product.image(address));
    }

    /// A row with a picture only has neither a price nor a choice.
    fn has_variant(&self, row: &Row) -> bool {
        let is_filled = |place: Place| !place.of(row).is_empty();
        is_filled(self.price)
            || is_filled(self.sku)
            || self.options.iter().any(|option| is_filled(option.value))
    }

    fn has_no_options(&self, row: &Row) -> bool {
        self.options.iter().all(|option| {
            let value = option.value.of(row);
            value.is_empty() || value.eq_ignore_ascii_case(NO_OPTION)
        })
    }

    /// The names of the options stand in one row only.
    fn option_names(&self, rows: &[Row]) -> Vec<String> {
        let name = |(at, option): (usize, &Choice)| {
            let written = rows.iter().map(|row| option.name.of(row)).find(|name| !name.is_empty());
            written.map_or_else(|| format!("Option {}", at + 1), str::to_owned)
        };
        self.options.iter().enumerate().map(name).collect()
    }

    fn variation(
        &self,
        at: usize,
        row: &Row,
        head: &Row,
        names: &[String],
        out: &mut Out<'_>,
    ) -> Variation {
        let mut variation = Variation {
            line: row.line,
            row: at,
            is_virtual: self.is_virtual(row, head),
            image: self.variant_image.of(row).to_owned(),
            ..Variation::default()
        };
        let options = self.options.iter().zip(names);
        for (option, name) in options.filter(|(option, _)| !option.value.of(row).is_empty()) {
            variation.choices.push((name.clone(), option.value.of(row).to_owned()));
        }
        self.sold(row, &mut variation.cells, out);
        variation
    }

    fn is_virtual(&self, row: &Row, head: &Row) -> bool {
        truth::parse(self.ships.of(row)) == Some(false)
            || truth::parse(self.gift_card.of(head)) == Some(true)
    }

    /// What belongs to whatever is sold: the product itself, or each of its variations.
    fn sold(&self, row: &Row, cells: &mut Cells, out: &mut Out<'_>) {
        cells.set(Column::Sku, without_apostrophe(self.sku.of(row)));
        cells.set(Column::Gtin, without_apostrophe(self.barcode.of(row)));
        let (price, before) =
            (out.table.number(self.price, row), out.table.number(self.before, row));
        let is_sale = matches!((price, before), (Some(price), Some(before)) if before > price);
        let before = is_sale.then(|| out.table.number_text(self.before, row));
        cells.price(out.table.number_text(self.price, row), before);
        if let Some(grams) = out.table.number(self.grams, row).filter(|grams| !grams.is_zero()) {
            cells.set(Column::Weight, format!("{} g", grams.normalize()));
        }
        self.stock(row, cells, out);
        match truth::parse(self.taxable.of(row)) {
            Some(true) => cells.set(Column::TaxStatus, "taxable"),
            Some(false) => cells.set(Column::TaxStatus, "none"),
            None => {}
        }
    }

    fn stock(&self, row: &Row, cells: &mut Cells, out: &Out<'_>) {
        let is_counted = !self.tracker.of(row).is_empty();
        if is_counted {
            cells.set(Column::Stock, out.table.number_text(self.quantity, row));
        } else if self.tracker.is_there() && self.has_variant(row) {
            cells.set(Column::Stock, "unlimited");
        } else if !self.tracker.is_there() {
            cells.set(Column::Stock, out.table.number_text(self.quantity, row));
        }
        let policy = self.policy.of(row);
        let sells_on = match policy.to_ascii_lowercase().as_str() {
            "continue" => Some(true),
            "deny" => Some(false),
            _ => truth::parse(policy),
        };
        if let Some(sells_on) = sells_on {
            cells.set(Column::Backorders, if sells_on { "notify" } else { "0" });
        }
    }
}

/// Without the sign that keeps spreadsheets from taking digits for a number.
pub(super) fn without_apostrophe(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => digits,
        _ => text,
    }
}

#[cfg(test)]
mod tests;
