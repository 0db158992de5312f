//! BigCommerce: an `Item` is a product, or a variant or a picture of the product before it. In the older export the
//! kinds are `Product`, `SKU` and `Rule`.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    product::{Cells, Product, Variation},
};
use rust_decimal::Decimal;

use crate::{label, row::Row, truth};

mod rules;

use rules::{Changed, Rules};

pub(super) struct Bigcommerce {
    item: Place,
    id: Place,
    name: Place,
    kind: Place,
    sku: Place,
    options: Place,
    tracking: Place,
    stock: Place,
    low_stock: Place,
    price: Place,
    sale: Place,
    brand: Place,
    categories: Place,
    description: Place,
    page_title: Place,
    meta_description: Place,
    slug: Place,
    gtin: Place,
    weight: Place,
    sizes: [(Column, Place); 3],
    visible: Place,
    featured: Place,
    pictures: Vec<Picture>,
    /// The one picture of a variant.
    variant_picture: Place,
    /// Whether no rule after this one counts.
    stops: Place,
}

/// Who counts the stock of a product.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Nobody,
    Product,
    Variants,
    /// The file does not say.
    Unsaid,
}

/// A picture: where its address may stand, and its place among those of its product.
struct Picture {
    addresses: Vec<Place>,
    sort: Place,
}

impl Bigcommerce {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let pictures = pictures(table);
        let shop = Self {
            item: table.take(Column::Type, &["item", "itemtype"]),
            id: table.take(Column::Id, &["id", "productid"]),
            name: table.take(Column::Name, &["name", "productname"]),
            kind: table.take(Column::Type, &["type", "producttype"]),
            sku: table.take(Column::Sku, &["sku", "productcode/sku"]),
            options: table.take_attribute(&["options"]),
            tracking: table.take(Column::Stock, &["inventorytracking", "trackinventory"]),
            stock: table.take(Column::Stock, &["currentstock", "currentstocklevel"]),
            low_stock: table.take(Column::LowStock, &["lowstock", "lowstocklevel"]),
            price: table.take(Column::RegularPrice, &["price"]),
            sale: table.take(Column::SalePrice, &["saleprice"]),
            brand: table.take(Column::Brands, &["brandname", "brand"]),
            categories: table.take(Column::Categories, &["category", "categories"]),
            description: table.take(Column::Description, &["description", "productdescription"]),
            page_title: table.take(Column::SeoTitle, &["pagetitle"]),
            meta_description: table.take(Column::SeoDescription, &["metadescription"]),
            slug: table.take(Column::Slug, &["producturl"]),
            gtin: table.take(
                Column::Gtin,
                &["globaltradenumber", "globaltradeitemnumber", "upc/ean", "productupc/ean"],
            ),
            weight: table.take(Column::Weight, &["weight", "productweight"]),
            sizes: [
                (Column::Length, table.take(Column::Length, &["depth", "productdepth"])),
                (Column::Width, table.take(Column::Width, &["width", "productwidth"])),
                (Column::Height, table.take(Column::Height, &["height", "productheight"])),
            ],
            visible: table.take(Column::Published, &["isvisible", "productvisible?"]),
            featured: table.take(Column::Featured, &["isfeatured"]),
            pictures,
            variant_picture: table.take(Column::Images, &["variantimageurl"]),
            stops: table.know(&["stopprocessingrules"]),
        };
        table.note(Column::Parent, shop.item);
        shop
    }

    fn is(&self, row: &Row, kinds: &[&str]) -> bool {
        kinds.iter().any(|kind| self.item.of(row).eq_ignore_ascii_case(kind))
    }
}

impl Grammar for Bigcommerce {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match self.item.of(row).to_ascii_lowercase().as_str() {
            "product" => {
                let all = [self.id, self.sku, self.name].map(|place| place.of(row));
                match all.into_iter().find(|text| !text.is_empty()) {
                    Some(key) => Belongs::To(key.into()),
                    None => Belongs::Nowhere("rows_without_name"),
                }
            }
            _ => Belongs::Before,
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(head) = rows.iter().position(|row| self.is(row, &["product"])) else {
            return out.notices.say_times("variants_of_unknown_products", rows.len() as u64);
        };
        let row = &rows[head];
        let mut product = Product { line: row.line, row: head, ..Product::default() };
        let all = [self.id, self.sku, self.name].map(|place| place.of(row));
        product.key = all.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
        self.texts(row, &mut product, out);
        let with_pictures = rows.iter().filter(|row| self.is(row, &["product", "image"]));
        let mut images: Vec<Shown> =
            with_pictures.flat_map(|own| self.pictures(own, out)).collect();
        // Those that say their place come first; the others stay as they stand.
        images.sort_by_key(|(sort, _)| (sort.is_none(), *sort));
        images.iter().for_each(|(_, image)| product.image(image));
        let is_virtual = matches!(self.kind.of(row).to_ascii_lowercase().as_str(), "digital" | "d");
        product.is_virtual = is_virtual;
        let counts = self.counts(row);
        let is_variant = |row: &Row| self.is(row, &["variant", "sku"]);
        let variants: Vec<usize> = (0..rows.len()).filter(|at| is_variant(&rows[*at])).collect();
        // The only variant of a product without choices is the product itself.
        let mut rules = Rules::of(self, rows, out);
        let is_simple = variants.iter().all(|at| self.choices(&rows[*at]).is_empty());
        self.sold(row, counts, &mut product.cells, out);
        if is_simple {
            for at in variants {
                self.sold(&rows[at], counts, &mut product.cells, out);
            }
        } else {
            for column in [Column::RegularPrice, Column::SalePrice] {
                product.cells.clear(column);
            }
            for at in variants {
                let own = &rows[at];
                let mut variation =
                    Variation { line: own.line, row: at, is_virtual, ..Variation::default() };
                // What a variant does not say is as its product has it.
                self.priced(row, &mut variation.cells, out);
                self.sold(own, counts, &mut variation.cells, out);
                variation.choices = self.choices(own);
                rules.put(self, (row, own), &mut variation, out);
                variation.image = match out.image(self.variant_picture.of(own)) {
                    Some(image) => image,
                    None => self
                        .pictures(own, out)
                        .into_iter()
                        .map(|(_, image)| image)
                        .next()
                        .unwrap_or_default(),
                };
                product.vary(variation);
            }
        }
        rules.say_unused(out);
        out.products.push(product);
    }
}

impl Bigcommerce {
    fn counts(&self, product: &Row) -> Counts {
        match self.tracking.of(product).to_ascii_lowercase().as_str() {
            "none" => Counts::Nobody,
            "product" | "by product" => Counts::Product,
            "variant" | "by option" => Counts::Variants,
            _ => Counts::Unsaid,
        }
    }

    fn texts(&self, row: &Row, product: &mut Product, out: &mut Out<'_>) {
        let cells = &mut product.cells;
        cells.set(Column::Name, self.name.of(row));
        cells.set(Column::Description, self.description.of(row));
        cells.set(Column::SeoTitle, self.page_title.of(row));
        cells.set(Column::SeoDescription, self.meta_description.of(row));
        let slug = self.slug.of(row).trim_matches('/').rsplit('/').next().unwrap_or_default();
        cells.set(Column::Slug, slug);
        if !(cells.get(Column::SeoTitle).is_empty() && cells.get(Column::SeoDescription).is_empty())
        {
            out.notices.say("seo_for_yoast");
        }
        match truth::parse(self.visible.of(row)) {
            Some(true) => cells.set(Column::Published, "1"),
            Some(false) => cells.set(Column::Published, "-1"),
            None => {}
        }
        if let Some(is_featured) = truth::parse(self.featured.of(row)) {
            cells.set(Column::Featured, if is_featured { "1" } else { "0" });
        }
        let is_number =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        for path in self.categories.of(row).split(';').map(str::trim) {
            match is_number(path) {
                true => out.notices.say("categories_are_numbers"),
                false => product.category(path.split('/')),
            }
        }
        if !is_number(self.brand.of(row)) {
            product.brand(self.brand.of(row));
        }
    }

    fn priced(&self, row: &Row, cells: &mut Cells, out: &Out<'_>) {
        if Changed::is_one(self.price.of(row)) {
            return;
        }
        cells.set(Column::RegularPrice, out.table.number_text(self.price, row));
        let sale = out.table.number(self.sale, row).filter(|sale| !sale.is_zero());
        if sale.is_some() {
            cells.set(Column::SalePrice, out.table.number_text(self.sale, row));
        }
    }

    fn sold(&self, row: &Row, counts: Counts, cells: &mut Cells, out: &mut Out<'_>) {
        cells.set(Column::Sku, self.sku.of(row));
        cells.set(Column::Gtin, self.gtin.of(row));
        self.priced(row, cells, out);
        let is_variant = !self.is(row, &["product"]);
        match counts {
            Counts::Nobody => {}
            Counts::Product if is_variant => {}
            Counts::Variants if !is_variant => {}
            _ => cells.set(Column::Stock, out.table.number_text(self.stock, row)),
        }
        cells.set(Column::LowStock, out.table.number_text(self.low_stock, row));
        for (column, place) in self.sizes.iter().copied().chain([(Column::Weight, self.weight)]) {
            let size = out.table.number(place, row).filter(|size| !size.is_zero());
            if let Some(size) = size {
                out.notices.say("weight_unit_not_in_file");
                cells.set(column, size.normalize().to_string());
            }
        }
    }

    /// `Type=Rectangle|Name=Size|Value=M`, and several of these one after the other.
    fn choices(&self, row: &Row) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        let mut name = None;
        let text = self.options.of(row);
        for part in text.split(['|', ';', '\n']) {
            match part.trim().split_once('=') {
                Some((key, value)) if key.eq_ignore_ascii_case("name") => name = Some(value),
                Some((key, value)) if key.eq_ignore_ascii_case("value") => {
                    if let Some(name) = name.take() {
                        all.push((name.trim().to_owned(), value.trim().to_owned()));
                    }
                }
                _ => {}
            }
        }
        // The older export writes options into the name: `[S]Size=M,[CS]Colour=Red:#ff0000`
        if all.is_empty() && self.is(row, &["sku", "rule"]) {
            for part in self.name.of(row).split(",[") {
                let part = part.trim().trim_start_matches('[');
                if let Some((name, value)) =
                    part.split_once(']').and_then(|(_, rest)| rest.split_once('='))
                {
                    let value = value.split_once(":#").map_or(value, |(value, _)| value);
                    all.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
        }
        all
    }

    fn pictures(&self, row: &Row, out: &mut Out<'_>) -> Vec<Shown> {
        let mut all = Vec::new();
        for picture in &self.pictures {
            let mut named = picture.addresses.iter().map(|place| place.of(row));
            let address = named.find(|text| !text.is_empty()).and_then(|text| out.image(text));
            all.extend(address.map(|address| (out.table.number(picture.sort, row), address)));
        }
        all
    }
}

/// Which place a picture has, and its address.
type Shown = (Option<Decimal>, String);

/// The pictures that a row may have. The newer export has a row for each, the older one columns with numbers, in which
/// the same picture may stand by its address and by its file.
fn pictures(table: &mut Table) -> Vec<Picture> {
    let one = ["imageurl(import)", "internalimageurl(export)"]
        .map(|name| table.take(Column::Images, &[name]));
    let sort = table.know(&["imagesortorder"]);
    let mut all = vec![Picture { addresses: one.to_vec(), sort }];
    let mut numbers: Vec<u16> = ["productimageurl-%d", "productimagefile-%d"]
        .into_iter()
        .flat_map(|pattern| table.numbered(pattern))
        .filter_map(|place| label::numbered(table.key_of(place)).map(|(_, number)| number))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let addresses = ["productimageurl", "productimagefile"]
            .map(|name| table.take(Column::Images, &[&format!("{name}-{number}")]));
        let sort = table.know(&[&format!("productimagesort-{number}")]);
        all.push(Picture { addresses: addresses.to_vec(), sort });
    }
    all
}

#[cfg(test)]
mod tests;
