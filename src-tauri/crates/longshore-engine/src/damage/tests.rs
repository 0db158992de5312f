use super::*;
use crate::reading::{DecimalSeparator, Notation};

fn comma() -> NumberReader {
    let decimal = Some(DecimalSeparator::Comma);
    NumberReader {
        notation: Notation { decimal, ..Notation::default() },
        ..NumberReader::default()
    }
}

fn found(cell: &str, kind: Kind, samples: &[&str]) -> Option<(&'static str, Option<String>)> {
    let reader = if samples.iter().any(|cell| cell.contains(',')) {
        comma()
    } else {
        NumberReader::default()
    };
    let habits = Habits::of(samples, &reader);
    let damage = damage(cell, kind, &habits, &reader)?;
    assert_eq!(damage.values.len(), damage.code.params.len());
    let fix = match damage.fix? {
        Fix::Cell(text) => Some(text),
        Fix::Clear => None,
    };
    Some((damage.code.code, fix))
}

fn mended(cell: &str, kind: Kind, samples: &[&str]) -> Option<String> {
    found(cell, kind, samples).and_then(|(_, fix)| fix)
}

#[test]
fn the_errors_of_formulas_are_known_in_every_column_and_language() {
    for cell in
        ["#N/A", "#REF!", "#NV", "#VALEUR!", "#ADR!", "#¡DIV/0!", "#####", "Err:502", "#Н/Д"]
    {
        assert_eq!(found(cell, Kind::Text, &[]), Some(("formula_error", None)), "{cell}");
    }
    for cell in ["#1", "# 5", "#FF0000", "N/A", "Err"] {
        assert_eq!(found(cell, Kind::Text, &[]), None, "{cell}");
    }
}

#[test]
fn the_check_digit_proves_that_zeros_were_lost() {
    assert_eq!(mended("36000291452", Kind::Gtin, &[]), Some("0036000291452".to_owned()));
    let upcs = ["036000291452", "012345678905", "042100005264", "036000291453"];
    assert_eq!(mended("36000291452", Kind::Gtin, &upcs), Some("036000291452".to_owned()));
    assert_eq!(mended("36000291453", Kind::Gtin, &[]), None);
    assert_eq!(mended("4006381333931", Kind::Gtin, &[]), None);
}

#[test]
fn one_digit_that_was_rounded_away_is_told_by_the_others() {
    assert_eq!(mended("4.006381333931E+12", Kind::Gtin, &[]), Some("4006381333931".to_owned()));
    assert_eq!(mended("4,00638133393E+12", Kind::Gtin, &[]), Some("4006381333931".to_owned()));
    assert_eq!(mended("4.00638E+12", Kind::Gtin, &[]), None);
    assert_eq!(mended("4006381333931.0", Kind::Gtin, &[]), Some("4006381333931".to_owned()));
}

#[test]
fn the_store_knows_which_number_was_rounded() {
    assert_eq!(known_by_store("4.00638E+12", "4006381333931"), Some("4006381333931"));
    assert_eq!(known_by_store("5,90E+12", "5901234123457"), Some("5901234123457"));
    assert_eq!(known_by_store("5.91E+12", "5901234123457"), None);
    assert_eq!(known_by_store("4.00638E+12", "400638133393"), None);
    assert_eq!(known_by_store("A", "4006381333931"), None);
}

#[test]
fn codes_of_one_width_get_their_zeros_back() {
    let codes = ["001234", "004711", "120034", "009999", "4712"];
    assert_eq!(mended("4712", Kind::Code, &codes), Some("004712".to_owned()));
    assert_eq!(mended("A4712", Kind::Code, &codes), None);
    assert_eq!(mended("4712", Kind::Code, &["1234", "123", "12345", "7"]), None);
    assert_eq!(
        mended("4712.0", Kind::Code, &["4713.0", "4714.0", "12.0", "13.0"]),
        Some("4712".to_owned())
    );
    assert_eq!(mended("1.23E+5", Kind::Code, &[]), None);
    assert_eq!(mended("1.23456E+5", Kind::Code, &[]), Some("123456".to_owned()));
}

#[test]
fn sizes_that_became_dates_are_sizes_again() {
    let ranges = ["3-4", "5-6", "7-8", "9-10"];
    for (cell, meant) in [
        ("2-Jan", "1-2"),
        ("Jan-02", "1-2"),
        ("4. Mrz", "3-4"),
        ("12-Nov", "11-12"),
        ("Jan-99", "1-99"),
    ] {
        assert_eq!(mended(cell, Kind::Value, &ranges), Some(meant.to_owned()), "{cell}");
    }
    let slashes = ["3/4", "5/6", "7/8", "9/10"];
    assert_eq!(mended("2026-04-03 00:00:00", Kind::Value, &slashes), Some("3/4".to_owned()));
    assert_eq!(mended("03.04.2026", Kind::Value, &slashes), Some("3/4".to_owned()));
    assert_eq!(mended("03.04.2026", Kind::Value, &["S", "M", "L", "XL"]), None);
    for cell in ["Blue", "2 Gen", "3 Pro", "7 Set"] {
        assert_eq!(mended(cell, Kind::Value, &ranges), None, "{cell}");
    }
    assert_eq!(mended("2-Jan", Kind::Value, &["1-Jan", "2-Jan", "3-Jan", "4-Feb"]), None);
}

#[test]
fn a_number_a_thousand_times_too_large_is_seen_beside_the_others() {
    let weights = ["90,75", "12,5", "0,35", "45,1", "90.750"];
    assert_eq!(
        found("90.750", Kind::Number, &weights),
        Some(("number_off_scale", Some("90,75".to_owned())))
    );
    assert_eq!(
        found("90.755", Kind::Number, &weights),
        Some(("number_off_scale", Some("90,7550".to_owned())))
    );
    assert_eq!(found("1.250", Kind::Number, &["1100,00", "1300,50", "900,00", "2000,00"]), None);
    let plain = ["90", "12", "35", "45"];
    assert_eq!(
        found("90.750", Kind::Number, &plain),
        Some(("number_ambiguous", Some("90.75".to_owned())))
    );
}

#[test]
fn what_keeps_a_spreadsheet_away_is_taken_off() {
    assert_eq!(found("'0123", Kind::Code, &[]), Some(("number_as_text", Some("0123".to_owned()))));
    assert_eq!(
        found("=\"0123\"", Kind::Code, &[]),
        Some(("text_in_formula", Some("0123".to_owned())))
    );
    assert_eq!(found("'t Hof", Kind::Value, &[]), None);
    assert_eq!(found("'90s", Kind::Text, &[]), None);
}

#[test]
fn three_digits_behind_a_sign_are_told_where_no_other_number_has_thousands_apart() {
    let told = |cell, samples: &[&str]| found(cell, Kind::Number, samples);
    let fraction = |meant: &str| Some(("number_may_be_fraction", Some(meant.to_owned())));
    // Too few numbers to tell by their size; and some that fit both ways.
    assert_eq!(told("90.750", &["12,50", "90.750"]), fraction("90,75"));
    assert_eq!(told("90.755", &["12,50", "90.755"]), fraction("90,7550"));
    let wide = ["0,50", "12,50", "5,25", "45000,00", "3,10"];
    assert_eq!(told("90.750", &wide), fraction("90,75"));
    assert_eq!(told("90.750", &["60000,50"]), fraction("90750"));
    // Where others have their thousands apart, so has this one.
    assert_eq!(told("90.750", &["12,50", "1.234,50"]), None);
    assert_eq!(told("90.750", &["12,50", "1.234.567"]), None);
    assert_eq!(told("90,750", &["12,50"]), None);
    let point = NumberReader {
        notation: Notation { decimal: Some(DecimalSeparator::Point), ..Notation::default() },
        ..NumberReader::default()
    };
    let of = |samples: &[&str]| {
        let found = damage("90,750", Kind::Number, &Habits::of(samples, &point), &point)?;
        Some((found.code.code, found.fix))
    };
    let meant = Some(Fix::Cell("90.75".to_owned()));
    assert_eq!(of(&["12.50", "90,750"]), Some(("number_may_be_fraction", meant)));
    assert_eq!(of(&["12.50", "1,234.50"]), None);
    assert_eq!(of(&["12", "15"]), None, "nothing has a fraction");
}

#[test]
fn the_apostrophe_is_taken_off_every_number_and_date() {
    for (cell, kind, meant) in [
        ("'12", Kind::Whole, "12"),
        ("'-3", Kind::Whole, "-3"),
        ("'1", Kind::Whole, "1"),
        ("'12,50", Kind::Number, "12,50"),
        ("'2026-03-01", Kind::Date, "2026-03-01"),
        ("'13/02/2026 10:00", Kind::Date, "13/02/2026 10:00"),
    ] {
        let wanted = Some(("number_as_text", Some(meant.to_owned())));
        assert_eq!(found(cell, kind, &[]), wanted, "{cell}");
    }
    assert_eq!(found("'soon", Kind::Date, &[]), None);
    assert_eq!(found("'yes", Kind::Whole, &[]), None);
}

#[test]
fn zeros_at_both_ends_of_a_gtin_and_a_lost_check_digit_are_told() {
    let eans = ["4006381333931", "5901234123457", "4000417025005", "4006381333948"];
    for (cell, meant) in [
        // Zeros before it, and an exponent or a fraction.
        ("3.6000291452E+10", "0036000291452"),
        ("36000291452.0", "0036000291452"),
        // Its check digit is a zero, which is not written.
        ("4.00638133398E+12", "4006381333986"),
        ("1.234567891E+10", "0012345678912"),
        // Zeros at the end.
        ("4.0064000004E+12", "4006400000400"),
        ("400638133393", "4006381333931"),
    ] {
        assert_eq!(mended(cell, Kind::Gtin, &eans).as_deref(), Some(meant), "{cell}");
    }
    let wanted = Some(("gtin_check_digit", Some("4006381333931".to_owned())));
    assert_eq!(found("4006381333930", Kind::Gtin, &eans), wanted);
    assert_eq!(mended("4.00638E+12", Kind::Gtin, &eans), None);
    assert_eq!(found("4006381333932", Kind::Gtin, &eans), None, "mistyped anywhere");
}

#[test]
fn dates_in_another_order_than_others_are_told() {
    let reader = NumberReader::default();
    let told = |cell: &str, samples: &[&str], reader: &NumberReader| {
        let found = damage(cell, Kind::Date, &Habits::of(samples, reader), reader)?;
        Some((found.code.code, found.values[1].clone()))
    };
    let other = |meant: &str| Some(("date_order_differs", meant.to_owned()));
    let both = ["13/02/2026", "02/13/2026", "03/04/2026"];
    assert_eq!(told("02/13/2026", &both, &reader), other("2026-02-13"));
    assert_eq!(told("13/02/2026", &both, &reader), other("2026-02-13"));
    assert_eq!(told("03/04/2026", &both, &reader), None);
    let mostly = ["13/02/2026", "14/02/2026", "02/13/2026 10:30"];
    assert_eq!(told("02/13/2026 10:30", &mostly, &reader), other("2026-02-13 10:30:00"));
    assert_eq!(told("13/02/2026", &mostly, &reader), None);
    assert_eq!(told("13/02/2026", &["14/02/2026"], &reader), None);
    let date_order = Some(crate::reading::DateOrder::DayMonthYear);
    let decided =
        NumberReader { notation: Notation { date_order, ..Notation::default() }, ..reader };
    assert_eq!(told("02/13/2026", &["14/02/2026"], &decided), other("2026-02-13"));
}

#[test]
fn the_number_of_a_day_among_sizes_is_the_range_that_a_spreadsheet_counted() {
    let sizes = ["S", "1-2", "3-4", "45293", "5-6"];
    assert_eq!(
        found("45293", Kind::Value, &sizes),
        Some(("value_is_day_number", Some("1-2".to_owned())))
    );
    assert_eq!(mended("45293", Kind::Value, &["45293", "45294", "45310", "45402"]), None);
    assert_eq!(mended("45293", Kind::Code, &sizes), None);
    assert_eq!(mended("99999", Kind::Value, &sizes), None);
}

#[test]
fn a_comma_between_sizes_is_told_from_the_comma_of_a_size() {
    let lists = ["S,M", "30.32", "S,M,L", "XL"];
    assert_eq!(
        found("30.32", Kind::Value, &lists),
        Some(("value_became_number", Some("30,32".to_owned())))
    );
    assert_eq!(found("30,32", Kind::Value, &lists), None, "two sizes, as it stands there");
    assert_eq!(found("38.5", Kind::Value, &lists), None);
    let shoes = ["38", "38,5", "39", "40,5"];
    assert_eq!(
        found("38,5", Kind::Value, &shoes),
        Some(("value_may_be_number", Some("38\\,5".to_owned())))
    );
    assert_eq!(found("30,32", Kind::Value, &["30,32", "32,34"]), None);
}

#[test]
fn a_minus_behind_a_price_is_a_dash_and_behind_a_stock_a_minus() {
    assert_eq!(
        found("12-", Kind::Number, &[]),
        Some(("number_minus_behind", Some("12".to_owned())))
    );
    assert_eq!(mended("12-", Kind::Whole, &[]), Some("-12".to_owned()));
    for other in ["12,-", "-12", "12", "0-"] {
        assert_eq!(found(other, Kind::Number, &[]), None, "{other}");
    }
}

#[test]
fn a_measure_without_a_unit_gets_the_one_that_most_others_have() {
    let weights = ["2 lb", "3 lb", "1200", "16 oz"];
    assert_eq!(
        found("1200", Kind::Measure, &weights),
        Some(("unit_missing", Some("1200 lb".to_owned())))
    );
    assert_eq!(found("2 lb", Kind::Measure, &weights), None);
    assert_eq!(found("1200", Kind::Measure, &["2 lb", "3", "4", "5"]), None);
    let reader = NumberReader {
        notation: Notation { unit: Some(crate::unit::Unit::G), ..Notation::default() },
        ..NumberReader::default()
    };
    assert_eq!(damage("1200", Kind::Measure, &Habits::of(&weights, &reader), &reader), None);
}

#[test]
fn a_name_that_somebody_kept_from_being_counted_loses_its_apostrophe() {
    assert_eq!(mended("'Cups", Kind::Text, &[]), Some("Cups".to_owned()));
    for name in ["'n roll", "'80s mug", "'Til 'Tis", "O'Neill"] {
        assert_eq!(found(name, Kind::Text, &[]), None, "{name}");
    }
}

#[test]
fn categories_whose_levels_have_another_sign_are_found_among_their_like() {
    let column = ["Clothing/Shirts", "Clothing / Hats", "Kitchen"];
    let mended = |cell: &str, samples: &[&str]| mended(cell, Kind::Levels, samples);
    assert_eq!(mended("Clothing / Hats", &column), Some("Clothing > Hats".to_owned()));
    assert_eq!(mended("Home/Tea, Sale", &column), Some("Home > Tea, Sale".to_owned()));
    assert_eq!(mended("Kitchen", &column), None);
    let bars = ["A|B|C", "A|D"];
    assert_eq!(mended("A|B|C", &bars), Some("A > B > C".to_owned()));
    // Nothing lies in the same, most have no such sign, or the file has a sign of its own.
    for samples in [
        &["Tea/Coffee", "Men/Women"][..],
        &["A/B", "A/C", "D", "E", "F"],
        &["Home > Tea/Coffee", "Home > Tea/Herbs"],
        &["A/B", "A/B"],
    ] {
        assert_eq!(mended(samples[0], samples), None, "{samples:?}");
    }
}

proptest::proptest! {
    #[test]
    fn a_cell_that_is_passed_over_at_a_glance_has_nothing_done_to_it(
        cell in "[-0-9.,eE+ '#=/a-cä%kg]{0,9}|[0-9]{1,4}[.,][0-9]{1,3}[-%]?",
        at in 0..9usize,
        has_units: bool,
        has_commas: bool,
    ) {
        use Kind::{Code, Date, Gtin, Levels, Measure, Number, Text, Value, Whole};
        let kind = [Gtin, Code, Number, Measure, Whole, Date, Value, Text, Levels][at];
        let samples: &[&str] = match (has_units, has_commas) {
            (true, _) => &["12 kg", "13 kg", "14 kg", "15 kg", "1,5 kg"],
            (false, true) => &["12,50", "13,90", "1.250,00", "7,20"],
            (false, false) if at == 8 => &["a/b", "a/c", "d"],
            (false, false) => &["12.50", "13.90", "7.20", "9.10"],
        };
        let reader = if has_commas { comma() } else { NumberReader::default() };
        let habits = Habits::of(samples, &reader);
        if is_surely_whole(cell.as_bytes(), kind, habits.unit().is_some()) {
            proptest::prop_assert_eq!(damage(&cell, kind, &habits, &reader), None);
        }
    }
}
