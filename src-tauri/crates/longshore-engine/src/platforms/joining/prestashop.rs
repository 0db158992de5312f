//! PrestaShop: a row for each product, prices without tax.

use rust_decimal::Decimal;

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table, plain},
    product::{Cells, Kind, Product, Variation},
};
use crate::{row::Row, truth};

pub(super) struct Prestashop {
    id: Place,
    active: Place,
    name: Place,
    categories: Place,
    price: Place,
    /// With tax, where the file has it only so.
    gross: Place,
    on_sale_amount: Place,
    on_sale_percent: Place,
    sale_from: Place,
    sale_to: Place,
    reference: Place,
    manufacturer: Place,
    ean: Place,
    upc: Place,
    width: Place,
    height: Place,
    depth: Place,
    weight: Place,
    quantity: Place,
    low_stock: Place,
    visibility: Place,
    summary: Place,
    description: Place,
    tags: Place,
    meta_title: Place,
    meta_description: Place,
    slug: Place,
    images: Place,
    feature_list: Place,
    features: Vec<(Place, String)>,
    when_out_of_stock: Place,
    is_virtual: Place,
    combinations: Combinations,
}

/// The columns of the file with the combinations.
#[derive(Default)]
struct Combinations {
    product: Place,
    product_reference: Place,
    /// `Colour:Blue, Size:M`
    options: Place,
    /// `Colour:color:0, Size:radio:1` and `Blue:0, M:1`
    attributes: Place,
    values: Place,
    reference: Place,
    ean: Place,
    upc: Place,
    price: Place,
    quantity: Place,
    low_stock: Place,
    weight: Place,
    images: Place,
}

/// The category that is no category but the shop's front page.
const ROOTS: &[&str] = &["home", "root", "accueil", "inicio", "startseite", "strona główna"];

/// What the variations of a product say instead of it.
const OF_VARIATIONS: &[Column] = &[
    Column::RegularPrice,
    Column::SalePrice,
    Column::SaleFrom,
    Column::SaleTo,
    Column::Stock,
    Column::LowStock,
    Column::Backorders,
];

impl Prestashop {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let features: Vec<(Place, String)> = table
            .matching(|key| key.starts_with("feature:"))
            .into_iter()
            .filter_map(|(place, name)| {
                let (_, label) = name.split_once(':')?;
                Some((place, label.trim().to_owned())).filter(|(_, label)| !label.is_empty())
            })
            .collect();
        features.iter().for_each(|(place, _)| table.note_attribute(*place));
        let feature_list = table.find_bare(&["feature"]);
        table.note_attribute(feature_list);
        let mut shop = Self {
            id: table.take_bare(Column::Id, &["productid", "id"]),
            active: table.take_bare(Column::Published, &["active"]),
            name: table.take_bare(Column::Name, &["name"]),
            categories: table.take_bare(Column::Categories, &["categories"]),
            price: table
                .take_bare(Column::RegularPrice, &["pricetaxexcluded", "pricetaxexcl", "price"]),
            gross: Place::default(),
            on_sale_amount: table.take_bare(Column::SalePrice, &["discountamount"]),
            on_sale_percent: table.take_bare(Column::SalePrice, &["discountpercent"]),
            sale_from: table.take_bare(Column::SaleFrom, &["discountfrom"]),
            sale_to: table.take_bare(Column::SaleTo, &["discountto"]),
            reference: table.take_bare(Column::Sku, &["reference"]),
            manufacturer: table.take_bare(Column::Brands, &["manufacturer", "brand"]),
            ean: table.take_bare(Column::Gtin, &["ean13", "ean"]),
            upc: table.take_bare(Column::Gtin, &["upc"]),
            width: table.take_bare(Column::Width, &["width"]),
            height: table.take_bare(Column::Height, &["height"]),
            depth: table.take_bare(Column::Length, &["depth"]),
            weight: table.take_bare(Column::Weight, &["weight"]),
            quantity: table.take_bare(Column::Stock, &["quantity"]),
            low_stock: table.take_bare(Column::LowStock, &["lowstocklevel"]),
            visibility: table.take_bare(Column::Visibility, &["visibility"]),
            summary: table.take_bare(Column::ShortDescription, &["summary", "shortdescription"]),
            description: table.take_bare(Column::Description, &["description"]),
            tags: table.take_bare(Column::Tags, &["tags"]),
            meta_title: table.take_bare(Column::SeoTitle, &["metatitle", "meta-title"]),
            meta_description: table
                .take_bare(Column::SeoDescription, &["metadescription", "meta-description"]),
            slug: table.take_bare(Column::Slug, &["urlrewritten"]),
            images: table.take_bare(Column::Images, &["imageurls"]),
            when_out_of_stock: table.take_bare(Column::Backorders, &["outofstockaction"]),
            is_virtual: table.take_bare(Column::Type, &["virtualproduct"]),
            feature_list,
            features,
            combinations: Combinations::default(),
        };
        table.note(Column::Parent, shop.id);
        if !shop.price.is_there() {
            shop.gross =
                table.take_bare(Column::RegularPrice, &["pricetaxincluded", "pricetaxincl"]);
        }
        shop
    }
}

impl Grammar for Prestashop {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match self.key(row) {
            "" => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(key.into()),
        }
    }

    fn take_beside(&mut self, platform: &str, table: &mut Table) -> Option<&'static [Column]> {
        if platform != "prestashop_combinations" {
            return None;
        }
        self.combinations = Combinations {
            product: table.find_bare(&["productid"]),
            product_reference: table.find_bare(&["productreference"]),
            options: table.find_bare(&["options"]),
            attributes: table.find_bare(&["attribute"]),
            values: table.find_bare(&["value"]),
            reference: table.find_bare(&["reference"]),
            ean: table.find_bare(&["ean13", "ean"]),
            upc: table.find_bare(&["upc"]),
            price: table.find_bare(&["impactonprice", "price"]),
            quantity: table.find_bare(&["quantity"]),
            low_stock: table.find_bare(&["lowstocklevel"]),
            weight: table.find_bare(&["impactonweight", "weight"]),
            images: table.find_bare(&["imageurls"]),
        };
        const MADE: &[Column] = &[
            Column::Sku,
            Column::Gtin,
            Column::RegularPrice,
            Column::Stock,
            Column::LowStock,
            Column::Weight,
            Column::Images,
        ];
        Some(MADE)
    }

    fn belongs_beside<'r>(&self, row: &'r Row) -> Belongs<'r> {
        let own = &self.combinations;
        match (own.product.of(row), own.product_reference.of(row)) {
            ("", "") => Belongs::Nowhere("rows_without_name"),
            ("", reference) => Belongs::To(reference.into()),
            (id, _) => Belongs::To(id.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(row) = rows.first() else { return };
        out.notices.say_times("rows_twice", rows.len() as u64 - 1);
        let mut product =
            Product { key: self.key(row).to_owned(), line: row.line, ..Product::default() };
        self.texts(row, &mut product, out);
        self.prices(row, &mut product, out);
        let cells = &mut product.cells;
        cells.set(Column::Sku, self.reference.of(row));
        let ean = self.ean.of(row);
        cells.set(Column::Gtin, if ean.is_empty() { self.upc.of(row) } else { ean });
        for (column, place) in [
            (Column::Weight, self.weight),
            (Column::Width, self.width),
            (Column::Height, self.height),
            (Column::Length, self.depth),
        ] {
            if let Some(number) = out.table.number(place, row).filter(|size| !size.is_zero()) {
                out.notices.say("weight_unit_not_in_file");
                cells.set(column, plain(number));
            }
        }
        cells.set(Column::Stock, out.table.number_text(self.quantity, row));
        cells.set(Column::LowStock, out.table.number_text(self.low_stock, row));
        cells.set(
            Column::Backorders,
            match self.when_out_of_stock.of(row) {
                "0" => "0",
                "1" => "1",
                _ => "",
            },
        );
        product.is_virtual = truth::parse(self.is_virtual.of(row)) == Some(true);
        for own in out.beside {
            let variation = self.combination(own, row, &product, out);
            product.vary(variation);
        }
        if product.kind == Kind::Variable {
            for column in OF_VARIATIONS {
                product.cells.clear(*column);
            }
        }
        out.products.push(product);
    }
}

impl Prestashop {
    /// A combination costs what its product costs and its own part; so with the weight. It is reduced and ordered as
    /// its product is.
    fn combination(&self, row: &Row, of: &Row, product: &Product, out: &mut Out<'_>) -> Variation {
        let (own, table) = (&self.combinations, out.beside_table);
        let mut variation = Variation { line: product.line, ..Variation::default() };
        let cells = &mut variation.cells;
        cells.set(Column::Sku, own.reference.of(row));
        let ean = own.ean.of(row);
        cells.set(Column::Gtin, if ean.is_empty() { own.upc.of(row) } else { ean });
        let part = table.number(own.price, row).unwrap_or_default();
        let price = self.priced(of, part, out).unwrap_or_else(|| out.taxed(part));
        self.reduced(of, price, cells, out);
        cells.set(Column::Stock, table.number_text(own.quantity, row));
        let low = table.number_text(own.low_stock, row);
        cells.set(Column::LowStock, product.cells.get(Column::LowStock));
        cells.set(Column::LowStock, low);
        cells.set(Column::Backorders, product.cells.get(Column::Backorders));
        let weight: Option<Decimal> = product.cells.get(Column::Weight).parse().ok();
        let more = table.number(own.weight, row).filter(|more| !more.is_zero());
        if let Some(more) = more {
            cells.set(Column::Weight, plain(weight.unwrap_or_default() + more));
        }
        let address = own.images.of(row).split(',').next().unwrap_or_default();
        variation.image = out.image(address).unwrap_or_default();
        variation.choices = choices(own, row);
        variation
    }

    fn key<'r>(&self, row: &'r Row) -> &'r str {
        let all = [self.id, self.reference, self.name].map(|place| place.of(row));
        all.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn texts(&self, row: &Row, product: &mut Product, out: &mut Out<'_>) {
        let cells = &mut product.cells;
        cells.set(Column::Name, self.name.of(row));
        cells.set(Column::ShortDescription, self.summary.of(row));
        cells.set(Column::Description, self.description.of(row));
        cells.set(Column::Slug, self.slug.of(row));
        cells.set(Column::SeoTitle, self.meta_title.of(row));
        cells.set(Column::SeoDescription, self.meta_description.of(row));
        if !(cells.get(Column::SeoTitle).is_empty() && cells.get(Column::SeoDescription).is_empty())
        {
            out.notices.say("seo_for_yoast");
        }
        match truth::parse(self.active.of(row)) {
            Some(true) => cells.set(Column::Published, "1"),
            Some(false) => cells.set(Column::Published, "-1"),
            None => {}
        }
        cells.set(
            Column::Visibility,
            match self.visibility.of(row).to_ascii_lowercase().as_str() {
                "both" => "visible",
                "catalog" => "catalog",
                "search" => "search",
                "none" => "hidden",
                _ => "",
            },
        );
        product.brand(self.manufacturer.of(row));
        self.tags.of(row).split(',').for_each(|tag| product.tag(tag));
        for address in self.images.of(row).split(',') {
            if let Some(address) = out.image(address) {
                // The back office lists pictures as it shows them; the same address without the size has the original.
                product.image(&address.replace("-small_default", ""));
            }
        }
        for category in self.categories.of(row).split(',').map(str::trim) {
            let (first, rest) = category.split_once('/').unwrap_or((category, ""));
            let first = first.trim();
            if ROOTS.contains(&first.to_lowercase().as_str()) {
                out.notices.say_with("root_category_stripped", &[("category", first)]);
                product.category(rest.split('/'));
            } else if !category.is_empty() && category.bytes().all(|byte| byte.is_ascii_digit()) {
                out.notices.say("categories_are_numbers");
            } else {
                product.category(category.split('/'));
            }
        }
        for (place, label) in &self.features {
            product.attribute(label, place.of(row));
        }
        // `Name:Value:Position, Name:Value`
        for feature in self.feature_list.of(row).split(',') {
            let mut parts = feature.split(':');
            if let (Some(name), Some(value)) = (parts.next(), parts.next()) {
                product.attribute(name, value);
            }
        }
    }

    fn prices(&self, row: &Row, product: &mut Product, out: &mut Out<'_>) {
        let Some(price) = self.priced(row, Decimal::ZERO, out) else {
            product.cells.set(Column::RegularPrice, self.price.of(row));
            return;
        };
        if self.price.is_there() && out.settings.add_tax.is_none() {
            out.notices.ask("prices_without_tax", "add_tax");
        }
        self.reduced(row, price, &mut product.cells, out);
    }

    /// The price of a product and what comes to it without tax, as the shop is to have them.
    fn priced(&self, row: &Row, more: Decimal, out: &Out<'_>) -> Option<Decimal> {
        match out.table.number(self.price, row) {
            Some(net) => Some(out.taxed(net.checked_add(more).unwrap_or(net))),
            None => out.table.number(self.gross, row)?.checked_add(out.taxed(more)),
        }
    }

    /// A price with the discount that a product has.
    fn reduced(&self, row: &Row, price: Decimal, cells: &mut Cells, out: &Out<'_>) {
        let percent = out.table.number(self.on_sale_percent, row).filter(|by| !by.is_zero());
        let amount = out.table.number(self.on_sale_amount, row).filter(|by| !by.is_zero());
        let sale = match (percent, amount) {
            (Some(percent), _) => price
                .checked_mul(Decimal::ONE_HUNDRED - percent)
                .and_then(|part| part.checked_div(Decimal::ONE_HUNDRED)),
            (None, Some(amount)) => price.checked_sub(amount),
            (None, None) => None,
        };
        let sale = sale
            .map(|sale| sale.round_dp(2))
            .filter(|sale| *sale >= Decimal::ZERO && *sale < price);
        if sale.is_some() {
            cells.set(Column::SaleFrom, date(self.sale_from.of(row)));
            cells.set(Column::SaleTo, date(self.sale_to.of(row)));
        }
        cells.price(plain(sale.unwrap_or(price)), sale.map(|_| plain(price)));
    }
}

fn choices(own: &Combinations, row: &Row) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| {
        let first = |text: &str| text.split(':').next().unwrap_or_default().trim().to_owned();
        (first(name), first(value))
    };
    let options = own.options.of(row);
    if !options.is_empty() {
        let pairs = options.split(',').filter_map(|option| option.split_once(':'));
        return pairs
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
    }
    let names = own.attributes.of(row).split(',');
    names.zip(own.values.of(row).split(',')).map(|(name, value)| pair(name, value)).collect()
}

/// Dates of nothing are written with noughts.
fn date(text: &str) -> &str {
    if text.starts_with("0000") { "" } else { text }
}

#[cfg(test)]
mod tests;
