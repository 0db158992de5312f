//! How is a source to be read, where somebody overrules what was detected?

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{shape::RowShape, truth::Language, unit::Unit};

/// What the user decided about reading a source; `None` means: find out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct ReadSettings {
    /// The label of an encoding as the WHATWG Encoding Standard has it, such as `windows-1252`.
    pub encoding: Option<String>,
    /// The character between two cells.
    pub delimiter: Option<char>,
    /// The character around a cell; `Some(None)` where quotes have no meaning, which is written as an empty text.
    #[serde(with = "quote")]
    #[ts(as = "Option<String>")]
    pub quote: Option<Option<char>>,
    /// The line (for a sheet: the row) of the header, from 1; 0 where there is none.
    pub header_row: Option<u64>,
    /// The sheet of a workbook, by name.
    pub sheet: Option<String>,
    /// The value of a merged cell counts for each row that it reaches over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill_merged: Option<bool>,
    /// Rows of a sheet that nobody sees are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_hidden_rows: Option<bool>,
    /// How the rows of another platform's file become products.
    #[ts(as = "Option<_>", optional)]
    pub joining: JoinSettings,
}

/// What the user decided about joining the rows of another platform's file; `None` means: as the platform does it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct JoinSettings {
    /// The rows stay as they are: nothing is joined.
    pub rows_as_they_are: Option<bool>,
    /// Another file that belongs to this one: combinations, offers, or simply more of the same. Its path.
    pub with: Option<String>,
    /// The column by which the two belong together, where their platform does not say it; by its name.
    pub key: Option<String>,
    /// What the second file calls that column, where it calls it otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_key: Option<String>,
    /// The zeros before a number say nothing where the two are compared: `00777` is `777`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_zeros: Option<bool>,
    /// The sheet of the second file, where it is a workbook; by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_sheet: Option<String>,
    /// Of what both files say, what the second one says counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_counts: Option<bool>,
    /// How rows that are no products yet become products, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<RowShape>,
    /// What stands before the addresses of pictures that do not begin with `http`.
    pub image_base: Option<String>,
    /// The tax that is added to prices without tax, in percent.
    #[ts(as = "Option<String>")]
    pub add_tax: Option<Decimal>,
    /// Which prices count, where a file has several kinds of them; by their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_kind: Option<String>,
}

impl JoinSettings {
    /// What the user says now, else what was said before.
    #[must_use]
    pub fn or(&self, saved: &Self) -> Self {
        Self {
            rows_as_they_are: self.rows_as_they_are.or(saved.rows_as_they_are),
            // No path that somebody else wrote down is opened unasked.
            with: self.with.clone(),
            with_sheet: self.with_sheet.clone(),
            second_key: self.second_key.clone().or_else(|| saved.second_key.clone()),
            key: self.key.clone().or_else(|| saved.key.clone()),
            without_zeros: self.without_zeros.or(saved.without_zeros),
            second_counts: self.second_counts.or(saved.second_counts),
            shape: self.shape.clone().or_else(|| saved.shape.clone()),
            image_base: self.image_base.clone().or_else(|| saved.image_base.clone()),
            add_tax: self.add_tax.or(saved.add_tax),
            price_kind: self.price_kind.clone().or_else(|| saved.price_kind.clone()),
        }
    }
}

/// JSON knows but one nothing: that is "find out", and a text without a character is "quotes have no meaning".
mod quote {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde hands it over so")]
    pub(super) fn serialize<S: Serializer>(
        quote: &Option<Option<char>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        quote.map(|quote| quote.map(String::from).unwrap_or_default()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<char>>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (quote, None) => Ok(Some(quote)),
            _ => Err(D::Error::custom("a quote is one character, or none")),
        }
    }
}

/// What stands between the whole and the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSeparator {
    /// As in 19.90
    Point,
    /// As in 19,90
    Comma,
}

/// The order of day, month and year in a date written with numbers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31.12.2026
    DayMonthYear,
    /// 12/31/2026
    MonthDayYear,
    /// 2026-12-31
    YearMonthDay,
}

/// Whether a text has markup in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Markup {
    /// It has not: line breaks are line breaks.
    Plain,
    /// It is HTML.
    Html,
}

/// How the cells of one column are written; `None` means: nothing in the column decides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct Notation {
    /// Between whole and fraction.
    pub decimal: Option<DecimalSeparator>,
    /// Between groups of three digits; `None` where none was seen.
    pub thousands: Option<char>,
    /// Of dates.
    pub date_order: Option<DateOrder>,
    /// In which language yes and no are said, where words of several languages say the opposite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truths: Option<Language>,
    /// What stands between several values in one cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<char>,
    /// Whether texts have markup in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markup: Option<Markup>,
    /// The unit of measures that do not name theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

impl Notation {
    /// What is decided here, and where nothing is, what is decided there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            decimal: self.decimal.or(other.decimal),
            thousands: self.thousands.or(other.thousands),
            date_order: self.date_order.or(other.date_order),
            truths: self.truths.or(other.truths),
            list: self.list.or(other.list),
            markup: self.markup.or(other.markup),
            unit: self.unit.or(other.unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decided_about_quotes_travels_as_json() {
        for quote in [None, Some(None), Some(Some('"')), Some(Some('\''))] {
            let settings = ReadSettings { quote, ..ReadSettings::default() };
            let json = serde_json::to_string(&settings).unwrap();
            assert_eq!(serde_json::from_str::<ReadSettings>(&json).unwrap(), settings, "{json}");
        }
        assert!(serde_json::from_str::<ReadSettings>(r#"{"quote":"ab"}"#).is_err());
        assert_eq!(serde_json::from_str::<ReadSettings>("{}").unwrap().quote, None);
    }
}
