//! `longshore watch FOLDER --store NAME`

use std::{io::Write, sync::Mutex};

use jiff::Zoned;
use longshore_app::{
    ApiError, Studio,
    engine::issue::Issue,
    imports::{MostChange, OnMissing},
    watching::{self, Teller, Told, Warned, WatchFolder},
};
use serde_json::json;

use super::runs as shown;
use crate::{
    answer::{Answer, Exit},
    args,
    words::{self, plain},
};

/// So many things that happened are in the answer for scripts; the first ones.
const MOST_TOLD: usize = 10_000;

pub(super) async fn carry_out(
    studio: &Studio,
    typed: args::Watch,
    as_json: bool,
) -> Result<Answer, ApiError> {
    let request = WatchFolder {
        folder: typed.folder,
        store: typed.store,
        profile: typed.profile,
        most_change: Some(MostChange(typed.max_change)),
        missing: typed.missing.map(OnMissing::from),
        pictures_from: typed.pictures_from,
        poll_seconds: Some(typed.poll),
        quiet_milliseconds: Some(typed.quiet),
        once: typed.once,
    };
    let (folder, once) = (request.folder.clone(), request.once);
    let reporter = Reporter { as_json, told: Mutex::default() };
    if !request.once {
        reporter.line(&format!("Watching {}. Ctrl+C ends it.", folder.display()));
    }
    let watch = super::quiet_watch();
    let watched = watching::watch(studio, request, &watch, &reporter).await?;
    let told = reporter.told.into_inner().unwrap_or_default();
    let json = json!({ "folder": folder, "files": watched.files, "told": told });
    let text = match watched.files {
        0 => "No file came in.".to_owned(),
        1 => "One file came in.".to_owned(),
        many => format!("{many} files came in."),
    };
    let is_good = |told: &Told| match told {
        Told::Imported { rejects, .. } => rejects.is_none(),
        Told::Known { .. } | Told::Resumed { .. } | Told::Empty { .. } | Told::Filled { .. } => {
            true
        }
        _ => false,
    };
    let exit = if told.iter().all(is_good) { Exit::Done } else { Exit::Partly };
    Ok(Answer::new(&json, text)?.ending(if once { exit } else { Exit::Done }))
}

/// Says what happens: a line each, and all of it in the end to a script.
struct Reporter {
    as_json: bool,
    told: Mutex<Vec<Told>>,
}

impl Reporter {
    fn line(&self, text: &str) {
        let line = format!("{} {}", Zoned::now().strftime("%Y-%m-%d %H:%M:%S"), text.trim_end());
        // Nobody reads any more: then nobody is to be told.
        let _ = match self.as_json {
            true => writeln!(std::io::stderr().lock(), "{line}"),
            false => writeln!(std::io::stdout().lock(), "{line}"),
        };
    }
}

impl Teller for Reporter {
    fn tell(&self, told: &Told) {
        match told {
            Told::Imported { file, report, rejects, warnings } => {
                let counts = shown::counts(&report.counts, &report.terms, shown::Tense::Was);
                let run = report.run.unwrap_or_default();
                self.line(&format!("{} (run {run}): {counts}", plain(file)));
                for Warned { count, example } in warnings {
                    let reason = shown::reason(example);
                    self.line(&match example.row.filter(|_| *count == 1) {
                        Some(row) => format!("  ! row {row}: {reason}"),
                        None => format!("  ! {count} rows, such as: {reason}"),
                    });
                }
                if let Some(rejects) = rejects {
                    self.line(&format!("  rows that stayed out are in {}", rejects.display()));
                }
            }
            Told::Known { file, run } => self.line(&format!(
                "{}: the same content was imported by run {run}; nothing was done.",
                plain(file)
            )),
            Told::Empty { file } => {
                self.line(&format!(
                    "{} is empty so far; its contents are waited for.",
                    plain(file)
                ));
            }
            Told::Filled { file } => {
                self.line(&format!("{} is waited for no longer.", plain(file)));
            }
            Told::Failed { file, error, .. } => {
                self.line(&format!("{} failed: {}", plain(file), words::error(error)));
            }
            Told::Unrecognised { file, error, .. } => {
                self.line(&format!("{} is not recognised: {}", plain(file), words::error(error)));
            }
            Told::Unreadable { file, error } => {
                self.line(&format!("{} stays where it is: {}", plain(file), words::error(error)));
            }
            Told::Resumed { report } => self.line(&shown::text(report)),
            Told::Away { error, seconds } => self.line(&format!(
                "Nothing can be done now; tried again in {seconds} seconds. {}",
                words::error(error)
            )),
        }
        if let Ok(mut all) = self.told.lock()
            && all.len() < MOST_TOLD
        {
            all.push(told.clone());
        }
    }

    fn error(&self, error: &ApiError) -> String {
        words::error(error)
    }

    fn issue(&self, issue: &Issue) -> String {
        shown::reason(issue)
    }
}
