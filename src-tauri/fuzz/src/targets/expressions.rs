//! Steps and calculations on cells, and the numbers, dates and lists in them.
//!
//! The first line is a list of steps as a profile has it; where it cannot be read, steps are made of its bytes. The
//! other lines are cells.

use longshore_engine::{
    escape, moment, notation, number,
    number::NumberReader,
    profile::{LetterCase, Otherwise, PatternUse, PriceRule, SkuPart, Step},
    row::{Header, Row},
    steps, truth,
};
use rust_decimal::Decimal;

use super::pieces::Pieces;
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "expressions",
    read,
    seeds,
    real: Vec::new,
    shape: Shape::Bytes,
    tokens: TOKENS,
};

pub(super) const TOKENS: &[&str] = &[
    "\n",
    "{\"step\":\"trim\"}",
    "{\"step\":\"replace\",\"find\":\"a\",\"with\":\"aaaaaaaa\"}",
    "{\"step\":\"number\",\"notation\":{\"decimal\":\"comma\"}}",
    "{\"step\":\"arithmetic\",\"multiply\":\"1.19\",\"decimals\":2,\"ending\":\"0.99\"}",
    "{\"step\":\"default\",\"text\":\"x\"}",
    "{\"step\":\"pattern\",\"find\":\"(a+)+$\",\"with\":\"$1\"}",
    "{\"step\":\"expression\",\"text\":\"number * 1.19\"}",
    "{\"step\":\"strip_html\"}",
    "{\"step\":\"text_to_html\"}",
    "{\"step\":\"date\",\"pattern\":\"D MMM YYYY\"}",
    "{\"step\":\"price\",\"margin\":\"40\",\"vat_in\":\"19\",\"ending\":\"0.99\"}",
    "{\"step\":\"join\",\"columns\":[\"b\"],\"between\":\", \"}",
    "{\"step\":\"look_up\",\"table\":[[\"a\",\"b\"]],\"otherwise\":\"refuse\"}",
    "{\"step\":\"sku\",\"parts\":[{\"part\":\"letters\",\"column\":\"b\",\"each\":3},{\"part\":\"mark\",\"columns\":[],\"length\":4}],\"between\":\"-\"}",
    "{\"step\":\"value_map\",\"values\":[[\"a\",\"b\"]]}",
    "\"multiply\":",
    "\"add\":",
    "\"decimals\":",
    "\"ending\":",
    "\"79228162514264337593543950335\"",
    "\"-0.0000000000000000000000000001\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    "%",
    "€",
    "$",
    "kr",
    "CHF ",
    "1.234,50",
    "1,234.50",
    "1 234,5-",
    "(12.50)",
    "-",
    "+",
    "'",
    "’",
    "\u{a0}",
    "\u{202f}",
    "5,9E+12",
    "2026-12-31T23:59:59",
    "31.12.2026 9:05 PM",
    "12/31/26",
    "20261231",
    "1767225600",
    "+01:00",
    "Z",
    "a > b, c",
    "\\,",
    "\\n",
    "'=1+1",
    "&amp;",
    "&#38;",
    "yes",
    "no",
    "ja",
];

fn read(input: &[u8]) -> bool {
    let mut pieces = Pieces(input);
    let notation = pieces.notation();
    let reader = NumberReader { notation, lone_separator_is_decimal: pieces.choice() % 2 == 1 };
    let text = pieces.text();
    let (first, cells) = text.split_once('\n').unwrap_or((&text, ""));
    let steps = serde_json::from_str::<Vec<Step>>(first)
        .unwrap_or_else(|_| made(&mut Pieces(first.as_bytes())));
    let _ = notation::detect(cells.lines());
    let mut is_understood = false;
    let header = Header { columns: ["a", "b"].map(str::to_owned).to_vec(), line: Some(1) };
    let ready = steps::Steps::compile(&steps, &steps::Columns::new(&header, &[reader]), &reader);
    let mut row = Row::new();
    for cell in cells.lines().take(30) {
        row.clear();
        row.push(cell);
        row.push("1,5");
        if let Some(after) =
            ready.as_ref().ok().and_then(|ready| ready.apply(cell, &row, &reader).ok())
        {
            is_understood |= !steps.is_empty();
            let _ = number::parse(&after, &notation);
        }
        one(cell, &reader);
    }
    is_understood
}

/// What must hold for every cell.
fn one(cell: &str, reader: &NumberReader) {
    if let Ok(number) = reader.read(cell) {
        let written = number.to_string();
        let again = steps::written_numbers().read(&written);
        assert_eq!(again, Ok(number), "a number is read as it was written");
    }
    let _ = number::currency_code(cell);
    if let Ok(moment) = moment::parse(cell, reader.notation.date_order) {
        let written = moment::write(&moment);
        if let Ok(again) = moment::parse(&written, None) {
            assert_eq!(moment::write(&again), written, "a moment is read as it was written");
        }
    }
    let _ = truth::parse(cell);
    let list: Vec<String> = escape::list(cell).map(std::borrow::Cow::into_owned).collect();
    let joined = escape::join(list.iter().map(String::as_str));
    let again: Vec<String> = escape::list(&joined).map(std::borrow::Cow::into_owned).collect();
    assert_eq!(again, list, "a list is read as it was written");
    let _ = escape::path(cell).count();
    let marked = escape::with_formula_mark(cell);
    assert_eq!(escape::without_formula_mark(&marked), cell, "what is marked is marked off again");
    let _ = (
        escape::with_line_breaks(cell),
        escape::decode_ampersands(cell),
        escape::on_one_line(cell),
    );
}

/// Steps from any bytes.
fn made(pieces: &mut Pieces<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    while !pieces.0.is_empty() && steps.len() < 12 {
        let step = match pieces.choice() % 20 {
            0 => Step::Trim,
            1 => Step::Replace {
                find: word(pieces),
                with: word(pieces).repeat(usize::from(pieces.choice())),
            },
            2 => Step::ValueMap { values: vec![(word(pieces), word(pieces))] },
            3 => Step::Default { text: word(pieces) },
            4 => Step::Number { notation: pieces.notation() },
            5 => Step::Pattern {
                find: word(pieces),
                with: word(pieces).repeat(usize::from(pieces.choice())),
                take: pieces.one_of(PatternUse::Replace, &[PatternUse::Extract]),
            },
            6 => Step::Split { at: word(pieces), part: i32::from(pieces.choice()) - 128 },
            7 => Step::Template { text: format!("{}{{b}}{{}}", word(pieces)) },
            8 => Step::Case {
                to: pieces.one_of(
                    LetterCase::Upper,
                    &[LetterCase::Lower, LetterCase::Title, LetterCase::Sentence],
                ),
            },
            9 => Step::StripHtml,
            10 => Step::TextToHtml,
            11 => Step::Date { order: None, pattern: Some(word(pieces)) },
            12 => Step::Categories {
                paths: vec![(word(pieces), word(pieces))],
                level: word(pieces),
                list: word(pieces),
                otherwise: Otherwise::Keep,
            },
            13 => Step::Slug,
            14 => Step::Expression { text: word(pieces) + "value" },
            15 => {
                Step::Join { columns: vec![column(pieces), column(pieces)], between: word(pieces) }
            }
            16 => Step::LookUp {
                name: String::new(),
                table: vec![(word(pieces), word(pieces)), (word(pieces), word(pieces))],
                otherwise: pieces.one_of(Otherwise::Keep, &[Otherwise::Empty, Otherwise::Refuse]),
            },
            17 => Step::Price(PriceRule {
                vat_out: decimal(pieces),
                markup: decimal(pieces),
                margin: decimal(pieces),
                plus: decimal(pieces),
                vat_in: decimal(pieces),
                least: decimal(pieces),
                round_to: decimal(pieces),
                ending: decimal(pieces),
                ..PriceRule::default()
            }),
            18 => Step::Sku {
                parts: (0..pieces.choice() % 4).map(|_| part(pieces)).collect(),
                between: word(pieces),
                only_empty: pieces.choice() % 2 == 1,
            },
            _ => Step::Arithmetic {
                multiply: decimal(pieces),
                add: decimal(pieces),
                decimals: pieces
                    .one_of(None, &[Some(0), Some(2), Some(28), Some(29), Some(u32::MAX)]),
                ending: decimal(pieces),
            },
        };
        steps.push(step);
    }
    steps
}

/// One that is there, this one, or none.
fn column(pieces: &mut Pieces<'_>) -> String {
    pieces.one_of("a", &["b", "", "c"]).to_owned()
}

fn part(pieces: &mut Pieces<'_>) -> SkuPart {
    match pieces.choice() % 4 {
        0 => SkuPart::Text { text: word(pieces) },
        1 => SkuPart::Letters {
            column: column(pieces),
            each: pieces.one_of(None, &[Some(0), Some(3)]),
        },
        2 => SkuPart::Number { column: column(pieces), width: pieces.choice() },
        _ => SkuPart::Mark { columns: vec![column(pieces)], length: pieces.choice() },
    }
}

fn word(pieces: &mut Pieces<'_>) -> String {
    (0..pieces.choice() % 4).map(|_| char::from(pieces.choice())).collect()
}

fn decimal(pieces: &mut Pieces<'_>) -> Option<Decimal> {
    let digits = (0..6).fold(0i128, |digits, _| digits << 8 | i128::from(pieces.choice()));
    match pieces.choice() % 6 {
        0 => None,
        1 => Some(Decimal::MAX),
        2 => Some(Decimal::MIN),
        3 => Some(Decimal::new(1, 28)),
        scale => Decimal::try_from_i128_with_scale(digits, u32::from(scale) * 5).ok(),
    }
}

fn seeds() -> Vec<Vec<u8>> {
    [
        "[{\"step\":\"trim\"}]\n a  b \n\u{a0}x\n",
        "[{\"step\":\"number\",\"notation\":{\"decimal\":\"comma\"}}]\n1.234,50 €\n12,5-\n5 %\n(3,00)\n",
        "[{\"step\":\"arithmetic\",\"multiply\":\"1.19\",\"add\":\"0.5\",\"decimals\":2,\"ending\":\"0.99\"}]\n19.90\n0\n-5\n1e5\n",
        "[{\"step\":\"replace\",\"find\":\"a\",\"with\":\"aa\"},{\"step\":\"replace\",\"find\":\"a\",\"with\":\"aa\"}]\naaaa\n",
        "[{\"step\":\"value_map\",\"values\":[[\"rot\",\"red\"]]},{\"step\":\"default\",\"text\":\"none\"}]\nROT\n\n",
        "[{\"step\":\"sku\",\"parts\":[{\"part\":\"text\",\"text\":\"X\"},{\"part\":\"number\",\"column\":\"b\",\"width\":5}],\"between\":\"-\"}]\nBlue shirt\nÄpfel 12\n\n",
        "[{\"step\":\"look_up\",\"table\":[[\"rot\",\"red\"]],\"otherwise\":\"empty\"},{\"step\":\"join\",\"columns\":[\"b\"],\"between\":\" \"}]\nROT\nblau\n",
        "[]\n2026-12-31\n31.12.2026 09:05\n12/31/2026 9:05 PM\n1767225600\n20261231\n2026-12-31T10:00:00+01:00\n",
        "[]\na\\, b, c\nClothing > Shirts, Sale\n'=SUM(A1)\n&amp;lt;\nyes\nnein\n$ 5.99\nCHF 1'234.50\n1 234,50 kr\n",
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}
