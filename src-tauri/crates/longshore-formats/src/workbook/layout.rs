//! What does a sheet hide, and which of its cells are merged?

/// Merged areas that are remembered; no sheet that people look at has more.
const MOST_MERGES: usize = 100_000;
/// Stretches of hidden rows or columns that are remembered.
const MOST_STRETCHES: usize = 200_000;

/// Cells that look as one: over several rows, from a column on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    pub(super) top: u32,
    pub(super) bottom: u32,
    pub(super) left: u32,
}

/// Numbers from 0 in stretches that follow each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretches(Vec<(u32, u32)>);

impl Stretches {
    /// Takes in numbers from one to another.
    pub(super) fn add(&mut self, first: u32, last: u32) {
        let has_room = self.0.len() < MOST_STRETCHES && first <= last;
        match self.0.last_mut() {
            Some((from, until)) if *from <= first && first <= until.saturating_add(1) => {
                *until = (*until).max(last);
            }
            _ if has_room => self.0.push((first, last)),
            _ => {}
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        let behind = self.0.partition_point(|(first, _)| *first <= number);
        behind.checked_sub(1).is_some_and(|at| number <= self.0[at].1)
    }

    /// How many there are below a number.
    pub(super) fn below(&self, end: u32) -> u64 {
        let within = |&(first, last): &(u32, u32)| {
            u64::from(last.saturating_add(1).min(end).saturating_sub(first))
        };
        self.0.iter().take_while(|(first, _)| *first < end).map(within).sum()
    }

    /// Puts them into their order, where they may have come otherwise.
    fn in_order(&mut self) {
        self.0.sort_unstable();
        let mut joined = Self::default();
        for (first, last) in std::mem::take(&mut self.0) {
            joined.add(first, last);
        }
        *self = joined;
    }
}

/// What a sheet says of its rows, columns and areas beside what stands in its cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// By their upper row.
    merges: Vec<Merge>,
    pub(super) hidden_rows: Stretches,
    pub(super) hidden_columns: Stretches,
}

impl Layout {
    /// Takes in a merged area, if it has several rows.
    pub(super) fn merge(&mut self, merge: Merge) {
        if merge.bottom > merge.top && self.merges.len() < MOST_MERGES {
            self.merges.push(merge);
        }
    }

    /// The same in the order in which a reader meets it.
    pub(super) fn in_order(mut self) -> Self {
        self.merges.sort_unstable();
        self.hidden_rows.in_order();
        self.hidden_columns.in_order();
        self
    }

    /// The merged area that comes after so many.
    pub(super) fn merge_at(&self, at: usize) -> Option<Merge> {
        self.merges.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_what_was_put_in() {
        let mut stretches = Stretches::default();
        for (first, last) in [(9, 9), (2, 3), (4, 4), (7, 6)] {
            stretches.add(first, last);
        }
        stretches.in_order();
        let held: Vec<u32> = (0..12).filter(|number| stretches.contains(*number)).collect();
        assert_eq!(held, [2, 3, 4, 9]);
        assert_eq!((stretches.below(4), stretches.below(100), stretches.below(2)), (2, 4, 0));
        stretches.add(20, u32::MAX);
        assert_eq!(stretches.below(25), 9);
    }
}
