//! What was done, and what is being done?
//!
//! [`show`] and [`list`] say how runs stand; [`start`] carries a plan out, [`resume`] goes on with one that was
//! stopped. `carry_out` does the work phase by phase, `request` one request at a time, `settle` finds out what
//! became of a request without an answer, `twice` of one that was delivered twice, `copies` what such a one made;
//! `pictures` sees to it that a broken one keeps nothing else out, `uploads` brings those of this computer.

mod background;
mod carry_out;
mod changes;
mod choose;
mod copies;
mod decide;
mod fetching;
mod going;
mod halt;
mod history;
mod later;
mod learned;
pub(crate) mod names;
mod now;
mod options;
mod overtaken;
mod page;
mod pictures;
mod references;
mod rejects;
mod remembered;
mod report;
mod request;
mod save_rejects;
mod settle;
#[cfg(test)]
mod slow_store;
mod start;
mod stopped;
mod summary;
mod twice;
mod uploads;

pub(crate) use background::sleep;
pub use background::{begin, go_on, going, pause, stop};
pub use changes::{
    ChangeShown, ChangesList, DifferenceShown, EditedShown, FieldShown, Preview, changes, preview,
};
pub use choose::{RunChoose, choose};
pub use decide::{RunDecide, decide};
pub(crate) use going::Runs;
pub use going::{RunNow, RunWaits};
pub use history::{RunsPage, RunsPageWanted, history};
pub use later::LaterRun;
pub(crate) use options::Options;
pub(crate) use overtaken::OVERTAKEN;
pub(crate) use page::Selections;
pub use page::{ChangesFilter, ChangesPage, ChangesPageWanted, page};
pub use rejects::{
    REASON, RejectsWrite, RejectsWritten, Words, rejects, rejects_can_be_written, rejects_into,
    rejects_list,
};
pub use report::{RunNumber, RunReport, RunsList, StoreGone, interrupted, list, show};
pub use save_rejects::{
    RejectsPage, RejectsPageWanted, RejectsSave, RejectsSaved, rejects_page, save_rejects,
};
pub use start::{discard, discard_unseen, resume, start};
pub(crate) use start::{discard_half_plans, mark_of, remove_rows};
pub use summary::{FieldSummary, KindCount, RunSummary, summary};

/// What was learned of a store, and the few of its records that are at hand.
pub(crate) fn learned(
    journal: &longshore_journal::Journal,
    connection: longshore_journal::ConnectionId,
    records: Vec<longshore_engine::record::StoreRecord>,
) -> Result<impl longshore_engine::known::Known, longshore_journal::JournalError> {
    Ok(learned::Learned::new(journal.memory(connection)?).with(records))
}

/// Finds out what became of everything that a run left open, and what it made that nobody told of.
pub(crate) async fn settle(
    studio: &crate::Studio,
    opened: &crate::stores::Opened,
    run: longshore_journal::RunId,
) -> Result<(), crate::ApiError> {
    let desk = request::Desk::new(studio, opened, run).await?;
    let settled = async {
        settle::open_intents(&desk).await?;
        copies::look(&desk).await
    };
    settled.await.map_err(|halt| match halt {
        halt::Halt::Cancelled => crate::ApiError::cancelled(),
        halt::Halt::Failed(error) => error,
    })
}
