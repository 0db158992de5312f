//! How do hosts that speak JSON ask, and who may stop what takes a while?
//!
//! A host gives a call a name of its own. Under that name it is told how far the call is, and under that name the
//! call can be stopped.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::{
    commands,
    error::ApiError,
    events::{Event, Events},
    progress::{Progress, Stage, Watch},
    studio::Studio,
};

/// How often a call says how far it is, unless it begins something else.
const AT_MOST_EVERY: Duration = Duration::from_millis(200);
/// Longer names of calls are refused.
const LONGEST_NAME: usize = 100;

/// The calls that go on, by their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls(Arc<Mutex<HashMap<String, CancellationToken>>>);

/// Names a call.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CallNamed {
    /// The name that the host gave to it.
    pub call: String,
}

/// Whether there was something to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CallCancelled {
    /// The call was going on.
    pub was_going: bool,
}

/// Carries out a command by its name. Under the name of the `call` its progress is told, and [`cancel`] stops it.
/// Who drops this stops it too.
///
/// # Errors
/// `call_name_taken`, `call_name_too_long`, or what [`commands::call`] says.
pub async fn rpc(
    studio: &Studio,
    name: &str,
    request: Value,
    call: Option<String>,
) -> Result<Value, ApiError> {
    let Some(call) = call else {
        return commands::call(studio, name, request, &Watch::nobody()).await;
    };
    let going = Going::new(studio.calls(), call.clone())?;
    let teller = Teller::new(studio.events().clone(), call);
    let watch = Watch::new(move |progress| teller.tell(progress), going.cancel.clone());
    commands::call(studio, name, request, &watch).await
}

/// Stops a call.
pub async fn cancel(studio: &Studio, request: CallNamed) -> Result<CallCancelled, ApiError> {
    Ok(CallCancelled { was_going: stop(studio, &request.call) })
}

/// Stops a call; whether there was one.
pub fn stop(studio: &Studio, call: &str) -> bool {
    let calls = studio.calls().0.lock().unwrap_or_else(PoisonError::into_inner);
    calls.get(call).map(CancellationToken::cancel).is_some()
}

/// A call that goes on, until this is dropped.
struct Going {
    calls: Calls,
    call: String,
    cancel: CancellationToken,
}

impl Going {
    fn new(calls: &Calls, call: String) -> Result<Self, ApiError> {
        if call.len() > LONGEST_NAME {
            return Err(ApiError::new("call_name_too_long").with("most", LONGEST_NAME));
        }
        let cancel = CancellationToken::new();
        let mut going = calls.0.lock().unwrap_or_else(PoisonError::into_inner);
        match going.entry(call.clone()) {
            Entry::Occupied(_) => Err(ApiError::new("call_name_taken").with("call", call)),
            Entry::Vacant(entry) => {
                entry.insert(cancel.clone());
                Ok(Self { calls: calls.clone(), call, cancel })
            }
        }
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        // Work that was handed to a thread goes on without us, unless it is told.
        self.cancel.cancel();
        self.calls.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.call);
    }
}

/// Tells everybody how far a call is, and not too often.
struct Teller {
    events: Events,
    call: String,
    last: Mutex<Option<(Stage, Instant)>>,
}

impl Teller {
    fn new(events: Events, call: String) -> Self {
        Self { events, call, last: Mutex::default() }
    }

    fn tell(&self, Progress { stage, done, total }: Progress) {
        let now = Instant::now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_too_soon = last.is_some_and(|(of, at)| of == stage && now - at < AT_MOST_EVERY);
        if is_too_soon {
            return;
        }
        *last = Some((stage, now));
        self.events.tell(Event::CallProgressed { call: self.call.clone(), stage, done, total });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Home;

    async fn studio(folder: &tempfile::TempDir) -> Studio {
        Studio::open(Home::at(folder.path().to_path_buf()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_call_says_under_its_name_how_far_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.csv");
        std::fs::write(&file, format!("SKU,Name\n{}", "A,Rope\n".repeat(100_000))).unwrap();
        let studio = studio(&folder).await;
        let mut told = studio.events().listen();
        let request = json!({ "file": file });
        rpc(&studio, "files.inspect", request, Some("look".into())).await.unwrap();
        match told.next_now().unwrap() {
            Event::CallProgressed { call, .. } => assert_eq!(call, "look"),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_call_that_goes_on_can_be_stopped_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let studio = studio(&folder).await;
        let going = Going::new(studio.calls(), "one".into()).unwrap();
        let stop =
            |call: &str| rpc(&studio, "calls.cancel", json!({ "call": call }), Some("stop".into()));
        assert_eq!(stop("another").await.unwrap(), json!({ "was_going": false }));
        assert!(!going.cancel.is_cancelled());
        assert_eq!(stop("one").await.unwrap(), json!({ "was_going": true }));
        assert!(going.cancel.is_cancelled());
        drop(going);
        assert_eq!(stop("one").await.unwrap(), json!({ "was_going": false }));
    }

    #[tokio::test]
    async fn two_calls_never_have_the_same_name() {
        let folder = tempfile::tempdir().unwrap();
        let studio = studio(&folder).await;
        let ask = |call: String| rpc(&studio, "stores.list", json!({}), Some(call));
        let going = Going::new(studio.calls(), "one".into()).unwrap();
        assert_eq!(ask("one".into()).await.unwrap_err().code, "call_name_taken");
        drop(going);
        assert_eq!(ask("one".into()).await.unwrap(), json!([]));
        assert_eq!(ask("x".repeat(101)).await.unwrap_err().code, "call_name_too_long");
    }

    #[tokio::test]
    async fn progress_is_told_five_times_a_second_and_at_each_new_stage() {
        let events = Events::default();
        let mut told = events.listen();
        let teller = Teller::new(events, "one".into());
        let tell = |stage, done| teller.tell(Progress { stage, done, total: None });
        (0..1_000).for_each(|done| tell(Stage::Reading, done));
        tell(Stage::Planning, 0);
        let mut stages = Vec::new();
        while let Some(Event::CallProgressed { stage, .. }) = told.next_now() {
            stages.push(stage);
        }
        assert_eq!(stages.last(), Some(&Stage::Planning));
        assert!(stages.len() < 10, "{} events", stages.len());
    }
}
