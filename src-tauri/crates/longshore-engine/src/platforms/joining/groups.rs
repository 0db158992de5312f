//! Which rows of a file make one product together? A number for each row and a hash for each key, no texts.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

/// The rows of a file by their groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// The group of each row, by its number from 1; the last number stands for none.
    of: Vec<u32>,
    by_key: HashMap<u64, u32>,
    /// Keys that belong to another key's group.
    claimed: HashMap<u64, u64>,
    before: Option<u32>,
    count: u32,
    /// The rows in the order of their groups, once all are there.
    order: Vec<u32>,
    starts: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// Whoever claims itself or runs in circles is followed no further.
const DEEPEST: usize = 8;

impl Groups {
    /// A row that belongs to the group of this key.
    pub(super) fn to(&mut self, key: &str) {
        let hash = hash(key);
        let group = *self.by_key.entry(hash).or_insert(self.count);
        self.count = self.count.max(group.saturating_add(1));
        self.of.push(group);
        self.before = Some(group);
    }

    /// Whether some row has this key, or claims it.
    pub(super) fn knows(&self, key: &str) -> bool {
        let hash = hash(key);
        self.by_key.contains_key(&hash) || self.claimed.contains_key(&hash)
    }

    /// A row that is all that there is of its product.
    pub(super) fn alone(&mut self) {
        self.of.push(self.count);
        self.before = Some(self.count);
        self.count = self.count.saturating_add(1);
    }

    /// A row that belongs to the one before it.
    pub(super) fn join_before(&mut self) {
        self.of.push(self.before.unwrap_or(NONE));
    }

    /// A row that belongs nowhere.
    pub(super) fn nowhere(&mut self) {
        self.of.push(NONE);
    }

    /// The rows of a key belong to the group of another one, wherever they stand.
    pub(super) fn claim(&mut self, owner: &str, part: &str) {
        let (owner, part) = (hash(owner), hash(part));
        if owner != part {
            self.claimed.entry(part).or_insert(owner);
        }
    }

    /// Orders the rows by their groups; groups come as their first rows do.
    pub(super) fn finish(&mut self) {
        self.resolve();
        let groups = self.count as usize;
        // Groups are numbered by their first rows, also where a claim put them together.
        let mut rank = vec![NONE; groups];
        let mut next = 0;
        for group in self.of.iter_mut().filter(|group| **group != NONE) {
            let place = &mut rank[*group as usize];
            if *place == NONE {
                *place = next;
                next += 1;
            }
            *group = *place;
        }
        self.count = next;
        let mut starts = vec![0u32; next as usize + 1];
        for group in self.of.iter().filter(|group| **group != NONE) {
            starts[*group as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut filled = starts.clone();
        let mut order = vec![0u32; starts.last().copied().unwrap_or_default() as usize];
        for (at, group) in self.of.iter().enumerate().filter(|(_, group)| **group != NONE) {
            let place = &mut filled[*group as usize];
            order[*place as usize] = at as u32 + 1;
            *place += 1;
        }
        (self.order, self.starts) = (order, starts);
        (self.of, self.by_key, self.claimed) = Default::default();
    }

    fn resolve(&mut self) {
        if self.claimed.is_empty() {
            return;
        }
        let mut becomes: HashMap<u32, u32> = HashMap::new();
        for (part, owner) in &self.claimed {
            let Some(from) = self.by_key.get(part) else { continue };
            let mut key = *owner;
            for _ in 0..DEEPEST {
                match self.claimed.get(&key) {
                    Some(next) if next != part => key = *next,
                    _ => break,
                }
            }
            if let Some(to) = self.by_key.get(&key).filter(|to| *to != from) {
                becomes.insert(*from, *to);
            }
        }
        for group in &mut self.of {
            if let Some(to) = becomes.get(group) {
                *group = *to;
            }
        }
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The numbers of the rows of a group, in their order.
    pub(super) fn rows(&self, group: usize) -> &[u32] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(from), Some(to)) => &self.order[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

fn hash(key: &str) -> u64 {
    xxh3_64(key.trim().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(groups: &Groups) -> Vec<Vec<u32>> {
        (0..groups.len()).map(|group| groups.rows(group).to_vec()).collect()
    }

    #[test]
    fn rows_of_a_key_come_together_wherever_they_stand() {
        let mut groups = Groups::default();
        groups.join_before();
        ["hat", "cap", "hat"].iter().for_each(|key| groups.to(key));
        groups.join_before();
        groups.nowhere();
        groups.to("cap");
        groups.finish();
        assert_eq!(all(&groups), [vec![2, 4, 5], vec![3, 7]]);
    }

    #[test]
    fn a_row_is_claimed_by_one_that_comes_later_or_earlier() {
        let mut groups = Groups::default();
        ["red", "blue", "plain", "shirt", "green"].iter().for_each(|key| groups.to(key));
        ["red", "blue", "green", "gone"].iter().for_each(|part| groups.claim("shirt", part));
        groups.claim("shirt", "shirt");
        groups.finish();
        assert_eq!(all(&groups), [vec![1, 2, 4, 5], vec![3]]);
    }

    #[test]
    fn claims_in_a_circle_end() {
        let mut groups = Groups::default();
        ["a", "b"].iter().for_each(|key| groups.to(key));
        groups.claim("a", "b");
        groups.claim("b", "a");
        groups.finish();
        assert_eq!(all(&groups).iter().map(Vec::len).sum::<usize>(), 2);
    }
}
