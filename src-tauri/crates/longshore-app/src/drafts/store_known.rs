//! What does the store of a draft have where a spreadsheet lost it?

use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use longshore_engine::{
    damage, issue::Issue, mapped::Mapped, mapping::Mapping, row::Row, value::Key,
};
use longshore_journal::{
    Journal, JournalError,
    mirror::{KnownIndex, Mirror, MirrorKnown},
};

use super::state::State;
use crate::Home;

/// What was last read of the store of a draft; opened when something is asked.
pub(super) struct StoreKnown {
    mirror: Option<PathBuf>,
    indexes: Arc<StoreIndexes>,
    known: OnceCell<Option<MirrorKnown>>,
}

impl StoreKnown {
    /// What is known of the store of a draft: nothing, where it has none, or nobody read it yet.
    pub(super) fn of(
        home: &Home,
        journal: &Journal,
        indexes: &Arc<StoreIndexes>,
        state: &State,
    ) -> Result<Self, JournalError> {
        let mirror = match state.store.as_ref().map(|store| journal.connection_named(store)) {
            None | Some(Err(JournalError::NotFound { .. })) => None,
            Some(connection) => Some(home.mirror(connection?.id.0)),
        };
        let mirror = mirror.filter(|path| path.exists());
        Ok(Self { mirror, indexes: Arc::clone(indexes), known: OnceCell::new() })
    }

    /// Proposes what the store has where a number of a row was damaged.
    pub(super) fn mend(
        &self,
        issues: &mut Vec<Issue>,
        mapped: &Mapped,
        row: &Row,
        mapping: &Mapping,
    ) {
        if self.mirror.is_none() || !damage::asks_store(issues, row, mapping) {
            return;
        }
        // Without an answer there is no proposal, and the row stays as doubtful as it is.
        let opened = self.known.get_or_init(|| self.open().inspect_err(warn).ok().flatten());
        if let Some(known) = opened {
            damage::ask_store(issues, mapped, row, mapping, known);
        }
    }

    fn open(&self) -> Result<Option<MirrorKnown>, JournalError> {
        let Some(path) = &self.mirror else { return Ok(None) };
        let mirror = Mirror::open(path)?;
        let index = self.indexes.of(path, &mirror)?;
        Ok(Some(mirror.known(index, None)?))
    }
}

/// The SKUs of the store that was asked last: found out once, and again only when the store was read anew. 16 bytes
/// a SKU and more; so there is one at most.
#[derive(Default)]
pub(crate) struct StoreIndexes(Mutex<Option<(PathBuf, Stamp, Arc<KnownIndex>)>>);

/// What changes with each change of a mirror: size and time of its file, and of what waits to be written into it.
type Stamp = [Option<(u64, SystemTime)>; 2];

impl StoreIndexes {
    fn of(&self, path: &Path, mirror: &Mirror) -> Result<Arc<KnownIndex>, JournalError> {
        // Whoever comes second waits for the one that is being made.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = stamp(path);
        if let Some((_, _, index)) = kept.as_ref().filter(|(of, at, _)| of == path && *at == stamp)
        {
            return Ok(Arc::clone(index));
        }
        *kept = None;
        let index = Arc::new(mirror.index(&[Key::Sku])?);
        *kept = Some((path.to_owned(), stamp, Arc::clone(&index)));
        Ok(index)
    }
}

fn stamp(path: &Path) -> Stamp {
    let mut waiting = path.as_os_str().to_owned();
    waiting.push("-wal");
    [path, Path::new(&waiting)].map(|file| {
        let file = file.metadata().ok().filter(|file| file.len() > 0)?;
        Some((file.len(), file.modified().ok()?))
    })
}

fn warn(error: &JournalError) {
    tracing::warn!(%error, "what was read of a store cannot be asked");
}

#[cfg(test)]
mod tests {
    use longshore_engine::{
        entity::Entity,
        known::Found,
        record::{Fields, StoreRecord},
        value::{StoreId, Value},
    };

    use super::*;

    #[test]
    fn the_numbers_of_a_store_are_found_out_once_until_the_store_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror.db");
        let mirror = Mirror::open(&path).unwrap();
        let indexes = StoreIndexes::default();
        let empty = indexes.of(&path, &mirror).unwrap();
        assert!(Arc::ptr_eq(&empty, &indexes.of(&path, &Mirror::open(&path).unwrap()).unwrap()));
        let mut fields = Fields::new();
        fields.set("sku", Value::Text("A-1".to_owned()));
        let record = StoreRecord {
            entity: Entity::Product,
            id: StoreId(7),
            parent: None,
            modified: None,
            fields,
        };
        mirror.put(&[record]).unwrap();
        let now = indexes.of(&path, &mirror).unwrap();
        let found = now.find(Entity::Product, None, Key::Sku, "a-1");
        assert_eq!(found, Some(Found::One(StoreId(7))));
    }
}
