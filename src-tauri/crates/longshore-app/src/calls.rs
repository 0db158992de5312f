//! How do hosts that speak JSON ask, and who may stop what takes a while?
//!
//! A host gives a call a name of its own. Under that name it is told how far the call is, and under that name the
//! call can be stopped, and joined: a page that was loaded anew, or another one, waits for the same answer.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::{
    commands,
    error::ApiError,
    events::{Event, Events},
    progress::{Progress, Stage, Watch},
    stores::Nothing,
    studio::Studio,
};

/// How often a call says how far it is, unless it begins something else.
const AT_MOST_EVERY: Duration = Duration::from_millis(200);
/// Longer names of calls are refused.
const LONGEST_NAME: usize = 100;

/// The calls that go on, by their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls(Arc<Mutex<HashMap<String, Call>>>);

type Answered = Option<Result<Value, ApiError>>;

/// What is known of a call that goes on.
#[derive(Debug)]
struct Call {
    command: String,
    request: Value,
    cancel: CancellationToken,
    progress: Option<Progress>,
    answered: watch::Receiver<Answered>,
}

/// Commands that go on although whoever asked is gone: what they come to is kept, and they can be joined.
const OUTLIVING: [&str; 1] = ["drafts.plan"];

/// Whether a command goes on although whoever asked for it is gone.
#[must_use]
pub fn outlives_its_asker(command: &str) -> bool {
    OUTLIVING.contains(&command)
}

/// A call that goes on.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CallGoing {
    /// The name that the host gave to it.
    pub call: String,
    /// How far it is, once it said so.
    pub progress: Option<Progress>,
}

/// What a call that was joined came to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CallJoined {
    /// The call was going on.
    pub was_going: bool,
    /// What it answered.
    pub answer: Value,
}

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
/// Who drops this stops it too. Where the same is asked under the same name while it goes on, that is joined.
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
    let going = match Going::begin(studio.calls(), &call, name, &request)? {
        Begun::New(going) => going,
        Begun::Joined(answered) => return end_of(answered).await,
    };
    let teller = Teller::new(studio.events().clone(), studio.calls().clone(), call);
    let watch = Watch::new(move |progress| teller.tell(progress), going.cancel.clone()).patient();
    let answer = commands::call(studio, name, request, &watch).await;
    going.answer.send_replace(Some(answer.clone()));
    answer
}

/// The calls that go on, in the order of their names.
pub async fn list(studio: &Studio, _: Nothing) -> Result<Vec<CallGoing>, ApiError> {
    let calls = studio.calls().0.lock().unwrap_or_else(PoisonError::into_inner);
    let going = |(call, known): (&String, &Call)| CallGoing {
        call: call.clone(),
        progress: known.progress,
    };
    let mut list: Vec<CallGoing> = calls.iter().map(going).collect();
    list.sort_by(|one, other| one.call.cmp(&other.call));
    Ok(list)
}

/// Waits for a call that goes on, and answers what it answers.
pub async fn join(studio: &Studio, request: CallNamed) -> Result<CallJoined, ApiError> {
    let answered = {
        let calls = studio.calls().0.lock().unwrap_or_else(PoisonError::into_inner);
        calls.get(&request.call).map(|call| call.answered.clone())
    };
    match answered {
        Some(answered) => Ok(CallJoined { was_going: true, answer: end_of(answered).await? }),
        None => Ok(CallJoined { was_going: false, answer: Value::Null }),
    }
}

/// What a call comes to. One that was dropped was stopped.
async fn end_of(mut answered: watch::Receiver<Answered>) -> Result<Value, ApiError> {
    match answered.wait_for(Option::is_some).await {
        Ok(answer) => answer.clone().unwrap_or_else(|| Err(ApiError::cancelled())),
        Err(_) => Err(ApiError::cancelled()),
    }
}

/// Stops a call.
pub async fn cancel(studio: &Studio, request: CallNamed) -> Result<CallCancelled, ApiError> {
    Ok(CallCancelled { was_going: stop(studio, &request.call) })
}

/// Stops a call; whether there was one.
pub fn stop(studio: &Studio, call: &str) -> bool {
    let calls = studio.calls().0.lock().unwrap_or_else(PoisonError::into_inner);
    calls.get(call).map(|call| call.cancel.cancel()).is_some()
}

/// A call that goes on, until this is dropped.
struct Going {
    calls: Calls,
    call: String,
    cancel: CancellationToken,
    answer: watch::Sender<Answered>,
}

/// What asking under a name came to.
enum Begun {
    New(Going),
    /// The same goes on already.
    Joined(watch::Receiver<Answered>),
}

impl Going {
    fn begin(calls: &Calls, call: &str, command: &str, request: &Value) -> Result<Begun, ApiError> {
        if call.len() > LONGEST_NAME {
            return Err(ApiError::new("call_name_too_long").with("most", LONGEST_NAME));
        }
        let mut going = calls.0.lock().unwrap_or_else(PoisonError::into_inner);
        match going.entry(call.to_owned()) {
            Entry::Occupied(entry) => {
                let known = entry.get();
                match known.command == command && known.request == *request {
                    true => Ok(Begun::Joined(known.answered.clone())),
                    false => Err(ApiError::new("call_name_taken").with("call", call)),
                }
            }
            Entry::Vacant(entry) => {
                let cancel = CancellationToken::new();
                let (answer, answered) = watch::channel(None);
                entry.insert(Call {
                    command: command.to_owned(),
                    request: request.clone(),
                    cancel: cancel.clone(),
                    progress: None,
                    answered,
                });
                Ok(Begun::New(Self { calls: calls.clone(), call: call.to_owned(), cancel, answer }))
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
    calls: Calls,
    call: String,
    last: Mutex<Option<(Stage, Instant)>>,
}

impl Teller {
    fn new(events: Events, calls: Calls, call: String) -> Self {
        Self { events, calls, call, last: Mutex::default() }
    }

    fn tell(&self, progress: Progress) {
        let Progress { stage, done, total } = progress;
        let now = Instant::now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_too_soon = last.is_some_and(|(of, at)| of == stage && now - at < AT_MOST_EVERY);
        if is_too_soon {
            return;
        }
        *last = Some((stage, now));
        let mut calls = self.calls.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = calls.get_mut(&self.call) {
            call.progress = Some(progress);
        }
        drop(calls);
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

    /// A call of a command that nobody asks for a second time.
    fn going(studio: &Studio, call: &str) -> Going {
        match Going::begin(studio.calls(), call, "files.check", &json!({})).unwrap() {
            Begun::New(going) => going,
            Begun::Joined(_) => panic!("{call} goes on"),
        }
    }

    #[tokio::test]
    async fn whoever_comes_later_finds_what_goes_on_and_waits_for_the_same_answer() {
        let folder = tempfile::tempdir().unwrap();
        let studio = studio(&folder).await;
        let ask = |name: &'static str, request| rpc(&studio, name, request, None);
        assert_eq!(ask("calls.list", json!({})).await.unwrap(), json!([]));
        let first = going(&studio, "one");
        let teller = Teller::new(studio.events().clone(), studio.calls().clone(), "one".to_owned());
        teller.tell(Progress { stage: Stage::Asking, done: 200, total: Some(1_000) });
        let progress = json!({ "stage": "asking", "done": 200, "total": 1_000 });
        assert_eq!(
            ask("calls.list", json!({})).await.unwrap(),
            json!([{ "call": "one", "progress": progress }])
        );
        let joined = ask("calls.join", json!({ "call": "one" }));
        // The same under the same name is no second one; its answer is never asked of the command itself.
        let again = rpc(&studio, "files.check", json!({}), Some("one".into()));
        let end = async {
            tokio::task::yield_now().await;
            first.answer.send_replace(Some(Ok(json!("done"))));
            drop(first);
        };
        let (joined, again, ()) = tokio::join!(joined, again, end);
        assert_eq!(joined.unwrap(), json!({ "was_going": true, "answer": "done" }));
        assert_eq!(again.unwrap(), json!("done"));
        let gone = ask("calls.join", json!({ "call": "one" })).await.unwrap();
        assert_eq!(gone, json!({ "was_going": false, "answer": null }));
    }

    #[tokio::test]
    async fn whoever_joined_what_is_stopped_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let studio = studio(&folder).await;
        let first = going(&studio, "one");
        let joined = rpc(&studio, "calls.join", json!({ "call": "one" }), None);
        let end = async {
            tokio::task::yield_now().await;
            drop(first);
        };
        let (joined, ()) = tokio::join!(joined, end);
        assert_eq!(joined.unwrap_err().code, "cancelled");
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
        let going = going(&studio, "one");
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
        let going = going(&studio, "one");
        assert_eq!(ask("one".into()).await.unwrap_err().code, "call_name_taken");
        drop(going);
        assert_eq!(ask("one".into()).await.unwrap(), json!([]));
        assert_eq!(ask("x".repeat(101)).await.unwrap_err().code, "call_name_too_long");
    }

    #[tokio::test]
    async fn progress_is_told_five_times_a_second_and_at_each_new_stage() {
        let events = Events::default();
        let mut told = events.listen();
        let teller = Teller::new(events, Calls::default(), "one".into());
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
