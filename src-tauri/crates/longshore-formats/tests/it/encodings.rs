//! Bytes mean the characters that were meant.

use encoding_rs::Encoding;
use longshore_engine::reading::ReadSettings;
use longshore_formats::{Limits, RepairCode, Source};

use crate::made::{Made, read, read_path};

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!unmappable, "{label} cannot write the text");
    bytes.into_owned()
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn the_encodings_of_european_shops_are_read() {
    let cases = [
        (
            "windows-1252",
            "Artikel;Größe;Preis\nTürschloß für außen;weiß;5,10 €\nKäse aus Österreich;grün;3,20 €\n",
        ),
        (
            "windows-1250",
            "Nazwa;Opis;Cena\nŻółta łódź;Piękna żaglówka z drewna;12,50\nŚwieży chleb;źródło błonnika;4,20\n",
        ),
        ("windows-1251", "Название;Цвет;Цена\nФутболка;белая;1200\nРубашка;синяя в полоску;3400\n"),
        (
            "macintosh",
            "Référence;Désignation;Prix\nThéière émaillée;à l’ancienne;5,10\nCrème brûlée;Noël;3,20\n",
        ),
        ("windows-1253", "Όνομα;Χρώμα;Τιμή\nΜπλούζα;λευκή βαμβακερή;12\nΠαντελόνι;μαύρο;30\n"),
        (
            "iso-8859-2",
            "Název;Popis;Cena\nŽlutý kůň;příliš ďábelské ódy, úpěl šíleně žluťoučký;100\nŘeřicha;čerstvá zelená;20\n",
        ),
    ];
    for (label, text) in cases {
        let whole = read(encoded(label, text));
        let expected: Vec<Vec<&str>> =
            text.lines().skip(1).map(|line| line.split(';').collect()).collect();
        assert_eq!(whole.cells(), expected, "{label}");
        assert_eq!(whole.repaired(), [], "{label}");
    }
}

#[test]
fn a_table_that_excel_for_mac_saved_is_read_with_its_line_ends() {
    let text = "Artikel;Größe;Preis\rTürschloß;weiß;5,10\rKäse;grün;3,20\r";
    let whole = read(encoded("macintosh", text));
    assert_eq!(whole.columns, ["Artikel", "Größe", "Preis"]);
    assert_eq!(whole.cells(), [["Türschloß", "weiß", "5,10"], ["Käse", "grün", "3,20"]]);
}

#[test]
fn utf_16_is_read_with_and_without_mark() {
    let text = "sku;Größe;Название\nA-1;ß\u{1f455};Футболка\nA-2;\"a\nb\";x\n";
    for little in [true, false] {
        for mark in ["\u{feff}", ""] {
            let whole = read(utf16(&format!("{mark}{text}"), little));
            assert_eq!(whole.columns, ["sku", "Größe", "Название"]);
            assert_eq!(whole.cells(), [["A-1", "ß\u{1f455}", "Футболка"], ["A-2", "a\nb", "x"]]);
        }
    }
}

#[test]
fn single_bytes_of_another_encoding_in_utf_8_are_read_as_what_they_were() {
    let mut bytes =
        "sku,name,text\n1,Größe,für Männer und Frauen\n2,Höhe,schön\n3,".as_bytes().to_vec();
    bytes.extend(b"Stra\xdfe,gut\n4,K\xe4se,gut\n");
    let whole = read(bytes);
    assert_eq!(whole.cells()[2][1], "Straße");
    assert_eq!(whole.cells()[3][1], "Käse");
    assert_eq!(whole.repair(RepairCode::InvalidBytes), (2, vec![4, 5]));
}

#[test]
fn a_character_may_be_cut_by_any_block() {
    // Characters of three bytes over several blocks, so that one lies across each border.
    let mut text = String::from("sku,name\n");
    for number in 0..60_000 {
        text.push_str(&format!("{number},€€€€€€\n"));
    }
    let whole = read(&text);
    assert_eq!(whole.rows.len(), 60_000);
    assert!(whole.rows.iter().all(|row| row.get(1) == Some("€€€€€€")));
    assert_eq!(whole.repaired(), []);
}

#[test]
fn letters_that_come_late_in_a_large_file_are_found_by_samples() {
    let mut text = String::from("sku;name;text\n");
    while text.len() < 6 << 20 {
        text.push_str("1000;Shirt;plain and long enough to fill some space in this file\n");
    }
    while text.len() < 9 << 20 {
        text.push_str("2000;Türschloß;weiß lackiert, für außen, grün\n");
    }
    let whole = read(encoded("windows-1252", &text));
    assert_eq!(whole.rows.last().unwrap().get(1), Some("Türschloß"));
    assert_eq!(whole.repaired(), []);
}

#[test]
fn the_encoding_can_be_chosen() {
    let made = Made::of(b"sku;name\n1;\xe4\n");
    let settings = ReadSettings { encoding: Some("iso-8859-5".into()), ..ReadSettings::default() };
    let whole = read_path(&made.path, &settings, &Limits::default()).unwrap();
    assert_eq!(whole.cells(), [["1", "ф"]]);

    let settings = ReadSettings { encoding: Some("klingon".into()), ..ReadSettings::default() };
    let Err(error) = Source::open(&made.path, &settings, &Limits::default()) else {
        panic!("obeyed")
    };
    assert_eq!((error.code(), error.params()[1].1.as_str()), ("setting_not_possible", "klingon"));
}
