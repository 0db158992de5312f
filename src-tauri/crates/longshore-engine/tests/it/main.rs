//! What the engine promises, seen from outside.

mod french;
mod real_files;
mod realdata;
