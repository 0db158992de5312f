//! Which folders does the program watch in the background, and what came in?

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use longshore_journal::{
    Journal,
    settings::{WatchedFolder, WatchedId},
};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use super::{
    arrivals::{self, ArrivalShown},
    folder::Folder,
    note::Note,
    watch::{WatchFolder, watch},
};
use crate::{
    ApiError, Studio,
    events::Event,
    imports::{MostChange, OnMissing, PictureFolder},
    practice,
    progress::Watch,
    settings::Words,
    stores::{self, Nothing},
};

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
    pictures_from: Option<PathBuf>,
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
    /// The folder of this computer in which pictures may be looked for that cells name.
    #[serde(default)]
    pub pictures_from: Option<PathBuf>,
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
    /// The folder of this computer in which pictures may be looked for that cells name.
    pub pictures_from: Option<PathBuf>,
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
    /// How many of them wait for somebody: they were not brought in, and nobody saw to them.
    pub need_you: u64,
}

/// How a watched folder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WatchedStands {
    /// It is watched.
    Watching,
    /// It is watched, and its store is away: files wait.
    Waiting,
    /// Its store is the practice store, which is closed in this program: files wait.
    Closed,
    /// The user wants nothing taken from it.
    Paused,
    /// It cannot be watched now; it is tried again.
    Failing,
    /// Nobody watches it in this program.
    Asleep,
}

/// The folders that are watched in this program.
#[derive(Default)]
pub(crate) struct Watchers(Mutex<HashMap<WatchedId, Arc<Watcher>>>);

pub(super) struct Watcher {
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
    pub(super) fn trouble(&self) -> MutexGuard<'_, Option<(WatchedStands, ApiError)>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All watched folders.
pub async fn list(studio: &Studio, _: Nothing) -> Result<Vec<WatchedShown>, ApiError> {
    let inner = studio.clone();
    let closed = practice::closed(studio).await?;
    let found = studio
        .ask(move |journal| {
            let mut all = Vec::new();
            for folder in journal.watched()? {
                let open = arrivals::open(journal, folder.id)?;
                all.push((shown(&inner, journal, folder, closed.as_deref())?, open));
            }
            Ok(all)
        })
        .await?;
    let looked_at = tokio::task::spawn_blocking(move || {
        let looked_at = found.into_iter().map(|(shown, open)| {
            let need_you = arrivals::waiting(open, &shown.folder).len() as u64;
            WatchedShown { need_you, ..shown }
        });
        looked_at.collect()
    });
    Ok(looked_at.await?)
}

fn shown(
    studio: &Studio,
    journal: &Journal,
    folder: WatchedFolder,
    closed: Option<&str>,
) -> Result<WatchedShown, longshore_journal::JournalError> {
    let state: State = serde_json::from_value(folder.state).unwrap_or_default();
    let (last, arrivals) = journal.arrivals(folder.id, 0, 1)?;
    let watcher = studio.watchers().lock().get(&folder.id).cloned();
    let trouble = watcher.as_ref().and_then(|watcher| watcher.trouble().clone());
    let is_closed = closed == Some(state.store.as_str());
    let stands = match (&trouble, watcher) {
        _ if state.is_paused => WatchedStands::Paused,
        (Some((WatchedStands::Waiting, _)) | None, Some(_)) if is_closed => WatchedStands::Closed,
        (Some((stands, _)), _) => *stands,
        (None, Some(_)) => WatchedStands::Watching,
        (None, None) => WatchedStands::Asleep,
    };
    let is_told = matches!(stands, WatchedStands::Waiting | WatchedStands::Failing);
    Ok(WatchedShown {
        watched: folder.id.0,
        folder: state.folder,
        store: state.store,
        profile: state.profile,
        most_change: state.most_change,
        missing: state.missing,
        pictures_from: state.pictures_from,
        stands,
        error: trouble.map(|(_, error)| error).filter(|_| is_told),
        added_at: folder.added_at,
        last: last.into_iter().next().map(arrivals::arrival),
        arrivals,
        need_you: 0,
    })
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
        pictures_from: PictureFolder::usable(request.pictures_from).await?,
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
    one(studio, WatchedNumber { watched: id.0 }).await
}

/// A watched folder.
pub(super) async fn one(studio: &Studio, request: WatchedNumber) -> Result<WatchedShown, ApiError> {
    let all = list(studio, Nothing {}).await?;
    let found = all.into_iter().find(|shown| shown.watched == request.watched);
    found.ok_or_else(|| ApiError::new("watched_not_found").with("which", request.watched))
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
    one(studio, request).await
}

/// Watches a folder again.
pub async fn go_on(studio: &Studio, request: WatchedNumber) -> Result<WatchedShown, ApiError> {
    let state = set_paused(studio, request, false).await?;
    begin(studio, WatchedId(request.watched), state);
    one(studio, request).await
}

/// Watches a folder no longer. The folder and its files stay.
pub async fn remove(studio: &Studio, request: WatchedNumber) -> Result<(), ApiError> {
    let id = WatchedId(request.watched);
    end(studio, id);
    studio.ask(move |journal| journal.remove_watched(id)).await?;
    studio.events().tell(Event::WatchedChanged);
    Ok(())
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
                pictures_from: state.pictures_from.clone(),
                ..WatchFolder::default()
            };
            let note = Note {
                journal: studio.journal().clone(),
                events: studio.events().clone(),
                id,
                watcher: Arc::clone(&watcher),
                words: Words::of(studio.journal()).unwrap_or_default(),
            };
            let mut news = studio.events().listen();
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
                () = stores::may_be_back(&mut news) => {}
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
