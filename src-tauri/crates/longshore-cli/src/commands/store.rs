//! `longshore store add|list|test|edit|remove`

use std::io::{IsTerminal, Read};

use longshore_app::{
    ApiError, SecretPlace, Studio,
    engine::facts::StoreFacts,
    secrets::{self, Account},
    stores::{self, Nothing, Secret, StoreAdd, StoreInfo, StoreNamed, StoreSignIn},
};
use secrecy::SecretString;
use serde_json::json;

use crate::{
    answer::{Answer, Exit},
    args::{self, Store},
    table,
    words::{self, plain},
};

/// A secret is shorter than this; more on standard input is something else.
const LONGEST_SECRET: u64 = 4096;

/// The key itself may not write.
const KEY_ONLY_READS: &str = "store_key_cannot_write";

pub(super) async fn carry_out(studio: &Studio, store: Store) -> Result<Answer, ApiError> {
    match store {
        Store::Add(new) => add(studio, new).await,
        Store::List => list(studio).await,
        Store::Test { name } => {
            let tested = stores::test(studio, StoreNamed { name }).await?;
            let found = &tested.store;
            let mut text = format!("{} answers. {}", plain(&found.name), facts(found));
            let mut failed = None;
            // A key that may only read is told with the facts.
            if let Some(refused) =
                tested.write_refused.as_ref().filter(|refused| refused.code != KEY_ONLY_READS)
            {
                text.push_str(&format!("\n{}", words::error(refused)));
                failed = Some(refused);
            }
            if let Some(tried) = &tested.wordpress {
                let said = match &tried.error {
                    None => format!("{} may upload pictures.", plain(&tried.user)),
                    Some(error) => words::error(error),
                };
                text.push_str(&format!("\nWordPress: {said}"));
                failed = failed.or(tried.error.as_ref());
            }
            let answer = Answer::new(&tested, text)?;
            Ok(if failed.is_some() { answer.ending(Exit::Store) } else { answer })
        }
        Store::Edit(edit) => sign_in(studio, edit).await,
        Store::Remove { name } => {
            let gone = stores::remove(studio, StoreNamed { name }).await?;
            let text = format!("{} is forgotten; its history stays.", plain(&gone.name));
            Answer::new(&json!({ "removed": gone.name }), text)
        }
    }
}

async fn add(studio: &Studio, new: args::StoreAdd) -> Result<Answer, ApiError> {
    let mut input = Input::default();
    let secret = secret(&new, &mut input)?;
    let user = new.wordpress_user.clone();
    let password = match user {
        Some(_) => Some(password(&new.name, new.wordpress_password_stdin, &mut input)?),
        None => None,
    };
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
    let mut added = stores::add(studio, request, secret).await?;
    if let (Some(user), Some(password)) = (user, password) {
        let request =
            StoreSignIn { name: added.name.clone(), user: Some(user), password: Some(password) };
        added = stores::sign_in(studio, request)
            .await
            .map_err(|error| error.hint("store_added_without_wordpress"))?;
    }
    let text = format!("{} is added: {}. {}", plain(&added.name), plain(&added.url), facts(&added));
    Answer::new(&added, text)
}

/// Says who uploads pictures of this computer to a store, or that nobody does.
async fn sign_in(studio: &Studio, edit: args::StoreEdit) -> Result<Answer, ApiError> {
    let password = match edit.wordpress_user {
        Some(_) => {
            let mut input = Input::default();
            Some(password(&edit.name, edit.wordpress_password_stdin, &mut input)?)
        }
        None => None,
    };
    let request = StoreSignIn { name: edit.name, user: edit.wordpress_user, password };
    let changed = stores::sign_in(studio, request).await?;
    let text = match &changed.wordpress_user {
        Some(user) => {
            format!("{}: {} may upload pictures.", plain(&changed.name), plain(user))
        }
        None => format!("{}: nobody uploads pictures any more.", plain(&changed.name)),
    };
    Answer::new(&changed, text)
}

/// The lines of standard input, each of which is a secret.
#[derive(Default)]
struct Input(Option<std::vec::IntoIter<String>>);

impl Input {
    fn line(&mut self) -> Option<String> {
        if self.0.is_none() {
            let mut text = String::new();
            std::io::stdin().take(LONGEST_SECRET).read_to_string(&mut text).ok()?;
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            self.0 = Some(lines.into_iter());
        }
        self.0.as_mut()?.find(|line| !line.trim().is_empty())
    }
}

/// The secret of the key.
fn secret(new: &args::StoreAdd, input: &mut Input) -> Result<SecretString, ApiError> {
    let account = Account::Key(&new.name);
    let secret = typed(account, new.secret_stdin, input, "Consumer secret: ");
    secret.ok_or_else(|| ApiError::new("secret_needed"))
}

/// The application password of a WordPress user.
fn password(store: &str, from_stdin: bool, input: &mut Input) -> Result<Secret, ApiError> {
    let account = Account::WordPress(store);
    let password = typed(account, from_stdin, input, "Application password: ");
    let password = password.ok_or_else(|| {
        ApiError::new("wordpress_password_needed").with("variable", secrets::variable(account))
    })?;
    Ok(Secret::from(password))
}

/// From standard input where that was asked for, from the environment, or from the terminal without showing it.
fn typed(
    account: Account<'_>,
    from_stdin: bool,
    input: &mut Input,
    prompt: &str,
) -> Option<SecretString> {
    let secret = if from_stdin {
        input.line()?
    } else if let Ok(secret) = std::env::var(secrets::variable(account)) {
        secret
    } else if std::io::stdin().is_terminal() {
        rpassword::prompt_password(prompt).ok()?
    } else {
        return None;
    };
    let secret = secret.trim();
    (!secret.is_empty()).then(|| SecretString::from(secret))
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
    let known = match (version.is_empty(), currency.is_empty()) {
        (false, false) => format!("WooCommerce {}, prices in {}", plain(version), plain(currency)),
        (true, false) => format!("Prices in {}", plain(currency)),
        (false, true) => format!("WooCommerce {}", plain(version)),
        (true, true) => "The shop does not tell this key what it is".to_owned(),
    };
    let known = format!("{known}; the key may {may}.");
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
