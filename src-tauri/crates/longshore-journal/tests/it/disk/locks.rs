//! Who has which lock on a file, and its shared memory?

use std::collections::BTreeMap;

/// SQLite's locks on a file, the greater the stronger: 1 shared, 2 reserved, 3 pending, 4 exclusive.
pub(super) type Level = i32;
const SHARED: Level = 1;
const RESERVED: Level = 2;
const PENDING: Level = 3;
const EXCLUSIVE: Level = 4;

/// The places of the shared memory that can be locked.
const PLACES: usize = 8;
/// A piece of shared memory as SQLite asks for it, in numbers of eight bytes so that it lies well.
pub(super) type Piece = Box<[u64]>;

#[derive(Debug, Default)]
pub(super) struct Locks {
    levels: BTreeMap<u64, Level>,
    places: [BTreeMap<u64, bool>; PLACES],
    /// Kept as long as somebody has it mapped.
    pieces: Vec<Piece>,
    mapped: BTreeMap<u64, ()>,
}

impl Locks {
    pub(super) fn lock(&mut self, who: u64, level: Level) -> bool {
        let own = self.levels.get(&who).copied().unwrap_or_default();
        if own >= level {
            return true;
        }
        let others =
            self.levels.iter().filter(|(other, _)| **other != who).map(|(_, level)| *level).max();
        let others = others.unwrap_or_default();
        let may = match level {
            SHARED => others < PENDING,
            RESERVED => others < RESERVED,
            _ => others == 0,
        };
        if may {
            self.levels.insert(who, level);
        } else if level == EXCLUSIVE && others < RESERVED {
            self.levels.insert(who, PENDING);
        }
        may
    }

    pub(super) fn unlock(&mut self, who: u64, level: Level) {
        self.levels.insert(who, level);
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.levels.values().any(|level| *level >= RESERVED)
    }

    pub(super) fn lock_places(
        &mut self,
        who: u64,
        first: usize,
        count: usize,
        alone: bool,
    ) -> bool {
        let places = &mut self.places[first..first + count];
        let in_the_way = places.iter().any(|place| {
            place.iter().any(|(other, is_alone)| *other != who && (alone || *is_alone))
        });
        if !in_the_way {
            for place in places {
                place.insert(who, alone);
            }
        }
        !in_the_way
    }

    pub(super) fn unlock_places(&mut self, who: u64, first: usize, count: usize) {
        for place in &mut self.places[first..first + count] {
            place.remove(&who);
        }
    }

    /// Where that piece of shared memory begins; `None` where there is none and none is to be made.
    pub(super) fn map(&mut self, who: u64, at: usize, size: usize, make: bool) -> Option<*mut u64> {
        self.mapped.insert(who, ());
        while make && self.pieces.len() <= at {
            self.pieces.push(vec![0; size.div_ceil(8)].into_boxed_slice());
        }
        self.pieces.get_mut(at).map(|piece| piece.as_mut_ptr())
    }

    pub(super) fn unmap(&mut self, who: u64) {
        self.mapped.remove(&who);
        for place in &mut self.places {
            place.remove(&who);
        }
        if self.mapped.is_empty() {
            self.pieces.clear();
        }
    }

    pub(super) fn close(&mut self, who: u64) {
        self.unmap(who);
        self.levels.remove(&who);
    }
}
