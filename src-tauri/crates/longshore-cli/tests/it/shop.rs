//! A practice store inside of the test, with its log of requests and its holds.

use std::time::Duration;

use longshore_practice::{Hold, Items, LoggedRequest, Matcher, Practice, Settings, serve};
use tokio::runtime::Runtime;

use crate::witness::Witness;

/// How long a test waits for a request that has to come.
const SOON: Duration = Duration::from_secs(60);

/// A practice store.
pub(crate) struct Shop {
    pub(crate) practice: Practice,
    runtime: Runtime,
}

impl Shop {
    /// Without a single product.
    pub(crate) fn empty() -> Self {
        Self::set_up(Settings { empty: true, ..Settings::default() })
    }

    /// With the demo catalogue.
    pub(crate) fn demo() -> Self {
        Self::set_up(Settings::default())
    }

    /// As strict about keys as a real one, and with https.
    pub(crate) fn strict() -> Self {
        Self::set_up(Settings { strict: true, ..Settings::default() })
    }

    pub(crate) fn set_up(settings: Settings) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let practice = runtime.block_on(serve(settings)).unwrap();
        Self { practice, runtime }
    }

    pub(crate) fn secret(&self) -> &str {
        self.practice.consumer_secret()
    }

    /// Somebody who looks at the shop and is not Longshore.
    pub(crate) fn witness(&self) -> Witness {
        let practice = &self.practice;
        Witness::new(&practice.url(), practice.consumer_key(), practice.consumer_secret())
    }

    /// Waits until a request is held.
    #[track_caller]
    pub(crate) fn wait_for(&self, hold: &Hold) {
        assert!(self.runtime.block_on(hold.reached(SOON)), "no such request came");
    }

    pub(crate) fn hold(&self, matcher: Matcher) -> Hold {
        self.practice.hold(matcher)
    }

    /// The requests since the last look that changed something, or meant to. The probe is not among them: an empty
    /// batch by which Longshore finds out whether a key may write, and that changes nothing.
    pub(crate) fn writes(&self) -> Vec<LoggedRequest> {
        let requests = self.practice.requests();
        self.practice.clear_requests();
        requests.into_iter().filter(|request| request.writes() && !is_probe(request)).collect()
    }
}

fn is_probe(request: &LoggedRequest) -> bool {
    let is_empty = |items: Items| items.create + items.update + items.delete == 0;
    request.method == "POST"
        && request.path.ends_with("/products/batch")
        && request.items.is_some_and(is_empty)
}
