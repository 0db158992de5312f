//! Who is told that something changed?

use serde::Serialize;
use tokio::sync::broadcast;
use ts_rs::TS;

use crate::progress::Stage;

/// What changed. Never what it is now: whoever listens fetches that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
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
    /// A call that takes a while got further; at most five a second for each stage of it.
    CallProgressed {
        /// The name that the host gave to it.
        call: String,
        /// What is being done.
        stage: Stage,
        /// How many of them are done.
        done: u64,
        /// How many there are, once that is known.
        total: Option<u64>,
    },
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
