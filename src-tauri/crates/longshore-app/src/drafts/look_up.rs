//! What does a step look its values up in?

use std::path::Path;

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{Limits, Source};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::source::DraftSource;
use crate::{ApiError, Studio};

/// Rows that are taken of such a file.
const MOST_ROWS: usize = 20_000;
/// Columns that are taken of it.
const MOST_COLUMNS: usize = 12;
/// Bytes of all cells together.
const LARGEST: usize = 1 << 20;

/// A file to look values up in.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct LookUpFile {
    /// Where it is.
    pub source: DraftSource,
}

/// What is in a file to look values up in.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LookUpTable {
    /// The name of the file.
    pub name: String,
    /// The names of its first columns.
    pub columns: Vec<String>,
    /// Their cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// Whether it has more rows than a step can keep.
    pub has_more: bool,
}

/// Takes a table out of a file, so that a step can keep what it needs of it. The file is not asked again.
pub async fn look_up_table(studio: &Studio, request: LookUpFile) -> Result<LookUpTable, ApiError> {
    let (home, journal) = (studio.home().clone(), studio.journal().clone());
    tokio::task::spawn_blocking(move || {
        let origin = request.source.take(&home, &journal)?;
        let table = table(&origin.path).map_err(|error| error.with("file", &origin.name));
        origin.remove();
        table.map(|table| LookUpTable { name: origin.name.clone(), ..table })
    })
    .await?
}

fn table(path: &Path) -> Result<LookUpTable, ApiError> {
    let mut source = Source::open(path, &ReadSettings::default(), &Limits::default())?;
    let mut reader = source.reader()?;
    let columns = reader.header().columns.iter().take(MOST_COLUMNS).cloned().collect();
    let (mut rows, mut size, mut has_more) = (Vec::new(), 0, false);
    let mut row = Row::new();
    while reader.read(&mut row)? {
        let cells: Vec<String> = row.iter().take(MOST_COLUMNS).map(str::to_owned).collect();
        size += cells.iter().map(String::len).sum::<usize>();
        if rows.len() == MOST_ROWS || size > LARGEST {
            has_more = true;
            break;
        }
        rows.push(cells);
    }
    match rows.is_empty() {
        true => Err(ApiError::new("no_rows")),
        false => Ok(LookUpTable { name: String::new(), columns, rows, has_more }),
    }
}
