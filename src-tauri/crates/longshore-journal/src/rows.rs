//! Which rows of a source are meant?

use roaring::RoaringBitmap;

use crate::error::JournalError;

/// Numbers of rows, compressed: a million rows in a row take a few bytes.
pub type Rows = RoaringBitmap;

/// The portable form of the Roaring format specification.
pub(crate) fn to_blob(rows: &Rows) -> Result<Vec<u8>, JournalError> {
    let mut rows = rows.clone();
    rows.optimize();
    let mut blob = Vec::with_capacity(rows.serialized_size());
    rows.serialize_into(&mut blob).map_err(|error| JournalError::unreadable("rows", 0, error))?;
    Ok(blob)
}

/// Reads [`to_blob`]'s form; NULL is no rows.
pub(crate) fn from_blob(
    table: &'static str,
    id: u64,
    blob: Option<&[u8]>,
) -> Result<Rows, JournalError> {
    blob.map_or_else(
        || Ok(Rows::new()),
        |blob| {
            Rows::deserialize_from(blob).map_err(|error| JournalError::unreadable(table, id, error))
        },
    )
}
