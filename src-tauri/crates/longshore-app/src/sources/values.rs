//! Which values does a column of a file have?

use std::path::PathBuf;

use longshore_engine::{
    clean::{
        clusters::{Alike, Cluster, clusters},
        facets::{Counter, Facet},
    },
    reading::ReadSettings,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SourceFile, SourceRows, prepared, spooled};
use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    studio::Studio,
};

/// Values that are listed.
const MOST: usize = 1_000;

/// A column of a file to be looked at.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct FileValues {
    /// The file, or an address of the web that leads to one.
    #[ts(as = "PathBuf")]
    pub file: SourceFile,
    /// How to read it, as far as the user decides.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub reading: ReadSettings,
    /// The column: its name, or `#` and its number from 1.
    pub column: String,
}

/// The values of a column.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FileValuesFound {
    /// The name of the column.
    pub column: String,
    /// The most frequent values, at most a thousand.
    pub values: Vec<Facet>,
    /// How many different ones there are.
    pub distinct: usize,
    /// How many cells are empty.
    pub empty: u64,
    /// How many cells have values that were not counted, since there are too many or they are too long.
    pub uncounted: u64,
    /// Values that were probably meant to be one, the surest first.
    pub clusters: Vec<Cluster>,
}

/// Says which values a column of a file has, and which of them were probably meant to be one. Nothing is kept.
pub async fn values(
    studio: &Studio,
    request: FileValues,
    watch: &Watch,
) -> Result<FileValuesFound, ApiError> {
    let (spool, source) =
        spooled::spool(studio, &request.file, request.reading.clone(), watch).await?;
    let header = spool.header();
    let prepared = prepared::look(spool, source, header, &request.reading);
    let at = prepared.profile.find(&request.column);
    let at = at.ok_or_else(|| ApiError::new("column_unknown").with("column", &request.column))?;
    let watch = watch.clone();
    tokio::task::spawn_blocking(move || {
        let mut counter = Counter::default();
        SourceRows::new(&prepared.spool, None).each(Stage::Reading, &watch, |row| {
            counter.add(row.get(at).unwrap_or_default());
            Ok(())
        })?;
        let mut found = counter.finish();
        let clusters = clusters(&found.values, Alike::Spelling);
        let distinct = found.values.len();
        found.values.truncate(MOST);
        Ok(FileValuesFound {
            column: prepared.header.columns.get(at).cloned().unwrap_or_default(),
            values: found.values,
            distinct,
            empty: found.empty,
            uncounted: found.uncounted,
            clusters,
        })
    })
    .await?
}
