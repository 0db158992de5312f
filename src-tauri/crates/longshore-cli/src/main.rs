//! Longshore on the command line, for people and for scripts.
//!
//! [`args`] says what may be typed. Each command lies in a file of its own in [`commands`]: it asks
//! `longshore-app`, and hands back an [`answer::Answer`], which [`main`] prints as text or as one JSON object.
//! [`words`] turns codes into sentences, [`progress`] shows how far a run is.

mod answer;
mod args;
mod commands;
mod progress;
mod table;
mod words;

use std::process::ExitCode;

use clap::Parser;

use crate::{answer::Printed, args::Arguments};

fn main() -> ExitCode {
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return answer::usage(&error, wants_json).exit(),
    };
    listen_to_the_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Printed::from_io(&error).exit(),
    };
    let json = arguments.json;
    let printed = match runtime.block_on(commands::carry_out(arguments)) {
        Ok(answer) => answer.print(json),
        Err(error) => answer::error(&error, json),
    };
    runtime.shutdown_background();
    printed.exit()
}

/// What the program does in detail goes to standard error, where `LONGSHORE_LOG` asks for it.
fn listen_to_the_log() {
    let Ok(filter) = tracing_subscriber::EnvFilter::try_from_env("LONGSHORE_LOG") else { return };
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
