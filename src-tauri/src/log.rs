//! What the program does is noted in files that the user can send to somebody who helps. No secret is among it.

use longshore_app::{Home, home::make_private};
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::EnvFilter;

/// A file for each day, and the older ones go.
const DAYS: usize = 14;
/// What is noted where `LONGSHORE_LOG` says nothing else.
const USUAL: &str = "warn,longshore=info";

/// Begins to note; ends when the answer is dropped. A program that cannot keep a log works all the same.
pub(crate) fn begin(home: &Home) -> Option<WorkerGuard> {
    make_private(&home.logs()).ok()?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("longshore")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(home.logs())
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    let filter = EnvFilter::try_from_env("LONGSHORE_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false);
    log.try_init().ok()?;
    Some(guard)
}
