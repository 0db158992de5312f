//! Calculating with prices: always in decimals, never in floats.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::profile::{PriceRule, Rounding};

pub(super) fn calculated(
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
        Some(ending) => with_ending(number, ending, Rounding::Up),
        None => Some(number),
    }
}

/// Whether a rule can be followed with any price.
pub(super) fn is_possible(rule: &PriceRule) -> bool {
    let percent = |number: Option<Decimal>| {
        number
            .is_none_or(|number| number > -Decimal::ONE_HUNDRED && number <= Decimal::from(10_000))
    };
    percent(rule.vat_out)
        && percent(rule.vat_in)
        && percent(rule.markup)
        && rule.margin.is_none_or(|margin| margin < Decimal::ONE_HUNDRED)
        && rule.round_to.is_none_or(|step| step > Decimal::ZERO)
        && rule.ending.is_none_or(|ending| ending >= Decimal::ZERO)
}

/// The price that a rule makes of another; `None` where it has too many digits.
pub(super) fn made(number: Decimal, rule: &PriceRule) -> Option<Decimal> {
    let whole = Decimal::ONE_HUNDRED;
    let mut price = number;
    if let Some(percent) = rule.vat_out {
        price = price.checked_mul(whole)?.checked_div(whole.checked_add(percent)?)?;
    }
    if let Some(percent) = rule.markup {
        price = price.checked_mul(whole.checked_add(percent)?)?.checked_div(whole)?;
    }
    if let Some(percent) = rule.margin {
        price = price.checked_mul(whole)?.checked_div(whole.checked_sub(percent)?)?;
    }
    price = price.checked_add(rule.plus.unwrap_or_default())?;
    if let Some(percent) = rule.vat_in {
        price = price.checked_mul(whole.checked_add(percent)?)?.checked_div(whole)?;
    }
    if let Some(least) = rule.least {
        price = price.max(least);
    }
    let step = rule.round_to.unwrap_or(Decimal::new(1, 2));
    price = to_multiple(price, step, rule.rounding)?;
    match rule.ending {
        Some(ending) => with_ending(price, ending, rule.rounding),
        None => Some(price),
    }
}

fn to_multiple(number: Decimal, step: Decimal, rounding: Rounding) -> Option<Decimal> {
    let strategy = match rounding {
        Rounding::Nearest => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Up => RoundingStrategy::ToPositiveInfinity,
        Rounding::Down => RoundingStrategy::ToNegativeInfinity,
    };
    // A division may end in digits that only rounding made: they are no reason to go up.
    let times = number.checked_div(step)?.round_dp(12).round_dp_with_strategy(0, strategy);
    let mut rounded = times.checked_mul(step)?;
    if rounded.scale() < step.scale() {
        rounded.rescale(step.scale());
    }
    Some(rounded)
}

/// The number that ends so and comes next, or before, or is the nearer one: 0.99 repeats with every whole number,
/// 9.90 with every ten.
pub(super) fn with_ending(number: Decimal, ending: Decimal, rounding: Rounding) -> Option<Decimal> {
    let ending = ending.abs();
    let mut period = Decimal::ONE;
    while ending >= period {
        period = period.checked_mul(Decimal::TEN)?;
    }
    let floor = number.checked_div(period)?.floor().checked_mul(period)?;
    let same = floor.checked_add(ending)?;
    if same == number {
        return Some(same);
    }
    let (lower, upper) = match same > number {
        true => (same.checked_sub(period)?, same),
        false => (same, same.checked_add(period)?),
    };
    let to_upper = match rounding {
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::Nearest => upper - number <= number - lower,
    };
    // Nothing goes below zero for a nicer ending.
    Some(if to_upper || lower < Decimal::ZERO { upper } else { lower })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Option<Decimal> {
        Some(text.parse().unwrap())
    }

    fn price(cost: &str, rule: &PriceRule) -> String {
        made(decimal(cost).unwrap(), rule).unwrap().to_string()
    }

    #[test]
    fn margin_and_markup_are_not_the_same() {
        let markup = PriceRule { markup: decimal("50"), ..PriceRule::default() };
        let margin = PriceRule { margin: decimal("50"), ..PriceRule::default() };
        assert_eq!(price("10", &markup), "15.00");
        assert_eq!(price("10", &margin), "20.00");
    }

    #[test]
    fn vat_is_taken_out_and_put_in_without_losing_a_cent() {
        let out = PriceRule { vat_out: decimal("19"), ..PriceRule::default() };
        assert_eq!(price("119", &out), "100.00");
        assert_eq!(price("19.99", &out), "16.80");
        let change =
            PriceRule { vat_out: decimal("19"), vat_in: decimal("21"), ..PriceRule::default() };
        assert_eq!(price("119", &change), "121.00");
    }

    #[test]
    fn prices_are_rounded_to_what_the_till_can_give() {
        let step =
            |rounding| PriceRule { round_to: decimal("0.05"), rounding, ..PriceRule::default() };
        assert_eq!(price("12.32", &step(Rounding::Nearest)), "12.30");
        assert_eq!(price("12.32", &step(Rounding::Up)), "12.35");
        assert_eq!(price("12.39", &step(Rounding::Down)), "12.35");
        assert_eq!(price("12.35", &step(Rounding::Up)), "12.35");
    }

    #[test]
    fn an_ending_is_the_next_the_last_or_the_nearer_one() {
        let ends = |ending, rounding| PriceRule {
            ending: decimal(ending),
            rounding,
            ..PriceRule::default()
        };
        assert_eq!(price("12.30", &ends("0.99", Rounding::Nearest)), "11.99");
        assert_eq!(price("12.60", &ends("0.99", Rounding::Nearest)), "12.99");
        assert_eq!(price("12.30", &ends("0.99", Rounding::Up)), "12.99");
        assert_eq!(price("12.60", &ends("0.99", Rounding::Down)), "11.99");
        assert_eq!(price("0.30", &ends("0.99", Rounding::Down)), "0.99");
        assert_eq!(price("21", &ends("9.90", Rounding::Nearest)), "19.90");
    }

    #[test]
    fn the_whole_way_from_cost_to_a_price_in_the_window() {
        let rule = PriceRule {
            margin: decimal("40"),
            plus: decimal("2.50"),
            vat_in: decimal("19"),
            ending: decimal("0.95"),
            rounding: Rounding::Up,
            ..PriceRule::default()
        };
        // 10 / 0.6 = 16.67; + 2.50 = 19.17; * 1.19 = 22.81
        assert_eq!(price("10", &rule), "22.95");
        let least = PriceRule { least: decimal("5"), ..PriceRule::default() };
        assert_eq!(price("3", &least), "5.00");
    }

    #[test]
    fn a_rule_that_no_price_can_follow_is_refused() {
        for rule in [
            PriceRule { margin: decimal("100"), ..PriceRule::default() },
            PriceRule { vat_out: decimal("-100"), ..PriceRule::default() },
            PriceRule { round_to: decimal("0"), ..PriceRule::default() },
        ] {
            assert!(!is_possible(&rule), "{rule:?}");
        }
        let huge = PriceRule { markup: decimal("10000"), ..PriceRule::default() };
        assert_eq!(made(Decimal::MAX, &huge), None);
    }

    proptest! {
        #[test]
        fn a_price_with_an_ending_is_never_lower_and_ends_so(cents in 0i64..10_000_000, ending in 0i64..100) {
            let (price, ending) = (Decimal::new(cents, 2), Decimal::new(ending, 2));
            let result = with_ending(price, ending, Rounding::Up).unwrap();
            prop_assert!(result >= price && result < price + Decimal::ONE);
            prop_assert_eq!(result - result.floor(), ending);
        }

        #[test]
        fn vat_put_in_and_taken_out_is_nothing(cents in 1i64..10_000_000, percent in 0i64..40) {
            let rule = PriceRule {
                vat_in: Some(percent.into()),
                vat_out: Some(percent.into()),
                ..PriceRule::default()
            };
            let price = Decimal::new(cents, 2);
            prop_assert_eq!(made(price, &rule), Some(price));
        }
    }
}
