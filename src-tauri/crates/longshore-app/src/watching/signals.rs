//! Did something happen in a folder?
//!
//! The system says so, as a rule. Network drives often say nothing, so whoever waits also looks by itself now and
//! then.

use std::{path::Path, sync::Arc};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
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
        // Every event is one, errors too: a queue that ran over lost some.
        let watcher = notify::recommended_watcher(move |_| tell.notify_one());
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
