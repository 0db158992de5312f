//! By which keys is a record found again?
//!
//! A key is a hash of 64 bits of what it is a key to: kind, record it lies within, folded text. The mirror keeps the
//! hash of the text alone, so that the rest can be mixed in when an index is made.

use longshore_engine::{
    entity::Entity,
    known::PATH_SEPARATOR,
    matching::{choices_key, folded, folded_name, key_text},
    record::StoreRecord,
    value::{Key, StoreId, Value},
};
use xxhash_rust::xxh3::xxh3_64;

/// Texts up to this length are folded without an allocation.
const SHORT: usize = 256;

/// How the keys of one record lie in the mirror: a number for the key and the hash of its text.
pub(crate) const ENTRY: usize = 9;

/// What the hash of a key's text is mixed with.
fn salt(entity: Entity, key: Key, within: Option<StoreId>) -> u64 {
    let within = within.filter(|_| is_within(entity, key)).map_or(0, |id| id.0.wrapping_add(1));
    let kind = (entity as u64) << 8 | key as u64;
    mix(within ^ mix(kind.wrapping_add(0x9e37_79b9_7f4a_7c15)))
}

/// Variations have their choices within their product, other kinds all of their keys within what they lie in.
fn is_within(entity: Entity, key: Key) -> bool {
    match entity {
        Entity::Variation => key == Key::Choices,
        entity => entity.parent().is_some(),
    }
}

/// Spreads every bit over all (the finaliser of SplitMix64).
fn mix(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The hash under which a record is found; 0 stands for nothing and is never given.
pub(crate) fn hash(entity: Entity, within: Option<StoreId>, key: Key, text: u64) -> u64 {
    mix(text ^ salt(entity, key, within)).max(1)
}

/// The hash of what somebody looks for, or of what a record has; the same for whatever the engine takes for one key.
pub(crate) fn text_hash(key: Key, text: &str) -> u64 {
    let text = text.trim();
    let is_escaped = is_name(key) && text.contains('&');
    let mut room = [0; SHORT];
    match room.get_mut(..text.len()) {
        // The usual text, folded without an allocation.
        Some(room) if text.is_ascii() && !is_escaped => {
            room.copy_from_slice(text.as_bytes());
            room.make_ascii_lowercase();
            xxh3_64(room)
        }
        _ if is_escaped => xxh3_64(folded_name(text).as_bytes()),
        _ => xxh3_64(folded(text).as_bytes()),
    }
}

/// Names may be escaped in the store and plain in the file.
fn is_name(key: Key) -> bool {
    matches!(key, Key::Name | Key::Path | Key::Choices)
}

/// Writes the keys of a record as the mirror keeps them. Paths are not among them: they need the other records.
pub(crate) fn write(record: &StoreRecord, out: &mut Vec<u8>) {
    out.clear();
    let fields = &record.fields;
    if !record.entity.is_sold() {
        for key in OTHERS {
            if let Some(text) = key_text(record.entity, key, fields) {
                out.push(number(key));
                out.extend_from_slice(&text_hash(key, &text).to_le_bytes());
            }
        }
        return;
    }
    let mut push = |key: Key, text: &str| {
        if !text.trim().is_empty() {
            out.push(number(key));
            out.extend_from_slice(&text_hash(key, text).to_le_bytes());
        }
    };
    let text = |field: &str| fields.text(field).unwrap_or_default();
    push(Key::Sku, text("sku"));
    let gtin = text("global_unique_id");
    if gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        push(Key::Gtin, gtin);
    } else {
        push(Key::Gtin, &gtin.chars().filter(char::is_ascii_digit).collect::<String>());
    }
    push(Key::Slug, text("slug"));
    push(Key::Name, text("name"));
    if let (Entity::Variation, Some(Value::Choices(choices))) =
        (record.entity, fields.get("attributes"))
        && let Some(choices) = choices_key(choices)
    {
        // No choice at all is one, too: a variation that takes anything.
        out.push(number(Key::Choices));
        out.extend_from_slice(&text_hash(Key::Choices, &choices).to_le_bytes());
    }
}

/// Reads what [`write`] wrote: keys and the hashes of their texts.
pub(crate) fn read(written: &[u8]) -> impl Iterator<Item = (Key, u64)> {
    written.chunks_exact(ENTRY).filter_map(|entry| {
        let (kind, hash) = entry.split_first()?;
        Some((from_number(*kind)?, u64::from_le_bytes(hash.try_into().ok()?)))
    })
}

/// A record's place in a tree, its parents' names before its own.
pub(crate) fn path_key<'a>(root_first: impl Iterator<Item = &'a str>) -> String {
    let mut path = String::new();
    for name in root_first {
        if !path.is_empty() {
            path.push(PATH_SEPARATOR);
        }
        path.push_str(name.trim());
    }
    path
}

/// The keys of records that are no products.
const OTHERS: [Key; 8] = [
    Key::Slug,
    Key::Name,
    Key::Email,
    Key::Username,
    Key::Code,
    Key::Number,
    Key::FormerNumber,
    Key::Content,
];

fn number(key: Key) -> u8 {
    match key {
        Key::Remembered => 0,
        Key::Id => 1,
        Key::Sku => 2,
        Key::Gtin => 3,
        Key::Slug => 4,
        Key::Name => 5,
        Key::Path => 6,
        Key::Choices => 7,
        Key::Email => 8,
        Key::Username => 9,
        Key::Code => 10,
        Key::Number => 11,
        Key::Content => 12,
        Key::FormerNumber => 13,
    }
}

fn from_number(kind: u8) -> Option<Key> {
    Key::ALL.into_iter().find(|key| number(*key) == kind)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_the_engine_takes_for_one_key_has_one_hash(text in "[aAbBäÄßİ& ;.mp]{0,8}|.{0,300}") {
            let same = |key, other: &str| text_hash(key, &text) == text_hash(key, other);
            prop_assert!(same(Key::Sku, &folded(&text)));
            let spaced = ["  ", &text, "\t"].concat();
            prop_assert!(same(Key::Sku, &spaced));
            prop_assert!(same(Key::Name, &folded_name(&text)) || folded_name(&text).contains('&'));
            prop_assert_eq!(text_hash(Key::Sku, &text), xxh3_64(folded(&text).as_bytes()));
        }
    }
}
