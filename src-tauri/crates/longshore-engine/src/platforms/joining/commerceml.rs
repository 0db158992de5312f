//! 1C's CommerceML 2: goods in one file, offers with prices and stock in another. What stands before `#` in the
//! number of an offer is the number of its goods.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table, plain},
    family::{self, Offer},
    product::Product,
};
use crate::row::Row;

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
    prices: Vec<Price>,
    quantity: Place,
    /// What the variant is: name and value.
    properties: Vec<(Place, Place)>,
}

struct Price {
    price: Place,
    kind: Place,
}

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
            offers: Offers::default(),
            groups,
            requisites,
        };
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

    fn wants(&self) -> &'static [&'static str] {
        &["группы/группа"]
    }

    fn take_beside(&mut self, platform: &str, table: &mut Table) -> Option<&'static [Column]> {
        if platform != "commerceml_offers" {
            return None;
        }
        let prices = table.parts("цены/цена").into_iter().map(|own| Price {
            price: table.find(&[&format!("{own}/ценазаединицу")]),
            kind: table.find(&[&format!("{own}/идтипацены")]),
        });
        let prices = prices.collect();
        let properties = table
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
            prices,
            properties,
        };
        const MADE: &[Column] =
            &[Column::Sku, Column::Gtin, Column::RegularPrice, Column::Stock, Column::Images];
        Some(MADE)
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
        let offers: Vec<Offer> =
            out.beside.iter().map(|own| self.offer(own, out)).collect::<Vec<_>>();
        let several = out.beside.iter().any(|own| {
            let prices = self.offers.prices.iter().filter(|price| !price.price.of(own).is_empty());
            prices.count() > 1
        });
        if several {
            let kind = self.offers.prices.first().zip(out.beside.first());
            let kind = kind.map(|(price, own)| price.kind.of(own).to_owned()).unwrap_or_default();
            out.notices.say_with("prices_of_several_kinds", &[("kind", &kind)]);
        }
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
                family::put(product, offers, out);
            }
        }
    }
}

impl CommerceMl {
    fn offer(&self, row: &Row, out: &Out<'_>) -> Offer {
        let (own, table) = (&self.offers, out.beside_table);
        let mut offer =
            Offer { line: row.line, title: own.name.of(row).to_owned(), ..Offer::default() };
        let cells = &mut offer.cells;
        cells.set(Column::Sku, own.article.of(row));
        cells.set(Column::Gtin, own.barcode.of(row));
        let price = own.prices.iter().find(|price| !price.price.of(row).is_empty());
        if let Some(price) = price {
            cells.set(Column::RegularPrice, table.number_text(price.price, row));
        }
        if let Some(quantity) = table.number(own.quantity, row) {
            cells.set(Column::Stock, plain(quantity.trunc()));
        }
        for (name, value) in &own.properties {
            let (name, value) = (name.of(row), value.of(row));
            if !name.is_empty() && !value.is_empty() {
                offer.properties.push((name.to_owned(), value.to_owned()));
            }
        }
        offer
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::join_all;

    #[test]
    fn offers_are_put_to_their_goods() {
        let goods = [
            "Ид",
            "Артикул",
            "Наименование",
            "Группы/Ид",
            "Картинка",
            "Картинка[2]",
            "Изготовитель/Наименование",
        ];
        let rows: [&[&str]; 2] = [
            &["a1", "T", "Футболка", "g2", "https://a.b/1.jpg", "https://a.b/2.jpg", "Nord"],
            &["b2", "C", "Кепка", "g1"],
        ];
        let groups: [&[&str]; 2] = [&["g1", "", "Одежда"], &["g2", "g1", "Верх"]];
        let offers = [
            "Ид",
            "Наименование",
            "Цены/Цена/ЦенаЗаЕдиницу",
            "Цены/Цена/ИдТипаЦены",
            "Количество",
            "ХарактеристикиТовара/ХарактеристикаТовара/Наименование",
            "ХарактеристикиТовара/ХарактеристикаТовара/Значение",
        ];
        let prices: [&[&str]; 4] = [
            &["a1#1", "Футболка (S)", "100.00", "retail", "5", "Размер", "S"],
            &["b2", "Кепка", "50", "retail", "3.000"],
            &["a1#2", "Футболка (M)", "110.00", "retail", "0", "Размер", "M"],
            &["zz", "?", "1"],
        ];
        let table = join_all(
            (&goods, &rows),
            Some((&["Ид", "..", "Наименование"], &groups)),
            Some((&offers, &prices)),
        );
        assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
        assert_eq!(table.all("Regular price"), ["", "100.00", "110.00", "50"]);
        assert_eq!(table.all("Stock"), ["", "5", "0", "3"]);
        assert_eq!(table.at(0, "Categories"), "Одежда > Верх");
        assert_eq!(table.attributes(0), [("Размер", "S, M")]);
        assert_eq!(table.all("SKU"), ["T", "", "", "C"]);
        assert_eq!(table.at(0, "Images"), "https://a.b/1.jpg, https://a.b/2.jpg");
        assert_eq!(table.said("variants_of_unknown_products"), 1);
        assert_eq!(table.said("prices_not_in_file"), 0);
    }
}
