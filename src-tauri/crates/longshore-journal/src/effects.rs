//! What exactly was sent, what was there before, and what did the store keep?

use jiff::{Timestamp, civil::DateTime};
use longshore_engine::{
    change::{Action, Outcome},
    record::{FieldName, Fields, StoreRecord},
    value::{ChangeId, StoreId},
};
use rusqlite::Connection as Sqlite;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    changes::{self, Entry},
    error::JournalError,
    intents::IntentId,
    journal::{Journal, moment},
    number::Stored,
    packed,
    state::State,
};

/// Everything that is known of a change that was sent, as an undo needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The change and its outcome.
    pub entry: Entry,
    /// By which intent it was sent.
    pub intent: IntentId,
    /// When the intent was written.
    pub sent_at: Timestamp,
    /// Exactly what was sent.
    pub sent: Fields,
    /// The record just before; `None` for a create.
    pub before: Option<StoreRecord>,
    /// What went into the trash with it, as it was just before.
    pub along: Vec<StoreRecord>,
    /// The record as the store answered it.
    pub kept: Option<StoreRecord>,
    /// The fields sent and those that changed with them.
    pub touched: Vec<FieldName>,
    /// When the outcome was noted.
    pub finished_at: Option<Timestamp>,
}

/// An attempt at a change that was later sent again.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// What had become of it.
    pub state: State,
    /// The same in full, where it was noted.
    pub outcome: Option<Outcome>,
    /// By which intent it was sent, if it was.
    pub intent: Option<IntentId>,
    /// When the outcome was noted.
    pub finished_at: Option<Timestamp>,
}

/// What the store kept, as the journal holds it: whole, or by what differs from the image before.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kept {
    Whole(StoreRecord),
    SinceBefore {
        id: StoreId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<StoreId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modified: Option<DateTime>,
        #[serde(default, skip_serializing_if = "Fields::is_empty")]
        fields: Fields,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        gone: Vec<FieldName>,
    },
}

impl Kept {
    pub(crate) fn of(kept: &StoreRecord, before: Option<&StoreRecord>) -> Self {
        let Some(before) = before.filter(|before| before.entity == kept.entity) else {
            return Self::Whole(kept.clone());
        };
        // Both are in the order of names: one walk along them finds what differs.
        let mut fields = Fields::new();
        let mut gone = Vec::new();
        let mut old = before.fields.iter().peekable();
        for (name, value) in kept.fields.iter() {
            while let Some((earlier, _)) = old.next_if(|(earlier, _)| *earlier < name) {
                gone.push(earlier.clone());
            }
            let same = old.next_if(|(old, _)| *old == name).is_some_and(|(_, old)| old == value);
            if !same {
                fields.set(name.clone(), value.clone());
            }
        }
        gone.extend(old.map(|(name, _)| name.clone()));
        Self::SinceBefore {
            id: kept.id,
            parent: kept.parent,
            modified: kept.modified,
            fields,
            gone,
        }
    }

    pub(crate) fn into_record(self, before: Option<&StoreRecord>) -> Option<StoreRecord> {
        match self {
            Self::Whole(record) => Some(record),
            Self::SinceBefore { id, parent, modified, fields: changed, gone } => {
                let before = before?;
                let mut fields = before.fields.clone();
                for name in gone {
                    fields.remove(&name);
                }
                for (name, value) in changed {
                    fields.set(name, value);
                }
                Some(StoreRecord { entity: before.entity, id, parent, modified, fields })
            }
        }
    }
}

impl Journal {
    /// What was sent with a change and what came of it; `None` for one that was never sent.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn effect(&self, change: ChangeId) -> Result<Option<Effect>, JournalError> {
        self.read(|journal| read(journal, change))
    }

    /// The same of many changes, in the order asked; those that were never sent are left out.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn effects(&self, changes: &[ChangeId]) -> Result<Vec<Effect>, JournalError> {
        self.read(|journal| {
            let mut found = Vec::with_capacity(changes.len());
            for change in changes {
                found.extend(read(journal, *change)?);
            }
            Ok(found)
        })
    }

    /// Earlier attempts at a change, oldest first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn attempts(&self, change: ChangeId) -> Result<Vec<Attempt>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT state, outcome, intent, at FROM attempt WHERE change = ?1 ORDER BY id",
            )?;
            let mut rows = statement.query([change.stored()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let unreadable =
                    |detail: String| JournalError::unreadable("attempt", change.0, detail);
                let state = State::from_stored(row.get(0)?)
                    .ok_or_else(|| unreadable("state".to_owned()))?;
                found.push(Attempt {
                    state,
                    outcome: changes::outcome(state, row.get_ref(1)?.as_str_or_null()?)
                        .map_err(unreadable)?,
                    intent: row.get(2)?,
                    finished_at: row.get::<_, Option<i64>>(3)?.map(moment),
                });
            }
            Ok(found)
        })
    }
}

pub(crate) fn read(journal: &Sqlite, change: ChangeId) -> Result<Option<Effect>, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT e.intent, i.at, e.sent, e.before, r.kept, r.touched, r.at
         FROM effect e JOIN intent i ON i.id = e.intent LEFT JOIN result r ON r.change = e.change
         WHERE e.change = ?1",
    )?;
    let mut rows = statement.query([change.stored()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let entry = changes::load(journal, change.stored())?;
    let before: Option<StoreRecord> = unpack(change, row.get_ref(3)?.as_blob_or_null()?)?;
    let kept: Option<Kept> = unpack(change, row.get_ref(4)?.as_blob_or_null()?)?;
    let touched = match row.get_ref(5)?.as_str_or_null()? {
        Some(names) => serde_json::from_str(names)
            .map_err(|error| JournalError::unreadable("result", change.0, error))?,
        None => Vec::new(),
    };
    Ok(Some(Effect {
        intent: row.get(0)?,
        sent_at: moment(row.get(1)?),
        sent: unpack(change, row.get_ref(2)?.as_blob_or_null()?)?
            .unwrap_or_else(|| entry.planned.change.fields.clone()),
        kept: kept.and_then(|kept| kept.into_record(before.as_ref())),
        before,
        along: match entry.planned.change.action {
            Action::Trash => along(journal, change)?,
            _ => Vec::new(),
        },
        touched,
        finished_at: row.get::<_, Option<i64>>(6)?.map(moment),
        entry,
    }))
}

/// Keeps what goes with a record, once for all attempts: the last one counts.
pub(crate) fn keep_along(
    journal: &Sqlite,
    change: ChangeId,
    records: &[StoreRecord],
) -> Result<(), JournalError> {
    let packed = packed::pack(records)
        .map_err(|error| JournalError::unreadable("along", change.0, error))?;
    journal
        .prepare_cached("INSERT OR REPLACE INTO along (change, records) VALUES (?1, ?2)")?
        .execute((change.stored(), packed))?;
    Ok(())
}

/// What went with a record.
pub(crate) fn along(journal: &Sqlite, change: ChangeId) -> Result<Vec<StoreRecord>, JournalError> {
    let mut statement = journal.prepare_cached("SELECT records FROM along WHERE change = ?1")?;
    let mut rows = statement.query([change.stored()])?;
    let Some(row) = rows.next()? else { return Ok(Vec::new()) };
    packed::unpack(row.get_ref(0)?.as_blob()?)
        .map_err(|error| JournalError::unreadable("along", change.0, error))
}

pub(crate) fn unpack<T: DeserializeOwned>(
    change: ChangeId,
    blob: Option<&[u8]>,
) -> Result<Option<T>, JournalError> {
    blob.map(packed::unpack)
        .transpose()
        .map_err(|error| JournalError::unreadable("effect", change.0, error))
}

#[cfg(test)]
mod tests {
    use longshore_engine::{entity::Entity, value::Value};
    use proptest::prelude::*;

    use super::*;

    fn record(id: u64, fields: Vec<(String, Option<i64>)>) -> StoreRecord {
        let value = |number: Option<i64>| number.map_or(Value::Empty, Value::Integer);
        let fields =
            fields.into_iter().map(|(name, number)| (name.into(), value(number))).collect();
        StoreRecord {
            entity: Entity::Product,
            id: StoreId(id),
            parent: None,
            modified: None,
            fields,
        }
    }

    proptest! {
        #[test]
        fn what_was_kept_comes_back_whole(
            before in proptest::option::of(prop::collection::vec(("[a-e]", any::<Option<i64>>()), 0..6)),
            kept in prop::collection::vec(("[a-e]", proptest::option::of(0..3i64)), 0..6),
        ) {
            let before = before.map(|fields| record(1, fields));
            let kept = record(2, kept);
            let packed = packed::pack(&Kept::of(&kept, before.as_ref())).unwrap();
            let back: Kept = packed::unpack(&packed).unwrap();
            prop_assert_eq!(back.into_record(before.as_ref()), Some(kept));
        }
    }
}
