//! Faults: how a practice store disturbs its clients, on demand and reproducibly.
//!
//! A [`Fault`] says what happens ([`FaultKind`]), to which requests ([`Requests`]) and when
//! ([`When`]). It is written, on the command line as in tests, in one line:
//!
//! ```text
//! KIND[=VALUE][@REQUESTS][#WHEN]
//!
//! dropped-after@POST products/batch#2      the answer to the second batch never comes
//! 429=5s@write#10%:42                      one write in ten is told to wait for five seconds
//! latency=10x20ms,5x400ms@products         twenty milliseconds ten times, then 400 five times, …
//! ```
//!
//! * KIND and VALUE: see [`FaultKind`]. A TIME is a whole number with its unit: `300ms`, `5s`, `2m`.
//! * REQUESTS: `read`, `write`, or a method; a path; or both with a blank between. A path is
//!   meant below `/wp-json/wc/v3/`, or below `/wp-json` if it begins with `/`. It has to fit as a
//!   whole; in it `*` stands for one part (`products/*/variations`), `**` at the end for all that
//!   may follow (`products/**`). Without it: every request to the API.
//! * WHEN counts the requests that REQUESTS names, from 1: `#3` the third, `#3..5` the third to the
//!   fifth, `#3..` from the third on, `#3n` every third, `#10%` each with a chance of 10 in 100,
//!   `#10%:42` the same with a seed. Without it: all of them.
//!
//! Counted is by arrival, and each fault counts for itself. The chance that a request has depends
//! on its number and the seed only, so that the same requests are disturbed every time.
//!
//! Several faults may meet in one request. Delays and changed answers add up; of those that end a
//! request the first one does that the request comes to. The order is: `dropped-before`, `latency`,
//! `held`, `500`…`504` and `429`, (the store works: `half-batch`, `twice`, `stale`), `held=after`,
//! `500=after`…, `wrong-json`, `php-warning`, `refused` and `certificate`, `slow-first-byte`,
//! `dropped-after`, `cut` and `slow-body`.
//!
//! What was played stands with the request in the store's log. Routes below `/practice` and pages
//! that are no API are left alone, save by a closed door.

mod display;
mod parse;
pub(crate) mod plan;
pub(crate) mod stale;

pub use plan::FaultCount;

use std::time::Duration;

use crate::server::hold::Moment;

/// One way to disturb a store's clients: what, to which requests, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What happens.
    pub kind: FaultKind,
    /// Which requests it may happen to.
    pub requests: Requests,
    /// To which of those it happens.
    pub when: When,
}

/// What happens to a request, or to the whole store because of one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// `refused[=TIME]`: once the request is answered, the store is gone for a time (1s): no port
    /// listens, connections are refused, those that are open end. Then it is back on the same port.
    Refused(Duration),
    /// `dropped-before`: the connection ends before the body is read. Nothing is carried out.
    DroppedBefore,
    /// `dropped-after`: everything is carried out and kept, the connection ends without an answer.
    DroppedAfter,
    /// `held[=before|after]`: the request stands still, before or after it is carried out, until
    /// the store stops or its faults are changed. Then the connection ends without an answer.
    Held(Moment),
    /// `cut[=BYTES]`: the answer's body breaks off after so many bytes (half of it).
    Cut(Option<usize>),
    /// `half-batch`: the first half of a batch's items is carried out and kept, then PHP dies: 500.
    /// Batches only; others are not counted.
    HalfBatch,
    /// `500`, `502`, `503`, `504`, `429`, each `[=before|after][,TIME]`: this status instead of the
    /// answer, before or after the request is carried out (before), with a `Retry-After` of that
    /// time, in whole seconds, or without one. 500 is the JSON of a PHP that died, the others are
    /// HTML, as the web server in front of it writes it.
    Status {
        /// The status.
        status: u16,
        /// Whether the request was carried out.
        moment: Moment,
        /// What `Retry-After` says.
        retry_after: Option<Duration>,
    },
    /// `slow-first-byte[=TIME]`: carried out at once, answered only after a time (5s).
    SlowFirstByte(Duration),
    /// `slow-body[=TIME]`: status and headers at once, the body in pieces over a time (5s).
    SlowBody(Duration),
    /// `latency=STEPS`, STEPS being `[Nx]TIME,…`: the request waits before it is carried out; each
    /// step is for N requests (1), after the last step the first comes again.
    Latency(Vec<LatencyStep>),
    /// `wrong-json[=half|empty|other]`: an answer of the right length whose JSON ends half-way,
    /// an empty one, or one that is JSON of something else (half).
    WrongJson(WrongJson),
    /// `php-warning`: a PHP warning as HTML before the JSON.
    PhpWarning,
    /// `stale[=TIME|N]`: an object cache that forgets too late. A read is answered as the same
    /// address was answered before, if that was at most so long (10s), or at most N writes, ago.
    /// Reads only; others are not counted.
    Stale(Age),
    /// `twice`: the request is delivered twice, as by a proxy that repeats it; the client sees the
    /// second answer. (A signature counts once: then the second is refused, and only one carried out.)
    Twice,
    /// `certificate[=TIME]`: once the request is answered, https has another certificate from
    /// another authority, for a time or for good; connections over https end.
    Certificate(Option<Duration>),
}

/// How long some requests wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatencyStep {
    /// For how many requests.
    pub requests: u32,
    /// How long each waits.
    pub wait: Duration,
}

/// How JSON is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongJson {
    /// It ends half-way.
    Half,
    /// There is none.
    Empty,
    /// It is JSON, but of something else.
    Other,
}

/// How old an answer may be to be given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// By the clock.
    Time(Duration),
    /// By the number of requests that wrote since.
    Writes(u64),
}

/// Which requests a fault may happen to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requests {
    /// By their method, as sent.
    pub methods: Methods,
    /// By their path; empty fits all. See [the language](self).
    pub path: String,
}

/// Requests by their method.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Methods {
    /// All.
    #[default]
    Any,
    /// GET, HEAD and OPTIONS.
    Read,
    /// All others.
    Write,
    /// This one, in capitals.
    Only(String),
}

/// To which of its requests a fault happens; they are counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum When {
    /// All.
    #[default]
    Always,
    /// From one number on, to another or for good.
    From {
        /// The first.
        first: u64,
        /// The last.
        last: Option<u64>,
    },
    /// Every n-th.
    Every(u64),
    /// Each with a chance.
    Share {
        /// The chance, in millionths.
        millionths: u32,
        /// Another seed, other requests.
        seed: u64,
    },
}

pub(crate) fn is_read(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

impl Requests {
    /// Whether a request fits; the route is what stands behind `/wp-json`.
    pub(crate) fn fit(&self, method: &str, route: &str) -> bool {
        let fits = match &self.methods {
            Methods::Any => true,
            Methods::Read => is_read(method),
            Methods::Write => !is_read(method),
            Methods::Only(wanted) => wanted == method,
        };
        fits && (self.path.is_empty() || self.path_fits(route))
    }

    fn path_fits(&self, route: &str) -> bool {
        fn parts(path: &str) -> impl Iterator<Item = &str> {
            path.split('/').filter(|part| !part.is_empty())
        }
        let mut found = parts(route);
        if !self.path.starts_with('/') && (found.next() != Some("wc") || found.next() != Some("v3"))
        {
            return false;
        }
        for wanted in parts(&self.path) {
            if wanted == "**" {
                return true;
            }
            match found.next() {
                Some(part) if wanted == "*" || wanted == part => {}
                _ => return false,
            }
        }
        found.next().is_none()
    }
}

impl When {
    /// Whether the n-th request is one of them.
    pub(crate) fn holds(&self, n: u64) -> bool {
        match *self {
            Self::Always => true,
            Self::From { first, last } => n >= first && last.is_none_or(|last| n <= last),
            Self::Every(step) => n.is_multiple_of(step.max(1)),
            Self::Share { millionths, seed } => {
                mixed(seed ^ mixed(n)) % 1_000_000 < u64::from(millionths)
            }
        }
    }
}

/// A number that looks random, always the same for the same one (the finaliser of SplitMix64).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl FaultKind {
    /// Whether it can happen to such a request at all; others are not counted.
    pub(crate) fn suits(&self, method: &str, route: &str) -> bool {
        match self {
            Self::HalfBatch => !is_read(method) && route.trim_end_matches('/').ends_with("/batch"),
            Self::Stale(_) => is_read(method),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(requests: &str, method: &str, route: &str) -> bool {
        format!("cut@{requests}").parse::<Fault>().unwrap().requests.fit(method, route)
    }

    #[test]
    fn a_path_fits_as_a_whole() {
        let route = "/wc/v3/products/batch";
        assert!(fits("POST products/batch", "POST", route));
        assert!(fits("products/*", "POST", route) && fits("products/**", "GET", route));
        assert!(fits("products/**", "GET", "/wc/v3/products/"));
        assert!(!fits("products", "POST", route) && !fits("products/batch/*", "POST", route));
        assert!(!fits("PUT products/batch", "POST", route));
        assert!(fits("/wc/v3/products/batch", "POST", route) && fits("/", "GET", "/"));
        assert!(!fits("products/batch", "POST", "/products/batch"));
        assert!(fits("write", "POST", route) && !fits("read", "POST", route));
        assert!(fits("any products/*/variations", "GET", "/wc/v3/products/7/variations"));
    }

    #[test]
    fn each_way_to_count_takes_its_requests() {
        let of = |when: &str| -> Vec<u64> {
            let fault: Fault = format!("cut#{when}").parse().unwrap();
            (1..=10).filter(|n| fault.when.holds(*n)).collect()
        };
        assert_eq!(of("3"), [3]);
        assert_eq!(of("3..5"), [3, 4, 5]);
        assert_eq!(of("9.."), [9, 10]);
        assert_eq!(of("4n"), [4, 8]);
        assert_eq!(of("100%").len(), 10);
        assert_eq!(of("0%").len(), 0);
        assert_eq!(of("50%:1"), of("50%:1"));
        assert_ne!(of("50%:1"), of("50%:2"));
    }

    #[test]
    fn a_share_of_ten_in_a_hundred_is_about_that() {
        for seed in 0..5 {
            let when = When::Share { millionths: 100_000, seed };
            let count = (1..=10_000).filter(|n| when.holds(*n)).count();
            assert!((850..1150).contains(&count), "{count}");
        }
    }
}
