//! Workbooks made for one case each.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// The parts of a workbook, which a case may change before it is packed.
pub(crate) struct MadeWorkbook {
    sheets: Vec<(String, bool, String)>,
    pub(crate) strings: String,
    pub(crate) formats: Vec<(u32, &'static str)>,
    pub(crate) since_1904: bool,
    pub(crate) more: Vec<(String, Vec<u8>)>,
}

impl MadeWorkbook {
    /// With one sheet of these rows.
    pub(crate) fn of(rows: &str) -> Self {
        let made = Self {
            sheets: Vec::new(),
            strings: String::new(),
            formats: Vec::new(),
            since_1904: false,
            more: Vec::new(),
        };
        made.sheet("Products", false, rows)
    }

    /// And another sheet.
    pub(crate) fn sheet(mut self, name: &str, hidden: bool, rows: &str) -> Self {
        let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let xml =
            format!("<worksheet xmlns=\"{namespace}\"><sheetData>{rows}</sheetData></worksheet>");
        self.sheets.push((name.into(), hidden, xml));
        self
    }

    /// With number formats, which cells refer to by 1 and up.
    pub(crate) fn formatted(mut self, codes: &[&'static str]) -> Self {
        self.formats =
            codes.iter().enumerate().map(|(index, code)| (164 + index as u32, *code)).collect();
        self
    }

    /// The bytes of the file.
    pub(crate) fn packed(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut part = |name: &str, bytes: &[u8]| {
            zip.start_file(name, options).unwrap();
            zip.write_all(bytes).unwrap();
        };
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let packages = "http://schemas.openxmlformats.org/package/2006";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        part(
            "[Content_Types].xml",
            format!("<Types xmlns=\"{packages}/content-types\"/>").as_bytes(),
        );
        part(
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )
            .as_bytes(),
        );
        let mut sheets = String::new();
        let mut relations = String::new();
        for (index, (name, hidden, xml)) in self.sheets.iter().enumerate() {
            let state = if *hidden { " state=\"hidden\"" } else { "" };
            sheets.push_str(&format!(
                "<sheet name=\"{name}\" sheetId=\"{}\"{state} r:id=\"s{index}\"/>",
                index + 1
            ));
            relations.push_str(&format!(
                "<Relationship Id=\"s{index}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{index}.xml\"/>"
            ));
            part(&format!("xl/worksheets/sheet{index}.xml"), xml.as_bytes());
        }
        let epoch = if self.since_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
        part(
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{epoch}<sheets>{sheets}</sheets></workbook>")
                .as_bytes(),
        );
        part(
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{packages}/relationships\">{relations}</Relationships>"
            )
            .as_bytes(),
        );
        let formats: String = self
            .formats
            .iter()
            .map(|(id, code)| {
                format!(
                    "<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>",
                    code.replace('"', "&quot;")
                )
            })
            .collect();
        let styles: String =
            self.formats.iter().map(|(id, _)| format!("<xf numFmtId=\"{id}\"/>")).collect();
        part(
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><numFmts>{formats}</numFmts>\
                 <cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
            )
            .as_bytes(),
        );
        if !self.strings.is_empty() {
            part("xl/sharedStrings.xml", self.strings.as_bytes());
        }
        for (name, bytes) in &self.more {
            part(name, bytes);
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A cell with text in it.
pub(crate) fn text(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// A cell with a number in it, under a format (0 for none).
pub(crate) fn number(place: &str, number: &str, format: usize) -> String {
    format!("<c r=\"{place}\" s=\"{format}\"><v>{number}</v></c>")
}

/// A row of cells.
pub(crate) fn row(number: u32, cells: &[String]) -> String {
    format!("<row r=\"{number}\">{}</row>", cells.concat())
}
