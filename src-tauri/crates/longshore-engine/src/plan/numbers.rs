//! Tables of numbers that are ids, or hashes already: they need spreading, and no hashing that costs more.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// Something for each of some numbers.
pub(super) type NumberMap<T> = HashMap<u64, T, BuildHasherDefault<Spread>>;

/// Some numbers.
pub(super) type NumberSet = HashSet<u64, BuildHasherDefault<Spread>>;

/// Some numbers of which many stand close together, such as those that a store gives: 64 of them lie side by side.
#[derive(Default)]
pub(super) struct DenseNumbers(NumberMap<u64>);

impl DenseNumbers {
    /// Whether the number is new.
    pub(super) fn insert(&mut self, number: u64) -> bool {
        let word = self.0.entry(number >> 6).or_default();
        let bit = 1 << (number & 63);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// Spreads every bit of a number over all.
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    #[expect(clippy::cast_possible_truncation, reason = "both halves of the product are mixed")]
    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn a_number_is_new_once() {
        let mut numbers = DenseNumbers::default();
        for number in [0, 1, 63, 64, 127, 1 << 40, u64::MAX] {
            assert!(numbers.insert(number) && !numbers.insert(number), "{number}");
        }
    }

    #[test]
    fn numbers_in_a_row_are_spread_over_all_bits() {
        let spread = BuildHasherDefault::<Spread>::default();
        let upper: HashSet<u64> = (0..1_000_u64).map(|id| spread.hash_one(id << 1) >> 57).collect();
        let lower: HashSet<u64> = (0..1_000_u64).map(|id| spread.hash_one(id << 1) & 127).collect();
        assert_eq!((upper.len(), lower.len()), (128, 128));
    }
}
