//! The promises of the engine, kept from outside.

mod differing;
mod french;
mod model;
mod planning;
mod real_files;
mod realdata;
