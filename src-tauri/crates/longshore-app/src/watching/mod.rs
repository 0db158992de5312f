//! What becomes of files that are dropped into a folder?
//!
//! [`watch`] waits for files that have stopped changing, takes a copy of each, and imports the copy with a saved
//! profile: what is read cannot be replaced under way. A file leaves the folder when its run has ended and the journal
//! says so, never before; whatever stops the program, the next start goes on where it stopped. A content that was
//! brought in once is not imported again unasked.

mod copy;
mod folder;
mod room;
mod settling;
mod signals;
mod take;
mod watch;

pub use room::{
    ArrivalError, ArrivalShown, ArrivalsPage, ArrivalsWanted, WatchedAdd, WatchedNumber,
    WatchedShown, WatchedStands, add, arrivals, go_on, list, pause, remove,
};
pub(crate) use room::{Watchers, put_aside, sleep, wake};
pub use watch::{Teller, Told, WatchFolder, Watched, watch};
