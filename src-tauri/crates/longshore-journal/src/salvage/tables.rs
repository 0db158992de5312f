//! How is a table read around what cannot be read of it?

use std::collections::HashMap;

use roaring::RoaringTreemap;
use rusqlite::{Connection as Sqlite, ErrorCode, Row, params_from_iter, types::Value};

use crate::{
    check::is_readable,
    error::JournalError,
    number,
    salvage::SalvagedTable,
    state::{Part, State},
};

/// After so many places that cannot be read nobody looks further in a table.
const PATIENCE: u32 = 300_000;
/// Where nothing says how far the numbers of a table go, one looks so much further, and here and there beyond.
const FURTHER: i64 = 1 << 12;

/// What is copied, in this order; the name of the number by which entries are found, where they are kept by one.
const TABLES: &[(&str, Option<&str>)] = &[
    ("connection", Some("id")),
    ("profile", Some("id")),
    ("run", Some("id")),
    ("run_detail", Some("run")),
    ("tally", None),
    ("change", Some("id")),
    ("change_body", Some("change")),
    ("field_use", Some("rowid")),
    ("intent", Some("id")),
    ("effect", Some("change")),
    ("along", Some("change")),
    ("result", Some("change")),
    ("attempt", Some("id")),
    ("identity", Some("id")),
    ("identity_number", None),
    ("altered", None),
    ("image", None),
    ("remembered", None),
    ("rejected", Some("id")),
    ("upload", Some("id")),
    ("draft", Some("id")),
    ("draft_edit", None),
    ("draft_cell", None),
    ("issue", None),
    ("accepted", None),
    ("left_out", Some("change")),
    ("setting", None),
    ("watched", Some("id")),
    ("arrival", Some("id")),
];

/// How many tables there are at least: those that are copied.
pub(super) const COUNT: usize = TABLES.len();

/// What was copied of a table.
pub(super) struct Copied {
    pub(super) table: &'static str,
    /// The numbers of what is there, for all that is known.
    known: RoaringTreemap,
    /// The numbers of what was copied.
    copied: RoaringTreemap,
    pub(super) saved: u64,
    /// Read, and of no use.
    pub(super) useless: u64,
    is_whole: bool,
}

impl Copied {
    pub(super) fn told(self) -> SalvagedTable {
        let missing = (&self.known - &self.copied).len();
        SalvagedTable {
            table: self.table,
            saved: self.saved,
            lost: missing + self.useless,
            is_whole: self.is_whole,
        }
    }

    /// Whether something of it is lost, or may be.
    pub(super) fn may_lack(&self) -> bool {
        !self.is_whole || self.useless > 0 || !(&self.known - &self.copied).is_empty()
    }

    /// How much of it there is in the new journal now.
    pub(super) fn count(&mut self, journal: &Sqlite) -> Result<(), JournalError> {
        let count = format!("SELECT count(*) FROM {}", self.table);
        self.saved = journal.query_row(&count, [], |row| row.get::<_, i64>(0))?.cast_unsigned();
        Ok(())
    }

    /// It was read, and cannot be used.
    fn refuse(&mut self, number: Option<i64>) {
        match number.and_then(|number| u64::try_from(number).ok()) {
            Some(number) => _ = self.known.insert(number),
            None => self.useless += 1,
        }
    }

    /// An entry of that number was there.
    pub(super) fn know(&mut self, numbers: impl IntoIterator<Item = u64>) {
        self.known.extend(numbers);
    }
}

/// In which version of the journal a table came, where that was not the first.
const CAME_LATER: &[(&str, u64)] = &[
    ("along", 3),
    ("accepted", 3),
    ("left_out", 5),
    ("setting", 5),
    ("watched", 5),
    ("arrival", 5),
];

/// Copies what can be read of a journal of that version.
pub(super) fn copy(
    source: &Sqlite,
    target: &Sqlite,
    version: u64,
) -> Result<Vec<Copied>, JournalError> {
    let mut all: Vec<Copied> = Vec::new();
    for (table, number) in TABLES {
        let mut copying = Copying::new(source, target, table, *number)?;
        let came = CAME_LATER.iter().find(|(later, _)| later == table);
        copying.copied.is_whole |= came.is_some_and(|(_, came)| *came > version);
        // What is kept by the number of a change or a run goes as far as those do.
        let owner = number.and_then(|number| all.iter().find(|copied| copied.table == number));
        copying.owners = owner.and_then(|owner| owner.copied.max()).map(u64::cast_signed);
        match number {
            Some(_) => copying.by_number()?,
            None => copying.in_order()?,
        }
        all.push(copying.copied);
    }
    Ok(all)
}

struct Copying<'a> {
    source: &'a Sqlite,
    target: &'a Sqlite,
    /// Columns that both have.
    columns: Vec<String>,
    key: &'a str,
    copied: Copied,
    /// How far the numbers go of what the entries belong to.
    owners: Option<i64>,
    patience: u32,
}

impl<'a> Copying<'a> {
    fn new(
        source: &'a Sqlite,
        target: &'a Sqlite,
        table: &'static str,
        number: Option<&'a str>,
    ) -> Result<Self, JournalError> {
        let there = columns(source, table).unwrap_or_default();
        let mut columns = columns(target, table)?;
        columns.retain(|column| there.contains(column));
        let copied = Copied {
            table,
            known: RoaringTreemap::new(),
            copied: RoaringTreemap::new(),
            saved: 0,
            useless: 0,
            is_whole: !columns.is_empty(),
        };
        let key = number.unwrap_or_default();
        Ok(Self { source, target, columns, key, copied, owners: None, patience: PATIENCE })
    }

    fn question(&self, condition: &str) -> String {
        let number = if self.key.is_empty() { "NULL" } else { self.key };
        let columns = self.columns.join(", ");
        format!("SELECT {number}, {columns} FROM {} {condition}", self.copied.table)
    }

    /// Entries that lie in the order of their numbers: what cannot be read is narrowed down to single numbers.
    fn by_number(&mut self) -> Result<(), JournalError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        self.known_from_indexes();
        let mut next = 0;
        if self.range(&mut next, i64::MAX)? {
            return Ok(());
        }
        self.copied.is_whole = false;
        let mut ranges = vec![(next, self.last(next))];
        while let Some((first, last)) = ranges.pop() {
            let mut next = first;
            if first > last || self.range(&mut next, last)? {
                continue;
            }
            self.patience -= 1;
            if self.patience == 0 {
                break;
            }
            if next < last {
                let middle = next + (last - next) / 2;
                ranges.extend([(middle + 1, last), (next, middle)]);
            }
        }
        for number in &self.copied.known - &self.copied.copied {
            let mut number = number.cast_signed();
            let last = number;
            self.range(&mut number, last)?;
        }
        Ok(())
    }

    /// Copies entries from `next` to `last`; says whether all of them could be read. Then `next` is where it broke off.
    fn range(&mut self, next: &mut i64, last: i64) -> Result<bool, JournalError> {
        let key = self.key;
        let question = self.question(&format!("WHERE {key} BETWEEN ?1 AND ?2 ORDER BY {key}"));
        let Ok(mut statement) = self.source.prepare_cached(&question) else { return Ok(false) };
        let Ok(mut rows) = statement.query((*next, last)) else { return Ok(false) };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let Ok(number) = row.get::<_, i64>(0) else { return Ok(false) };
                    // A damaged page may lead anywhere.
                    if number < *next || number > last {
                        return Ok(false);
                    }
                    take(self.target, &self.columns, &mut self.copied, Some(number), row)?;
                    if number == i64::MAX {
                        return Ok(true);
                    }
                    *next = number + 1;
                }
                Ok(None) => return Ok(true),
                Err(_) => return Ok(false),
            }
        }
    }

    /// Entries without numbers: from the front, and where that breaks off, from the back, and by the indexes, which
    /// have all of them once more.
    fn in_order(&mut self) -> Result<(), JournalError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let table = self.copied.table;
        let mut ways = vec![(String::new(), keys(self.target, table)?)];
        for index in indexes(self.target, table)? {
            let by = index_columns(self.target, &index)?;
            ways.push((format!("INDEXED BY {index} "), by));
        }
        for (index, columns) in ways {
            for order in ["ASC", "DESC"] {
                let by: Vec<String> =
                    columns.iter().map(|name| format!("{name} {order}")).collect();
                if self.read_all(&format!("{index}ORDER BY {}", by.join(", ")))? {
                    // What was read before it broke off is among it.
                    self.copied.is_whole = true;
                    return Ok(());
                }
                self.copied.is_whole = false;
            }
        }
        Ok(())
    }

    /// Copies entries as far as they can be read; says whether those were all.
    fn read_all(&mut self, condition: &str) -> Result<bool, JournalError> {
        let Ok(mut statement) = self.source.prepare(&self.question(condition)) else {
            return Ok(false);
        };
        let Ok(mut rows) = statement.query([]) else { return Ok(false) };
        loop {
            match rows.next() {
                Ok(Some(row)) => take(self.target, &self.columns, &mut self.copied, None, row)?,
                Ok(None) => return Ok(true),
                Err(_) => return Ok(false),
            }
        }
    }

    /// Indexes lie in pages of their own, and say which entries there are.
    fn known_from_indexes(&mut self) {
        let table = self.copied.table;
        let names = self.source.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql NOT LIKE '% WHERE %'",
        );
        let names: Vec<String> = names
            .and_then(|mut names| names.query_map([table], |row| row.get(0))?.collect())
            .unwrap_or_default();
        for name in names {
            let question = format!("SELECT {} FROM {table} INDEXED BY {name}", self.key);
            let Ok(mut statement) = self.source.prepare(&question) else { continue };
            let Ok(numbers) = statement.query_map([], |row| row.get::<_, i64>(0)) else { continue };
            let numbers = numbers.map_while(Result::ok);
            self.copied.known.extend(numbers.filter_map(|number| u64::try_from(number).ok()));
        }
    }

    /// Where the numbers end, for all that is known.
    fn last(&self, next: i64) -> i64 {
        let (key, table) = (self.key, self.copied.table);
        let ask = |question: &str| self.source.query_row(question, [], |row| row.get::<_, i64>(0));
        let last = ask(&format!("SELECT max({key}) FROM {table}"));
        let given = ask(&format!("SELECT seq FROM sqlite_sequence WHERE name = '{table}'"));
        let known = self.copied.known.max().map(u64::cast_signed);
        let found = [last.ok(), given.ok(), known, self.owners].into_iter().flatten().max();
        found.unwrap_or_else(|| {
            let beyond = (1..28).map(|doubled| next.saturating_add(FURTHER << doubled));
            let from = |at| {
                format!("SELECT {key} FROM {table} WHERE {key} >= {at} ORDER BY {key} LIMIT 1")
            };
            let reached = beyond.filter_map(|at| ask(&from(at)).ok()).max();
            reached.unwrap_or(next.saturating_add(FURTHER))
        })
    }
}

/// Puts an entry into the new journal, if it is one.
fn take(
    target: &Sqlite,
    columns: &[String],
    copied: &mut Copied,
    number: Option<i64>,
    row: &Row<'_>,
) -> Result<(), JournalError> {
    let mut values: HashMap<&str, Value> = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        // A text that is none.
        let Ok(value) = row.get::<_, Value>(at + 1) else {
            copied.refuse(number);
            return Ok(());
        };
        values.insert(column, value);
    }
    if !is_sensible(copied.table, &values) {
        copied.refuse(number);
        return Ok(());
    }
    let places = vec!["?"; columns.len()].join(", ");
    let mut put = target.prepare_cached(&format!(
        "INSERT OR IGNORE INTO {} ({}) VALUES ({places})",
        copied.table,
        columns.join(", ")
    ))?;
    match put.execute(params_from_iter(columns.iter().map(|column| &values[column.as_str()]))) {
        Ok(_) => {
            // Seen in the new journal, not counted here: entries may come twice.
            if let Some(number) = number.and_then(|number| u64::try_from(number).ok()) {
                copied.copied.insert(number);
            }
            Ok(())
        }
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            copied.refuse(number);
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether an entry can be one of ours.
fn is_sensible(table: &str, values: &HashMap<&str, Value>) -> bool {
    let number = |column| match values.get(column) {
        Some(Value::Integer(number)) => *number,
        _ => -1,
    };
    let is_known = match table {
        "change" => {
            State::from_stored(number("state")).is_some()
                && Part::from_stored(number("part")).is_some()
                && number::action(number("action")).is_some()
                && number::entity(number("entity")).is_some()
                && number::phase(number("phase")).is_some()
        }
        "attempt" => State::from_stored(number("state")).is_some(),
        "run" => crate::runs::RunStatus::from_stored(number("status")).is_some(),
        _ => true,
    };
    is_known && values.iter().all(|(column, value)| is_readable(table, column, value.into()))
}

fn columns(database: &Sqlite, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn keys(database: &Sqlite, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        database.prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// The indexes that have all entries of a table.
fn indexes(database: &Sqlite, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = database.prepare(
        "SELECT name FROM pragma_index_list(?1) WHERE origin = 'c' AND partial = 0 ORDER BY name",
    )?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn index_columns(database: &Sqlite, index: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        database.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno")?;
    statement.query_map([index], |row| row.get(0))?.collect()
}
