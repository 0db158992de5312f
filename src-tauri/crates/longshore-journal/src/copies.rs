//! Which records did a request make a second time?
//!
//! What lies between us and the store may deliver a request twice. Records with a key are refused the second time;
//! others are there twice, and the answer of the store tells of one. The other is noted as a change of the same run
//! once it is found: so it is shown, counted and taken back like everything that the run did.

use std::collections::BTreeSet;

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Change, Outcome},
    entity::Entity,
    outcome::FoundBy,
    platforms::woocommerce::rules,
    record::{FieldName, StoreRecord},
    value::{ChangeId, Reference, StoreId},
};
use roaring::RoaringTreemap;
use rusqlite::{Connection as Sqlite, OptionalExtension, Transaction};

use crate::{
    changes,
    error::JournalError,
    intents::{self, Finished},
    journal::{Journal, moment},
    moves::Moves,
    number::Stored,
    plan::{self, Planned},
    runs::RunId,
    selection,
    state::State,
};

/// Why such a change is there.
pub const REASON: &str = "delivered_twice";

/// A record that a change made once more.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The change that made it, and the record that the store told of.
    pub of: ChangeId,
    /// The record that nobody told of.
    pub record: StoreRecord,
    /// [`Outcome::Applied`] or [`Outcome::Altered`], by what the record says.
    pub outcome: Outcome,
    /// The fields sent and those that changed with them.
    pub touched: Vec<FieldName>,
    /// By what it was found.
    pub found: FoundBy,
}

/// Where copies can be: what a run made that has no key of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyless {
    /// Before this moment the run had sent nothing.
    pub since: Timestamp,
    /// Whether products are among it.
    pub products: bool,
    /// The products of the variations among it.
    pub parents: Vec<StoreId>,
}

impl Journal {
    /// Where a run may have made something twice. Marks tell what has no key; where the run left none, everything
    /// that it made may have none. `None` where there is nothing to look for.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn keyless(&self, run: RunId, has_marks: bool) -> Result<Option<Keyless>, JournalError> {
        let mark: &[FieldName] = if has_marks { &[rules::MARK.into()] } else { &[] };
        self.read(|journal| {
            let marked = selection::users_of(journal, run, mark)?;
            if marked.as_ref().is_some_and(RoaringTreemap::is_empty) {
                return Ok(None);
            }
            let since: Option<i64> = journal
                .prepare_cached("SELECT min(at) FROM intent WHERE run = ?1")?
                .query_row([run], |row| row.get(0))?;
            let Some(since) = since.map(moment) else { return Ok(None) };
            let mut statement = journal.prepare_cached(
                "SELECT id, entity, kin FROM change
                 WHERE run = ?1 AND state IN (2, 3) AND action = ?2 AND entity IN (?3, ?4)",
            )?;
            let [product, variation] = [Entity::Product, Entity::Variation].map(Stored::stored);
            let mut rows = statement.query((run, Action::Create.stored(), product, variation))?;
            let (mut products, mut kin) = (false, BTreeSet::new());
            while let Some(row) = rows.next()? {
                let id = row.get::<_, i64>(0)?.cast_unsigned();
                if marked.as_ref().is_some_and(|marked| !marked.contains(id)) {
                    continue;
                }
                match row.get::<_, i64>(1)? == product {
                    true => products = true,
                    false => drop(kin.insert(row.get::<_, i64>(2)?)),
                }
            }
            let mut parents = Vec::with_capacity(kin.len());
            for kin in kin {
                parents.extend(parent_of(journal, kin)?);
            }
            let is_any = products || !parents.is_empty();
            Ok(is_any.then_some(Keyless { since, products, parents }))
        })
    }

    /// The numbers of the records of a kind that a run made, as far as is noted.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn made_in(&self, run: RunId, entity: Entity) -> Result<BTreeSet<StoreId>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT store_id FROM change
                 WHERE run = ?1 AND state IN (2, 3) AND action = ?2 AND entity = ?3 AND store_id IS NOT NULL",
            )?;
            let ids = statement
                .query_map((run, Action::Create.stored(), entity.stored()), |row| row.get(0))?;
            Ok(ids.map(|id| id.map(store_id)).collect::<Result<_, _>>()?)
        })
    }

    /// The changes of a run that made records like this one: products called so, variations within that product.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn makers(&self, run: RunId, record: &StoreRecord) -> Result<Vec<ChangeId>, JournalError> {
        let parent = record.parent.filter(|_| record.entity == Entity::Variation);
        let name = record.fields.text("name").filter(|_| parent.is_none());
        self.read(|journal| {
            let made = parent.map(|parent| maker(journal, run, parent)).transpose()?.flatten();
            let kin = [parent.map(|id| plan::kin_of_stored(id.0)), made.map(plan::kin_of_planned)];
            let mut statement = journal.prepare_cached(
                "SELECT id FROM change WHERE run = ?1 AND state IN (2, 3) AND action = ?2 AND entity = ?3
                     AND (label = ?4 OR kin IN (?5, ?6)) AND reason <> ?7 ORDER BY id",
            )?;
            let (action, entity) = (Action::Create.stored(), record.entity.stored());
            let ids = statement
                .query_map((run, action, entity, name, kin[0], kin[1], REASON), |row| row.get(0))?;
            Ok(ids.map(|id| id.map(change_id)).collect::<Result<_, _>>()?)
        })
    }

    /// The greatest number that a record of its kind had before a change was first sent, where that was asked for.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn newest_before(&self, change: ChangeId) -> Result<Option<StoreId>, JournalError> {
        self.read(|journal| {
            let newest: Option<i64> = journal
                .prepare_cached(
                    "SELECT newest FROM intent WHERE id = (
                         SELECT min(intent) FROM (
                             SELECT intent FROM effect WHERE change = ?1
                             UNION ALL SELECT intent FROM attempt
                                 WHERE change = ?1 AND intent IS NOT NULL AND state IN (1, 7)))",
                )?
                .query_row([change.stored()], |row| row.get(0))
                .optional()?
                .flatten();
            Ok(newest.map(store_id))
        })
    }

    /// Notes records that requests of a run made a second time, each as a change of its own.
    ///
    /// # Errors
    /// [`JournalError::NotFound`] without the changes that made them; then nothing is written.
    pub fn note_copies(
        &self,
        run: RunId,
        at: Timestamp,
        copies: &[Copy],
    ) -> Result<(), JournalError> {
        let ids = self.reserve_changes(copies.len() as u64)?;
        self.write(|journal| {
            copies.iter().zip(ids).try_for_each(|(copy, id)| write(journal, (run, at), copy, id))
        })
    }

    /// The changes of a run that tell of records made a second time.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn copies_in(&self, run: RunId) -> Result<Vec<ChangeId>, JournalError> {
        self.read(|journal| {
            // All of them were looked for and found; the way to these is by an index of their own.
            let mut statement = journal.prepare_cached(
                "SELECT c.id FROM result r CROSS JOIN change c ON c.id = r.change
                 WHERE r.found IS NOT NULL AND c.run = ?1 AND c.reason = ?2 ORDER BY c.id",
            )?;
            let ids = statement.query_map((run, REASON), |row| row.get(0))?;
            Ok(ids.map(|id| id.map(change_id)).collect::<Result<_, _>>()?)
        })
    }
}

/// Notes a copy as a change that was planned, sent with the one that it repeats, and carried out.
fn write(
    journal: &Transaction<'_>,
    (run, at): (RunId, Timestamp),
    copy: &Copy,
    id: ChangeId,
) -> Result<(), JournalError> {
    let made = changes::load(journal, copy.of.stored())?.planned.change;
    let parent = copy.record.parent.map(Reference::Stored).or(made.parent);
    let change = Change { id, parent, reason: REASON.into(), ..made };
    plan::append(journal, run, &[Planned::from(change)])?;
    journal
        .prepare_cached(
            "INSERT INTO effect (change, intent, sent) SELECT ?1, intent, sent FROM effect WHERE change = ?2",
        )?
        .execute((id.stored(), copy.of.stored()))?;
    let mut moves = Moves::new(journal, run)?;
    let (to, number) = (State::of(&copy.outcome), Some(copy.record.id));
    moves.go_over(id, to, number, |state| state == State::Planned)?;
    moves.write()?;
    let result = Finished {
        kept: Some(copy.record.clone()),
        touched: copy.touched.clone(),
        store_id: number,
        found: Some(copy.found),
        ..Finished::new(id, copy.outcome.clone())
    };
    intents::write_result(journal, at, &result, None)
}

/// The product that siblings lie within.
fn parent_of(journal: &Sqlite, kin: i64) -> Result<Option<StoreId>, JournalError> {
    let number = kin.cast_unsigned() >> 1;
    if kin & 1 == 0 {
        return Ok((number > 0).then_some(StoreId(number)));
    }
    let made: Option<i64> = journal
        .prepare_cached("SELECT store_id FROM change WHERE id = ?1")?
        .query_row([number.stored()], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(made.map(store_id))
}

/// The change of a run that made a product.
fn maker(journal: &Sqlite, run: RunId, product: StoreId) -> Result<Option<ChangeId>, JournalError> {
    let (action, entity) = (Action::Create.stored(), Entity::Product.stored());
    Ok(journal
        .prepare_cached(
            "SELECT id FROM change WHERE run = ?1 AND action = ?2 AND entity = ?3 AND store_id = ?4",
        )?
        .query_row((run, action, entity, product.stored()), |row| row.get(0))
        .optional()?
        .map(change_id))
}

fn change_id(stored: i64) -> ChangeId {
    ChangeId(stored.cast_unsigned())
}

fn store_id(stored: i64) -> StoreId {
    StoreId(stored.cast_unsigned())
}
