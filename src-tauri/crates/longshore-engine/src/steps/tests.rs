use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::{
    profile::{LetterCase, Otherwise, PatternUse, SkuPart},
    reading::{DecimalSeparator, Notation},
};

const COMMA: Notation = Notation {
    decimal: Some(DecimalSeparator::Comma),
    thousands: None,
    date_order: None,
    truths: None,
    list: None,
    markup: None,
    unit: None,
};

const HEADER: [&str; 4] = ["Name", "Colour", "Size", "No."];
const ROW: [&str; 4] = ["Öko-Shirt deluxe", "Grün", "XL", "17"];

fn header() -> Header {
    Header { columns: HEADER.map(str::to_owned).to_vec(), line: Some(1) }
}

fn ready(steps: &[Step]) -> Result<Steps, (usize, BadStep)> {
    let header = header();
    let reader = NumberReader { notation: COMMA, ..NumberReader::default() };
    Steps::compile(steps, &Columns::new(&header, &[]), &reader)
}

fn tried(text: &str, steps: &[Step]) -> Result<String, StepError> {
    let mut row = Row::new();
    ROW.iter().for_each(|cell| row.push(cell));
    let reader = NumberReader { notation: COMMA, ..NumberReader::default() };
    ready(steps).unwrap().apply(text, &row, &reader).map(Cow::into_owned)
}

fn after(text: &str, steps: &[Step]) -> String {
    tried(text, steps).unwrap()
}

fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

fn arithmetic(multiply: Option<Decimal>, decimals: Option<u32>, ending: Option<Decimal>) -> Step {
    Step::Arithmetic { multiply, add: None, decimals, ending }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(from, to)| (from.to_string(), to.to_string())).collect()
}

#[test]
fn trim_takes_outer_spaces_and_makes_inner_ones_single() {
    assert_eq!(after(" a \u{a0} b\n", &[Step::Trim]), "a b");
}

#[test]
fn replace_takes_every_occurrence() {
    let step = Step::Replace { find: "Fa.".to_owned(), with: "Firma".to_owned() };
    assert_eq!(after("Fa. A, Fa. B", &[step]), "Firma A, Firma B");
}

#[test]
fn a_value_map_takes_whole_values_in_any_letter_case() {
    let step = Step::ValueMap { values: pairs(&[("Rot", "Red")]) };
    assert_eq!(after(" ROT ", std::slice::from_ref(&step)), "Red");
    assert_eq!(after("Rotwein", &[step]), "Rotwein");
}

#[test]
fn a_default_fills_only_empty_cells() {
    let step = Step::Default { text: "taxable".to_owned() };
    assert_eq!(after("  ", std::slice::from_ref(&step)), "taxable");
    assert_eq!(after("none", &[step]), "none");
}

#[test]
fn a_number_step_leaves_digits_with_a_point() {
    assert_eq!(after("1.234,50 €", &[Step::Number { notation: COMMA }]), "1234.50");
    assert_eq!(after("", &[Step::Number { notation: COMMA }]), "");
}

#[test]
fn arithmetic_reads_the_columns_own_notation_and_rounds_half_up() {
    assert_eq!(after("10,05", &[arithmetic(decimal("1.1"), Some(2), None)]), "11.06");
    assert_eq!(after("-10,05", &[arithmetic(decimal("1.1"), Some(2), None)]), "-11.06");
    let twice = [arithmetic(decimal("2"), None, None), arithmetic(decimal("2"), None, None)];
    assert_eq!(after("1,5", &twice), "6.0");
}

#[test]
fn prices_get_the_ending_that_comes_next() {
    for (price, ending, meant) in [
        ("12,30", "0.99", "12.99"),
        ("12,99", "0.99", "12.99"),
        ("13", "0.99", "13.99"),
        ("12,30", "9.90", "19.90"),
        ("19,95", "9.90", "29.90"),
        ("12,30", "0", "13"),
        ("101", "99", "199"),
    ] {
        let step = arithmetic(None, None, decimal(ending));
        assert_eq!(after(price, &[step]), meant, "{price} {ending}");
    }
}

#[test]
fn a_number_with_all_the_decimals_there_are_can_be_calculated_with_again() {
    let third = arithmetic(decimal("0.3333333333333333333333333333"), None, None);
    let steps = [third.clone(), third, arithmetic(decimal("9"), Some(2), None)];
    assert_eq!(after("3", &steps), "3.00");
}

#[test]
fn what_is_no_number_cannot_be_calculated_with() {
    assert!(matches!(
        tried("abc", &[arithmetic(decimal("2"), None, None)]),
        Err(StepError::Number(_))
    ));
    let huge = [arithmetic(Some(Decimal::MAX), None, None)];
    assert_eq!(tried("12", &huge), Err(StepError::TooLarge));
}

#[test]
fn a_text_cannot_be_blown_up() {
    let long = "a".repeat(100);
    let step = Step::Replace { find: "a".to_owned(), with: "a".repeat(1 << 20) };
    assert_eq!(tried(&long, &[step]), Err(StepError::TooLong));
    let step = pattern("", &"a".repeat(1 << 20), PatternUse::Replace);
    assert_eq!(ready(std::slice::from_ref(&step)).unwrap_err(), (0, BadStep::Impossible));
    let step = pattern("a|b|$", &"a".repeat(1 << 20), PatternUse::Replace);
    assert_eq!(tried(&long, &[step]), Err(StepError::TooLong));
}

fn pattern(find: &str, with: &str, take: PatternUse) -> Step {
    Step::Pattern { find: find.to_owned(), with: with.to_owned(), take }
}

#[test]
fn a_pattern_replaces_every_find_with_what_its_groups_found() {
    let step = pattern(r"(\d+)\s*x\s*(\d+)", "$2 × $1", PatternUse::Replace);
    assert_eq!(after("10 x 20, 3x4", &[step]), "20 × 10, 4 × 3");
    let step = pattern(r"\s+\(.*\)$", "", PatternUse::Replace);
    assert_eq!(after("Shirt (old)", std::slice::from_ref(&step)), "Shirt");
    assert_eq!(after("Shirt", &[step]), "Shirt");
}

#[test]
fn a_pattern_takes_out_what_it_finds_and_nothing_else() {
    assert_eq!(after("Art. 4711-B", &[pattern(r"\d+", "", PatternUse::Extract)]), "4711");
    let of_group = pattern(r"Gr\.\s*(\w+)", "", PatternUse::Extract);
    assert_eq!(after("Hose Gr. XL", std::slice::from_ref(&of_group)), "XL");
    assert_eq!(after("Hose", &[of_group]), "");
}

#[test]
fn a_pattern_that_is_none_or_too_large_says_so() {
    let fault = |find: &str| ready(&[pattern(find, "", PatternUse::Replace)]).unwrap_err().1;
    assert_eq!(fault("(a"), BadStep::Pattern("unclosed group".to_owned()));
    assert!(matches!(fault(r"(\w{1000}){1000}"), BadStep::Pattern(_)));
}

#[test]
fn a_piece_is_taken_from_the_front_or_from_the_end() {
    let part = |text: &str, part| after(text, &[Step::Split { at: "/".to_owned(), part }]);
    assert_eq!(part("Men / Shirts / Linen", 2), "Shirts");
    assert_eq!(part("Men / Shirts / Linen", -1), "Linen");
    assert_eq!(part("Men", 2), "");
    assert_eq!(ready(&[Step::Split { at: "/".to_owned(), part: 0 }]).unwrap_err().0, 0);
}

#[test]
fn cells_are_joined_without_the_empty_ones() {
    let step = Step::Join { columns: texts(&["colour", "Size"]), between: ", ".to_owned() };
    assert_eq!(after("Shirt", std::slice::from_ref(&step)), "Shirt, Grün, XL");
    assert_eq!(after("", &[step]), "Grün, XL");
}

#[test]
fn a_template_is_filled_from_the_row() {
    let template = |text: &str| Step::Template { text: text.to_owned() };
    assert_eq!(
        after("A1", &[template("{} – {Name} ({Colour}) {{x}}")]),
        "A1 – Öko-Shirt deluxe (Grün) {x}"
    );
    for (text, fault) in [
        ("{Nix}", BadStep::Column("Nix".to_owned())),
        ("{Name", BadStep::Impossible),
        ("Name}", BadStep::Impossible),
    ] {
        assert_eq!(ready(&[template(text)]).unwrap_err(), (0, fault));
    }
}

#[test]
fn letter_case_follows_the_words_of_every_script() {
    let case = |text: &str, to| after(text, &[Step::Case { to }]);
    assert_eq!(case("straße élan", LetterCase::Upper), "STRASSE ÉLAN");
    assert_eq!(case("ÖKO ΣΊΣΥΦΟΣ", LetterCase::Lower), "öko σίσυφος");
    assert_eq!(case("MEN'S ÉLAN-shirt", LetterCase::Title), "Men's Élan-Shirt");
    assert_eq!(case("FIRST ONE. second? Third", LetterCase::Sentence), "First one. Second? Third");
}

#[test]
fn a_table_says_what_becomes_of_what_it_does_not_have() {
    let look_up = |otherwise| Step::LookUp {
        name: "groups.csv".to_owned(),
        table: pairs(&[("17", "Tools"), ("17", "Toys"), ("4", "Garden")]),
        otherwise,
    };
    assert_eq!(after(" 17", &[look_up(Otherwise::Keep)]), "Tools");
    assert_eq!(after("5", &[look_up(Otherwise::Keep)]), "5");
    assert_eq!(after("5", &[look_up(Otherwise::Empty)]), "");
    let refused = tried("5", &[look_up(Otherwise::Refuse)]);
    assert_eq!(refused, Err(StepError::NotInTable("5".to_owned())));
}

#[test]
fn a_sku_is_built_from_the_row_and_is_the_same_every_time() {
    let parts = vec![
        SkuPart::Letters { column: "Name".to_owned(), each: Some(3) },
        SkuPart::Text { text: "S".to_owned() },
        SkuPart::Letters { column: "Size".to_owned(), each: None },
        SkuPart::Number { column: "No.".to_owned(), width: 4 },
    ];
    let sku = |parts, only_empty| Step::Sku { parts, between: "-".to_owned(), only_empty };
    assert_eq!(after("", &[sku(parts.clone(), true)]), "OKOSHIDEL-S-XL-0017");
    assert_eq!(after("A-1", &[sku(parts, true)]), "A-1");
    let mark = |columns: &[&str]| SkuPart::Mark { columns: texts(columns), length: 6 };
    let one = after("A", &[sku(vec![mark(&["Name", "Size"])], false)]);
    assert_eq!(one.len(), 6);
    assert_eq!(one, after("B", &[sku(vec![mark(&["Name", "Size"])], false)]));
    assert_ne!(one, after("A", &[sku(vec![mark(&["Size", "Name"])], false)]));
    let only_text = vec![SkuPart::Text { text: "S".to_owned() }];
    assert_eq!(after("", &[sku(only_text, false)]), "");
}

#[test]
fn a_slug_has_plain_letters_only() {
    assert_eq!(after("  Öko-Shirt «deluxe» №5! ", &[Step::Slug]), "oko-shirt-deluxe-no5");
    assert_eq!(after("Men's Ĺúč", &[Step::Slug]), "mens-luc");
}

#[test]
fn steps_say_whether_they_look_at_other_columns() {
    let others = |step: Step| ready(&[step]).unwrap().look_at_others();
    assert!(!others(Step::Trim));
    assert!(!others(Step::Template { text: "x {}".to_owned() }));
    assert!(others(Step::Template { text: "{Size}".to_owned() }));
    assert!(others(Step::Expression { text: "row[\"Size\"]".to_owned() }));
}

#[test]
fn the_place_of_a_bad_step_is_told() {
    let steps = [Step::Trim, Step::Replace { find: String::new(), with: String::new() }];
    assert_eq!(ready(&steps).unwrap_err(), (1, BadStep::Impossible));
}

proptest! {
    #[test]
    fn a_slug_of_a_slug_is_the_same(text in "\\PC{0,30}") {
        let once = slug(&text);
        prop_assert_eq!(slug(&once), once);
    }

    #[test]
    fn a_template_leaves_other_text_as_it_is(text in "[a-z .,<>]{1,20}") {
        let step = Step::Template { text: text.clone() };
        prop_assert_eq!(after("x", &[step]), text.trim());
    }
}
