//! Which new pictures are on their way, so that none leaves twice?
//!
//! Of the same picture in two requests that are under way a store makes two. A request owns its new pictures from
//! before it leaves until their numbers are known; another that shows one of them waits, and then has its number. All
//! pictures of a request are taken at once or none of them, so that no two requests wait for each other.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

/// The pictures that are on their way to one store.
pub(super) struct Fetching {
    on_their_way: Mutex<HashSet<String>>,
    /// Is told whenever some have arrived.
    arrivals: watch::Sender<()>,
}

impl Default for Fetching {
    fn default() -> Self {
        Self { on_their_way: Mutex::default(), arrivals: watch::Sender::new(()) }
    }
}

impl Fetching {
    /// The pictures of one request, as yet none.
    pub(super) fn of_request(&self) -> Own<'_> {
        Own { of: self, keys: HashSet::new() }
    }

    /// What is told of pictures that arrive from now on.
    pub(super) fn arrivals(&self) -> watch::Receiver<()> {
        self.arrivals.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.on_their_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pictures of one request; the next one may have them when this is dropped.
pub(super) struct Own<'a> {
    of: &'a Fetching,
    keys: HashSet<String>,
}

impl Own<'_> {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Takes the pictures of one more record, unless one of them is on its way already, with this request or another.
    pub(super) fn take(&mut self, keys: &HashSet<String>) -> bool {
        let mut on_their_way = self.of.lock();
        if !on_their_way.is_disjoint(keys) {
            return false;
        }
        on_their_way.extend(keys.iter().cloned());
        self.keys.extend(keys.iter().cloned());
        true
    }
}

impl Drop for Own<'_> {
    fn drop(&mut self) {
        if self.keys.is_empty() {
            return;
        }
        self.of.lock().retain(|key| !self.keys.contains(key));
        self.of.arrivals.send_replace(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> HashSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_picture_is_on_its_way_once_and_free_again_when_its_request_is_over() {
        let fetching = Fetching::default();
        let (mut first, mut second) = (fetching.of_request(), fetching.of_request());
        assert!(first.take(&keys(&["hat", "shoe"])));
        assert!(!first.take(&keys(&["hat"])), "in the same request");
        assert!(!second.take(&keys(&["scarf", "shoe"])), "in another");
        assert!(second.take(&keys(&["scarf"])), "nothing was taken of what was refused");
        let arrivals = fetching.arrivals();
        assert!(!arrivals.has_changed().unwrap());
        drop(first);
        assert!(arrivals.has_changed().unwrap());
        assert!(second.take(&keys(&["hat", "shoe"])));
        assert_eq!(second.len(), 3);
    }
}
