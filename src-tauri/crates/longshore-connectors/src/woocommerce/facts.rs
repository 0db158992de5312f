//! What does the store say of itself, and what may the key do?

use std::str::FromStr;

use longshore_engine::{
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    reading::DecimalSeparator,
};
use serde::Deserialize;

use crate::{
    error::StoreError,
    transport::{Parameters, Reply, Transport},
};

/// Asks. What a key may not read is taken as WooCommerce has it out of the box; a key that may neither read nor write
/// is an error.
pub(super) async fn ask(transport: &Transport) -> Result<StoreFacts, StoreError> {
    let (access, is_signed) = access(transport).await?;
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
        return Ok(facts);
    }
    if let Some(status) =
        optional::<Status>(transport, "system_status", status_parameters()).await?
    {
        status.tell(&mut facts);
    }
    for group in ["settings/general", "settings/products"] {
        let settings = optional::<Vec<Setting>>(transport, group, Parameters::new()).await?;
        settings.unwrap_or_default().into_iter().for_each(|setting| setting.tell(&mut facts));
    }
    if facts.currency.is_empty()
        && let Some(current) =
            optional::<Currency>(transport, "data/currencies/current", Parameters::new()).await?
    {
        facts.currency = current.code;
    }
    Ok(facts)
}

/// A list tells whether the key reads, an empty batch whether it writes. The code of the refusal is the same for a
/// wrong secret and for a key of the other sort; but a wrong secret fails in both.
async fn access(transport: &Transport) -> Result<(Access, bool), StoreError> {
    let few = vec![("per_page", "1".to_owned()), ("_fields", "id".to_owned())];
    let reading = allowed(transport.get("products", &few).await)?;
    let writing = allowed(transport.post("products/batch", b"{}".to_vec()).await)?;
    match (reading, writing) {
        (Err(refused), Err(_)) => Err(refused),
        (reading, writing) => {
            let access = Access { read: reading.is_ok(), write: writing.is_ok() };
            Ok((access, reading.or(writing).unwrap_or(false)))
        }
    }
}

/// Whether something was allowed, and whether the practice store signed the answer; other troubles are troubles.
fn allowed(outcome: Result<Reply, StoreError>) -> Result<Result<bool, StoreError>, StoreError> {
    match outcome {
        Ok(reply) => {
            reply.read::<serde::de::IgnoredAny>()?;
            Ok(Ok(reply.is_practice))
        }
        Err(error) if error.is_unauthorised() => Ok(Err(error)),
        Err(error) => Err(error),
    }
}

/// Reads what a lesser key may be refused.
async fn optional<T: serde::de::DeserializeOwned>(
    transport: &Transport,
    path: &str,
    parameters: Parameters,
) -> Result<Option<T>, StoreError> {
    match transport.get(path, &parameters).await {
        Ok(reply) => Ok(reply
            .read::<T>()
            .inspect_err(|error| tracing::warn!(path, %error, "not understood"))
            .ok()),
        Err(error) if error.is_unreachable() => Err(error),
        Err(error) => {
            tracing::debug!(path, code = error.code(), "not told");
            Ok(None)
        }
    }
}

fn status_parameters() -> Parameters {
    let wanted = "environment.version,environment.server_info,settings.currency,settings.decimal_separator,settings.number_of_decimals";
    vec![("_fields", wanted.to_owned())]
}

#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    settings: StatusSettings,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Environment {
    version: String,
    server_info: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct StatusSettings {
    currency: Option<String>,
    decimal_separator: Option<String>,
    number_of_decimals: Option<u32>,
}

impl Status {
    fn tell(self, facts: &mut StoreFacts) {
        facts.version = self.environment.version;
        let server = self.environment.server_info.unwrap_or_default().to_ascii_lowercase();
        facts.is_practice |= server.contains("longshore");
        if let Some(currency) = self.settings.currency {
            facts.currency = currency;
        }
        if let Some(separator) = self.settings.decimal_separator {
            facts.decimal = decimal(&separator);
        }
        if let Some(decimals) = self.settings.number_of_decimals {
            facts.price_decimals = decimals;
        }
    }
}

#[derive(Deserialize)]
struct Setting {
    id: String,
    #[serde(default)]
    value: serde_json::Value,
}

impl Setting {
    fn tell(&self, facts: &mut StoreFacts) {
        let text = match &self.value {
            serde_json::Value::String(text) => text.trim().to_owned(),
            serde_json::Value::Number(number) => number.to_string(),
            _ => return,
        };
        match self.id.as_str() {
            "woocommerce_currency" => facts.currency = text,
            "woocommerce_price_decimal_sep" => facts.decimal = decimal(&text),
            "woocommerce_price_num_decimals" => {
                facts.price_decimals = u32::from_str(&text).unwrap_or(facts.price_decimals);
            }
            "woocommerce_weight_unit" => {
                facts.weight_unit = weight(&text).unwrap_or(facts.weight_unit);
            }
            "woocommerce_dimension_unit" => {
                facts.dimension_unit = dimension(&text).unwrap_or(facts.dimension_unit);
            }
            _ => {}
        }
    }
}

#[derive(Deserialize)]
struct Currency {
    code: String,
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
