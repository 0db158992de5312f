//! What does every source of rows look like from outside?

use longshore_engine::{
    platforms::joining::Joined,
    row::{Header, Row},
};

use crate::{error::ReadError, repair::Repairs};

/// A stream of rows, whatever they come from.
pub trait RowReader {
    /// The columns as known so far: rows that are longer than the header add unnamed columns at its end.
    fn header(&self) -> &Header;

    /// Reads the next row into a buffer and says whether there was one. A row has at least as many cells as the
    /// header has columns. Rows without any text are passed over and counted as a repair.
    ///
    /// # Errors
    /// Where the source cannot be read on; the place is in the error.
    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError>;

    /// What had to be mended so far.
    fn repairs(&self) -> &Repairs;

    /// How far it is.
    fn position(&self) -> Position;

    /// What was found out so far while rows were joined; `None` where none are.
    fn joined(&self) -> Option<Joined> {
        None
    }
}

/// How far a reader is, in bytes of the file; where the file is packed, a good guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Read so far.
    pub done: u64,
    /// In all.
    pub total: u64,
}
