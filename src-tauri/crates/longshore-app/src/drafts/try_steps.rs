//! What would become of the cells of a column?

use longshore_engine::{
    mapped::Mapped,
    notation,
    number::NumberReader,
    profile::{ColumnMap, Profile, Step},
    reading::Notation,
    row::{Header, Row},
    steps,
    target::Target,
    value::Value,
};
use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{issues::DraftIssue, live, prepared};
use crate::{ApiError, Studio};

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

/// Tries a decision about a column on different values from all over the file, two hundred at most. Nothing changes.
pub async fn try_steps(
    studio: &Studio,
    request: DraftTrySteps,
) -> Result<Vec<SampleTried>, ApiError> {
    let (_, state, live) = live::open(studio, DraftId(request.draft)).await?;
    let journal = studio.journal().clone();
    tokio::task::spawn_blocking(move || {
        let report = live.report();
        let samples = report.columns.get(request.column).map(|column| column.samples.as_slice());
        let samples = samples.ok_or_else(|| {
            ApiError::new("column_unknown").with("column", request.column.saturating_add(1))
        })?;
        let name = live.header().columns.get(request.column).cloned().unwrap_or_default();
        let found = notation::detect(samples.iter().map(String::as_str)).notation;
        let facts = prepared::facts(&journal, &state)?;
        let profile = Profile {
            columns: vec![ColumnMap {
                column: name.clone(),
                target: request.field.as_deref().map(Into::into),
                notation: request.notation,
                steps: request.steps.clone(),
                ..ColumnMap::default()
            }],
            platform: state.profile.platform.clone(),
            ..Profile::default()
        };
        let header = Header { columns: vec![name], line: None };
        let target = request.field.as_deref().and_then(Target::parse);
        // What has a part in a field beside others says nothing by itself.
        let mapping = longshore_engine::mapping::Mapping::compile(
            &profile,
            &header,
            &[found],
            facts.as_ref(),
        );
        let mapping = mapping.ok().filter(|_| target.is_some());
        let field = target.and_then(|target| target.feeds().into_iter().next());
        let own = request.notation;
        let notation = Notation {
            decimal: own.decimal.or(found.decimal),
            thousands: own.thousands.or(found.thousands),
            date_order: own.date_order.or(found.date_order),
        };
        let lone_separator_is_decimal = state.profile.platform == "woocommerce";
        let reader = NumberReader { notation, lone_separator_is_decimal };
        let tried = samples.iter().map(|sample| {
            let after = steps::apply(sample, &request.steps, &reader).ok();
            let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
            let mut read = None;
            if let (Some(mapping), Some(field)) = (&mapping, &field) {
                let mut row = Row::new();
                row.push(sample);
                mapping.map(&row, &mut mapped, &mut issues);
                read = mapped.record.fields.get(field).and_then(plain);
            }
            let of_column = issues.iter().filter(|issue| issue.column == Some(0)).map(|issue| {
                DraftIssue { column: Some(request.column), ..DraftIssue::new(0, issue) }
            });
            SampleTried {
                before: sample.clone(),
                after: after.map(std::borrow::Cow::into_owned),
                read,
                issues: of_column.collect(),
            }
        });
        Ok(tried.collect())
    })
    .await?
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
