//! What is done for each command: one file each.

mod accidents;
mod browser;
mod changes;
mod check;
mod confirm;
mod decide;
mod export;
mod import;
mod inspect;
mod interrupted;
mod joined;
mod journal;
mod practice;
mod profile;
mod reading;
mod resume;
mod runs;
mod signals;
mod store;
mod undo;
mod values;
mod watch;

use std::{ops::Deref, sync::Arc};

use longshore_app::{ApiError, Home, Studio, progress::Watch};
use tokio_util::sync::CancellationToken;

use signals::Signals;

use crate::{
    answer::Answer,
    args::{self, Arguments, Asks, Command},
    progress::Shown,
};

/// Carries out what was typed.
pub(crate) async fn carry_out(arguments: Arguments) -> Result<Answer, ApiError> {
    done(arguments).await.map_err(|error| match error.code.as_str() {
        // Only whoever knows the folder can make room in it, or allow writing there.
        "data_folder_unusable" | "journal_read_only" if !error.params.contains_key("folder") => {
            match Home::named() {
                Some(folder) => error.with("folder", folder.display()),
                None => error,
            }
        }
        _ => error,
    })
}

async fn done(arguments: Arguments) -> Result<Answer, ApiError> {
    let command = match arguments.command {
        Command::Practice(args::Practice::Serve(serve)) => return practice::serve(serve).await,
        Command::Asks(Asks::Journal(args::Journal::Salvage)) => return journal::salvage().await,
        Command::Asks(asks) => asks,
    };
    let studio = Studio::open(Home::find()?).await?;
    interrupted::tell(&studio, &command).await?;
    match command {
        Asks::Store(store) => store::carry_out(&studio, store).await,
        Asks::Inspect(inspect) => inspect::carry_out(&studio, inspect).await,
        Asks::Check(check) => check::carry_out(&studio, check).await,
        Asks::Profile(profile) => profile::carry_out(&studio, profile).await,
        Asks::Export(export) => export::carry_out(&studio, export).await,
        Asks::Import(import) => import::carry_out(&studio, import, arguments.json).await,
        Asks::Watch(watch) => watch::carry_out(&studio, watch, arguments.json).await,
        Asks::Runs(runs) => runs::carry_out(&studio, runs, arguments.json).await,
        Asks::Undo(undo) => undo::carry_out(&studio, undo, arguments.json).await,
        Asks::Browser(browser) => browser::serve(studio, browser, arguments.json).await,
        Asks::Journal(journal) => journal::carry_out(&studio, journal).await,
        Asks::Resume(resume) => resume::carry_out(&studio, resume).await,
    }
}

/// Somebody who sits at the command line.
pub(crate) struct Watching {
    watch: Watch,
    shown: Arc<Shown>,
}

impl Watching {
    /// Takes the progress off the screen, to make room for something else.
    fn clear(&self) {
        self.shown.clear();
    }
}

impl Deref for Watching {
    type Target = Watch;

    fn deref(&self) -> &Watch {
        &self.watch
    }
}

/// Shows progress, and stops at Ctrl+C.
fn watch() -> Watching {
    let cancel = stop();
    let shown = Arc::new(Shown::new());
    let told = Arc::clone(&shown);
    Watching { watch: Watch::new(move |progress| told.show(&progress), cancel), shown }
}

/// Stops at Ctrl+C, and shows nothing.
fn quiet_watch() -> Watch {
    Watch::new(|_| {}, stop())
}

/// Cancelled at Ctrl+C: the request under way is waited for, a second Ctrl+C does not wait. Who is told that we run can
/// end us from then on, so we listen before we come back from here.
fn stop() -> CancellationToken {
    let cancel = CancellationToken::new();
    let Ok(mut signals) = Signals::listen() else { return cancel };
    tokio::spawn({
        let cancel = cancel.clone();
        async move {
            signals.told().await;
            cancel.cancel();
            signals.told().await;
            std::process::exit(crate::answer::Exit::Interrupted as i32);
        }
    });
    cancel
}
