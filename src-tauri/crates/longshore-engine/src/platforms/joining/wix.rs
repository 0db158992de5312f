//! Wix: a row of the kind `Product`, then rows of the kind `Variant` with the same handle.

use rust_decimal::Decimal;

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table, plain},
    product::{Cells, Product, Variation},
};
use crate::{row::Row, truth};

pub(super) struct Wix {
    handle: Place,
    kind: Place,
    name: Place,
    description: Place,
    image: Place,
    collection: Place,
    sku: Place,
    ribbon: Place,
    price: Place,
    surcharge: Place,
    visible: Place,
    discount_mode: Place,
    discount: Place,
    inventory: Place,
    weight: Place,
    brand: Place,
    options: Vec<Choice>,
    infos: Vec<Info>,
}

struct Choice {
    name: Place,
    values: Place,
}

/// A text with a title of its own below the description.
struct Info {
    title: Place,
    text: Place,
}

/// Where Wix keeps what its files name by a number only.
const MEDIA: &str = "https://static.wixstatic.com/media/";
/// Shops refuse pictures whose names do not end as pictures do; Wix gives them out under such a name, too.
const AS_JPEG: &str = "/v1/fit/w_2000,h_2000,q_90/file.jpg";

impl Wix {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let options = (1..=6).map(|number| {
            table.know(&[&format!("productoptiontype{number}")]);
            Choice {
                name: table.take_attribute(&[&format!("productoptionname{number}")]),
                values: table.take_attribute(&[&format!("productoptiondescription{number}")]),
            }
        });
        let options = options.collect();
        let infos = (1..=6).map(|number| Info {
            title: table.take(Column::Description, &[&format!("additionalinfotitle{number}")]),
            text: table.take(Column::Description, &[&format!("additionalinfodescription{number}")]),
        });
        let infos = infos.collect();
        let wix = Self {
            handle: table.take(Column::Id, &["handleid"]),
            kind: table.take(Column::Type, &["fieldtype"]),
            name: table.take(Column::Name, &["name"]),
            description: table.take(Column::Description, &["description"]),
            image: table.take(Column::Images, &["productimageurl"]),
            collection: table.take(Column::Categories, &["collection"]),
            sku: table.take(Column::Sku, &["sku"]),
            ribbon: table.take(Column::Tags, &["ribbon"]),
            price: table.take(Column::RegularPrice, &["price"]),
            surcharge: table.take(Column::RegularPrice, &["surcharge"]),
            visible: table.take(Column::Published, &["visible"]),
            discount_mode: table.take(Column::SalePrice, &["discountmode"]),
            discount: table.take(Column::SalePrice, &["discountvalue"]),
            inventory: table.take(Column::Stock, &["inventory"]),
            weight: table.take(Column::Weight, &["weight"]),
            brand: table.take(Column::Brands, &["brand"]),
            options,
            infos,
        };
        table.note(Column::InStock, wix.inventory);
        table.note(Column::Parent, wix.handle);
        wix
    }
}

impl Grammar for Wix {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match (self.handle.of(row), self.name.of(row)) {
            ("", "") => Belongs::Before,
            ("", name) => Belongs::To(name.into()),
            (handle, _) => Belongs::To(handle.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let is_variant = |row: &Row| self.kind.of(row).eq_ignore_ascii_case("variant");
        let head = rows.iter().position(|row| !is_variant(row)).unwrap_or(0);
        let Some(row) = rows.get(head) else { return };
        let mut product = self.product(row, out);
        (product.line, product.row) = (row.line, head);
        let names: Vec<&str> = self.options.iter().map(|option| option.name.of(row)).collect();
        let variants: Vec<usize> =
            (0..rows.len()).filter(|at| *at != head && is_variant(&rows[*at])).collect();
        for (option, name) in self.options.iter().zip(&names) {
            let values = option.values.of(row).split(';').map(without_colour);
            values.for_each(|value| product.attribute(name, value));
        }
        if !variants.is_empty() {
            product.cells.set(Column::Sku, self.sku.of(row));
        } else {
            self.sold(row, row, &mut product.cells, out);
            if !product.attributes.is_empty() {
                out.notices.say("choices_without_variations");
            }
        }
        for at in variants {
            let own = &rows[at];
            let mut variation = Variation { line: own.line, row: at, ..Variation::default() };
            for (option, name) in self.options.iter().zip(&names) {
                let value = without_colour(option.values.of(own));
                if !name.is_empty() && !value.is_empty() {
                    variation.choices.push(((*name).to_owned(), value.to_owned()));
                }
            }
            variation.image = addresses(self.image.of(own)).next().unwrap_or_default();
            self.sold(own, row, &mut variation.cells, out);
            if truth::parse(self.visible.of(own)) == Some(false) {
                variation.cells.set(Column::Published, "0");
            }
            product.vary(variation);
        }
        out.products.push(product);
    }
}

impl Wix {
    fn product(&self, row: &Row, out: &mut Out<'_>) -> Product {
        let handle = self.handle.of(row);
        let key = if handle.is_empty() { self.name.of(row) } else { handle };
        let mut product = Product { key: key.to_owned(), ..Product::default() };
        product.cells.set(Column::Name, self.name.of(row));
        let mut description = self.description.of(row).to_owned();
        for info in &self.infos {
            let (title, text) = (info.title.of(row), info.text.of(row));
            if !text.is_empty() {
                out.notices.say("infos_in_description");
                description.push('\n');
                if !title.is_empty() {
                    description.push_str(&format!("<h3>{title}</h3>\n"));
                }
                description.push_str(text);
            }
        }
        product.cells.set(Column::Description, description.trim());
        match truth::parse(self.visible.of(row)) {
            Some(true) => product.cells.set(Column::Published, "1"),
            Some(false) => product.cells.set(Column::Published, "-1"),
            None => {}
        }
        addresses(self.image.of(row)).for_each(|address| {
            if address.ends_with(AS_JPEG) {
                out.notices.say("pictures_without_ending");
            }
            product.image(&address);
        });
        self.collection.of(row).split(';').for_each(|name| product.category([name]));
        if !self.ribbon.of(row).is_empty() {
            out.notices.say("ribbons_as_tags");
            product.tag(self.ribbon.of(row));
        }
        product.brand(self.brand.of(row));
        product
    }

    /// What is sold; a variant's price is that of its product and a surcharge.
    fn sold(&self, row: &Row, product: &Row, cells: &mut Cells, out: &mut Out<'_>) {
        cells.set(Column::Sku, self.sku.of(row));
        let own = out.table.number(self.price, row);
        let base = own.or_else(|| out.table.number(self.price, product));
        match base {
            Some(base) => {
                let surcharge = out.table.number(self.surcharge, row).unwrap_or_default();
                let price = base.checked_add(surcharge).unwrap_or(base);
                let sale = self.reduced(price, product, out).filter(|sale| *sale < price);
                cells.price(plain(sale.unwrap_or(price)), sale.map(|_| plain(price)));
            }
            None => cells.set(Column::RegularPrice, out.table.number_text(self.price, product)),
        }
        let inventory = self.inventory.of(row);
        match inventory.to_ascii_lowercase().replace([' ', '_'], "").as_str() {
            "" => {}
            "instock" => cells.set(Column::InStock, "1"),
            "outofstock" => cells.set(Column::InStock, "0"),
            _ => cells.set(Column::Stock, out.table.number_text(self.inventory, row)),
        }
        if let Some(weight) = out.table.number(self.weight, row).filter(|weight| !weight.is_zero())
        {
            out.notices.say("weight_unit_not_in_file");
            cells.set(Column::Weight, plain(weight));
        }
    }

    /// The price after the product's discount; `None` where there is none.
    fn reduced(&self, price: Decimal, product: &Row, out: &Out<'_>) -> Option<Decimal> {
        let discount = out.table.number(self.discount, product).filter(|by| *by > Decimal::ZERO)?;
        let is_percent = self.discount_mode.of(product).eq_ignore_ascii_case("percent");
        let off = match is_percent {
            true => price.checked_mul(discount)?.checked_div(Decimal::ONE_HUNDRED)?,
            false => discount,
        };
        let reduced = price.checked_sub(off)?.round_dp(2);
        (reduced >= Decimal::ZERO).then_some(reduced)
    }
}

/// `#ff0000:Red` is red.
fn without_colour(value: &str) -> &str {
    let value = value.trim();
    match value.split_once(':') {
        Some((colour, name)) if colour.starts_with('#') && !name.trim().is_empty() => name.trim(),
        _ => value,
    }
}

fn addresses(cell: &str) -> impl Iterator<Item = String> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty()).map(|name| {
        let has_ending = name.rsplit_once('.').is_some_and(|(_, ending)| ending.len() <= 5);
        match name.contains("://") {
            true => name.to_owned(),
            false if has_ending => format!("{MEDIA}{name}"),
            false => format!("{MEDIA}{name}{AS_JPEG}"),
        }
    })
}

#[cfg(test)]
mod tests;
