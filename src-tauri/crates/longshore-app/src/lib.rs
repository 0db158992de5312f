//! What can be asked of Longshore, and the running of it.
//!
//! A [`studio::Studio`] is an opened data folder. What can be asked of it lies in rooms: [`stores`], [`sources`],
//! [`checking`], [`profiles`], [`drafts`], [`imports`], [`runs`], [`undo`], [`exports`],
//! [`watching`], [`practice`], [`settings`]; [`commands`] is the table of all of
//! it for hosts that speak JSON, [`calls`] how they carry it, [`bindings`] its types in TypeScript. Every answer is data, every failure an [`error::ApiError`]: a code with
//! parameters. Whoever asks for something that takes a while hands over a [`progress::Watch`].
//!
//! An import goes through [`sources`] (bytes to rows to a profile) and [`imports`] (rows to a plan in the journal)
//! into [`runs`] (the plan into the store, intent before effect); [`undo`] plans the way back. [`secrets`] and
//! [`home`] say where things are kept, [`keeping`] for how long, [`events`] who is told.

mod authority;
pub mod bindings;
pub mod calls;
pub mod checking;
pub mod commands;
pub mod drafts;
pub mod error;
pub mod events;
pub mod exports;
pub mod home;
pub mod imports;
pub mod issues;
pub mod keeping;
pub mod practice;
pub mod profiles;
pub mod progress;
pub mod runs;
pub mod secrets;
pub mod settings;
pub mod sources;
pub mod stores;
pub mod studio;
pub mod undo;
pub mod uploads;
mod wake;
pub mod watching;

pub use error::ApiError;
pub use home::Home;
pub use studio::Studio;
pub use wake::{sleep, wake};

/// What answers are made of: the engine's own words.
pub use longshore_engine as engine;
pub use longshore_formats as formats;
pub use longshore_journal::uploads::UploadCounts;
pub use longshore_journal::{
    RunId, SecretPlace, counts::Counts, lost_answers::LostAnswers, runs::RunStatus,
};
