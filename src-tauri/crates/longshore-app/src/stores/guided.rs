//! How is a store added by somebody who does it for the first time?
//!
//! The address and the key are tried step by step, so that whoever typed them hears at which step it ended, and why.
//! The secret comes with the one request that needs it, in a type that does not print.

use std::{fmt, path::PathBuf};

use longshore_connectors::woocommerce;
use longshore_engine::facts::StoreFacts;
use longshore_journal::SecretPlace;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use ts_rs::TS;

use super::{StoreInfo, StoreNew, add_new};
use crate::{ApiError, Studio, authority};

/// A secret on its way in. It does not print, and nothing but an own name for it ever goes out.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    pub(crate) fn into_inner(self) -> SecretString {
        self.0
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self(secret.into())
    }
}

impl From<SecretString> for Secret {
    fn from(secret: SecretString) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What it is instead is nobody's business: it may be the secret all the same.
        let text = Option::<String>::deserialize(deserializer)
            .map_err(|_| D::Error::custom("a secret is a text"))?;
        Ok(Self(text.unwrap_or_default().into()))
    }
}

/// A store to be tried.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct StoreTry {
    /// Its address, as people type or paste it.
    pub url: String,
    /// The consumer key.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub key: String,
    /// The consumer secret.
    #[ts(as = "String")]
    pub secret: Secret,
    /// Certificates (PEM) of a private authority, in a file.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The same as text.
    #[serde(default)]
    pub ca_text: Option<String>,
}

/// A store to be added.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct StoreAddGuided {
    /// What the user calls it.
    pub name: String,
    /// Where the secret is to be kept.
    #[serde(default = "keychain")]
    #[ts(as = "Option<_>", optional)]
    pub keep_secret_in: SecretPlace,
    /// The store itself.
    #[serde(flatten)]
    pub store: StoreTry,
}

fn keychain() -> SecretPlace {
    SecretPlace::Keychain
}

/// What is found out about a store, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StoreStep {
    /// What was typed is an address.
    Address,
    /// Somebody answers there, over a connection that can be trusted.
    Reach,
    /// It is a WooCommerce store that can be asked.
    Shop,
    /// It knows the key.
    Key,
    /// The key may read.
    Read,
    /// The key may write.
    Write,
}

const STEPS: [StoreStep; 6] = [
    StoreStep::Address,
    StoreStep::Reach,
    StoreStep::Shop,
    StoreStep::Key,
    StoreStep::Read,
    StoreStep::Write,
];

/// How far a step came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// It is as it should be.
    Passed,
    /// It is not; the error says why.
    Failed,
    /// It was not tried, because an earlier one failed.
    Open,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StoreStepTried {
    /// Which.
    pub step: StoreStep,
    /// How far it came.
    pub state: StepState,
    /// Why it failed.
    pub error: Option<ApiError>,
}

/// What was found out about a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StoreTried {
    /// All steps, in their order.
    pub steps: Vec<StoreStepTried>,
    /// Whether it can be added: everything but writing has to work.
    pub can_be_added: bool,
    /// Its final address, which may be another one than was typed.
    pub url: Option<String>,
    /// What it says of itself.
    pub facts: Option<StoreFacts>,
}

/// Tries an address and a key, step by step. Nothing is kept.
pub async fn try_out(studio: &Studio, request: StoreTry) -> Result<StoreTried, ApiError> {
    let authority = authority_of(&request).await?;
    let StoreTry { url, key, secret, .. } = request;
    let secret = secret.into_inner();
    let are_swapped = super::are_swapped(&key, &secret);
    let found = woocommerce::discover(&url, key.trim(), secret, authority).await;
    let _ = studio;
    Ok(match found {
        Ok(found) => {
            let access = found.facts.access;
            let rights = [(StoreStep::Read, access.read), (StoreStep::Write, access.write)];
            let refused = found.write_refused;
            let failed = rights.into_iter().find(|(_, may)| !may).map(|(step, _)| {
                let error = match (step, refused) {
                    (StoreStep::Write, Some(refused)) => super::cannot_write(&url, refused),
                    _ => super::cannot_read(&url),
                };
                (step, error)
            });
            StoreTried {
                steps: steps(failed),
                can_be_added: access.read,
                url: Some(found.address.as_str().to_owned()),
                facts: access.read.then_some(found.facts),
            }
        }
        Err(error) => {
            let error = super::refused_at_first(error, &url, are_swapped);
            let steps = steps(Some((step_of(&error.code), error)));
            StoreTried { steps, can_be_added: false, url: None, facts: None }
        }
    })
}

/// Adds a store after trying its address and key.
pub async fn add_guided(studio: &Studio, request: StoreAddGuided) -> Result<StoreInfo, ApiError> {
    let authority = authority_of(&request.store).await?;
    let StoreTry { url, key, secret, .. } = request.store;
    let new = StoreNew {
        name: request.name,
        url,
        key: key.trim().to_owned(),
        keep_secret_in: request.keep_secret_in,
        authority,
        settings: serde_json::Map::new(),
    };
    let secret = secret.into_inner();
    let trimmed = SecretString::from(secret.expose_secret().trim());
    add_new(studio, new, trimmed).await
}

async fn authority_of(store: &StoreTry) -> Result<Option<Vec<u8>>, ApiError> {
    match (&store.ca_text, store.ca_file.clone()) {
        (Some(text), _) => Ok(Some(text.clone().into_bytes())),
        (None, Some(file)) => {
            Ok(Some(tokio::task::spawn_blocking(move || authority::read(&file)).await??))
        }
        (None, None) => Ok(None),
    }
}

fn steps(failed: Option<(StoreStep, ApiError)>) -> Vec<StoreStepTried> {
    let at = failed.as_ref().and_then(|(step, _)| STEPS.iter().position(|one| one == step));
    let at = at.unwrap_or(STEPS.len());
    let mut error = failed.map(|(_, error)| error);
    STEPS
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let state = match index.cmp(&at) {
                std::cmp::Ordering::Less => StepState::Passed,
                std::cmp::Ordering::Equal => StepState::Failed,
                std::cmp::Ordering::Greater => StepState::Open,
            };
            let error = if index == at { error.take() } else { None };
            StoreStepTried { step, state, error }
        })
        .collect()
}

/// At which step something failed.
fn step_of(code: &str) -> StoreStep {
    match code {
        "store_address_invalid" => StoreStep::Address,
        "store_key_invalid" | "store_keys_swapped" | "store_key_unknown" | "store_key_refused"
        | "store_forbidden" | "store_firewall" | "store_robot_check" => StoreStep::Key,
        "store_no_rest_api"
        | "store_plain_permalinks"
        | "store_no_woocommerce"
        | "store_no_route"
        | "store_rest_switched_off"
        | "store_login_wanted"
        | "store_closed"
        | "store_sent_in_circles"
        | "store_answer_not_json"
        | "store_answer_empty"
        | "store_answer_page"
        | "store_answer_php"
        | "store_answer_unexpected"
        | "store_answers_unmatched"
        | "store_answer_too_large"
        | "store_server_failed"
        | "store_refused" => StoreStep::Shop,
        _ => StoreStep::Reach,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed_whatever_it_is() {
        let request = r#"{"url":"a","key":"ck_1","secret":"cs_hidden"}"#;
        let tried: StoreTry = serde_json::from_str(request).unwrap();
        assert!(!format!("{tried:?}").contains("cs_hidden"));
        let request = r#"{"url":"a","key":"ck_1","secret":["cs_hidden"]}"#;
        let error = serde_json::from_str::<StoreTry>(request).unwrap_err();
        assert!(!error.to_string().contains("cs_hidden"), "{error}");
    }
}
