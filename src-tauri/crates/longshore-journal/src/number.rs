//! How do our numbers lie in SQLite, which knows signed ones only?

use longshore_engine::{
    change::{Action, Phase},
    entity::Entity,
    value::{ChangeId, StoreId},
};

/// Declares the number of something in the journal.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            ts_rs::TS,
        )]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }

        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(self.0.cast_signed().into())
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                i64::column_result(value).map(|number| Self(number.cast_unsigned()))
            }
        }
    };
}
pub(crate) use number;

/// A count or a number of ours as SQLite has it; the bits stay the same.
pub(crate) trait Stored {
    fn stored(self) -> i64;
}

impl Stored for u64 {
    fn stored(self) -> i64 {
        self.cast_signed()
    }
}

impl Stored for usize {
    fn stored(self) -> i64 {
        (self as u64).cast_signed()
    }
}

impl Stored for StoreId {
    fn stored(self) -> i64 {
        self.0.cast_signed()
    }
}

impl Stored for ChangeId {
    fn stored(self) -> i64 {
        self.0.cast_signed()
    }
}

/// These numbers are in released databases: they never change meaning.
impl Stored for Entity {
    fn stored(self) -> i64 {
        match self {
            Self::Product => 0,
            Self::Variation => 1,
            Self::Category => 2,
            Self::Tag => 3,
            Self::Brand => 4,
            Self::Attribute => 5,
            Self::Term => 6,
            Self::ShippingClass => 7,
            Self::Order => 8,
            Self::OrderNote => 9,
            Self::Refund => 10,
            Self::Customer => 11,
            Self::Coupon => 12,
            Self::Review => 13,
            Self::TaxRate => 14,
            Self::TaxClass => 15,
        }
    }
}

/// These numbers are in released databases: they never change meaning.
impl Stored for Action {
    fn stored(self) -> i64 {
        match self {
            Self::Create => 0,
            Self::Update => 1,
            Self::Delete => 2,
            Self::Trash => 3,
        }
    }
}

/// All phases, in the order of sending.
pub(crate) const PHASES: [Phase; 5] =
    [Phase::Taxonomies, Phase::Products, Phase::Variations, Phase::Links, Phase::Pictures];

/// These numbers are in released databases, and their order is the order of sending.
impl Stored for Phase {
    fn stored(self) -> i64 {
        match self {
            Self::Taxonomies => 0,
            Self::Products => 1,
            Self::Variations => 2,
            Self::Links => 3,
            Self::Pictures => 4,
        }
    }
}

pub(crate) fn entity(number: i64) -> Option<Entity> {
    Entity::ALL.into_iter().find(|entity| entity.stored() == number)
}

pub(crate) fn action(number: i64) -> Option<Action> {
    Action::ALL.into_iter().find(|action| action.stored() == number)
}

pub(crate) fn phase(number: i64) -> Option<Phase> {
    PHASES.into_iter().find(|phase| phase.stored() == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back() {
        for each in Entity::ALL {
            assert_eq!(entity(each.stored()), Some(each));
        }
        for each in Action::ALL {
            assert_eq!(action(each.stored()), Some(each));
        }
        for each in PHASES {
            assert_eq!(phase(each.stored()), Some(each));
        }
        assert_eq!(StoreId(u64::MAX).stored().cast_unsigned(), u64::MAX);
    }
}
