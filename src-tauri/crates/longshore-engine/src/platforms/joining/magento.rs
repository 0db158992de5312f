//! Magento 2: every row is a product; configurable ones name the simple ones that they come in by their SKUs.

use std::collections::{BTreeMap, HashMap};

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    product::{Cells, Kind, Product, Variation},
};
use crate::row::Row;

pub(super) struct Magento {
    sku: Place,
    store_view: Place,
    kind: Place,
    categories: Place,
    name: Place,
    description: Place,
    short: Place,
    weight: Place,
    online: Place,
    tax_class: Place,
    visibility: Place,
    price: Place,
    special: Place,
    special_from: Place,
    special_to: Place,
    slug: Place,
    meta_title: Place,
    meta_description: Place,
    images: Vec<Place>,
    more_images: Place,
    attributes: Place,
    quantity: Place,
    in_stock: Place,
    manages: Place,
    manages_as_configured: Place,
    backorders: Place,
    upsells: Place,
    cross_sells: Place,
    custom_options: Place,
    bundle: Place,
    grouped: Place,
    variations: Place,
    variation_labels: Place,
    /// By the SKUs of variations, in small letters, those of the products that come in them.
    parents: HashMap<String, String>,
}

/// Attributes that say how Magento works, not what a product is; what its shop pays for it is no buyer's business.
const INNER: &[&str] = &[
    "cost",
    "has_options",
    "required_options",
    "quantity_and_stock_status",
    "msrp",
    "msrp_display_actual_price_type",
    "gift_message_available",
    "gift_wrapping_available",
    "gift_wrapping_price",
    "is_returnable",
    "minimal_price",
    "options_container",
    "page_layout",
    "custom_layout",
    "url_path",
    "links_purchased_separately",
    "samples_title",
    "links_title",
    "shipment_type",
    "price_view",
    "sku_type",
    "weight_type",
    "price_type",
    "tax_class_id",
    "ts_dimensions_length",
    "ts_dimensions_width",
    "ts_dimensions_height",
];

const GTIN: &[&str] = &["gtin", "ean", "ean13", "upc", "barcode", "isbn", "gtin13"];
const BRAND: &[&str] = &["manufacturer", "brand", "marke"];

impl Magento {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let images = ["base_image", "small_image", "thumbnail_image", "swatch_image"]
            .map(|name| table.take(Column::Images, &[name]));
        let magento = Self {
            sku: table.take(Column::Sku, &["sku"]),
            store_view: table.know(&["store_view_code"]),
            kind: table.take(Column::Type, &["product_type"]),
            categories: table.take(Column::Categories, &["categories"]),
            name: table.take(Column::Name, &["name"]),
            description: table.take(Column::Description, &["description"]),
            short: table.take(Column::ShortDescription, &["short_description"]),
            weight: table.take(Column::Weight, &["weight"]),
            online: table.take(Column::Published, &["product_online"]),
            tax_class: table.take(Column::TaxStatus, &["tax_class_name"]),
            visibility: table.take(Column::Visibility, &["visibility"]),
            price: table.take(Column::RegularPrice, &["price"]),
            special: table.take(Column::SalePrice, &["special_price"]),
            special_from: table.take(Column::SaleFrom, &["special_price_from_date"]),
            special_to: table.take(Column::SaleTo, &["special_price_to_date"]),
            slug: table.take(Column::Slug, &["url_key"]),
            meta_title: table.take(Column::SeoTitle, &["meta_title"]),
            meta_description: table.take(Column::SeoDescription, &["meta_description"]),
            images: images.to_vec(),
            more_images: table.take(Column::Images, &["additional_images"]),
            attributes: table.take_attribute(&["additional_attributes"]),
            quantity: table.take(Column::Stock, &["qty"]),
            in_stock: table.take(Column::InStock, &["is_in_stock"]),
            manages: table.take(Column::Stock, &["manage_stock"]),
            manages_as_configured: table.take(Column::Stock, &["use_config_manage_stock"]),
            backorders: table.take(Column::Backorders, &["allow_backorders"]),
            upsells: table.take(Column::Upsells, &["upsell_skus"]),
            cross_sells: table.take(Column::CrossSells, &["crosssell_skus"]),
            custom_options: table.know(&["custom_options"]),
            bundle: table.take(Column::Grouped, &["bundle_values"]),
            grouped: table.take(Column::Grouped, &["associated_skus"]),
            variations: table.take(Column::Parent, &["configurable_variations"]),
            variation_labels: table.take_attribute(&["configurable_variation_labels"]),
            parents: HashMap::new(),
        };
        table.note(Column::Id, magento.sku);
        table.note(Column::Gtin, magento.attributes);
        table.note(Column::Brands, magento.attributes);
        table.note_attribute(magento.variations);
        magento
    }
}

impl Grammar for Magento {
    fn belongs<'r>(&self, row: &'r Row, claim: &mut dyn FnMut(&str)) -> Belongs<'r> {
        let sku = self.sku.of(row);
        if sku.is_empty() {
            return Belongs::Before;
        }
        if !self.store_view.of(row).is_empty() && self.kind.of(row).is_empty() {
            return Belongs::Nowhere("translations_passed_over");
        }
        self.varied(row).for_each(|part| claim(&part));
        Belongs::To(sku.to_lowercase().into())
    }

    fn look(&mut self, row: &Row) {
        let sku = self.sku.of(row);
        if !sku.is_empty() {
            let parts: Vec<String> = self.varied(row).collect();
            for part in parts {
                self.parents.entry(part).or_insert_with(|| sku.to_owned());
            }
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let is_configurable = |row: &Row| {
            self.kind.of(row).eq_ignore_ascii_case("configurable")
                || !self.variations.of(row).is_empty()
        };
        let head = rows.iter().position(is_configurable).or_else(|| {
            // Of rows with the same SKU the first counts.
            rows.iter().position(|row| !self.sku.of(row).is_empty())
        });
        let Some(head) = head else { return };
        let row = &rows[head];
        let mut product = self.product(row, out);
        (product.line, product.row) = (row.line, head);
        self.of_kind(row, &mut product, out);
        if is_configurable(row) {
            self.vary(head, rows, &mut product, out);
        }
        out.products.push(product);
    }
}

impl Magento {
    fn product(&self, row: &Row, out: &mut Out<'_>) -> Product {
        let mut product = Product { key: self.sku.of(row).to_lowercase(), ..Product::default() };
        let cells = &mut product.cells;
        cells.set(Column::Name, self.name.of(row));
        cells.set(Column::Slug, self.slug.of(row));
        cells.set(Column::Description, self.description.of(row));
        cells.set(Column::ShortDescription, self.short.of(row));
        cells.set(Column::SeoTitle, self.meta_title.of(row));
        cells.set(Column::SeoDescription, self.meta_description.of(row));
        if !(cells.get(Column::SeoTitle).is_empty() && cells.get(Column::SeoDescription).is_empty())
        {
            out.notices.say("seo_for_yoast");
        }
        cells.set(Column::Published, online(self.online.of(row)));
        cells.set(Column::Visibility, visibility(self.visibility.of(row)));
        for path in pieces(self.categories.of(row), ',') {
            let names = levels(&path);
            if let [root, rest @ ..] = names.as_slice() {
                out.notices.say_with("root_category_stripped", &[("category", root)]);
                product.category(rest.iter().map(String::as_str));
            }
        }
        for image in &self.images {
            product_image(&mut product, image.of(row), out);
        }
        for image in self.more_images.of(row).split(',') {
            product_image(&mut product, image, out);
        }
        let skus = |place: Place| place.of(row).split(',').map(|sku| sku.trim().to_owned());
        product.upsells = self.linked(row, skus(self.upsells), out);
        product.cross_sells = self.linked(row, skus(self.cross_sells), out);
        for (code, value) in pairs(self.attributes.of(row)) {
            let values = value.split('|').map(str::trim).filter(|value| !value.is_empty());
            match code.to_lowercase().as_str() {
                code if INNER.contains(&code) => {}
                code if GTIN.contains(&code) => product.cells.set(Column::Gtin, value.as_str()),
                code if BRAND.contains(&code) => product.brand(&value),
                code => values.for_each(|value| product.attribute(&label(code), value)),
            }
        }
        if !self.custom_options.of(row).is_empty() {
            out.notices.say("custom_options_left_out");
        }
        product
    }

    /// The SKUs, in small letters, of the simple products that a configurable one comes in.
    fn varied<'r>(&self, row: &'r Row) -> impl Iterator<Item = String> + use<'r> {
        let own = self.sku.of(row);
        let all = self.variations.of(row).split('|').flat_map(pairs);
        let is_part =
            move |(name, sku): &(String, String)| name == "sku" && !sku.eq_ignore_ascii_case(own);
        all.filter(is_part).map(|(_, sku)| sku.to_lowercase())
    }

    /// The products that a product names, each once. A variation stands for its product: a shop links no others.
    fn linked(
        &self,
        row: &Row,
        skus: impl Iterator<Item = String>,
        out: &mut Out<'_>,
    ) -> Vec<String> {
        let own = self.sku.of(row);
        let mut all: Vec<String> = Vec::new();
        for sku in skus.filter(|sku| !sku.is_empty()) {
            let parent = self.parents.get(&sku.to_lowercase());
            if parent.is_some() {
                out.notices.say("links_to_variations");
            }
            let sku = parent.cloned().unwrap_or(sku);
            if !all.contains(&sku) && !sku.eq_ignore_ascii_case(own) {
                all.push(sku);
            }
        }
        all
    }

    /// What depends on the type of the product.
    fn of_kind(&self, row: &Row, product: &mut Product, out: &mut Out<'_>) {
        match self.kind.of(row).to_ascii_lowercase().as_str() {
            "grouped" => {
                product.kind = Kind::Grouped;
                // `sku=quantity`; a group of a shop has no quantities.
                let skus = pairs(self.grouped.of(row)).into_iter().map(|(sku, _)| sku);
                product.grouped = self.linked(row, skus, out);
            }
            "bundle" => {
                out.notices.say("bundles_as_groups");
                product.kind = Kind::Grouped;
                let options = self.bundle.of(row).split('|');
                let sku = |option| pairs(option).into_iter().find(|(name, _)| name == "sku");
                let skus = options.filter_map(sku).map(|(_, sku)| sku);
                product.grouped = self.linked(row, skus, out);
            }
            "configurable" => {}
            kind => {
                product.is_virtual = matches!(kind, "virtual" | "downloadable");
                if kind == "downloadable" {
                    product.is_downloadable = true;
                    out.notices.say("downloads_not_in_file");
                }
                self.sold(row, product.is_virtual, &mut product.cells, out);
                return;
            }
        }
        product.cells.set(Column::Sku, self.sku.of(row));
        self.taxed(row, &mut product.cells);
    }

    fn vary(&self, head: usize, rows: &[Row], product: &mut Product, out: &mut Out<'_>) {
        let row = &rows[head];
        let labels: BTreeMap<String, String> =
            pairs(self.variation_labels.of(row)).into_iter().collect();
        // What varies is no property of the product beside.
        let own = std::mem::take(&mut product.attributes);
        for part in self.variations.of(row).split('|').filter(|part| !part.trim().is_empty()) {
            let pairs = pairs(part);
            let sku = pairs.iter().find(|(name, _)| name == "sku").map(|(_, sku)| sku.as_str());
            let sku = sku.unwrap_or_default();
            let at = rows.iter().position(|row| self.sku.of(row).eq_ignore_ascii_case(sku));
            let mut variation = Variation { line: row.line, row: head, ..Variation::default() };
            variation.cells.set(Column::Sku, sku);
            for (code, value) in pairs.iter().filter(|(code, _)| code != "sku") {
                let label = labels.get(code).cloned().unwrap_or_else(|| label(code));
                variation.choices.push((label, value.clone()));
            }
            match at.filter(|at| *at != head) {
                Some(at) => self.child(at, &rows[at], &mut variation, out),
                None => out.notices.say("variations_without_row"),
            }
            product.vary(variation);
        }
        for attribute in own {
            let is_new = |value: &&String| !value.is_empty();
            if !product.attributes.iter().any(|known| known.name == attribute.name) {
                let values = attribute.values.iter().filter(is_new);
                values.for_each(|value| product.attribute(&attribute.name, value));
            }
        }
        product.kind = Kind::Variable;
    }

    /// A simple product that is one of those that another one comes in.
    fn child(&self, at: usize, row: &Row, variation: &mut Variation, out: &mut Out<'_>) {
        (variation.line, variation.row) = (row.line, at);
        variation.is_virtual = self.kind.of(row).eq_ignore_ascii_case("virtual");
        self.sold(row, variation.is_virtual, &mut variation.cells, out);
        variation.cells.set(Column::Published, online(self.online.of(row)));
        let image = self.images.iter().map(|image| image.of(row)).find(|image| !image.is_empty());
        variation.image = image.and_then(|image| out.image(image)).unwrap_or_default();
        for (code, value) in pairs(self.attributes.of(row)) {
            if GTIN.contains(&code.to_lowercase().as_str()) {
                variation.cells.set(Column::Gtin, value);
            }
        }
    }

    fn sold(&self, row: &Row, is_virtual: bool, cells: &mut Cells, out: &mut Out<'_>) {
        cells.set(Column::Sku, self.sku.of(row));
        cells.set(Column::RegularPrice, out.table.number_text(self.price, row));
        cells.set(Column::SalePrice, out.table.number_text(self.special, row));
        if !cells.get(Column::SalePrice).is_empty() {
            cells.set(Column::SaleFrom, self.special_from.of(row));
            cells.set(Column::SaleTo, self.special_to.of(row));
        }
        self.taxed(row, cells);
        let weight = out.table.number(self.weight, row).filter(|weight| !weight.is_zero());
        if let Some(weight) = weight.filter(|_| !is_virtual) {
            out.notices.say("weight_unit_not_in_file");
            cells.set(Column::Weight, weight.normalize().to_string());
        }
        let is_counted = self.manages.of(row) != "0" || self.manages_as_configured.of(row) == "1";
        match (is_counted, out.table.number(self.quantity, row)) {
            (true, Some(quantity)) => {
                cells.set(Column::Stock, quantity.trunc().normalize().to_string());
            }
            (true, None) => cells.set(Column::Stock, self.quantity.of(row)),
            (false, _) => cells.set(Column::Stock, "unlimited"),
        }
        if cells.get(Column::Stock).is_empty() || !is_counted {
            cells.set(Column::InStock, self.in_stock.of(row));
        }
        cells.set(
            Column::Backorders,
            match self.backorders.of(row) {
                "0" => "0",
                "1" => "1",
                "2" => "notify",
                _ => "",
            },
        );
    }

    fn taxed(&self, row: &Row, cells: &mut Cells) {
        match self.tax_class.of(row).to_ascii_lowercase().as_str() {
            "" => {}
            "none" | "0" => cells.set(Column::TaxStatus, "none"),
            _ => cells.set(Column::TaxStatus, "taxable"),
        }
    }
}

fn online(text: &str) -> &'static str {
    match text {
        "1" => "1",
        "2" | "0" => "-1",
        _ => "",
    }
}

fn visibility(text: &str) -> &'static str {
    match text.to_ascii_lowercase().replace(' ', "").as_str() {
        "catalog,search" => "visible",
        "catalog" => "catalog",
        "search" => "search",
        "notvisibleindividually" => "hidden",
        _ => "",
    }
}

fn product_image(product: &mut Product, text: &str, out: &mut Out<'_>) {
    if let Some(address) = out.image(text) {
        product.image(&address);
    }
}

/// `code=value,code=value`; a comma belongs to a value where no `code=` follows, and within quotes.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for piece in pieces(text, ',') {
        // Around a pair, quotes keep its commas.
        let whole = piece.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let piece = whole.filter(|whole| whole.contains('=')).unwrap_or(&piece);
        let (name, value) = match piece.split_once('=') {
            Some((name, value)) if is_code(name) => (name.trim().to_owned(), value),
            _ => {
                if let Some((_, before)) = all.last_mut() {
                    before.push(',');
                    before.push_str(piece);
                }
                continue;
            }
        };
        let value = value.trim();
        let value =
            value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
        all.push((name, value.replace("\"\"", "\"")));
    }
    all
}

fn is_code(text: &str) -> bool {
    let text = text.trim();
    // SKUs stand before a quantity, so nearly all signs are possible but blanks.
    !text.is_empty() && text.len() <= 100 && !text.contains(char::is_whitespace)
}

/// The levels of a category; a slash behind a backslash is one of its name.
fn levels(path: &str) -> Vec<String> {
    let mut levels = vec![String::new()];
    let mut letters = path.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, levels.last_mut()) {
            ('\\', Some(level)) if letters.next_if_eq(&'/').is_some() => level.push('/'),
            ('/', _) => levels.push(String::new()),
            (letter, Some(level)) => level.push(letter),
            (_, None) => {}
        }
    }
    levels.iter().map(|level| level.trim().to_owned()).collect()
}

/// The pieces of a list; a sign within quotes is none of its own.
fn pieces(text: &str, sign: char) -> Vec<String> {
    let (mut all, mut piece, mut is_quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        if letter == '"' {
            is_quoted = !is_quoted;
        }
        if letter == sign && !is_quoted {
            all.push(std::mem::take(&mut piece));
        } else {
            piece.push(letter);
        }
    }
    all.push(piece);
    all.retain(|piece| !piece.trim().is_empty());
    all
}

/// `fashion_color` is `Fashion color`.
fn label(code: &str) -> String {
    let mut label = code.trim().replace('_', " ");
    if let Some(first) = label.chars().next() {
        let capital: String = first.to_uppercase().collect();
        label.replace_range(..first.len_utf8(), &capital);
    }
    label
}

#[cfg(test)]
mod tests;
