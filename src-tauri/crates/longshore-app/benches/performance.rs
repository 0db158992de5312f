//! How fast is Longshore, and how much memory does it take? One line for each target: figure, target, ratio, and
//! whether it is met.
//!
//! `cargo xtask bench [--quick] [--rows N] [--long] [--keep FOLDER] [NAME]...`; without a name, everything. A figure
//! is the processor time of some work as a multiple of the barest way to do it, in the same run; it is the median
//! of three. Each piece of work is a process of its own ([`work`]), so that its peak memory is its own, too.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench that cannot go on fails, and its figures are read by people"
)]

#[path = "performance/bare.rs"]
mod bare;
#[path = "performance/catalogue.rs"]
mod catalogue;
#[path = "performance/data.rs"]
mod data;
#[path = "performance/exporting.rs"]
mod exporting;
#[path = "performance/importing.rs"]
mod importing;
#[path = "performance/matching.rs"]
mod matching;
#[path = "performance/proxy.rs"]
mod proxy;
#[path = "performance/reading.rs"]
mod reading;
#[path = "performance/rows.rs"]
mod rows;
#[path = "performance/sheet.rs"]
mod sheet;
#[path = "performance/shop.rs"]
mod shop;
#[path = "performance/targets.rs"]
mod targets;
#[path = "performance/work.rs"]
mod work;

use data::Data;

/// Measures, and prints what it found.
type Measure = fn(&Data);

/// What is measured, by name, in the order of the table of targets.
const MEASUREMENTS: &[(&str, Measure)] = &[
    ("validation", targets::validation),
    ("mapping", targets::mapping),
    ("preview", targets::preview),
    ("workbook", targets::workbook),
    ("trees", targets::trees),
    ("packed", targets::packed),
    ("joined", targets::joined),
    ("second", targets::second),
    ("matching", targets::matching),
    ("comparing", targets::comparing),
    ("export", targets::export),
    ("overhead", targets::overhead),
    ("again", targets::again),
    ("run", targets::run),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == work::WORK) {
        return work::carry_out(&arguments[at + 1..]);
    }
    // Test runners start this file too, without the word.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let after = |option: &str| {
        let at = arguments.iter().position(|argument| argument == option)?;
        arguments.get(at + 1).cloned()
    };
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let usual = if has("--quick") { 50_000 } else { 1_000_000 };
    let rows = after("--rows").map_or(usual, |rows| rows.parse().unwrap());
    let data = Data::new(rows, has("--long"), after("--keep").as_deref());
    let is_wanted = |name: &str| {
        let mut names =
            MEASUREMENTS.iter().map(|(name, _)| *name).filter(|name| has(name)).peekable();
        names.peek().is_none() || names.any(|wanted| wanted == name)
    };
    println!("{} rows of 52 columns", targets::grouped(rows));
    for (name, measure) in MEASUREMENTS.iter().filter(|(name, _)| is_wanted(name)) {
        println!("\n{name}");
        measure(&data);
    }
}
