//! `cargo xtask soak [--seed N] [--cases N]`: imports are killed again and again, and nothing is lost.

use crate::error::Error;
use crate::{program, workspace};

/// The test that is the long form, and what it is told by.
const LONG_FORM: &str = "soak::the_long_form";
const SETTINGS: [(&str, &str); 2] =
    [("--seed", "LONGSHORE_SOAK_SEED"), ("--cases", "LONGSHORE_SOAK_CASES")];

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    let mut test = workspace::cargo();
    test.args(["test", "--locked", "--package", "longshore-cli", "--test", "it", "--"]);
    test.args(["--ignored", "--exact", LONG_FORM, "--nocapture"]);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let setting = SETTINGS.iter().find(|(name, _)| name == word);
        let value = words.next().filter(|value| value.parse::<u64>().is_ok());
        let (Some((_, variable)), Some(value)) = (setting, value) else {
            return Err(Error::UnknownArgument { command: "soak", argument: word.clone() });
        };
        test.env(variable, value);
    }
    program::run(&mut test)
}
