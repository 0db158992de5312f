use super::*;
use crate::{reading::DecimalSeparator, reading::Notation, row::Header, steps::written_numbers};

const NAMES: [&str; 3] = ["Name", "Size", "Cost"];

fn header() -> Header {
    Header { columns: NAMES.map(str::to_owned).to_vec(), line: Some(1) }
}

fn comma() -> NumberReader {
    let decimal = Some(DecimalSeparator::Comma);
    NumberReader {
        notation: Notation { decimal, ..Notation::default() },
        ..NumberReader::default()
    }
}

fn compile(text: &str) -> Result<Expression, BadStep> {
    let header = header();
    let readers = [NumberReader::default(), NumberReader::default(), comma()];
    Expression::new(text, &Columns::new(&header, &readers))
}

fn answer(text: &str, value: &str) -> Result<String, StepError> {
    let mut row = Row::new();
    [value, "XL", "10,00"].iter().for_each(|cell| row.push(cell));
    compile(text).unwrap().carry_out(value, &row, &comma())
}

#[test]
fn everything_that_is_listed_does_what_its_example_says() {
    for listed in WORDS.iter().chain(FUNCTIONS) {
        let found = answer(listed.example, "Red shirt, XL");
        assert_eq!(found.as_deref(), Ok(listed.answer), "{}", listed.example);
    }
    assert!(FUNCTIONS.is_sorted_by_key(|listed| listed.name));
}

#[test]
fn numbers_are_decimals_in_the_notation_of_their_column() {
    for (text, value, meant) in [
        ("number * 1.19", "10,00", "11.9000"),
        ("round(number * 119 / 100, 2)", "19,99", "23.79"),
        ("number + numbers[\"cost\"]", "0,10", "10.10"),
        ("1 / 3 * 3 < 1", "", "1"),
        ("-number", "2,5", "-2.5"),
        ("number == 12", "12", "1"),
        ("number == 12", "12,00", "1"),
        ("if number >= 12 { 1 } else { 2 }", "12,00", "1"),
        ("value + number", "2,5", "2,52.5"),
    ] {
        assert_eq!(answer(text, value).as_deref(), Ok(meant), "{text}");
    }
}

#[test]
fn nothing_stays_nothing_and_what_is_no_number_says_so() {
    assert_eq!(answer("number * 2", ""), Ok(String::new()));
    assert_eq!(answer("if_empty(value, \"none\")", ""), Ok("none".to_owned()));
    assert!(matches!(answer("number * 2", "on request"), Err(StepError::Number(_))));
    assert!(matches!(answer("1 / 0", "x"), Err(StepError::Expression(_))));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    assert!(matches!(compile("number *"), Err(BadStep::Expression { .. })));
    assert!(matches!(compile("price * 2"), Err(BadStep::Expression { at: 1, .. })));
    assert_eq!(compile("row[\"Nix\"]").map(|_| ()), Err(BadStep::Column("Nix".to_owned())));
    for text in [
        "let x = 1",
        "while true {}",
        "loop {}",
        "eval(\"1\")",
        "fn a() {}",
        "2 ** 9",
        "import \"a\"",
    ] {
        let refused = compile(text).is_err() || answer(text, "x").is_err();
        assert!(refused, "{text}");
    }
}

#[test]
fn work_and_size_have_an_end() {
    let long = format!("{}1{}", "(".repeat(200), ")".repeat(200));
    assert!(matches!(compile(&long), Err(BadStep::Expression { .. })));
    assert_eq!(compile(&"1+".repeat(3_000)).map(|_| ()), Err(BadStep::TooBig));
    let grow = "replace(replace(replace(pad(1, 100), \"0\", pad(1, 100)), \"0\", pad(1, 100)), \"0\", pad(1, 100))";
    assert!(answer(grow, "x").is_err());
    assert!(compile("`${ let n = 0; loop { n += 1; } }`").is_err());
}

#[test]
fn an_answer_that_is_a_number_is_read_with_a_point() {
    let text = answer("numbers[\"Cost\"] / 4", "x").unwrap();
    assert_eq!(written_numbers().read(&text), Ok(Decimal::new(25, 1)));
}
