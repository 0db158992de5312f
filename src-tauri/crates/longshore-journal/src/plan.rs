//! What does a run want to do, and in which order?

use std::collections::BTreeMap;

use longshore_engine::{
    change::{Action, Change, Phase},
    record::{FieldName, Fields},
    value::{ChangeId, Reference, StoreId, Value},
};
use roaring::RoaringTreemap;
use rusqlite::{Connection as Sqlite, OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use crate::{
    counts::Tally,
    error::JournalError,
    journal::Journal,
    number::Stored,
    packed,
    runs::{self, RunId},
    state::{Part, State},
};

/// A change as a plan holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// What is to be done.
    #[serde(flatten)]
    pub change: Change,
    /// The change of an earlier run that it takes back.
    pub undoes: Option<ChangeId>,
    /// The source's own key for the record, to be remembered once the store has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_key: Option<String>,
    /// What the product is called, or of a variation its product and its choices, as the store showed it when this was
    /// planned; `None` where the change says so itself, or nobody knew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl From<Change> for Planned {
    fn from(change: Change) -> Self {
        Self { change, undoes: None, source_key: None, name: None }
    }
}

/// Numbers for changes that are yet to be made. Those that are not used are lost, which does no harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeIds {
    next: u64,
    end: u64,
}

impl Iterator for ChangeIds {
    type Item = ChangeId;
    fn next(&mut self) -> Option<ChangeId> {
        (self.next < self.end).then(|| {
            self.next += 1;
            ChangeId(self.next - 1)
        })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.end - self.next).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

/// The part of a change that no list needs.
#[derive(Serialize)]
struct BodyRef<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    record: &'a Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: &'a Option<Reference>,
    #[serde(skip_serializing_if = "Fields::is_empty")]
    fields: &'a Fields,
    #[serde(skip_serializing_if = "Fields::is_empty")]
    before: &'a Fields,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_key: &'a Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: &'a Option<String>,
}

/// The same, read.
#[derive(Deserialize, Default)]
pub(crate) struct Body {
    #[serde(default)]
    pub(crate) record: Option<Reference>,
    #[serde(default)]
    pub(crate) parent: Option<Reference>,
    #[serde(default)]
    pub(crate) fields: Fields,
    #[serde(default)]
    pub(crate) before: Fields,
    #[serde(default)]
    pub(crate) source_key: Option<String>,
    #[serde(default)]
    pub(crate) name: Option<String>,
}

impl Journal {
    /// Numbers for changes, greater than all that were given before, each given once in the life of the journal.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn reserve_changes(&self, count: u64) -> Result<ChangeIds, JournalError> {
        self.write(|journal| {
            let end: i64 = journal.query_row(
                "UPDATE sequence SET next = next + ?1 WHERE name = 'change' RETURNING next",
                [count.stored()],
                |row| row.get(0),
            )?;
            let end = end.cast_unsigned();
            Ok(ChangeIds { next: end - count, end })
        })
    }

    /// Adds changes to the plan of a run, all or none; some thousands at a time are quickest. Their numbers come
    /// from [`Self::reserve_changes`].
    ///
    /// # Errors
    /// [`JournalError::ChangeState`] where a number is there already, [`JournalError::NotFound`] without the run.
    pub fn append_plan(&self, run: RunId, changes: &[Planned]) -> Result<(), JournalError> {
        self.write(|journal| {
            runs::status(journal, run)?;
            append(journal, run, changes)
        })
    }
}

pub(crate) fn append(
    journal: &Transaction<'_>,
    run: RunId,
    changes: &[Planned],
) -> Result<(), JournalError> {
    let mut tally = Tally::default();
    let mut uses: BTreeMap<&str, RoaringTreemap> = BTreeMap::new();
    {
        let mut head = journal.prepare_cached(
            "INSERT INTO change (id, run, phase, action, entity, kin, part, row, completes, undoes, store_id, label,
                 reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        let mut body =
            journal.prepare_cached("INSERT INTO change_body (change, body) VALUES (?1, ?2)")?;
        for Planned { change, undoes, source_key, name } in changes {
            let undone = undoes.map(|undone| part_of(journal, undone)).transpose()?.flatten();
            let part = Part::of(change, undone);
            let written = head.execute((
                change.id.stored(),
                run,
                change.phase.stored(),
                change.action.stored(),
                change.entity.stored(),
                kin(change),
                part.stored(),
                change.row.map(Stored::stored),
                change.completes.map(Stored::stored),
                undoes.map(Stored::stored),
                stored_record(change).map(Stored::stored),
                &change.label,
                change.reason.as_str(),
            ));
            match written {
                Err(error)
                    if error.sqlite_error_code()
                        == Some(rusqlite::ErrorCode::ConstraintViolation) =>
                {
                    return Err(JournalError::ChangeState {
                        change: change.id.0,
                        state: State::Planned.as_str(),
                    });
                }
                other => other?,
            };
            body.execute((change.id.stored(), pack_body(change, source_key, name)?))?;
            tally.arrive(run, part, change.action, State::Planned);
            for (field, _) in change.fields.iter().filter(|field| is_change(change, *field)) {
                uses.entry(field).or_default().insert(change.id.0);
            }
        }
    }
    write_uses(journal, run, uses)?;
    tally.write(journal)
}

/// Whether a field becomes another: what is sent as it is, only because the store wants it beside another, does not.
pub(crate) fn is_change(change: &Change, (field, value): (&FieldName, &Value)) -> bool {
    change.action != Action::Update || change.before.get(field).unwrap_or(&Value::Empty) != value
}

/// The siblings of a variation have the same number, other changes have 0: it keeps siblings together.
pub(crate) fn kin(change: &Change) -> i64 {
    match (&change.parent, change.phase) {
        (Some(Reference::Stored(StoreId(id))), Phase::Variations | Phase::Pictures) => {
            kin_of_stored(*id)
        }
        (Some(Reference::Planned(id)), Phase::Variations | Phase::Pictures) => kin_of_planned(*id),
        _ => 0,
    }
}

pub(crate) fn kin_of_stored(id: u64) -> i64 {
    (id << 1).cast_signed()
}

/// Of the variations whose parent a change of the same run will make.
pub(crate) fn kin_of_planned(parent: ChangeId) -> i64 {
    (parent.0 << 1 | 1).cast_signed()
}

fn stored_record(change: &Change) -> Option<StoreId> {
    match change.record {
        Some(Reference::Stored(id)) => Some(id),
        _ => None,
    }
}

/// Packs a body that was read before.
pub(crate) fn pack(change: ChangeId, body: &Body) -> Result<Vec<u8>, JournalError> {
    let Body { record, parent, fields, before, source_key, name } = body;
    packed::pack(&BodyRef { record, parent, fields, before, source_key, name })
        .map_err(|error| JournalError::unreadable("change_body", change.0, error))
}

fn pack_body(
    change: &Change,
    source_key: &Option<String>,
    name: &Option<String>,
) -> Result<Vec<u8>, JournalError> {
    let body = BodyRef {
        record: &change.record,
        parent: &change.parent,
        fields: &change.fields,
        before: &change.before,
        source_key,
        name,
    };
    packed::pack(&body).map_err(|error| JournalError::unreadable("change_body", change.id.0, error))
}

fn part_of(journal: &Sqlite, change: ChangeId) -> Result<Option<Part>, JournalError> {
    let part: Option<i64> = journal
        .prepare_cached("SELECT part FROM change WHERE id = ?1")?
        .query_row([change.stored()], |row| row.get(0))
        .optional()?;
    Ok(part.and_then(Part::from_stored))
}

fn write_uses(
    journal: &Sqlite,
    run: RunId,
    uses: BTreeMap<&str, RoaringTreemap>,
) -> Result<(), JournalError> {
    let mut statement = journal.prepare_cached(
        "INSERT INTO field_use (run, field, first, count, changes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (field, changes) in uses {
        let mut blob = Vec::with_capacity(changes.serialized_size());
        changes
            .serialize_into(&mut blob)
            .map_err(|error| JournalError::unreadable("field_use", run.0, error))?;
        statement.execute((
            run,
            field,
            changes.min().unwrap_or_default().stored(),
            changes.len().stored(),
            blob,
        ))?;
    }
    Ok(())
}
