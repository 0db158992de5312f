//! What can happen to a cell before it is read as a value?

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::reading::{DateOrder, Notation};

/// One typed step on the way from a cell to a value. Other columns that a step names are read as the file has them,
/// before any step of theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Step {
    /// Outer spaces go, inner ones become single.
    Trim,
    /// Every occurrence of a text becomes another.
    Replace {
        /// What is looked for; never empty.
        find: String,
        /// What takes its place.
        with: String,
    },
    /// Whole values become others; those that are not listed stay.
    ValueMap {
        /// From and to; compared without letter case and outer spaces.
        values: Vec<(String, String)>,
    },
    /// What an empty cell gets.
    Default {
        /// The text.
        text: String,
    },
    /// A number in local notation becomes digits with a point.
    Number {
        /// How it is written.
        notation: Notation,
    },
    /// A calculation with a number.
    Arithmetic {
        /// Times this first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(as = "Option<String>")]
        multiply: Option<Decimal>,
        /// Then plus this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(as = "Option<String>")]
        add: Option<Decimal>,
        /// Then rounded, half away from zero, to so many decimals.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decimals: Option<u32>,
        /// Then raised to the next number that ends so, such as `0.99`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(as = "Option<String>")]
        ending: Option<Decimal>,
    },
    /// What a regular expression finds.
    Pattern {
        /// The expression, in the syntax of the `regex` crate.
        find: String,
        /// What takes its place; `$1` and `${name}` are what its groups found.
        with: String,
        /// What happens with it.
        #[serde(default)]
        take: PatternUse,
    },
    /// The cell is cut in pieces, and one of them stays, without outer spaces.
    Split {
        /// What stands between two pieces; never empty.
        at: String,
        /// Which piece stays: 1 is the first, -1 the last one. Where there is none the cell becomes empty.
        part: i32,
    },
    /// The cell and those of other columns become one text; empty ones are left out.
    Join {
        /// The other columns, by name.
        columns: Vec<String>,
        /// What stands between two of them.
        between: String,
    },
    /// A text with cells in it.
    Template {
        /// `{}` is this cell, `{Name}` that of another column; `{{` and `}}` are the signs themselves.
        text: String,
    },
    /// Other letter case.
    Case {
        /// Which one.
        to: LetterCase,
    },
    /// HTML becomes plain text: markup goes, what stood on lines of its own stays so, entities become letters.
    StripHtml,
    /// Plain text becomes HTML: paragraphs, line breaks, and signs that mean something in HTML escaped.
    TextToHtml,
    /// A date becomes `2026-12-31`, with its time where it has one.
    Date {
        /// The order of its parts, where nothing tells otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<DateOrder>,
        /// How it is written, such as `D MMMM YYYY, h:mm a`; `None`: as dates with numbers are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<String>,
    },
    /// What a table says of the cell. The table was taken out of a file once and is kept here.
    LookUp {
        /// What the table came from, for people.
        #[serde(default)]
        name: String,
        /// Key and value; keys are compared without letter case and outer spaces, and the first of a kind counts.
        table: Vec<(String, String)>,
        /// What becomes of a cell that is not in it.
        #[serde(default)]
        otherwise: Otherwise,
    },
    /// A price made of another one.
    Price(PriceRule),
    /// Paths through a tree become paths through another one: the longest path that the cell begins with is
    /// replaced, and what is below it stays. The cell then has `>` between levels and commas between paths.
    Categories {
        /// From and to, with `>` between levels.
        paths: Vec<(String, String)>,
        /// What stands between the levels in the file; empty for `>`.
        #[serde(default)]
        level: String,
        /// What stands between several paths in the file; empty where a cell has one only.
        #[serde(default)]
        list: String,
        /// What becomes of a path that no other one fits.
        #[serde(default)]
        otherwise: Otherwise,
    },
    /// A SKU made of what the row says; the same row always gets the same one.
    Sku {
        /// Its parts; empty ones are left out.
        parts: Vec<SkuPart>,
        /// What stands between two of them.
        between: String,
        /// A cell that has a text keeps it.
        #[serde(default)]
        only_empty: bool,
    },
    /// Small plain letters, digits and hyphens, as addresses have them.
    Slug,
    /// What an expression comes to; see [`crate::steps::expression`].
    Expression {
        /// The expression.
        text: String,
    },
}

/// What happens with what a pattern finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PatternUse {
    /// Every find is replaced.
    #[default]
    Replace,
    /// Only the replacement of the first find stays; a cell without one becomes empty.
    Extract,
}

/// Which letters are capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterCase {
    /// ALL OF THEM
    Upper,
    /// none
    #[default]
    Lower,
    /// The First Of Each Word
    Title,
    /// The first of each sentence
    Sentence,
}

/// What becomes of a text that nothing is said about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// It stays.
    #[default]
    Keep,
    /// The cell becomes empty.
    Empty,
    /// The row stays out.
    Refuse,
}

/// How a price is made, in this order; what is not given is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PriceRule {
    /// The percentage of VAT that the number has in it; it is taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub vat_out: Option<Decimal>,
    /// Percent put on top.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub markup: Option<Decimal>,
    /// Percent of the price that are the shop's own; below 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub margin: Option<Decimal>,
    /// An amount on top.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub plus: Option<Decimal>,
    /// The percentage of VAT that is put on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub vat_in: Option<Decimal>,
    /// The least that it comes to, before it is rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub least: Option<Decimal>,
    /// Rounded to multiples of this, such as `0.05`; `0.01` where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub round_to: Option<Decimal>,
    /// Then to a number that ends so: `0.99` repeats with every whole number, `9.90` with every ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub ending: Option<Decimal>,
    /// Where both are rounded to.
    #[ts(as = "Option<_>", optional)]
    pub rounding: Rounding,
}

/// To which of two numbers one between them is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearer one; the upper one where both are as near.
    #[default]
    Nearest,
    /// To the upper one.
    Up,
    /// To the lower one.
    Down,
}

/// A part of a SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "part")]
pub enum SkuPart {
    /// The same in every row.
    Text {
        /// The text.
        text: String,
    },
    /// Plain capitals and digits of a column.
    Letters {
        /// The column by name; empty for this one.
        column: String,
        /// How many of each word at most; `None` for all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        each: Option<u8>,
    },
    /// The digits of a column, with zeros before them.
    Number {
        /// The column by name; empty for this one.
        column: String,
        /// How many digits at least.
        width: u8,
    },
    /// A few signs that differ where one of these columns differs.
    Mark {
        /// The columns by name; none for this one.
        columns: Vec<String>,
        /// How many signs, at most 13.
        length: u8,
    },
}
