//! A practice store inside of the test, with its log of requests and its holds.

use std::time::{Duration, Instant};

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

    /// Whether a request is held, after waiting so long at most.
    pub(crate) fn is_held(&self, hold: &Hold, within: Duration) -> bool {
        self.runtime.block_on(hold.reached(within))
    }

    /// The number of the latest request.
    pub(crate) fn latest(&self) -> u64 {
        self.practice.requests().last().map_or(0, |one| one.number)
    }

    /// Waits until whatever was begun here after a request has ended; what a fault ended never has a status.
    pub(crate) fn rests(&self, after: u64) {
        let until = Instant::now() + Duration::from_secs(3);
        let is_open = |one: &LoggedRequest| {
            one.number > after && one.writes() && one.status.is_none() && one.faults.is_empty()
        };
        while self.practice.requests().iter().any(is_open) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
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
