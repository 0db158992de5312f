//! What does a plan want, or what did a run do, in numbers?

use longshore_engine::{
    change::Action, entity::Entity, facts::StoreFacts, platforms::woocommerce::rules::MARK,
};
use longshore_journal::{Journal, JournalError, RunId, issues::IssueOwner};
use serde::Serialize;
use ts_rs::TS;

use super::report::{self, RunNumber, RunReport};
use crate::{
    ApiError, Studio,
    drafts::DraftIssues,
    imports::{Accident, Suspicion, accidents_told},
};

/// A plan, or a run, in numbers.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RunSummary {
    /// What it does, or would do.
    pub run: RunReport,
    /// What was known of its store last, which may have been removed since: its currency and its units.
    pub facts: Option<StoreFacts>,
    /// What was done to which kind of record; of a plan, what would be.
    pub kinds: Vec<KindCount>,
    /// How often each field is sent to products and variations, the most frequent first.
    pub fields: Vec<FieldSummary>,
    /// How many records were left out whole, or with all of their fields.
    pub left_out: u64,
    /// How many of them because somebody edited them in the shop, and nobody decided about them yet.
    pub left_edited: u64,
    /// What looks like an accident in what was not left out, the largest first.
    pub accidents: Vec<Accident>,
    /// What is wrong or doubtful in the source, errors first.
    pub issues: Vec<DraftIssues>,
    /// How many rows stayed out.
    pub rejects: u64,
}

/// What is done to a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KindCount {
    /// What is done.
    pub action: Action,
    /// To which kind of record.
    pub entity: Entity,
    /// How many.
    pub count: u64,
}

/// How often a field is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FieldSummary {
    /// Which.
    pub field: String,
    /// By how many changes that are done, or are yet to be done; of an undo only by those that put values back.
    pub count: u64,
    /// By how many of them to a record that was there before and stays: only those can be taken back by themselves.
    pub updates: u64,
    /// From how many of them it was left out.
    pub left_out: u64,
    /// From how many of them it cannot be left out: what they make cannot do without it.
    pub needed: u64,
}

/// A plan, or a run, in numbers.
pub async fn summary(studio: &Studio, request: RunNumber) -> Result<RunSummary, ApiError> {
    let run = report::show(studio, request).await?;
    let number = RunId(request.run);
    studio
        .ask(move |journal| {
            let left_out = journal.left_out(number)?;
            let (mut suspicions, mut issues) = (Vec::new(), Vec::new());
            for group in journal.issues(IssueOwner::Run(number))? {
                match Suspicion::of(&group) {
                    Some(suspicion) => suspicions.push(suspicion.without(&left_out)),
                    None => issues.push(DraftIssues::from(&group)),
                }
            }
            let counted = journal.field_counts(number)?.into_iter();
            // What is sent only to find a record again is nobody's field.
            let fields = counted.filter(|one| one.field != MARK).map(|one| FieldSummary {
                left_out: one.left_out,
                field: one.field.to_string(),
                count: one.count,
                updates: one.updates,
                needed: one.needed,
            });
            let store = journal.connection(journal.run(number)?.connection)?;
            Ok(RunSummary {
                run,
                facts: store.details.facts,
                kinds: kinds(journal, number)?,
                fields: fields.collect(),
                left_out: left_out.whole,
                left_edited: left_out.edited,
                accidents: accidents_told(&suspicions),
                issues,
                rejects: journal.reject_count(number)?,
            })
        })
        .await
}

fn kinds(journal: &Journal, run: RunId) -> Result<Vec<KindCount>, JournalError> {
    let counted = journal.kind_counts(run)?;
    Ok(counted
        .into_iter()
        .map(|(action, entity, count)| KindCount { action, entity, count })
        .collect())
}
