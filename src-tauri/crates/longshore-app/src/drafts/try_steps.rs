//! What would become of the cells of a column?

use std::{borrow::Cow, collections::HashSet};

use longshore_engine::{
    error::MappingError,
    mapped::Mapped,
    mapping::Mapping,
    notation,
    profile::{ColumnMap, Profile, Step},
    reading::Notation,
    row::Row,
    steps::{Columns, Steps},
    target::Target,
    value::Value,
};
use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    issues::DraftIssue,
    live::{self, Live},
    map, prepared,
};
use crate::{ApiError, Studio, sources::Edits};

/// Values that are shown at most.
const MOST: usize = 200;
/// Rows that are looked at for them.
const LOOKED_AT: usize = 1_000;

/// A decision about a column that is only tried.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct DraftTrySteps {
    /// The draft.
    pub draft: u64,
    /// The column, from 0.
    #[ts(as = "Option<_>", optional)]
    pub column: usize,
    /// What it would be for.
    pub field: Option<String>,
    /// How its numbers and dates are written, where the user decides it.
    #[ts(as = "Option<_>", optional)]
    pub notation: Notation,
    /// What would happen to each cell.
    #[ts(as = "Option<_>", optional)]
    pub steps: Vec<Step>,
}

/// What becomes of one value.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SampleTried {
    /// As it stands in the file.
    pub before: String,
    /// After all steps; `None` where one of them cannot be carried out.
    pub after: Option<String>,
    /// What would be sent, as far as it is one value; `None` where that is nothing.
    pub read: Option<String>,
    /// What is wrong or doubtful about it.
    pub issues: Vec<DraftIssue>,
}

/// Tries a decision about a column on different values from all over the file, two hundred at most; where steps look
/// at other columns, on its first rows. Nothing changes.
pub async fn try_steps(
    studio: &Studio,
    request: DraftTrySteps,
) -> Result<Vec<SampleTried>, ApiError> {
    let (_, state, live) = live::open(studio, DraftId(request.draft)).await?;
    let journal = studio.journal().clone();
    let edits = state.edits_in(studio, DraftId(request.draft));
    tokio::task::spawn_blocking(move || {
        let header = live.header();
        let report = live.report();
        if request.column >= header.columns.len().min(report.columns.len()) {
            return Err(unknown(request.column));
        }
        let facts = prepared::facts(&journal, &state)?;
        let notations: Vec<Notation> = report
            .columns
            .iter()
            .map(|column| notation::detect(column.samples.iter().map(String::as_str)).notation)
            .collect();
        let mut readers = prepared::readers(&live, &state);
        let own = readers.get_mut(request.column);
        let Some(own) = own else { return Err(unknown(request.column)) };
        own.notation = request.notation.or(notations[request.column]);
        let unread =
            |column: &ColumnMap| ColumnMap { target: None, steps: Vec::new(), ..column.clone() };
        let mut others: Vec<ColumnMap> =
            state.profile.columns.iter().take(readers.len()).map(unread).collect();
        let tried = &mut others[request.column];
        tried.target = request.field.as_deref().map(Into::into);
        tried.notation = request.notation;
        tried.steps.clone_from(&request.steps);
        let name = tried.column.clone();
        let profile = Profile {
            columns: others,
            platform: state.profile.platform.clone(),
            ..Profile::default()
        };
        let reader = readers[request.column];
        let columns = Columns::new(&header, &readers);
        let steps =
            Steps::compile(&request.steps, &columns, &reader).map_err(|(step, fault)| {
                map::impossible(&MappingError::BadStep { column: name, step: step + 1, fault })
            })?;
        let target = request.field.as_deref().and_then(Target::parse);
        // What has a part in a field beside others says nothing by itself.
        let mapping = Mapping::compile(&profile, &header, &notations, facts.as_ref());
        let mapping = mapping.ok().filter(|_| target.is_some());
        let field = target.and_then(|target| target.feeds().into_iter().next());
        let rows = match steps.look_at_others() {
            true => whole_rows(&live, &edits, request.column)?,
            false => {
                let samples = report.columns.get(request.column).map(|column| &column.samples);
                samples.into_iter().flatten().map(|sample| row_of(request.column, sample)).collect()
            }
        };
        let tried = rows.iter().map(|row| {
            let before = row.get(request.column).unwrap_or_default();
            let after = steps.apply(before, row, &reader).ok().map(Cow::into_owned);
            let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
            let mut read = None;
            if let (Some(mapping), Some(field)) = (&mapping, &field) {
                mapping.map(row, &mut mapped, &mut issues);
                read = mapped.record.fields.get(field).and_then(plain);
            }
            let of_column = issues.iter().filter(|issue| issue.column == Some(request.column));
            let issues = of_column.map(|issue| DraftIssue::new(0, issue)).collect();
            SampleTried { before: before.to_owned(), after, read, issues }
        });
        Ok(tried.collect())
    })
    .await?
}

fn unknown(column: usize) -> ApiError {
    ApiError::new("column_unknown").with("column", column.saturating_add(1))
}

/// A row in which only this cell says something.
fn row_of(column: usize, cell: &str) -> Row {
    let mut row = Row::new();
    row.set(column, cell);
    row
}

/// Whole rows from the beginning of the file, each with another value in the column.
fn whole_rows(live: &Live, edits: &Edits, column: usize) -> Result<Vec<Row>, ApiError> {
    let (mut rows, mut seen) = (Vec::new(), HashSet::new());
    for mut row in live.page(1, LOOKED_AT)? {
        edits.apply(&mut row)?;
        let cell = row.get(column).unwrap_or_default();
        // Several rows without a value may still come out differently.
        if (cell.is_empty() || seen.insert(cell.to_owned())) && rows.len() < MOST {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A value that is one word or number.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Moment(moment) => Some(moment.to_string()),
        _ => None,
    }
}
