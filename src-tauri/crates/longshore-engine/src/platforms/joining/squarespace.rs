//! Squarespace: the first row of a product has its texts, the next ones its further variants.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    product::{Cells, Product, Variation},
};
use crate::{row::Row, truth};

pub(super) struct Squarespace {
    id: Place,
    variant: Place,
    kind: Place,
    url: Place,
    title: Place,
    description: Place,
    sku: Place,
    gtin: Place,
    options: Vec<(Place, Place)>,
    price: Place,
    sale: Place,
    on_sale: Place,
    stock: Place,
    categories: Place,
    tags: Place,
    weight: Place,
    sizes: [(Column, Place); 3],
    visible: Place,
    images: Place,
}

impl Squarespace {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let options = (1..=6)
            .map(|number| {
                let name = table.take_attribute(&[&format!("optionname{number}")]);
                (name, table.take_attribute(&[&format!("optionvalue{number}")]))
            })
            .collect();
        let shop = Self {
            id: table.take(Column::Id, &["productid[noneditable]", "productid"]),
            variant: table.know(&["variantid[noneditable]", "variantid"]),
            kind: table.take(Column::Type, &["producttype[noneditable]", "producttype"]),
            url: table.take(Column::Slug, &["producturl"]),
            title: table.take(Column::Name, &["title"]),
            description: table.take(Column::Description, &["description"]),
            sku: table.take(Column::Sku, &["sku"]),
            gtin: table.take(Column::Gtin, &["gtin"]),
            price: table.take(Column::RegularPrice, &["price"]),
            sale: table.take(Column::SalePrice, &["saleprice"]),
            on_sale: table.take(Column::SalePrice, &["onsale"]),
            stock: table.take(Column::Stock, &["stock"]),
            categories: table.take(Column::Categories, &["categories"]),
            tags: table.take(Column::Tags, &["tags"]),
            weight: table.take(Column::Weight, &["weight"]),
            sizes: [
                (Column::Length, table.take(Column::Length, &["length"])),
                (Column::Width, table.take(Column::Width, &["width"])),
                (Column::Height, table.take(Column::Height, &["height"])),
            ],
            visible: table.take(Column::Published, &["visible"]),
            images: table.take(Column::Images, &["hostedimageurls"]),
            options,
        };
        table.note(Column::Parent, shop.id);
        shop
    }
}

impl Grammar for Squarespace {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        // Further variants show neither number nor title.
        match (self.id.of(row), self.title.of(row)) {
            ("", "") => Belongs::Before,
            ("", title) => Belongs::To(title.into()),
            (id, _) => Belongs::To(id.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let head = rows.iter().position(|row| !self.title.of(row).is_empty()).unwrap_or(0);
        let Some(row) = rows.get(head) else { return };
        let id = self.id.of(row);
        let key = if id.is_empty() { self.title.of(row) } else { id };
        let mut product =
            Product { key: key.to_owned(), line: row.line, row: head, ..Product::default() };
        let cells = &mut product.cells;
        cells.set(Column::Name, self.title.of(row));
        cells.set(Column::Description, self.description.of(row));
        cells.set(Column::Slug, self.url.of(row).rsplit('/').next().unwrap_or_default());
        match truth::parse(self.visible.of(row)) {
            Some(true) => cells.set(Column::Published, "1"),
            Some(false) => cells.set(Column::Published, "-1"),
            None => {}
        }
        for path in self.categories.of(row).split(',') {
            product.category(path.trim().trim_matches('/').split('/'));
        }
        self.tags.of(row).split(',').for_each(|tag| product.tag(tag));
        // Between addresses stand blanks or line breaks.
        for address in self.images.of(row).split_whitespace() {
            product.image(address.trim_end_matches(','));
        }
        let kind = self.kind.of(row).to_ascii_uppercase();
        let is_virtual = matches!(kind.as_str(), "SERVICE" | "DIGITAL" | "GIFT_CARD");
        product.is_virtual = is_virtual;
        let variants: Vec<usize> = (0..rows.len()).filter(|at| self.is_sold(&rows[*at])).collect();
        let has_options =
            |at: usize| self.options.iter().any(|(_, value)| !value.of(&rows[at]).is_empty());
        match variants[..] {
            [only] if !has_options(only) => self.sold(&rows[only], &mut product.cells, out),
            _ => {
                for at in variants {
                    let own = &rows[at];
                    let mut variation =
                        Variation { line: own.line, row: at, is_virtual, ..Variation::default() };
                    for (name, value) in &self.options {
                        let name =
                            rows.iter().map(|row| name.of(row)).find(|name| !name.is_empty());
                        if let Some(name) = name.filter(|_| !value.of(own).is_empty()) {
                            variation.choices.push((name.to_owned(), value.of(own).to_owned()));
                        }
                    }
                    self.sold(own, &mut variation.cells, out);
                    product.vary(variation);
                }
            }
        }
        out.products.push(product);
    }
}

impl Squarespace {
    fn is_sold(&self, row: &Row) -> bool {
        let all = [self.variant, self.sku, self.price, self.stock];
        all.iter().any(|place| !place.of(row).is_empty())
            || self.options.iter().any(|(_, value)| !value.of(row).is_empty())
    }

    fn sold(&self, row: &Row, cells: &mut Cells, out: &mut Out<'_>) {
        cells.set(Column::Sku, self.sku.of(row));
        cells.set(Column::Gtin, self.gtin.of(row));
        cells.set(Column::RegularPrice, out.table.number_text(self.price, row));
        if truth::parse(self.on_sale.of(row)) == Some(true) {
            cells.set(Column::SalePrice, out.table.number_text(self.sale, row));
        }
        let stock = self.stock.of(row);
        match stock.eq_ignore_ascii_case("unlimited") {
            true => cells.set(Column::Stock, "unlimited"),
            false => cells.set(Column::Stock, out.table.number_text(self.stock, row)),
        }
        for (column, place) in self.sizes.iter().copied().chain([(Column::Weight, self.weight)]) {
            let size = out.table.number(place, row).filter(|size| !size.is_zero());
            if let Some(size) = size {
                out.notices.say("weight_unit_not_in_file");
                cells.set(column, size.normalize().to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::join;

    #[test]
    fn rows_without_a_title_are_variants_of_the_one_before() {
        let header = [
            "Product ID [Non Editable]",
            "Variant ID [Non Editable]",
            "Product Type [Non Editable]",
            "Product Page",
            "Product URL",
            "Title",
            "Description",
            "SKU",
            "Option Name 1",
            "Option Value 1",
            "Price",
            "Sale Price",
            "On Sale",
            "Stock",
            "Categories",
            "Tags",
            "Weight",
            "Visible",
            "Hosted Image URLs",
        ];
        let rows: [&[&str]; 3] = [
            &[
                "p1",
                "v1",
                "PHYSICAL",
                "shop",
                "tee",
                "Tee",
                "<p>x</p>",
                "T-S",
                "Size",
                "S",
                "20.00",
                "15.00",
                "Yes",
                "3",
                "/men/tops",
                "new, blue",
                "0.2",
                "Yes",
                "https://a.b/1.jpg https://a.b/2.jpg\nhttps://a.b/3.jpg",
            ],
            &[
                "",
                "v2",
                "",
                "",
                "",
                "",
                "",
                "T-M",
                "Size",
                "M",
                "21.00",
                "15.00",
                "No",
                "Unlimited",
            ],
            &[
                "p2",
                "v3",
                "SERVICE",
                "shop",
                "talk",
                "Talk",
                "",
                "TK",
                "",
                "",
                "50.00",
                "0.00",
                "No",
                "Unlimited",
                "",
                "",
                "",
                "No",
            ],
        ];
        let table = join(&header, &rows);
        assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple, virtual"]);
        assert_eq!(table.all("Stock"), ["", "3", "unlimited", "unlimited"]);
        assert_eq!(table.all("Sale price"), ["", "15.00", "", ""]);
        assert_eq!(table.at(0, "Categories"), "men > tops");
        assert_eq!(
            table.at(0, "Images"),
            "https://a.b/1.jpg, https://a.b/2.jpg, https://a.b/3.jpg"
        );
        assert_eq!(table.all("Published"), ["1", "", "", "-1"]);
        assert_eq!(table.attributes(2), [("Size", "M")]);
    }
}
