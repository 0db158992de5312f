//! What becomes of 1C's files?

use super::super::{
    About,
    testing::{Given, Table, join_all, join_explained},
};
use crate::reading::JoinSettings;

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

#[test]
fn goods_with_variants_keep_the_barcode_that_none_of_these_has() {
    let goods: Given<'_> = (
        &["Ид", "Артикул", "Наименование", "Штрихкод"],
        &[
            &["a", "A", "Футболка", "4006381333931"],
            &["b", "B", "Кепка", "4012345678901"],
            &["c", "C", "Шапка", "5901234123457"],
        ],
    );
    let list = "ХарактеристикиТовара/ХарактеристикаТовара";
    let (name, value) = (format!("{list}/Наименование"), format!("{list}/Значение"));
    let offers: Given<'_> = (
        &["Ид", "Штрихкод", "Цены/Цена/ЦенаЗаЕдиницу", &name, &value],
        &[
            &["a#1", "", "1", "Размер", "S"],
            &["a#2", "", "1", "Размер", "M"],
            &["b#1", "4012345678901", "1", "Размер", "S"],
            &["b#2", "9780306406157", "1", "Размер", "M"],
            &["c#1", "96385074", "1", "Размер", "S"],
            &["c#2", "", "1", "Размер", "M"],
        ],
    );
    let table = join_all(goods, None, Some(offers));
    let wanted = [
        ["4006381333931", "", ""],
        ["", "4012345678901", "9780306406157"],
        ["5901234123457", "96385074", ""],
    ];
    assert_eq!(table.all("GTIN, UPC, EAN, or ISBN"), wanted.concat());
    assert_eq!(table.said("gtin_repeated"), 0);
}

/// Two kinds of price for each of three offers; the third one has only the second kind.
fn priced(kinds: &[&[&str]], asked: Option<&str>) -> Table {
    let goods: Given<'_> = (
        &["Ид", "Артикул", "Наименование"],
        &[&["a", "A", "Кепка"], &["b", "B", "Шапка"], &["c", "C", "Берет"]],
    );
    let offers: Given<'_> = (
        &[
            "Ид",
            "Цены/Цена/ИдТипаЦены",
            "Цены/Цена/ЦенаЗаЕдиницу",
            "Цены/Цена[2]/ИдТипаЦены",
            "Цены/Цена[2]/ЦенаЗаЕдиницу",
        ],
        &[
            &["a", "w-1", "70", "r-1", "100"],
            &["b", "r-1", "200", "w-1", "140"],
            &["c", "w-1", "35"],
        ],
    );
    let settings = JoinSettings { price_kind: asked.map(str::to_owned), ..JoinSettings::default() };
    let kinds = (About::PriceKinds, (&["Ид", "Наименование"][..], kinds));
    join_explained(goods, &[kinds], Some(offers), &settings)
}

const KINDS: &[&[&str]] = &[&["w-1", "Мелкий опт"], &["r-1", "Розничная"]];

#[test]
fn one_kind_of_price_counts_for_the_whole_file_and_is_told_by_its_name() {
    let table = priced(KINDS, None);
    assert_eq!(table.all("Regular price"), ["100", "200", ""]);
    let told = table.notice("prices_of_several_kinds");
    assert_eq!(told.params["kind"], "Розничная");
    assert_eq!(told.params["others"], "Мелкий опт");
    assert_eq!(told.asks.as_deref(), Some("price_kind"));
    assert_eq!(told.choices, ["Мелкий опт", "Розничная"]);
    assert_eq!(table.said("no_price_of_kind"), 1);
    assert_eq!(table.notice("no_price_of_kind").params["kind"], "Розничная");
}

#[test]
fn the_kind_of_price_can_be_chosen_and_one_that_is_not_there_is_told() {
    let table = priced(KINDS, Some("мелкий опт"));
    assert_eq!(table.all("Regular price"), ["70", "140", "35"]);
    assert_eq!(table.said("no_price_of_kind"), 0);
    let table = priced(KINDS, Some("Дилерская"));
    assert_eq!(table.all("Regular price"), ["100", "200", ""]);
    let unknown = &table.notice("price_kind_unknown").params;
    assert_eq!(unknown["kind"], "Дилерская");
    assert!(unknown["kinds"].contains("Мелкий опт"), "{unknown:?}");
}

#[test]
fn where_no_name_says_that_a_price_is_for_everybody_most_offers_decide() {
    let table = priced(&[&["r-1", "USD"], &["w-1", "EUR"]], None);
    assert_eq!(table.all("Regular price"), ["70", "140", "35"]);
    assert_eq!(table.notice("prices_of_several_kinds").params["others"], "USD");
}

#[test]
fn properties_have_the_names_and_values_of_their_dictionary() {
    let list = "ЗначенияСвойств/ЗначенияСвойства";
    let names = [
        "Ид".to_owned(),
        "Наименование".to_owned(),
        "Артикул".to_owned(),
        format!("{list}/Ид"),
        format!("{list}/Значение"),
        format!("{list}[2]/Ид"),
        format!("{list}[2]/Значение"),
        format!("{list}[2]/Значение[2]"),
    ];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let goods: Given<'_> = (
        &names,
        &[
            &["a", "Кепка", "A", "1", "10", "2", "тёплая", "мягкая"],
            &["b", "Шапка", "B", "2", "лёгкая", "9", "?"],
            &["c", "Берет", "C", "3", "10"],
        ],
    );
    let values = "ВариантыЗначений/Справочник";
    let columns = [
        "Ид".to_owned(),
        "Наименование".to_owned(),
        format!("{values}/ИдЗначения"),
        format!("{values}/Значение"),
        format!("{values}[2]/ИдЗначения"),
        format!("{values}[2]/Значение"),
    ];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let properties: Given<'_> = (
        &columns,
        &[
            &["1", "Цвет", "10", "Красный", "11", "Синий"],
            &["2", "Свойства"],
            &["3", "Бренд", "10", "Nord"],
        ],
    );
    let groups: Given<'_> = (&["Ид", "Наименование"], &[&["1", "Одежда"]]);
    let explains = [(About::Tree, groups), (About::Properties, properties)];
    let table = join_explained(goods, &explains, None, &JoinSettings::default());
    assert_eq!(table.attributes(0), [("Цвет", "Красный"), ("Свойства", "тёплая, мягкая")]);
    assert_eq!(table.attributes(1), [("Свойства", "лёгкая")]);
    assert_eq!(table.said("properties_without_names"), 1);
    assert_eq!((table.attributes(2), table.at(2, "Brands")), (vec![("Бренд", "Nord")], "Nord"));
}

#[test]
fn what_is_free_of_tax_is_and_other_rates_are_told() {
    let rate = "СтавкиНалогов/СтавкаНалога/Ставка";
    let goods: Given<'_> = (
        &["Ид", "Наименование", "Артикул", rate],
        &[&["a", "Кепка", "A", "20"], &["b", "Шапка", "B", "Без НДС"], &["c", "Берет", "C", "0"]],
    );
    let table = join_explained(goods, &[], None, &JoinSettings::default());
    assert_eq!(table.all("Tax status"), ["", "none", ""]);
    assert_eq!(table.all("Tax class"), ["", "", "zero-rate"]);
    assert_eq!(table.notice("tax_rates_left_out").params["rates"], "20");
    assert_eq!(table.all(rate), ["20", "Без НДС", "0"]);
}
