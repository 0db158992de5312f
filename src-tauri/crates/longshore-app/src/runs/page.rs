//! Which changes of a run does somebody page through?

use std::sync::{Arc, Mutex, PoisonError};

use longshore_engine::{change::Action, entity::Entity, record::FieldName, value::ChangeId};
use longshore_journal::{
    RunId,
    counts::RunCounts,
    selection::{ChangeFilter, Parts, SelectionOrder, Standing},
    state::State,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::changes::{ChangeShown, shown_of};
use crate::{ApiError, Studio};

/// More than these are asked for one page after the other.
const MOST: usize = 1_000;
/// So many selections are remembered: what a window or two look at.
const REMEMBERED: usize = 4;

/// Which changes of a run are wanted.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct ChangesPageWanted {
    /// The run.
    pub run: u64,
    /// How many are passed over.
    #[ts(as = "Option<_>", optional)]
    pub from: u64,
    /// How many at most.
    #[ts(as = "Option<_>", optional)]
    pub count: usize,
    /// Only some of them.
    #[ts(as = "Option<_>", optional)]
    pub filter: ChangesFilter,
}

/// What changes are wanted; whatever is empty is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ChangesFilter {
    /// What is done.
    pub action: Option<Action>,
    /// To which kind of record.
    pub entity: Option<Entity>,
    /// This field is sent.
    pub field: Option<FieldName>,
    /// What the record is called holds this text, in any letter case.
    pub text: String,
    /// The row that asks for it has this issue, by its code.
    #[ts(optional = nullable)]
    pub issue: Option<String>,
    /// What became of it: `planned`, `sent`, `applied`, `altered`, `failed`, `skipped`, `conflict`, `unknown`.
    pub outcome: Option<String>,
    /// Whether terms that records only refer to are wanted instead of the records.
    pub terms: bool,
    /// Whether it takes part: `open` is what does, or was left out by whoever looks at the plan; `closed` is what does
    /// not for another reason.
    #[ts(as = "Option<_>", optional)]
    pub standing: Standing,
}

impl ChangesFilter {
    pub(super) fn into_journals(self) -> Result<ChangeFilter, ApiError> {
        let unknown = |name: &String| ApiError::new("outcome_unknown_name").with("name", name);
        let state =
            self.outcome.as_ref().map(|name| State::parse(name).ok_or_else(|| unknown(name)));
        Ok(ChangeFilter {
            actions: self.action.into_iter().collect(),
            states: state.transpose()?.into_iter().collect(),
            entities: self.entity.into_iter().collect(),
            fields: self.field.into_iter().collect(),
            text: self.text,
            labels: Vec::new(),
            issues: self.issue.into_iter().collect(),
            parts: if self.terms { Parts::Terms } else { Parts::Records },
            standing: self.standing,
        })
    }
}

/// Some changes of a run.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChangesPage {
    /// The changes, in the order in which they were planned.
    pub changes: Vec<ChangeShown>,
    /// How many there are in all.
    pub total: u64,
}

/// Selections that somebody pages through.
#[derive(Default)]
pub(crate) struct Selections(Mutex<Vec<Selection>>);

struct Selection {
    run: RunId,
    filter: ChangeFilter,
    /// What was counted when it was made: other counts, other changes.
    counts: RunCounts,
    ids: Arc<Vec<ChangeId>>,
}

impl Selections {
    fn find(
        &self,
        run: RunId,
        filter: &ChangeFilter,
        counts: &RunCounts,
    ) -> Option<Arc<Vec<ChangeId>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |one: &&Selection| one.run == run && one.filter == *filter && one.counts == *counts;
        kept.iter().find(is_it).map(|one| Arc::clone(&one.ids))
    }

    fn keep(&self, selection: Selection) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.run != selection.run || one.filter != selection.filter);
        if kept.len() >= REMEMBERED {
            kept.remove(0);
        }
        kept.push(selection);
    }
}

/// Some changes of a run, record by record.
pub async fn page(studio: &Studio, request: ChangesPageWanted) -> Result<ChangesPage, ApiError> {
    let run = RunId(request.run);
    let filter = request.filter.into_journals()?;
    let (home, inner) = (studio.home().clone(), studio.clone());
    studio
        .ask(move |journal| {
            let counts = journal.run_counts(run)?;
            let ids = match inner.selections().find(run, &filter, &counts) {
                Some(ids) => ids,
                None => {
                    let ids = journal.select_changes(run, &filter, SelectionOrder::Planned)?;
                    let ids = Arc::new(ids);
                    let kept = Arc::clone(&ids);
                    inner.selections().keep(Selection { run, filter, counts, ids: kept });
                    ids
                }
            };
            let from = usize::try_from(request.from).unwrap_or(usize::MAX).min(ids.len());
            let until = from.saturating_add(request.count.min(MOST)).min(ids.len());
            let changes = shown_of(journal, &home, run, &ids[from..until])?;
            Ok(ChangesPage { changes, total: ids.len() as u64 })
        })
        .await
}
