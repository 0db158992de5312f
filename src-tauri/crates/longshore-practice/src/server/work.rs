//! The work on a request: who asks, what for, and the answer.

use std::sync::PoisonError;

use axum::http::header;

use super::answer::Answer;
use super::call::Call;
use super::dispatch;
use super::effects::{CarriedOut, Effect};
use super::gateway::{ApiRoute, Inbound, Shared};
use crate::faults::plan::Disturbance;
use crate::faults::{FaultKind, is_read};
use crate::wordpress::dates;
use crate::wordpress::failure::Failure;
use crate::wordpress::query;

/// Carries a request out, as often and as far as it is to be.
pub(super) fn work(
    shared: &Shared,
    inbound: &Inbound,
    route: &ApiRoute,
    pairs: &[(String, String)],
    disturbance: &Disturbance,
) -> (Answer, CarriedOut, Vec<Effect>) {
    let dies_half_way = disturbance.plays(&FaultKind::HalfBatch);
    let is_twice = disturbance.plays(&FaultKind::Twice);
    let once = || api(shared, inbound, route, pairs, disturbance, dies_half_way);
    let mut worked = once();
    let mut times = u32::from(worked.is_carried_out);
    if is_twice {
        let before = std::mem::replace(&mut worked, once());
        times += u32::from(worked.is_carried_out);
        worked.effects.splice(0..0, before.effects);
    }
    let carried_out = match times {
        0 => CarriedOut::No,
        _ if dies_half_way && worked.answer.status == 500 => CarriedOut::Half,
        1 => CarriedOut::Once,
        _ => CarriedOut::Twice,
    };
    (worked.answer, carried_out, worked.effects)
}

/// What came of a request.
struct Worked {
    answer: Answer,
    /// Whether it came to the records at all.
    is_carried_out: bool,
    effects: Vec<Effect>,
}

/// The API itself: who asks, what for, and the answer.
fn api(
    shared: &Shared,
    inbound: &Inbound,
    route: &ApiRoute,
    pairs: &[(String, String)],
    disturbance: &Disturbance,
    dies_half_way: bool,
) -> Worked {
    let query = query::parse(&inbound.query);
    let mut call = Call::new(&inbound.method, inbound.base.clone(), &route.path, query);
    let content_type = inbound.header(header::CONTENT_TYPE);
    call.read_body(content_type, &inbound.body);
    call.dies_half_way = dies_half_way;
    let over = inbound.headers.get("x-http-method-override").and_then(|value| value.to_str().ok());
    let over = pairs
        .iter()
        .find(|(name, _)| name == "_method")
        .map(|(_, method)| method.as_str())
        .or(over);
    if let Some(method) = over {
        call.method = method.to_ascii_uppercase();
    }
    let form = if content_type.starts_with("application/x-www-form-urlencoded") {
        query::pairs(&String::from_utf8_lossy(&inbound.body))
    } else {
        Vec::new()
    };
    let address = format!("{}{}", inbound.base, inbound.path);
    let credentials = inbound.credentials(&address, pairs, &form);
    let is_wordpress = route.path.trim_start_matches('/').starts_with("wp/");
    if is_wordpress {
        match shared.gate.person(&credentials) {
            Ok(person) => call.visitor = person.cloned(),
            Err(failure) => return not_let_in(shared, inbound, &failure),
        }
        call.file = Some(inbound.sent_file());
    }
    let key = if route.plain || is_wordpress {
        Ok(None)
    } else {
        shared.gate.key(&credentials, dates::now())
    };
    let refused = match &key {
        Ok(Some(key)) => key.permits(&call.method).err(),
        Ok(None) => None,
        Err(failure) => Some(failure.clone()),
    };
    let known = matches!(key, Ok(Some(_))) || call.visitor.is_some();
    let mut worked = match refused {
        Some(failure) => {
            Worked { answer: Answer::failure(&failure), is_carried_out: false, effects: Vec::new() }
        }
        None => {
            call.authenticated = known;
            dispatched(shared, &mut call, &address, pairs, disturbance)
        }
    };
    let mut answer = worked.answer;
    if call.wants_envelope() {
        answer = answer.envelope();
    }
    if !answer.headers.iter().any(|(name, _)| *name == "Link") {
        answer = answer.with("Link", shared.place.link(&inbound.base));
    }
    worked.answer = if known {
        answer
            .with("Expires", "Wed, 11 Jan 1984 05:00:00 GMT")
            .with("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private")
    } else {
        answer.with("Vary", "Origin")
    };
    worked
}

/// WordPress knows neither name nor password.
fn not_let_in(shared: &Shared, inbound: &Inbound, failure: &Failure) -> Worked {
    let answer = Answer::failure(failure)
        .with("Link", shared.place.link(&inbound.base))
        .with("Vary", "Origin");
    Worked { answer, is_carried_out: false, effects: Vec::new() }
}

/// The answer of the records, or the one that a cache still has.
fn dispatched(
    shared: &Shared,
    call: &mut Call,
    address: &str,
    pairs: &[(String, String)],
    disturbance: &Disturbance,
) -> Worked {
    let mut shop = shared.shop.lock().unwrap_or_else(PoisonError::into_inner);
    let is_kept = disturbance.keeps_answers() && call.authenticated && is_read(&call.method);
    let address = is_kept.then(|| kept_address(address, pairs));
    if let Some(address) = &address
        && let Some(answer) = disturbance.old_answer(address, shared.faults.writes())
    {
        return Worked { answer, is_carried_out: false, effects: Vec::new() };
    }
    shop.effects.clear();
    let answer = dispatch::answer(&mut shop, call);
    if let Some(address) = &address {
        disturbance.keep_answer(address, &answer, shared.faults.writes());
    }
    if !is_read(&call.method) {
        shared.faults.wrote();
    }
    Worked { answer, is_carried_out: true, effects: std::mem::take(&mut shop.effects) }
}

/// An address without what differs each time: keys and signatures.
fn kept_address(address: &str, pairs: &[(String, String)]) -> String {
    let mut kept = address.to_owned();
    for (name, value) in pairs {
        if !name.starts_with("oauth_") && !name.starts_with("consumer_") {
            kept.push('&');
            kept.push_str(name);
            kept.push('=');
            kept.push_str(value);
        }
    }
    kept
}
