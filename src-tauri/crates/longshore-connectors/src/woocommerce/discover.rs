//! Which store is behind an address as people type it?
//!
//! The API's index is looked for without any key, following redirects and the hint that a WordPress page gives of
//! its API. Only at the final address, which is shown and saved, the key is tried. The index answers without a
//! key too, so it proves nothing about one.

use longshore_engine::facts::StoreFacts;
use reqwest::{Client, Response, Url, header};
use secrecy::SecretString;
use serde::Deserialize;

use super::{Met, WooCommerce};
use crate::{
    connection::{Address, Connection, KeyShown, Manners},
    error::{Fault, StoreError},
    transport::{bare, site_of, unauthenticated},
};

const MOST_REDIRECTS: usize = 5;

/// The relation by which WordPress pages point to their API.
const API_RELATION: &str = "https://api.w.org/";

/// A store that was found.
#[derive(Clone, Debug)]
pub struct Discovered {
    /// Its final address, to be shown and saved.
    pub address: Address,
    /// What it says of itself.
    pub facts: StoreFacts,
    /// Why nothing can be written there.
    pub write_refused: Option<StoreError>,
    /// How it wants the key to be shown.
    pub key_shown: KeyShown,
}

/// Finds the store behind an address and tries the key there. Manners are those of the final address.
///
/// # Errors
/// Whatever is in the way, each with a code of its own.
pub async fn discover(
    address: &str,
    key: &str,
    secret: SecretString,
    authority: Option<Vec<u8>>,
) -> Result<Discovered, StoreError> {
    let typed = Address::parse(address).map_err(StoreError::nothing_sent)?;
    let address = find(&typed, authority.as_deref()).await?;
    let connection = Connection { authority, ..Connection::new(address.clone(), key, secret) };
    let hurried = connection.manners.asking_once();
    let (met, key_shown) = try_key(Connection { manners: hurried, ..connection }).await?;
    let Met { facts, write_refused } = met;
    Ok(Discovered { address, facts, write_refused, key_shown })
}

/// Tries a key in the ways in which it may be shown at an address; the first refusal counts where all are refused.
async fn try_key(connection: Connection) -> Result<(Met, KeyShown), StoreError> {
    let address = &connection.address;
    let ways: &[KeyShown] = match (address.is_encrypted(), address.is_readable_by_others()) {
        // Some hosts drop the header, which looks as if there were no key.
        (true, _) => &[KeyShown::Header, KeyShown::Query],
        (false, true) => &[KeyShown::SignedSha256, KeyShown::SignedSha1],
        (false, false) => &[KeyShown::Header, KeyShown::SignedSha256, KeyShown::SignedSha1],
    };
    let mut first = None;
    for key_shown in ways {
        let store = WooCommerce::new(Connection { key_shown: *key_shown, ..connection.clone() })?;
        match store.meet().await {
            Ok(met) => return Ok((met, *key_shown)),
            Err(error) if is_unseen(&error, *key_shown) => {
                first.get_or_insert(error);
            }
            Err(error) => return Err(first.unwrap_or(error)),
        }
    }
    let unseen = || StoreError::nothing_sent(Fault::KeyUnknown { code: "unseen".into() });
    Err(first.unwrap_or_else(unseen))
}

/// Whether another way to show the key may do: the store did not see it, or does not know such signatures
/// (`auth-oauth1-http-bad-alg`).
fn is_unseen(error: &StoreError, shown: KeyShown) -> bool {
    match &error.fault {
        Fault::KeyUnknown { .. } | Fault::RestSwitchedOff { .. } => true,
        Fault::KeyRefused { message, .. } => {
            shown == KeyShown::SignedSha256 && message.contains("signature")
        }
        _ => false,
    }
}

/// The final address of a site. Carries no key, so it may be asked anywhere.
///
/// # Errors
/// Where nothing answers, or what answers is no WooCommerce.
pub async fn find(typed: &Address, authority: Option<&[u8]>) -> Result<Address, StoreError> {
    find_at(typed, authority, Manners::default().asking_once()).await
}

/// The same in such a manner.
pub(super) async fn find_at(
    typed: &Address,
    authority: Option<&[u8]>,
    manners: Manners,
) -> Result<Address, StoreError> {
    let client = unauthenticated(typed, &manners, authority).map_err(StoreError::nothing_sent)?;
    let seeker = Seeker { client, manners };
    let index = typed.join("wp-json/").map_err(StoreError::nothing_sent)?;
    match seeker.index(index).await {
        Err(error) if is_elsewhere(&error) => seeker.by_hint(typed, error).await,
        other => other,
    }
}

fn is_elsewhere(error: &StoreError) -> bool {
    matches!(
        error.fault,
        Fault::NoRestApi { .. }
            | Fault::AnswerNotJson { .. }
            | Fault::AnswerUnexpected { .. }
            | Fault::NoRoute { .. }
    )
}

/// Whether the API is there, and not for everybody.
fn is_for_the_known(error: &StoreError) -> bool {
    matches!(
        error.fault,
        Fault::RestSwitchedOff { .. } | Fault::KeyUnknown { .. } | Fault::KeyRefused { .. }
    )
}

struct Seeker {
    client: Client,
    manners: Manners,
}

#[derive(Deserialize)]
struct Index {
    namespaces: Vec<String>,
}

impl Seeker {
    /// The site whose API's index is there.
    async fn index(&self, url: Url) -> Result<Address, StoreError> {
        let mut asked = url.clone();
        asked.query_pairs_mut().append_pair("_fields", "namespaces");
        let (response, found) = self.walk(asked).await?;
        let address = Address::parse(found.as_str()).map_err(StoreError::nothing_sent)?;
        let index: Index = match self.read(response, &found).await {
            Ok(index) => index,
            // It is told only to those who have a key, which is not shown before we know where it goes.
            Err(error) if is_for_the_known(&error) => return Ok(address),
            Err(error) => return Err(error),
        };
        if index.namespaces.iter().any(|namespace| namespace == "wc/v3") {
            Ok(address)
        } else {
            Err(StoreError::nothing_sent(Fault::NoWooCommerce { address: address.to_string() }))
        }
    }

    /// The site itself says where its API is.
    async fn by_hint(&self, typed: &Address, first: StoreError) -> Result<Address, StoreError> {
        let Ok(home) = typed.join("") else { return Err(first) };
        let Ok((response, home)) = self.walk(home).await else { return Err(first) };
        let api = hint(&response).and_then(|hint| home.join(&hint).ok());
        let is_by_question = |api: &Url| api.query_pairs().any(|(name, _)| name == "rest_route");
        match api {
            Some(api) if !is_by_question(&api) => self.index(api).await,
            None if !self.answers_questions(&home).await => Err(first),
            _ => {
                let address = site_of(home.as_str());
                Err(StoreError::nothing_sent(Fault::PlainPermalinks { address }))
            }
        }
    }

    /// Whether the API is there for whoever asks for it in the only way that plain permalinks leave.
    async fn answers_questions(&self, home: &Url) -> bool {
        let mut asked = home.clone();
        asked.set_query(Some("rest_route=/&_fields=namespaces"));
        let Ok((response, asked)) = self.walk(asked).await else { return false };
        let index = self.read(response, &asked).await;
        index.is_ok_and(|index| !index.namespaces.is_empty())
    }

    async fn read(&self, response: Response, url: &Url) -> Result<Index, StoreError> {
        let reply = crate::transport::take(response, &self.manners, url).await?;
        reply.read().map_err(|error| StoreError::nothing_sent(error.fault))
    }

    /// Follows redirects; each is looked at before it is followed.
    async fn walk(&self, mut url: Url) -> Result<(Response, Url), StoreError> {
        for _ in 0..=MOST_REDIRECTS {
            let response =
                crate::transport::fetch(self.client.get(url.clone()), &self.manners, &url).await?;
            if !response.status().is_redirection() {
                return Ok((response, url));
            }
            let target = crate::transport::target(response.headers(), &url);
            let fault =
                Fault::Redirected { status: response.status().as_u16(), target: site_of(&target) };
            let next =
                Url::parse(&target).ok().filter(|next| matches!(next.scheme(), "http" | "https"));
            match next {
                Some(next) if next != url => url = next,
                Some(_) => break,
                None => return Err(StoreError::nothing_sent(fault)),
            }
        }
        Err(StoreError::nothing_sent(Fault::SentInCircles { address: bare(&url) }))
    }
}

/// `Link: <https://shop.example/wp-json/>; rel="https://api.w.org/"`
fn hint(response: &Response) -> Option<String> {
    let links =
        response.headers().get_all(header::LINK).into_iter().filter_map(|link| link.to_str().ok());
    links.flat_map(|link| link.split(',')).find_map(|link| {
        let (address, relation) = link.trim().strip_prefix('<')?.split_once('>')?;
        relation.contains(API_RELATION).then(|| address.to_owned())
    })
}
