use proptest::prelude::*;

use super::*;

fn notation(decimal: Option<DecimalSeparator>) -> Notation {
    Notation { decimal, ..Notation::default() }
}

const POINT: Option<DecimalSeparator> = Some(DecimalSeparator::Point);
const COMMA: Option<DecimalSeparator> = Some(DecimalSeparator::Comma);

fn read(text: &str, decimal: Option<DecimalSeparator>) -> Result<String, NumberError> {
    parse(text, &notation(decimal)).map(|number| number.to_string())
}

#[test]
fn prices_are_read_as_people_write_them() {
    for (text, decimal, meant) in [
        ("19.90", POINT, "19.90"),
        ("19,90", COMMA, "19.90"),
        ("19,90", None, "19.90"),
        (".5", POINT, "0.5"),
        (".5", None, "0.5"),
        ("5.", POINT, "5"),
        ("1.234,50 €", COMMA, "1234.50"),
        ("1.234,50 €", None, "1234.50"),
        ("€ 1.234,50", COMMA, "1234.50"),
        ("1,234.56", POINT, "1234.56"),
        ("1,234,567", POINT, "1234567"),
        ("1.234.567", None, "1234567"),
        ("12\u{a0}345,60 €", COMMA, "12345.60"),
        ("12\u{202f}345,60", COMMA, "12345.60"),
        ("1'234.50", POINT, "1234.50"),
        ("1’234.50 CHF", None, "1234.50"),
        ("1,23,456.78", POINT, "123456.78"),
        ("$ 5.99", None, "5.99"),
        ("US$5.99", POINT, "5.99"),
        ("10.00 USD", POINT, "10.00"),
        ("USD 10", None, "10"),
        ("EUR-10,5", COMMA, "-10.5"),
        ("-$5", POINT, "-5"),
        ("5,90-", COMMA, "-5.90"),
        ("5,-", COMMA, "5"),
        ("5,- kr", None, "5"),
        ("Fr. 5.50", POINT, "5.50"),
        ("249 kr.", POINT, "249"),
        ("1 299 руб.", COMMA, "1299"),
        ("2 500 Kč", COMMA, "2500"),
        ("0,500", COMMA, "0.500"),
        ("0.500", None, "0.500"),
        ("1234,567", None, "1234.567"),
        ("0", None, "0"),
        ("007", None, "7"),
    ] {
        assert_eq!(read(text, decimal).as_deref(), Ok(meant), "{text}");
    }
}

#[test]
fn what_can_be_read_in_two_ways_is_not_guessed() {
    let both =
        NumberError::Ambiguous { fraction: Decimal::new(1234, 3), whole: Decimal::from(1234) };
    assert_eq!(read("1.234", None), Err(both.clone()));
    assert_eq!(read("1,234", None), Err(both));
    assert_eq!(read("1,234", POINT).as_deref(), Ok("1234"));
    assert_eq!(read("1,234", COMMA).as_deref(), Ok("1.234"));
    let writer = NumberReader { lone_separator_is_decimal: true, ..NumberReader::default() };
    assert_eq!(writer.read("1.234").map(|number| number.to_string()).as_deref(), Ok("1.234"));
    let grouped = Notation { thousands: Some('.'), ..Notation::default() };
    assert_eq!(parse("1.234", &grouped), Ok(Decimal::from(1234)));
}

#[test]
fn another_notation_than_the_columns_is_said_with_what_it_would_be() {
    assert_eq!(read("12.50", COMMA), Err(NumberError::OtherNotation(Decimal::new(1250, 2))));
    assert_eq!(read("109,9", POINT), Err(NumberError::OtherNotation(Decimal::new(1099, 1))));
    assert_eq!(read("1.234.567", POINT), Err(NumberError::OtherNotation(Decimal::from(1_234_567))));
    assert_eq!(read("1,234.56", COMMA), Err(NumberError::OtherNotation(Decimal::new(123_456, 2))));
}

#[test]
fn numbers_that_a_spreadsheet_rounded_are_told_apart() {
    for text in ["5,9E+12", "5.90123E+12", "1e3", "4E+06"] {
        assert_eq!(read(text, None), Err(NumberError::Damaged), "{text}");
    }
}

#[test]
fn percentages_are_no_prices() {
    assert_eq!(read("19 %", None), Err(NumberError::Percent(Decimal::from(19))));
}

#[test]
fn what_is_no_number_is_refused() {
    for text in ["abc", "12 Stück", "1,2,3", "1.2.3", "--5", "€", "12..5", "1 2", "5 €/kg", "."]
    {
        assert_eq!(read(text, None), Err(NumberError::NotANumber), "{text}");
    }
    assert_eq!(read("  ", None), Err(NumberError::Empty));
    assert_eq!(read(&"9".repeat(40), None), Err(NumberError::TooLong));
}

#[test]
fn a_sign_beside_a_price_says_which_currencies_it_may_be_in() {
    let beside = |text| currency_beside(text).unwrap_or_default();
    assert_eq!(beside("£12.50"), "£");
    assert_eq!(beside("12,50 €"), "€");
    assert_eq!(beside("-5,- €"), "€");
    assert_eq!(beside("1 299 Kč"), "Kč");
    assert_eq!(beside("Fr. 5.-"), "Fr.");
    assert_eq!(beside("12.50 USD"), "USD");
    assert_eq!(["12.50", "-5", "12 pieces", "€"].map(beside), [""; 4]);
    assert!(currency_may_be("$", "CAD") && !currency_may_be("$", "EUR"));
    assert!(currency_may_be("Kr", "NOK") && currency_may_be("¥", "CNY"));
    assert!(currency_may_be("USD", "USD") && !currency_may_be("USD", "CAD"));
}

#[test]
fn the_currency_beside_a_price_is_found() {
    assert_eq!(currency_code("10.00 USD"), Some("USD"));
    assert_eq!(currency_code("EUR 5"), Some("EUR"));
    assert_eq!(currency_code("5 €"), None);
    assert_eq!(currency_code("ABC"), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(mantissa in -99_999_999_999i64..99_999_999_999, scale in 0u32..8) {
        let number = Decimal::new(mantissa, scale);
        for separator in [DecimalSeparator::Point, DecimalSeparator::Comma] {
            let text = write(&number, separator);
            prop_assert_eq!(parse(&text, &notation(Some(separator))), Ok(number));
        }
    }

    #[test]
    fn thousands_change_nothing(whole in 0u64..9_999_999_999, cents in 0u32..100, sign in 0usize..4) {
        let (group, decimal, separator) = [
            ('.', ',', COMMA), (',', '.', POINT), ('\'', '.', POINT), ('\u{a0}', ',', COMMA),
        ][sign];
        let digits = whole.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                text.push(group);
            }
            text.push(digit);
        }
        text.push(decimal);
        text.push_str(&format!("{cents:02}"));
        let meant = Decimal::from(whole) + Decimal::new(i64::from(cents), 2);
        prop_assert_eq!(parse(&text, &notation(separator)), Ok(meant));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = parse(&text, &Notation::default());
        let _ = parse(&text, &notation(COMMA));
    }
}
