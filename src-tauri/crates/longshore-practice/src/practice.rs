//! A running practice store.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::ErrorCode;
use tokio::sync::{oneshot, watch};

use crate::access::{Gate, Keys, People, Right};
use crate::demo;
use crate::error::PracticeError;
use crate::faults::Fault;
use crate::faults::plan::{FaultCount, Faults};
use crate::server::certificate;
use crate::server::doors::{self, Door, Doors};
use crate::server::gateway::Shared;
use crate::server::hold::{Hold, Holds, Matcher};
use crate::server::listen::service;
use crate::server::log::LoggedRequest;
use crate::settings::{Data, Settings};
use crate::site::{Place, Site};
use crate::store::Shop;

/// A practice store that listens. It stops when this is dropped.
///
/// It has threads of its own, so that a test may block while it waits for another program.
pub struct Practice {
    shared: Arc<Shared>,
    address: SocketAddr,
    secure_address: Option<SocketAddr>,
    ca_file: Option<PathBuf>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
    /// Holds the certificate of a store in memory.
    _folder: Option<tempfile::TempDir>,
}

impl std::fmt::Debug for Practice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Practice").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Starts a practice store; it listens on 127.0.0.1 when this returns.
///
/// # Errors
/// When a port is taken, the data folder cannot be used, or its database is newer than this
/// program.
pub async fn serve(settings: Settings) -> Result<Practice, PracticeError> {
    let (folder, temporary) = match &settings.data {
        Data::Folder(folder) => {
            std::fs::create_dir_all(folder)
                .map_err(|source| PracticeError::Folder { path: folder.clone(), source })?;
            (folder.clone(), None)
        }
        Data::Memory => {
            let temporary = tempfile::TempDir::with_prefix("longshore-practice-")
                .map_err(|source| PracticeError::Folder { path: std::env::temp_dir(), source })?;
            (temporary.path().to_owned(), Some(temporary))
        }
    };
    let database = matches!(settings.data, Data::Folder(_)).then(|| folder.join("store.sqlite"));
    let keys = match settings.data {
        Data::Folder(_) => Keys::in_folder(&folder)?,
        Data::Memory => Keys::generate()?,
    };
    let people = match (settings.application_passwords, &settings.data) {
        (false, _) => People::default(),
        (true, Data::Folder(_)) => People::in_folder(&folder)?,
        (true, Data::Memory) => People::generate()?,
    };
    let opened = Shop::open(database.as_deref(), Site::new(&settings));
    let mut shop = opened.map_err(|error| match error {
        PracticeError::Database(rusqlite::Error::SqliteFailure(why, _))
            if matches!(why.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
        {
            PracticeError::FolderInUse { path: folder.clone() }
        }
        other => other,
    })?;
    demo::fill(&mut shop, !settings.empty)?;
    shop.effects.clear();
    let secure_port = settings.https_port.or(settings.strict.then_some(0));
    let identity = secure_port.map(|_| certificate::in_folder(&folder)).transpose()?;
    let http = bind(settings.port)?;
    let https = secure_port.map(bind).transpose()?;
    let place = Place::new(&settings);
    let failed = |source| PracticeError::Listen { port: settings.port, source };
    let address = http.local_addr().map_err(failed)?;
    let secure_address =
        https.as_ref().map(std::net::TcpListener::local_addr).transpose().map_err(failed)?;
    let ca_file = identity.as_ref().map(|identity| identity.ca_file.clone());
    let config = identity.map(|identity| identity.config);
    let listeners = [Some((http, None)), https.zip(config).map(|(https, own)| (https, Some(own)))];
    let (doors, opening) = Doors::new(listeners.into_iter().flatten().collect()).map_err(failed)?;
    let shared = Arc::new(Shared {
        place,
        shop: Arc::new(Mutex::new(shop)),
        gate: Gate::new(keys, people, settings.strict),
        log: Arc::default(),
        holds: Arc::new(Holds::default()),
        faults: Faults::default(),
        doors,
    });
    shared.faults.set(settings.faults);
    let (stop, stopped) = watch::channel(false);
    let (ready, is_ready) = oneshot::channel();
    let serving = Arc::clone(&shared);
    let thread = std::thread::Builder::new()
        .name("practice-store".to_owned())
        .spawn(move || run(&serving, opening, &stopped, ready))
        .map_err(failed)?;
    is_ready.await.map_err(|_| PracticeError::Thread)?.map_err(failed)?;
    Ok(Practice {
        shared,
        address,
        secure_address,
        ca_file,
        stop,
        thread: Some(thread),
        _folder: temporary,
    })
}

fn bind(port: u16) -> Result<std::net::TcpListener, PracticeError> {
    let failed = |source| PracticeError::Listen { port, source };
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

/// The store's own threads.
fn run(
    shared: &Arc<Shared>,
    doors: Vec<Door>,
    stopped: &watch::Receiver<bool>,
    ready: oneshot::Sender<std::io::Result<()>>,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("practice-store")
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = ready.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        for door in doors {
            let service = service(Arc::clone(shared), door.is_secure());
            tokio::spawn(doors::keep(door, service));
        }
        let _ = ready.send(Ok(()));
        let mut stopped = stopped.clone();
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    // What a store has begun it ends; whoever still waits is let go.
    runtime.shutdown_timeout(Duration::from_secs(5));
}

impl Practice {
    /// The address of the site for http: `http://127.0.0.1:<port>`, with the sub-folder that it lies in.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.shared.place.folder)
    }

    /// The address for https, if it is served.
    pub fn https_url(&self) -> Option<String> {
        let folder = &self.shared.place.folder;
        self.secure_address.map(|address| format!("https://{address}{folder}"))
    }

    /// The certificate of the authority behind https, to be trusted by clients.
    pub fn ca_file(&self) -> Option<&Path> {
        self.ca_file.as_deref()
    }

    /// The key that may read and write.
    pub fn consumer_key(&self) -> &str {
        self.part(Right::Both).0
    }

    /// The secret of the key that may read and write.
    pub fn consumer_secret(&self) -> &str {
        self.part(Right::Both).1
    }

    /// A key that may only read.
    pub fn read_key(&self) -> &str {
        self.part(Right::Read).0
    }

    /// The secret of the key that may only read.
    pub fn read_secret(&self) -> &str {
        self.part(Right::Read).1
    }

    /// A key that may only write.
    pub fn write_key(&self) -> &str {
        self.part(Right::Write).0
    }

    /// The secret of the key that may only write.
    pub fn write_secret(&self) -> &str {
        self.part(Right::Write).1
    }

    /// A WordPress user who may upload files, and their application password, where the settings ask for such.
    pub fn uploader(&self) -> Option<(&str, &str)> {
        self.person(true)
    }

    /// A WordPress user who may only read, and their application password, where the settings ask for such.
    pub fn guest(&self) -> Option<(&str, &str)> {
        self.person(false)
    }

    fn person(&self, may_upload: bool) -> Option<(&str, &str)> {
        let person = self.shared.gate.people().who(may_upload)?;
        Some((&person.login, &person.password))
    }

    fn part(&self, right: Right) -> (&str, &str) {
        self.shared.gate.keys().with(right).map_or(("", ""), |key| (&key.key, &key.secret))
    }

    /// The requests that the API got, oldest first; those to `/practice` are not among them.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.log.requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.log.clear();
    }

    /// Pauses inside of matching requests until the hold is released.
    pub fn hold(&self, matcher: Matcher) -> Hold {
        self.shared.holds.hold(matcher)
    }

    /// Plays these faults from now on and no others; requests are counted anew, doors are open, and
    /// whoever is held by a fault loses its connection.
    pub fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.set_faults(faults);
    }

    /// The faults that are played now, and how often they were.
    pub fn faults(&self) -> Vec<FaultCount> {
        self.shared.faults.counts()
    }

    /// Shuts the store's doors for a time: when this returns, connections are refused.
    pub async fn refuse(&self, lasts: Duration) {
        self.shared.doors.shut(lasts).await;
    }

    /// Stops the store and waits until it has stopped.
    pub async fn shutdown(mut self) {
        self.ask_to_stop();
        if let Some(thread) = self.thread.take() {
            // A panic in there was reported already.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    fn ask_to_stop(&self) {
        self.shared.holds.end_all();
        self.shared.set_faults([]);
        self.stop.send_replace(true);
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        self.ask_to_stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
