//! What can go wrong between us and a store, and can the store have done anything?

use std::time::Duration;

use smol_str::SmolStr;

pub use crate::fault::Fault;

/// Whether a request that failed can have changed the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Certainly not: it never left, or the store refused it as a whole.
    Nothing,
    /// Nobody knows: it left, and no answer that can be understood came back.
    Maybe,
}

/// Why a request to a store failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{fault}")]
pub struct StoreError {
    /// What happened.
    #[source]
    pub fault: Fault,
    /// Whether the store can have done anything.
    pub sent: Sent,
}

impl StoreError {
    /// A failure before the request could do anything.
    #[must_use]
    pub fn nothing_sent(fault: Fault) -> Self {
        Self { fault, sent: Sent::Nothing }
    }

    /// A failure that leaves open what the store did.
    #[must_use]
    pub fn maybe_sent(fault: Fault) -> Self {
        Self { fault, sent: Sent::Maybe }
    }

    /// The code of what happened.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// What a sentence about it needs.
    #[must_use]
    pub fn params(&self) -> Vec<(SmolStr, String)> {
        self.fault.params()
    }

    /// Whether nothing at all could be heard of the store, or it is down: nothing to do with what was asked.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        self.fault.is_unreachable()
    }

    /// Whether no connection came about.
    #[must_use]
    pub fn is_unconnected(&self) -> bool {
        matches!(
            self.fault,
            Fault::ConnectionRefused { .. }
                | Fault::Unreachable { .. }
                | Fault::ConnectTimedOut { .. }
                | Fault::NameUnknown { .. }
        )
    }

    /// Whether the key is the trouble.
    #[must_use]
    pub fn is_unauthorised(&self) -> bool {
        matches!(
            self.fault,
            Fault::KeyUnknown { .. }
                | Fault::KeyRefused { .. }
                | Fault::KeyInvalid
                | Fault::Forbidden { .. }
                | Fault::Firewall { .. }
                | Fault::RobotCheck { .. }
                | Fault::RestSwitchedOff { .. }
                | Fault::PasswordWanted
                | Fault::PlainHttp { .. }
        )
    }

    /// Whether the same request may well succeed a little later. Only a read may be repeated without a look first.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self.fault,
            Fault::ConnectionRefused { .. }
                | Fault::Unreachable { .. }
                | Fault::ConnectTimedOut { .. }
                | Fault::NameUnknown { .. }
                | Fault::Dropped
                | Fault::TimedOut { .. }
                | Fault::AnswerCut { .. }
                | Fault::TooManyRequests { .. }
                | Fault::Unavailable { .. }
                | Fault::Closed { status: 503, .. }
                | Fault::ServerFailed { .. }
                | Fault::AnswerNotJson { .. }
        )
    }

    /// How long the store wants to be left alone.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.fault {
            Fault::TooManyRequests { retry_after }
            | Fault::Unavailable { retry_after, .. }
            | Fault::Closed { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// Whether fewer records a request may help: the answer or the question was too much for somebody.
    #[must_use]
    pub fn wants_smaller_requests(&self) -> bool {
        matches!(
            self.fault,
            Fault::TooLarge
                | Fault::AnswerTooLarge { .. }
                | Fault::AnswerCut { .. }
                | Fault::TimedOut { .. }
                | Fault::ServerFailed { .. }
                | Fault::Unavailable { status: 502 | 504, .. }
        )
    }
}
