//! Workbooks, packed and unpacked.
//!
//! An input that begins like an archive is read as it is. Any other is taken for the parts of a workbook, each behind
//! a line `=== its/name`, and packed first: so that spoiled parts get past the archive's checksums.

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    desk::{read_through, with_file},
    text::limits,
};
use crate::{corpus, mutation::Shape, target::Target};
use longshore_engine::reading::ReadSettings;

pub(crate) const TARGET: Target =
    Target { name: "workbook", read, seeds, real, shape: Shape::Markup, tokens: TOKENS };

/// What stands before the name of a part.
pub(super) const PART: &str = "=== ";

const TOKENS: &[&str] = &[
    "<row>",
    "<row r=\"1\">",
    "</row>",
    "<row/>",
    "<c r=\"A1\"",
    "<c r=\"XFD1048576\"><v>1</v></c>",
    "<c r=\"A1048577\"",
    "<c r=\"ZZZZZZZ9\"",
    "<c r=\"1A\"",
    "<c r=\"\"",
    "<c>",
    "</c>",
    " t=\"s\"",
    " t=\"str\"",
    " t=\"inlineStr\"",
    " t=\"b\"",
    " t=\"e\"",
    " t=\"d\"",
    " t=\"n\"",
    " s=\"1\"",
    " s=\"99999\"",
    "<v>",
    "</v>",
    "<is><t>",
    "</t></is>",
    "<f>A1+1</f>",
    "<f t=\"shared\" si=\"0\">",
    "<r><t>rich</t></r>",
    "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>",
    "<t xml:space=\"preserve\">",
    "&amp;",
    "&lt;",
    "&#0;",
    "&#x10FFFF;",
    "&#xD800;",
    "&#99999999999;",
    "&none;",
    "&",
    "<",
    ">",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
    "<!DOCTYPE x [<!ENTITY a \"&b;&b;\">]>",
    "<sheetData>",
    "</sheetData>",
    "<sheetData/>",
    "<dimension ref=\"A1:XFD1048576\"/>",
    "<dimension ref=\"B2:A1\"/>",
    "<mergeCell ref=\"A1:B2\"/>",
    "<mergeCell ref=\"XFD1:A1\"/>",
    "<sheet name=\"S\" sheetId=\"1\" r:id=\"s0\"/>",
    " state=\"hidden\"",
    " state=\"veryHidden\"",
    "date1904=\"1\"",
    "uniqueCount=\"4000000000\"",
    "count=\"1\"",
    "<si>",
    "</si>",
    "<si><t>",
    "<numFmt numFmtId=\"164\" formatCode=\"",
    "0.00",
    "yyyy-mm-dd",
    "[h]:mm:ss",
    "#,##0.00",
    "00000",
    "General",
    "@",
    "[Red]",
    "\"SKU-\"0000",
    "0.00E+00",
    "# ?/?",
    "0%",
    "<xf numFmtId=\"14\"/>",
    "<cellXfs>",
    "\n=== xl/worksheets/sheet0.xml\n",
    "\n=== xl/sharedStrings.xml\n",
    "\n=== xl/styles.xml\n",
    "\n=== xl/workbook.xml\n",
    "\n=== xl/workbook.bin\n",
    "\n=== ../up\n",
    "45000.5",
    "-1",
    "2958466",
    "1e300",
    "1E-300",
    "#REF!",
    "<x:row>",
    "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"",
    "PK\u{3}\u{4}",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
];

fn read(input: &[u8]) -> bool {
    let packed = if input.starts_with(b"PK") { input.to_vec() } else { packed(input) };
    // Some by the name of a sheet, which need not be there.
    let sheet = (input.len() % 16 == 1).then(|| "Second".to_owned());
    let settings = ReadSettings { sheet, ..ReadSettings::default() };
    with_file(&packed, |path| read_through(path, &settings, &limits(input.len())))
}

/// Packs parts as they come; what cannot be packed is left out.
pub(super) fn packed(parts: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let method =
        if parts.len() % 16 == 5 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts_of(parts) {
        if zip.start_file(String::from_utf8_lossy(name), options).is_ok() {
            let _ = zip.write_all(content);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn parts_of(mut rest: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut parts = Vec::new();
    while let Some(named) = rest.strip_prefix(PART.as_bytes()) {
        let line = named.iter().position(|byte| *byte == b'\n').unwrap_or(named.len());
        let content = named.get(line + 1..).unwrap_or_default();
        let marker = format!("\n{PART}");
        let end = content.windows(marker.len()).position(|window| window == marker.as_bytes());
        parts.push((&named[..line], &content[..end.unwrap_or(content.len())]));
        rest = end.map_or(&b""[..], |end| &content[end + 1..]);
    }
    parts
}

/// The parts of a packed workbook as one text, long ones cut; `None` where it is none.
fn unpacked(workbook: &[u8]) -> Option<Vec<u8>> {
    const LONGEST: u64 = 1 << 10;
    let mut zip = ZipArchive::new(Cursor::new(workbook)).ok()?;
    let mut parts = Vec::new();
    for index in 0..zip.len().min(40) {
        let part = zip.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        parts.extend_from_slice(format!("{PART}{name}\n").as_bytes());
        part.take(LONGEST).read_to_end(&mut parts).ok()?;
        parts.push(b'\n');
    }
    Some(parts)
}

fn real() -> Vec<Vec<u8>> {
    corpus::real_workbooks().iter().filter_map(|one| unpacked(one)).collect()
}

/// Whole archives, for what lies before the parts.
fn seeds() -> Vec<Vec<u8>> {
    corpus::committed(TARGET.name).iter().take(3).map(|parts| packed(parts)).collect()
}
