//! What can be changed about a store that is known?

use longshore_engine::facts::Access;
use longshore_journal::{NewConnection, retention::Retention};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{StoreInfo, StoreNamed, guided::Secret};
use crate::{
    ApiError, Studio,
    events::Event,
    secrets::{self, Account},
};

/// Where a connection's settings say how many requests a second it bears.
const SPEED: &str = "requests_per_second";
/// More than these no store is asked in a second.
const FASTEST: u32 = 100;

/// What is to be changed about a store; what is left out stays.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct StoreChange {
    /// What the user calls it now.
    pub name: String,
    /// What it is to be called.
    #[serde(default)]
    pub new_name: Option<String>,
    /// Another consumer key, with its secret.
    #[serde(default)]
    pub key: Option<String>,
    /// The secret of that key.
    #[serde(default)]
    #[ts(as = "Option<String>", optional = nullable)]
    pub secret: Option<Secret>,
    /// How many requests a second it gets at most.
    #[serde(default)]
    pub speed: Option<Speed>,
    /// For how long its runs are kept whole.
    #[serde(default)]
    pub keep: Option<Retention>,
}

/// How many requests a second a store gets at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    /// As the program's settings say.
    Usual,
    /// So many.
    PerSecond(u32),
}

impl Speed {
    /// What was noted with a connection.
    pub(crate) fn of(settings: &serde_json::Map<String, serde_json::Value>) -> Self {
        let noted = settings.get(SPEED).and_then(serde_json::Value::as_u64);
        let noted = noted.and_then(|speed| u32::try_from(speed).ok());
        noted.map_or(Self::Usual, Self::PerSecond)
    }
}

/// An error where nobody can be asked so often, or so seldom.
pub(crate) fn must_be_speed(speed: u32) -> Result<u32, ApiError> {
    match (1..=FASTEST).contains(&speed) {
        true => Ok(speed),
        false => Err(ApiError::new("speed_impossible").with("most", FASTEST)),
    }
}

/// Changes what is known of a store. Another key is not tried here: [`super::test`] does that.
pub async fn change(studio: &Studio, request: StoreChange) -> Result<StoreInfo, ApiError> {
    let name = request.name;
    let connection = studio.ask(move |journal| journal.connection_named(&name)).await?;
    let mut details = NewConnection { ..connection.details.clone() };
    if let Some(name) = request.new_name {
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(ApiError::new("store_name_empty"));
        }
        details.name = name;
    }
    match request.speed {
        Some(Speed::Usual) => drop(details.settings.remove(SPEED)),
        Some(Speed::PerSecond(speed)) => {
            details.settings.insert(SPEED.to_owned(), must_be_speed(speed)?.into());
        }
        None => {}
    }
    if let Some(key) = request.key {
        details.consumer_key = key.trim().to_owned();
        // What the last key was not allowed says nothing of this one.
        if let Some(facts) = &mut details.facts {
            facts.access = Access { read: true, write: true };
        }
    }
    // A secret is found by the name of its store.
    let (home, old, place) =
        (studio.home().clone(), connection.details.name.clone(), details.secret_kept_in);
    let (new, given) = (details.name.clone(), request.secret.map(Secret::into_inner));
    let is_renamed = old != new;
    let id = connection.id;
    studio.ask(move |journal| journal.update_connection(id, &details)).await?;
    let moved = tokio::task::spawn_blocking(move || {
        let secret = match given {
            Some(secret) => Some(secret),
            None if is_renamed => secrets::find(&home, Account::Key(&old), place).ok(),
            None => None,
        };
        if let Some(secret) = secret {
            secrets::keep(&home, Account::Key(&new), place, &secret)?;
        }
        if !is_renamed {
            return Ok(());
        }
        if let Ok(password) = secrets::find(&home, Account::WordPress(&old), place) {
            secrets::keep(&home, Account::WordPress(&new), place, &password)?;
        }
        secrets::forget(&home, Account::WordPress(&old), place)?;
        secrets::forget(&home, Account::Key(&old), place)
    });
    moved.await??;
    if let Some(keep) = request.keep {
        studio.ask(move |journal| journal.set_retention(id, keep)).await?;
    }
    studio.events().tell(Event::StoresChanged);
    Ok(studio.ask(move |journal| journal.connection(id)).await?.into())
}

/// One store.
pub async fn show(studio: &Studio, request: StoreNamed) -> Result<StoreInfo, ApiError> {
    let name = request.name;
    Ok(studio.ask(move |journal| journal.connection_named(&name)).await?.into())
}
