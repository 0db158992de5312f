//! How do the styles of an OpenDocument spreadsheet show numbers?

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::format_code::{FormatCode, Piece};

/// The styles of a spreadsheet, as far as they matter to somebody who reads its cells.
#[derive(Default)]
pub(super) struct Styles {
    /// What the number formats do.
    formats: HashMap<String, FormatCode>,
    /// The number formats of styles of cells.
    cells: HashMap<String, String>,
    /// Styles of tables that a person does not see.
    hidden: HashSet<String>,
    /// The number format or the style of a table that is being read.
    open: String,
    is_percent: bool,
}

/// Styles that are remembered.
const MOST: usize = 50_000;

/// The value of an attribute.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    for attribute in tag.attributes().with_checks(false).flatten() {
        if attribute.key.as_ref() == name {
            return Some(resolved(attribute.value.as_ref()));
        }
    }
    None
}

/// A text with its entities resolved, where they are known.
pub(super) fn resolved(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), Into::into)
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

impl Styles {
    /// Takes note of an element among the styles.
    pub(super) fn note(&mut self, tag: &BytesStart<'_>) {
        let named = |tag| attribute(tag, "style:name").unwrap_or_default();
        match tag.name().as_ref() {
            "number:number-style" | "number:currency-style" => {
                self.open = named(tag);
                self.is_percent = false;
            }
            "number:percentage-style" => {
                self.open = named(tag);
                self.is_percent = true;
            }
            "number:number" if self.formats.len() < MOST => {
                let format = format(tag, self.is_percent);
                self.formats.insert(std::mem::take(&mut self.open), format);
            }
            "style:style" => {
                self.open = named(tag);
                if let Some(format) = attribute(tag, "style:data-style-name")
                    && self.cells.len() < MOST
                {
                    self.cells.insert(self.open.clone(), format);
                }
            }
            "style:table-properties"
                if attribute(tag, "table:display").as_deref() == Some("false") =>
            {
                self.hidden.insert(std::mem::take(&mut self.open));
            }
            _ => {}
        }
    }

    /// What the style of a cell does to a number.
    pub(super) fn format(&self, style: &str) -> FormatCode {
        let format = self.cells.get(style).and_then(|format| self.formats.get(format));
        format.cloned().unwrap_or(FormatCode::General)
    }

    /// Whether tables of this style are hidden.
    pub(super) fn is_hidden(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }
}

fn format(tag: &BytesStart<'_>, percent: bool) -> FormatCode {
    let most = number(tag, "number:decimal-places");
    let least = number(tag, "number:min-decimal-places").or(most).unwrap_or(0);
    let digits = number(tag, "number:min-integer-digits").unwrap_or(1);
    match most {
        Some(0) if digits >= 2 && !percent => {
            FormatCode::Code(vec![Piece::Zero; digits.min(100) as usize])
        }
        Some(most) if most <= 28 => FormatCode::Decimals { least: least.min(most), most, percent },
        _ if percent => FormatCode::Decimals { least: 0, most: 12, percent },
        _ => FormatCode::General,
    }
}
