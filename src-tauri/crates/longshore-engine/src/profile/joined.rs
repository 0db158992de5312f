//! The profile of a file whose rows are joined into products.

use std::collections::HashSet;

use super::{ColumnMap, DEFAULT_MATCH_KEYS, Profile};
use crate::{
    platforms::joining::{self, Joined},
    reading::{DecimalSeparator, Notation, ReadSettings},
    row::Header,
    target::Target,
};

impl Profile {
    /// A profile that imports whatever joining made, and nothing that came along.
    #[must_use]
    pub fn of_joined(joined: &Joined, header: &Header, reading: ReadSettings) -> Self {
        let mut profile = Self {
            platform: joined.recognised.platform.clone(),
            joined: true,
            reading,
            match_keys: DEFAULT_MATCH_KEYS.to_vec(),
            ..Self::default()
        };
        for (at, name) in header.columns.iter().enumerate() {
            let occurrence = header.columns[..at].iter().filter(|other| *other == name).count();
            let target = if is_made(joined, at) { joining::target_of(name) } else { None };
            profile.columns.push(column(name, occurrence, target));
        }
        profile
    }

    /// Imports attributes that the header has and that no file for the profile had before.
    pub fn take_new_attributes(&mut self, header: &Header) {
        if !self.joined {
            return;
        }
        let known: HashSet<&str> =
            self.columns.iter().map(|column| column.column.as_str()).collect();
        let is_new = |name: &&String| !known.contains(name.as_str());
        let new: Vec<ColumnMap> = header
            .columns
            .iter()
            .filter(is_new)
            .filter_map(|name| match joining::target_of(name) {
                Some(target @ Target::Attribute(..)) => Some(column(name, 0, Some(target))),
                _ => None,
            })
            .collect();
        self.columns.extend(new);
    }
}

/// Whether joining made a column; otherwise it came along from the file.
fn is_made(joined: &Joined, at: usize) -> bool {
    !joined.came_along.contains(&at)
}

fn column(name: &str, occurrence: usize, target: Option<Target>) -> ColumnMap {
    let mut notation = Notation::default();
    if target.is_some() && joining::is_number(name) {
        notation.decimal = Some(DecimalSeparator::Point);
    }
    ColumnMap {
        column: name.to_owned(),
        occurrence,
        target: target.map(|target| target.name()),
        notation,
        ..ColumnMap::default()
    }
}
