//! The practice store from outside, as its clients see it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod access;
mod batches;
mod client;
mod faults;
mod folder;
mod holds;
mod hostile;
mod kinds;
mod lists;
mod media;
mod place;
mod products;
mod replay;
mod storefront;
mod variations;
mod wire;
