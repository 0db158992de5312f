//! Two tables that nobody made for each other, joined by a column that both have: a catalogue and its prices, products
//! and what they come in.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    grammar::PlainRows,
};
use crate::{label, number::NumberReader, reading::JoinSettings, row::Row};

mod heads;
mod keys;
mod same_key;
mod variants;

use heads::Heads;
pub use keys::AROUND;
pub(super) use keys::is_called_key;
use same_key::Tells;
pub use variants::Variants;

/// The rows of the first table with what the second one says of them.
///
/// A column that only the second table has is added. Of a column that both have, the first table's cells count and
/// the second's fill what is empty, or the other way round where the user wants that.
pub(super) struct ByKey {
    names: Vec<String>,
    readers: Vec<NumberReader>,
    settings: JoinSettings,
    /// The second table counts where both say something.
    second_counts: bool,
    /// Each row of the second table gets what the first says: a shape makes products of them afterwards.
    is_flat: bool,
    /// Behind how many columns of the first table those of the second stand.
    behind: usize,
    /// The rows are products and variations already: what the second table says of one is said once.
    are_products: bool,
    key: Place,
    second_key: Place,
    second_names: Vec<String>,
    second_readers: Vec<NumberReader>,
    /// What each column of the second table tells of two rows with the same key.
    tells: Vec<Tells>,
    /// For each column of the first table the one of the second that is called the same.
    shared: Vec<Option<usize>>,
    /// The columns that the second table adds, by where they stand in it.
    added: Vec<usize>,
    /// Where the second table has the variants of what the first has.
    heads: Option<Heads>,
}

/// Columns that a sentence lists.
const LISTED: usize = 5;

impl ByKey {
    pub(super) fn new(table: &Table, settings: &JoinSettings) -> Self {
        Self {
            names: table.names().to_vec(),
            readers: table.readers().to_vec(),
            settings: settings.clone(),
            second_counts: settings.second_counts == Some(true),
            is_flat: settings.shape.is_some(),
            behind: table.width(),
            are_products: false,
            key: Place::default(),
            second_key: Place::default(),
            second_names: Vec::new(),
            second_readers: Vec::new(),
            tells: Vec::new(),
            shared: vec![None; table.width()],
            added: Vec::new(),
            heads: None,
        }
    }

    /// The same for rows that a shape made products of, so many of whose columns are the file's own.
    pub(super) fn of_products(self, own: usize) -> Self {
        Self { is_flat: true, behind: own, are_products: true, ..self }
    }

    /// Puts what the second table adds where it belongs.
    fn put_added(&self, at: usize, key: &str, second: Option<&Row>, made: &mut Row) {
        if at == self.behind {
            for at in &self.added {
                made.push(second.and_then(|second| second.get(*at)).unwrap_or_default());
            }
            let Some(heads) = &self.heads else { return };
            if heads.key.is_some() {
                made.push(key);
            }
            if let Some((_, at)) = heads.called {
                made.push(second.and_then(|second| second.get(at)).unwrap_or_default());
            }
        }
    }

    /// The columns that neither table has.
    fn extra(&self) -> impl Iterator<Item = &String> {
        let key = self.heads.as_ref().and_then(|heads| heads.key.as_ref());
        let called = self.heads.as_ref().and_then(|heads| heads.called.as_ref());
        let called = called.map(|(name, _)| name);
        key.into_iter().chain(called)
    }

    /// A row of the first table with what one of the second says of the same thing.
    fn merged(&self, row: &Row, second: Option<&Row>, notices: &mut Notices, made: &mut Row) {
        made.clear();
        made.line = row.line;
        for (at, shared) in self.shared.iter().enumerate() {
            self.put_added(at, self.key.of(row), second, made);
            let own = row.get(at).unwrap_or_default();
            let other = shared.and_then(|other| second?.get(other)).unwrap_or_default();
            let counts = match (own.trim(), other.trim()) {
                (_, "") => own,
                ("", _) => other,
                (one, two) if self.are_same(at, one, *shared, two) => own,
                _ => {
                    self.say_differ(row, second, at, [own, other], notices);
                    if self.second_counts { other } else { own }
                }
            };
            made.push(counts);
        }
        self.put_added(self.shared.len(), self.key.of(row), second, made);
    }

    /// Whether two cells mean the same: `19,90` in one table and `19.9` in the other.
    fn are_same(&self, own: usize, one: &str, second: Option<usize>, other: &str) -> bool {
        if one == other || one.to_lowercase() == other.to_lowercase() {
            return true;
        }
        // The zeros before an article number are part of it.
        let is_code = |text: &str| {
            let mut letters = text.chars();
            letters.next() == Some('0') && letters.next().is_some_and(|next| next.is_ascii_digit())
        };
        if is_code(one) || is_code(other) {
            return false;
        }
        let read = |readers: &[NumberReader], at: usize, text| readers.get(at)?.read(text).ok();
        let one = read(&self.readers, own, one);
        one.is_some() && one == second.and_then(|at| read(&self.second_readers, at, other))
    }

    /// A key as it is compared: without letter case, and without the zeros before it where somebody says so.
    fn compared(&self, key: &str) -> String {
        match self.settings.without_zeros {
            Some(true) => without_zeros(key).to_lowercase(),
            _ => key.to_lowercase(),
        }
    }

    /// The second table is a list that lies in the rows of the first.
    fn is_inside(&self) -> bool {
        self.settings.second_key.as_deref() == Some(AROUND)
    }

    /// Both tables say something, and not the same.
    fn say_differ(
        &self,
        row: &Row,
        second: Option<&Row>,
        at: usize,
        [own, other]: [&str; 2],
        notices: &mut Notices,
    ) {
        if self.is_inside() {
            // A product and its variant have a number and a name each.
            return;
        }
        let code = match self.second_counts {
            false => "second_file_differs",
            true => "second_file_replaces",
        };
        notices.say_first(code, || {
            vec![
                ("key", self.key.of(row).to_owned()),
                ("column", self.names[at].clone()),
                ("line", row.line.to_string()),
                ("second_line", second.map(|second| second.line).unwrap_or_default().to_string()),
                ("first", own.trim().to_owned()),
                ("second", other.trim().to_owned()),
            ]
        });
        notices.list_in(code, "columns", &self.names[at], LISTED);
        notices.asks(code, "second_counts");
    }

    /// What one of several rows of the second table says, each of which is something by itself.
    fn write_own(
        &self,
        key: &str,
        second: &Row,
        made: &mut Row,
        mut first: impl FnMut(usize) -> String,
    ) {
        made.clear();
        made.line = second.line;
        for (at, shared) in self.shared.iter().enumerate() {
            self.put_added(at, key, Some(second), made);
            let own = shared.and_then(|other| second.get(other)).unwrap_or_default();
            match own.trim() {
                "" => made.push(&first(at)),
                _ => made.push(own),
            }
        }
        self.put_added(self.shared.len(), key, Some(second), made);
    }
}

impl PlainRows for ByKey {
    fn columns(&self) -> Vec<String> {
        let added = self.added.iter().map(|at| self.second_names[*at].clone());
        let added = added.chain(self.extra().cloned());
        let (before, after) = self.names.split_at(self.behind.min(self.names.len()));
        before.iter().cloned().chain(added).chain(after.iter().cloned()).collect()
    }

    fn width(&self) -> usize {
        self.names.len() + self.added.len() + self.extra().count()
    }

    /// A row of the first table with the one that belongs to it, or followed by those that do where a shape makes
    /// products of them.
    fn write(
        &self,
        rows: &[Row],
        beside: &[Row],
        notices: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) -> (u64, u64) {
        let mut made = Row::new();
        let mut written = 0;
        let beside = self.told_once(beside, notices);
        let (single, several) = match beside.as_slice() {
            [single] => (Some(single.as_ref()), [].as_slice()),
            several => (None, several),
        };
        for row in rows {
            let key = self.key.of(row);
            let has_variants = self.are_variants(row, &beside);
            if has_variants {
                self.say_has_variants(notices);
                self.merged(row, None, notices, &mut made);
                emit(&made);
                written += 1;
            }
            if has_variants || self.is_flat && !several.is_empty() {
                let holds = |at: usize| match &self.heads {
                    Some(heads) => {
                        heads.holds_for_all[at]
                            || self.key.number() == Some(at) && heads.key.is_none()
                    }
                    None => true,
                };
                for second in &beside {
                    self.write_own(key, second, &mut made, |at| match holds(at) {
                        true => row.get(at).unwrap_or_default().to_owned(),
                        false => String::new(),
                    });
                    made.line = row.line;
                    emit(&made);
                    written += 1;
                }
                continue;
            }
            self.merged(row, single, notices, &mut made);
            emit(&made);
            written += 1;
        }
        (written, 0)
    }
}

impl Grammar for ByKey {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match self.key.of(row) {
            // The list says by its place in the file of which one it is.
            _ if self.is_inside() => Belongs::To(row.number.to_string().into()),
            "" => Belongs::Alone,
            key => Belongs::To(self.compared(key).into()),
        }
    }

    fn take_beside(&mut self, _: &str, second: &mut Table) -> Option<&'static [Column]> {
        let key = keys::of_both(&self.names, second, &self.settings)?;
        let names = second.names();
        self.key = Place::at(Some(key.0));
        self.second_key = Place::at(Some(key.1));
        self.second_names = names.to_vec();
        self.second_readers = second.readers().to_vec();
        self.tells = match self.are_products {
            true => vec![Tells::Nothing; second.width()],
            false => self.telling(key, names),
        };
        let places = self.places(key, names);
        self.heads = self.heads(key, &places, names);
        let own: Vec<String> = self.names.iter().map(|name| label::key(name)).collect();
        for (at, name) in names.iter().enumerate().filter(|(at, _)| *at != key.1) {
            let name = label::key(name);
            let place = match self.heads {
                Some(_) => places[at],
                // The column of the key has another sense.
                None => own
                    .iter()
                    .position(|own| *own == name && !name.is_empty())
                    .filter(|place| *place != key.0),
            };
            match place {
                Some(place) if self.shared[place].is_none() => self.shared[place] = Some(at),
                _ => self.added.push(at),
            }
        }
        Some(&[])
    }

    fn variants(&self) -> Option<Variants> {
        self.look_for_variants()
    }

    fn belongs_beside<'r>(&self, row: &'r Row) -> Belongs<'r> {
        match self.second_key.of(row) {
            "" => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(self.compared(key).into()),
        }
    }

    fn join(&self, _: &[Row], _: &mut Out<'_>) {}

    fn plain(&self) -> Option<&dyn PlainRows> {
        Some(self)
    }
}

/// A number without the zeros before it; anything else as it is.
#[must_use]
pub fn without_zeros(key: &str) -> &str {
    let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { key.trim_start_matches('0') } else { key }
}

#[cfg(test)]
mod tests;
