//! Which files have stopped changing?
//!
//! Nobody says when a file is whole: whoever copies it may be slow, or stop in the middle and go on. A file counts as
//! whole when two looks, some time apart, find it the same.

use std::{
    collections::HashMap,
    path::PathBuf,
    time::{Duration, Instant, SystemTime},
};

use super::folder::{Seen, named};

/// An empty file is mostly one that somebody has just begun.
const EMPTY_WAITS: u32 = 20;

/// What was seen, and since when it has been so.
pub(super) struct Settling {
    quiet_for: Duration,
    seen: HashMap<PathBuf, State>,
}

struct State {
    size: u64,
    modified: Option<SystemTime>,
    since: Instant,
    /// It was looked at to the end and has to change before it is looked at again.
    is_left: bool,
    /// Somebody was told that it is empty.
    is_told: bool,
}

/// What a look at the folder comes to.
pub(super) struct Look {
    /// Files that can be taken.
    pub(super) ready: Vec<Seen>,
    /// Files that have been empty for a while, and of which that was not told yet. Whoever copies a file makes it first
    /// and fills it then: of that moment nobody is told.
    pub(super) empty: Vec<Seen>,
    /// The names of those of which it was told and holds no longer.
    pub(super) filled: Vec<String>,
    /// Whether others have to be looked at again soon.
    pub(super) is_waiting: bool,
}

impl Settling {
    /// A file must have been the same for so long.
    pub(super) fn new(quiet_for: Duration) -> Self {
        Self { quiet_for, seen: HashMap::new() }
    }

    /// Sorts files by whether they have stopped changing.
    pub(super) fn look(&mut self, files: Vec<Seen>, now: Instant) -> Look {
        let mut seen = HashMap::with_capacity(files.len());
        let (mut ready, mut empty, mut filled) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_waiting = false;
        for file in files {
            let before = self.seen.remove(&file.path);
            let is_empty = file.size == 0;
            let was_told = before.as_ref().is_some_and(|before| before.is_told);
            let is_told = is_empty && was_told;
            if was_told && !is_empty {
                filled.push(file.name());
            }
            let same =
                before.filter(|state| (state.size, state.modified) == (file.size, file.modified));
            let mut state = same.unwrap_or(State {
                size: file.size,
                modified: file.modified,
                since: now,
                is_left: false,
                is_told,
            });
            let wait = if is_empty { self.quiet_for * EMPTY_WAITS } else { self.quiet_for };
            let same_for = now.duration_since(state.since);
            let is_quiet = same_for >= wait;
            let stays_empty = is_empty && same_for >= self.quiet_for;
            let is_left = state.is_left;
            if stays_empty && !is_quiet && !std::mem::replace(&mut state.is_told, true) {
                empty.push(file.clone());
            }
            seen.insert(file.path.clone(), state);
            match (is_left, is_quiet) {
                (true, _) => {}
                (false, true) => ready.push(file),
                (false, false) => is_waiting = true,
            }
        }
        // Those that are gone.
        let gone = self.seen.drain().filter(|(_, state)| state.is_told);
        filled.extend(gone.map(|(path, _)| named(&path)));
        self.seen = seen;
        Look { ready, empty, filled, is_waiting }
    }

    /// The file is left as it is until it changes.
    pub(super) fn leave(&mut self, file: &Seen) {
        if let Some(state) = self.seen.get_mut(&file.path) {
            state.is_left = true;
        }
    }

    /// The file was seen changing.
    pub(super) fn is_changing(&mut self, file: &Seen) {
        self.seen.remove(&file.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: u64) -> Seen {
        Seen { path: name.into(), size, modified: Some(SystemTime::UNIX_EPOCH) }
    }

    fn names(look: &Look) -> Vec<String> {
        look.ready.iter().map(Seen::name).collect()
    }

    #[test]
    fn a_file_is_ready_when_it_has_been_the_same_for_long_enough() {
        let mut settling = Settling::new(Duration::from_secs(3));
        let begin = Instant::now();
        let after = |seconds| begin + Duration::from_secs(seconds);
        let look = settling.look(vec![file("a", 1), file("b", 1), file("empty", 0)], begin);
        assert!(look.ready.is_empty() && look.is_waiting);
        let look = settling.look(vec![file("a", 2), file("b", 1), file("empty", 0)], after(3));
        assert_eq!(names(&look), ["b"]);
        let look = settling.look(vec![file("a", 2), file("empty", 0)], after(6));
        assert_eq!(names(&look), ["a"]);
        let look = settling.look(vec![file("empty", 0)], after(60));
        assert_eq!(names(&look), ["empty"]);
    }

    #[test]
    fn that_a_file_stays_empty_is_said_once_and_no_longer_than_it_is_so() {
        let mut settling = Settling::new(Duration::from_secs(3));
        let begin = Instant::now();
        let after = |seconds| begin + Duration::from_secs(seconds);
        let told = |look: Look| {
            (look.empty.iter().map(Seen::name).collect::<Vec<_>>().join(" "), look.filled.join(" "))
        };
        let said = |empty: &str, filled: &str| (empty.to_owned(), filled.to_owned());
        // Somebody copies a file: it is there before its contents are.
        assert_eq!(told(settling.look(vec![file("copied", 0)], begin)), said("", ""));
        assert_eq!(told(settling.look(vec![file("copied", 9)], after(1))), said("", ""));
        assert_eq!(told(settling.look(vec![file("a", 0), file("b", 0)], after(2))), said("", ""));
        let look = settling.look(vec![file("a", 0), file("b", 0)], after(5));
        assert_eq!(told(look), said("a b", ""));
        assert_eq!(told(settling.look(vec![file("a", 0), file("b", 0)], after(6))), said("", ""));
        // One was written to, the other taken away.
        assert_eq!(told(settling.look(vec![file("a", 5)], after(7))), said("", "a b"));
        assert_eq!(told(settling.look(vec![file("a", 0)], after(8))), said("", ""));
        assert_eq!(told(settling.look(vec![file("a", 0)], after(11))), said("a", ""));
        // Where nobody waits nobody is told of waiting.
        let mut hurried = Settling::new(Duration::ZERO);
        let look = hurried.look(vec![file("a", 0)], begin);
        assert!(look.empty.is_empty() && names(&look) == ["a"]);
    }

    #[test]
    fn what_is_left_waits_for_a_change() {
        let mut settling = Settling::new(Duration::ZERO);
        let now = Instant::now();
        assert_eq!(names(&settling.look(vec![file("a", 1)], now)), ["a"]);
        settling.leave(&file("a", 1));
        let look = settling.look(vec![file("a", 1)], now);
        assert!(look.ready.is_empty() && !look.is_waiting);
        assert_eq!(names(&settling.look(vec![file("a", 2)], now)), ["a"]);
    }
}
