//! What happens to a cell before it is read as a value?

use std::borrow::Cow;

use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

use crate::{
    number::{NumberError, NumberReader},
    profile::Step,
};

/// Longer texts than this do not come out of a step.
const LONGEST: usize = 8 << 20;

/// Why a step could not be carried out on a cell.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StepError {
    /// A number was needed.
    #[error("no number: {0}")]
    Number(#[from] NumberError),
    /// The result has too many digits.
    #[error("too large")]
    TooLarge,
    /// The text has become too long.
    #[error("too long")]
    TooLong,
}

/// The text after all steps. `reader` reads numbers as the column writes them; after a number step or a
/// calculation the text has digits and a point.
///
/// # Errors
/// When a step needs a number and there is none, or the result is too big.
pub fn apply<'text>(
    text: &'text str,
    steps: &[Step],
    reader: &NumberReader,
) -> Result<Cow<'text, str>, StepError> {
    let mut text = Cow::Borrowed(text);
    let mut reader = *reader;
    for step in steps {
        if let Some(changed) = one(&text, step, &mut reader)? {
            if changed.len() > LONGEST {
                return Err(StepError::TooLong);
            }
            text = Cow::Owned(changed);
        }
    }
    Ok(text)
}

/// Whether the step leaves digits with a point.
#[must_use]
pub fn makes_numbers(step: &Step) -> bool {
    matches!(step, Step::Number { .. } | Step::Arithmetic { .. })
}

/// How the text is written after a step that made a number of it.
#[must_use]
pub fn written_numbers() -> NumberReader {
    let decimal = Some(crate::reading::DecimalSeparator::Point);
    NumberReader {
        notation: crate::reading::Notation { decimal, ..Default::default() },
        lone_separator_is_decimal: true,
    }
}

/// The text after one step; `None` where it stays.
fn one(text: &str, step: &Step, reader: &mut NumberReader) -> Result<Option<String>, StepError> {
    match step {
        Step::Trim => Ok(trim(text)),
        Step::Replace { find, with } => Ok(replace(text, find, with)?),
        Step::ValueMap { values } => {
            let cell = text.trim().to_lowercase();
            let hit = values.iter().find(|(from, _)| from.trim().to_lowercase() == cell);
            Ok(hit.map(|(_, to)| to.clone()))
        }
        Step::Default { text: default } => Ok(text.trim().is_empty().then(|| default.clone())),
        Step::Number { notation } => {
            let own = NumberReader { notation: *notation, ..*reader };
            *reader = written_numbers();
            if text.trim().is_empty() { Ok(None) } else { Ok(Some(own.read(text)?.to_string())) }
        }
        Step::Arithmetic { multiply, add, decimals, ending } => {
            let own = std::mem::replace(reader, written_numbers());
            if text.trim().is_empty() {
                return Ok(None);
            }
            let number = calculate(own.read(text)?, *multiply, *add, *decimals, *ending);
            number.map(|number| Some(number.to_string())).ok_or(StepError::TooLarge)
        }
    }
}

fn trim(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let trimmed = words.join(" ");
    (trimmed != text).then_some(trimmed)
}

fn replace(text: &str, find: &str, with: &str) -> Result<Option<String>, StepError> {
    if find.is_empty() || !text.contains(find) {
        return Ok(None);
    }
    let longest = text.len() + text.matches(find).count() * with.len();
    if longest > LONGEST { Err(StepError::TooLong) } else { Ok(Some(text.replace(find, with))) }
}

fn calculate(
    number: Decimal,
    multiply: Option<Decimal>,
    add: Option<Decimal>,
    decimals: Option<u32>,
    ending: Option<Decimal>,
) -> Option<Decimal> {
    let mut number = number
        .checked_mul(multiply.unwrap_or(Decimal::ONE))?
        .checked_add(add.unwrap_or_default())?;
    if let Some(decimals) = decimals {
        number =
            number.round_dp_with_strategy(decimals.min(28), RoundingStrategy::MidpointAwayFromZero);
    }
    match ending {
        Some(ending) => raised(number, ending),
        None => Some(number),
    }
}

/// The next number, itself included, that ends so: 0.99 repeats with every whole number, 9.90 with every ten.
fn raised(number: Decimal, ending: Decimal) -> Option<Decimal> {
    let ending = ending.abs();
    let mut period = Decimal::ONE;
    while ending >= period {
        period = period.checked_mul(Decimal::TEN)?;
    }
    let floor = number.checked_div(period)?.floor().checked_mul(period)?;
    let raised = floor.checked_add(ending)?;
    if raised >= number { Some(raised) } else { raised.checked_add(period) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reading::{DecimalSeparator, Notation};

    const COMMA: Notation =
        Notation { decimal: Some(DecimalSeparator::Comma), thousands: None, date_order: None };

    fn after(text: &str, steps: &[Step]) -> String {
        apply(text, steps, &NumberReader { notation: COMMA, ..Default::default() })
            .unwrap()
            .into_owned()
    }

    fn decimal(text: &str) -> Option<Decimal> {
        Some(text.parse().unwrap())
    }

    fn arithmetic(
        multiply: Option<Decimal>,
        decimals: Option<u32>,
        ending: Option<Decimal>,
    ) -> Step {
        Step::Arithmetic { multiply, add: None, decimals, ending }
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
        let values = vec![("Rot".to_owned(), "Red".to_owned())];
        let step = Step::ValueMap { values };
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
            assert_eq!(
                after(price, &[arithmetic(None, None, decimal(ending))]),
                meant,
                "{price} {ending}"
            );
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
        let step = [arithmetic(decimal("2"), None, None)];
        assert!(matches!(apply("abc", &step, &NumberReader::default()), Err(StepError::Number(_))));
        let huge = [arithmetic(Some(Decimal::MAX), None, None)];
        assert_eq!(apply("12", &huge, &NumberReader::default()), Err(StepError::TooLarge));
    }

    #[test]
    fn a_text_cannot_be_blown_up() {
        let step = Step::Replace { find: "a".to_owned(), with: "a".repeat(1 << 20) };
        assert_eq!(
            apply(&"a".repeat(100), &[step], &NumberReader::default()),
            Err(StepError::TooLong)
        );
    }

    proptest! {
        #[test]
        fn a_price_with_an_ending_is_never_lower_and_ends_so(cents in 0i64..10_000_000, ending in 0i64..100) {
            let (price, ending) = (Decimal::new(cents, 2), Decimal::new(ending, 2));
            let result = raised(price, ending).unwrap();
            prop_assert!(result >= price && result < price + Decimal::ONE);
            prop_assert_eq!(result - result.floor(), ending);
        }
    }
}
