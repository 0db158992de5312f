//! What does one row say, once mapping has read it?

use crate::{record::Record, value::Name};

/// A record as one row describes it, with what the row says of its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapped {
    /// The row, counted like [`crate::row::Row::number`].
    pub row: u64,
    /// Its kind and the fields that the row speaks of; a field that is to be emptied is [`crate::value::Value::Empty`].
    pub record: Record,
    /// The number that the file gives to the record; another store's, unless the user says otherwise.
    pub source_id: Option<u64>,
    /// For a variation: its product as the file names it, by SKU or by the file's own number.
    pub parent: Option<Name>,
    /// Where rows of the file have nothing but a name and some share it: what tells this one from the others.
    pub twin: Option<u64>,
}

impl Mapped {
    /// What a person calls the record: its SKU, else its name, else nothing.
    #[must_use]
    pub fn label(&self) -> &str {
        let named = |field| self.record.fields.text(field).filter(|text| !text.is_empty());
        named("sku").or_else(|| named("name")).unwrap_or_default()
    }
}
