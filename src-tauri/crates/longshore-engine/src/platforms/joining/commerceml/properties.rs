//! What is a good or an offer known to be? Properties and the values that can be chosen are named by numbers.

use super::super::{
    Out,
    columns::{Place, Table},
    look_up::About,
};
use crate::row::Row;

/// The columns of properties and their values.
#[derive(Default)]
pub(super) struct Properties(Vec<Property>);

struct Property {
    number: Place,
    values: Vec<Place>,
}

const LIST: &str = "значениясвойств/значениясвойства";
/// What refers to nothing.
const NOTHING: &str = "00000000-0000-0000-0000-000000000000";

impl Properties {
    pub(super) fn new(table: &Table) -> Self {
        let property = |own: String| {
            let mut values = table.repeated(&format!("{own}/значение"));
            values.extend(table.repeated(&format!("{own}/идзначения")));
            Property { number: table.find(&[&format!("{own}/ид")]), values }
        };
        Self(table.parts(LIST).into_iter().map(property).collect())
    }

    /// The same, noted as where attributes come from.
    pub(super) fn taken(table: &mut Table) -> Self {
        let found = Self::new(table);
        for property in &found.0 {
            table.note_attribute(property.number);
            property.values.iter().for_each(|place| table.note_attribute(*place));
        }
        found
    }

    pub(super) fn are_there(&self) -> bool {
        !self.0.is_empty()
    }

    /// The names and values of a row's properties. What the file does not name is left out.
    pub(super) fn of(&self, row: &Row, out: &mut Out<'_>) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for property in &self.0 {
            let number = property.number.of(row);
            let values = property.values.iter().map(|place| place.of(row));
            let mut values = values.filter(|value| !value.is_empty()).peekable();
            if number.is_empty() || values.peek().is_none() {
                continue;
            }
            let Some((name, _)) = out.look_up.named(About::Properties, number) else {
                out.notices.say("properties_without_names");
                continue;
            };
            for value in values {
                let value = out.look_up.value(number, value).unwrap_or(value);
                if value != NOTHING {
                    all.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        all
    }
}
