//! `cargo xtask bench`: figure, target and ratio, measured in an optimised build. Words after it go to the bench.

use crate::error::Error;
use crate::{program, workspace};

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    let bench = ["bench", "--locked", "--package", "longshore-app", "--bench", "performance", "--"];
    program::run(workspace::cargo().args(bench).args(arguments))
}
