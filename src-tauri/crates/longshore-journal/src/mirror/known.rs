//! The mirror and what was learned of the store, as planning asks for it.

use std::{borrow::Cow, cell::RefCell, collections::HashSet, sync::Arc};

use longshore_engine::{
    entity::Entity,
    known::{Found, Known},
    record::{Fields, StoreRecord},
    value::{Key, StoreId},
};
use rusqlite::Connection;

use super::{KnownIndex, Mirror, ahead::Ahead, decode_over_with, names::Names, tables::Sql};
use crate::{
    error::JournalError,
    memory::{self, Memory},
    number::Stored,
};

/// So many records are kept in case they are asked for again: a parent, by all of its variations. More than the
/// processor's own cache holds would make each look-up slower.
const RECENT: usize = 16;

/// One moment of a mirror, as planning asks for it. For one thread; several may share a [`KnownIndex`].
pub struct MirrorKnown {
    index: Arc<KnownIndex>,
    mirror: Connection,
    ahead: RefCell<Vec<Ahead>>,
    names: RefCell<Cow<'static, Names>>,
    recent: RefCell<Vec<Option<Arc<StoreRecord>>>>,
    learned: Option<Learned>,
    failure: RefCell<Option<JournalError>>,
}

struct Learned {
    memory: Memory,
    /// The scope of the source's own keys.
    source: String,
    altered: HashSet<(Entity, StoreId)>,
}

impl Mirror {
    /// This moment of the mirror. `learned` is what the journal remembers of the store, and the scope of the
    /// source's own keys.
    ///
    /// # Errors
    /// Fails where the mirror or the journal cannot be read.
    pub fn known(
        &self,
        index: Arc<KnownIndex>,
        learned: Option<(Memory, &str)>,
    ) -> Result<MirrorKnown, JournalError> {
        let mirror = self.database.reader()?;
        // One transaction for all questions: each of its own would cost more than the reading.
        mirror.execute_batch("BEGIN")?;
        let names = Names::load(&mirror)?;
        let learned = match learned {
            Some((memory, source)) => {
                let altered = memory.altered_records()?.into_iter().collect();
                Some(Learned { memory, source: source.to_owned(), altered })
            }
            None => None,
        };
        Ok(MirrorKnown {
            index,
            mirror,
            ahead: RefCell::new(Entity::ALL.into_iter().map(Ahead::new).collect()),
            names: RefCell::new(Cow::Owned(names)),
            recent: RefCell::new(vec![None; RECENT]),
            learned,
            failure: RefCell::new(None),
        })
    }
}

impl MirrorKnown {
    /// What went wrong while answering. Planning cannot see it: it is told that there is no such record. Whoever
    /// plans has to ask afterwards, and must not carry out such a plan.
    pub fn take_failure(&self) -> Option<JournalError> {
        self.failure.borrow_mut().take()
    }

    fn or_note<T: Default>(&self, answer: Result<T, JournalError>) -> T {
        answer.unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            T::default()
        })
    }

    /// Reads a record over one that nobody holds any more, if there is such a one.
    fn read(
        &self,
        entity: Entity,
        id: StoreId,
        old: Option<Arc<StoreRecord>>,
    ) -> Result<Option<Arc<StoreRecord>>, JournalError> {
        let mut ahead = self.ahead.borrow_mut();
        let Some(ahead) = ahead.iter_mut().find(|ahead| ahead.entity == entity) else {
            return Ok(None);
        };
        let Some(body) = ahead.body(&self.mirror, id)? else { return Ok(None) };
        let fields = Fields::new();
        let blank = || Arc::new(StoreRecord { entity, id, parent: None, modified: None, fields });
        let mut record = old.filter(|old| Arc::strong_count(old) == 1).unwrap_or_else(blank);
        let over = Arc::make_mut(&mut record);
        (over.entity, over.id) = (entity, id);
        decode_over_with(&self.mirror, &mut self.names.borrow_mut(), over, body)?;
        Ok(Some(record))
    }

    fn read_children(&self, entity: Entity, parent: StoreId) -> Result<Vec<StoreId>, JournalError> {
        let mut statement = self.mirror.prepare_cached(&Sql::of(entity).children)?;
        let found = statement.query_map([parent.stored()], |row| row.get::<_, i64>(0))?;
        Ok(found.map(|id| id.map(|id| StoreId(id.cast_unsigned()))).collect::<Result<_, _>>()?)
    }

    fn exists(&self, entity: Entity, id: StoreId) -> Result<bool, JournalError> {
        let mut ahead = self.ahead.borrow_mut();
        let Some(ahead) = ahead.iter_mut().find(|ahead| ahead.entity == entity) else {
            return Ok(false);
        };
        Ok(ahead.body(&self.mirror, id)?.is_some())
    }

    fn remembered(&self, entity: Entity, value: &str) -> Result<Found, JournalError> {
        let Some(learned) = &self.learned else { return Ok(Found::None) };
        if let Some(id) = learned.memory.remembered(&learned.source, entity, value)?
            && self.exists(entity, id)?
        {
            return Ok(Found::One(id));
        }
        if !value.starts_with("name:") {
            return Ok(Found::None);
        }
        // Rows that share a name became these, and none of them is this very row: nobody can say which is meant.
        let mut twins = 0;
        for id in learned.memory.twins(&learned.source, entity, value)? {
            twins += usize::from(self.exists(entity, id)?);
        }
        Ok(if twins == 0 { Found::None } else { Found::Several(twins) })
    }

    fn was_made_then(&self, key: &str, record: &StoreRecord) -> Result<Option<bool>, JournalError> {
        let Some(learned) = &self.learned else { return Ok(None) };
        let then = learned.memory.made(&learned.source, record.entity, key)?;
        Ok(then.zip(memory::made(record)).map(|(then, now)| then == now))
    }

    fn by_number(&self, entity: Entity, value: &str) -> Result<Found, JournalError> {
        Ok(match value.trim().parse().map(StoreId) {
            Ok(id) if self.exists(entity, id)? => Found::One(id),
            _ => Found::None,
        })
    }
}

impl Known for MirrorKnown {
    fn find(&self, entity: Entity, within: Option<StoreId>, key: Key, value: &str) -> Found {
        let found = match key {
            Key::Remembered => self.remembered(entity, value),
            Key::Id => self.by_number(entity, value),
            _ => self
                .index
                .find(entity, within, key, value)
                .ok_or_else(|| JournalError::not_found("index", key.as_str())),
        };
        match found {
            Ok(found) => found,
            Err(error) => {
                self.failure.borrow_mut().get_or_insert(error);
                Found::None
            }
        }
    }

    fn record(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>> {
        let place = usize::try_from(id.0 % RECENT as u64).unwrap_or(0);
        if let Some(record) = &self.recent.borrow()[place]
            && (record.entity, record.id) == (entity, id)
        {
            return Some(Arc::clone(record));
        }
        let old = self.recent.borrow_mut()[place].take();
        let record = self.or_note(self.read(entity, id, old))?;
        self.recent.borrow_mut()[place] = Some(Arc::clone(&record));
        Some(record)
    }

    fn children(&self, entity: Entity, parent: StoreId) -> Vec<StoreId> {
        self.or_note(self.read_children(entity, parent))
    }

    fn altered(&self, entity: Entity, id: StoreId) -> Option<Arc<(Fields, Fields)>> {
        let learned =
            self.learned.as_ref().filter(|learned| learned.altered.contains(&(entity, id)))?;
        self.or_note(learned.memory.altered(entity, id))
    }

    fn is_as_remembered(&self, key: &str, record: &StoreRecord) -> Option<bool> {
        self.or_note(self.was_made_then(key, record))
    }

    fn image(&self, src: &str) -> Option<StoreId> {
        let learned = self.learned.as_ref()?;
        self.or_note(learned.memory.image(src))
    }

    fn is_image(&self, src: &str, id: StoreId) -> bool {
        self.learned.as_ref().is_some_and(|learned| self.or_note(learned.memory.is_image(src, id)))
    }
}
