//! Which values does a column of a draft have, and which of them become one?

use std::sync::Arc;

use longshore_engine::{
    clean::{
        self,
        clusters::{Alike, Cluster, clusters as clusters_of},
        facets::{Counter, Facet, Facets},
    },
    row::Row,
    steps::{Columns, Steps},
};
use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    columns::{self, DraftColumns},
    live::{self, Live},
    map::{self, ColumnDecision, DraftMap},
    prepared,
    state::State,
    view::DraftNumber,
};
use crate::{
    ApiError, Studio,
    progress::{Stage, Watch},
    sources::{Edits, SourceRows},
};

/// More values are asked for one page after the other.
const MOST: usize = 500;
/// Groups that are shown at most.
const MOST_CLUSTERS: usize = 300;
/// Decisions of one request.
const MOST_DECISIONS: usize = 1_000;

/// The values of a column, as they are after its steps.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftFacets {
    /// The draft.
    pub draft: u64,
    /// The column, from 0.
    pub column: usize,
    /// Only values that have this in them, in any letter case.
    #[serde(default)]
    pub text: Option<String>,
    /// How many values are passed over.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub from: usize,
    /// How many at most.
    pub count: usize,
}

/// Values with how often they stand there.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftFacetsFound {
    /// The most frequent first.
    pub values: Vec<Facet>,
    /// How many different ones there are that fit.
    pub distinct: usize,
    /// How many cells are empty.
    pub empty: u64,
    /// How many cells have values that were not counted, since there are too many or they are too long.
    pub uncounted: u64,
    /// Whether all rows were looked at.
    pub is_complete: bool,
}

/// Says which values a column has.
pub async fn facets(
    studio: &Studio,
    request: DraftFacets,
    watch: &Watch,
) -> Result<DraftFacetsFound, ApiError> {
    let (found, is_complete) = counted(studio, request.draft, request.column, watch).await?;
    let wanted = request.text.unwrap_or_default().trim().to_lowercase();
    let fits = |facet: &&Facet| wanted.is_empty() || facet.value.to_lowercase().contains(&wanted);
    let fitting: Vec<&Facet> = found.values.iter().filter(fits).collect();
    let page = fitting.iter().skip(request.from).take(request.count.min(MOST));
    Ok(DraftFacetsFound {
        values: page.map(|facet| (*facet).clone()).collect(),
        distinct: fitting.len(),
        empty: found.empty,
        uncounted: found.uncounted,
        is_complete,
    })
}

/// A search for values that mean the same.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftClusters {
    /// The draft.
    pub draft: u64,
    /// The column, from 0.
    pub column: usize,
    /// The weakest way to be alike that counts.
    pub weakest: Alike,
}

/// Groups of values that were probably meant to be one.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftClustersFound {
    /// The surest first.
    pub clusters: Vec<Cluster>,
    /// How many there are in all.
    pub total: usize,
    /// Whether all rows were looked at.
    pub is_complete: bool,
}

/// Says which values of a column were probably meant to be one. Nothing changes.
pub async fn clusters(
    studio: &Studio,
    request: DraftClusters,
    watch: &Watch,
) -> Result<DraftClustersFound, ApiError> {
    let (found, is_complete) = counted(studio, request.draft, request.column, watch).await?;
    let weakest = request.weakest;
    let mut clusters =
        tokio::task::spawn_blocking(move || clusters_of(&found.values, weakest)).await?;
    let total = clusters.len();
    clusters.truncate(MOST_CLUSTERS);
    Ok(DraftClustersFound { clusters, total, is_complete })
}

/// What values of a column become.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftUnify {
    /// The draft.
    pub draft: u64,
    /// The column, from 0.
    pub column: usize,
    /// Each decision.
    pub decisions: Vec<Unified>,
}

/// Values that become one.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Unified {
    /// The values, as they stand after the steps of the column.
    pub values: Vec<String>,
    /// What they become.
    pub to: String,
}

/// Decides about values of a column: a step of it keeps the decision, also for the next file.
pub async fn unify(studio: &Studio, request: DraftUnify) -> Result<DraftColumns, ApiError> {
    if request.decisions.len() > MOST_DECISIONS {
        return Err(ApiError::new("too_many_values").with("most", MOST_DECISIONS));
    }
    let number = DraftNumber { draft: request.draft };
    let known = columns::columns(studio, number).await?;
    let column = known.columns.into_iter().find(|column| column.column == request.column);
    let column = column.ok_or_else(|| unknown(request.column))?;
    let steps = request.decisions.into_iter().fold(column.steps, |steps, decision| {
        clean::unified(steps, &decision.values, &decision.to)
    });
    let decision = ColumnDecision {
        column: request.column,
        field: column.field,
        notation: column.notation,
        steps,
        blank: column.blank,
    };
    let columns = vec![decision];
    map::map(studio, DraftMap { draft: request.draft, columns, ..DraftMap::default() }).await
}

fn unknown(column: usize) -> ApiError {
    ApiError::new("column_unknown").with("column", column.saturating_add(1))
}

/// Counts the values of a column in all rows that are there, as somebody edited them.
async fn counted(
    studio: &Studio,
    draft: u64,
    column: usize,
    watch: &Watch,
) -> Result<(Arc<Facets>, bool), ApiError> {
    let draft = DraftId(draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let edits = state.edits_in(studio, draft);
    let watch = watch.clone();
    tokio::task::spawn_blocking(move || {
        let (is_complete, stands) = (live.is_whole(), (state.revision, column));
        if let Some(known) = live.facets(stands) {
            return Ok((known, is_complete));
        }
        let found = Arc::new(count(&live, &state, edits, column, &watch)?);
        if is_complete {
            live.keep_facets(stands, Arc::clone(&found));
        }
        Ok((found, is_complete))
    })
    .await?
}

fn count(
    live: &Arc<Live>,
    state: &State,
    edits: Edits,
    column: usize,
    watch: &Watch,
) -> Result<Facets, ApiError> {
    let header = live.header();
    let readers = prepared::readers(live, state);
    let decided = state.profile.columns.get(column).filter(|_| column < header.columns.len());
    let (Some(decided), Some(reader)) = (decided, readers.get(column)) else {
        return Err(unknown(column));
    };
    let steps = Steps::compile(&decided.steps, &Columns::new(&header, &readers), reader);
    // A step that this file cannot do with is shown where it stands; its column is counted as it is.
    let steps = steps.unwrap_or_default();
    let mut counter = Counter::default();
    let rows = SourceRows::new(&live.spool, None).edited(Some(edits));
    rows.each(Stage::Reading, watch, |row: &Row| {
        let cell = row.get(column).unwrap_or_default();
        match steps.apply(cell, row, reader) {
            Ok(after) => counter.add(&after),
            // What a step cannot do with has no value yet.
            Err(_) => counter.add(cell),
        }
        Ok(())
    })?;
    Ok(counter.finish())
}
