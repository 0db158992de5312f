//! What the file as a whole needs to know of a row: read without making a record.

use super::{Mapping, cell::Cell, kind::ProductType, texts};
use crate::{
    check::{FileIndex, KeyColumns, Raised, RowType},
    entity::Entity,
    escape,
    row::Row,
};

impl Mapping {
    /// Where a row says who it is.
    #[must_use]
    pub fn key_columns(&self) -> KeyColumns {
        let column = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| cell.column);
        KeyColumns { id: column(&self.id), sku: column(&self.sku), gtin: column(&self.gtin) }
    }

    /// Adds a row to the index of its file. Errors are found by [`Mapping::map`] or [`Mapping::validate`]; say of
    /// rows that have some [`FileIndex::keep_out`].
    pub fn index(&self, row: &Row, index: &mut FileIndex) {
        let row = &*self.with_taken(row);
        if let Some(others) = &self.others {
            if let Some(code) = others.coupon_code(row) {
                index.begin(row.number, RowType::Product);
                index.coupon(&code);
            }
            return;
        }
        let mut unheard = Vec::new();
        let mut quiet = Raised::new(row.number, &mut unheard);
        let kind = self.kind.read(row, &mut quiet);
        let is_variation = kind.entity == Entity::Variation;
        let row_type = match kind.product {
            _ if is_variation => RowType::Variation,
            Some(ProductType::Variable) => RowType::Parent,
            None => RowType::Untold,
            Some(_) => RowType::Product,
        };
        index.begin(row.number, row_type);
        if let Some(id) = self.source_id(row) {
            index.id(id);
        }
        if let Some(cell) = &self.sku {
            let sku = cell.text(row, &mut quiet);
            if !sku.is_empty() && !texts::is_damaged(&sku) {
                let is_parents = is_variation
                    && self
                        .kind
                        .parent
                        .as_ref()
                        .is_some_and(|parent| texts::same_letters(parent.plain(row), &sku));
                if !is_parents {
                    index.sku(&sku);
                }
            }
        }
        if let Some(cell) = &self.gtin {
            let gtin = cell.text(row, &mut quiet);
            if !gtin.is_empty() && !texts::is_damaged(&gtin) {
                index.gtin(&gtin);
            }
        }
        if is_variation {
            self.index_variation(row, index, &mut quiet);
        } else if matches!(row_type, RowType::Parent | RowType::Untold) {
            self.index_offers(row, index, &mut quiet);
        }
    }

    fn index_variation(&self, row: &Row, index: &mut FileIndex, quiet: &mut Raised<'_>) {
        let Some(parent) = self.kind.parent.as_ref() else { return };
        let Some(parent) = super::kind::product_named(&parent.text(row, quiet)) else { return };
        let mut choices = Vec::with_capacity(self.attributes.groups.len());
        for group in &self.attributes.groups {
            let label = group.label(row, quiet);
            if label.is_empty() {
                continue;
            }
            let text = group.value.as_ref().map(|cell| cell.text(row, quiet)).unwrap_or_default();
            let first = escape::list(&text)
                .next()
                .map(|first| escape::decode_ampersands(&first).into_owned());
            let is_global = group.is_global(row, quiet);
            choices.push((label, first.unwrap_or_default(), is_global));
        }
        let choices = choices.iter().map(|(label, option, global)| (&**label, &**option, *global));
        index.variation(&parent, choices);
    }

    fn index_offers(&self, row: &Row, index: &mut FileIndex, quiet: &mut Raised<'_>) {
        for group in &self.attributes.groups {
            let label = group.label(row, quiet);
            if label.is_empty() {
                continue;
            }
            let is_global = group.is_global(row, quiet);
            for option in group.options(is_global, row, quiet) {
                index.offer(&label, &option);
            }
        }
    }
}
