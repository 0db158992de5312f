//! What the engine promises, seen from outside.

mod codes;
mod french;
mod mapping;
mod pipeline;
mod real_files;
mod realdata;
