//! Which changes of a run does the user want to see?

use longshore_engine::{
    change::{Action, Outcome},
    entity::Entity,
    record::FieldName,
    value::ChangeId,
};
use roaring::RoaringTreemap;
use rusqlite::{Connection as Sqlite, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    changes,
    choosing::{NO_FIELD_CHOSEN, NOT_CHOSEN},
    error::JournalError,
    issues::{self, IssueOwner},
    journal::Journal,
    number::{self, Stored},
    rows::Rows,
    runs::{self, RunId, RunStatus},
    state::State,
};

/// What changes are wanted; whatever is empty is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeFilter {
    /// One of these actions.
    pub actions: Vec<Action>,
    /// One of these states.
    pub states: Vec<State>,
    /// One of these kinds of record.
    pub entities: Vec<Entity>,
    /// One of these fields is sent.
    pub fields: Vec<FieldName>,
    /// The label holds this text, in any letter case.
    pub text: String,
    /// The label is one of these, in any letter case.
    pub labels: Vec<String>,
    /// The row that asks for it has one of these issues, by their codes.
    pub issues: Vec<String>,
    /// Which parts of the plan.
    pub parts: Parts,
    /// Whether it takes part.
    pub standing: Standing,
}

/// Whether a change of a plan takes part, or may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Whether it does or not.
    #[default]
    Any,
    /// It does, or the user left it out.
    Open,
    /// It does not, for a reason that is not the user's.
    Closed,
}

/// Which parts of a plan are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parts {
    /// All of them.
    #[default]
    All,
    /// Only what a row asks for, or what takes such back, and pictures that the store did not take; no terms, no
    /// completions.
    Records,
    /// Only what rows refer to: categories, tags and the like.
    Terms,
}

/// The order in which a selection is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectionOrder {
    /// As they were planned.
    #[default]
    Planned,
    /// Against the order of sending: as an undo goes about it.
    Undo,
}

impl Journal {
    /// The numbers of the changes that a filter lets through. Eight bytes each: a window keeps them and pages
    /// through them with [`Self::changes`].
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn select_changes(
        &self,
        run: RunId,
        filter: &ChangeFilter,
        order: SelectionOrder,
    ) -> Result<Vec<ChangeId>, JournalError> {
        self.read(|journal| select(journal, run, filter, order))
    }

    /// What a run did to which kind of record, and how often; of one that has not begun, what it would do.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn kind_counts(&self, run: RunId) -> Result<Vec<(Action, Entity, u64)>, JournalError> {
        self.read(|journal| {
            let states = match runs::status(journal, run)? {
                RunStatus::Planned => [State::Planned, State::Planned],
                _ => [State::Applied, State::Altered],
            };
            let mut statement = journal.prepare_cached(
                "SELECT action, entity, count(*) FROM change WHERE run = ?1 AND state IN (?2, ?3)
                     AND part < 2 GROUP BY action, entity ORDER BY entity, action",
            )?;
            let mut rows = statement.query((run, states[0].stored(), states[1].stored()))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let unreadable = || JournalError::unreadable("change", run.0, "unknown number");
                let action = number::action(row.get(0)?).ok_or_else(unreadable)?;
                let entity = number::entity(row.get(1)?).ok_or_else(unreadable)?;
                found.push((action, entity, row.get::<_, i64>(2)?.cast_unsigned()));
            }
            Ok(found)
        })
    }
}

fn select(
    journal: &Sqlite,
    run: RunId,
    filter: &ChangeFilter,
    order: SelectionOrder,
) -> Result<Vec<ChangeId>, JournalError> {
    let with_fields = users_of(journal, run, &filter.fields)?;
    let text = filter.text.trim().to_lowercase();
    let labels: Vec<String> =
        filter.labels.iter().map(|label| label.trim().to_lowercase()).collect();
    let is_read = !text.is_empty() || !labels.is_empty();
    let label = if is_read { "label" } else { "NULL" };
    let with_issues = rows_with(journal, run, &filter.issues)?;
    let mut question = format!("SELECT id, {label}, row FROM change WHERE run = ?");
    let mut values = vec![Value::from(run.0.stored())];
    let mut one_of = |column: &str, numbers: Vec<i64>| {
        if !numbers.is_empty() {
            question
                .push_str(&format!(" AND {column} IN ({})", vec!["?"; numbers.len()].join(",")));
            values.extend(numbers.into_iter().map(Value::from));
        }
    };
    one_of("action", filter.actions.iter().map(|action| action.stored()).collect());
    one_of("state", filter.states.iter().map(|state| state.stored()).collect());
    one_of("entity", filter.entities.iter().map(|entity| entity.stored()).collect());
    question.push_str(match filter.parts {
        Parts::All => "",
        // A record is told by itself; of what brings its pictures only what did not work.
        Parts::Records => " AND (part = 0 OR part = 4 AND state IN (4, 6, 7))",
        Parts::Terms => " AND part = 1",
    });
    if filter.standing != Standing::Any {
        let (is_open, left_out) = standing(filter.standing)?;
        question.push_str(is_open);
        values.extend(left_out.into_iter().map(Value::from));
    }
    question.push_str(match order {
        SelectionOrder::Planned => " ORDER BY id",
        SelectionOrder::Undo if is_reversed(journal, run)? => " ORDER BY phase, kin, id DESC",
        SelectionOrder::Undo => " ORDER BY phase DESC, kin, id DESC",
    });
    let mut statement = journal.prepare_cached(&question)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    let mut small = String::new();
    while let Some(row) = rows.next()? {
        let id = row.get::<_, i64>(0)?.cast_unsigned();
        if with_fields.as_ref().is_some_and(|users| !users.contains(id)) {
            continue;
        }
        if let Some(rows) = &with_issues {
            let at = row.get::<_, Option<i64>>(2)?.and_then(|at| u32::try_from(at).ok());
            if at.is_none_or(|at| !rows.contains(at)) {
                continue;
            }
        }
        if is_read {
            fold(row.get_ref(1)?.as_str()?, &mut small);
            if !small.contains(&text)
                || !(labels.is_empty() || labels.iter().any(|label| label == small.trim()))
            {
                continue;
            }
        }
        found.push(ChangeId(id));
    }
    Ok(found)
}

/// The condition of a standing, and the outcomes that it asks for.
fn standing(wanted: Standing) -> Result<(&'static str, Vec<String>), JournalError> {
    let outcomes = [NOT_CHOSEN, NO_FIELD_CHOSEN]
        .map(|reason| changes::outcome_json(&Outcome::Skipped(reason.into())));
    let outcomes: Vec<String> =
        outcomes.into_iter().filter_map(Result::transpose).collect::<Result<_, _>>()?;
    // Planned, skipped and conflict, by their numbers.
    let condition = match wanted {
        Standing::Closed => {
            " AND (state = 6 OR state = 5 AND NOT EXISTS
                (SELECT 1 FROM result r WHERE r.change = change.id AND r.outcome IN (?, ?)))"
        }
        _ => {
            " AND (state = 0 OR state = 5 AND EXISTS
                (SELECT 1 FROM result r WHERE r.change = change.id AND r.outcome IN (?, ?)))"
        }
    };
    Ok((condition, outcomes))
}

/// In small letters, into room that is used again.
fn fold(text: &str, small: &mut String) {
    small.clear();
    if text.is_ascii() {
        small.push_str(text);
        small.make_ascii_lowercase();
    } else {
        small.extend(text.chars().flat_map(char::to_lowercase));
    }
}

fn is_reversed(journal: &Sqlite, run: RunId) -> Result<bool, JournalError> {
    Ok(journal
        .prepare_cached("SELECT coalesce((SELECT is_reversed FROM run WHERE id = ?1), 0)")?
        .query_row([run], |row| row.get(0))?)
}

/// The changes that send one of the fields; `None` where no field is asked for.
pub(crate) fn users_of(
    journal: &Sqlite,
    run: RunId,
    fields: &[FieldName],
) -> Result<Option<RoaringTreemap>, JournalError> {
    if fields.is_empty() {
        return Ok(None);
    }
    let mut users = RoaringTreemap::new();
    let mut statement =
        journal.prepare_cached("SELECT changes FROM field_use WHERE run = ?1 AND field = ?2")?;
    for field in fields {
        let mut rows = statement.query((run, field.as_str()))?;
        while let Some(row) = rows.next()? {
            users |= RoaringTreemap::deserialize_from(row.get_ref(0)?.as_blob()?)
                .map_err(|error| JournalError::unreadable("field_use", run.0, error))?;
        }
    }
    Ok(Some(users))
}

/// The rows that have one of the issues; `None` where no issue is asked for.
fn rows_with(journal: &Sqlite, run: RunId, codes: &[String]) -> Result<Option<Rows>, JournalError> {
    if codes.is_empty() {
        return Ok(None);
    }
    let groups = issues::read(journal, IssueOwner::Run(run))?;
    let meant = groups.into_iter().filter(|group| codes.iter().any(|code| *code == group.code));
    Ok(Some(meant.fold(Rows::new(), |rows, group| rows | group.rows)))
}

impl ChangeFilter {
    /// Whether everything passes.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}
