//! What was found out about a source, and why is it believed?

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

/// Why something is believed. Never a sentence: whoever shows it speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reason {
    /// What it is, such as `byte_order_mark`.
    pub code: SmolStr,
    /// What the sentence about it needs: names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(SmolStr, String)>,
}

impl Reason {
    /// A reason without parameters.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { code: SmolStr::new_static(code), params: Vec::new() }
    }

    /// The same with one parameter more.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers are handed over as they are")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((SmolStr::new_static(name), value.to_string()));
        self
    }
}

/// Something that was found out, or that the user decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Detected<T> {
    /// What is believed.
    pub value: T,
    /// Why.
    pub reason: Reason,
    /// Whether the user decided it.
    #[serde(default)]
    pub overruled: bool,
}

impl<T> Detected<T> {
    /// Found out for a reason.
    #[must_use]
    pub fn new(value: T, reason: Reason) -> Self {
        Self { value, reason, overruled: false }
    }

    /// Decided by the user.
    #[must_use]
    pub fn chosen(value: T) -> Self {
        Self { value, reason: Reason::new("chosen"), overruled: true }
    }
}
