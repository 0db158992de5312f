//! What does a cell of an OpenDocument spreadsheet say of itself?

use quick_xml::events::BytesStart;

use super::ods_styles::{attribute, resolved};

/// What a cell says of itself.
#[derive(Default)]
pub(super) struct Told {
    /// The type of its value.
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) currency: String,
    pub(super) style: String,
    /// How often it is there.
    pub(super) repeated: u32,
    /// Over how many rows it reaches.
    pub(super) rows: u32,
}

pub(super) fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

/// How often something is there: once where nothing is said.
pub(super) fn count(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).max(1)
}

/// A column, or several: how many, and the style of their cells.
pub(super) fn column(tag: &BytesStart<'_>) -> (u32, String) {
    let style = attribute(tag, "table:default-cell-style-name").unwrap_or_default();
    (count(tag, "table:number-columns-repeated"), style)
}

/// Whether nobody sees a row or column: hidden by hand, or by a filter.
pub(super) fn is_hidden(tag: &BytesStart<'_>) -> bool {
    let visibility = attribute(tag, "table:visibility");
    visibility.is_some_and(|visibility| matches!(visibility.as_str(), "collapse" | "filter"))
}

/// What its attributes say.
pub(super) fn told(tag: &BytesStart<'_>) -> Told {
    let mut told = Told { repeated: 1, ..Told::default() };
    for attribute in tag.attributes().with_checks(false).flatten() {
        let value = || resolved(attribute.value.as_ref());
        match attribute.key.as_ref() {
            "office:value-type" => told.kind = value(),
            "office:value"
            | "office:date-value"
            | "office:time-value"
            | "office:boolean-value"
            | "office:string-value" => told.value = value(),
            "office:currency" => told.currency = value(),
            "table:style-name" => told.style = value(),
            "table:number-columns-repeated" => {
                told.repeated = value().trim().parse().unwrap_or(1).max(1);
            }
            "table:number-rows-spanned" => told.rows = value().trim().parse().unwrap_or_default(),
            _ => {}
        }
    }
    told
}

/// A date, with its time where it has one.
pub(super) fn moment(value: &str) -> String {
    let shown = value.split('.').next().unwrap_or_default().replacen('T', " ", 1);
    shown.strip_suffix(" 00:00:00").map_or(shown.clone(), str::to_owned)
}

/// A time of day as `PT18H05M00S` tells it.
pub(super) fn duration(value: &str) -> Option<String> {
    let rest = value.trim().strip_prefix("PT")?;
    let (hours, rest) = rest.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.trim_end_matches('S').split(['.', ',']).next()?;
    let number = |text: &str| text.parse::<u32>().ok();
    Some(format!("{:02}:{:02}:{:02}", number(hours)?, number(minutes)?, number(seconds)?))
}
