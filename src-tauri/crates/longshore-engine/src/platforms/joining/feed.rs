//! Google Merchant, Meta's catalogue, AWIN: a row for each thing that is offered, variants by the number of their group.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table, plain},
    family::{self, Offer},
    product::Product,
};
use crate::{number, row::Row};

pub(super) struct Feed {
    id: Place,
    group: Place,
    title: Place,
    description: Place,
    images: Vec<Place>,
    availability: Place,
    price: Place,
    sale: Place,
    period: Place,
    currency: Place,
    brand: Place,
    gtin: Place,
    kinds: Vec<Place>,
    taxonomy: Place,
    weight: Place,
    quantity: Place,
    tags: Vec<Place>,
    properties: Vec<(Place, &'static str)>,
    price_is_reduced: Place,
}

/// What is known of a thing beside: the names of the column, and the label.
const PROPERTIES: &[(&[&str], &str)] = &[
    (&["color", "colour", "fashion:colour"], "Color"),
    (&["size", "fashion:size"], "Size"),
    (&["material", "fashion:material"], "Material"),
    (&["pattern", "fashion:pattern"], "Pattern"),
    (&["style[0]", "style"], "Style"),
    (&["gender", "fashion:suitable_for"], "Gender"),
    (&["age_group", "agegroup"], "Age group"),
    (&["mpn"], "MPN"),
];

impl Feed {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let mut images: Vec<Place> = Vec::new();
        for name in [
            "image_link",
            "imagelink",
            "merchant_image_url",
            "additional_image_link",
            "additionalimagelink",
            "image[0].url",
            "alternate_image",
            "alternate_image_two",
            "alternate_image_three",
            "alternate_image_four",
        ] {
            images.extend(table.take_repeated(Column::Images, name));
        }
        if images.is_empty() {
            images.push(table.take(Column::Images, &["aw_image_url"]));
        }
        let properties = PROPERTIES
            .iter()
            .map(|(names, label)| (table.take_attribute(names), *label))
            .filter(|(place, _)| place.is_there())
            .collect();
        let mut kinds: Vec<Place> = Vec::new();
        for name in [
            "product_type",
            "producttype",
            "merchant_product_category_path",
            "merchant_category",
            "category_name",
        ] {
            if kinds.is_empty() {
                kinds = table.take_repeated(Column::Categories, name);
            }
        }
        let mut tags = Vec::new();
        for place in table.numbered("product_tags[%d]") {
            table.note(Column::Tags, place);
            tags.push(place);
        }
        tags.splice(0..0, table.take_repeated(Column::Tags, "product_tags[0]"));
        let feed = Self {
            id: table.take(Column::Sku, &["id", "merchant_product_id", "aw_product_id"]),
            group: table
                .take(Column::Parent, &["item_group_id", "itemgroupid", "parent_product_id"]),
            title: table.take(Column::Name, &["title", "product_name"]),
            description: table.take(Column::Description, &["description"]),
            availability: table
                .take(Column::InStock, &["availability", "stock_status", "in_stock"]),
            price: table.take(Column::RegularPrice, &["price", "search_price"]),
            price_is_reduced: table
                .take(Column::RegularPrice, &["rrp_price", "product_price_old", "base_price"]),
            sale: table.take(Column::SalePrice, &["sale_price", "saleprice"]),
            period: table
                .take(Column::SaleFrom, &["sale_price_effective_date", "salepriceeffectivedate"]),
            currency: table.take(Column::RegularPrice, &["currency"]),
            brand: table.take(Column::Brands, &["brand", "brand_name"]),
            gtin: table.take(Column::Gtin, &["gtin", "product_gtin", "ean", "upc"]),
            taxonomy: table
                .take(Column::Categories, &["google_product_category", "googleproductcategory"]),
            weight: table.take(Column::Weight, &["shipping_weight", "shippingweight"]),
            quantity: table.take(
                Column::Stock,
                &["quantity_to_sell_on_facebook", "quantity", "inventory", "stock_quantity"],
            ),
            images,
            properties,
            kinds,
            tags,
        };
        if feed.price_is_reduced.is_there() {
            table.note(Column::SalePrice, feed.price);
        }
        table.note(Column::SaleTo, feed.period);
        table.note(Column::Id, feed.id);
        table.note(Column::Id, feed.group);
        feed
    }
}

impl Grammar for Feed {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match (self.group.of(row), self.id.of(row)) {
            ("", "") if self.title.of(row).is_empty() => Belongs::Nowhere("rows_without_name"),
            ("", "") => Belongs::To(self.title.of(row).into()),
            ("", id) => Belongs::To(id.into()),
            (group, _) => Belongs::To(group.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(first) = rows.first() else { return };
        let mut offers = Vec::new();
        for (_, same) in family::by_key(rows, |row| self.id.of(row)) {
            let named = |at: &&usize| !self.title.of(&rows[**at]).is_empty();
            let Some(head) = same.iter().find(named).or(same.first()) else { continue };
            let mut offer = self.offer(*head, &rows[*head], out);
            // The same thing once more: such rows bring further pictures.
            for at in same.iter().filter(|at| *at != head) {
                out.notices.say("rows_twice");
                self.pictures(&rows[*at]).for_each(|image| add(&mut offer.images, image));
            }
            offers.push(offer);
        }
        let group = self.group.of(first);
        let key = if group.is_empty() { self.id.of(first) } else { group };
        let key = if key.is_empty() { self.title.of(first) } else { key };
        let named =
            offers.iter().map(|offer| offer.row).find(|at| !self.title.of(&rows[*at]).is_empty());
        let row = &rows[named.unwrap_or(0)];
        let mut product = Product { key: key.to_owned(), line: first.line, ..Product::default() };
        product.cells.set(Column::Name, family::shared_name(&offers));
        product.cells.set(Column::Description, self.description.of(row));
        product.brand(self.brand.of(row));
        for kind in &self.kinds {
            paths(kind.of(row)).into_iter().for_each(|path| product.category(path.split('>')));
        }
        let taxonomy = self.taxonomy.of(row);
        if product.categories.is_empty() && taxonomy.contains('>') {
            out.notices.say("categories_from_taxonomy");
            product.category(taxonomy.split('>'));
        }
        self.tags.iter().for_each(|tag| product.tag(tag.of(row)));
        let is_ids = offers.iter().any(|offer| offer.cells.get(Column::Sku) == group);
        if offers.len() > 1 && !group.is_empty() && !is_ids {
            product.cells.set(Column::Sku, group);
        }
        family::put(product, offers, out);
    }
}

impl Feed {
    fn offer(&self, at: usize, row: &Row, out: &mut Out<'_>) -> Offer {
        let mut offer = Offer {
            row: at,
            line: row.line,
            title: self.title.of(row).to_owned(),
            ..Offer::default()
        };
        let cells = &mut offer.cells;
        cells.set(Column::Sku, self.id.of(row));
        cells.set(Column::Gtin, self.gtin.of(row));
        cells.set(Column::InStock, self.availability.of(row));
        cells.set(Column::Stock, out.table.number_text(self.quantity, row));
        cells.set(Column::Weight, self.weight.of(row));
        let (price, sale) = (self.money(self.price, row, out), self.money(self.sale, row, out));
        let before = out.table.number(self.price_is_reduced, row);
        let is_reduced =
            before.zip(out.table.number(self.price, row)).is_some_and(|(old, now)| old > now);
        if is_reduced {
            cells.set(Column::RegularPrice, self.money(self.price_is_reduced, row, out));
            cells.set(Column::SalePrice, price);
        } else {
            cells.set(Column::RegularPrice, price);
            cells.set(Column::SalePrice, sale);
        }
        if !cells.get(Column::SalePrice).is_empty()
            && let Some((from, to)) = self.period.of(row).split_once('/')
        {
            cells.set(Column::SaleFrom, from.trim());
            cells.set(Column::SaleTo, to.trim());
        }
        self.pictures(row).for_each(|image| add(&mut offer.images, image));
        for (place, label) in &self.properties {
            if !place.of(row).is_empty() {
                offer.properties.push(((*label).to_owned(), place.of(row).to_owned()));
            }
        }
        offer
    }

    /// A price with its currency, so that another one than the shop's is seen.
    fn money(&self, place: Place, row: &Row, out: &Out<'_>) -> String {
        let text = place.of(row);
        let Some(number) = out.table.number(place, row) else {
            // Some feeds write a currency where there is no price.
            let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
            return if has_digits { text.to_owned() } else { String::new() };
        };
        let currency = number::currency_code(text).unwrap_or_else(|| self.currency.of(row));
        format!("{} {currency}", plain(number)).trim().to_owned()
    }

    fn pictures<'r>(&self, row: &'r Row) -> impl Iterator<Item = &'r str> {
        let cells: Vec<&str> = self.images.iter().map(|place| place.of(row)).collect();
        cells.into_iter().flat_map(addresses)
    }
}

/// Several categories stand between commas, each from the root on
/// (<https://support.google.com/merchants/answer/6324406>); a comma within a name is followed by no other path.
fn paths(cell: &str) -> Vec<&str> {
    let paths: Vec<&str> = cell.split(',').collect();
    if paths.iter().all(|path| path.contains('>')) { paths } else { vec![cell] }
}

/// Several addresses stand between commas; a comma within one is followed by no other.
fn addresses(cell: &str) -> impl Iterator<Item = &str> {
    let mut rest = cell.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.match_indices(',').map(|(at, _)| at).find(|at| {
            let after = rest[at + 1..].trim_start();
            after.is_empty() || after.starts_with("http")
        });
        let (first, after) = match end {
            Some(end) => (&rest[..end], rest[end + 1..].trim_start()),
            None => (rest, ""),
        };
        rest = after;
        Some(first.trim())
    })
}

fn add(images: &mut Vec<String>, image: &str) {
    if !image.is_empty() && !images.iter().any(|known| known == image) {
        images.push(image.to_owned());
    }
}

#[cfg(test)]
mod tests;
