//! Variants that lie in their products, as JSON and XML often have them: they are another table of the same file, and
//! are joined as such by the place of the product around them. Where that table cannot be read, rows stay as they are,
//! and it is told.

use std::{cell::RefCell, collections::HashMap};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    Belongs, Grammar, Out,
    by_key::is_called_key,
    columns::{Place, Table},
    grammar::PlainRows,
    notice::Notices,
};
use crate::{
    label,
    platforms::synonyms,
    row::{Header, Row},
    suggest,
    target::{Plain, Target},
};

/// A list of variants in each product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// What the list is called in a product: the end of the name of its own table.
    pub list: String,
    /// The column that tells products apart, which comes behind those of the products.
    pub key: String,
}

/// Products with a list of variants.
pub(super) struct Nested {
    columns: Vec<String>,
    /// What the list is called.
    list: String,
    /// The columns of the variants.
    inner: Vec<Place>,
    /// What tells products apart: their numbers, their names.
    keys: Vec<usize>,
    apart: Option<Apart>,
}

/// The products without their variants, which are read as a table of their own.
struct Apart {
    /// The columns that stay.
    own: Vec<usize>,
    /// What was said to tell products apart, and how often.
    said: RefCell<HashMap<u64, u32>>,
}

/// What variants are called where they lie in a product.
const CALLED: &[&str] = &["vari", "option", "model", "child", "size", "sku", "вариант"];
/// What is listed with a SKU but is another product, or a price of its own.
const OTHERS: &[&str] =
    &["relat", "cross", "upsell", "bundl", "access", "simil", "compon", "suppl", "pric", "image"];
/// How the column is called that tells products apart.
const KEY: &str = "Parent key";

impl Nested {
    /// Where the columns of a file tell of variants in products.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let list = list(table)?;
        let is_name = |name: &str| target(name) == Some(Plain::Name.into());
        // Names in several languages lie in an object of their own.
        let is_of_language = |name: &String| {
            let parts = name.rsplit_once(['.', '/']);
            parts.is_some_and(|(name, language)| is_name(name) && language.len() <= 5)
        };
        let names = table.names();
        let name = names.iter().position(|name| is_name(name));
        let name = name.or_else(|| names.iter().position(is_of_language))?;
        let compared = label::key(&list);
        let is_inner = |key: &str| {
            let rest = key.strip_prefix(compared.as_str());
            rest.is_some_and(|rest| rest.starts_with(['.', '/', '[']))
        };
        let inner: Vec<Place> =
            table.matching(is_inner).into_iter().map(|(place, _)| place).collect();
        let is_number =
            |at: &usize| is_called_key(table.names()[*at].trim_start_matches(['@', '_']));
        let keys = (0..table.width()).filter(is_number).take(1).chain([name]).collect();
        Some(Self { columns: table.names().to_vec(), inner, list, keys, apart: None })
    }

    /// The same without the variants, which are read as a table of their own.
    pub(super) fn apart(mut self) -> Self {
        let is_inner = |at: &usize| self.inner.iter().any(|place| place.number() == Some(*at));
        let own: Vec<usize> = (0..self.columns.len()).filter(|at| !is_inner(at)).collect();
        let key = self.key();
        let called = own.iter().map(|at| self.called_as_in_variants(*at, &own));
        self.columns = called.chain([key]).collect();
        self.apart = Some(Apart { own, said: RefCell::default() });
        self
    }

    /// What a column of the products is called: a price in an object of its own as its variants call theirs, so that
    /// one column has both.
    fn called_as_in_variants(&self, at: usize, own: &[usize]) -> String {
        let name = &self.columns[at];
        let lies_deeper = name.contains(['.', '/']);
        let meant = suggest::in_tree(name).filter(|target| lies_deeper && is_of_both(target));
        let inner = self.inner.iter().filter_map(|place| self.columns.get(place.number()?));
        let mut leaves =
            inner.filter_map(|name| name.rsplit_once(['.', '/'])).map(|(_, leaf)| leaf);
        let alike =
            meant.and_then(|meant| leaves.find(|leaf| target(leaf).as_ref() == Some(&meant)));
        let is_free =
            |leaf: &&str| own.iter().all(|at| label::key(&self.columns[*at]) != label::key(leaf));
        alike.filter(is_free).unwrap_or(name).to_owned()
    }

    fn key(&self) -> String {
        let is_free = |name: &String| {
            let key = label::key(name);
            self.columns.iter().all(|other| label::key(other) != key)
        };
        let numbered = (2..).map(|number: u32| format!("{KEY} {number}"));
        std::iter::once(KEY.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// The list, and the column that tells products apart.
    pub(super) fn inside(self) -> Inside {
        Inside { key: self.key(), list: self.list }
    }

    /// What tells a product from all others: its number, its name, its place; never the same twice.
    fn told(&self, row: &Row, said: &mut HashMap<u64, u32>) -> String {
        let cells = self.keys.iter().map(|at| row.get(*at).unwrap_or_default().trim());
        let told = match cells.into_iter().find(|cell| !cell.is_empty()) {
            Some(cell) => cell.to_owned(),
            None => format!("#{}", row.number),
        };
        let times = said.entry(xxh3_64(told.to_lowercase().as_bytes())).or_default();
        *times += 1;
        if *times > 1 { format!("{told} ({times})") } else { told }
    }
}

/// The list of variants that lies in the products of a table with these columns.
pub(super) fn inside(header: &Header) -> Option<Inside> {
    Some(Nested::of(&Table::new(header, &[]))?.inside())
}

impl Grammar for Nested {
    fn belongs<'r>(&self, _: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        Belongs::Alone
    }

    fn join(&self, _: &[Row], _: &mut Out<'_>) {}

    fn plain(&self) -> Option<&dyn PlainRows> {
        Some(self)
    }
}

impl PlainRows for Nested {
    fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    fn width(&self) -> usize {
        self.columns.len()
    }

    fn write(
        &self,
        rows: &[Row],
        _: &[Row],
        notices: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) -> (u64, u64) {
        if let Some(Apart { own, said }) = &self.apart {
            let mut made = Row::new();
            for row in rows {
                made.clear();
                (made.number, made.line) = (row.number, row.line);
                own.iter().for_each(|at| made.push(row.get(*at).unwrap_or_default()));
                made.push(&self.told(row, &mut said.borrow_mut()));
                emit(&made);
            }
            return (rows.len() as u64, 0);
        }
        for row in rows {
            if self.inner.iter().any(|place| !place.of(row).is_empty()) {
                notices.say_with("variants_in_products", &[("list", &self.list)]);
            }
            emit(row);
        }
        (rows.len() as u64, 0)
    }
}

fn target(name: &str) -> Option<Target> {
    synonyms::look_up(name).first().map(|synonym| synonym.target.clone())
}

/// What products have where they have no variants, and else their variants.
fn is_of_both(target: &Target) -> bool {
    matches!(target, Target::Plain(Plain::RegularPrice | Plain::SalePrice | Plain::Stock))
}

/// The list whose parts are variants: they have SKUs, or are called so and have prices. As the file writes it.
fn list(table: &Table) -> Option<String> {
    let names = table.matching(|key| key.contains(['.', '/']));
    names.iter().find_map(|(_, name)| {
        let (list, leaf) = name.rsplit_once(['.', '/'])?;
        let list = list.split_once('[').map_or(list, |(list, _)| list);
        let compared = label::key(list);
        let called = compared.rsplit(['.', '/']).next()?;
        let is_called = CALLED.iter().any(|part| compared.contains(part));
        if OTHERS.iter().any(|part| called.contains(part)) {
            return None;
        }
        let fits = match target(leaf.trim_start_matches('@'))? {
            Target::Plain(Plain::Sku) => is_called || table.parts(&compared).len() > 1,
            Target::Plain(Plain::RegularPrice) => is_called,
            _ => false,
        };
        fits.then(|| list.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::join;

    #[test]
    fn variants_in_products_are_told_and_rows_stay_as_they_are() {
        let header = [
            "id",
            "name",
            "variants.sku",
            "variants.price",
            "variants[2].sku",
            "variants[2].price",
        ];
        let rows: [&[&str]; 3] =
            [&["7", "Tee", "T-S", "5", "T-M", "6"], &["8", "Cap", "C", "9"], &["9", "Hat"]];
        let table = join(&header, &rows);
        assert_eq!(table.columns, header);
        assert_eq!(table.all("variants.sku"), ["T-S", "C", ""]);
        assert_eq!((table.joined.products, table.joined.variations), (3, 0));
        assert_eq!(table.said("variants_in_products"), 2);
        assert_eq!(table.notice("variants_in_products").params["list"], "variants");
    }
}
