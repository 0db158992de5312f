//! When do two keys name the same, whatever their letter case?

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::{diff::text::unescaped, entity::Entity, value::Key};

/// The text as keys are compared: without outer spaces, in small letters. Text that is so already is not copied.
/// Whoever implements [`crate::known::Known`] keeps its keys in this form.
#[must_use]
pub fn folded(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.is_ascii() {
        return Cow::Owned(text.chars().flat_map(char::to_lowercase).collect());
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Borrowed(text)
}

/// A name as keys are compared: [`folded`], its HTML entities read, since stores show names escaped
/// (`categories-create-ampersand-name`). For [`Key::Name`] and the parts of [`Key::Path`].
#[must_use]
pub fn folded_name(text: &str) -> Cow<'_, str> {
    match unescaped(text) {
        Cow::Borrowed(text) => folded(text),
        Cow::Owned(text) => Cow::Owned(folded(&text).into_owned()),
    }
}

/// Whether two keys name the same.
#[must_use]
pub fn same_key(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// A number that stands for a key, so that a million keys fit into a small table. The same in every run of one
/// build; never kept beyond it.
pub(crate) struct KeyHash {
    /// What came before the buffer.
    before: u64,
    buffer: [u8; 64],
    filled: usize,
}

impl KeyHash {
    pub(crate) fn new(entity: Entity, key: Key) -> Self {
        let mut hash = Self { before: 0, buffer: [0; 64], filled: 0 };
        hash.byte(entity as u8);
        hash.byte(key as u8);
        hash
    }

    /// Adds a number, such as what another hash came to.
    pub(crate) fn number(mut self, number: u64) -> Self {
        // Apart from the text around it: none of its bytes may be taken for a letter.
        let before = xxh3_64_with_seed(&self.buffer[..self.filled], self.before);
        self.before = xxh3_64_with_seed(&number.to_le_bytes(), before);
        self.filled = 0;
        self
    }

    /// Adds a part of the key, folded.
    pub(crate) fn part(mut self, text: &str) -> Self {
        let text = text.trim();
        if text.is_ascii() {
            self.bytes(text.as_bytes());
        } else {
            let mut bytes = [0; 4];
            for letter in text.chars().flat_map(char::to_lowercase) {
                self.bytes(letter.encode_utf8(&mut bytes).as_bytes());
            }
        }
        // No text holds this byte, so parts never run into each other.
        self.byte(0xff);
        self
    }

    /// Adds a part that is a name, perhaps escaped.
    pub(crate) fn name(self, text: &str) -> Self {
        let text = unescaped(text);
        self.part(&text)
    }

    pub(crate) fn finish(self) -> u64 {
        xxh3_64_with_seed(&self.buffer[..self.filled], self.before)
    }

    fn byte(&mut self, byte: u8) {
        self.bytes(&[byte]);
    }

    /// Adds bytes, those of capital letters as small ones.
    fn bytes(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = &mut self.buffer[self.filled..];
            let (now, later) = bytes.split_at(bytes.len().min(room.len()));
            room[..now.len()].copy_from_slice(now);
            room[..now.len()].make_ascii_lowercase();
            self.filled += now.len();
            bytes = later;
            if self.filled == self.buffer.len() {
                self.before = xxh3_64_with_seed(&self.buffer, self.before);
                self.filled = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hash(text: &str) -> u64 {
        KeyHash::new(Entity::Product, Key::Sku).part(text).finish()
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of =
            |one, other| KeyHash::new(Entity::Category, Key::Path).part(one).part(other).finish();
        assert_ne!(of("ab", "c"), of("a", "bc"));
    }

    #[test]
    fn escaped_names_are_the_same_key() {
        assert_eq!(folded_name(" Fish &amp; Chips"), folded("fish & CHIPS"));
    }

    proptest! {
        #[test]
        fn letter_case_and_outer_spaces_do_not_matter(text in "\\PC{0,80}") {
            let upper: String = text.chars().map(|letter| letter.to_ascii_uppercase()).collect();
            let shouted = format!("  {upper} ");
            prop_assert_eq!(folded(&text), folded(&shouted));
            prop_assert_eq!(hash(&text), hash(&shouted));
            prop_assert!(same_key(&text, &shouted));
        }

        #[test]
        fn equal_folds_are_the_same_key_and_others_are_not(one in "[aAbBäÄ ]{0,4}", other in "[aAbBäÄ ]{0,4}") {
            let same = folded(&one) == folded(&other);
            prop_assert_eq!(same, same_key(&one, &other));
            prop_assert_eq!(same, hash(&one) == hash(&other));
        }
    }
}
