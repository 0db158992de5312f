//! `cargo xtask demo`: the main job, from a supplier's file to the shop and back, typed into the real command line.
//!
//! [`terminal`] types, [`practice`] is the shop, [`snapshot`] is the witness: it reads every record of the shop by
//! itself, without Longshore's own connector, and compares.

mod practice;
mod snapshot;
mod terminal;

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::{built, say, workspace};
use practice::PracticeStore;
use snapshot::Snapshot;
use terminal::{HowFar, Terminal};

/// The price list that comes with the project; how it was made wrong is told in the test that guards it.
const SAMPLE: &str = "supplier-price-list.csv";
const REJECTS: &str = "rejects.csv";

pub(super) fn run(arguments: &[String]) -> Result<(), Error> {
    super::no_arguments("demo", arguments)?;
    say::heading("Building the command line: cargo build --package longshore-cli");
    say::aside(
        "The first time this takes some minutes; nothing but Rust and a C compiler is needed.",
    );
    show(&terminal::build_command_line()?)
}

/// The demo as a check, with the command line as the tests of the workspace have built it just before.
pub(super) fn with_what_the_tests_built() -> Result<(), Error> {
    show(&built::command_line_of_tests()?)
}

fn show(binary: &Path) -> Result<(), Error> {
    let folder = temporary_folder()?;
    let terminal = Terminal::new(binary, folder.path());
    copy_sample(folder.path())?;

    say::heading("A shop to practise on");
    say::aside(
        "It comes with Longshore and answers as a WooCommerce shop does. Nothing of this leaves the computer.",
    );
    let store = PracticeStore::open(&terminal)?;
    terminal.types_with(&connect(&store), &store.secret, &[0])?;
    let before = Snapshot::take(&store)?;
    say::line(&format!("\nIn the shop now: {}", before.in_words()));

    say::heading("What is in the supplier's file?");
    terminal.types(&["inspect", SAMPLE], &[0], HowFar::HeldBack)?;

    say::heading("What is wrong with it?");
    say::aside("Rows are counted from the first one below the column names.");
    terminal.types(&["check", SAMPLE, "--store", "practice"], &[1], HowFar::HeldBack)?;

    say::heading("What would change in the shop?");
    terminal.types(
        &["import", SAMPLE, "--store", "practice", "--dry-run"],
        &[1],
        HowFar::HeldBack,
    )?;
    before.must_equal(&Snapshot::take(&store)?, "A dry run changed the shop")?;
    say::aside("We have read every record of the shop again: it is so.");

    say::heading("Change it");
    let import = ["import", SAMPLE, "--store", "practice", "--rejects", REJECTS, "--yes"];
    // One row of the sample cannot go in: that is exit status 1.
    terminal.types(&import, &[1], HowFar::Told)?;
    let run = terminal.newest_run()?;
    let after = Snapshot::take(&store)?;
    let changed = before.differences(&after).len();
    if changed == 0 {
        return Err(Error::NotProved(
            "The import said it was done, and no record of the shop has changed.".into(),
        ));
    }
    say::line(&format!("\nIn the shop now: {}", after.in_words()));

    say::heading("What is remembered?");
    terminal.types(&["runs", "list"], &[0], HowFar::HeldBack)?;
    terminal.types(&["runs", "changes", &run, "--limit", "3"], &[0], HowFar::HeldBack)?;
    terminal.types(&["runs", "rejects", &run], &[0], HowFar::HeldBack)?;

    say::heading("Take it back");
    terminal.types(&["undo", &run, "--yes"], &[0], HowFar::Told)?;
    terminal.types(&["runs", "list"], &[0], HowFar::HeldBack)?;

    say::heading("Is the shop as it was?");
    let end = Snapshot::take(&store)?;
    before.must_equal(&end, "The shop is not as it was")?;
    say::line(&format!("Read again, the trash included: {}.", end.in_words()));
    say::line(&say::good("Every field of every record is as it was before the import."));
    Ok(())
}

/// The words that connect the practice store; its secret is passed on standard input.
fn connect(store: &PracticeStore) -> [&str; 10] {
    let (url, key) = (store.url.as_str(), store.key.as_str());
    [
        "store",
        "add",
        "practice",
        "--url",
        url,
        "--key",
        key,
        "--secret-stdin",
        "--keep-secret-in",
        "file",
    ]
}

fn temporary_folder() -> Result<tempfile::TempDir, Error> {
    tempfile::Builder::new()
        .prefix("longshore-demo-")
        .tempdir()
        .map_err(|source| Error::File { path: std::env::temp_dir(), source })
}

/// The demo works in a folder of its own, so that nothing is written into the checkout.
fn copy_sample(folder: &Path) -> Result<(), Error> {
    let sample = workspace::root().join("assets/samples").join(SAMPLE);
    fs::copy(&sample, folder.join(SAMPLE))
        .map_err(|source| Error::File { path: sample, source })?;
    Ok(())
}
