//! Where pages of long lists ended, so that the next page need not count its way from the start.
//! Every write forgets them.

use std::cell::RefCell;
use std::collections::VecDeque;

/// How many ends of pages are remembered.
const REMEMBERED: usize = 64;

/// Where a page ended: what the list is sorted by, and the record's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) sorted_by: i64,
    pub(crate) id: i64,
}

#[derive(Debug)]
struct Bookmark {
    list: String,
    /// How many records come up to here.
    passed: i64,
    place: Place,
}

/// The ends of pages since the last write.
#[derive(Debug, Default)]
pub(crate) struct Bookmarks(RefCell<VecDeque<Bookmark>>);

impl Bookmarks {
    /// After which record the rest of a list begins, if a page ended exactly there.
    pub(crate) fn find(&self, list: &str, passed: i64) -> Option<Place> {
        let bookmarks = self.0.borrow();
        let found =
            bookmarks.iter().rev().find(|known| known.passed == passed && known.list == list)?;
        Some(found.place)
    }

    pub(crate) fn keep(&self, list: String, passed: i64, place: Place) {
        let mut bookmarks = self.0.borrow_mut();
        if bookmarks.len() == REMEMBERED {
            bookmarks.pop_front();
        }
        bookmarks.push_back(Bookmark { list, passed, place });
    }

    pub(crate) fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}
