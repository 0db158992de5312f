//! What does the user leave out of a plan before it is carried out?
//!
//! A record that is left out is skipped with a reason of its own, so that it can be taken back in. A field that is left
//! out stays in the plan beside the others, and is not read with them: nobody who carries the change out sees it.

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Outcome, Phase},
    entity::Entity,
    platforms::woocommerce::rules::is_needed_to_make,
    record::{FieldName, Fields},
    value::ChangeId,
};
use roaring::RoaringTreemap;
use rusqlite::{Connection as Sqlite, OptionalExtension};

use crate::{
    changes,
    error::JournalError,
    intents::{self, Finished},
    journal::Journal,
    moves::Moves,
    number::Stored,
    plan,
    runs::{self, RunId, RunStatus},
    state::{Part, State},
};

/// Why a record is skipped that the user left out.
pub const NOT_CHOSEN: &str = "not_chosen";
/// Why a record is skipped all of whose fields the user left out.
pub const NO_FIELD_CHOSEN: &str = "no_field_chosen";
/// Why a record is skipped that somebody edited in the store, and about which the user has not decided.
pub const EDITED_SINCE: &str = "edited_since";

impl Journal {
    /// Takes records into a plan, or leaves them out, with everything that makes no sense without them: what completes
    /// them, variations of a product that is yet to be made. Some thousands at a time are quickest. Says how many
    /// changes went over.
    ///
    /// # Errors
    /// [`JournalError::Transition`] for a run that has begun.
    pub fn choose_records(
        &self,
        run: RunId,
        records: &[ChangeId],
        take: bool,
        at: Timestamp,
    ) -> Result<u64, JournalError> {
        self.write(|journal| {
            must_be_planned(journal, run)?;
            let reason = (!take).then_some(NOT_CHOSEN);
            choose(journal, run, records, reason, at)
        })
    }

    /// Leaves records out of a plan that somebody edited in the store, until the user decides about them: as
    /// [`Self::choose_records`], with a reason of its own.
    ///
    /// # Errors
    /// [`JournalError::Transition`] for a run that has begun.
    pub fn leave_edited(
        &self,
        run: RunId,
        records: &[ChangeId],
        at: Timestamp,
    ) -> Result<u64, JournalError> {
        self.write(|journal| {
            must_be_planned(journal, run)?;
            choose(journal, run, records, Some(EDITED_SINCE), at)
        })
    }

    /// Takes fields of changes into a plan, or leaves them out. What is to be made keeps what it cannot do without, and
    /// what is made again all of its fields. Some thousands at a time are quickest. Says how many changes were touched.
    ///
    /// # Errors
    /// [`JournalError::Transition`] for a run that has begun.
    pub fn choose_fields(
        &self,
        run: RunId,
        among: &[ChangeId],
        fields: &[FieldName],
        take: bool,
        at: Timestamp,
    ) -> Result<u64, JournalError> {
        self.write(|journal| {
            must_be_planned(journal, run)?;
            let is_undo = is_undo(journal, run)?;
            let with_attributes = fields.iter().any(|name| name == "attributes");
            let mut moves = Moves::new(journal, run)?;
            let mut touched = 0;
            for change in among {
                let entry = changes::load(journal, change.stored())?;
                let planned = &entry.planned.change;
                let is_made = planned.action == Action::Create;
                if entry.run != run || !(is_made || planned.action == Action::Update) {
                    continue;
                }
                let was = &entry.left_out;
                let has_variations = is_made && with_attributes && has_kin(journal, run, *change)?;
                let is_kept = |name: &FieldName| {
                    is_undo || is_needed_to_make(planned.entity, has_variations, name.as_str())
                };
                let is_wanted =
                    |name: &FieldName| fields.contains(name) && !(is_made && is_kept(name));
                let mut out: Vec<&FieldName> = match take {
                    true => was.iter().map(|(name, _)| name).filter(|n| !is_wanted(n)).collect(),
                    false => {
                        let more = planned.fields.iter().map(|(name, _)| name);
                        let before = was.iter().map(|(name, _)| name);
                        before.chain(more.filter(|name| is_wanted(name))).collect()
                    }
                };
                if out.len() == was.len() {
                    continue;
                }
                out.sort_unstable();
                write(journal, run, *change, &out)?;
                touched += 1;
                // What is made has what it cannot do without.
                if is_made {
                    continue;
                }
                let mut all = was.iter().chain(planned.fields.iter());
                let is_nothing_left =
                    all.all(|one| out.contains(&one.0) || !plan::is_change(planned, one));
                match is_nothing_left {
                    true => leave_out(journal, &mut moves, *change, NO_FIELD_CHOSEN, at)?,
                    false => take_in(journal, &mut moves, *change, &[NO_FIELD_CHOSEN])?,
                };
            }
            moves.write()?;
            Ok(touched)
        })
    }

    /// The changes of a run that have a field, whether it is left out or not.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn changes_with_field(
        &self,
        run: RunId,
        field: &FieldName,
    ) -> Result<RoaringTreemap, JournalError> {
        self.read(|journal| {
            let found = crate::selection::users_of(journal, run, std::slice::from_ref(field))?;
            Ok(found.unwrap_or_default())
        })
    }

    /// The changes of a run from which each field is left out, and the records that are left out whole.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn left_out(&self, run: RunId) -> Result<LeftOut, JournalError> {
        self.read(|journal| left_out(journal, run))
    }
}

/// As [`Journal::left_out`].
pub(crate) fn left_out(journal: &Sqlite, run: RunId) -> Result<LeftOut, JournalError> {
    let mut left_out = LeftOut::default();
    let mut statement =
        journal.prepare_cached("SELECT change, fields FROM left_out WHERE run = ?1")?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let change: i64 = row.get(0)?;
        let fields: Vec<FieldName> = serde_json::from_str(row.get_ref(1)?.as_str()?)
            .map_err(|error| JournalError::unreadable("left_out", change.cast_unsigned(), error))?;
        for field in fields {
            left_out.fields.entry(field).or_default().insert(change.cast_unsigned());
        }
    }
    let mut statement = journal.prepare_cached(
        "SELECT c.id, r.outcome, c.part FROM change c JOIN result r ON r.change = c.id
         WHERE c.run = ?1 AND c.state = ?2",
    )?;
    let mut rows = statement.query((run, State::Skipped.stored()))?;
    while let Some(row) = rows.next()? {
        let outcome = row.get_ref(1)?.as_str_or_null()?.unwrap_or_default();
        let Some(reason) = reason_of(outcome) else { continue };
        if [NOT_CHOSEN, EDITED_SINCE].contains(&reason.as_str()) {
            left_out.records.insert(row.get::<_, i64>(0)?.cast_unsigned());
        } else if reason != NO_FIELD_CHOSEN {
            continue;
        }
        let is_record = row.get::<_, i64>(2)? == Part::Record.stored();
        left_out.whole += u64::from(is_record);
        left_out.edited += u64::from(is_record && reason == EDITED_SINCE);
    }
    Ok(left_out)
}

/// What is left out of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeftOut {
    /// The numbers of changes that are left out whole.
    pub records: RoaringTreemap,
    /// How many records take no part, because they are left out or all of their fields are.
    pub whole: u64,
    /// How many of them somebody edited in the store.
    pub edited: u64,
    /// For each field the numbers of changes from which it is left out.
    pub fields: std::collections::BTreeMap<FieldName, RoaringTreemap>,
}

/// Parts what is left out of a change from what is in it.
pub(crate) fn part(fields: &mut Fields, written: Option<&str>) -> Result<Fields, String> {
    let mut left_out = Fields::new();
    if let Some(written) = written {
        let names: Vec<FieldName> =
            serde_json::from_str(written).map_err(|error| error.to_string())?;
        for name in names {
            if let Some(value) = fields.remove(&name) {
                left_out.set(name, value);
            }
        }
    }
    Ok(left_out)
}

fn must_be_planned(journal: &Sqlite, run: RunId) -> Result<(), JournalError> {
    match runs::status(journal, run)? {
        RunStatus::Planned => Ok(()),
        from => Err(JournalError::Transition { run, from, to: RunStatus::Planned }),
    }
}

/// What an undo makes again gets all that it had.
fn is_undo(journal: &Sqlite, run: RunId) -> Result<bool, JournalError> {
    Ok(journal
        .prepare_cached("SELECT undoes IS NOT NULL FROM run WHERE id = ?1")?
        .query_row([run], |row| row.get(0))?)
}

/// Whether variations are to be made with a product.
fn has_kin(journal: &Sqlite, run: RunId, product: ChangeId) -> Result<bool, JournalError> {
    Ok(journal
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM change WHERE run = ?1 AND phase = ?2 AND kin = ?3)",
        )?
        .query_row((run, Phase::Variations.stored(), plan::kin_of_planned(product)), |row| {
            row.get(0)
        })?)
}

/// What is to be made in a run, to say which of it cannot do without a field.
#[derive(Debug, Default)]
pub(crate) struct ToBeMade {
    products: RoaringTreemap,
    /// Those of them with which variations are made.
    with_variations: RoaringTreemap,
    variations: RoaringTreemap,
    others: RoaringTreemap,
}

impl ToBeMade {
    pub(crate) fn of(journal: &Sqlite, run: RunId) -> Result<Self, JournalError> {
        let mut made = Self::default();
        let mut statement = journal
            .prepare_cached("SELECT id, entity, kin FROM change WHERE run = ?1 AND action = ?2")?;
        let mut rows = statement.query((run, Action::Create.stored()))?;
        let [product, variation] = [Entity::Product, Entity::Variation].map(Stored::stored);
        while let Some(row) = rows.next()? {
            let (id, entity, kin): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let of_entity = match entity {
                entity if entity == product => &mut made.products,
                entity if entity == variation => &mut made.variations,
                _ => &mut made.others,
            };
            of_entity.insert(id.cast_unsigned());
            if entity == variation && kin & 1 == 1 {
                made.with_variations.insert(kin.cast_unsigned() >> 1);
            }
        }
        Ok(made)
    }

    /// The changes that make what cannot do without a field.
    pub(crate) fn needing(&self, field: &FieldName) -> RoaringTreemap {
        let needed =
            |entity, has_variations| is_needed_to_make(entity, has_variations, field.as_str());
        let mut found = self.others.clone();
        if needed(Entity::Product, false) {
            found |= &self.products;
        } else if needed(Entity::Product, true) {
            found |= &self.with_variations & &self.products;
        }
        if needed(Entity::Variation, false) {
            found |= &self.variations;
        }
        found
    }
}

/// Takes records in, or leaves them out for a reason, with everything that goes where they go.
fn choose(
    journal: &Sqlite,
    run: RunId,
    records: &[ChangeId],
    out_for: Option<&'static str>,
    at: Timestamp,
) -> Result<u64, JournalError> {
    let mut all = RoaringTreemap::new();
    for record in records {
        with_kin(journal, run, *record, out_for.is_none(), &mut all)?;
    }
    let mut moves = Moves::new(journal, run)?;
    let mut moved = 0;
    for change in all.iter().map(ChangeId) {
        let went = match out_for {
            None => take_in(journal, &mut moves, change, &[NOT_CHOSEN, EDITED_SINCE])?,
            Some(reason) => leave_out(journal, &mut moves, change, reason, at)?,
        };
        moved += u64::from(went);
    }
    moves.write()?;
    Ok(moved)
}

/// A record with everything that goes where it goes.
fn with_kin(
    journal: &Sqlite,
    run: RunId,
    record: ChangeId,
    take: bool,
    all: &mut RoaringTreemap,
) -> Result<(), JournalError> {
    if !all.insert(record.0) {
        return Ok(());
    }
    let head = journal
        .prepare_cached(
            "SELECT phase, action, kin, store_id, completes FROM change WHERE id = ?1 AND run = ?2",
        )?
        .query_row((record.stored(), run), |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, Option<i64>>(3)?,
                row.get::<_, Option<i64>>(4)?,
            ))
        })
        .optional()?;
    let Some((phase, action, kin, store_id, completes)) = head else {
        return Err(JournalError::not_found("change", record.0));
    };
    let mut more = ids(journal, "SELECT id FROM change WHERE completes = ?1", [record.stored()])?;
    let removes = [Action::Delete.stored(), Action::Trash.stored()];
    let of_kin = "SELECT id FROM change WHERE run = ?1 AND phase = ?2 AND kin = ?3";
    let variations = Phase::Variations.stored();
    if phase == Phase::Products.stored() && action == Action::Create.stored() && !take {
        let kin = plan::kin_of_planned(record);
        more.extend(ids(journal, of_kin, (run, variations, kin))?);
    } else if phase == Phase::Products.stored() && removes.contains(&action) {
        if let Some(id) = store_id {
            let gone = format!("{of_kin} AND action IN ({}, {})", removes[0], removes[1]);
            more.extend(ids(
                journal,
                &gone,
                (run, variations, plan::kin_of_stored(id.cast_unsigned())),
            )?);
        }
    } else if phase == variations && take && kin & 1 == 1 {
        // Without its product there is no variation.
        more.push(kin.cast_unsigned() >> 1);
    }
    if take {
        more.extend(completes.map(i64::cast_unsigned));
    }
    more.into_iter().try_for_each(|id| with_kin(journal, run, ChangeId(id), take, all))
}

fn ids(
    journal: &Sqlite,
    question: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<u64>, JournalError> {
    let mut statement = journal.prepare_cached(question)?;
    let found = statement.query_map(values, |row| row.get::<_, i64>(0))?;
    Ok(found.map(|id| id.map(i64::cast_unsigned)).collect::<Result<_, _>>()?)
}

fn state_of(journal: &Sqlite, change: ChangeId) -> Result<Option<State>, JournalError> {
    let state: Option<i64> = journal
        .prepare_cached("SELECT state FROM change WHERE id = ?1")?
        .query_row([change.stored()], |row| row.get(0))
        .optional()?;
    Ok(state.and_then(State::from_stored))
}

fn leave_out(
    journal: &Sqlite,
    moves: &mut Moves<'_>,
    change: ChangeId,
    reason: &'static str,
    at: Timestamp,
) -> Result<bool, JournalError> {
    if state_of(journal, change)? != Some(State::Planned) {
        return Ok(false);
    }
    let outcome = Outcome::Skipped(reason.into());
    moves.go_over(change, State::Skipped, None, |state| state == State::Planned)?;
    intents::write_result(journal, at, &Finished::new(change, outcome), None)?;
    Ok(true)
}

fn take_in(
    journal: &Sqlite,
    moves: &mut Moves<'_>,
    change: ChangeId,
    reasons: &[&str],
) -> Result<bool, JournalError> {
    let outcome: Option<Option<String>> = journal
        .prepare_cached("SELECT outcome FROM result WHERE change = ?1")?
        .query_row([change.stored()], |row| row.get(0))
        .optional()?;
    let reason = outcome.flatten().and_then(|outcome| reason_of(&outcome));
    let is_ours = reason.is_some_and(|reason| reasons.contains(&reason.as_str()));
    if !is_ours || state_of(journal, change)? != Some(State::Skipped) {
        return Ok(false);
    }
    moves.go_over(change, State::Planned, None, |state| state == State::Skipped)?;
    journal.prepare_cached("DELETE FROM result WHERE change = ?1")?.execute([change.stored()])?;
    Ok(true)
}

fn reason_of(outcome: &str) -> Option<String> {
    match serde_json::from_str(outcome).ok()? {
        Outcome::Skipped(reason) => Some(reason.to_string()),
        _ => None,
    }
}

fn write(
    journal: &Sqlite,
    run: RunId,
    change: ChangeId,
    out: &[&FieldName],
) -> Result<(), JournalError> {
    if out.is_empty() {
        journal
            .prepare_cached("DELETE FROM left_out WHERE change = ?1")?
            .execute([change.stored()])?;
        return Ok(());
    }
    let names = serde_json::to_string(out)
        .map_err(|error| JournalError::unreadable("left_out", change.0, error))?;
    journal
        .prepare_cached(
            "INSERT OR REPLACE INTO left_out (change, run, fields) VALUES (?1, ?2, ?3)",
        )?
        .execute((change.stored(), run, names))?;
    Ok(())
}
