//! Groups of columns that say which files a buyer gets.

use super::cell::Cell;
use crate::{
    check::{Raised, codes},
    profile::BlankPolicy,
    row::Row,
    value::{Download, Value},
};

/// All groups, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Downloads {
    pub(super) groups: Vec<DownloadCells>,
}

/// The columns of one download.
#[derive(Clone, Debug, Default)]
pub(super) struct DownloadCells {
    pub(super) id: Option<Cell>,
    pub(super) name: Option<Cell>,
    pub(super) url: Option<Cell>,
}

impl Downloads {
    pub(super) fn value(&self, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
        let mut all = Vec::new();
        let mut is_blank = true;
        for group in &self.groups {
            let read = |cell: &Option<Cell>, raised: &mut Raised<'_>| {
                cell.as_ref().map(|cell| cell.text(row, raised).into_owned()).unwrap_or_default()
            };
            let file = read(&group.url, raised);
            let name = read(&group.name, raised);
            if file.is_empty() {
                if !name.is_empty() {
                    let column = group.name.as_ref().and_then(|cell| cell.column);
                    raised.raise(&codes::DOWNLOAD_WITHOUT_ADDRESS, column, &[&name]);
                }
                continue;
            }
            is_blank = false;
            // A store takes the name of the file where there is none.
            let name = if name.is_empty() { file_name(&file).to_owned() } else { name };
            all.push(Download { id: read(&group.id, raised), name, file });
        }
        if is_blank {
            let cells = self.groups.iter().filter_map(|group| group.url.as_ref());
            let clears = cells.into_iter().any(|cell| cell.blank == BlankPolicy::Clear);
            return clears.then_some(Value::Empty);
        }
        Some(Value::Downloads(all))
    }
}

fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(address)
}
