//! How is a folder watched?

use std::{
    fs::{File, TryLockError},
    io,
    path::PathBuf,
    time::{Duration, Instant},
};

use longshore_engine::issue::Issue;
use longshore_journal::Journal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    folder::Folder,
    settling::{Look, Settling},
    signals::Signals,
    take::{Desk, Taken},
};
use crate::{
    error::{ApiError, Class},
    events::Listener,
    home::make_private,
    imports::{MostChange, OnMissing, PictureFolder},
    progress::Watch,
    runs::{self, RunNumber, RunReport},
    stores,
    studio::Studio,
};

/// How often somebody looks where no event comes.
const POLL: Duration = Duration::from_secs(30);
/// For how long a file has to be the same.
const QUIET: Duration = Duration::from_secs(3);
/// The first wait for a store that is away; doubles each time.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The longest: one small request a minute troubles no store, and nobody waits for minutes once it is back.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A folder whose files are imported.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct WatchFolder {
    /// The folder.
    pub folder: PathBuf,
    /// The name of the store.
    pub store: String,
    /// The name of a saved profile; without one each file takes the profile that was saved for its header.
    pub profile: Option<String>,
    /// The largest share of the store's products that one file may change; half of them where nothing is said.
    pub most_change: Option<MostChange>,
    /// What becomes of records of the store that a file does not name.
    pub missing: Option<OnMissing>,
    /// The folder of this computer in which pictures may be looked for that cells name.
    pub pictures_from: Option<PathBuf>,
    /// How often the folder is looked at where no event comes, in seconds.
    pub poll_seconds: Option<u64>,
    /// For how long a file has to be the same before it is taken, in milliseconds.
    pub quiet_milliseconds: Option<u64>,
    /// Only what lies there now.
    #[ts(as = "Option<_>", optional)]
    pub once: bool,
}

/// Something doubtful that was imported all the same.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Warned {
    /// How often.
    pub count: u64,
    /// One of them.
    pub example: Issue,
}

/// Something that happened while watching.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Told {
    /// A file is in the store.
    Imported {
        /// Its name.
        file: String,
        /// What its run did.
        report: RunReport,
        /// Where the rows are that stayed out.
        rejects: Option<PathBuf>,
        /// What is doubtful about those that went in.
        warnings: Vec<Warned>,
    },
    /// The same content was imported before.
    Known {
        /// Its name.
        file: String,
        /// By which run.
        run: u64,
    },
    /// It is empty so far: its contents are waited for.
    Empty {
        /// Its name.
        file: String,
    },
    /// It is waited for no longer: something was written to it, or it was taken away.
    Filled {
        /// Its name.
        file: String,
    },
    /// It could not be imported.
    Failed {
        /// Its name.
        file: String,
        /// Why.
        error: ApiError,
        /// Where it lies now.
        lies: Option<PathBuf>,
    },
    /// No profile fits it.
    Unrecognised {
        /// Its name.
        file: String,
        /// Why.
        error: ApiError,
        /// Where it lies now.
        lies: Option<PathBuf>,
    },
    /// It cannot be read or moved, and stays where it is.
    Unreadable {
        /// Its name.
        file: String,
        /// Why.
        error: ApiError,
    },
    /// A run that an earlier stop interrupted has ended.
    Resumed {
        /// What it did.
        report: RunReport,
    },
    /// The store cannot be worked with; files wait.
    Away {
        /// Why.
        error: ApiError,
        /// In so many seconds it is tried again.
        seconds: u64,
    },
}

/// Who is told, and who knows the words.
pub trait Teller: Send + Sync {
    /// Something happened.
    fn tell(&self, told: &Told);
    /// An error in a sentence, for the note beside a file.
    fn error(&self, error: &ApiError) -> String;
    /// An issue in a sentence, for rows that stayed out.
    fn issue(&self, issue: &Issue) -> String;
}

/// What came in while a folder was watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Watched {
    /// How many files found their place: imported or known, failed, unrecognised.
    pub files: u64,
}

/// Watches a folder until somebody stops it, or, where only what lies there is wanted, until that is done.
pub async fn watch(
    studio: &Studio,
    request: WatchFolder,
    watch: &Watch,
    teller: &dyn Teller,
) -> Result<Watched, ApiError> {
    let store = request.store.clone();
    studio.ask(move |journal| journal.connection_named(&store)).await?;
    if let Some(name) = request.profile.clone() {
        studio.ask(move |journal| journal.profile(&name)).await?;
    }
    PictureFolder::usable(request.pictures_from.clone()).await?;
    let folder = Folder::open(&request.folder, studio.home().folder())?;
    let _lock = lock(studio, &folder)?;
    let desk = Desk { studio, request: &request, folder: &folder, watch, teller };
    Watching::new(desk).go_on().await
}

/// One program watches a folder at a time.
fn lock(studio: &Studio, folder: &Folder) -> Result<File, ApiError> {
    let locks = studio.home().folder().join("watched");
    make_private(&locks)?;
    let name = format!("{:016x}.lock", xxh3_64(folder.path().as_os_str().as_encoded_bytes()));
    let file = File::create(locks.join(name))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(ApiError::new("folder_watched").with("folder", folder.path().display()))
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Errors that say that a run's store is no more, whatever has its name now.
const STORE_GONE: &[&str] = &["store_is_over", "store_removed"];

struct Watching<'a> {
    desk: Desk<'a>,
    settling: Settling,
    quiet: Duration,
    poll: Duration,
    /// How often in a row the store was away.
    away: u32,
    watched: Watched,
}

/// What a round came to.
enum Round {
    /// Everything that was there has its place.
    Quiet,
    /// Something has to be looked at again soon.
    Soon,
    /// The store is away, or the folder: why, and for how long nobody looks.
    Later(ApiError, Duration),
    /// Somebody stopped it.
    Stopped,
}

impl<'a> Watching<'a> {
    fn new(desk: Desk<'a>) -> Self {
        let quiet = desk.request.quiet_milliseconds.map_or(QUIET, Duration::from_millis);
        let poll = desk.request.poll_seconds.map_or(POLL, Duration::from_secs);
        let settling = Settling::new(quiet);
        Self { desk, settling, quiet, poll, away: 0, watched: Watched::default() }
    }

    async fn go_on(mut self) -> Result<Watched, ApiError> {
        let signals = Signals::of(self.desk.folder.path());
        let mut is_resumed = false;
        loop {
            let news = self.desk.studio.events().listen();
            let round = match is_resumed {
                false => match self.resume().await? {
                    Round::Quiet => {
                        is_resumed = true;
                        self.round().await?
                    }
                    other => other,
                },
                true => self.round().await?,
            };
            let wait = match round {
                Round::Stopped => return Ok(self.watched),
                Round::Quiet if self.desk.request.once => return Ok(self.watched),
                Round::Quiet => self.poll,
                Round::Soon => self.soon(),
                Round::Later(error, _) if self.desk.request.once => return Err(error),
                Round::Later(_, wait) => match self.until_back(wait, news, &signals).await? {
                    true => continue,
                    false => return Ok(self.watched),
                },
            };
            tokio::select! {
                () = self.desk.watch.cancel().cancelled() => return Ok(self.watched),
                () = signals.changed() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// When to look again at files that change.
    fn soon(&self) -> Duration {
        (self.quiet / 2).max(Duration::from_millis(20))
    }

    /// Waits until the store is asked again; `false` where somebody stopped it. Meanwhile the folder is looked at, so
    /// that nothing is said of its files that no longer holds.
    async fn until_back(
        &mut self,
        wait: Duration,
        mut news: Listener,
        signals: &Signals,
    ) -> Result<bool, ApiError> {
        let end = tokio::time::Instant::now() + wait;
        loop {
            let again = match self.look().await? {
                Ok(look) if look.is_waiting => self.soon(),
                _ => self.poll,
            };
            tokio::select! {
                () = self.desk.watch.cancel().cancelled() => return Ok(false),
                () = stores::may_be_back(&mut news) => {
                    self.away = 0;
                    return Ok(true);
                }
                () = tokio::time::sleep_until(end) => return Ok(true),
                () = signals.changed() => {}
                () = tokio::time::sleep(again) => {}
            }
        }
    }

    /// Goes on with the runs of this folder that an earlier stop interrupted.
    async fn resume(&mut self) -> Result<Round, ApiError> {
        let Desk { studio, folder, watch, teller, .. } = self.desk;
        for run in studio.ask(Journal::interrupted_runs).await? {
            if self.desk.watched_folder(run).await?.as_deref() != Some(folder.path()) {
                continue;
            }
            match runs::resume(studio, RunNumber { run: run.0 }, watch).await {
                Ok(report) => teller.tell(&Told::Resumed { report }),
                // Its file is still there and is compared with the store once more.
                Err(error) if error.code == runs::OVERTAKEN => {}
                // It was for a store that is no more: the files go into the one that has its name now.
                Err(error) if STORE_GONE.contains(&error.code.as_str()) => {}
                Err(error) if error.class == Class::Request => return Err(error),
                Err(_) if watch.is_cancelled() => return Ok(Round::Stopped),
                Err(error) => return Ok(self.later(error)),
            }
        }
        Ok(Round::Quiet)
    }

    /// Looks at the folder and says which files are waited for, and which no longer.
    async fn look(&mut self) -> Result<io::Result<Look>, ApiError> {
        let folder = self.desk.folder.clone();
        let files = match tokio::task::spawn_blocking(move || folder.files()).await? {
            Ok(files) => files,
            Err(error) => return Ok(Err(error)),
        };
        let look = self.settling.look(files, Instant::now());
        for file in &look.filled {
            self.desk.teller.tell(&Told::Filled { file: file.clone() });
        }
        for file in &look.empty {
            self.desk.teller.tell(&Told::Empty { file: file.name() });
        }
        Ok(Ok(look))
    }

    /// Looks at the folder once and takes what is ready.
    async fn round(&mut self) -> Result<Round, ApiError> {
        let look = match self.look().await? {
            Ok(look) => look,
            // A network drive may be away for a while.
            Err(error) => {
                let name = self.desk.folder.path().display();
                let error = ApiError::new("folder_unusable").with("folder", name).detail(error);
                return Ok(self.later(error));
            }
        };
        let mut is_waiting = look.is_waiting;
        for file in look.ready {
            if self.desk.watch.is_cancelled() {
                return Ok(Round::Stopped);
            }
            match self.desk.take(&file).await? {
                Taken::PutAway => self.watched.files += 1,
                Taken::Left => self.settling.leave(&file),
                Taken::Changing => {
                    self.settling.is_changing(&file);
                    is_waiting = true;
                }
                Taken::Away(error) => return Ok(self.later(error)),
                Taken::Stopped => return Ok(Round::Stopped),
            }
            self.away = 0;
        }
        Ok(if is_waiting { Round::Soon } else { Round::Quiet })
    }

    fn later(&mut self, error: ApiError) -> Round {
        let wait = (FIRST_WAIT * 2u32.saturating_pow(self.away)).min(LONGEST_WAIT);
        let wait = error.asks_to_wait.unwrap_or_default().max(wait);
        self.away = (self.away + 1).min(10);
        if !self.desk.request.once {
            self.desk.teller.tell(&Told::Away { error: error.clone(), seconds: wait.as_secs() });
        }
        Round::Later(error, wait)
    }
}
