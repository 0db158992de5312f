//! The practice store that comes with the program: started, stopped, set back, and given a bad day.
//!
//! It keeps its records in the data folder and is a store like any other once it was started for the first time.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use longshore_journal::{Connection, NewConnection, SecretPlace};
use longshore_practice::{Data, Fault, Practice, Settings};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use ts_rs::TS;

use crate::{
    ApiError, Studio,
    events::Event,
    secrets::{self, Account},
    stores::{self, Nothing, PRACTICE, StoreNamed, StoreNew},
};

/// The running practice store, if it runs.
#[derive(Default)]
pub(crate) struct Running(Mutex<Option<(Practice, Day)>>);

/// What disturbs it since when.
#[derive(Clone, Copy)]
struct Day {
    is: BadDay,
    since: Instant,
}

impl Day {
    fn new(is: BadDay) -> Self {
        Self { is, since: Instant::now() }
    }

    /// What disturbs it at a moment: an outage is over by itself.
    fn at(self, now: Instant) -> BadDay {
        match self.is {
            BadDay::Outage if now.duration_since(self.since) >= OUTAGE => BadDay::Off,
            is => is,
        }
    }
}

/// The practice store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PracticeShown {
    /// Whether it runs in this program.
    pub is_running: bool,
    /// Its address while it runs.
    pub url: Option<String>,
    /// What the user calls it, once it was started for the first time.
    pub store: Option<String>,
    /// What disturbs it.
    pub bad_day: BadDay,
}

/// What disturbs the practice store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BadDay {
    /// Nothing.
    #[default]
    Off,
    /// It takes its time.
    Slow,
    /// Now and then it answers with an error, or asks to be left alone.
    Errors,
    /// Now and then its answer is lost, though it did what was asked.
    LostAnswers,
    /// It is away for half a minute.
    Outage,
}

impl BadDay {
    fn faults(self) -> &'static [&'static str] {
        match self {
            Self::Off | Self::Outage => &[],
            Self::Slow => &["latency=1500ms"],
            Self::Errors => &["503@read#12%", "500@write#8%", "429=2s@write#10%"],
            Self::LostAnswers => &["dropped-after@write#20%", "cut@read#10%"],
        }
    }
}

/// How long it is away.
const OUTAGE: Duration = Duration::from_secs(30);

/// The practice store, to be started.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct PracticeStart {
    /// What it is to be called where it was never started before.
    pub name: Option<String>,
}

/// What is to disturb it.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct PracticeBadDay {
    /// What.
    pub bad_day: BadDay,
}

fn folder(studio: &Studio) -> PathBuf {
    studio.home().folder().join("practice")
}

/// How the practice store stands.
pub async fn show(studio: &Studio, _: Nothing) -> Result<PracticeShown, ApiError> {
    let store = known(studio).await?.map(|connection| connection.details.name);
    let running = studio.practice().0.lock().await;
    Ok(match &*running {
        Some((practice, day)) => {
            let bad_day = day.at(Instant::now());
            PracticeShown { is_running: true, url: Some(practice.url()), store, bad_day }
        }
        None => PracticeShown { is_running: false, url: None, store, bad_day: BadDay::Off },
    })
}

/// The practice store by its name, where it was opened before and is closed in this program.
pub(crate) async fn closed(studio: &Studio) -> Result<Option<String>, ApiError> {
    if studio.practice().0.lock().await.is_some() {
        return Ok(None);
    }
    Ok(known(studio).await?.map(|connection| connection.details.name))
}

/// Whether a connection is that of the practice store, and it is closed in this program.
pub(crate) async fn is_closed(studio: &Studio, connection: &Connection) -> bool {
    is_ours(connection) && studio.practice().0.lock().await.is_none()
}

fn is_ours(connection: &Connection) -> bool {
    connection.details.settings.get(PRACTICE).is_some_and(|yes| *yes == true)
}

async fn known(studio: &Studio) -> Result<Option<Connection>, ApiError> {
    let all = studio.ask(longshore_journal::Journal::connections).await?;
    Ok(all.into_iter().find(is_ours))
}

/// Starts the practice store and makes it known as a store; nothing happens where it runs.
pub async fn start(studio: &Studio, request: PracticeStart) -> Result<PracticeShown, ApiError> {
    {
        let mut running = studio.practice().0.lock().await;
        if running.is_none() {
            let practice = serve(studio).await?;
            make_known(studio, &practice, request.name).await?;
            *running = Some((practice, Day::new(BadDay::Off)));
        }
    }
    studio.ask(|journal| journal.set_setting("practice_runs", &true)).await?;
    studio.events().tell(Event::PracticeChanged);
    show(studio, Nothing {}).await
}

async fn serve(studio: &Studio) -> Result<Practice, ApiError> {
    let port = studio.ask(|journal| journal.setting::<Option<u16>>("practice_port")).await?;
    let port = port.flatten();
    let data = Data::Folder(folder(studio));
    let settings = Settings { data, application_passwords: true, ..Settings::default() };
    let as_before = Settings { port: port.unwrap_or_default(), ..settings.clone() };
    let practice = match longshore_practice::serve(as_before).await {
        // Somebody else has the port by now.
        Err(_) if port.is_some() => longshore_practice::serve(settings).await,
        other => other,
    };
    let practice =
        practice.map_err(|error| ApiError::new("practice_cannot_start").with("reason", error))?;
    let now = practice.url().rsplit(':').next().and_then(|port| port.parse::<u16>().ok());
    studio.ask(move |journal| journal.set_setting("practice_port", &now)).await?;
    Ok(practice)
}

async fn make_known(
    studio: &Studio,
    practice: &Practice,
    name: Option<String>,
) -> Result<(), ApiError> {
    let secret = secrecy::SecretString::from(practice.consumer_secret());
    let signs_in = practice
        .uploader()
        .map(|(login, password)| (login.to_owned(), secrecy::SecretString::from(password)));
    let Some(connection) = known(studio).await? else {
        let mut settings = serde_json::Map::new();
        settings.insert(PRACTICE.to_owned(), true.into());
        let new = StoreNew {
            name: free_name(studio, name).await?,
            url: practice.url(),
            key: practice.consumer_key().to_owned(),
            // It guards nothing.
            keep_secret_in: SecretPlace::File,
            authority: None,
            settings,
        };
        let name = stores::add_new(studio, new, secret).await?.name;
        return match signs_in {
            Some((login, password)) => stores::keep_user(studio, name, login, password).await,
            None => Ok(()),
        };
    };
    // Its port may be another one.
    let details = NewConnection {
        url: practice.url(),
        consumer_key: practice.consumer_key().to_owned(),
        ..connection.details
    };
    let known_as = details.name.clone();
    let (home, name, id) = (studio.home().clone(), details.name.clone(), connection.id);
    studio.ask(move |journal| journal.update_connection(id, &details)).await?;
    let kept = tokio::task::spawn_blocking(move || {
        secrets::keep(&home, Account::Key(&name), SecretPlace::File, &secret)
    });
    kept.await??;
    if let Some((login, password)) = signs_in {
        stores::keep_user(studio, known_as, login, password).await?;
    }
    studio.events().tell(Event::StoresChanged);
    Ok(())
}

async fn free_name(studio: &Studio, name: Option<String>) -> Result<String, ApiError> {
    let wanted = name.filter(|name| !name.trim().is_empty());
    let wanted = wanted.unwrap_or_else(|| "Practice store".to_owned());
    let taken = stores::list(studio, Nothing {}).await?;
    let is_free = |name: &String| taken.iter().all(|store| store.name != *name);
    let numbered = (2..).map(|number| format!("{wanted} {number}"));
    let mut names = std::iter::once(wanted.clone()).chain(numbered);
    Ok(names.find(is_free).unwrap_or(wanted))
}

/// Stops the practice store. Its records stay.
pub async fn stop(studio: &Studio, _: Nothing) -> Result<PracticeShown, ApiError> {
    let running = studio.practice().0.lock().await.take();
    if let Some((practice, _)) = running {
        practice.shutdown().await;
    }
    studio.ask(|journal| journal.set_setting("practice_runs", &false)).await?;
    studio.events().tell(Event::PracticeChanged);
    show(studio, Nothing {}).await
}

/// Sets the practice store back to what it was at the very first start. It is a new store then: the history of the old
/// one stays.
pub async fn reset(studio: &Studio, _: Nothing) -> Result<PracticeShown, ApiError> {
    let connection = known(studio).await?;
    if let Some(connection) = &connection {
        let id = connection.id;
        if studio.ask(move |journal| journal.is_connection_owned(id)).await? {
            return Err(ApiError::new("connection_busy").with("connection", id));
        }
    }
    stop(studio, Nothing {}).await?;
    let (folder, name) = (folder(studio), connection.as_ref().map(|it| it.details.name.clone()));
    if let (Some(connection), Some(name)) = (connection, name.clone()) {
        stores::remove(studio, StoreNamed { name }).await?;
        // The new one gives the same numbers again, at the same address.
        studio
            .ask(move |journal| journal.end_connection(connection.id, jiff::Timestamp::now()))
            .await?;
    }
    let removed = tokio::task::spawn_blocking(move || match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    });
    removed.await??;
    start(studio, PracticeStart { name }).await
}

/// Gives the practice store a bad day, or ends it.
pub async fn bad_day(studio: &Studio, request: PracticeBadDay) -> Result<PracticeShown, ApiError> {
    {
        let mut running = studio.practice().0.lock().await;
        let Some((practice, now)) = running.as_mut() else {
            return Err(ApiError::new("practice_not_running"));
        };
        let faults: Result<Vec<Fault>, _> =
            request.bad_day.faults().iter().map(|fault| fault.parse()).collect();
        practice.set_faults(faults.map_err(ApiError::internal)?);
        if request.bad_day == BadDay::Outage {
            practice.refuse(OUTAGE).await;
            let events = studio.events().clone();
            tokio::spawn(async move {
                tokio::time::sleep(OUTAGE).await;
                events.tell(Event::PracticeChanged);
            });
        }
        *now = Day::new(request.bad_day);
    }
    studio.events().tell(Event::PracticeChanged);
    show(studio, Nothing {}).await
}

/// Stops the practice store until the program is started again.
pub(crate) async fn sleep(studio: &Studio) {
    if let Some((practice, _)) = studio.practice().0.lock().await.take() {
        practice.shutdown().await;
    }
}

/// Starts the practice store again where it ran when the program ended.
pub(crate) async fn wake(studio: &Studio) -> Result<(), ApiError> {
    let ran: Option<bool> = studio.ask(|journal| journal.setting("practice_runs")).await?;
    if ran == Some(true) && known(studio).await?.is_some() {
        start(studio, PracticeStart::default()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_over_by_itself_and_every_other_day_lasts() {
        for is in [BadDay::Off, BadDay::Slow, BadDay::Errors, BadDay::LostAnswers] {
            let day = Day::new(is);
            assert_eq!(day.at(day.since + OUTAGE * 10), is);
        }
        let away = Day::new(BadDay::Outage);
        assert_eq!(away.at(away.since + OUTAGE / 2), BadDay::Outage);
        assert_eq!(away.at(away.since + OUTAGE), BadDay::Off);
    }
}
