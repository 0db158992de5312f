//! What cannot be read is named, with the place, and costs neither time nor memory.

use std::io::Write;

use longshore_engine::reading::ReadSettings;
use longshore_formats::{Limits, ReadError, Source};

use crate::made::{Made, refused};

fn code_of(bytes: &[u8]) -> (&'static str, Vec<(&'static str, String)>) {
    let error = refused(bytes);
    (error.code(), error.params())
}

fn not_a_table(kind: &str, format: &str) -> (&'static str, Vec<(&'static str, String)>) {
    ("not_a_table", vec![("kind", kind.into()), ("format", format.into())])
}

#[test]
fn places_without_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &std::path::Path| {
        let Err(error) = Source::open(path, &ReadSettings::default(), &Limits::default()) else {
            panic!("opened")
        };
        error.code()
    };
    assert_eq!(open(&folder.path().join("missing.csv")), "file_not_found");
    assert_eq!(open(folder.path()), "is_directory");
}

#[test]
fn files_with_nothing_in_them() {
    assert_eq!(code_of(b"").0, "file_empty");
    assert_eq!(code_of(b"\xef\xbb\xbf").0, "file_empty");
    assert_eq!(code_of(b" \n\r\n\t\n").0, "file_empty");
    assert_eq!(code_of(&[0; 5_000]).0, "file_empty");
}

#[test]
fn things_that_are_no_tables_whatever_their_name() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    assert_eq!(code_of(png), not_a_table("picture", "png"));
    assert_eq!(code_of(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), not_a_table("picture", "jpeg"));
    assert_eq!(code_of(b"RIFF\x24\0\0\0WEBPVP8 "), not_a_table("picture", "webp"));
    assert_eq!(code_of(b"%PDF-1.7\n%\xe2\xe3"), not_a_table("pdf", "pdf"));
    assert_eq!(code_of(b"<!DOCTYPE html><html><body>"), not_a_table("web_page", "html"));
    assert_eq!(code_of(b"<?xml version=\"1.0\"?><svg></svg>"), not_a_table("picture", "svg"));
    assert_eq!(
        code_of(b"<?xml version='1.0'?>\n<!DOCTYPE html><html><p>"),
        not_a_table("web_page", "html")
    );
    let noise: Vec<u8> =
        (0..4_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_eq!(code_of(&noise), not_a_table("binary", "unknown"));
}

#[test]
fn sheets_in_formats_of_old_are_called_by_their_names() {
    let formats: [(&str, &[u8]); 2] = [
        ("SYLK", b"ID;PWXL;N;E\r\nC;Y1;X1;K\"SKU\"\r\nE\r\n"),
        ("DIF", b"TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,2\r\n"),
    ];
    for (format, bytes) in formats {
        let params = vec![("format", format.to_owned())];
        assert_eq!(code_of(bytes), ("format_not_supported", params), "{format}");
    }
}

#[test]
fn tables_that_only_begin_like_such_formats_are_read() {
    for text in ["TABLE,PRICE\noak,5\npine,4\n", "ID;Price\n1;5\n2;4\n", "<b>Name</b>,Price\nx,5\n"]
    {
        let made = Made::of(text);
        assert!(
            Source::open(&made.path, &ReadSettings::default(), &Limits::default()).is_ok(),
            "{text}"
        );
    }
}

#[test]
fn an_old_workbook_without_anything_in_it_is_broken() {
    assert_eq!(code_of(&old_office("Workbook")).0, "broken_workbook");
}

#[test]
fn an_encrypted_workbook_is_known() {
    assert_eq!(code_of(&old_office("EncryptedPackage")).0, "encrypted_workbook");
}

/// Enough of an old Office container to be known: its mark and the name of a stream.
fn old_office(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1_024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(2_048, 0);
    bytes
}

#[test]
fn a_cell_of_a_hundred_megabytes() {
    for (before, after) in [("B,", "\n"), ("B,\"", "\",5\n")] {
        let made = Made::of("sku,text,price\nA,fine,5\n");
        let mut file = std::fs::OpenOptions::new().append(true).open(&made.path).unwrap();
        file.write_all(before.as_bytes()).unwrap();
        for _ in 0..100 {
            file.write_all(&vec![b'x'; 1 << 20]).unwrap();
        }
        file.write_all(after.as_bytes()).unwrap();
        let error =
            crate::made::read_path(&made.path, &ReadSettings::default(), &Limits::default())
                .unwrap_err();
        let ReadError::CellTooLong { line: 3, column: 2, .. } = error else { panic!("{error:?}") };
    }
}

#[test]
fn more_columns_than_any_table_has() {
    let text = format!("a,b\n1,2\n{}\n", ",".repeat(20_000));
    assert_eq!(
        code_of(text.as_bytes()),
        ("too_many_columns", vec![("line", "3".into()), ("limit", "16384".into())])
    );
}
