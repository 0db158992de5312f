//! The house rules, read from the manifests and the files themselves: what a drawing alone would not hold.
#![expect(clippy::expect_used, reason = "a test that cannot go on says why by panicking")]

mod drawing;
mod interface;
mod ledger;
mod licences;
mod manifests;
mod purity;
mod safety;
mod sample;
mod tree;
mod waiting;
