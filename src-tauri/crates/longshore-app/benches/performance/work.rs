//! Pieces of work, each carried out by a process of its own.

use std::{
    process::{Command, Stdio},
    time::Instant,
};

use cpu_time::ProcessTime;

use crate::{bare, exporting, importing, matching, proxy, reading, rows, shop};

/// What stands before the name of a piece of work among the arguments.
pub(crate) const WORK: &str = "--work";

/// Does a piece of work with its arguments.
type Work = fn(&[String]);

/// A piece of work by name; it gets what stands behind its name.
const PIECES: &[(&str, Work)] = &[
    ("csv", bare::csv_rows),
    ("cells", bare::workbook_cells),
    ("json", bare::json_items),
    ("xml", bare::xml_events),
    ("rows", reading::rows),
    ("preview", reading::preview),
    ("inspect", reading::inspect),
    ("inspect-plain", reading::inspect_plain),
    ("inspect-with", reading::inspect_with),
    ("spool", reading::spool),
    ("validate", rows::validate),
    ("check", rows::check),
    ("map", rows::map),
    ("bodies", rows::bodies),
    ("mirror", matching::make_mirror),
    ("match", matching::find),
    ("compare", matching::compare),
    ("csv-writer", exporting::theirs),
    ("writer", exporting::ours),
    ("export", exporting::from_mirror),
    ("shop", shop::serve),
    ("add-store", importing::add_store),
    ("plan", importing::plan),
    ("run", importing::run),
    ("replay", proxy::replay),
];

/// What a piece of work took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Took {
    /// Processor seconds, of the system too.
    pub(crate) processor: f64,
    pub(crate) clock: f64,
    /// The most memory that the process had, in MB (10^6 bytes).
    pub(crate) peak: Option<f64>,
    /// What it says besides, as `name value` lines.
    pub(crate) said: Vec<(String, f64)>,
}

impl Took {
    pub(crate) fn said(&self, name: &str) -> f64 {
        self.said.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value)
    }
}

/// Carries a piece of work out; called in the process of its own.
pub(crate) fn carry_out(arguments: &[String]) {
    let (name, rest) = arguments.split_first().unwrap();
    let (_, work) = PIECES.iter().find(|(known, _)| known == name).unwrap();
    work(rest);
    if let Some(peak) = peak() {
        println!("peak {peak}");
    }
}

/// The most memory that this process had so far, in MB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib * 1.024e-3)
}

/// Measures what counts of a piece of work, without getting ready for it.
pub(crate) fn measured<T>(work: impl FnOnce() -> T) -> T {
    let (clock, processor) = (Instant::now(), ProcessTime::now());
    let done = work();
    let (clock, processor) = (clock.elapsed(), processor.elapsed());
    println!("processor {}\nclock {}", processor.as_secs_f64(), clock.as_secs_f64());
    done
}

/// The command that carries a piece of work out.
pub(crate) fn command(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(WORK).arg(name).args(arguments);
    command
}

/// Has a piece of work carried out once.
pub(crate) fn once(name: &str, arguments: &[&str]) -> Took {
    let output = command(name, arguments).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{name} failed");
    let mut took = Took::default();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let (name, value) = line.split_once(' ').unwrap();
        let value = value.parse().unwrap();
        match name {
            "processor" => took.processor = value,
            "clock" => took.clock = value,
            "peak" => took.peak = Some(value),
            _ => took.said.push((name.to_owned(), value)),
        }
    }
    took
}

/// A piece of work with its arguments.
pub(crate) type Piece<'a> = (&'a str, &'a [&'a str]);

/// Has pieces of work carried out in turn, and gives back the median of three for each, by processor time.
pub(crate) fn in_turn<const N: usize>(pieces: [Piece<'_>; N]) -> [Took; N] {
    let mut all: [Vec<Took>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..3 {
        for (took, (name, arguments)) in all.iter_mut().zip(pieces) {
            took.push(once(name, arguments));
        }
    }
    all.map(|mut took| {
        took.sort_by(|one, other| one.processor.total_cmp(&other.processor));
        took.swap_remove(1)
    })
}
