//! The promises of the journal and of the mirror.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod checking;
mod choosing;
mod counting;
mod crash;
mod damage;
mod disk;
mod drafting;
mod exporting;
mod first_start;
mod fixture;
mod forgetting;
mod history;
mod keeping;
mod looking;
mod mirror;
mod opening;
mod planning;
mod plans;
mod power;
mod promises;
mod released;
mod remembering;
mod settings;
mod stage;
mod troubles;
mod upkeep;
mod uploading;
