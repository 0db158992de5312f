//! What would taking a run back change?
//!
//! [`plan`] looks at the changes of a run last first, in groups: what the journal knows of each, what the store
//! shows now, and what the engine makes of it. The undo is a run of its own and can be taken back too.

mod abandoned;
mod around;
mod desk;
mod in_use;
mod links;
mod named;
mod plan;
mod store_now;
mod undecided;

pub(crate) use abandoned::discard as discard_abandoned;
pub use plan::{UndoPlan, plan};

pub use longshore_engine::undo::OnConflict;
