//! `longshore store add|list|test|remove`

use std::io::{IsTerminal, Read};

use longshore_app::{
    ApiError, SecretPlace, Studio,
    engine::facts::StoreFacts,
    stores::{self, Nothing, StoreAdd, StoreInfo, StoreNamed},
};
use secrecy::SecretString;
use serde_json::json;

use crate::{
    answer::Answer,
    args::{self, Store},
    table,
    words::plain,
};

/// A secret is shorter than this; more on standard input is something else.
const LONGEST_SECRET: u64 = 4096;

pub(super) async fn carry_out(studio: &Studio, store: Store) -> Result<Answer, ApiError> {
    match store {
        Store::Add(new) => add(studio, new).await,
        Store::List => list(studio).await,
        Store::Test { name } => {
            let found = stores::test(studio, StoreNamed { name }).await?;
            let text = format!("{} answers. {}", plain(&found.name), facts(&found));
            Answer::new(&found, text)
        }
        Store::Remove { name } => {
            let gone = stores::remove(studio, StoreNamed { name }).await?;
            let text = format!("{} is forgotten; its history stays.", plain(&gone.name));
            Answer::new(&json!({ "removed": gone.name }), text)
        }
    }
}

async fn add(studio: &Studio, new: args::StoreAdd) -> Result<Answer, ApiError> {
    let secret = secret(&new)?;
    let place = match new.keep_secret_in {
        Some(args::SecretPlace::File) => SecretPlace::File,
        Some(args::SecretPlace::Keychain) | None => SecretPlace::Keychain,
    };
    let request = StoreAdd {
        name: new.name,
        url: new.url,
        key: new.key,
        keep_secret_in: place,
        ca_file: new.ca_file,
    };
    let added = stores::add(studio, request, secret).await?;
    let text = format!("{} is added: {}. {}", plain(&added.name), plain(&added.url), facts(&added));
    Answer::new(&added, text)
}

/// From standard input where that was asked for, from the environment, or from the terminal without showing it.
fn secret(new: &args::StoreAdd) -> Result<SecretString, ApiError> {
    let missing = || ApiError::new("secret_needed");
    let secret = if new.secret_stdin {
        let mut text = String::new();
        std::io::stdin().take(LONGEST_SECRET).read_to_string(&mut text).map_err(|_| missing())?;
        text
    } else if let Ok(secret) = std::env::var(longshore_app::secrets::variable(&new.name)) {
        secret
    } else if std::io::stdin().is_terminal() {
        rpassword::prompt_password("Consumer secret: ").map_err(|_| missing())?
    } else {
        return Err(missing());
    };
    let secret = secret.trim();
    if secret.is_empty() { Err(missing()) } else { Ok(SecretString::from(secret)) }
}

async fn list(studio: &Studio) -> Result<Answer, ApiError> {
    let stores = stores::list(studio, Nothing {}).await?;
    if stores.is_empty() {
        let text = "No stores yet. \"longshore store add\" adds one.";
        return Answer::new(&json!({ "stores": stores }), text);
    }
    let rows = stores.iter().map(|store| {
        let version = store.facts.as_ref().map_or("", |facts| &facts.version);
        let currency = store.facts.as_ref().map_or("", |facts| &facts.currency);
        vec![plain(&store.name), plain(&store.url), plain(version), plain(currency)]
    });
    let text = table::of(&["Store", "Address", "WooCommerce", "Currency"], rows);
    Answer::new(&json!({ "stores": stores }), text)
}

fn facts(store: &StoreInfo) -> String {
    let Some(facts) = &store.facts else { return String::new() };
    let StoreFacts { version, currency, access, .. } = facts;
    let may = match (access.read, access.write) {
        (true, true) => "read and write",
        (true, false) => "read only",
        (false, true) => "write only",
        (false, false) => "do nothing",
    };
    let known = format!(
        "WooCommerce {}, prices in {}; the key may {may}.",
        plain(version),
        plain(currency)
    );
    match (store.is_readable_by_others, store.key_shown.as_str()) {
        (true, _) => format!(
            "{known}\nIts address is http: the secret stays here, and everything else can be read on the way. Have \
             the shop use https."
        ),
        (_, "query") => format!(
            "{known}\nThe shop's host takes the key's header away, so that the key is sent in the address, where the \
             host may write it down. Ask it to let the Authorization header through."
        ),
        _ => known,
    }
}
