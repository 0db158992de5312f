//! `cargo xtask shots [LANGUAGE...]`: a picture of every view, to be looked at; `all` takes every language.

use crate::error::Error;
use crate::{built, interface, needs, say, workspace};

/// What the interface speaks.
const LANGUAGES: &[&str] = &["de", "en", "es", "fr", "pl", "all"];

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    if let Some(argument) = arguments.iter().find(|word| !LANGUAGES.contains(&word.as_str())) {
        return Err(Error::UnknownArgument { command: "shots", argument: argument.clone() });
    }
    needs::system_packages()?;
    interface::packages()?;
    say::heading("Building the interface: npm run build");
    interface::script("build")?;
    say::heading("Building the command line: cargo build --package longshore-cli");
    let longshore =
        built::program("longshore", &["build", "--locked", "--package", "longshore-cli"])?;
    let folder = workspace::target().join("shots");
    let languages = if arguments.is_empty() { "en".to_owned() } else { arguments.join(",") };
    let told =
        [("LONGSHORE_SHOTS", folder.display().to_string()), ("LONGSHORE_SHOTS_IN", languages)];
    say::heading("Showing every view to a browser");
    interface::in_browser("shots", &longshore, &told)?;
    say::line(&say::good(&folder.display().to_string()));
    Ok(())
}
