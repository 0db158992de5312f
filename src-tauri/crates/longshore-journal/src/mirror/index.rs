//! Which record has this key? Answered from memory, for millions of records.
//!
//! An open-addressing table of 16 bytes a key, the hash beside the record's number: one look into memory finds both.
//! Two different keys of a store get the same hash with a probability of one in many millions of imports.

use std::{borrow::Cow, collections::HashMap};

use longshore_engine::{
    entity::Entity,
    known::Found,
    record::StoreRecord,
    value::{Key, Reference, StoreId, Value},
};
use rusqlite::Connection;

use super::{Mirror, decode_with, keys, names::Names, tables::Sql};
use crate::error::JournalError;

/// Keys that lie in the mirror or are made from what lies there.
const INDEXED: [Key; 12] = [
    Key::Sku,
    Key::Gtin,
    Key::Slug,
    Key::Name,
    Key::Path,
    Key::Choices,
    Key::Email,
    Key::Username,
    Key::Code,
    Key::Number,
    Key::FormerNumber,
    Key::Content,
];
/// Names of a tree are not followed further than this.
const DEEPEST: usize = 64;
/// So many keys are put into the table together.
const TOGETHER: usize = 512;
/// With this bit set it is no record's number but how many records have the key.
const SEVERAL: u64 = 1 << 63;

/// The keys of a mirror at one moment, to be asked quickly.
#[derive(Debug)]
pub struct KnownIndex {
    keys: Vec<Key>,
    slots: Vec<Slot>,
}

/// A hash of 0 means that nothing is here.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u64,
    record: u64,
}

impl Mirror {
    /// Reads keys into memory. `keys` names those by which products and variations will be looked for; the other
    /// kinds are few and get all of theirs.
    ///
    /// # Errors
    /// Fails where the mirror cannot be read.
    pub fn index(&self, keys: &[Key]) -> Result<KnownIndex, JournalError> {
        let names = std::sync::Arc::clone(&self.names());
        self.database.read(|mirror| load(mirror, &names, keys))
    }
}

impl KnownIndex {
    /// The record whose key has this value; as [`longshore_engine::known::Known::find`]. `None` where the index
    /// was made without that key.
    #[must_use]
    pub fn find(
        &self,
        entity: Entity,
        within: Option<StoreId>,
        key: Key,
        value: &str,
    ) -> Option<Found> {
        if !self.has(entity, key) {
            return None;
        }
        if value.trim().is_empty() && key != Key::Choices {
            return Some(Found::None);
        }
        Some(self.look_up(keys::hash(entity, within, key, keys::text_hash(key, value))))
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }

    fn has(&self, entity: Entity, key: Key) -> bool {
        let is_made =
            if entity.is_sold() { self.keys.contains(&key) } else { INDEXED.contains(&key) };
        // A variation has neither name nor slug, a product is nobody's choice: that is an answer, too.
        is_made || (entity == Entity::Product && key == Key::Choices)
    }

    fn look_up(&self, hash: u64) -> Found {
        if self.slots.is_empty() {
            return Found::None;
        }
        let mut at = place(hash, self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot.hash == hash {
                return match slot.record & SEVERAL {
                    0 => Found::One(StoreId(slot.record)),
                    _ => Found::Several(
                        usize::try_from(slot.record & !SEVERAL).unwrap_or(usize::MAX),
                    ),
                };
            }
            if slot.hash == 0 {
                return Found::None;
            }
            at = self.after(at);
        }
    }

    fn insert(&mut self, hash: u64, id: StoreId) {
        let mut at = place(hash, self.slots.len());
        while self.slots[at].hash != 0 && self.slots[at].hash != hash {
            at = self.after(at);
        }
        let slot = &mut self.slots[at];
        if slot.hash == 0 {
            *slot = Slot { hash, record: id.0 };
        } else if slot.record & SEVERAL != 0 {
            slot.record += 1;
        } else if slot.record != id.0 {
            slot.record = SEVERAL | 2;
        }
    }

    /// Inserts keys that wait, and forgets them. The places in memory that they go to are fetched all at once first:
    /// one by one, each would be waited for.
    fn insert_all(&mut self, waiting: &mut Vec<(u64, StoreId)>) {
        let fetched = waiting.iter().fold(0_u64, |sum, (hash, _)| {
            sum.wrapping_add(self.slots[place(*hash, self.slots.len())].hash)
        });
        std::hint::black_box(fetched);
        waiting.drain(..).for_each(|(hash, id)| self.insert(hash, id));
    }

    fn after(&self, at: usize) -> usize {
        if at + 1 == self.slots.len() { 0 } else { at + 1 }
    }
}

/// Maps a hash evenly onto so many places, without a division.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the product's upper half is less than the length"
)]
fn place(hash: u64, length: usize) -> usize {
    ((u128::from(hash) * length as u128) >> 64) as usize
}

fn load(mirror: &Connection, names: &Names, wanted: &[Key]) -> Result<KnownIndex, JournalError> {
    let entries = count(mirror, wanted)?;
    let room = entries + entries / 3 + 1;
    let mut index = KnownIndex { keys: wanted.to_vec(), slots: vec![Slot::default(); room] };
    let (mut waiting, mut inserted) = (Vec::with_capacity(TOGETHER + 2 * INDEXED.len()), 0);
    let mut products = ProductSkus::default();
    // Products come before variations: a variation that shows its product's SKU has none of its own.
    for entity in Entity::ALL {
        let mut paths =
            if entity.is_taxonomy() { paths(mirror, names, entity)? } else { HashMap::new() };
        let mut statement = mirror.prepare_cached(&Sql::of(entity).keys)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = StoreId(row.get::<_, i64>(0)?.cast_unsigned());
            let parent = row.get::<_, Option<i64>>(1)?.map(|id| StoreId(id.cast_unsigned()));
            if id.0 & SEVERAL != 0 {
                return Err(JournalError::unreadable("mirror", id.0, "a number beyond all stores"));
            }
            let mut sku = 0;
            let path = if paths.is_empty() { None } else { paths.remove(&id) };
            let path = path.map(|path| (Key::Path, path));
            for (key, text) in keys::read(row.get_ref(2)?.as_blob()?).chain(path) {
                if key == Key::Sku {
                    sku = text;
                    if entity == Entity::Variation && products.sku(parent) == Some(text) {
                        continue;
                    }
                }
                if index.has(entity, key) {
                    waiting.push((keys::hash(entity, parent, key, text), id));
                    if !entity.is_sold() && entity.parent().is_some() {
                        waiting.push((keys::hash(entity, None, key, text), id));
                    }
                }
            }
            if inserted + waiting.len() >= room {
                return Err(JournalError::unreadable(
                    "mirror",
                    id.0,
                    "more keys than there can be",
                ));
            }
            if waiting.len() >= TOGETHER {
                inserted += waiting.len();
                index.insert_all(&mut waiting);
            }
            if entity == Entity::Product {
                products.push(id, sku);
            }
        }
    }
    index.insert_all(&mut waiting);
    Ok(index)
}

/// How many keys there are at most.
fn count(mirror: &Connection, wanted: &[Key]) -> Result<usize, JournalError> {
    let mut entries = 0;
    for entity in Entity::ALL {
        let sql = Sql::of(entity);
        let number = |question: &str| {
            let number: i64 = mirror.prepare_cached(question)?.query_row([], |row| row.get(0))?;
            Ok::<_, JournalError>(usize::try_from(number).unwrap_or_default())
        };
        let count = number(&sql.count)?;
        entries += if !entity.is_sold() {
            // What lies within others is found with and without that, and there is a path for each.
            2 * number(&sql.key_bytes)? / keys::ENTRY + count
        } else {
            // A record has each key once at most.
            count * wanted.iter().filter(|key| INDEXED.contains(key)).count()
        };
    }
    Ok(entries)
}

/// The SKUs of products as hashes, by number, while an index is made.
#[derive(Default)]
struct ProductSkus {
    ids: Vec<u64>,
    skus: Vec<u64>,
}

impl ProductSkus {
    fn push(&mut self, id: StoreId, sku: u64) {
        self.ids.push(id.0);
        self.skus.push(sku);
    }

    fn sku(&self, product: Option<StoreId>) -> Option<u64> {
        // Numbers beyond the signed ones would be out of order; no store has them.
        let at = self.ids.binary_search(&product?.0).ok()?;
        Some(self.skus[at]).filter(|sku| *sku != 0)
    }
}

/// The hashes of the names from the root, for each record of a tree.
fn paths(
    mirror: &Connection,
    names: &Names,
    entity: Entity,
) -> Result<HashMap<StoreId, u64>, JournalError> {
    let mut tree: HashMap<StoreId, (String, Option<StoreId>)> = HashMap::new();
    let mut names = Cow::Borrowed(names);
    let mut statement = mirror.prepare(&Sql::of(entity).all)?;
    let mut rows = statement.query((i64::MIN, -1))?;
    while let Some(row) = rows.next()? {
        let id = StoreId(row.get::<_, i64>(0)?.cast_unsigned());
        let record = decode_with(mirror, &mut names, (entity, id), row.get_ref(1)?.as_blob()?)?;
        tree.insert(
            id,
            (record.fields.text("name").unwrap_or_default().to_owned(), above(&record)),
        );
    }
    let path = |id: StoreId| {
        let mut parts = Vec::new();
        let mut at = Some(id);
        while let Some((name, parent)) = at.and_then(|id| tree.get(&id)) {
            parts.push(name.as_str());
            // A tree that bites its own tail has no paths.
            if parts.len() > DEEPEST {
                return None;
            }
            at = *parent;
        }
        Some(keys::text_hash(Key::Path, &keys::path_key(parts.into_iter().rev())))
    };
    Ok(tree.keys().filter_map(|id| Some((*id, path(*id)?))).collect())
}

fn above(record: &StoreRecord) -> Option<StoreId> {
    match record.fields.get("parent") {
        Some(Value::Reference(Reference::Stored(id))) if id.0 != 0 => Some(*id),
        _ => None,
    }
}
