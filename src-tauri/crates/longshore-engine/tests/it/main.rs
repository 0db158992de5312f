//! What the engine promises, seen from outside.

mod real_files;
mod realdata;
