//! Which stores are there, and can we work with them?

mod change;
mod guided;
mod patience;
mod speed;
mod wordpress;

use std::path::PathBuf;

use jiff::Timestamp;
use longshore_connectors::{
    Address, Connection as Access, Fault, Store, StoreError, Waits,
    connection::{KeyShown, Manners},
    woocommerce::{self, Met},
};
use longshore_engine::facts::StoreFacts;
use longshore_journal::{
    Connection, ConnectionId, Journal, NewConnection, SecretPlace, retention::Retention,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    authority,
    error::{ApiError, Class},
    events::Event,
    practice,
    secrets::{self, Account},
    studio::Studio,
};

pub(crate) use change::must_be_speed;
pub use change::{Speed, StoreChange, change, show};
pub use guided::{
    Secret, StepState, StoreAddGuided, StoreStep, StoreStepTried, StoreTried, StoreTry, add_guided,
    try_out,
};
pub(crate) use patience::{Pages, may_be_back, open_to_plan, patiently};
pub use wordpress::{StoreSignIn, StoreTested, WordPressTried, sign_in, test};
pub(crate) use wordpress::{
    keep_user, open_wordpress, told as wordpress_told, user as wordpress_user,
};

/// A store to be added. Its secret does not come from here: it never travels with other data.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct StoreAdd {
    /// What the user calls it.
    pub name: String,
    /// Its address, as people type or paste it.
    pub url: String,
    /// The consumer key.
    pub key: String,
    /// Where the secret is to be kept.
    pub keep_secret_in: SecretPlace,
    /// Certificates (PEM) of a private authority.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// A store of the user's.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StoreInfo {
    /// What the user calls it.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The consumer key.
    pub key: String,
    /// Where the secret is kept.
    pub secret_kept_in: SecretPlace,
    /// What it last said of itself.
    pub facts: Option<StoreFacts>,
    /// Whether a private authority is trusted for it.
    pub has_authority: bool,
    /// How its key is shown to it: `header`, `query`, `signed_sha256` or `signed_sha1`.
    pub key_shown: String,
    /// Whether everybody on the way can read what is sent, though not the secret.
    pub is_readable_by_others: bool,
    /// Whether it is the practice store that comes with the program.
    pub is_practice: bool,
    /// How many requests a second it gets at most.
    pub speed: Speed,
    /// For how long its runs are kept whole.
    pub keep: Retention,
    /// The WordPress user who uploads pictures of this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wordpress_user: Option<String>,
}

/// Where a connection's settings say that it is the program's own practice store.
pub(crate) const PRACTICE: &str = "practice";

/// Where a connection's settings say how its key is shown.
const KEY_SHOWN: &str = "key_shown";

fn key_shown(settings: &serde_json::Map<String, serde_json::Value>) -> KeyShown {
    let named = settings.get(KEY_SHOWN).and_then(serde_json::Value::as_str);
    named.and_then(KeyShown::named).unwrap_or_default()
}

impl From<Connection> for StoreInfo {
    fn from(connection: Connection) -> Self {
        let details = connection.details;
        let is_practice = details.settings.get(PRACTICE).is_some_and(|yes| *yes == true);
        Self {
            key_shown: key_shown(&details.settings).as_str().to_owned(),
            is_readable_by_others: Address::parse(&details.url)
                .is_ok_and(|address| address.is_readable_by_others()),
            has_authority: details.ca_file.is_some(),
            is_practice,
            speed: Speed::of(&details.settings),
            keep: details.retention(),
            wordpress_user: wordpress::user(&details.settings),
            name: details.name,
            url: details.url,
            key: details.consumer_key,
            secret_kept_in: details.secret_kept_in,
            facts: details.facts,
        }
    }
}

/// Names a store.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct StoreNamed {
    /// What the user calls it.
    pub name: String,
}

/// Adds a store after finding it and trying its key; redirects are followed here, and never again.
pub async fn add(
    studio: &Studio,
    request: StoreAdd,
    secret: SecretString,
) -> Result<StoreInfo, ApiError> {
    let authority = match request.ca_file.clone() {
        Some(file) => Some(tokio::task::spawn_blocking(move || authority::read(&file)).await??),
        None => None,
    };
    let new = StoreNew {
        name: request.name,
        url: request.url,
        key: request.key,
        keep_secret_in: request.keep_secret_in,
        authority,
        settings: serde_json::Map::new(),
    };
    add_new(studio, new, secret).await
}

/// A store to be added, with everything at hand.
pub(crate) struct StoreNew {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) key: String,
    pub(crate) keep_secret_in: SecretPlace,
    pub(crate) authority: Option<Vec<u8>>,
    pub(crate) settings: serde_json::Map<String, serde_json::Value>,
}

/// Adds a store after finding it and trying its key.
pub(crate) async fn add_new(
    studio: &Studio,
    request: StoreNew,
    secret: SecretString,
) -> Result<StoreInfo, ApiError> {
    let name = request.name.trim().to_owned();
    if name.is_empty() {
        return Err(ApiError::new("store_name_empty"));
    }
    if list(studio, Nothing {}).await?.iter().any(|store| store.name == name) {
        return Err(ApiError::new("name_taken").with("name", name));
    }
    let authority = request.authority;
    let discovered =
        woocommerce::discover(&request.url, &request.key, secret.clone(), authority.clone());
    let found = discovered.await.map_err(|error| {
        refused_at_first(error, &request.url, are_swapped(&request.key, &secret))
    })?;
    if !found.facts.access.read {
        return Err(cannot_read(&name));
    }
    let (home, place, called) = (studio.home().clone(), request.keep_secret_in, name.clone());
    let ca_file = tokio::task::spawn_blocking(move || {
        secrets::keep(&home, Account::Key(&called), place, &secret)?;
        authority.map(|pem| authority::keep(&home, &called, &pem)).transpose()
    })
    .await??;
    let mut settings = request.settings;
    if found.key_shown != KeyShown::default() {
        settings.insert(KEY_SHOWN.to_owned(), found.key_shown.as_str().into());
    }
    let new = NewConnection {
        name,
        url: found.address.as_str().to_owned(),
        consumer_key: request.key,
        secret_kept_in: request.keep_secret_in,
        ca_file,
        facts: Some(found.facts),
        settings,
        added_at: Timestamp::now(),
    };
    let id = studio.ask(move |journal| journal.add_connection(&new)).await?;
    studio.events().tell(Event::StoresChanged);
    Ok(studio.ask(move |journal| journal.connection(id)).await?.into())
}

/// A request that says nothing.
#[derive(Clone, Copy, Debug, Default, Deserialize, TS)]
pub struct Nothing {}

/// All stores.
pub async fn list(studio: &Studio, _: Nothing) -> Result<Vec<StoreInfo>, ApiError> {
    Ok(studio.ask(Journal::connections).await?.into_iter().map(StoreInfo::from).collect())
}

/// Forgets a store and its secret. Its history stays.
pub async fn remove(studio: &Studio, request: StoreNamed) -> Result<StoreInfo, ApiError> {
    let name = request.name;
    let connection = studio.ask(move |journal| journal.connection_named(&name)).await?;
    let id = connection.id;
    studio.ask(move |journal| journal.remove_connection(id, Timestamp::now())).await?;
    let (home, details) = (studio.home().clone(), connection.details.clone());
    tokio::task::spawn_blocking(move || {
        details.ca_file.map_or(Ok(()), |file| authority::forget(&home, &file))?;
        secrets::forget(&home, Account::Key(&details.name), details.secret_kept_in)?;
        secrets::forget(&home, Account::WordPress(&details.name), details.secret_kept_in)
    })
    .await??;
    studio.events().tell(Event::StoresChanged);
    Ok(connection.into())
}

/// A store that answered.
pub(crate) struct Opened {
    pub(crate) id: ConnectionId,
    pub(crate) connection: Connection,
    pub(crate) store: std::sync::Arc<dyn Store>,
    pub(crate) facts: StoreFacts,
    /// Why nothing can be written there.
    pub(crate) write_refused: Option<ApiError>,
    /// Who is told that it wants to be left alone, and who may end the waiting.
    pub(crate) waits: Waits,
}

impl Opened {
    /// The same, where its key may read.
    pub(crate) fn readable(self) -> Result<Self, ApiError> {
        match self.facts.access.read {
            true => Ok(self),
            false => Err(cannot_read(&self.connection.details.name)),
        }
    }
}

fn cannot_read(store: &str) -> ApiError {
    ApiError::new("store_key_cannot_read").with("store", store).class(Class::Store)
}

/// Opens a store by its name: finds its secret, asks it for its facts.
pub(crate) async fn open(studio: &Studio, name: &str, waits: Waits) -> Result<Opened, ApiError> {
    let name = name.to_owned();
    let connection = studio.ask(move |journal| journal.connection_named(&name)).await?;
    open_connection(studio, connection, waits).await
}

/// Opens the store of a connection.
pub(crate) async fn open_connection(
    studio: &Studio,
    connection: Connection,
    waits: Waits,
) -> Result<Opened, ApiError> {
    open_asking(studio, connection, waits, Manners::at_first_contact).await
}

/// The same, with the first questions asked in such a manner.
async fn open_asking(
    studio: &Studio,
    connection: Connection,
    waits: Waits,
    at_first: fn(Manners) -> Manners,
) -> Result<Opened, ApiError> {
    if connection.is_over {
        return Err(ApiError::new("store_is_over").with("store", connection.details.name));
    }
    // Whatever secret its name has by now is another store's.
    if connection.removed_at.is_some() {
        return Err(ApiError::new("store_removed").with("store", connection.details.name));
    }
    let details = connection.details.clone();
    let (home, kept) = (studio.home().clone(), details.clone());
    let (secret, authority) = tokio::task::spawn_blocking(move || {
        let secret = secrets::find(&home, Account::Key(&kept.name), kept.secret_kept_in)?;
        let authority = kept.ca_file.map(|file| authority::find(&home, &file)).transpose()?;
        Ok::<_, ApiError>((secret, authority))
    })
    .await??;
    let address = Address::parse(&details.url).map_err(StoreError::nothing_sent)?;
    let mut access = Access::new(address, details.consumer_key.clone(), secret);
    access.authority = authority;
    access.waits = waits.clone();
    access.key_shown = key_shown(&details.settings);
    let usual = studio.ask(crate::settings::usual_speed).await?;
    let first = Access { manners: at_first(access.manners), ..access.clone() };
    let met = woocommerce::WooCommerce::new(first)?.meet().await;
    let Met { facts, write_refused } = match met {
        Ok(met) => met,
        Err(error) if practice::is_closed(studio, &connection).await => {
            let told = ApiError::from(error);
            let closed = ApiError::new("practice_closed").with("store", &details.name);
            return Err(ApiError { class: told.class, is_passing: told.is_passing, ..closed });
        }
        Err(error) => return Err(refused(error, &details.url)),
    };
    let own = Speed::of(&details.settings);
    access.manners.requests_per_second = speed::limit(&access.address, &facts, own, usual);
    let store = woocommerce::WooCommerce::new(access)?;
    let write_refused = write_refused.map(|refused| cannot_write(&details.name, refused));
    let id = connection.id;
    // A key that may not read hears nothing of the store.
    if facts.access.read && details.facts.as_ref() != Some(&facts) {
        let new = NewConnection { facts: Some(facts.clone()), ..details };
        studio.ask(move |journal| journal.update_connection(id, &new)).await?;
        studio.events().tell(Event::StoresChanged);
    }
    Ok(Opened { id, connection, store: std::sync::Arc::new(store), facts, write_refused, waits })
}

/// Why nothing can be written to a store: its key may not, or something on the way lets only questions through.
fn cannot_write(store: &str, refused: StoreError) -> ApiError {
    match refused.fault {
        Fault::KeyUnknown { .. } | Fault::KeyRefused { .. } => {
            ApiError::new("store_key_cannot_write").with("store", store).class(Class::Store)
        }
        _ => ApiError::from(refused).hint("store_only_reads"),
    }
}

/// Whether key and secret each begin as the other does.
fn are_swapped(key: &str, secret: &SecretString) -> bool {
    key.trim().starts_with("cs_") && secret.expose_secret().trim().starts_with("ck_")
}

/// Why a store does not take what was typed for it.
fn refused_at_first(error: StoreError, url: &str, are_swapped: bool) -> ApiError {
    match refused(error, url) {
        told if are_swapped
            && matches!(told.code.as_str(), "store_key_unknown" | "store_key_refused") =>
        {
            ApiError::new("store_keys_swapped").class(told.class)
        }
        told => told,
    }
}

/// Why a store does not let us in. In the clear a key that is right looks like one that nobody knows.
fn refused(error: StoreError, url: &str) -> ApiError {
    let is_in_the_clear = Address::parse(url).is_ok_and(|address| !address.is_encrypted());
    match ApiError::from(error) {
        told if told.code == "store_key_unknown" && is_in_the_clear => {
            told.hint("store_key_needs_https")
        }
        told => told,
    }
}
