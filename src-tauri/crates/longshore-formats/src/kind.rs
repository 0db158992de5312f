//! What is a file, going by its first bytes?

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use crate::{error::ReadError, recognised::Format, tree::Markup};

/// What the first bytes of a file promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing else was recognised.
    Text,
    /// A ZIP archive, which a workbook is too.
    Zip,
    /// Packed by gzip.
    Gz,
    /// A workbook of Excel 5 to 2003.
    Xls,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A table of cells, as far as anybody can tell.
    Table,
    Tree(Markup),
    Sheets(Format),
}

/// What the first bytes of a file in an archive promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PackedKind {
    /// Perhaps a table.
    Table {
        /// Perhaps several.
        may_have_sheets: bool,
    },
    /// An archive again.
    Archive,
    /// Something else.
    Other,
}

/// Beginnings that give a file away: bytes, their offset, kind, format.
const SIGNATURES: &[(&[u8], usize, &str, &str)] = &[
    (b"\x89PNG\r\n\x1a\n", 0, "picture", "png"),
    (b"\xff\xd8\xff", 0, "picture", "jpeg"),
    (b"GIF87a", 0, "picture", "gif"),
    (b"GIF89a", 0, "picture", "gif"),
    (b"WEBP", 8, "picture", "webp"),
    (b"II*\0", 0, "picture", "tiff"),
    (b"MM\0*", 0, "picture", "tiff"),
    (b"\0\0\x01\0", 0, "picture", "ico"),
    (b"8BPS", 0, "picture", "psd"),
    (b"ftypheic", 4, "picture", "heic"),
    (b"ftypheix", 4, "picture", "heic"),
    (b"ftypmif1", 4, "picture", "heic"),
    (b"ftypavif", 4, "picture", "avif"),
    (b"ftyp", 4, "video", "mp4"),
    (b"\x1a\x45\xdf\xa3", 0, "video", "matroska"),
    (b"ID3", 0, "sound", "mp3"),
    (b"OggS", 0, "sound", "ogg"),
    (b"WAVE", 8, "sound", "wav"),
    (b"%PDF-", 0, "pdf", "pdf"),
    (b"{\\rtf", 0, "document", "rtf"),
    (b"BZh", 0, "archive", "bz2"),
    (b"\xfd7zXZ\0", 0, "archive", "xz"),
    (b"\x28\xb5\x2f\xfd", 0, "archive", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", 0, "archive", "7z"),
    (b"Rar!\x1a\x07", 0, "archive", "rar"),
    (b"ustar", 257, "archive", "tar"),
    (b"SQLite format 3\0", 0, "database", "sqlite"),
    (b"PAR1", 0, "database", "parquet"),
    (b"\x7fELF", 0, "program", "elf"),
    (b"MZ\x90\0", 0, "program", "exe"),
];

/// Characters at the beginning of a text that tell what it is.
const BEGINNING: usize = 2_000;
/// The elements that a table of HTML may begin with.
const HTML: &[&str] = &["<!doctype html", "<html", "<head", "<meta ", "<style", "<body", "<table"];

const GZ: &[u8] = b"\x1f\x8b";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Looks at the beginning of a file (some kilobytes are enough).
pub(crate) fn kind_of(head: &[u8], file: &mut File) -> Result<Kind, ReadError> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if head.starts_with(GZ) {
        return Ok(Kind::Gz);
    }
    if head.starts_with(COMPOUND) {
        return compound(file);
    }
    if head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        return Err(ReadError::NotATable { kind: "picture", format: "bmp" });
    }
    for &(bytes, offset, kind, format) in SIGNATURES {
        if head.get(offset..).is_some_and(|rest| rest.starts_with(bytes)) {
            return Err(ReadError::NotATable { kind, format });
        }
    }
    Ok(Kind::Text)
}

/// Looks at the beginning of a file in an archive.
pub(crate) fn packed_kind(head: &[u8]) -> PackedKind {
    let has = |name: &str| memchr::memmem::find(head, name.as_bytes()).is_some();
    if head.starts_with(b"PK\x03\x04") {
        let parts = ["[Content_Types]", "xl/", "docProps/", "_rels/", "mimetype"];
        return match parts.iter().any(|part| has(part)) {
            true => PackedKind::Table { may_have_sheets: true },
            false => PackedKind::Archive,
        };
    }
    if head.starts_with(COMPOUND) {
        return PackedKind::Table { may_have_sheets: true };
    }
    if head.starts_with(GZ) {
        return PackedKind::Archive;
    }
    for &(bytes, offset, kind, _) in SIGNATURES {
        if head.get(offset..).is_some_and(|rest| rest.starts_with(bytes)) {
            return if kind == "archive" { PackedKind::Archive } else { PackedKind::Other };
        }
    }
    let zeros = memchr::memchr_iter(0, head).count();
    let controls = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26)).count();
    if controls * 10 > head.len() || (zeros * 20 > head.len() && zeros * 3 < head.len()) {
        return PackedKind::Other;
    }
    // Enough for a tree in wide letters too.
    let text: String =
        head.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
    match written(text.trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}', '\u{ff}', '\u{fe}'])) {
        Ok(written) => PackedKind::Table { may_have_sheets: written != Written::Table },
        Err(_) => PackedKind::Other,
    }
}

/// What a text is; asked once it is decoded.
pub(crate) fn written(text: &str) -> Result<Written, ReadError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if let Some(format) = sheets_in_xml(text) {
        return Ok(Written::Sheets(format));
    }
    if let Some(format) = old_sheet(text) {
        return Err(ReadError::FormatNotSupported { format });
    }
    let lower: String = text.chars().take(BEGINNING).collect::<String>().to_ascii_lowercase();
    let root = match lower.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => &lower,
    };
    if root.starts_with("<svg") || (lower.starts_with("<?xml") && lower.contains("<svg")) {
        return Err(ReadError::NotATable { kind: "picture", format: "svg" });
    }
    if HTML.iter().any(|tag| root.starts_with(tag)) {
        return match text.to_ascii_lowercase().contains("<table") {
            true => Ok(Written::Sheets(Format::Html)),
            false => Err(ReadError::NotATable { kind: "web_page", format: "html" }),
        };
    }
    if lower.starts_with("<?xml")
        || lower.starts_with("<!doctype")
        || lower.starts_with("<!--")
        || begins_with_element(text)
    {
        return Ok(Written::Tree(Markup::Xml));
    }
    let mut significant = text.chars().filter(|c| !c.is_whitespace());
    let json = match significant.next() {
        Some('{') => matches!(significant.next(), Some('"' | '}')),
        Some('[') => matches!(significant.next(), Some('{' | '[' | ']' | '"')),
        _ => false,
    };
    Ok(if json { Written::Tree(Markup::Json) } else { Written::Table })
}

/// The format of a spreadsheet that is XML.
fn sheets_in_xml(text: &str) -> Option<Format> {
    let beginning: String = text.chars().take(BEGINNING).collect();
    let names = |part: &str| beginning.starts_with('<') && beginning.contains(part);
    let has_workbook = names("<Workbook") || names(":Workbook");
    if names("urn:schemas-microsoft-com:office:spreadsheet") && has_workbook {
        return Some(Format::SpreadsheetMl);
    }
    let is_opendocument = names("urn:oasis:names:tc:opendocument") && names("<office:document");
    is_opendocument.then_some(Format::Ods)
}

/// The name of a format of old spreadsheet programs that is text.
fn old_sheet(text: &str) -> Option<&'static str> {
    let mut lines = text.lines().map(str::trim_end);
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let is_record =
        |line: &str| ["B;", "C;", "F;", "O;", "P;"].iter().any(|of| line.starts_with(of));
    match (first, second) {
        _ if first.starts_with("ID;P") && is_record(second) => Some("SYLK"),
        ("TABLE", "0,1") => Some("DIF"),
        _ => None,
    }
}

/// Whether an element stands there with another one directly in it: a cell of a table has none.
fn begins_with_element(text: &str) -> bool {
    let named = |text: &str| {
        text.strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'))
    };
    let Some((_, inside)) = text.split_once('>') else { return false };
    let inside = inside.trim_start();
    named(text) && (named(inside) || inside.starts_with("<!"))
}

/// An old container of Microsoft Office: an encrypted workbook, an XLS, or something else.
fn compound(file: &mut File) -> Result<Kind, ReadError> {
    let mut bytes = Vec::new();
    let read =
        file.seek(SeekFrom::Start(0)).and_then(|_| file.take(8 << 20).read_to_end(&mut bytes));
    if let Err(source) = read {
        return Err(ReadError::Io { source });
    }
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(&bytes, &wide).is_some()
    };
    if names("EncryptedPackage") || names("EncryptionInfo") {
        Err(ReadError::EncryptedWorkbook)
    } else if names("Workbook") || names("Book") {
        Ok(Kind::Xls)
    } else {
        Err(ReadError::NotATable { kind: "document", format: "ole" })
    }
}
