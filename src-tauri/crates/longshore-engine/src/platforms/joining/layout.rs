//! Which columns do joined rows have, in which order?

use super::columns::{ATTRIBUTE_PARTS, Column};
use crate::row::Header;

/// The columns of joined rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) columns: Vec<(Column, Vec<String>)>,
    /// The file's columns that come along.
    pub(super) rest: Vec<usize>,
    pub(super) rest_names: Vec<String>,
    /// The names of the file's columns that attributes come from.
    pub(super) attributes: Vec<String>,
}

impl Layout {
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// The header, for rows with so many attributes.
    pub(super) fn header(&self, attributes: usize, line: Option<u64>) -> Header {
        let mut columns: Vec<String> =
            self.columns.iter().map(|(column, _)| column.label().to_owned()).collect();
        columns.extend(self.rest_names.iter().cloned());
        for number in 1..=attributes {
            columns.extend(
                ATTRIBUTE_PARTS.iter().map(|(part, _)| format!("Attribute {number} {part}")),
            );
        }
        Header { columns, line }
    }

    /// Where the columns stand that come along.
    pub(super) fn came_along(&self) -> std::ops::Range<usize> {
        self.columns.len()..self.columns.len() + self.rest.len()
    }

    /// From which columns of the file each column of the header comes.
    pub(super) fn from(&self, attributes: usize) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = self.columns.iter().map(|(_, from)| from.clone()).collect();
        all.extend(self.rest_names.iter().map(|name| vec![name.clone()]));
        all.extend((0..attributes * ATTRIBUTE_PARTS.len()).map(|_| self.attributes.clone()));
        all
    }
}
