//! Did something happen in a folder?
//!
//! The system says so, as a rule. Network drives often say nothing, so whoever waits also looks by itself now and
//! then.

use std::{path::Path, sync::Arc};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};
use tokio::sync::Notify;

/// Wakes up when a folder changes.
pub(super) struct Signals {
    changed: Arc<Notify>,
    /// Ends with it. None where the system cannot tell: then only looking helps.
    _watcher: Option<RecommendedWatcher>,
}

impl Signals {
    pub(super) fn of(folder: &Path) -> Self {
        let changed = Arc::new(Notify::new());
        let tell = Arc::clone(&changed);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if is_change(&event) {
                tell.notify_one();
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        if let Err(error) = &watcher {
            tracing::warn!(%error, "the folder sends no events");
        }
        Self { changed, _watcher: watcher.ok() }
    }

    /// Waits for the next change.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }
}

/// Whether there may be something new. Linux also tells who only looks: whoever looked at that would never stop looking.
fn is_change(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) => match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) => false,
            _ => true,
        },
        // A queue that ran over lost some.
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;

    #[tokio::test]
    async fn a_folder_that_is_only_looked_at_does_not_change() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        fs::write(&list, "SKU\nA").unwrap();
        let signals = Signals::of(folder.path());
        for _ in 0..3 {
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
            fs::read(&list).unwrap();
        }
        let changed = tokio::time::timeout(Duration::from_millis(300), signals.changed()).await;
        assert!(changed.is_err(), "whoever looks is told of looking");

        fs::write(folder.path().join("more.csv"), "SKU\nB").unwrap();
        signals.changed().await;
    }
}
