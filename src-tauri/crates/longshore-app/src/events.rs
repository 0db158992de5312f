//! Who is told that something changed?

use serde::Serialize;
use tokio::sync::broadcast;

/// What changed. Never what it is now: whoever listens fetches that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A run got further; at most five a second for each run.
    RunProgressed {
        /// Which run.
        run: u64,
    },
    /// A run began, paused, went on or ended.
    RunChanged {
        /// Which run.
        run: u64,
    },
    /// A run that went on in the background has stopped, whatever became of it.
    RunEnded {
        /// Which run.
        run: u64,
    },
    /// More rows of a draft can be looked at; at most five a second for each draft.
    DraftProgressed {
        /// Which draft.
        draft: u64,
    },
    /// A draft changed: all its rows are there, or a command changed it.
    DraftChanged {
        /// Which draft.
        draft: u64,
    },
    /// A draft was begun or removed.
    DraftsChanged,
    /// A folder is watched, or no longer, or something came in.
    WatchedChanged,
    /// The practice store was started, stopped, set back or given a bad day.
    PracticeChanged,
    /// The user set something.
    SettingsChanged,
    /// A store was added, changed or removed.
    StoresChanged,
    /// A profile was saved or removed.
    ProfilesChanged,
}

/// Hands events to all who listen. A listener that falls behind loses events, never the program its memory.
#[derive(Clone, Debug)]
pub struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(256).0)
    }
}

impl Events {
    /// Tells everybody.
    pub fn tell(&self, event: Event) {
        // An error only says that nobody listens.
        let _ = self.0.send(event);
    }

    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
