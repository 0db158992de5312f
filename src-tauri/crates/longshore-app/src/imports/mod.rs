//! How does a file become a plan?
//!
//! [`plan`] reads the file into a spool, maps every row, asks the store for what the rows speak of, and writes
//! what would change into the journal: a run that is planned. [`crate::runs`] carries it out.

mod accidents;
mod ask_store;
mod beyond;
mod first_pass;
mod guard;
mod making;
mod missing;
mod noted;
mod parents;
mod picture_folder;
mod pictures;
mod plan;
mod second_pass;
mod sense;
mod since;
mod sink;
mod twins;
mod uploads;
mod wanted;
mod wish;

pub use accidents::Accident;
pub(crate) use accidents::{Accidents, Suspicion, told as accidents_told};
pub(crate) use ask_store::ask;
pub use guard::{MostChange, UNATTENDED};
pub use longshore_engine::plan::OnMissing;
pub use missing::Missing;
pub(crate) use picture_folder::{PictureFolder, read as read_picture};
pub use pictures::{PicturesChecked, check_pictures};
pub use plan::plan;
pub(crate) use plan::plan_prepared;
pub(crate) use sink::JournalSink;
pub(crate) use wanted::Wanted;
pub use wish::{ImportPlan, Planned};
