//! What a Shopify shop says of its products in JSON (`products.json`, and the products of its REST interface), unfolded
//! into the rows of its own CSV: a row for each variant, and more of them where there are more pictures.

use rust_decimal::Decimal;

use super::{
    Belongs, Grammar, Out,
    columns::{Place, Table},
    grammar::PlainRows,
    notice::Notices,
};
use crate::row::Row;

/// What is said once for a product: the column of the CSV, and where the JSON has it.
const OF_PRODUCT: [(&str, &[&str]); 7] = [
    ("Handle", &["handle"]),
    ("Title", &["title"]),
    ("Body (HTML)", &["body_html"]),
    ("Vendor", &["vendor"]),
    ("Type", &["product_type"]),
    ("Published", &["published_at"]),
    ("Status", &["status"]),
];
/// What is said of each variant.
const OF_VARIANT: [(&str, &str); 12] = [
    ("Option1 Value", "option1"),
    ("Option2 Value", "option2"),
    ("Option3 Value", "option3"),
    ("Variant SKU", "sku"),
    ("Variant Grams", "grams"),
    ("Variant Inventory Tracker", "inventory_management"),
    ("Variant Inventory Qty", "inventory_quantity"),
    ("Variant Inventory Policy", "inventory_policy"),
    ("Variant Price", "price"),
    ("Variant Compare At Price", "compare_at_price"),
    ("Variant Requires Shipping", "requires_shipping"),
    ("Variant Taxable", "taxable"),
];
/// What is said of a variant that cannot be bought, where a shop does not say how many it has.
const SOLD_OUT: [(&str, &str); 3] = [
    ("Variant Inventory Tracker", "shopify"),
    ("Variant Inventory Qty", "0"),
    ("Variant Inventory Policy", "deny"),
];
const OPTIONS: [&str; 3] = ["Option1 Name", "Option2 Name", "Option3 Name"];

/// Products with all that lies in them.
pub(super) struct ShopifyJson {
    columns: Vec<String>,
    of_product: Vec<Place>,
    published: Place,
    tags: Vec<Place>,
    options: Vec<Place>,
    variants: Vec<OneVariant>,
    images: Vec<OneImage>,
}

struct OneVariant {
    cells: Vec<Place>,
    available: Place,
    weight: Place,
    unit: Place,
    barcode: Place,
    image: Place,
    image_id: Place,
}

struct OneImage {
    id: Place,
    src: Place,
    alt: Place,
}

impl ShopifyJson {
    /// Where the columns are those of such products.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let is_there = |name: &str| table.find(&[name]).is_there();
        let is_shop = ["body_html", "product_type", "vendor"].iter().any(|name| is_there(name));
        let is_it = is_there("handle")
            && is_there("title")
            && is_shop
            && is_there("variants.option1")
            && is_there("variants.price");
        if !is_it {
            return None;
        }
        let variant = |own: &String| {
            let at = |name: &str| table.find(&[format!("{own}.{name}").as_str()]);
            OneVariant {
                cells: OF_VARIANT.iter().map(|(_, name)| at(name)).collect(),
                available: at("available"),
                weight: at("weight"),
                unit: at("weight_unit"),
                barcode: at("barcode"),
                image: at("featured_image.src"),
                image_id: at("image_id"),
            }
        };
        let image = |own: &String| {
            let at = |name: &str| table.find(&[format!("{own}.{name}").as_str()]);
            OneImage { id: at("id"), src: at("src"), alt: at("alt") }
        };
        let options = table.parts("options").into_iter().take(OPTIONS.len());
        let options = options.map(|own| table.find(&[format!("{own}.name").as_str()])).collect();
        let mut all = Self {
            columns: Vec::new(),
            of_product: OF_PRODUCT.iter().map(|(_, names)| table.find(names)).collect(),
            published: table.find(&["published_at"]),
            tags: table.repeated("tags"),
            options,
            variants: table.parts("variants").iter().map(variant).collect(),
            images: table.parts("images").iter().map(image).collect(),
        };
        all.columns = all
            .all()
            .into_iter()
            .filter(|(_, is_there)| *is_there)
            .map(|(name, _)| name.to_owned())
            .collect();
        Some(all)
    }

    /// All columns that there can be, and whether this file says anything for them.
    fn all(&self) -> Vec<(&'static str, bool)> {
        let of_product = OF_PRODUCT.iter().zip(&self.of_product);
        let mut all: Vec<_> =
            of_product.map(|((name, _), place)| (*name, place.is_there())).collect();
        all.push(("Tags", !self.tags.is_empty()));
        all.extend(OPTIONS.iter().enumerate().map(|(at, name)| (*name, at < self.options.len())));
        let any = |test: &dyn Fn(&OneVariant) -> bool| self.variants.iter().any(test);
        for (at, (name, _)) in OF_VARIANT.iter().enumerate() {
            let is_weighed = *name == "Variant Grams" && any(&|one| one.weight.is_there());
            let is_told = SOLD_OUT.iter().any(|(sold_out, _)| sold_out == name)
                && any(&|one| one.available.is_there());
            all.push((name, is_weighed || is_told || any(&|one| one.cells[at].is_there())));
        }
        all.push(("Variant Barcode", any(&|one| one.barcode.is_there())));
        all.push(("Variant Image", any(&|one| one.image.is_there() || one.image_id.is_there())));
        let has_images = !self.images.is_empty();
        all.extend([("Image Src", has_images), ("Image Position", has_images)]);
        all.push(("Image Alt Text", self.images.iter().any(|image| image.alt.is_there())));
        all
    }

    /// The cells of one row, in the order of all columns.
    fn cells(
        &self,
        row: &Row,
        is_first: bool,
        variant: Option<&OneVariant>,
        image: Option<(usize, &OneImage)>,
    ) -> Vec<String> {
        let once = |place: &Place| match is_first {
            true => place.of(row).to_owned(),
            false => String::new(),
        };
        let mut cells: Vec<String> = self.of_product.iter().map(once).collect();
        // Rows belong together by it.
        cells[0] = self.of_product[0].of(row).to_owned();
        if is_first && self.published.is_there() {
            cells[5] = (!self.published.of(row).is_empty()).to_string();
        }
        let tags = self.tags.iter().map(|tag| tag.of(row)).filter(|tag| !tag.is_empty());
        cells.push(if is_first { tags.collect::<Vec<_>>().join(", ") } else { String::new() });
        cells.extend(
            (0..OPTIONS.len()).map(|at| self.options.get(at).map(once).unwrap_or_default()),
        );
        let of = |place: fn(&OneVariant) -> Place| {
            variant.map(|variant| place(variant).of(row).to_owned()).unwrap_or_default()
        };
        for (at, (name, _)) in OF_VARIANT.iter().enumerate() {
            let text = variant.map(|variant| variant.cells[at].of(row)).unwrap_or_default();
            let is_sold_out = variant.is_some_and(|variant| variant.available.of(row) == "false");
            let told = SOLD_OUT.iter().find(|(sold_out, _)| sold_out == name);
            let told = told.filter(|_| is_sold_out && text.is_empty());
            let text = told.map_or(text, |(_, told)| told);
            let grams = variant.filter(|_| *name == "Variant Grams" && text.is_empty());
            cells.push(match grams {
                Some(variant) => grams_of(variant.weight.of(row), variant.unit.of(row)),
                None => text.to_owned(),
            });
        }
        cells.push(of(|variant| variant.barcode));
        cells.push(match of(|variant| variant.image) {
            own if !own.is_empty() => own,
            _ => self.image_called(row, &of(|variant| variant.image_id)).to_owned(),
        });
        match image {
            Some((at, image)) => {
                let (src, alt) = (image.src.of(row), image.alt.of(row));
                cells.extend([src.to_owned(), (at + 1).to_string(), alt.to_owned()]);
            }
            None => cells.extend([String::new(), String::new(), String::new()]),
        }
        cells
    }

    fn image_called<'r>(&self, row: &'r Row, id: &str) -> &'r str {
        let found = self.images.iter().find(|image| !id.is_empty() && image.id.of(row) == id);
        found.map_or("", |image| image.src.of(row))
    }
}

/// A weight in grams; nothing where its unit is not known.
fn grams_of(weight: &str, unit: &str) -> String {
    let times = match unit.to_ascii_lowercase().as_str() {
        "g" => Decimal::ONE,
        "kg" => Decimal::from(1_000),
        "lb" => Decimal::new(45_359_237, 5),
        "oz" => Decimal::new(28_349_523_125, 9),
        _ => return String::new(),
    };
    let weight = weight.parse::<Decimal>().ok().and_then(|weight| weight.checked_mul(times));
    weight.map(|weight| weight.round_dp(3).normalize().to_string()).unwrap_or_default()
}

impl Grammar for ShopifyJson {
    fn belongs<'r>(&self, _: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        Belongs::Alone
    }

    fn join(&self, _: &[Row], _: &mut Out<'_>) {}

    fn plain(&self) -> Option<&dyn PlainRows> {
        Some(self)
    }
}

impl PlainRows for ShopifyJson {
    fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    fn width(&self) -> usize {
        self.columns.len()
    }

    fn write(
        &self,
        rows: &[Row],
        _: &[Row],
        _: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) -> (u64, u64) {
        let is_there: Vec<bool> = self.all().into_iter().map(|(_, is_there)| is_there).collect();
        let mut written = 0;
        let mut made = Row::new();
        for row in rows {
            let says =
                |variant: &&OneVariant| variant.cells.iter().any(|place| !place.of(row).is_empty());
            let variants: Vec<&OneVariant> = self.variants.iter().filter(says).collect();
            let is_shown = |image: &&OneImage| !image.src.of(row).is_empty();
            let images: Vec<&OneImage> = self.images.iter().filter(is_shown).collect();
            for at in 0..variants.len().max(images.len()).max(1) {
                let variant = variants.get(at).copied();
                let image = images.get(at).map(|image| (at, *image));
                made.clear();
                (made.number, made.line) = (row.number, row.line);
                let cells = self.cells(row, at == 0, variant, image);
                let kept = cells.iter().zip(&is_there).filter(|(_, is_there)| **is_there);
                kept.for_each(|(cell, _)| made.push(cell));
                emit(&made);
                written += 1;
            }
        }
        (written, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Header;

    #[test]
    fn weights_of_all_units_become_grams() {
        assert_eq!(grams_of("1.5", "kg"), "1500");
        assert_eq!(grams_of("2", "lb"), "907.185");
        assert_eq!(grams_of("2", "stone"), "");
    }

    #[test]
    fn a_row_becomes_one_for_each_variant_and_picture() {
        let columns = [
            "handle",
            "title",
            "vendor",
            "published_at",
            "tags",
            "tags[2]",
            "options.name",
            "variants.option1",
            "variants.price",
            "variants.weight",
            "variants.weight_unit",
            "variants.image_id",
            "variants[2].option1",
            "variants[2].price",
            "variants[2].available",
            "images.id",
            "images.src",
            "images[2].id",
            "images[2].src",
            "images[3].src",
        ];
        let header = Header { columns: columns.map(str::to_owned).to_vec(), line: None };
        let unfolded = ShopifyJson::of(&Table::new(&header, &[])).unwrap();
        let mut row = Row::new();
        for cell in [
            "tee",
            "Tee",
            "Acme",
            "2026-01-01",
            "new",
            "warm",
            "Size",
            "S",
            "5.00",
            "0.2",
            "kg",
            "8",
            "M",
            "6.00",
            "false",
            "7",
            "a.jpg",
            "8",
            "b.jpg",
            "c.jpg",
        ] {
            row.push(cell);
        }
        let mut rows = Vec::new();
        unfolded.write(&[row], &[], &mut Notices::default(), &mut |row| rows.push(row.clone()));
        let columns = unfolded.columns();
        let at = |row: usize, name: &str| {
            let at = columns.iter().position(|column| column == name).unwrap();
            rows[row].get(at).unwrap().to_owned()
        };
        assert_eq!(rows.len(), 3);
        assert_eq!([at(0, "Tags"), at(1, "Tags")], ["new, warm", ""]);
        assert_eq!([at(0, "Published"), at(0, "Option1 Name")], ["true", "Size"]);
        let stock = |row| SOLD_OUT.map(|(name, _)| at(row, name));
        assert_eq!([stock(0), stock(1)], [["", "", ""], ["shopify", "0", "deny"]]);
        assert_eq!([at(0, "Variant Grams"), at(0, "Variant Image")], ["200", "b.jpg"]);
        assert_eq!([at(1, "Option1 Value"), at(2, "Option1 Value")], ["M", ""]);
        assert_eq!(
            [at(2, "Image Src"), at(2, "Image Position"), at(2, "Handle")],
            ["c.jpg", "3", "tee"]
        );
        assert!(!columns.contains(&"Variant SKU".to_owned()));
    }
}
