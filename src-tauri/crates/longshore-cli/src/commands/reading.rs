//! How do typed options become read settings and decisions about columns?

use longshore_app::{
    ApiError,
    engine::{
        reading::{JoinSettings, ReadSettings},
        shape::{RowShape, ShapeOption},
        value::Key,
    },
};

use crate::args::{Mapping, Reading};

impl Reading {
    /// What was typed, as settings.
    pub(super) fn settings(self) -> Result<ReadSettings, ApiError> {
        let shape = self.shape();
        let delimiter = self.delimiter.map(|typed| delimiter(&typed)).transpose()?;
        let percent = |typed: String| {
            let read = typed.trim_end_matches('%').trim().parse();
            read.map_err(|_| ApiError::new("tax_not_a_number").with("value", typed))
        };
        let add_tax = self.add_tax.map(percent).transpose()?;
        Ok(ReadSettings {
            encoding: self.encoding,
            delimiter,
            quote: None,
            header_row: self.header_row,
            sheet: self.sheet,
            fill_merged: self.fill_merged.then_some(true),
            skip_hidden_rows: self.skip_hidden_rows.then_some(true),
            joining: JoinSettings {
                rows_as_they_are: self.rows_as_they_are.then_some(true),
                with: self.with,
                key: self.key,
                second_key: self.with_key,
                without_zeros: self.without_zeros.then_some(true),
                with_sheet: self.with_sheet,
                second_counts: self.second_counts.then_some(true),
                shape,
                image_base: self.image_base,
                add_tax,
                price_kind: self.price_kind,
            },
        })
    }

    /// How rows become products, as typed.
    fn shape(&self) -> Option<RowShape> {
        let along = self.along.clone();
        if !self.split.is_empty() {
            return Some(RowShape::Split {
                options: self.split.iter().map(|typed| option(typed)).collect(),
                along,
                between: self.between.clone().unwrap_or_else(|| ",".to_owned()),
                all_combinations: self.all_combinations,
                sku: None,
                name: None,
            });
        }
        let options = self.choose.iter().map(|typed| option(typed)).collect();
        let key = self.join_rows.clone();
        (!key.is_empty()).then_some(RowShape::Join { key, options, along, sku: None, name: None })
    }
}

/// `Column=Name`, or a column by its own name.
fn option(typed: &str) -> ShapeOption {
    let (column, attribute) = typed.rsplit_once('=').unwrap_or((typed, ""));
    ShapeOption { column: column.to_owned(), attribute: attribute.to_owned() }
}

impl Mapping {
    /// What was typed, each checked to have its form.
    pub(super) fn assignments(&self) -> Result<Vec<String>, ApiError> {
        match self.map.iter().find(|map| !map.contains('=')) {
            Some(map) => Err(ApiError::new("map_without_equals").with("map", map)),
            None => Ok(self.map.clone()),
        }
    }
}

fn delimiter(typed: &str) -> Result<char, ApiError> {
    let mut letters = typed.chars();
    match (letters.next(), letters.next()) {
        (Some(one), None) => Ok(one),
        _ if typed.eq_ignore_ascii_case("tab") || typed == "\\t" => Ok('\t'),
        _ => Err(ApiError::new("delimiter_not_one_character").with("value", typed)),
    }
}

/// Match keys by their names.
pub(super) fn keys(typed: &[String]) -> Result<Vec<Key>, ApiError> {
    typed
        .iter()
        .map(|name| {
            Key::parse(name.trim())
                .ok_or_else(|| ApiError::new("match_key_unknown").with("key", name))
        })
        .collect()
}
