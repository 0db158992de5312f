//! How much of everything is a source allowed to hold?

/// Bounds against files that would fill the memory or the disk. All of them are far above what real files hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one cell, as UTF-8.
    pub cell_bytes: usize,
    /// Bytes of one row, as UTF-8.
    pub row_bytes: usize,
    /// Columns.
    pub columns: usize,
    /// Empty rows of a sheet before a cell beside the table: one further down was never meant.
    pub empty_rows: u64,
    /// Bytes that a workbook may become when it is unpacked.
    pub unpacked_bytes: u64,
    /// How many times its size a part of a workbook may become when it is unpacked.
    pub unpacked_ratio: u64,
    /// Bytes that the parts of a workbook which have to be held in memory may become.
    pub held_bytes: u64,
    /// How many lines are remembered for each kind of repair; the others are only counted.
    pub repair_lines: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 10 << 20,
            row_bytes: 64 << 20,
            columns: 16_384,
            empty_rows: 100_000,
            unpacked_bytes: 4 << 30,
            unpacked_ratio: 250,
            held_bytes: 1 << 30,
            repair_lines: 10_000,
        }
    }
}
