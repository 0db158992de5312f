//! What should happen, decided without touching anything: no files, no network, no clock, no randomness.
//!
//! A [`row::Row`] comes in as read, with [`reading::ReadSettings`] saying how. A [`profile::Profile`] turns it
//! into a [`record::Record`] of an [`entity::Entity`], whose [`record::Fields`] hold typed [`value::Value`]s.
//! Checks raise [`issue::Issue`]s. What the store already has is asked through [`known::Known`]: [`matching`]
//! finds the record that a row is about, [`diff`] compares by meaning, and [`plan`] makes [`change::Change`]s of
//! that, which the hosts of this crate send; [`pictures`] go after everything else, those of this computer ([`picture_files`]) too. [`outcome`] says whether a change may still be sent and judges what the
//! store answers against what was meant; [`undo`] plans what puts it back.
//!
//! From a file to records: [`recognise`] says which platform made it, [`suggest`] what each column is for (a
//! [`target::Target`]), a profile keeps what the user decided, and [`mapping::Mapping`] reads rows with it. Cells go
//! through [`steps`], then [`number`], [`moment`], [`truth`], [`mod@unit`] and [`escape`] read what they mean.
//! [`check`] has every code of what can be wrong, an index of the whole file for a first pass, and the checks of
//! the second. [`platforms::woocommerce::export`] is the way back, from records to rows.
//!
//! Where several rows of another platform's file make one product, [`platforms::joining`] puts them together first.
//!
//! What is known of a platform is data and lies in its own folder under `platforms/`.

mod alike;
pub mod change;
pub mod check;
pub mod clean;
pub mod damage;
pub mod diff;
pub mod entity;
pub mod error;
pub mod escape;
pub mod facts;
pub mod issue;
pub mod known;
pub mod label;
pub mod manner;
pub mod mapped;
pub mod mapping;
pub mod matching;
pub mod moment;
pub mod months;
pub mod notation;
pub mod number;
pub mod outcome;
pub mod picture_files;
pub mod pictures;
pub mod plan;
pub mod platforms;
pub mod profile;
pub mod reading;
pub mod recognise;
pub mod record;
pub mod row;
pub mod schema;
pub mod shape;
pub mod steps;
pub mod suggest;
pub mod target;
pub mod truth;
pub mod undo;
pub mod unit;
pub mod value;
