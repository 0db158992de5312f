//! How is it noted what becomes of files in a watched folder?

use std::sync::Arc;

use jiff::Timestamp;
use longshore_engine::issue::Issue;
use longshore_journal::{Journal, settings::WatchedId};

use super::{
    arrivals::{ArrivalError, ArrivalShown},
    room::{WatchedStands, Watcher},
    watch::{Teller, Told},
};
use crate::{
    ApiError,
    events::{Event, Events},
    settings::Words,
};

/// What is noted of a file without contents.
const EMPTY: &str = "empty";

/// Notes what came in.
pub(super) struct Note {
    pub(super) journal: Journal,
    pub(super) events: Events,
    pub(super) id: WatchedId,
    pub(super) watcher: Arc<Watcher>,
    pub(super) words: Words,
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
            Told::Imported { file, report, rejects, warnings } => ArrivalShown {
                what: "imported".to_owned(),
                file: file.clone(),
                run: report.run,
                rejects: rejects.clone(),
                warnings: warnings.iter().map(|warned| warned.count).sum(),
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
            Told::Filled { .. } | Told::Away { .. } => return None,
        })
    }
}

impl Teller for Note {
    fn tell(&self, told: &Told) {
        match told {
            Told::Away { error, .. } => {
                *self.watcher.trouble() = Some((WatchedStands::Waiting, error.clone()));
            }
            // Of the store that says nothing.
            Told::Empty { .. } | Told::Filled { .. } => {}
            _ => *self.watcher.trouble() = None,
        }
        if let Told::Filled { file } = told
            && let Err(error) = self.journal.forget_arrivals(self.id, EMPTY, file)
        {
            tracing::warn!(%error, "what is waited for no longer was not noted");
        }
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
