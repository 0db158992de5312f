//! The promises of the engine, kept from outside.

#![expect(clippy::unwrap_used, reason = "a test stops where something is missing")]

mod alterations;
mod codes;
mod completing;
mod differing;
mod exporting;
mod french;
mod mapping;
mod model;
mod orders;
mod others;
mod outcomes;
mod pipeline;
mod planning;
mod real_files;
mod realdata;
mod removing;
mod undoing;
mod whole_files;
