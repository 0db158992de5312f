//! Variants that lie in their products, as JSON and XML often have them: they are another table of the same file, and
//! are joined as such. Where nothing says of which product they are, rows stay as they are, and it is told.

use super::{
    Belongs, Grammar, Out,
    by_key::is_called_key,
    columns::{Place, Table},
    grammar::PlainRows,
    notice::Notices,
};
use crate::{
    platforms::synonyms,
    row::{Header, Row},
    target::{Plain, Target},
};

/// A list of variants in each product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// What the list is called in a product: the end of the name of its own table.
    pub list: String,
    /// The first column, by which the rows of that table name their product.
    pub key: String,
}

/// Products with a list of variants.
pub(super) struct Nested {
    columns: Vec<String>,
    /// What the list is called.
    list: String,
    /// The columns of the variants.
    inner: Vec<Place>,
    /// The columns that stay, where those of the variants go.
    own: Option<Vec<usize>>,
}

/// What variants are called where they lie in a product.
const CALLED: &[&str] = &["vari", "option", "model", "child", "size", "вариант"];
/// What is listed with a SKU but is another product, or a price of its own.
const OTHERS: &[&str] =
    &["relat", "cross", "upsell", "bundl", "access", "simil", "compon", "suppl", "pric", "image"];

impl Nested {
    /// Where the columns of a file tell of variants in products.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let list = list(table)?;
        let is_name = |name: &String| target(name) == Some(Plain::Name.into());
        table.names().iter().find(|name| is_name(name))?;
        let is_inner = |key: &str| {
            let rest = key.strip_prefix(list.as_str());
            rest.is_some_and(|rest| rest.starts_with(['.', '/', '[']))
        };
        let inner = table.matching(is_inner).into_iter().map(|(place, _)| place).collect();
        Some(Self { columns: table.names().to_vec(), inner, list, own: None })
    }

    /// The same without the variants, which are read as a table of their own.
    pub(super) fn apart(self) -> Self {
        let is_inner = |at: &usize| self.inner.iter().any(|place| place.number() == Some(*at));
        let own: Vec<usize> = (0..self.columns.len()).filter(|at| !is_inner(at)).collect();
        let columns = own.iter().map(|at| self.columns[*at].clone()).collect();
        Self { columns, own: Some(own), ..self }
    }

    /// The list, where the first thing that a product says tells it from all others.
    pub(super) fn inside(self) -> Option<Inside> {
        let key = self.columns.into_iter().next()?;
        let is_key = is_called_key(key.trim_start_matches(['@', '_']));
        is_key.then_some(Inside { list: self.list, key })
    }
}

/// The list of variants that lies in the products of a table with these columns.
pub(super) fn inside(header: &Header) -> Option<Inside> {
    Nested::of(&Table::new(header, &[]))?.inside()
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
        if let Some(own) = &self.own {
            let mut made = Row::new();
            for row in rows {
                made.clear();
                (made.number, made.line) = (row.number, row.line);
                own.iter().for_each(|at| made.push(row.get(*at).unwrap_or_default()));
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

/// The list whose parts are variants: they have SKUs, or are called so and have prices.
fn list(table: &Table) -> Option<String> {
    let names = table.matching(|key| key.contains(['.', '/']));
    names.iter().find_map(|(place, name)| {
        let (list, _) = table.key_of(*place).rsplit_once(['.', '/'])?;
        let list = list.split_once('[').map_or(list, |(list, _)| list);
        let called = list.rsplit(['.', '/']).next()?;
        let is_called = CALLED.iter().any(|part| list.contains(part));
        if OTHERS.iter().any(|part| called.contains(part)) {
            return None;
        }
        let leaf = name.rsplit(['.', '/']).next()?;
        let fits = match target(leaf)? {
            Target::Plain(Plain::Sku) => is_called || table.parts(list).len() > 1,
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
