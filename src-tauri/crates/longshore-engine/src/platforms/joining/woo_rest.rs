//! What WooCommerce's REST interface answers for products and variations, kept as a file.

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
    /// The variations, where they are in a file of their own.
    beside: Option<Box<WooRest>>,
}

struct Offered {
    name: Place,
    options: Vec<Place>,
    option: Place,
    visible: Place,
}

impl WooRest {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
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
        let plain = plain.map(|(column, name)| (column, table.take(column, &[name]))).to_vec();
        let mut attributes = Vec::new();
        for own in table.parts("attributes") {
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
                table.parts(list).iter().map(|own| format!("{own}.{part}")).collect();
            all.iter().map(|name| table.take(column, &[name])).filter(|at| at.is_there()).collect()
        };
        let categories = listed(Column::Categories, "categories", "name");
        let tags = listed(Column::Tags, "tags", "name");
        let brands = listed(Column::Brands, "brands", "name");
        let mut images = listed(Column::Images, "images", "src");
        images.extend(listed(Column::Images, "image", "src"));
        Self {
            id: table.take(Column::Id, &["id"]),
            parent: table.take(Column::Parent, &["parent_id"]),
            kind: table.take(Column::Type, &["type"]),
            status: table.take(Column::Published, &["status"]),
            featured: table.take(Column::Featured, &["featured"]),
            manages: table.take(Column::Stock, &["manage_stock"]),
            is_virtual: table.take(Column::Type, &["virtual"]),
            is_downloadable: table.take(Column::Type, &["downloadable"]),
            plain,
            categories,
            tags,
            brands,
            images,
            attributes,
            beside: None,
        }
    }

    fn is_variation(&self, row: &Row) -> bool {
        self.kind.of(row) == "variation" || !matches!(self.parent.of(row), "" | "0")
    }
}

impl Grammar for WooRest {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        let key = if self.is_variation(row) { self.parent.of(row) } else { self.id.of(row) };
        match key {
            "" => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(key.into()),
        }
    }

    fn take_beside(&mut self, platform: &str, table: &mut Table) -> Option<&'static [Column]> {
        const MADE: &[Column] = &[
            Column::Sku,
            Column::Gtin,
            Column::Published,
            Column::RegularPrice,
            Column::SalePrice,
            Column::Stock,
            Column::InStock,
            Column::Weight,
            Column::Length,
            Column::Width,
            Column::Height,
            Column::Images,
        ];
        let beside = WooRest::new(table, &mut Notices::default());
        if platform != "woocommerce_rest" || !beside.parent.is_there() {
            return None;
        }
        self.beside = Some(Box::new(beside));
        Some(MADE)
    }

    fn belongs_beside<'r>(&self, row: &'r Row) -> Belongs<'r> {
        match self.beside.as_ref().map(|beside| beside.parent.of(row)).unwrap_or_default() {
            "" => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(key.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(head) = rows.iter().position(|row| !self.is_variation(row)) else {
            return out.notices.say_times("variants_of_unknown_products", rows.len() as u64);
        };
        let row = &rows[head];
        let mut product = Product {
            key: self.id.of(row).to_owned(),
            line: row.line,
            row: head,
            is_virtual: truth::parse(self.is_virtual.of(row)) == Some(true),
            is_downloadable: truth::parse(self.is_downloadable.of(row)) == Some(true),
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
        let is_own = |at: &usize| *at != head && self.is_variation(&rows[*at]);
        let variations: Vec<usize> = (0..rows.len()).filter(is_own).collect();
        if variations.is_empty() && out.beside.is_empty() && product.kind == Kind::Variable {
            out.notices.say("choices_without_variations");
        }
        for at in variations {
            product.vary(self.variation(&rows[at], at));
        }
        if let Some(beside) = &self.beside {
            for own in out.beside {
                let mut variation = beside.variation(own, head);
                variation.line = row.line;
                product.vary(variation);
            }
        }
        out.products.push(product);
    }
}

impl WooRest {
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
