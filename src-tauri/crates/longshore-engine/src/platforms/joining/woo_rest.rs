//! What WooCommerce's REST interface answers for products and variations, kept as a file.

use std::collections::HashSet;

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    product::{Attribute, Cells, Kind, Product, Variation},
};
use crate::{platforms::woocommerce::export::published, row::Row, truth};

pub(super) struct WooRest {
    id: Place,
    parent: Place,
    kind: Place,
    plain: Vec<(Column, Place)>,
    status: Place,
    featured: Place,
    manages: Place,
    is_virtual: Place,
    is_downloadable: Place,
    categories: Vec<Place>,
    tags: Vec<Place>,
    brands: Vec<Place>,
    images: Vec<Place>,
    attributes: Vec<Offered>,
    /// The numbers of a product's variations.
    numbers: Vec<Place>,
    /// The variations, where they lie in their products.
    inside: Vec<WooRest>,
    /// The variations, where they are in a file of their own.
    beside: Option<Box<WooRest>>,
}

struct Offered {
    name: Place,
    options: Vec<Place>,
    option: Place,
    visible: Place,
}

/// What a file of variations says of them.
const OF_VARIATIONS: &[Column] = &[
    Column::Sku,
    Column::Gtin,
    Column::Published,
    Column::Description,
    Column::RegularPrice,
    Column::SalePrice,
    Column::SaleFrom,
    Column::SaleTo,
    Column::Stock,
    Column::InStock,
    Column::LowStock,
    Column::Backorders,
    Column::TaxClass,
    Column::ShippingClass,
    Column::Weight,
    Column::Length,
    Column::Width,
    Column::Height,
    Column::Images,
];

impl WooRest {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let mut whole = Self::of(table, "");
        for own in table.parts("variations") {
            whole.inside.push(Self::of(table, &format!("{own}.")));
        }
        whole.numbers = table.repeated("variations");
        whole.numbers.iter().for_each(|place| table.mark(*place));
        whole
    }

    /// Where something of a record stands; `before` is what its columns begin with.
    fn of(table: &mut Table, before: &str) -> Self {
        let named = |name: &str| format!("{before}{name}");
        let plain = [
            (Column::Sku, "sku"),
            (Column::Gtin, "global_unique_id"),
            (Column::Name, "name"),
            (Column::Slug, "slug"),
            (Column::Visibility, "catalog_visibility"),
            (Column::ShortDescription, "short_description"),
            (Column::Description, "description"),
            (Column::SaleFrom, "date_on_sale_from"),
            (Column::SaleTo, "date_on_sale_to"),
            (Column::TaxStatus, "tax_status"),
            (Column::TaxClass, "tax_class"),
            (Column::InStock, "stock_status"),
            (Column::Stock, "stock_quantity"),
            (Column::LowStock, "low_stock_amount"),
            (Column::Backorders, "backorders"),
            (Column::Weight, "weight"),
            (Column::Length, "dimensions.length"),
            (Column::Width, "dimensions.width"),
            (Column::Height, "dimensions.height"),
            (Column::RegularPrice, "regular_price"),
            (Column::SalePrice, "sale_price"),
            (Column::ExternalUrl, "external_url"),
            (Column::ButtonText, "button_text"),
            (Column::Position, "menu_order"),
            (Column::ShippingClass, "shipping_class"),
        ];
        let plain =
            plain.map(|(column, name)| (column, table.take(column, &[&named(name)]))).to_vec();
        let mut attributes = Vec::new();
        for own in table.parts(&named("attributes")) {
            let offered = Offered {
                name: table.take_attribute(&[&format!("{own}.name")]),
                option: table.take_attribute(&[&format!("{own}.option")]),
                visible: table.take_attribute(&[&format!("{own}.visible")]),
                options: table.repeated(&format!("{own}.options")),
            };
            offered.options.iter().for_each(|place| table.note_attribute(*place));
            attributes.push(offered);
        }
        let mut listed = |column: Column, list: &str, part: &str| -> Vec<Place> {
            let all: Vec<String> =
                table.parts(&named(list)).iter().map(|own| format!("{own}.{part}")).collect();
            all.iter().map(|name| table.take(column, &[name])).filter(|at| at.is_there()).collect()
        };
        let categories = listed(Column::Categories, "categories", "name");
        let tags = listed(Column::Tags, "tags", "name");
        let brands = listed(Column::Brands, "brands", "name");
        let mut images = listed(Column::Images, "images", "src");
        images.extend(listed(Column::Images, "image", "src"));
        Self {
            id: table.take(Column::Id, &[&named("id")]),
            parent: table.take(Column::Parent, &[&named("parent_id")]),
            kind: table.take(Column::Type, &[&named("type")]),
            status: table.take(Column::Published, &[&named("status")]),
            featured: table.take(Column::Featured, &[&named("featured")]),
            manages: table.take(Column::Stock, &[&named("manage_stock")]),
            is_virtual: table.take(Column::Type, &[&named("virtual")]),
            is_downloadable: table.take(Column::Type, &[&named("downloadable")]),
            plain,
            categories,
            tags,
            brands,
            images,
            attributes,
            numbers: Vec::new(),
            inside: Vec::new(),
            beside: None,
        }
    }

    fn is_variation(&self, row: &Row) -> bool {
        self.kind.of(row) == "variation" || self.parent(row).is_some()
    }

    /// The number of the product of a variation, which older shops do not say.
    fn parent<'r>(&self, row: &'r Row) -> Option<&'r str> {
        Some(self.parent.of(row)).filter(|parent| !matches!(*parent, "" | "0"))
    }

    /// To which product a variation belongs: that of its number, else the one that has it among its own.
    fn owner<'r>(&self, row: &'r Row) -> Belongs<'r> {
        match self.parent(row).unwrap_or_else(|| self.id.of(row)) {
            "" => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(key.into()),
        }
    }

    fn numbers<'r>(&self, row: &'r Row) -> impl Iterator<Item = &'r str> {
        let cells: Vec<&str> = self.numbers.iter().map(|place| place.of(row)).collect();
        let numbers = cells.into_iter().flat_map(|cell| cell.split([',', ';', '|']));
        numbers.map(str::trim).filter(|number| !number.is_empty())
    }
}

impl Grammar for WooRest {
    fn belongs<'r>(&self, row: &'r Row, claim: &mut dyn FnMut(&str)) -> Belongs<'r> {
        self.numbers(row).for_each(claim);
        self.owner(row)
    }

    fn take_beside(&mut self, platform: &str, table: &mut Table) -> Option<&'static [Column]> {
        let beside = WooRest::new(table, &mut Notices::default());
        let is_told = beside.parent.is_there() || !self.numbers.is_empty();
        if platform != "woocommerce_rest" || !is_told {
            return None;
        }
        self.beside = Some(Box::new(beside));
        Some(OF_VARIATIONS)
    }

    fn belongs_beside<'r>(&self, row: &'r Row) -> Belongs<'r> {
        match &self.beside {
            Some(beside) => beside.owner(row),
            None => Belongs::Nowhere("rows_without_name"),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let numbers: HashSet<&str> = rows.iter().flat_map(|row| self.numbers(row)).collect();
        let is_part = |row: &Row| self.is_variation(row) || numbers.contains(self.id.of(row));
        let Some(head) = rows.iter().position(|row| !is_part(row)) else {
            return out.notices.say_times("variants_of_unknown_products", rows.len() as u64);
        };
        let row = &rows[head];
        let mut product = Product {
            key: self.id.of(row).to_owned(),
            line: row.line,
            row: head,
            is_virtual: truth::parse(self.is_virtual.of(row)) == Some(true),
            is_downloadable: truth::parse(self.is_downloadable.of(row)) == Some(true),
            may_be_alike: true,
            ..Product::default()
        };
        product.kind = match self.kind.of(row) {
            "variable" => Kind::Variable,
            "grouped" => Kind::Grouped,
            "external" => Kind::External,
            _ => Kind::Simple,
        };
        self.plain(row, &mut product.cells);
        if product.kind == Kind::Variable {
            for column in [Column::RegularPrice, Column::SalePrice] {
                product.cells.clear(column);
            }
        }
        for place in &self.categories {
            product.category([place.of(row)]);
        }
        self.tags.iter().for_each(|place| product.tag(place.of(row)));
        self.brands.iter().for_each(|place| product.brand(place.of(row)));
        self.images.iter().for_each(|place| product.image(place.of(row)));
        for offered in &self.attributes {
            let values = offered.options.iter().map(|place| place.of(row).to_owned());
            let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
            if !offered.name.of(row).is_empty() && !values.is_empty() {
                product.attributes.push(Attribute {
                    name: offered.name.of(row).to_owned(),
                    values,
                    is_hidden: truth::parse(offered.visible.of(row)) == Some(false),
                });
            }
        }
        let mut there: HashSet<&str> = HashSet::new();
        for at in (0..rows.len()).filter(|at| *at != head && is_part(&rows[*at])) {
            there.insert(self.id.of(&rows[at]));
            product.vary(self.variation(&rows[at], at));
        }
        for inside in self.inside.iter().filter(|inside| inside.says_something(row)) {
            product.vary(inside.variation(row, head));
        }
        if let Some(beside) = &self.beside {
            for own in out.beside {
                there.insert(beside.id.of(own));
                let mut variation = beside.variation(own, head);
                variation.cells.keep(OF_VARIATIONS);
                variation.line = row.line;
                product.vary(variation);
            }
        }
        let missing = self.numbers(row).filter(|number| !there.contains(number)).count();
        if missing > 0 {
            const CODE: &str = "variations_are_numbers";
            out.notices.say_times(CODE, missing as u64);
            out.notices.list_in(CODE, "example", self.named(row), 1);
        } else if product.variations.is_empty() && product.kind == Kind::Variable {
            out.notices.say("choices_without_variations");
        }
        // A variation without a SKU is answered with its product's.
        let sku = product.cells.get(Column::Sku).to_owned();
        for variation in product.variations.iter_mut().filter(|_| !sku.is_empty()) {
            if variation.cells.get(Column::Sku) == sku {
                variation.cells.clear(Column::Sku);
            }
        }
        out.products.push(product);
    }
}

impl WooRest {
    /// By what a merchant knows a product.
    fn named<'r>(&self, row: &'r Row) -> &'r str {
        let sku = self.plain.iter().find(|(column, _)| *column == Column::Sku);
        let name = self.plain.iter().find(|(column, _)| *column == Column::Name);
        let cells = [name, sku].into_iter().flatten().map(|(_, place)| place.of(row));
        cells.chain([self.id.of(row)]).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Whether there is such a variation in a product; some have more of them than others.
    fn says_something(&self, row: &Row) -> bool {
        let plain = self.plain.iter().map(|(_, place)| place);
        let choices = self.attributes.iter().map(|offered| &offered.option);
        plain.chain(choices).chain([&self.id]).any(|place| !place.of(row).is_empty())
    }

    /// What a row says of a variation; `at` is the row whose other columns come along.
    fn variation(&self, own: &Row, at: usize) -> Variation {
        let mut variation = Variation {
            line: own.line,
            row: at,
            is_virtual: truth::parse(self.is_virtual.of(own)) == Some(true),
            is_downloadable: truth::parse(self.is_downloadable.of(own)) == Some(true),
            ..Variation::default()
        };
        self.plain(own, &mut variation.cells);
        for column in [Column::Name, Column::Slug, Column::ShortDescription] {
            variation.cells.clear(column);
        }
        let image = self.images.iter().map(|place| place.of(own)).find(|src| !src.is_empty());
        variation.image = image.unwrap_or_default().to_owned();
        for offered in &self.attributes {
            if !offered.name.of(own).is_empty() {
                let choice = (offered.name.of(own).to_owned(), offered.option.of(own).to_owned());
                variation.choices.push(choice);
            }
        }
        variation
    }

    fn plain(&self, row: &Row, cells: &mut Cells) {
        for (column, place) in &self.plain {
            cells.set(*column, place.of(row));
        }
        cells.set(Column::Published, published(self.status.of(row)));
        if let Some(is_featured) = truth::parse(self.featured.of(row)) {
            cells.set(Column::Featured, if is_featured { "1" } else { "0" });
        }
        match self.manages.of(row) {
            "parent" => cells.set(Column::Stock, "parent"),
            other if truth::parse(other) == Some(false) => cells.set(Column::Stock, "unlimited"),
            _ => {}
        }
        // The store writes words where its own export writes numbers.
        let status = match cells.get(Column::InStock) {
            "instock" => "1",
            "outofstock" => "0",
            "onbackorder" => "backorder",
            other => other,
        };
        cells.set(Column::InStock, status.to_owned());
        let backorders = match cells.get(Column::Backorders) {
            "yes" => "1",
            "no" => "0",
            other => other,
        };
        cells.set(Column::Backorders, backorders.to_owned());
    }
}

#[cfg(test)]
mod tests;
