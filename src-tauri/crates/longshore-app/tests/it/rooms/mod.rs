//! Stores, settings, profiles, watched folders and the practice store, as a window asks for them.

mod practice;
mod profiles;
mod settings;
mod stores;
mod watched;
