//! How are the rows of a source gone through?

use longshore_engine::row::Row;
use longshore_formats::Spool;

use crate::{
    error::ApiError,
    progress::{Stage, Watch},
};

/// How often progress is told, in rows.
const TELL_EVERY: u64 = 2_000;

/// The rows of a source, or the first of them.
#[derive(Clone)]
pub(crate) struct SourceRows {
    spool: Spool,
    count: u64,
}

impl SourceRows {
    /// All rows, or as many as are wanted.
    pub(crate) fn new(spool: &Spool, limit: Option<u64>) -> Self {
        let rows = spool.rows();
        Self { spool: spool.clone(), count: limit.map_or(rows, |limit| limit.min(rows)) }
    }

    /// How many they are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Goes through them once, on a thread that may wait for a disk.
    pub(crate) fn each(
        &self,
        stage: Stage,
        watch: &Watch,
        mut with: impl FnMut(&Row) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let mut reader = self.spool.read_from(1)?;
        let mut row = Row::new();
        while reader.read(&mut row)? && row.number <= self.count {
            with(&row)?;
            if row.number.is_multiple_of(TELL_EVERY) || row.number == self.count {
                watch.tell(stage, row.number, Some(self.count));
                watch.may_go_on()?;
            }
        }
        Ok(())
    }
}
