//! What does the store say of itself, and what may the key do?

use longshore_engine::{
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    reading::DecimalSeparator,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value as Json;

use crate::{
    error::StoreError,
    transport::{Parameters, Reply, Transport},
};

/// Asks. What a key may not read is taken as WooCommerce has it out of the box; a key that may neither read nor write
/// is an error.
pub(super) async fn ask(transport: &Transport) -> Result<Met, StoreError> {
    let Allowed { access, is_signed, write_refused } = allowed_of(transport).await?;
    let mut facts = StoreFacts {
        currency: String::new(),
        decimal: DecimalSeparator::Point,
        price_decimals: 2,
        weight_unit: WeightUnit::Kg,
        dimension_unit: DimensionUnit::Cm,
        version: String::new(),
        access,
        is_practice: is_signed,
    };
    if !access.read {
        return Ok(Met { facts, write_refused });
    }
    if let Some(status) = optional(transport, "system_status", status_parameters()).await? {
        hear_status(&status, &mut facts);
    }
    for group in ["settings/general", "settings/products"] {
        let settings = optional(transport, group, Parameters::new()).await?.unwrap_or_default();
        settings.as_array().into_iter().flatten().for_each(|one| hear_setting(one, &mut facts));
    }
    if facts.currency.is_empty()
        && let Some(current) =
            optional(transport, "data/currencies/current", Parameters::new()).await?
    {
        facts.currency = text(&current["code"]).unwrap_or_default();
    }
    Ok(Met { facts, write_refused })
}

/// A store that answered.
#[derive(Clone, Debug)]
pub struct Met {
    /// What it says of itself.
    pub facts: StoreFacts,
    /// Why nothing can be written there: the key may not, or a firewall lets only questions through.
    pub write_refused: Option<StoreError>,
}

/// What a key may do.
struct Allowed {
    access: Access,
    is_signed: bool,
    write_refused: Option<StoreError>,
}

/// A list tells whether the key reads, an empty batch whether it writes. The code of the refusal is the same for a
/// wrong secret and for a key of the other sort; but a wrong secret fails in both.
async fn allowed_of(transport: &Transport) -> Result<Allowed, StoreError> {
    let few = vec![("per_page", "1".to_owned()), ("_fields", "id".to_owned())];
    let reading = allowed::<Vec<IgnoredAny>>(transport.get("products", &few).await)?;
    let writing = allowed::<IgnoredAny>(transport.ask_to_write("products/batch").await)?;
    match (reading, writing) {
        (Err(refused), Err(_)) => Err(refused),
        (reading, writing) => {
            let access = Access { read: reading.is_ok(), write: writing.is_ok() };
            let is_signed = reading.as_ref().or(writing.as_ref()).is_ok_and(|is_signed| *is_signed);
            Ok(Allowed { access, is_signed, write_refused: writing.err() })
        }
    }
}

/// Whether something was allowed, and whether the practice store signed the answer; other troubles are troubles.
/// The answer has to be of a shape: something else in front of the store answers, too.
fn allowed<Shape: DeserializeOwned>(
    outcome: Result<Reply, StoreError>,
) -> Result<Result<bool, StoreError>, StoreError> {
    match outcome {
        Ok(reply) => {
            reply.read::<Shape>()?;
            Ok(Ok(reply.is_practice))
        }
        Err(error) if error.is_unauthorised() => Ok(Err(error)),
        Err(error) => Err(error),
    }
}

/// Reads what a lesser key may be refused.
async fn optional(
    transport: &Transport,
    path: &str,
    parameters: Parameters,
) -> Result<Option<Json>, StoreError> {
    let outcome = match transport.get(path, &parameters).await {
        Ok(reply) => reply.read(),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_unreachable() => Err(error),
        Err(error) => {
            tracing::warn!(path, code = error.code(), "the store does not tell");
            Ok(None)
        }
    }
}

fn status_parameters() -> Parameters {
    let wanted = [
        "environment.version",
        "environment.server_info",
        "settings.currency",
        "settings.decimal_separator",
        "settings.number_of_decimals",
    ];
    vec![("_fields", wanted.join(","))]
}

pub(super) fn hear_status(status: &Json, facts: &mut StoreFacts) {
    let environment = &status["environment"];
    facts.version = text(&environment["version"]).unwrap_or_default();
    let server = text(&environment["server_info"]).unwrap_or_default();
    facts.is_practice |= server.starts_with("longshore-practice/");
    let settings = &status["settings"];
    hear("woocommerce_currency", &settings["currency"], facts);
    hear("woocommerce_price_decimal_sep", &settings["decimal_separator"], facts);
    hear("woocommerce_price_num_decimals", &settings["number_of_decimals"], facts);
}

pub(super) fn hear_setting(setting: &Json, facts: &mut StoreFacts) {
    hear(setting["id"].as_str().unwrap_or_default(), &setting["value"], facts);
}

/// One setting; what is not understood leaves what was.
fn hear(id: &str, value: &Json, facts: &mut StoreFacts) {
    let Some(said) = text(value) else { return };
    match id {
        "woocommerce_currency" => facts.currency = said,
        "woocommerce_price_decimal_sep" => facts.decimal = decimal(&said),
        "woocommerce_price_num_decimals" => {
            facts.price_decimals = said.parse().unwrap_or(facts.price_decimals);
        }
        "woocommerce_weight_unit" => {
            facts.weight_unit = weight(&said).unwrap_or(facts.weight_unit);
        }
        "woocommerce_dimension_unit" => {
            facts.dimension_unit = dimension(&said).unwrap_or(facts.dimension_unit);
        }
        _ => {}
    }
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn decimal(separator: &str) -> DecimalSeparator {
    if separator == "," { DecimalSeparator::Comma } else { DecimalSeparator::Point }
}

fn weight(unit: &str) -> Option<WeightUnit> {
    Some(match unit {
        "kg" => WeightUnit::Kg,
        "g" => WeightUnit::G,
        "lbs" => WeightUnit::Lbs,
        "oz" => WeightUnit::Oz,
        _ => return None,
    })
}

fn dimension(unit: &str) -> Option<DimensionUnit> {
    Some(match unit {
        "m" => DimensionUnit::M,
        "cm" => DimensionUnit::Cm,
        "mm" => DimensionUnit::Mm,
        "in" => DimensionUnit::In,
        "yd" => DimensionUnit::Yd,
        _ => return None,
    })
}
