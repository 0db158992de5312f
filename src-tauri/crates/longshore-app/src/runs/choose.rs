//! What does the user leave out of a plan?

use std::collections::BTreeSet;

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Outcome},
    platforms::woocommerce::rules::with_fellows,
    record::FieldName,
    value::ChangeId,
};
use longshore_journal::{RunId, runs::RunStatus, state::State};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    page::ChangesFilter,
    references,
    summary::{self, RunSummary},
};
use crate::{
    ApiError, Studio,
    events::Event,
    progress::{Stage, Watch},
    runs::RunNumber,
};

/// Why a category and the like is not made: every record that needs it was left out.
pub(super) const NOT_NEEDED: &str = "not_needed";
/// Changes of one transaction.
const TOGETHER: usize = 2_000;

/// What is taken into a plan, or left out.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct RunChoose {
    /// The run, which has not begun.
    pub run: u64,
    /// Changes by their numbers.
    #[ts(as = "Option<_>", optional)]
    pub changes: Vec<u64>,
    /// All changes that this lets through; only where no numbers are given.
    pub filter: Option<ChangesFilter>,
    /// Only these fields of them, but what is to be made keeps what it cannot do without; empty for whole records.
    #[ts(as = "Option<_>", optional)]
    pub fields: Vec<FieldName>,
    /// Whether they are taken in.
    #[ts(as = "Option<_>", optional)]
    pub take: bool,
}

/// Takes records or fields into a plan, or leaves them out. Neither numbers nor a filter means: everywhere.
pub async fn choose(
    studio: &Studio,
    request: RunChoose,
    watch: &Watch,
) -> Result<RunSummary, ApiError> {
    let run = RunId(request.run);
    let found = studio.ask(move |journal| journal.run(run)).await?;
    if found.status != RunStatus::Planned || found.is_being_planned {
        let error = ApiError::new("run_not_planned").with("run", run);
        return Err(error.with("status", found.status));
    }
    let RunChoose { changes, filter, fields, take, .. } = request;
    let fields = with_fellows(fields, take);
    let picked: Vec<ChangeId> = match (changes.is_empty(), filter) {
        (false, _) => changes.into_iter().map(ChangeId).collect(),
        (true, Some(filter)) => {
            let filter = filter.into_journals()?;
            let all =
                studio.ask(move |journal| journal.select_changes(run, &filter, Default::default()));
            all.await?
        }
        (true, None) if !fields.is_empty() => {
            let names = fields.clone();
            let of_fields = studio.ask(move |journal| {
                let mut found = roaring::RoaringTreemap::new();
                for field in &names {
                    found |= journal.changes_with_field(run, field)?;
                }
                Ok(found.iter().map(ChangeId).collect::<Vec<_>>())
            });
            of_fields.await?
        }
        (true, None) => {
            let everything = longshore_journal::selection::ChangeFilter::default();
            let all = studio
                .ask(move |journal| journal.select_changes(run, &everything, Default::default()));
            all.await?
        }
    };
    let total = picked.len() as u64;
    for (done, part) in (0..).zip(picked.chunks(TOGETHER)) {
        watch.tell(Stage::Planning, done * TOGETHER as u64, Some(total));
        let (part, fields) = (part.to_vec(), fields.clone());
        studio
            .ask(move |journal| match fields.is_empty() {
                true => journal.choose_records(run, &part, take, Timestamp::now()),
                false => journal.choose_fields(run, &part, &fields, take, Timestamp::now()),
            })
            .await?;
    }
    studio.events().tell(Event::RunChanged { run: run.0 });
    summary::summary(studio, RunNumber { run: run.0 }).await
}

/// Before a run begins: what rows only refer to is not made where every row that needs it was left out.
pub(super) async fn prune(studio: &Studio, run: RunId) -> Result<(), ApiError> {
    let left_out = studio.ask(move |journal| journal.left_out(run)).await?;
    if left_out.records.is_empty() && left_out.fields.is_empty() {
        return Ok(());
    }
    studio
        .ask(move |journal| {
            let mut needed: BTreeSet<ChangeId> = BTreeSet::new();
            let mut terms = Vec::new();
            let mut after = None;
            loop {
                let page = journal.changes_of(run, &[State::Planned], after, TOGETHER)?;
                let Some(last) = page.last() else { break };
                after = Some(last.planned.change.id);
                for entry in page {
                    let change = entry.planned.change;
                    let is_made_for_others = change.row.is_none()
                        && change.action == Action::Create
                        && change.entity.is_taxonomy();
                    let refers_to = references::planned(std::iter::once(&change));
                    match is_made_for_others {
                        true => terms.push((change.id, refers_to)),
                        false => needed.extend(refers_to),
                    }
                }
            }
            // What is needed may itself need something: a category the one above it.
            loop {
                let before = needed.len();
                for (id, refers_to) in &terms {
                    if needed.contains(id) {
                        needed.extend(refers_to);
                    }
                }
                if needed.len() == before {
                    break;
                }
            }
            let unneeded = terms.into_iter().filter(|(id, _)| !needed.contains(id));
            let outcomes: Vec<_> =
                unneeded.map(|(id, _)| (id, Outcome::Skipped(NOT_NEEDED.into()))).collect();
            journal.settle_unsent(run, Timestamp::now(), &outcomes)
        })
        .await
}
