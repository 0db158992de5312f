//! What was done, and what is being done?
//!
//! [`show`] and [`list`] say how runs stand; [`start`] carries a plan out, [`resume`] goes on with one that was
//! stopped. `carry_out` does the work phase by phase, `request` one request at a time, `settle` finds out what
//! became of a request without an answer.

mod carry_out;
mod halt;
mod learned;
mod options;
mod references;
mod rejects;
mod report;
mod request;
mod settle;
mod start;

pub(crate) use options::Options;
pub use report::{RunNumber, RunReport, RunsList, list, show};
pub(crate) use start::mark_of;
pub use rejects::{REASON, RejectsWrite, RejectsWritten, rejects};
pub use start::{discard, resume, start};
