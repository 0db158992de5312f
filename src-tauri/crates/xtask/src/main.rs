//! What a person types: `cargo xtask COMMAND`.
//!
//! [`commands`] is the list of what can be typed, one file per command; to add one, write its file and give it a
//! line in the table. The other rooms are what commands are made of: [`workspace`] knows where things lie and how
//! cargo is called, [`built`] where a program of ours is, [`needs`] and [`interface`] install what a machine lacks, [`steps`] runs checks one after the
//! other and sums them up, [`say`] prints.

mod built;
mod commands;
mod error;
mod interface;
mod needs;
mod program;
mod say;
mod steps;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        commands::list();
        return ExitCode::SUCCESS;
    };
    let rest: Vec<String> = arguments.collect();
    match commands::run(&name, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::problem(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
