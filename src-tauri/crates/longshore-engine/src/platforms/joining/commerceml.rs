//! 1C's CommerceML 2: goods in one file, offers with prices and stock in another. What stands before `#` in the
//! number of an offer is the number of its goods.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table, plain},
    family::{self, Offer},
    look_up::{About, LookUp, Wanted},
    product::Product,
};
use crate::{reading::JoinSettings, row::Row};

mod prices;
mod properties;
mod taxes;

use prices::Prices;
use properties::Properties;
use taxes::Taxes;

pub(super) struct CommerceMl {
    id: Place,
    article: Place,
    name: Place,
    barcode: Place,
    description: Place,
    groups: Vec<Place>,
    pictures: Vec<Place>,
    maker: Place,
    /// Such as the weight: name and value.
    requisites: Vec<(Place, Place)>,
    properties: Properties,
    taxes: Taxes,
    deleted: Place,
    offers: Offers,
}

/// The columns of the file with the offers.
#[derive(Default)]
struct Offers {
    id: Place,
    name: Place,
    article: Place,
    barcode: Place,
    prices: Prices,
    quantity: Place,
    /// What the variant is: name and value.
    characteristics: Vec<(Place, Place)>,
    properties: Properties,
}

/// How properties are called that name the brand.
const BRANDS: &[&str] = &["бренд", "торговая марка", "brand"];

/// What a good is known to be stands in a table of the same file, by the names that versions have for it.
const PROPERTIES: Wanted = Wanted {
    path: "Классификатор/Свойства/Свойство",
    about: About::Properties,
};
const PROPERTIES_BEFORE: Wanted = Wanted {
    path: "Классификатор/Свойства/СвойствоНоменклатуры",
    about: About::Properties,
};

impl CommerceMl {
    pub(super) fn new(table: &mut Table, notices: &mut Notices) -> Self {
        let requisites = table
            .parts("значенияреквизитов/значениереквизита")
            .into_iter()
            .map(|own| {
                let name = table.take_attribute(&[&format!("{own}/наименование")]);
                (name, table.take_attribute(&[&format!("{own}/значение")]))
            })
            .collect();
        let requisites: Vec<(Place, Place)> = requisites;
        for (name, value) in &requisites {
            table.note(Column::Weight, *name);
            table.note(Column::Weight, *value);
        }
        let mut groups = table.take_repeated(Column::Categories, "группы/ид");
        groups.extend(table.take_repeated(Column::Categories, "группы.ид"));
        let goods = Self {
            id: table.take(Column::Id, &["ид"]),
            article: table.take(Column::Sku, &["артикул"]),
            name: table.take(Column::Name, &["наименование"]),
            barcode: table.take(Column::Gtin, &["штрихкод"]),
            description: table.take(Column::Description, &["описание"]),
            pictures: table.take_repeated(Column::Images, "картинка"),
            maker: table
                .take(Column::Brands, &["изготовитель/наименование", "изготовитель", "бренд"]),
            deleted: table.know(&["@статус", "статус"]),
            properties: Properties::taken(table),
            taxes: Taxes::new(table),
            offers: Offers::default(),
            groups,
            requisites,
        };
        if goods.properties.are_there() {
            table.always(Column::Brands);
        }
        notices.say("prices_not_in_file");
        goods
    }
}

impl Grammar for CommerceMl {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        if self.deleted.of(row).eq_ignore_ascii_case("Удален") || self.deleted.of(row) == "Удалён"
        {
            return Belongs::Nowhere("deleted_passed_over");
        }
        match self.id.of(row).split('#').next().unwrap_or_default() {
            "" => Belongs::Nowhere("rows_without_name"),
            id => Belongs::To(id.into()),
        }
    }

    fn wants(&self) -> &'static [Wanted] {
        const GROUPS: Wanted = Wanted {
            path: "Классификатор/Группы/Группа", about: About::Tree
        };
        match self.properties.are_there() {
            true => &[GROUPS, PROPERTIES, PROPERTIES_BEFORE],
            false => &[GROUPS],
        }
    }

    fn wants_beside(&self) -> &'static [Wanted] {
        const KINDS: Wanted = Wanted {
            path: "ПакетПредложений/ТипыЦен/ТипЦены",
            about: About::PriceKinds,
        };
        match self.offers.properties.are_there() {
            true => &[KINDS, PROPERTIES, PROPERTIES_BEFORE],
            false => &[KINDS],
        }
    }

    fn take_beside(&mut self, platform: &str, table: &mut Table) -> Option<&'static [Column]> {
        if platform != "commerceml_offers" {
            return None;
        }
        let characteristics = table
            .parts("характеристикитовара/характеристикатовара")
            .into_iter()
            .map(|own| {
                let name = table.find(&[&format!("{own}/наименование")]);
                (name, table.find(&[&format!("{own}/значение")]))
            })
            .collect();
        self.offers = Offers {
            id: table.find(&["ид"]),
            name: table.find(&["наименование"]),
            article: table.find(&["артикул"]),
            barcode: table.find(&["штрихкод"]),
            quantity: table.find(&["количество"]),
            prices: Prices::new(table),
            properties: Properties::new(table),
            characteristics,
        };
        const MADE: &[Column] =
            &[Column::Sku, Column::Gtin, Column::RegularPrice, Column::Stock, Column::Images];
        Some(MADE)
    }

    fn look_beside(&mut self, row: &Row) {
        self.offers.prices.look(row);
    }

    fn decide(&mut self, settings: &JoinSettings, look_up: &LookUp, notices: &mut Notices) {
        self.offers.prices.decide(settings.price_kind.as_deref(), look_up, notices);
    }

    fn belongs_beside<'r>(&self, row: &'r Row) -> Belongs<'r> {
        match self.offers.id.of(row).split('#').next().unwrap_or_default() {
            "" => Belongs::Nowhere("rows_without_name"),
            id => Belongs::To(id.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(row) = rows.first() else { return };
        let id = self.id.of(row).split('#').next().unwrap_or_default();
        let mut product = Product { key: id.to_owned(), line: row.line, ..Product::default() };
        product.cells.set(Column::Name, self.name.of(row));
        product.cells.set(Column::Description, self.description.of(row));
        product.brand(self.maker.of(row));
        for group in self.groups.iter().map(|place| place.of(row)).filter(|id| !id.is_empty()) {
            match out.look_up.path(group) {
                Some(path) => product.category(path),
                None => out.notices.say("categories_are_numbers"),
            }
        }
        for picture in &self.pictures {
            if let Some(address) = out.image(picture.of(row)) {
                product.image(&address);
            }
        }
        for (name, value) in &self.requisites {
            let value = value.of(row);
            let is_weight = name.of(row).eq_ignore_ascii_case("вес") || name.of(row) == "Вес";
            if is_weight && value.parse::<rust_decimal::Decimal>().is_ok_and(|one| !one.is_zero()) {
                product.cells.set(Column::Weight, value);
            }
        }
        for (label, value) in self.properties.of(row, out) {
            if self.maker.of(row).is_empty() && BRANDS.contains(&label.to_lowercase().as_str()) {
                product.brand(&value);
            }
            product.attribute(&label, &value);
        }
        self.taxes.put(row, &mut product.cells, out);
        let offers: Vec<Offer> = out.beside.iter().map(|own| self.offer(own, out)).collect();
        let (sku, gtin) = (self.article.of(row), self.barcode.of(row));
        match offers.len() {
            0 | 1 => {
                if let Some(own) = offers.into_iter().next() {
                    own.cells
                        .into_iter()
                        .for_each(|(column, text)| product.cells.set(column, text));
                    for (label, value) in own.properties {
                        product.attribute(&label, &value);
                    }
                }
                if product.cells.get(Column::Sku).is_empty() {
                    product.cells.set(Column::Sku, sku);
                }
                if product.cells.get(Column::Gtin).is_empty() {
                    product.cells.set(Column::Gtin, gtin);
                }
                out.products.push(product);
            }
            _ => {
                product.cells.set(Column::Sku, sku);
                // Its barcode is nowhere else, unless one of its offers has it.
                if offers.iter().all(|offer| offer.cells.get(Column::Gtin) != gtin) {
                    product.cells.set(Column::Gtin, gtin);
                }
                family::put(product, offers, out);
            }
        }
    }
}

impl CommerceMl {
    fn offer(&self, row: &Row, out: &mut Out<'_>) -> Offer {
        let (own, table) = (&self.offers, out.beside_table);
        let mut offer =
            Offer { line: row.line, title: own.name.of(row).to_owned(), ..Offer::default() };
        let cells = &mut offer.cells;
        cells.set(Column::Sku, own.article.of(row));
        cells.set(Column::Gtin, own.barcode.of(row));
        let price = own.prices.of(row, out.notices);
        if price.is_there() {
            cells.set(Column::RegularPrice, table.number_text(price, row));
        }
        if let Some(quantity) = table.number(own.quantity, row) {
            cells.set(Column::Stock, plain(quantity.trunc()));
        }
        for (name, value) in &own.characteristics {
            let (name, value) = (name.of(row), value.of(row));
            if !name.is_empty() && !value.is_empty() {
                offer.properties.push((name.to_owned(), value.to_owned()));
            }
        }
        for (name, value) in own.properties.of(row, out) {
            if offer.properties.iter().all(|(known, _)| *known != name) {
                offer.properties.push((name, value));
            }
        }
        offer
    }
}

#[cfg(test)]
mod tests;
