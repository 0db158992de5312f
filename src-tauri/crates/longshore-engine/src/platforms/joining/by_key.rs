//! Two tables that nobody made for each other, joined by a column that both have: a catalogue and its prices, products
//! and what they come in.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    grammar::PlainRows,
};
use crate::{label, row::Row};

/// The rows of the first table with what the second one says of them.
pub(super) struct ByKey {
    names: Vec<String>,
    /// What the user named, where he did; and what the second table calls it.
    wanted: Option<String>,
    wanted_second: Option<String>,
    key: Place,
    second_key: Place,
    /// The columns that the second table adds, with where they stand in it.
    added: Vec<(usize, String)>,
}

/// What such columns are called, the likeliest first.
const KEYS: [&str; 20] = [
    "sku",
    "variantsku",
    "articlenumber",
    "artikelnummer",
    "artnr",
    "art.nr.",
    "itemnumber",
    "reference",
    "référence",
    "ref",
    "артикул",
    "ean",
    "ean13",
    "gtin",
    "barcode",
    "productid",
    "product_id",
    "id",
    "nr",
    "code",
];

/// The column that says of a row whose variation it is.
pub(super) const PARENT: &str = "Parent";

impl ByKey {
    pub(super) fn new(names: &[String], wanted: Option<&str>, second: Option<&str>) -> Self {
        Self {
            names: names.to_vec(),
            wanted: wanted.map(str::to_owned),
            wanted_second: second.map(str::to_owned),
            key: Place::default(),
            second_key: Place::default(),
            added: Vec::new(),
        }
    }
}

impl PlainRows for ByKey {
    fn columns(&self) -> Vec<String> {
        let added = self.added.iter().map(|(_, name)| name.clone());
        let mut all: Vec<String> = self.names.iter().cloned().chain(added).collect();
        all.push(PARENT.to_owned());
        all
    }

    /// A row of the first table with the one that belongs to it, or followed by those that do.
    fn write(
        &self,
        rows: &[Row],
        beside: &[Row],
        _: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) -> (u64, u64) {
        let mut made = Row::new();
        let (mut own, mut further) = (0, 0);
        let single = if beside.len() == 1 { beside.first() } else { None };
        for row in rows {
            made.clear();
            made.line = row.line;
            (0..self.names.len()).for_each(|at| made.push(row.get(at).unwrap_or_default()));
            for (at, _) in &self.added {
                made.push(single.and_then(|second| second.get(*at)).unwrap_or_default());
            }
            made.push("");
            emit(&made);
            own += 1;
        }
        let parent = rows.first().map(|row| self.key.of(row)).unwrap_or_default();
        for second in beside.iter().filter(|_| single.is_none()) {
            made.clear();
            made.line = second.line;
            self.names.iter().for_each(|_| made.push(""));
            for (at, _) in &self.added {
                made.push(second.get(*at).unwrap_or_default());
            }
            made.push(parent);
            emit(&made);
            further += 1;
        }
        (own, further)
    }
}

impl Grammar for ByKey {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match self.key.of(row) {
            "" => Belongs::Alone,
            key => Belongs::To(key.to_lowercase().into()),
        }
    }

    fn take_beside(&mut self, _: &str, second: &mut Table) -> Option<&'static [Column]> {
        let own: Vec<String> = self.names.iter().map(|name| label::key(name)).collect();
        let other = |key: &str| self.wanted_second.as_deref().map_or(key.to_owned(), label::key);
        let shared =
            |key: &String| !key.is_empty() && !second.find(&[other(key).as_str()]).is_nowhere();
        let key = match &self.wanted {
            Some(wanted) => Some(label::key(wanted)).filter(|key| own.contains(key)),
            None => KEYS
                .iter()
                .map(|key| (*key).to_owned())
                .chain(own.iter().cloned())
                .filter(|key| own.contains(key))
                .find(shared),
        }
        .filter(shared)?;
        self.key = Place::at(own.iter().position(|name| *name == key));
        self.second_key = second.find(&[other(&key).as_str()]);
        for (place, name) in second.matching(|_| true) {
            let Some(at) = place.number().filter(|_| place != self.second_key) else { continue };
            let is_taken = own.contains(&label::key(&name));
            // A name that both have is told apart.
            let name = if is_taken { format!("{name} (2)") } else { name };
            self.added.push((at, name));
        }
        Some(&[])
    }

    fn belongs_beside<'r>(&self, row: &'r Row) -> Belongs<'r> {
        match self.second_key.of(row) {
            "" => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(key.to_lowercase().into()),
        }
    }

    fn join(&self, _: &[Row], _: &mut Out<'_>) {}

    fn plain(&self) -> Option<&dyn PlainRows> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::join_plain;

    #[test]
    fn a_catalogue_gets_its_prices() {
        let catalogue: [&[&str]; 3] = [&["A-1", "Hose"], &["A-2", "Hemd"], &["", "Hut"]];
        let prices: [&[&str]; 3] = [&["19,90", "a-2"], &["9,90", "A-1"], &["5", "A-9"]];
        let table = join_plain(
            (&["Artikelnummer", "Name"], &catalogue),
            (&["Preis", "Artikelnummer"], &prices),
            None,
        );
        assert_eq!(table.columns, ["Artikelnummer", "Name", "Preis", "Parent"]);
        assert_eq!(table.all("Name"), ["Hose", "Hemd", "Hut"]);
        assert_eq!(table.all("Preis"), ["9,90", "19,90", ""]);
        assert_eq!(table.said("variants_of_unknown_products"), 1);
        assert!(table.joined.is_plain);
        assert_eq!(table.joined.found, Some(2));
    }

    #[test]
    fn products_get_what_they_come_in() {
        let products: [&[&str]; 2] = [&["7", "Hose"], &["8", "Hut"]];
        let variants: [&[&str]; 3] = [&["7", "H-S", "S"], &["7", "H-M", "M"], &["8", "HUT", "one"]];
        let table = join_plain(
            (&["Nummer", "Name"], &products),
            (&["Nummer", "SKU", "Size"], &variants),
            Some("nummer"),
        );
        assert_eq!(table.joined.found, Some(2));
        assert_eq!(table.all("Name"), ["Hose", "", "", "Hut"]);
        assert_eq!(table.all("SKU"), ["", "H-S", "H-M", "HUT"]);
        assert_eq!(table.all("Parent"), ["", "7", "7", ""]);
    }
}
