//! Routes that no WooCommerce has: for tests in other processes and other languages.
//!
//! All below `/practice`, with the read-write key as Basic or in the query, in whatever mode:
//! * `GET /practice/requests` lists the requests, `DELETE` forgets them
//! * `POST /practice/holds` with a [`Matcher`] holds requests and answers `{"id"}`
//! * `GET /practice/holds/<id>?wait=<seconds>` waits for one: `{"held": true}`
//! * `DELETE /practice/holds/<id>` releases them; with `?discard=1` their connections end
//! * `PUT /practice/faults` with a list of faults as they are written (see [`crate::faults`]) plays
//!   these and no others; `GET` lists them with their counts, `DELETE` ends them

use std::time::Duration;

use serde_json::json;

use super::answer::Answer;
use super::gateway::Shared;
use super::hold::Matcher;
use crate::error::FaultError;
use crate::faults::Fault;

/// The longest wait for a held request, in seconds.
const LONGEST_WAIT: f64 = 60.0;

/// Answers a control request; the caller has checked the key.
pub(crate) async fn answer(
    shared: &Shared,
    method: &str,
    path: &str,
    query: &[(String, String)],
    body: &[u8],
) -> Answer {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).skip(1).collect();
    let get =
        |name: &str| query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    match (method, parts.as_slice()) {
        ("GET", ["requests"]) => {
            let requests = serde_json::to_value(shared.log.requests()).unwrap_or_default();
            Answer::value(200, &requests)
        }
        ("DELETE", ["requests"]) => {
            shared.log.clear();
            Answer::value(200, &json!({}))
        }
        ("POST", ["holds"]) => match serde_json::from_slice::<Matcher>(body) {
            Ok(matcher) => {
                Answer::value(201, &json!({ "id": shared.holds.hold_by_number(matcher) }))
            }
            Err(error) => {
                Answer::value(400, &json!({ "code": "bad_matcher", "message": error.to_string() }))
            }
        },
        ("GET", ["holds", id]) => {
            let wait = get("wait").and_then(|wait| wait.parse().ok()).unwrap_or(0.0);
            let wait = Duration::from_secs_f64(f64::clamp(wait, 0.0, LONGEST_WAIT));
            match shared.holds.reached(id.parse().unwrap_or(0), wait).await {
                Some(held) => Answer::value(200, &json!({ "held": held })),
                None => unknown(),
            }
        }
        ("DELETE", ["holds", id]) => {
            let discard = get("discard").is_some_and(|value| value == "1");
            if shared.holds.end(id.parse().unwrap_or(0), discard) {
                Answer::value(200, &json!({}))
            } else {
                unknown()
            }
        }
        ("GET", ["faults"]) => counts(shared),
        ("PUT", ["faults"]) => match faults(body) {
            Ok(faults) => {
                shared.set_faults(faults);
                counts(shared)
            }
            Err(answer) => answer,
        },
        ("DELETE", ["faults"]) => {
            shared.set_faults([]);
            counts(shared)
        }
        _ => unknown(),
    }
}

fn counts(shared: &Shared) -> Answer {
    Answer::value(200, &serde_json::to_value(shared.faults.counts()).unwrap_or_default())
}

fn faults(body: &[u8]) -> Result<Vec<Fault>, Answer> {
    let texts: Vec<String> = serde_json::from_slice(body).map_err(|error| {
        Answer::value(400, &json!({ "code": "bad_faults", "message": error.to_string() }))
    })?;
    let read = texts.iter().map(|text| text.parse()).collect::<Result<_, FaultError>>();
    read.map_err(|error| {
        Answer::value(400, &json!({ "code": error.code(), "message": error.to_string() }))
    })
}

fn unknown() -> Answer {
    Answer::value(404, &json!({ "code": "unknown", "message": "There is nothing here." }))
}
