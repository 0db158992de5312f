//! `cargo xtask fuzz`: hostile input for every reader, in an optimised build. Words after it go to the fuzzer.

use crate::error::Error;
use crate::{program, workspace};

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    let fuzz = ["run", "--locked", "--release", "--package", "longshore-fuzz", "--"];
    program::run(workspace::cargo().args(fuzz).args(arguments))
}
