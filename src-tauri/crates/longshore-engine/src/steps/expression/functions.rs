//! What the functions of expressions do.

use std::sync::LazyLock;

use rhai::{Dynamic, Engine, EvalAltResult};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    profile::{LetterCase, Rounding},
    steps::{html, price, text, written_numbers},
};

/// Operations of one evaluation; what people type takes a few dozen.
const MOST_OPERATIONS: u64 = 20_000;
/// Expressions within expressions.
const DEEPEST: usize = 40;
/// Bytes of a text on the way.
const LONGEST: usize = 1 << 20;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// The one language of expressions: nothing of its own library, only what is registered here.
pub(super) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine
        .set_max_operations(MOST_OPERATIONS)
        .set_max_expr_depths(DEEPEST)
        .set_max_string_size(LONGEST)
        .set_max_array_size(64)
        .set_max_map_size(8_192)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        // Else whole numbers would be divided without a rest.
        .set_fast_operators(false);
    for word in ["eval", "Fn", "call", "curry", "**", "**=", "type_of", "is_def_var", "#{", "this"]
    {
        engine.disable_symbol(word);
    }
    numbers(&mut engine);
    texts(&mut engine);
    engine
});

fn refused<T>(why: &str) -> Answer<T> {
    Err(why.into())
}

/// A number of either kind.
fn decimal(value: &Dynamic) -> Answer<Decimal> {
    if let Ok(number) = value.as_decimal() {
        return Ok(number);
    }
    match value.as_int() {
        Ok(number) => Ok(Decimal::from(number)),
        Err(_) if value.is_unit() => refused("a number is missing"),
        Err(_) => refused("not a number"),
    }
}

/// A text, or a number as text.
fn plain(value: &Dynamic) -> Answer<String> {
    if value.is_unit() {
        return Ok(String::new());
    }
    match (value.is_string(), decimal(value)) {
        (true, _) => Ok(value.to_string()),
        (false, Ok(number)) => Ok(number.to_string()),
        (false, Err(_)) => refused("not a text"),
    }
}

fn numbers(engine: &mut Engine) {
    engine.register_fn("/", |one: i64, other: i64| -> Answer<Decimal> {
        Decimal::from(one)
            .checked_div(Decimal::from(other))
            .map_or_else(|| refused("divided by zero"), Ok)
    });
    engine.register_fn("-", |number: Decimal| -number);
    engine
        .register_fn("abs", |number: Dynamic| Ok::<_, Box<EvalAltResult>>(decimal(&number)?.abs()));
    engine.register_fn("round", |number: Dynamic, decimals: i64| -> Answer<Decimal> {
        let decimals = u32::try_from(decimals).unwrap_or(0).min(28);
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        Ok(decimal(&number)?.round_dp_with_strategy(decimals, strategy))
    });
    engine.register_fn("round_up", |number: Dynamic| -> Answer<Decimal> {
        Ok(decimal(&number)?.ceil())
    });
    engine.register_fn("round_down", |number: Dynamic| -> Answer<Decimal> {
        Ok(decimal(&number)?.floor())
    });
    engine.register_fn("min", |one: Dynamic, other: Dynamic| -> Answer<Decimal> {
        Ok(decimal(&one)?.min(decimal(&other)?))
    });
    engine.register_fn("max", |one: Dynamic, other: Dynamic| -> Answer<Decimal> {
        Ok(decimal(&one)?.max(decimal(&other)?))
    });
    engine.register_fn("ending", |number: Dynamic, ending: Dynamic| -> Answer<Decimal> {
        let raised = price::with_ending(decimal(&number)?, decimal(&ending)?, Rounding::Up);
        raised.map_or_else(|| refused("too large"), Ok)
    });
    engine.register_fn("to_number", |text: &str| -> Answer<Decimal> {
        written_numbers().read(text).or_else(|_| refused("not a number"))
    });
}

fn texts(engine: &mut Engine) {
    let joined = |one: Dynamic, other: Dynamic| -> Answer<String> {
        let joined = format!("{}{}", plain(&one)?, plain(&other)?);
        if joined.len() > LONGEST { refused("too long") } else { Ok(joined) }
    };
    engine.register_fn("+", move |one: &str, other: Decimal| joined(one.into(), other.into()));
    engine.register_fn("+", move |one: Decimal, other: &str| joined(one.into(), other.into()));
    engine.register_fn("+", move |one: &str, other: i64| joined(one.into(), other.into()));
    engine.register_fn("+", move |one: i64, other: &str| joined(one.into(), other.into()));
    engine.register_fn("+", move |one: &str, other: &str| joined(one.into(), other.into()));
    engine.register_fn("text", |value: Dynamic| plain(&value));
    engine.register_fn("upper", |text: &str| text::in_case(text, LetterCase::Upper));
    engine.register_fn("lower", |text: &str| text::in_case(text, LetterCase::Lower));
    engine.register_fn("title", |text: &str| text::in_case(text, LetterCase::Title));
    engine.register_fn("trim", |text: &str| text::trim(text).unwrap_or_else(|| text.to_owned()));
    engine.register_fn("slug", text::slug);
    engine.register_fn("plain", html::stripped);
    engine.register_fn("length", |text: &str| {
        i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
    });
    engine.register_fn("contains", |text: &str, part: &str| {
        text.to_lowercase().contains(&part.to_lowercase())
    });
    engine.register_fn("starts_with", |text: &str, start: &str| text.starts_with(start));
    engine.register_fn("ends_with", |text: &str, end: &str| text.ends_with(end));
    engine.register_fn("left", |text: &str, count: i64| -> String {
        text.chars().take(usize::try_from(count).unwrap_or(0)).collect()
    });
    engine.register_fn("right", |text: &str, count: i64| -> String {
        let left_out = text.chars().count().saturating_sub(usize::try_from(count).unwrap_or(0));
        text.chars().skip(left_out).collect()
    });
    engine.register_fn("part", |whole: &str, at: &str, number: i64| -> Answer<String> {
        match i32::try_from(number) {
            Ok(number) if number != 0 && !at.is_empty() => {
                Ok(text::part(whole, at, number).to_owned())
            }
            _ => refused("no such part"),
        }
    });
    engine.register_fn("replace", |whole: &str, find: &str, with: &str| -> Answer<String> {
        match text::replace(whole, find, with) {
            Ok(Some(replaced)) if replaced.len() > LONGEST => refused("too long"),
            Ok(replaced) => Ok(replaced.unwrap_or_else(|| whole.to_owned())),
            Err(_) => refused("too long"),
        }
    });
    engine.register_fn("pad", |value: Dynamic, width: i64| -> Answer<String> {
        let width = usize::try_from(width).unwrap_or(0).min(100);
        Ok(format!("{:0>width$}", plain(&value)?))
    });
    engine.register_fn("is_empty", |value: Dynamic| -> Answer<bool> {
        Ok(plain(&value)?.trim().is_empty())
    });
    engine.register_fn("if_empty", |value: Dynamic, other: Dynamic| -> Answer<Dynamic> {
        Ok(if plain(&value)?.trim().is_empty() { other } else { value })
    });
}
