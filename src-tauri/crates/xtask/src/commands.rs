//! The commands: one file each, one line each in the table.

mod bench;
mod bundle;
mod demo;
mod fuzz;
mod shots;
mod soak;
mod studio;
mod test;

use crate::error::Error;
use crate::say;

/// Something that can be typed after `cargo xtask`.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), Error>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "studio",
        about: "open the window, with a practice store and a price list to try",
        run: studio::run,
    },
    Command {
        name: "demo",
        about: "import a sample price list into a practice store, watch it, take it back",
        run: demo::run,
    },
    Command {
        name: "test",
        about: "install what is missing and run every check there is",
        run: test::run,
    },
    Command {
        name: "bundle",
        about: "make the package that this system installs; --check, --unoptimised",
        run: bundle::run,
    },
    Command {
        name: "shots",
        about: "make a picture of every view, light and dark; LANGUAGE..., or all",
        run: shots::run,
    },
    Command {
        name: "soak",
        about: "kill imports hundreds of times and see that nothing is lost; --seed N, --cases N",
        run: soak::run,
    },
    Command {
        name: "bench",
        about: "measure, and hold the figures against their targets; window: only the real window",
        run: bench::run,
    },
    Command {
        name: "fuzz",
        about: "feed every reader with a million hostile inputs; READER --seed N --inputs N",
        run: fuzz::run,
    },
];

/// Prints what there is.
pub(crate) fn list() {
    say::heading("cargo xtask COMMAND");
    for Command { name, about, .. } in COMMANDS {
        say::line(&format!("  {name:<8} {about}"));
    }
}

/// Runs the command of that name with the words after it.
pub(crate) fn run(name: &str, arguments: &[String]) -> Result<(), Error> {
    let command = COMMANDS.iter().find(|command| command.name == name);
    let command = command.ok_or_else(|| Error::UnknownCommand(name.to_owned()))?;
    (command.run)(arguments)
}

/// For commands that take nothing after their name.
fn no_arguments(command: &'static str, arguments: &[String]) -> Result<(), Error> {
    match arguments.first() {
        None => Ok(()),
        Some(argument) => Err(Error::UnknownArgument { command, argument: argument.clone() }),
    }
}
