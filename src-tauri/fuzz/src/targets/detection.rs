//! Everything that is guessed about a file: encoding, delimiter, header, notations, platform, fields.

use encoding_rs::Encoding;
use longshore_engine::{
    notation, profile::Profile, reading::ReadSettings, recognise::recognise, suggest::suggest,
};
use longshore_formats::{Limits, Source};

use super::{desk::with_file, text};
use crate::{corpus, mutation::Shape, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "detection",
    read,
    seeds,
    real: corpus::real_tables,
    shape: Shape::Bytes,
    tokens: text::TOKENS,
};

fn read(input: &[u8]) -> bool {
    with_file(input, |path| {
        let opened = Source::open(path, &ReadSettings::default(), &Limits::default());
        let Ok(mut source) = opened else { return false };
        let Ok(preview) = source.preview(50) else { return false };
        let samples: Vec<Vec<String>> =
            preview.report.columns.into_iter().map(|column| column.samples).collect();
        for column in &samples {
            let _ = notation::detect(column.iter().map(String::as_str));
        }
        let recognised = recognise(&preview.header);
        let suggestions = suggest(&preview.header, &recognised, &samples);
        assert_eq!(suggestions.len(), preview.header.columns.len(), "one for each column");
        let profile = Profile::suggested(&recognised, &suggestions, ReadSettings::default());
        let _ = profile.fingerprint();
        true
    })
}

/// A table of several countries, as their systems would write it.
fn seeds() -> Vec<Vec<u8>> {
    const TABLES: &[(&str, &str)] = &[
        ("windows-1252", "Artikel;Größe;Preis\nA-1;42;1.234,50 €\nA-2;weiß für Türen;9,90\n"),
        ("windows-1250", "Nazwa;Cena\nŻółta łódź;12,50\nŚwieży chleb;3,20\n"),
        ("windows-1251", "Название;Цена\nФутболка белая;1 200,00\nРубашка;3 400,00\n"),
        ("windows-1253", "Όνομα;Τιμή\nΜπλούζα λευκή;12,00\n"),
        ("windows-1254", "Ürün;Açıklama\nGömlek;Yeşil ve sarı\nÇanta;Işıklı\n"),
        ("windows-1255", "שם,מחיר\nחולצה,12.50\n"),
        ("windows-1256", "الاسم,السعر\nقميص,12.50\n"),
        ("shift_jis", "商品名,価格\n白いシャツ,1200\n青い帽子,800\n"),
        ("euc-jp", "商品名,価格\n白いシャツ,1200\n"),
        ("gb18030", "名称,价格\n白色衬衫,12.50\n"),
        ("big5", "名稱,價格\n白色襯衫,12.50\n"),
        ("euc-kr", "이름,가격\n흰 셔츠,12000\n"),
        ("koi8-r", "Название;Цена\nФутболка;1200\n"),
        ("iso-8859-2", "Název;Cena\nModrá košile;12,50\n"),
        ("utf-8", "\u{feff}Dátum;Ár\n2026.12.31;1 234,50 Ft\n2026.01.02;9 900 Ft\n"),
        ("utf-8", "Date,Price,Ok\n12/31/2026,\"1,234.50\",yes\n01/02/2026,9.90,no\n"),
        ("utf-8", "# made by hand\n\nPreisliste;;\nSKU;Name;Preis\n1;Hose;19,90\n2;Hemd;9,90\n"),
        ("utf-8", "'sku';'name'\n'1';'a;b'\n'2';'c'\n"),
        ("utf-8", "sku,note\n1,\"say \\\"hi\\\"\"\n2,\"\\\\\"\n"),
    ];
    let mut seeds: Vec<Vec<u8>> = TABLES
        .iter()
        .filter_map(|(label, table)| {
            Some(Encoding::for_label(label.as_bytes())?.encode(table).0.into_owned())
        })
        .collect();
    for (_, table) in TABLES.iter().take(3) {
        seeds.push(table.encode_utf16().flat_map(u16::to_le_bytes).collect());
        seeds.push(table.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    seeds.extend(text::seeds());
    seeds
}
