//! What is each column of a draft for?

use longshore_engine::{
    diff,
    entity::Entity,
    manner::Seen,
    notation::{self, NotationReason},
    profile::{BlankPolicy, Profile, Step},
    reading::Notation,
    recognise::Recognised,
    row::Header,
    suggest::{Suggestion, TAKEN_UNASKED, suggest_of},
    target::Target,
};
use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Because, live, state::State, view::DraftNumber};
use crate::{
    ApiError, Studio,
    sources::{suggestions, without_reasons},
};

/// Samples of a column that are shown.
const SHOWN: usize = 20;
/// Longer samples are cut off.
const LONGEST_SAMPLE: usize = 300;

/// The columns of a draft.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftColumns {
    /// From left to right.
    pub columns: Vec<DraftColumn>,
    /// What every record gets that no column says.
    pub constants: Vec<DraftConstant>,
}

/// A field that is the same in all records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftConstant {
    /// The field.
    pub field: String,
    /// What it is.
    pub text: String,
}

/// A column of a draft.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftColumn {
    /// Its number, from 0.
    pub column: usize,
    /// Its name; empty where it has none.
    pub name: String,
    /// What it is for now; `None`: it is not imported.
    pub field: Option<String>,
    /// What it was suggested for.
    pub suggested: Option<String>,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
    /// Whether the suggestion would be taken without asking.
    pub is_sure: bool,
    /// Why it is suggested, or why nothing is.
    pub reason: Because,
    /// How its numbers and dates were found to be written.
    pub found_notation: Notation,
    /// Why its decimal separator is believed, or not known.
    pub decimal_reason: NotationReason,
    /// Why the order of its dates is believed, or not known.
    pub date_reason: NotationReason,
    /// What else was seen in its cells, and in how many.
    pub seen: Seen,
    /// The same as the user decided it.
    pub notation: Notation,
    /// What happens to each cell before it is read.
    pub steps: Vec<Step>,
    /// What an empty cell means, where it differs from the others.
    pub blank: Option<BlankPolicy>,
    /// Whether the store can be the source of truth of its field.
    pub may_stay: bool,
    /// The columns of the file that it was made of, where rows were joined.
    pub from: Vec<String>,
    /// Some of its values.
    pub samples: Vec<String>,
    /// How many cells are not empty, among those that were looked at.
    pub filled: u64,
    /// How many different values there seem to be.
    pub distinct: u64,
}

/// What each column of a draft is for, and what is in it.
pub async fn columns(studio: &Studio, request: DraftNumber) -> Result<DraftColumns, ApiError> {
    let (_, state, live) = live::open(studio, DraftId(request.draft)).await?;
    tokio::task::spawn_blocking(move || {
        let mut header = live.header();
        without_reasons(&mut header);
        let report = live.report();
        let joined = live.joined();
        let suggestions = match state.profile.entity {
            Some(kind) => suggest_of(kind, &header),
            None => suggestions(&header, joined.as_ref(), &report),
        };
        let columns = suggestions.into_iter().map(|suggestion| {
            let report = report.columns.get(suggestion.column).cloned().unwrap_or_default();
            let from = joined.as_ref().and_then(|joined| joined.from.get(suggestion.column));
            column(&state.profile, suggestion, from.cloned().unwrap_or_default(), &report)
        });
        let constants = state
            .profile
            .constants
            .iter()
            .map(|(field, text)| DraftConstant { field: field.to_string(), text: text.clone() });
        Ok(DraftColumns { columns: columns.collect(), constants: constants.collect() })
    })
    .await?
}

fn column(
    profile: &Profile,
    suggestion: Suggestion,
    from: Vec<String>,
    report: &longshore_formats::ColumnReport,
) -> DraftColumn {
    let decided = profile.columns.iter().find(|column| {
        column.column == suggestion.name && column.occurrence == suggestion.occurrence
    });
    let decided = decided.cloned().unwrap_or_default();
    let cut = |sample: &String| sample.chars().take(LONGEST_SAMPLE).collect();
    let may_stay = decided.target.as_ref().is_some_and(|field| may_stay(profile.kind(), field));
    let found = notation::detect(report.samples.iter().map(String::as_str));
    DraftColumn {
        column: suggestion.column,
        name: suggestion.name,
        field: decided.target.map(|target| target.to_string()),
        suggested: suggestion.target.as_ref().map(Target::name).map(|name| name.to_string()),
        confidence: suggestion.confidence,
        is_sure: suggestion.target.is_some() && suggestion.confidence >= TAKEN_UNASKED,
        reason: Because::new(&suggestion.reason.code, &suggestion.reason.params),
        found_notation: found.notation,
        decimal_reason: found.decimal_reason,
        date_reason: found.date_reason,
        seen: Seen::of(report.samples.iter().map(String::as_str)),
        notation: decided.notation,
        steps: decided.steps,
        blank: decided.blank,
        may_stay,
        from,
        samples: report.samples.iter().take(SHOWN).map(cut).collect(),
        filled: report.filled,
        distinct: report.distinct,
    }
}

/// Whether the store can be the source of truth of a field: what tells records apart is the same on both sides.
pub(super) fn may_stay(kind: Entity, field: &str) -> bool {
    let kinds = if kind.is_sold() { &[Entity::Product, Entity::Variation][..] } else { &[kind] };
    field != "sku" && kinds.iter().any(|kind| diff::is_writable(*kind, field))
}

/// How many columns of a header are imported.
pub(super) fn imported(profile: &Profile, header: &Header) -> usize {
    let is_there = |name: &String| header.columns.contains(name);
    let wanted = |column: &&longshore_engine::profile::ColumnMap| {
        column.target.is_some() && is_there(&column.column)
    };
    profile.columns.iter().filter(wanted).count()
}

/// Whether nothing has to be said about the columns: a profile was saved for them, or the platform that made the
/// file is known and has a place for each of them.
pub(super) fn fit(state: &State, header: &Header, found: &Recognised) -> bool {
    let profile = &state.profile;
    let has_all = profile
        .columns
        .iter()
        .filter(|column| column.target.is_some())
        .all(|column| header.columns.contains(&column.column));
    if state.profile_name.is_some() {
        return has_all && state.misfit.is_none();
    }
    let named = header.columns.iter().filter(|name| !name.trim().is_empty()).count();
    let is_known = !found.platform.is_empty() && found.has_products && !found.rows_need_joining;
    is_known && imported(profile, header) >= named
}
