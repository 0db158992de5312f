//! Which rows of a draft hold a text?
//!
//! A search goes through the rows in the background: the first that are found can be shown at once, and whoever
//! pages through them later finds them all.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use longshore_engine::row::Row;
use longshore_formats::Spool;
use longshore_journal::{drafts::DraftId, rows::Rows};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::live::Grown;
use crate::{
    ApiError,
    events::{Event, Events},
    sources::{Ahead, Edits},
};

/// After so many rows what was found can be seen.
const STRIDE: u64 = 1_000;
/// Whoever looks is told no more often that more was found.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// A search for a text.
pub(crate) struct Search {
    text: String,
    revision: u64,
    found: Mutex<Found>,
    /// Whether it has come to its end.
    ended: watch::Sender<bool>,
    cancel: CancellationToken,
}

#[derive(Clone, Default)]
struct Found {
    rows: Rows,
    /// Rows that were looked at.
    looked_at: u64,
}

impl Search {
    pub(super) fn new(text: &str, revision: u64) -> Self {
        Self {
            text: text.to_owned(),
            revision,
            found: Mutex::default(),
            ended: watch::channel(false).0,
            cancel: CancellationToken::new(),
        }
    }

    pub(super) fn is_for(&self, text: &str, revision: u64) -> bool {
        self.text == text && self.revision == revision && !self.cancel.is_cancelled()
    }

    pub(super) fn cancel(&self) {
        self.cancel.cancel();
    }

    /// The rows that were found, how many rows were looked at, and whether nothing more comes.
    pub(super) fn found(&self) -> (Rows, u64, bool) {
        // In this order: what ended has been noted whole.
        let ended = *self.ended.borrow();
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (found.rows, found.looked_at, ended)
    }

    /// Waits until it has come to its end, but not for long.
    pub(super) async fn wait(&self, patience: Duration) {
        let mut ended = self.ended.subscribe();
        // Whoever asked looks at what is there.
        let _ = tokio::time::timeout(patience, ended.wait_for(|ended| *ended)).await;
    }

    /// Goes through all rows, also through those that are still to come; on a thread that may wait for a disk.
    pub(super) fn run(
        &self,
        spool: &Spool,
        grown: &watch::Receiver<Grown>,
        edits: Edits,
        told: &(Events, DraftId),
    ) {
        if let Err(error) = self.look(spool, grown, edits, told) {
            tracing::warn!(%error, "a search stopped");
        }
        self.ended.send_replace(true);
        told.0.tell(Event::DraftProgressed { draft: told.1.0 });
    }

    fn look(
        &self,
        spool: &Spool,
        grown: &watch::Receiver<Grown>,
        edits: Edits,
        told: &(Events, DraftId),
    ) -> Result<(), ApiError> {
        let wanted = Wanted::new(&self.text);
        let mut edits = Ahead::new(edits)?;
        let mut row = Row::new();
        let (mut next, mut last_told) = (1, Instant::now());
        loop {
            let has_ended = grown.borrow().ended;
            let mut reader = spool.read_from(next)?;
            let mut rows = Rows::new();
            while reader.read(&mut row)? {
                edits.apply(&mut row)?;
                if wanted.is_in(&row) {
                    rows.extend(u32::try_from(row.number).ok());
                }
                next = row.number + 1;
                if row.number.is_multiple_of(STRIDE) {
                    self.note(&mut rows, row.number);
                    if self.cancel.is_cancelled() {
                        return Ok(());
                    }
                    if last_told.elapsed() >= TELL_EVERY {
                        last_told = Instant::now();
                        told.0.tell(Event::DraftProgressed { draft: told.1.0 });
                    }
                }
            }
            self.note(&mut rows, next - 1);
            if has_ended || self.cancel.is_cancelled() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn note(&self, rows: &mut Rows, looked_at: u64) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.rows |= std::mem::take(rows);
        found.looked_at = looked_at;
    }
}

/// A text that is looked for in any letter case.
struct Wanted {
    small: String,
    is_ascii: bool,
}

impl Wanted {
    fn new(text: &str) -> Self {
        let small = text.to_lowercase();
        Self { is_ascii: small.is_ascii(), small }
    }

    fn is_in(&self, row: &Row) -> bool {
        // Most rows do not even have it when all cells are read as one.
        if !self.is_in_text(row.text()) {
            return false;
        }
        row.iter().any(|cell| self.is_in_text(cell))
    }

    fn is_in_text(&self, text: &str) -> bool {
        if self.is_ascii && text.is_ascii() {
            let (wanted, bytes) = (self.small.as_bytes(), text.as_bytes());
            let Some(first) = wanted.first() else { return true };
            let (small, capital) = (*first, first.to_ascii_uppercase());
            let starts = memchr::memchr2_iter(small, capital, bytes);
            return starts.into_iter().any(|start| {
                let end = start + wanted.len();
                bytes.get(start..end).is_some_and(|part| part.eq_ignore_ascii_case(wanted))
            });
        }
        text.to_lowercase().contains(&self.small)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        let mut row = Row::new();
        cells.iter().for_each(|cell| row.push(cell));
        row
    }

    #[test]
    fn letter_case_does_not_matter_and_cells_end_where_they_end() {
        let cells = row(&["A-1", "Grüne HOSE", "19,90"]);
        for text in ["hose", "GRÜNE", "a-1", "9,9", "e h"] {
            assert!(Wanted::new(text).is_in(&cells), "{text}");
        }
        for text in ["1grüne", "hosen", "19.90", "e19"] {
            assert!(!Wanted::new(text).is_in(&cells), "{text}");
        }
        assert!(Wanted::new("HEMD").is_in(&row(&["", "leinenhemd"])));
    }
}
