//! The house rules, read from the manifests and the files themselves: what a drawing alone would not hold.

mod drawing;
mod interface;
mod ledger;
mod licences;
mod manifests;
mod purity;
mod sample;
mod tree;
