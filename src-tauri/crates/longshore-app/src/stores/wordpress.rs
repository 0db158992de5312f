//! Who signs in to the WordPress below a shop, so that pictures of this computer can be uploaded?
//!
//! A key of the shop does not do for that; an application password of a WordPress user does. It is kept where the
//! shop's secret is kept, and is in no answer.

use longshore_connectors::{
    Address, Connection as Access, Fault, StoreError, Waits, connection::Manners,
    wordpress::WordPress,
};
use longshore_journal::{Connection, NewConnection};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::{StoreInfo, StoreNamed, guided::Secret, open_asking};
use crate::{
    ApiError, Studio, authority,
    error::Class,
    events::Event,
    secrets::{self, Account},
};

/// Where a connection's settings name the user.
const USER: &str = "wordpress_user";

/// The user of a connection.
pub(crate) fn user(settings: &Map<String, Value>) -> Option<String> {
    settings.get(USER).and_then(Value::as_str).map(str::to_owned)
}

/// A WordPress user for a store.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct StoreSignIn {
    /// What the user calls the store.
    pub name: String,
    /// The user's name or e-mail address in WordPress; `None`: nobody signs in any more.
    #[serde(default)]
    pub user: Option<String>,
    /// An application password of that user.
    #[serde(default)]
    #[ts(as = "Option<String>", optional = nullable)]
    pub password: Option<Secret>,
}

/// A store that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StoreTested {
    /// What it says of itself.
    #[serde(flatten)]
    pub store: StoreInfo,
    /// How signing in to WordPress went, where somebody is to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wordpress: Option<WordPressTried>,
    /// Why nothing can be written there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub write_refused: Option<ApiError>,
}

/// How signing in went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct WordPressTried {
    /// Who signed in.
    pub user: String,
    /// Why no picture can be uploaded; `None`: it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<ApiError>,
}

/// Tries a store's connection, notes what it says of itself, and tries to sign in where somebody is to.
pub async fn test(studio: &Studio, request: StoreNamed) -> Result<StoreTested, ApiError> {
    let name = request.name;
    let connection = studio.ask(move |journal| journal.connection_named(&name)).await?;
    let waits = Waits::default();
    let opened = open_asking(studio, connection, waits.clone(), Manners::asking_once).await?;
    let wordpress = match user(&opened.connection.details.settings) {
        Some(user) => {
            let error = match find(studio, &opened.connection).await {
                Ok(password) => try_out(studio, &opened.connection, &user, password).await.err(),
                Err(error) => Some(error),
            };
            Some(WordPressTried { user, error })
        }
        None => None,
    };
    let store = StoreInfo { facts: Some(opened.facts), ..opened.connection.into() };
    Ok(StoreTested { store, wordpress, write_refused: opened.write_refused })
}

/// Tries a user's password and keeps both; or forgets them.
pub async fn sign_in(studio: &Studio, request: StoreSignIn) -> Result<StoreInfo, ApiError> {
    let name = request.name.clone();
    let connection = studio.ask(move |journal| journal.connection_named(&name)).await?;
    let Some(user) = request.user else { return forget(studio, connection).await };
    let user = user.trim().to_owned();
    if user.is_empty() {
        return Err(ApiError::new("wordpress_user_empty"));
    }
    let password = match request.password {
        Some(password) => bare(&password.into_inner()),
        None => find(studio, &connection).await?,
    };
    try_out(studio, &connection, &user, password.clone()).await?;
    keep_user(studio, request.name.clone(), user, password).await?;
    let name = request.name;
    Ok(studio.ask(move |journal| journal.connection_named(&name)).await?.into())
}

/// Spaces in an application password do not count: WordPress shows it in groups.
fn bare(password: &SecretString) -> SecretString {
    let text = password.expose_secret();
    text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().into()
}

/// Keeps a user and a password, untried.
pub(crate) async fn keep_user(
    studio: &Studio,
    store: String,
    user: String,
    password: SecretString,
) -> Result<(), ApiError> {
    let connection = studio.ask(move |journal| journal.connection_named(&store)).await?;
    let mut details = NewConnection { ..connection.details };
    let (home, name, place) = (studio.home().clone(), details.name.clone(), details.secret_kept_in);
    let kept = tokio::task::spawn_blocking(move || {
        secrets::keep(&home, Account::WordPress(&name), place, &bare(&password))
    });
    kept.await??;
    if details.settings.get(USER).and_then(Value::as_str) != Some(&user) {
        details.settings.insert(USER.to_owned(), user.into());
        let id = connection.id;
        studio.ask(move |journal| journal.update_connection(id, &details)).await?;
        studio.events().tell(Event::StoresChanged);
    }
    Ok(())
}

async fn forget(studio: &Studio, connection: Connection) -> Result<StoreInfo, ApiError> {
    let mut details = NewConnection { ..connection.details };
    details.settings.remove(USER);
    let (home, name, place) = (studio.home().clone(), details.name.clone(), details.secret_kept_in);
    let id = connection.id;
    studio.ask(move |journal| journal.update_connection(id, &details)).await?;
    let gone = tokio::task::spawn_blocking(move || {
        secrets::forget(&home, Account::WordPress(&name), place)
    });
    gone.await??;
    studio.events().tell(Event::StoresChanged);
    Ok(studio.ask(move |journal| journal.connection(id)).await?.into())
}

/// The site of a connection, where somebody is to sign in. Nothing is sent yet.
pub(crate) async fn open_wordpress(
    studio: &Studio,
    connection: &Connection,
    waits: Waits,
) -> Result<Option<WordPress>, ApiError> {
    let Some(user) = user(&connection.details.settings) else { return Ok(None) };
    let password = find(studio, connection).await?;
    let access = Access { waits, ..access(studio, connection, &user, password).await? };
    WordPress::new(access).map_err(|error| told(error, &user)).map(Some)
}

async fn find(studio: &Studio, connection: &Connection) -> Result<SecretString, ApiError> {
    let (home, name) = (studio.home().clone(), connection.details.name.clone());
    let place = connection.details.secret_kept_in;
    let found =
        tokio::task::spawn_blocking(move || secrets::find(&home, Account::WordPress(&name), place));
    Ok(bare(&found.await??))
}

/// How a user gets into the site of a connection.
async fn access(
    studio: &Studio,
    connection: &Connection,
    user: &str,
    password: SecretString,
) -> Result<Access, ApiError> {
    let details = &connection.details;
    let address = Address::parse(&details.url).map_err(StoreError::nothing_sent)?;
    let mut access = Access::new(address, user, password);
    if let Some(file) = details.ca_file.clone() {
        let home = studio.home().clone();
        let found = tokio::task::spawn_blocking(move || authority::find(&home, &file));
        access.authority = Some(found.await??);
    }
    Ok(access)
}

/// Asks once whether somebody may upload pictures.
async fn try_out(
    studio: &Studio,
    connection: &Connection,
    user: &str,
    password: SecretString,
) -> Result<(), ApiError> {
    let access = access(studio, connection, user, password).await?;
    let access = Access { manners: access.manners.asking_once(), ..access };
    let site = WordPress::new(access).map_err(|error| told(error, user))?;
    match site.may_upload().await {
        Ok(true) => Ok(()),
        Ok(false) => Err(may_not_upload(user)),
        Err(error) => Err(told(error, user)),
    }
}

fn may_not_upload(user: &str) -> ApiError {
    ApiError::new("wordpress_may_not_upload").with("user", user).class(Class::Store)
}

/// What WordPress says of somebody who signs in, in codes of our own.
pub(crate) fn told(error: StoreError, user: &str) -> ApiError {
    let code = match &error.fault {
        Fault::KeyRefused { code, .. } | Fault::KeyUnknown { code } => match code.as_str() {
            "invalid_username" | "invalid_email" => "wordpress_user_unknown",
            "incorrect_password" => "wordpress_password_wrong",
            "rest_cannot_create" => return may_not_upload(user),
            _ => "wordpress_passwords_off",
        },
        Fault::NoRoute { .. } => "wordpress_passwords_off",
        Fault::KeyInvalid => "wordpress_password_wrong",
        Fault::PlainHttp { .. } => "wordpress_needs_https",
        _ => return error.into(),
    };
    ApiError::new(code).with("user", user).class(Class::Store).detail(error)
}
