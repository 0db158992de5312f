//! Where does a run stand, and where can it go from there?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Its plan is made or being made; nothing was sent.
    Planned,
    /// It is carried out.
    Running,
    /// It waits for the user.
    Paused,
    /// It ended without coming to its end.
    Interrupted,
    /// It came to its end; single changes may have failed.
    Completed,
    /// The user ended it.
    Cancelled,
}

impl RunStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Running,
        Self::Paused,
        Self::Interrupted,
        Self::Completed,
        Self::Cancelled,
    ];

    /// The name used in codes and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Interrupted => "interrupted",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether a run can go from here to there. What was cancelled or interrupted can be resumed; a completed run
    /// stays as it is.
    #[must_use]
    pub fn can_become(self, to: Self) -> bool {
        use RunStatus::{Cancelled, Completed, Interrupted, Paused, Planned, Running};
        matches!(
            (self, to),
            (Planned, Running | Cancelled)
                | (Running, Paused | Interrupted | Completed | Cancelled)
                | (Paused, Running | Interrupted | Cancelled)
                | (Interrupted, Running | Cancelled)
                | (Cancelled, Running)
        )
    }

    /// Whether nothing more happens by itself.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    /// In released databases: these numbers never change meaning.
    pub(crate) fn stored(self) -> i64 {
        match self {
            Self::Planned => 0,
            Self::Running => 1,
            Self::Paused => 2,
            Self::Interrupted => 3,
            Self::Completed => 4,
            Self::Cancelled => 5,
        }
    }

    pub(crate) fn from_stored(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.stored() == number)
    }
}

impl std::fmt::Display for RunStatus {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.as_str())
    }
}
