//! Who is told that something changed?

use serde::Serialize;
use tokio::sync::broadcast::{
    self,
    error::{RecvError, TryRecvError},
};
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
    /// More happened than could be told: whatever is shown may be old.
    EverythingChanged,
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
    pub fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

/// Hears events.
#[derive(Debug)]
pub struct Listener(broadcast::Receiver<Event>);

impl Listener {
    /// The next event; `None` once nobody is left to tell any. Where some were lost, [`Event::EverythingChanged`].
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(_)) => Some(Event::EverythingChanged),
            Err(RecvError::Closed) => None,
        }
    }

    /// The next event, where there is one already.
    pub fn next_now(&mut self) -> Option<Event> {
        match self.0.try_recv() {
            Ok(event) => Some(event),
            Err(TryRecvError::Lagged(_)) => Some(Event::EverythingChanged),
            Err(TryRecvError::Empty | TryRecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_missed_something_is_told_so() {
        let events = Events::default();
        let mut listener = events.listen();
        (0..1_000).for_each(|run| events.tell(Event::RunProgressed { run }));
        assert_eq!(listener.next().await, Some(Event::EverythingChanged));
        assert!(matches!(listener.next().await, Some(Event::RunProgressed { run: 744.. })));
        drop(events);
        while let Some(event) = listener.next().await {
            assert!(matches!(event, Event::RunProgressed { .. }));
        }
    }
}
