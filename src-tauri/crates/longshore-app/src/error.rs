//! What is said when something asked for could not be done?

use std::{collections::BTreeMap, time::Duration};

use longshore_connectors::{DownloadError, Fault, StoreError};
use longshore_formats::ReadError;
use longshore_journal::JournalError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command did not do what was asked. A code with parameters: whoever shows it translates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, TS)]
#[error("{code} {params:?}")]
pub struct ApiError {
    /// What happened, such as `file_not_found`.
    pub code: String,
    /// What the sentence about it needs. Never a secret.
    pub params: BTreeMap<String, String>,
    /// For the log: the words of the library or the store underneath.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
    /// What to do, as a code of its own, where the code alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<String>,
    /// Whose matter it is.
    #[serde(skip)]
    pub class: Class,
    /// Whether the same may well succeed a little later: the store is away.
    #[serde(skip)]
    pub is_passing: bool,
    /// Whether whoever looks on had better be told at once: the store is there no more as it was, and nothing says that it
    /// will be soon.
    #[serde(skip)]
    pub lasts: bool,
    /// For how long the store wants to be left alone.
    #[serde(skip)]
    pub asks_to_wait: Option<Duration>,
}

/// Whose matter an error is; decides a program's exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// What was asked for or handed over cannot be worked with; nothing was written.
    #[default]
    Request,
    /// The store cannot be reached or does not let us in.
    Store,
    /// It was begun and did not end.
    Interrupted,
}

impl ApiError {
    /// An error of that code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            params: BTreeMap::new(),
            detail: None,
            hint: None,
            class: Class::Request,
            is_passing: false,
            lasts: false,
            asks_to_wait: None,
        }
    }

    /// With something that the sentence about it needs.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl std::fmt::Display) -> Self {
        self.params.insert(name.into(), value.to_string());
        self
    }

    /// With what to do.
    #[must_use]
    pub fn hint(mut self, code: impl Into<String>) -> Self {
        self.hint = Some(code.into());
        self
    }

    /// With words for the log.
    #[must_use]
    pub fn detail(mut self, words: impl std::fmt::Display) -> Self {
        self.detail = Some(words.to_string());
        self
    }

    /// Of that class.
    #[must_use]
    pub fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// Somebody stopped it before anything was sent.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new("cancelled").class(Class::Interrupted)
    }

    /// Something that cannot happen unless the machine or we are at fault.
    #[must_use]
    pub fn internal(words: impl std::fmt::Display) -> Self {
        Self::new("internal").detail(words)
    }
}

impl From<JournalError> for ApiError {
    fn from(error: JournalError) -> Self {
        let mut told = Self::new(error.code()).detail(&error);
        told.params =
            error.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        told
    }
}

impl From<&StoreError> for ApiError {
    fn from(error: &StoreError) -> Self {
        let class = match error.fault {
            // What was typed cannot be used at all: no store was asked.
            Fault::AddressInvalid { .. }
            | Fault::PlainHttp { .. }
            | Fault::KeyInvalid
            | Fault::AuthorityInvalid => Class::Request,
            _ => Class::Store,
        };
        let mut told = Self::new(error.code()).detail(error).class(class);
        told.params =
            error.params().into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        told.is_passing = error.is_passing() || error.is_unreachable();
        told.lasts = error.is_unreachable() && !error.is_passing();
        told.asks_to_wait = error.retry_after();
        told
    }
}

impl From<DownloadError> for ApiError {
    fn from(error: DownloadError) -> Self {
        let mut told = Self::new(error.code()).detail(&error);
        told.params =
            error.params().into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        told.is_passing = error.is_passing();
        told
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::from(&error)
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        if matches!(error, ReadError::Cancelled) {
            return Self::cancelled();
        }
        let mut told = Self::new(error.code()).detail(&error);
        told.params =
            error.params().into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        told
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        Self::new("data_folder_unusable").detail(error)
    }
}

impl From<tokio::task::JoinError> for ApiError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(error)
    }
}
