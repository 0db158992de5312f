//! Work with files as such: their rows, the first look, the spool.

use std::path::Path;

use longshore_app::{
    Home, Studio,
    engine::{
        reading::{JoinSettings, ReadSettings},
        row::Row,
    },
    progress::Watch,
    sources,
};
use longshore_formats::{Limits, Source, Spool};

use crate::{importing::in_runtime, work::measured};

pub(crate) fn open(path: &str) -> Source {
    Source::open(Path::new(path), &ReadSettings::default(), &Limits::default()).unwrap()
}

/// Reads a file to rows.
pub(crate) fn rows(arguments: &[String]) {
    let count = measured(|| {
        let mut source = open(&arguments[0]);
        let mut reader = source.reader().unwrap();
        let mut row = Row::new();
        while reader.read(&mut row).unwrap() {}
        row.number
    });
    println!("rows {count}");
}

/// Opens a file, and shows its first hundred rows and what its columns hold.
pub(crate) fn preview(arguments: &[String]) {
    let preview = measured(|| open(&arguments[0]).preview(100).unwrap());
    println!("rows {}\ncolumns {}", preview.rows.len(), preview.report.columns.len());
}

/// What `longshore inspect` does: the whole file into a spool, and what its columns are for.
pub(crate) fn inspect(arguments: &[String]) {
    inspect_as(arguments, ReadSettings::default());
}

/// The same with rows left as they are, whatever made the file.
pub(crate) fn inspect_plain(arguments: &[String]) {
    let joining = JoinSettings { rows_as_they_are: Some(true), ..JoinSettings::default() };
    inspect_as(arguments, ReadSettings { joining, ..ReadSettings::default() });
}

/// The same with a second file that belongs to it.
pub(crate) fn inspect_with(arguments: &[String]) {
    let joining = JoinSettings { with: Some(arguments[1].clone()), ..JoinSettings::default() };
    inspect_as(arguments, ReadSettings { joining, ..ReadSettings::default() });
}

fn inspect_as(arguments: &[String], reading: ReadSettings) {
    let folder = tempfile::tempdir().unwrap();
    let inspected = in_runtime(async {
        let studio = Studio::open(Home::at(folder.path().to_owned()).unwrap()).await.unwrap();
        let request = sources::Inspect { file: arguments[0].clone().into(), kind: None, reading };
        measured_async(sources::inspect(&studio, request, &Watch::nobody())).await.unwrap()
    });
    println!("rows {}", inspected.rows);
}

/// Reads a file into a spool that is kept.
pub(crate) fn spool(arguments: &[String]) {
    let spool =
        measured(|| Spool::build(&mut open(&arguments[0]), Path::new(&arguments[1])).unwrap());
    spool.keep();
    std::fs::rename(spool.path(), &arguments[2]).unwrap();
}

/// [`measured`], for work that waits.
pub(crate) async fn measured_async<T>(work: impl Future<Output = T>) -> T {
    let (clock, processor) = (std::time::Instant::now(), cpu_time::ProcessTime::now());
    let done = work.await;
    let (clock, processor) = (clock.elapsed(), processor.elapsed());
    println!("processor {}\nclock {}", processor.as_secs_f64(), clock.as_secs_f64());
    done
}
