//! What we remember, in SQLite.
//!
//! The [`Journal`] holds what we did and what we promised. It knows the [`connections`] and the [`profiles`], and
//! for every one of the [`runs`] its [`plan`], the [`intents`] that are written before a request leaves, and the
//! [`effects`] that came of it, [`copies`] that nobody wanted among them; from them [`counts`] are kept, and an undo is planned. The [`history`] can be
//! [`search`]ed, a [`selection`] of changes paged through, and before they are sent the
//! user goes [`choosing`] among them; [`uploads`] are the files that a run brings, [`rejects`] and [`issues`] say what did not go in, and
//! [`drafts`] what is about to, [`settings`] what is wanted of the program, [`accepted`] which contents a watched folder brought in. What was learned on the way lies in [`memory`] and [`identity`].
//!
//! So that nothing is ever lost: the journal can [`check`] itself, keeps [`backups`] from before it was changed, and of a
//! damaged one what is readable can be [`salvage`]d. So that it does not grow for ever: [`retention`] and [`compact`].
//! What is in it belongs to the user: [`export`] gives everything out, [`forget`] takes a person out. Runs are held by
//! a [`lock`], plans in the making by their [`planning`].
//!
//! The [`Mirror`] holds what the store last showed: a cache that can be read again.
//!
//! At the points of [`standstill`] a test can kill the program.
//!
//! Everything here is synchronous: one writer, any number of readers, other processes included.

pub mod accepted;
#[doc(hidden)]
pub mod anything;
pub mod backups;
pub mod changes;
pub mod check;
pub mod choosing;
pub mod compact;
pub mod connections;
pub mod copies;
pub mod counts;
mod database;
pub mod drafts;
pub mod effects;
pub mod error;
pub mod export;
pub mod field_counts;
pub mod forget;
pub mod history;
pub mod identity;
pub mod intents;
pub mod issues;
pub mod journal;
pub mod lock;
pub mod lost_answers;
pub mod memory;
pub mod mirror;
mod moves;
mod noting;
mod number;
mod packed;
pub mod pending;
pub mod plan;
pub mod planning;
pub mod profiles;
pub mod rejects;
mod releases;
pub mod retention;
pub mod rows;
mod run_status;
pub mod runs;
pub mod salvage;
pub mod search;
pub mod selection;
pub mod settings;
pub mod standstill;
pub mod state;
pub mod uploads;

pub use connections::{Connection, ConnectionId, NewConnection, SecretPlace};
pub use error::JournalError;
pub use journal::{Journal, OpenOptions};
pub use mirror::Mirror;
pub use runs::RunId;
