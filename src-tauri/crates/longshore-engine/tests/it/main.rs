//! The promises of the engine, kept from outside.

mod differing;
mod model;
mod outcomes;
mod planning;
mod undoing;
