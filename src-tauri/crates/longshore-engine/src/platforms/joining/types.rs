//! Columns that should hold categories, and say of every product only of which type it is.

use super::{columns::Table, notice::Notices};
use crate::{platforms::product_types, row::Row};

/// What was seen of the columns that categories come from.
#[derive(Clone, Debug, Default)]
pub(super) struct TypeColumns(Vec<Seen>);

#[derive(Clone, Debug)]
struct Seen {
    at: usize,
    /// A word that means nothing but a type was there.
    is_sure: bool,
}

impl TypeColumns {
    pub(super) fn watch(columns: Vec<usize>) -> Self {
        Self(columns.into_iter().map(|at| Seen { at, is_sure: false }).collect())
    }

    /// Looks at the next row. A column with any other word in it holds categories.
    pub(super) fn observe(&mut self, row: &Row) {
        self.0.retain_mut(|seen| {
            let cell = row.get(seen.at).unwrap_or_default().trim();
            seen.is_sure |= product_types::is_surely_type(cell);
            cell.is_empty() || product_types::is_type(cell)
        });
    }

    /// Decides after all rows, and tells which columns make no categories.
    pub(super) fn decide(&mut self, table: &Table, notices: &mut Notices) {
        const CODE: &str = "types_are_no_categories";
        self.0.retain(|seen| seen.is_sure);
        for seen in &self.0 {
            notices.say(CODE);
            notices.list_in(CODE, "column", &table.names()[seen.at], 5);
        }
    }

    /// Whether no column is one.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows without what says a type.
    pub(super) fn without(&self, rows: &[Row]) -> Vec<Row> {
        let mut rows = rows.to_vec();
        for row in &mut rows {
            self.0.iter().for_each(|seen| row.set(seen.at, ""));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::join;

    const HEADER: [&str; 5] = ["id", "title", "image_link", "price", "product_type"];

    fn feed(types: [&str; 2]) -> super::super::testing::Table {
        let header = [&HEADER[..], &["link"]].concat();
        let [one, two] = types;
        join(&header, &[&["1", "Hat", "", "5", one, "x"], &["2", "Cap", "", "6", two, "x"]])
    }

    #[test]
    fn types_of_products_are_no_categories() {
        let table = feed(["simple", "configurable"]);
        assert_eq!(table.all("Categories"), ["", ""]);
        assert_eq!(table.notice("types_are_no_categories").params["column"], "product_type");
    }

    #[test]
    fn words_that_goods_have_too_and_other_words_stay_categories() {
        for types in [["simple", "Hats"], ["Bundle", "Bundle"]] {
            let table = feed(types);
            assert_eq!(table.all("Categories"), types);
            assert_eq!(table.said("types_are_no_categories"), 0);
        }
    }
}
