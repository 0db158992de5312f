//! How is a list shown to a person?

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, presets,
};

/// How wide a table is at most, in letters: it stays readable, whatever the terminal.
const WIDTH: u16 = 108;

/// A table under these headings.
pub(crate) fn of(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_style(TableComponent::HeaderLines, '─')
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(headings);
    for row in rows {
        table.add_row(row);
    }
    for (column, heading) in headings.iter().enumerate() {
        if NUMBERS.contains(heading)
            && let Some(column) = table.column_mut(column)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if WHOLE.contains(heading)
            && let Some(column) = table.column_mut(column)
        {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.to_string()
}

/// Headings whose columns hold numbers.
const NUMBERS: &[&str] =
    &["Run", "Count", "Sure", "New", "Changed", "Gone", "Same", "Left out", "Failed", "Columns"];

/// Headings whose cells are never broken into lines.
const WHOLE: &[&str] = &["When (UTC)", "Store", "What", "Status"];
