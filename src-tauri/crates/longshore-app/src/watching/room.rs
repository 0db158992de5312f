//! Which folders does the program watch in the background, and what came in?

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use longshore_engine::issue::Issue;
use longshore_journal::{
    Journal,
    settings::{WatchedFolder, WatchedId},
};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use super::{
    folder::Folder,
    watch::{Teller, Told, WatchFolder, watch},
};
use crate::{
    ApiError, Studio,
    events::{Event, Events},
    imports::{MostChange, OnMissing},
    progress::Watch,
    settings::Words,
    stores::Nothing,
};

/// More arrivals than these are asked for one page after the other.
const MOST: usize = 500;
/// A folder that cannot be watched is tried again after this time.
const AGAIN: Duration = Duration::from_secs(60);

/// What is noted of a watched folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct State {
    folder: PathBuf,
    store: String,
    profile: Option<String>,
    most_change: Option<MostChange>,
    missing: Option<OnMissing>,
    is_paused: bool,
}

/// A folder to be watched.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct WatchedAdd {
    /// The folder.
    pub folder: PathBuf,
    /// The name of the store.
    pub store: String,
    /// The name of a saved profile; without one each file takes the profile that was saved for its header.
    #[serde(default)]
    pub profile: Option<String>,
    /// The largest share of the store's products that one file may change, in percent.
    #[serde(default)]
    pub most_change: Option<MostChange>,
    /// What becomes of records of the store that a file does not name.
    #[serde(default)]
    pub missing: Option<OnMissing>,
}

/// Names a watched folder.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct WatchedNumber {
    /// Its number.
    pub watched: u64,
}

/// A watched folder.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WatchedShown {
    /// Its number.
    pub watched: u64,
    /// The folder.
    pub folder: PathBuf,
    /// The name of the store.
    pub store: String,
    /// The name of the profile that all its files take.
    pub profile: Option<String>,
    /// The largest share of the store's products that one file may change, in percent.
    pub most_change: Option<MostChange>,
    /// What becomes of records of the store that a file does not name.
    pub missing: Option<OnMissing>,
    /// How it stands.
    pub stands: WatchedStands,
    /// Why it cannot be watched, or why files wait.
    pub error: Option<ApiError>,
    /// When it was added.
    pub added_at: Timestamp,
    /// What became of the last that came in.
    pub last: Option<ArrivalShown>,
    /// How many things came in.
    pub arrivals: u64,
}

/// How a watched folder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WatchedStands {
    /// It is watched.
    Watching,
    /// It is watched, and its store is away: files wait.
    Waiting,
    /// The user wants nothing taken from it.
    Paused,
    /// It cannot be watched now; it is tried again.
    Failing,
    /// Nobody watches it in this program.
    Asleep,
}

/// Which arrivals are wanted.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ArrivalsWanted {
    /// The watched folder.
    pub watched: u64,
    /// How many are passed over.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub from: u64,
    /// How many at most.
    pub count: usize,
}

/// What came into a watched folder, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ArrivalsPage {
    /// What came in.
    pub arrivals: Vec<ArrivalShown>,
    /// How much there is in all.
    pub total: u64,
}

/// Something that came into a watched folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ArrivalShown {
    /// Its number.
    pub arrival: u64,
    /// When something became of it.
    pub at: Timestamp,
    /// What became of it: `imported`, `known`, `empty`, `failed`, `unrecognised`, `unreadable`,
    /// `resumed`.
    pub what: String,
    /// The name of the file.
    pub file: String,
    /// The run that brought it in.
    pub run: Option<u64>,
    /// The file with the rows that stayed out.
    pub rejects: Option<PathBuf>,
    /// Why it was not brought in.
    pub error: Option<ArrivalError>,
    /// Where it lies now, where it was not brought in.
    pub lies: Option<PathBuf>,
}

/// Why something was not brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ArrivalError {
    /// What happened.
    pub code: String,
    /// What the sentence about it needs.
    pub params: std::collections::BTreeMap<String, String>,
}

/// The folders that are watched in this program.
#[derive(Default)]
pub(crate) struct Watchers(Mutex<HashMap<WatchedId, Arc<Watcher>>>);

struct Watcher {
    cancel: CancellationToken,
    trouble: Mutex<Option<(WatchedStands, ApiError)>>,
}

impl Watchers {
    fn lock(&self) -> MutexGuard<'_, HashMap<WatchedId, Arc<Watcher>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }
}

impl Watcher {
    fn trouble(&self) -> MutexGuard<'_, Option<(WatchedStands, ApiError)>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All watched folders.
pub async fn list(studio: &Studio, _: Nothing) -> Result<Vec<WatchedShown>, ApiError> {
    let inner = studio.clone();
    studio
        .ask(move |journal| {
            let all = journal.watched()?;
            all.into_iter().map(|folder| shown(&inner, journal, folder)).collect()
        })
        .await
}

fn shown(
    studio: &Studio,
    journal: &Journal,
    folder: WatchedFolder,
) -> Result<WatchedShown, longshore_journal::JournalError> {
    let state: State = serde_json::from_value(folder.state).unwrap_or_default();
    let (last, arrivals) = journal.arrivals(folder.id, 0, 1)?;
    let watcher = studio.watchers().lock().get(&folder.id).cloned();
    let trouble = watcher.as_ref().and_then(|watcher| watcher.trouble().clone());
    let stands = match (&trouble, watcher) {
        _ if state.is_paused => WatchedStands::Paused,
        (Some((stands, _)), _) => *stands,
        (None, Some(_)) => WatchedStands::Watching,
        (None, None) => WatchedStands::Asleep,
    };
    Ok(WatchedShown {
        watched: folder.id.0,
        folder: state.folder,
        store: state.store,
        profile: state.profile,
        most_change: state.most_change,
        missing: state.missing,
        stands,
        error: trouble.map(|(_, error)| error).filter(|_| !state.is_paused),
        added_at: folder.added_at,
        last: last.into_iter().next().map(arrival),
        arrivals,
    })
}

fn arrival(arrival: longshore_journal::settings::Arrival) -> ArrivalShown {
    let shown: ArrivalShown = serde_json::from_value(arrival.body).unwrap_or_default();
    ArrivalShown { arrival: arrival.id, at: arrival.at, ..shown }
}

/// Where a file lies that came in and was put aside.
pub(crate) fn put_aside(journal: &Journal, number: u64) -> Result<PathBuf, ApiError> {
    let lies = journal.arrival(number)?.and_then(|found| arrival(found).lies);
    lies.ok_or_else(|| ApiError::new("arrival_unknown").with("which", number))
}

/// Adds a folder and watches it from now on.
pub async fn add(studio: &Studio, request: WatchedAdd) -> Result<WatchedShown, ApiError> {
    let (home, folder) = (studio.home().clone(), request.folder.clone());
    let opened = tokio::task::spawn_blocking(move || Folder::open(&folder, home.folder()));
    let folder = opened.await??.path().to_path_buf();
    let state = State {
        folder,
        store: request.store,
        profile: request.profile,
        most_change: request.most_change,
        missing: request.missing,
        is_paused: false,
    };
    let kept = state.clone();
    let id = studio
        .ask(move |journal| {
            journal.connection_named(&kept.store)?;
            if let Some(profile) = &kept.profile {
                journal.profile(profile)?;
            }
            for other in journal.watched()? {
                let other: State = serde_json::from_value(other.state).unwrap_or_default();
                if other.folder == kept.folder {
                    return Ok(None);
                }
            }
            let value = serde_json::to_value(&kept).unwrap_or_default();
            journal.add_watched(&value, Timestamp::now()).map(Some)
        })
        .await?;
    let Some(id) = id else {
        return Err(ApiError::new("folder_watched").with("folder", state.folder.display()));
    };
    begin(studio, id, state);
    studio.events().tell(Event::WatchedChanged);
    one(studio, id).await
}

async fn one(studio: &Studio, id: WatchedId) -> Result<WatchedShown, ApiError> {
    let all = list(studio, Nothing {}).await?;
    let found = all.into_iter().find(|shown| shown.watched == id.0);
    found.ok_or_else(|| ApiError::new("watched_not_found").with("which", id))
}

async fn set_paused(
    studio: &Studio,
    request: WatchedNumber,
    is_paused: bool,
) -> Result<State, ApiError> {
    let id = WatchedId(request.watched);
    let changed = studio
        .ask(move |journal| {
            let all = journal.watched()?;
            let Some(folder) = all.into_iter().find(|folder| folder.id == id) else {
                return Ok(None);
            };
            let mut state: State = serde_json::from_value(folder.state).unwrap_or_default();
            state.is_paused = is_paused;
            journal.set_watched(id, &serde_json::to_value(&state).unwrap_or_default())?;
            Ok(Some(state))
        })
        .await?;
    studio.events().tell(Event::WatchedChanged);
    changed.ok_or_else(|| ApiError::new("watched_not_found").with("which", id))
}

/// Takes nothing more from a folder. What is being brought in is stopped and goes on later.
pub async fn pause(studio: &Studio, request: WatchedNumber) -> Result<WatchedShown, ApiError> {
    set_paused(studio, request, true).await?;
    end(studio, WatchedId(request.watched));
    one(studio, WatchedId(request.watched)).await
}

/// Watches a folder again.
pub async fn go_on(studio: &Studio, request: WatchedNumber) -> Result<WatchedShown, ApiError> {
    let state = set_paused(studio, request, false).await?;
    begin(studio, WatchedId(request.watched), state);
    one(studio, WatchedId(request.watched)).await
}

/// Watches a folder no longer. The folder and its files stay.
pub async fn remove(studio: &Studio, request: WatchedNumber) -> Result<(), ApiError> {
    let id = WatchedId(request.watched);
    end(studio, id);
    studio.ask(move |journal| journal.remove_watched(id)).await?;
    studio.events().tell(Event::WatchedChanged);
    Ok(())
}

/// What came into a folder.
pub async fn arrivals(studio: &Studio, request: ArrivalsWanted) -> Result<ArrivalsPage, ApiError> {
    let id = WatchedId(request.watched);
    studio
        .ask(move |journal| {
            let (found, total) = journal.arrivals(id, request.from, request.count.min(MOST))?;
            Ok(ArrivalsPage { arrivals: found.into_iter().map(arrival).collect(), total })
        })
        .await
}

/// Watches all folders that are not paused.
pub(crate) async fn wake(studio: &Studio) -> Result<(), ApiError> {
    for folder in studio.ask(Journal::watched).await? {
        let state: State = serde_json::from_value(folder.state).unwrap_or_default();
        if !state.is_paused {
            begin(studio, folder.id, state);
        }
    }
    Ok(())
}

fn begin(studio: &Studio, id: WatchedId, state: State) {
    let watcher = Arc::new(Watcher { cancel: CancellationToken::new(), trouble: Mutex::default() });
    if let Some(before) = studio.watchers().lock().insert(id, Arc::clone(&watcher)) {
        before.cancel.cancel();
    }
    let studio = studio.clone();
    tokio::spawn(async move {
        loop {
            let watch_it = Watch::new(|_| {}, watcher.cancel.clone());
            let request = WatchFolder {
                folder: state.folder.clone(),
                store: state.store.clone(),
                profile: state.profile.clone(),
                most_change: state.most_change,
                missing: state.missing,
                ..WatchFolder::default()
            };
            let note = Note {
                journal: studio.journal().clone(),
                events: studio.events().clone(),
                id,
                watcher: Arc::clone(&watcher),
                words: Words::of(studio.journal()).unwrap_or_default(),
            };
            let ended = watch(&studio, request, &watch_it, &note).await;
            if watcher.cancel.is_cancelled() {
                return;
            }
            if let Err(error) = ended {
                tracing::warn!(%error, "a folder cannot be watched");
                *watcher.trouble() = Some((WatchedStands::Failing, error));
                studio.events().tell(Event::WatchedChanged);
            }
            tokio::select! {
                () = watcher.cancel.cancelled() => return,
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    });
}

/// Watches nothing any more in this program.
pub(crate) fn sleep(studio: &Studio) {
    studio.watchers().lock().drain().for_each(|(_, watcher)| watcher.cancel.cancel());
}

fn end(studio: &Studio, id: WatchedId) {
    if let Some(watcher) = studio.watchers().lock().remove(&id) {
        watcher.cancel.cancel();
    }
}

/// What is noted of a file without contents.
const EMPTY: &str = "empty";

/// Notes what came in.
struct Note {
    journal: Journal,
    events: Events,
    id: WatchedId,
    watcher: Arc<Watcher>,
    words: Words,
}

impl Note {
    fn noted(told: &Told) -> Option<ArrivalShown> {
        let failed = |what: &str, file: &String, error: &ApiError| ArrivalShown {
            what: what.to_owned(),
            file: file.clone(),
            error: Some(ArrivalError { code: error.code.clone(), params: error.params.clone() }),
            ..ArrivalShown::default()
        };
        Some(match told {
            Told::Imported { file, report, rejects } => ArrivalShown {
                what: "imported".to_owned(),
                file: file.clone(),
                run: report.run,
                rejects: rejects.clone(),
                ..ArrivalShown::default()
            },
            Told::Known { file, run } => ArrivalShown {
                what: "known".to_owned(),
                file: file.clone(),
                run: Some(*run),
                ..ArrivalShown::default()
            },
            Told::Resumed { report } => ArrivalShown {
                what: "resumed".to_owned(),
                file: report.file.clone().unwrap_or_default(),
                run: report.run,
                ..ArrivalShown::default()
            },
            Told::Empty { file } => ArrivalShown {
                what: EMPTY.to_owned(),
                file: file.clone(),
                ..ArrivalShown::default()
            },
            Told::Failed { file, error, lies } => {
                ArrivalShown { lies: lies.clone(), ..failed("failed", file, error) }
            }
            Told::Unrecognised { file, error, lies } => {
                ArrivalShown { lies: lies.clone(), ..failed("unrecognised", file, error) }
            }
            Told::Unreadable { file, error } => failed("unreadable", file, error),
            Told::Away { .. } => return None,
        })
    }
}

impl Teller for Note {
    fn tell(&self, told: &Told) {
        *self.watcher.trouble() = match told {
            Told::Away { error, .. } => Some((WatchedStands::Waiting, error.clone())),
            _ => None,
        };
        if let Some(noted) = Self::noted(told) {
            let body = serde_json::to_value(&noted).unwrap_or_default();
            // Nothing is waited for any longer where the file was taken. What cannot be noted is in the folder all the
            // same.
            let kept = self
                .journal
                .forget_arrivals(self.id, EMPTY, &noted.file)
                .and_then(|()| self.journal.arrived(self.id, Timestamp::now(), &body));
            if let Err(error) = kept {
                tracing::warn!(%error, "what came in was not noted");
            }
        }
        self.events.tell(Event::WatchedChanged);
    }

    fn error(&self, error: &ApiError) -> String {
        let params = error.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.words.say(&error.code, params)
    }

    fn issue(&self, issue: &Issue) -> String {
        let params = issue.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.words.say(&issue.code, params)
    }
}
