//! Faults as they are written.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

use super::{Age, Fault, FaultKind, Methods, Requests, When, WrongJson};
use crate::server::hold::Moment;

impl Display for Fault {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "{}", self.kind)?;
        if self.requests != Requests::default() {
            write!(out, "@{}", self.requests)?;
        }
        if self.when != When::Always {
            write!(out, "#{}", self.when)?;
        }
        Ok(())
    }
}

/// A time in the largest unit that needs no fraction.
struct Time(Duration);

impl Display for Time {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self.0.as_millis() {
            millis if millis.is_multiple_of(1000) => write!(out, "{}s", millis / 1000),
            millis => write!(out, "{millis}ms"),
        }
    }
}

impl Display for FaultKind {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        out.write_str(self.word())?;
        match self {
            Self::DroppedBefore
            | Self::DroppedAfter
            | Self::HalfBatch
            | Self::PhpWarning
            | Self::Twice
            | Self::Cut(None)
            | Self::Certificate(None) => Ok(()),
            Self::Refused(time)
            | Self::SlowFirstByte(time)
            | Self::SlowBody(time)
            | Self::Certificate(Some(time))
            | Self::Stale(Age::Time(time)) => write!(out, "={}", Time(*time)),
            Self::Held(moment) => write!(out, "={}", word_of(*moment)),
            Self::Cut(Some(bytes)) => write!(out, "={bytes}"),
            Self::Stale(Age::Writes(writes)) => write!(out, "={writes}"),
            Self::Status { moment, retry_after, .. } => match (moment, retry_after) {
                (Moment::Before, None) => Ok(()),
                (Moment::After, None) => out.write_str("=after"),
                (Moment::Before, Some(time)) => write!(out, "={}", Time(*time)),
                (Moment::After, Some(time)) => write!(out, "=after,{}", Time(*time)),
            },
            Self::Latency(steps) => {
                for (at, step) in steps.iter().enumerate() {
                    out.write_str(if at == 0 { "=" } else { "," })?;
                    if step.requests != 1 {
                        write!(out, "{}x", step.requests)?;
                    }
                    write!(out, "{}", Time(step.wait))?;
                }
                Ok(())
            }
            Self::WrongJson(wrong) => out.write_str(match wrong {
                WrongJson::Half => "=half",
                WrongJson::Empty => "=empty",
                WrongJson::Other => "=other",
            }),
        }
    }
}

fn word_of(moment: Moment) -> &'static str {
    match moment {
        Moment::Before => "before",
        Moment::After => "after",
    }
}

impl Display for Requests {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        let methods = match &self.methods {
            Methods::Any if !self.path.is_empty() => return out.write_str(&self.path),
            Methods::Any => "any",
            Methods::Read => "read",
            Methods::Write => "write",
            Methods::Only(method) => method,
        };
        out.write_str(methods)?;
        if self.path.is_empty() { Ok(()) } else { write!(out, " {}", self.path) }
    }
}

impl Display for When {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match *self {
            Self::Always => Ok(()),
            Self::From { first, last: None } => write!(out, "{first}.."),
            Self::From { first, last: Some(last) } if first == last => write!(out, "{first}"),
            Self::From { first, last: Some(last) } => write!(out, "{first}..{last}"),
            Self::Every(step) => write!(out, "{step}n"),
            Self::Share { millionths, seed } => {
                let share = rust_decimal::Decimal::new(i64::from(millionths), 4).normalize();
                write!(out, "{share}%")?;
                if seed == 0 { Ok(()) } else { write!(out, ":{seed}") }
            }
        }
    }
}
