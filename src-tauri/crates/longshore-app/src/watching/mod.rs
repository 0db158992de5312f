//! What becomes of files that are dropped into a folder?
//!
//! [`watch`] waits for files that have stopped changing, takes a copy of each, and imports the copy with a saved
//! profile: what is read cannot be replaced under way. A file leaves the folder when its run has ended and the journal
//! says so, never before; whatever stops the program, the next start goes on where it stopped. A content that was
//! brought in once is not imported again unasked.

mod arrivals;
mod copy;
mod folder;
mod note;
mod room;
mod settling;
mod signals;
mod take;
mod watch;

pub use arrivals::{
    ArrivalError, ArrivalNumber, ArrivalShown, ArrivalsPage, ArrivalsWanted, arrivals, settle,
};
pub(crate) use arrivals::{put_aside, settled};
pub use room::{
    WatchedAdd, WatchedNumber, WatchedShown, WatchedStands, add, go_on, list, pause, remove,
};
pub(crate) use room::{Watchers, sleep, wake};
pub use watch::{Teller, Told, Warned, WatchFolder, Watched, watch};
