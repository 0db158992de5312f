//! What did the store last show?
//!
//! A cache, one file per connection: whatever is lost can be read again from the store. A file of another version
//! or a damaged one is emptied and made anew.

mod ahead;
pub(crate) mod codec;
mod index;
mod keys;
mod known;
pub(crate) mod names;
mod records;
mod sync;
mod tables;

use std::{
    borrow::Cow,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use longshore_engine::{
    entity::Entity,
    record::{Fields, StoreRecord},
    value::StoreId,
};

pub use index::KnownIndex;
pub use known::MirrorKnown;
pub use sync::{FullRead, Synced};

use crate::{
    database::{BUSY, Database, Durability, Opening, remove_database},
    error::JournalError,
    lock::exclusive,
    mirror::{codec::Unreadable, names::Names},
};

/// How much of the file each reader may keep in memory.
const CACHE_KIB: u32 = 16_000;

/// The store's records as last read. Cheap to clone; all clones share one writer.
#[derive(Clone, Debug)]
pub struct Mirror {
    database: Arc<Database>,
    names: Arc<Mutex<Arc<Names>>>,
}

impl Mirror {
    /// Opens the mirror of a connection, which is made where there is none, and emptied where it cannot be read.
    ///
    /// # Errors
    /// Fails where the file cannot be made or another process keeps it locked.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            crate::database::private_folder(folder)?;
        }
        let mut opening = path.file_name().unwrap_or_default().to_owned();
        opening.push(".opening");
        let _opening = exclusive(&path.with_file_name(opening), BUSY)?;
        let open = || {
            let database = Database::open(path, Opening::new(Durability::Normal, CACHE_KIB))?;
            tables::prepare(&database)?;
            let names = database.read(Names::load)?;
            Ok((database, names))
        };
        let (database, names) = match open() {
            Err(JournalError::Damaged(_)) => {
                remove_database(path)?;
                open()?
            }
            other => other?,
        };
        Ok(Self { database: Arc::new(database), names: Arc::new(Mutex::new(Arc::new(names))) })
    }

    fn names(&self) -> MutexGuard<'_, Arc<Names>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a body; where the dictionary at hand is too old, with a new one.
fn decode_with(
    mirror: &rusqlite::Connection,
    names: &mut Cow<'_, Names>,
    (entity, id): (Entity, StoreId),
    body: &[u8],
) -> Result<StoreRecord, JournalError> {
    let mut record =
        StoreRecord { entity, id, parent: None, modified: None, fields: Fields::new() };
    decode_over_with(mirror, names, &mut record, body)?;
    Ok(record)
}

/// The same over an old record that has its kind and number already.
fn decode_over_with(
    mirror: &rusqlite::Connection,
    names: &mut Cow<'_, Names>,
    record: &mut StoreRecord,
    body: &[u8],
) -> Result<(), JournalError> {
    let read = match codec::decode_over(record, body, names) {
        Err(Unreadable::UnknownName) => {
            *names = Cow::Owned(Names::load(mirror)?);
            codec::decode_over(record, body, names)
        }
        read => read,
    };
    read.map_err(|error| JournalError::unreadable("mirror", record.id.0, format!("{error:?}")))
}
