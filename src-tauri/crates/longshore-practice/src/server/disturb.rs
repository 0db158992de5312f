//! What faults do to a request and its answer, step by step on their way.

use std::time::Duration;

use super::answer::{Answer, JSON};
use super::deliver::Delivery;
use super::gateway::Shared;
use super::hold::Moment;
use crate::faults::plan::Disturbance;
use crate::faults::{FaultKind, WrongJson};
use crate::wordpress::failure::Failure;

/// What becomes of a request.
pub(super) enum Verdict {
    /// It goes its way.
    GoOn,
    /// Its connection ends.
    End,
    /// It is answered with this.
    Answer(Answer),
}

/// What happens before a request is carried out.
pub(super) async fn before(disturbance: &Disturbance) -> Verdict {
    let latency = disturbance.latency();
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    at(disturbance, Moment::Before).await
}

/// What happens after it: the answer as it is now, unless the connection ends.
pub(super) async fn after(disturbance: &Disturbance, answer: Answer) -> Verdict {
    let answer = match at(disturbance, Moment::After).await {
        Verdict::GoOn => answer,
        Verdict::Answer(other) => other,
        Verdict::End => return Verdict::End,
    };
    Verdict::Answer(rewritten(disturbance, answer))
}

async fn at(disturbance: &Disturbance, now: Moment) -> Verdict {
    if disturbance.plays(&FaultKind::Held(now)) {
        disturbance.until_changed().await;
        return Verdict::End;
    }
    let status = disturbance.play_first(|kind| match kind {
        FaultKind::Status { status, moment, retry_after } if *moment == now => {
            Some((*status, *retry_after))
        }
        _ => None,
    });
    status.map_or(Verdict::GoOn, |(status, retry)| Verdict::Answer(instead(status, retry)))
}

/// What stands in the answer's place.
fn instead(status: u16, retry_after: Option<Duration>) -> Answer {
    let reason = match status {
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        _ => "",
    };
    let mut answer = if reason.is_empty() {
        Answer::failure(&Failure::out_of_memory())
    } else {
        let page = format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
        );
        let mut answer = Answer::html(status, &page);
        answer.content_type = "text/html";
        answer
    };
    if let Some(time) = retry_after {
        let seconds = time.as_millis().div_ceil(1000);
        answer = answer.with("Retry-After", seconds.to_string());
    }
    answer
}

/// What a display of errors, left switched on, puts before everything else.
const WARNING: &[u8] = b"<br />\n<b>Warning</b>:  Undefined array key \"sale_price\" in <b>/var/www/html/wp-content/plugins/price-sync/price-sync.php</b> on line <b>214</b><br />\n";

fn rewritten(disturbance: &Disturbance, mut answer: Answer) -> Answer {
    if answer.content_type != JSON {
        return answer;
    }
    let wrong = disturbance.play_first(|kind| match kind {
        FaultKind::WrongJson(wrong) => Some(*wrong),
        _ => None,
    });
    match wrong {
        Some(WrongJson::Half) => answer.body.truncate(answer.body.len() / 2),
        Some(WrongJson::Empty) => answer.body.clear(),
        Some(WrongJson::Other) => answer.body = br#"{"success":true,"data":null}"#.to_vec(),
        None => {}
    }
    if disturbance.plays(&FaultKind::PhpWarning) {
        answer.body.splice(0..0, WARNING.iter().copied());
    }
    answer
}

/// The way out; none if the connection ends.
pub(super) async fn deliver(
    shared: &Shared,
    disturbance: &Disturbance,
    mut answer: Answer,
) -> Option<Delivery> {
    let time = |wanted: fn(&FaultKind) -> Option<Duration>| disturbance.play_first(wanted);
    if let Some(lasts) = time(|kind| match kind {
        FaultKind::Refused(lasts) => Some(*lasts),
        _ => None,
    }) {
        shared.doors.shut(lasts).await;
        answer = answer.with("Connection", "close");
    }
    if let Some(lasts) = disturbance.play_first(|kind| match kind {
        FaultKind::Certificate(lasts) => Some(*lasts),
        _ => None,
    }) {
        shared.doors.be_a_stranger(lasts).await;
        answer = answer.with("Connection", "close");
    }
    if let Some(wait) = time(|kind| match kind {
        FaultKind::SlowFirstByte(wait) => Some(*wait),
        _ => None,
    }) {
        tokio::time::sleep(wait).await;
    }
    if disturbance.plays(&FaultKind::DroppedAfter) {
        return None;
    }
    let length = answer.body.len();
    let cut = disturbance.play_first(|kind| match kind {
        FaultKind::Cut(after) => Some(after.unwrap_or(length / 2)),
        _ => None,
    });
    let over = time(|kind| match kind {
        FaultKind::SlowBody(over) => Some(*over),
        _ => None,
    });
    Some(Delivery { answer, cut, over })
}
