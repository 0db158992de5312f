//! What became of a change, as one of a few words?

use longshore_engine::{
    change::{Change, Outcome, Phase},
    entity::Entity,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What became of a change so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing yet: it is to be sent.
    Planned,
    /// Its intent is written, its outcome is not: under way, or after a crash unknown.
    Sent,
    /// [`Outcome::Applied`]
    Applied,
    /// [`Outcome::Altered`]
    Altered,
    /// [`Outcome::Failed`]
    Failed,
    /// [`Outcome::Skipped`]
    Skipped,
    /// [`Outcome::Conflict`]
    Conflict,
    /// [`Outcome::Unknown`]
    Unknown,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Sent,
        Self::Applied,
        Self::Altered,
        Self::Failed,
        Self::Skipped,
        Self::Conflict,
        Self::Unknown,
    ];

    /// The name used in codes and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Applied => "applied",
            Self::Altered => "altered",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Conflict => "conflict",
            Self::Unknown => "unknown",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The store did it.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Applied | Self::Altered)
    }

    /// It may have reached the store, and nobody noted what the store did.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Unknown)
    }

    pub(crate) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Applied => Self::Applied,
            Outcome::Altered(_) => Self::Altered,
            Outcome::Failed(_) => Self::Failed,
            Outcome::Skipped(_) => Self::Skipped,
            Outcome::Conflict(_) => Self::Conflict,
            Outcome::Unknown => Self::Unknown,
        }
    }

    /// In released databases: these numbers never change meaning.
    pub(crate) fn stored(self) -> i64 {
        match self {
            Self::Planned => 0,
            Self::Sent => 1,
            Self::Applied => 2,
            Self::Altered => 3,
            Self::Failed => 4,
            Self::Skipped => 5,
            Self::Conflict => 6,
            Self::Unknown => 7,
        }
    }

    pub(crate) fn from_stored(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.stored() == number)
    }

    /// What a record is counted under when other changes complete it: it is only as good as its worst part.
    /// What was not sent, or not yet, says nothing.
    pub(crate) fn counted(self, completions: impl IntoIterator<Item = Self>) -> Self {
        if !self.is_done() {
            return self;
        }
        let weight = |state: &Self| match state {
            Self::Planned | Self::Skipped | Self::Applied => 0,
            Self::Altered => 1,
            Self::Conflict => 2,
            Self::Sent | Self::Unknown => 3,
            Self::Failed => 4,
        };
        let worst = completions.into_iter().max_by_key(weight).unwrap_or(self);
        if weight(&worst) > weight(&self) { worst } else { self }
    }
}

/// How a change is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    /// A row asks for it, or that there is none; or it takes back such a change.
    Record,
    /// Something that rows only refer to: a category, a tag.
    Term,
    /// It only completes another change.
    Completion,
    /// It takes back what only completed another.
    Other,
    /// It brings pictures to a record that went in without them: the record is as good as it is without.
    Picture,
}

impl Part {
    pub(crate) fn of(change: &Change, undone: Option<Self>) -> Self {
        if change.completes.is_some() && change.phase == Phase::Pictures {
            Self::Picture
        } else if change.completes.is_some() {
            Self::Completion
        } else if change.row.is_some() || undone == Some(Self::Record) {
            Self::Record
        } else if Entity::is_taxonomy(change.entity) {
            Self::Term
        } else if undone.is_none() {
            Self::Record
        } else {
            Self::Other
        }
    }

    /// Whether it is more than a part of another change.
    pub(crate) fn is_counted_alone(self) -> bool {
        !matches!(self, Self::Completion | Self::Picture)
    }

    /// In released databases: these numbers never change meaning.
    pub(crate) fn stored(self) -> i64 {
        match self {
            Self::Record => 0,
            Self::Term => 1,
            Self::Completion => 2,
            Self::Other => 3,
            Self::Picture => 4,
        }
    }

    pub(crate) fn from_stored(number: i64) -> Option<Self> {
        [Self::Record, Self::Term, Self::Completion, Self::Other, Self::Picture]
            .into_iter()
            .find(|part| part.stored() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_as_good_as_its_worst_part() {
        use State::{Altered, Applied, Failed, Planned, Skipped, Unknown};
        assert_eq!(Applied.counted([]), Applied);
        assert_eq!(Applied.counted([Planned, Skipped]), Applied);
        assert_eq!(Applied.counted([Altered, Applied]), Altered);
        assert_eq!(Altered.counted([Failed, Unknown]), Failed);
        assert_eq!(Altered.counted([Applied]), Altered);
        assert_eq!(Skipped.counted([Failed]), Skipped);
        assert_eq!(Planned.counted([Failed]), Planned);
    }

    #[test]
    fn names_and_numbers_come_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert_eq!(State::from_stored(state.stored()), Some(state));
        }
    }
}
