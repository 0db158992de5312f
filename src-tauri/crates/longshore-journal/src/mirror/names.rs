//! Which number stands for which name of a field?

use std::collections::HashMap;

use rusqlite::Connection;
use smol_str::SmolStr;

use crate::{error::JournalError, number::Stored};

/// A store with more names than this (meta keys made up by a plugin) has the others written out.
pub(crate) const MOST: usize = 10_000;

/// A dictionary that only grows.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    names: Vec<SmolStr>,
    numbers: HashMap<SmolStr, u32>,
    most: usize,
    written: usize,
}

impl Names {
    pub(crate) fn new(most: usize) -> Self {
        Self { names: Vec::new(), numbers: HashMap::new(), most, written: 0 }
    }

    /// The number of a name; a new one where there is room.
    pub(crate) fn number(&mut self, name: &SmolStr) -> Option<u32> {
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        if self.names.len() >= self.most {
            return None;
        }
        let number = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.clone());
        self.numbers.insert(name.clone(), number);
        Some(number)
    }

    pub(crate) fn name(&self, number: u64) -> Option<&SmolStr> {
        usize::try_from(number).ok().and_then(|number| self.names.get(number))
    }

    pub(crate) fn load(mirror: &Connection) -> Result<Self, JournalError> {
        let mut names = Self::new(MOST);
        names.catch_up(mirror)?;
        Ok(names)
    }

    /// Reads what another process wrote meanwhile. Nothing may be unwritten here.
    pub(crate) fn catch_up(&mut self, mirror: &Connection) -> Result<(), JournalError> {
        let mut statement = mirror
            .prepare_cached("SELECT name FROM field_name WHERE number >= ?1 ORDER BY number")?;
        let mut rows = statement.query([self.written.stored()])?;
        while let Some(row) = rows.next()? {
            self.number(&SmolStr::new(row.get_ref(0)?.as_str()?));
        }
        self.written = self.names.len();
        Ok(())
    }

    /// Writes what is new.
    pub(crate) fn save(&mut self, mirror: &Connection) -> Result<(), JournalError> {
        let mut statement =
            mirror.prepare_cached("INSERT INTO field_name (number, name) VALUES (?1, ?2)")?;
        for (number, name) in self.names.iter().enumerate().skip(self.written) {
            statement.execute((number.stored(), name.as_str()))?;
        }
        self.written = self.names.len();
        Ok(())
    }
}
