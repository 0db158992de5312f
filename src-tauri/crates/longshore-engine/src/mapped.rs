//! What does one row say, once mapping has read it?

use std::borrow::Cow;

use crate::{
    record::Record,
    value::{Name, ProductAttribute, Value},
};

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
    /// Whether some of its pictures were not found on this computer: a record that the store has keeps those that it
    /// has then, a new one gets those that were found.
    pub lacks_pictures: bool,
    /// Of a product that has variations in the file: the attributes that their rows have and its own lacks.
    pub of_variations: Option<Vec<ProductAttribute>>,
}

impl Mapped {
    /// What the record is where it is made: a product with variations is variable, and offers what these choose.
    #[must_use]
    pub fn made(&self) -> Cow<'_, Self> {
        let Some(attributes) = &self.of_variations else { return Cow::Borrowed(self) };
        let mut made = self.clone();
        let fields = &mut made.record.fields;
        if fields.get("type").is_none() {
            fields.set("type", Value::Text("variable".into()));
        }
        match fields.get_mut("attributes") {
            Some(Value::Attributes(own)) => own.extend(attributes.iter().cloned()),
            _ if attributes.is_empty() => {}
            _ => fields.set("attributes", Value::Attributes(attributes.clone())),
        }
        Cow::Owned(made)
    }

    /// What a person calls the record: its SKU, else its name, else nothing.
    #[must_use]
    pub fn label(&self) -> &str {
        let named = |field| self.record.fields.text(field).filter(|text| !text.is_empty());
        named("sku").or_else(|| named("name")).unwrap_or_default()
    }
}
