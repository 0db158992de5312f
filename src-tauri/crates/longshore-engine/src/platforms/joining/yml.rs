//! Yandex YML: an offer for each thing, variants by the number of their group, categories in a table of their own.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table, plain},
    family::{self, Offer},
    look_up::{About, Wanted},
    product::Product,
};
use crate::{row::Row, truth};

pub(super) struct Yml {
    id: Place,
    group: Place,
    available: Place,
    price: Place,
    before: Place,
    currency: Place,
    categories: Vec<Place>,
    pictures: Vec<Place>,
    name: Place,
    type_prefix: Place,
    model: Place,
    vendor: Place,
    vendor_code: Place,
    barcode: Place,
    description: Place,
    params: Vec<Param>,
    weight: Place,
    dimensions: Place,
    quantity: Place,
}

struct Param {
    name: Place,
    unit: Place,
    value: Place,
}

impl Yml {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let values = table.repeated("param");
        let params = values
            .into_iter()
            .map(|value| {
                let own = table.key_of(value).to_owned();
                let name = table.find(&[&format!("{own}/@name"), &format!("{own}.@name")]);
                let unit = table.find(&[&format!("{own}/@unit"), &format!("{own}.@unit")]);
                [value, name, unit].into_iter().for_each(|place| table.note_attribute(place));
                Param { name, unit, value }
            })
            .collect();
        let yml = Self {
            id: table.take(Column::Id, &["@id", "id"]),
            group: table.take(Column::Parent, &["@group_id", "group_id"]),
            available: table.take(Column::InStock, &["@available", "available"]),
            price: table.take(Column::RegularPrice, &["price"]),
            before: table.take(Column::RegularPrice, &["oldprice"]),
            currency: table.take(Column::RegularPrice, &["currencyid"]),
            categories: table.take_repeated(Column::Categories, "categoryid"),
            pictures: table.take_repeated(Column::Images, "picture"),
            name: table.take(Column::Name, &["name"]),
            type_prefix: table.take(Column::Name, &["typeprefix"]),
            model: table.take(Column::Name, &["model"]),
            vendor: table.take(Column::Brands, &["vendor"]),
            vendor_code: table.take(Column::Sku, &["vendorcode", "shop-sku"]),
            barcode: table.take(Column::Gtin, &["barcode"]),
            description: table.take(Column::Description, &["description"]),
            weight: table.take(Column::Weight, &["weight"]),
            dimensions: table.take(Column::Length, &["dimensions"]),
            quantity: table.take(
                Column::Stock,
                &["count", "quantity", "quantity_in_stock", "stock_quantity", "stock"],
            ),
            params,
        };
        table.note(Column::SalePrice, yml.price);
        table.note(Column::Sku, yml.id);
        table.note(Column::Width, yml.dimensions);
        table.note(Column::Height, yml.dimensions);
        yml
    }
}

impl Grammar for Yml {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match (self.group.of(row), self.id.of(row)) {
            ("", "") => Belongs::Nowhere("rows_without_name"),
            ("", id) => Belongs::To(id.into()),
            (group, _) => Belongs::To(format!("group {group}").into()),
        }
    }

    fn wants(&self) -> &'static [Wanted] {
        &[Wanted { path: "shop/categories/category", about: About::Tree }]
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(first) = rows.first() else { return };
        let offers: Vec<Offer> =
            rows.iter().enumerate().map(|(at, row)| self.offer(at, row, out)).collect();
        let group = self.group.of(first);
        let key =
            if group.is_empty() { self.id.of(first).to_owned() } else { format!("group {group}") };
        let mut product = Product { key, line: first.line, ..Product::default() };
        product.cells.set(Column::Name, family::shared_name(&offers));
        product.cells.set(Column::Description, self.description.of(first));
        product.brand(self.vendor.of(first));
        for id in self.categories.iter().map(|place| place.of(first)).filter(|id| !id.is_empty()) {
            match out.look_up.path(id) {
                Some(path) => product.category(path),
                None => out.notices.say("categories_are_numbers"),
            }
        }
        family::put(product, offers, out);
    }
}

impl Yml {
    fn offer(&self, at: usize, row: &Row, out: &Out<'_>) -> Offer {
        let mut offer =
            Offer { row: at, line: row.line, title: self.title(row), ..Offer::default() };
        let cells = &mut offer.cells;
        let code = self.vendor_code.of(row);
        cells.set(Column::Sku, if code.is_empty() { self.id.of(row) } else { code });
        cells.set(Column::Gtin, self.barcode.of(row).split(',').next().unwrap_or_default().trim());
        match truth::parse(self.available.of(row)) {
            Some(true) => cells.set(Column::InStock, "1"),
            Some(false) => cells.set(Column::InStock, "0"),
            None => {}
        }
        cells.set(Column::Stock, out.table.number_text(self.quantity, row));
        let currency = match self.currency.of(row) {
            // An older name of the same money.
            "RUR" => "RUB",
            other => other,
        };
        let money = |place: Place| match out.table.number(place, row) {
            Some(number) => format!("{} {currency}", plain(number)).trim().to_owned(),
            None => place.of(row).to_owned(),
        };
        let (now, before) = (out.table.number(self.price, row), out.table.number(self.before, row));
        let is_sale = now.zip(before).is_some_and(|(now, before)| before > now);
        cells.price(money(self.price), is_sale.then(|| money(self.before)));
        if let Some(weight) = out.table.number(self.weight, row).filter(|weight| !weight.is_zero())
        {
            cells.set(Column::Weight, format!("{} kg", weight.normalize()));
        }
        let sizes: Vec<&str> = self.dimensions.of(row).split('/').map(str::trim).collect();
        if let [length, width, height] = sizes[..] {
            for (column, size) in
                [(Column::Length, length), (Column::Width, width), (Column::Height, height)]
            {
                cells.set(column, format!("{size} cm"));
            }
        }
        for place in &self.pictures {
            let picture = place.of(row);
            if !picture.is_empty() && !offer.images.iter().any(|known| known == picture) {
                offer.images.push(picture.to_owned());
            }
        }
        for param in &self.params {
            let (name, value) = (param.name.of(row), param.value.of(row));
            if !name.is_empty() && !value.is_empty() {
                let value = format!("{value} {}", param.unit.of(row)).trim().to_owned();
                match offer.properties.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => known.push_str(&format!(", {value}")),
                    None => offer.properties.push((name.to_owned(), value)),
                }
            }
        }
        offer
    }

    /// A name of its own, else kind, maker and model.
    fn title(&self, row: &Row) -> String {
        let name = self.name.of(row);
        if !name.is_empty() {
            return name.to_owned();
        }
        let (vendor, model) = (self.vendor.of(row), self.model.of(row));
        let vendor =
            if model.to_lowercase().starts_with(&vendor.to_lowercase()) { "" } else { vendor };
        let parts = [self.type_prefix.of(row), vendor, model];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{join, join_beside};

    const HEADER: [&str; 19] = [
        "@id",
        "@available",
        "@group_id",
        "url",
        "price",
        "oldprice",
        "currencyId",
        "categoryId",
        "picture",
        "picture[2]",
        "name",
        "vendor",
        "vendorCode",
        "barcode",
        "param",
        "param/@name",
        "param[2]",
        "param[2]/@name",
        "param[2]/@unit",
    ];

    const ROWS: [&[&str]; 3] = [
        &[
            "11",
            "true",
            "5",
            "u",
            "90",
            "100",
            "RUR",
            "2",
            "https://a.b/1.jpg",
            "https://a.b/2.jpg",
            "Tee red",
            "Nord",
            "T-R",
            "4006381333931",
            "Red",
            "Colour",
            "30",
            "Height",
            "cm",
        ],
        &[
            "12",
            "false",
            "5",
            "u",
            "95",
            "",
            "RUR",
            "2",
            "https://a.b/3.jpg",
            "",
            "Tee blue",
            "Nord",
            "",
            "",
            "Blue",
            "Colour",
            "30",
            "Height",
            "cm",
        ],
        &["13", "true", "", "u", "10", "", "RUR", "1", "", "", "Cap"],
    ];

    #[test]
    fn offers_of_a_group_are_variations_and_categories_are_a_tree() {
        let categories: [&[&str]; 2] = [&["1", "", "Clothes"], &["2", "1", "Tees"]];
        let table = join_beside(&HEADER, &ROWS, &["@id", "@parentId", "category"], &categories);
        assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
        assert_eq!(table.all("Categories"), ["Clothes > Tees", "", "", "Clothes"]);
        assert_eq!(table.all("SKU"), ["", "T-R", "12", "13"]);
        assert_eq!(
            (table.at(1, "Regular price"), table.at(1, "Sale price")),
            ("100 RUB", "90 RUB")
        );
        assert_eq!(table.attributes(0), [("Height", "30 cm"), ("Colour", "Red, Blue")]);
        assert_eq!(table.at(0, "Name"), "Tee");
        assert_eq!(table.all("In stock?"), ["", "1", "0", "1"]);
        assert_eq!(
            table.at(0, "Images"),
            "https://a.b/1.jpg, https://a.b/2.jpg, https://a.b/3.jpg"
        );
    }

    #[test]
    fn numbers_of_categories_that_nothing_explains_are_said() {
        assert_eq!(join(&HEADER, &ROWS).said("categories_are_numbers"), 2);
    }
}
