//! What can be typed into an expression, for those who type.

use serde::Serialize;
use ts_rs::TS;

/// Something that can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "ExpressionPart")]
pub struct Listed {
    /// Its name; hosts explain it in the user's language under this name.
    pub name: &'static str,
    /// How it is typed.
    pub form: &'static str,
    /// Something whole to be tried, on the value `Red shirt, XL`.
    pub example: &'static str,
    /// What the example comes to.
    pub answer: &'static str,
    /// What it is, for those who translate it.
    pub meaning: &'static str,
}

const fn of(
    name: &'static str,
    form: &'static str,
    example: &'static str,
    answer: &'static str,
    meaning: &'static str,
) -> Listed {
    Listed { name, form, example, answer, meaning }
}

/// Words that stand for what the row says.
pub const WORDS: &[Listed] = &[
    of("value", "value", "value", "Red shirt, XL", "The cell as text."),
    of(
        "number",
        "number",
        "is_empty(number)",
        "1",
        "The cell as a number; nothing where it is none.",
    ),
    of("row", "row[\"Column\"]", "row[\"Size\"]", "XL", "The cell of another column as text."),
    of(
        "numbers",
        "numbers[\"Column\"]",
        "numbers[\"Cost\"] * 2",
        "20.00",
        "The cell of another column as a number; nothing where it is none.",
    ),
    of(
        "if",
        "if … { … } else { … }",
        "if numbers[\"Cost\"] > 5 { \"dear\" } else { \"cheap\" }",
        "dear",
        "One of two answers.",
    ),
    of(
        "operators",
        "+ - * / % == != < <= > >= && || !",
        "(2 + 1) / 4",
        "0.75",
        "Calculating and comparing; + also joins texts.",
    ),
];

/// Functions, by name.
pub const FUNCTIONS: &[Listed] = &[
    of("abs", "abs(number)", "abs(2 - 5.5)", "3.5", "The number without its sign."),
    of(
        "contains",
        "contains(text, part)",
        "contains(value, \"shirt\")",
        "1",
        "Whether a text has another in it; letter case does not matter.",
    ),
    of(
        "ending",
        "ending(number, ending)",
        "ending(12.30, 0.99)",
        "12.99",
        "The next number that ends so.",
    ),
    of(
        "ends_with",
        "ends_with(text, end)",
        "ends_with(value, \"XL\")",
        "1",
        "Whether a text ends so.",
    ),
    of(
        "if_empty",
        "if_empty(value, other)",
        "if_empty(\"\", \"none\")",
        "none",
        "The first where it is something, else the second.",
    ),
    of(
        "is_empty",
        "is_empty(value)",
        "is_empty(\" \")",
        "1",
        "Whether there is nothing, or only spaces.",
    ),
    of("left", "left(text, count)", "left(value, 3)", "Red", "The first letters."),
    of("length", "length(text)", "length(value)", "13", "How many letters there are."),
    of("lower", "lower(text)", "lower(value)", "red shirt, xl", "Small letters."),
    of("max", "max(number, number)", "max(2, 3.5)", "3.5", "The larger number."),
    of("min", "min(number, number)", "min(2, 3.5)", "2", "The smaller number."),
    of("pad", "pad(value, width)", "pad(7, 3)", "007", "With zeros before it until it is so long."),
    of(
        "part",
        "part(text, at, number)",
        "part(value, \",\", 2)",
        "XL",
        "One piece of a text that is cut: 1 is the first, -1 the last.",
    ),
    of("plain", "plain(html)", "plain(\"<b>Red</b>\")", "Red", "HTML as plain text."),
    of(
        "replace",
        "replace(text, find, with)",
        "replace(value, \"Red\", \"Blue\")",
        "Blue shirt, XL",
        "A text with every find replaced.",
    ),
    of("right", "right(text, count)", "right(value, 2)", "XL", "The last letters."),
    of(
        "round",
        "round(number, decimals)",
        "round(2.345, 2)",
        "2.35",
        "Rounded, half away from zero.",
    ),
    of("round_down", "round_down(number)", "round_down(2.9)", "2", "The next whole number below."),
    of("round_up", "round_up(number)", "round_up(2.1)", "3", "The next whole number above."),
    of(
        "slug",
        "slug(text)",
        "slug(value)",
        "red-shirt-xl",
        "Small plain letters, digits and hyphens.",
    ),
    of(
        "starts_with",
        "starts_with(text, start)",
        "starts_with(value, \"Red\")",
        "1",
        "Whether a text begins so.",
    ),
    of("text", "text(number)", "text(2.50)", "2.50", "A number as text."),
    of("title", "title(text)", "title(value)", "Red Shirt, Xl", "Every word with a capital."),
    of(
        "to_number",
        "to_number(text)",
        "to_number(\"2.5\") + 1",
        "3.5",
        "A text of digits, with a point, as a number.",
    ),
    of("trim", "trim(text)", "trim(\" a  b \")", "a b", "Without needless spaces."),
    of("upper", "upper(text)", "upper(value)", "RED SHIRT, XL", "Capital letters."),
];
