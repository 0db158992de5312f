//! How were records found again whose answer was lost?

use longshore_engine::outcome::FoundBy;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{copies, error::JournalError, journal::Journal, runs::RunId, state::State};

/// What was done about changes of a run that were sent and not answered, or answered once too rarely, counted in
/// changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LostAnswers {
    /// Found by their numbers: they were there before.
    pub number: u64,
    /// Found by SKU or GTIN.
    pub key: u64,
    /// Categories, tags and the like, found by their names.
    pub name: u64,
    /// Found by the mark that was left in them.
    pub mark: u64,
    /// Found by what they say and when they were made.
    pub content_and_time: u64,
    /// Not carried out by the store, and sent again.
    pub sent_again: u64,
    /// Records that a request made a second time because it was delivered twice, and that nobody has taken back.
    pub copies: u64,
}

impl LostAnswers {
    /// How many were found in the store.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.number + self.key + self.name + self.mark + self.content_and_time
    }

    fn of(&mut self, way: FoundBy) -> &mut u64 {
        match way {
            FoundBy::Number => &mut self.number,
            FoundBy::Key => &mut self.key,
            FoundBy::Name => &mut self.name,
            FoundBy::Mark => &mut self.mark,
            FoundBy::ContentAndTime => &mut self.content_and_time,
        }
    }
}

impl Journal {
    /// What was done about the changes of a run whose answer was lost.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn lost_answers(&self, run: RunId) -> Result<LostAnswers, JournalError> {
        self.read(|journal| {
            let mut all = LostAnswers::default();
            // They are few: the way to them is by their own index, not by the run's changes.
            let mut statement = journal.prepare_cached(
                "SELECT r.found, c.reason = ?2, count(*) FROM result r CROSS JOIN change c ON c.id = r.change
                 WHERE r.found IS NOT NULL AND c.run = ?1 AND NOT (c.reason = ?2 AND EXISTS (
                     SELECT 1 FROM change back WHERE back.undoes = c.id AND back.state IN (2, 3)))
                 GROUP BY 1, 2",
            )?;
            let mut rows = statement.query((run, copies::REASON))?;
            while let Some(row) = rows.next()? {
                let count = row.get::<_, i64>(2)?.cast_unsigned();
                match FoundBy::named(row.get_ref(0)?.as_str()?) {
                    _ if row.get(1)? => all.copies += count,
                    Some(way) => *all.of(way) += count,
                    None => {}
                }
            }
            all.sent_again = journal
                .prepare_cached(
                    "SELECT count(DISTINCT a.change) FROM attempt a CROSS JOIN change c ON c.id = a.change
                     WHERE a.state IN (?2, ?3) AND c.run = ?1",
                )?
                .query_row((run, State::Sent.stored(), State::Unknown.stored()), |row| row.get(0))
                .map(i64::cast_unsigned)?;
            Ok(all)
        })
    }
}
