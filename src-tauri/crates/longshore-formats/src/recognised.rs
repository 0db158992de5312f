//! What is a source, as far as it was found out?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::detected::Detected;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text with delimiters, whatever they are.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
    /// An Office Open XML workbook in binary parts.
    Xlsb,
    /// A workbook of Excel 5 to 2003.
    Xls,
    /// An OpenDocument spreadsheet.
    Ods,
    /// An XML spreadsheet of 2003.
    SpreadsheetMl,
    /// The tables of a web page.
    Html,
    /// JSON, or a value of it on each line.
    Json,
    /// XML.
    Xml,
}

/// What a source was packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Packing {
    /// A ZIP archive.
    Zip,
    /// Packed by gzip.
    Gz,
}

/// A source that lay in another file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Packed {
    /// What it was packed in.
    pub packing: Packing,
    /// Its name there; empty where it has none.
    pub name: String,
}

/// How a quote inside a quoted cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Escape {
    /// Twice.
    #[default]
    Doubled,
    /// With a backslash before it.
    Backslash,
}

/// A sheet of a workbook, a table of a tree, or a file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether a person does not see it.
    pub hidden: bool,
}

/// What was found out about a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Recognised {
    /// Its format.
    pub format: Detected<Format>,
    /// The encoding, by its label in the WHATWG Encoding Standard; `None` for a workbook.
    pub encoding: Option<Detected<String>>,
    /// The character between two cells; `None` for a workbook.
    pub delimiter: Option<Detected<char>>,
    /// The character around a cell, and `None` within where quotes have no meaning; `None` for a workbook.
    pub quote: Option<Detected<Option<char>>>,
    /// How a quote inside a quoted cell is written; `None` for a workbook.
    pub escape: Option<Detected<Escape>>,
    /// The line (for a sheet: the row) of the header, from 1; 0 where there is none.
    pub header_row: Detected<u64>,
    /// The sheet that is read; `None` for text.
    pub sheet: Option<Detected<String>>,
    /// All sheets of the workbook; tables of a tree and files of an archive are shown as such.
    pub sheets: Vec<Sheet>,
    /// What it was packed in, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub packed: Option<Packed>,
}
