//! Other programs: is one there, run it and see, run it and read.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words =
        vec![program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs it with our terminal and waits for a good end.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    let program = name(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::Ended { program, status }),
        Err(source) => Err(Error::NotStarted { program, source }),
    }
}

/// What it prints on standard output; standard error stays on our terminal.
pub(crate) fn read(command: &mut Command) -> Result<String, Error> {
    let program = name(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| Error::NotStarted { program: program.clone(), source })?;
    if !output.status.success() {
        return Err(Error::Ended { program, status: output.status });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Does it run and end well? Nothing of it is shown.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Where `PATH` has it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
