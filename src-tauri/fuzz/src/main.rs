//! The long form of the fuzzing: a million inputs for each reader, and a table of what came of them.
#![expect(clippy::print_stdout, reason = "a measurement for people to read")]

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::Parser;
use longshore_fuzz::{
    Bounds, Finding, Tally, Target, Trouble, corpus, measured::measure, supervisor,
    supervisor::Order, target::target, targets,
};

/// Feeds everything that reads files or answers with hostile input.
#[derive(Parser)]
struct Arguments {
    /// Only these readers.
    targets: Vec<String>,
    /// Which sequence of inputs; the same seed gives the same inputs on the same corpus.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many inputs each reader gets.
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u64,
    /// Where inputs are kept that do harm.
    #[arg(long, default_value_os_t = std::env::temp_dir().join("longshore-fuzz"))]
    findings: PathBuf,
    /// Reads this file once instead, and lets a panic speak for itself.
    #[arg(long)]
    file: Option<PathBuf>,
    /// In this process, which may die.
    #[arg(long, hide = true)]
    alone: bool,
    #[arg(long, hide = true, default_value_t = 0)]
    from: u64,
    #[arg(long, hide = true, default_value_t = 0)]
    to: u64,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let named = |name: &String| target(name).with_context(|| format!("there is no target {name}"));
    let wanted: Vec<Target> = match arguments.targets.as_slice() {
        [] => targets().to_vec(),
        names => names.iter().map(named).collect::<Result<_>>()?,
    };
    if let Some(path) = &arguments.file {
        return once(&wanted, path);
    }
    let order = |target, numbers| Order {
        target,
        seed: arguments.seed,
        numbers,
        findings: arguments.findings.clone(),
    };
    if arguments.alone {
        wanted.iter().try_for_each(|one| order(*one, arguments.from..arguments.to).alone())?;
        return Ok(ExitCode::SUCCESS);
    }
    println!("seed {}, {} inputs each", arguments.seed, arguments.inputs);
    if corpus::real_folder().is_none() {
        println!("SKIPPED: real files as a part of the corpus: their folder is not here");
    }
    println!(
        "{:<12} {:>9} {:>10} {:>8} {:>10} {:>12} {:>12} {:>9} {:>9}",
        "reader",
        "inputs",
        "understood",
        "corpus",
        "largest",
        "most memory",
        "longest",
        "minutes",
        "harmful"
    );
    let mut is_sound = true;
    for one in wanted {
        let order = order(one, 0..arguments.inputs);
        let begun = Instant::now();
        let tally = order.supervise(|_| {})?;
        println!("{}", row(&one, &tally, begun.elapsed()));
        tell(&order, &tally.findings);
        is_sound &= tally.findings.is_empty() && tally.inputs >= arguments.inputs;
    }
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn row(target: &Target, tally: &Tally, took: Duration) -> String {
    format!(
        "{:<12} {:>9} {:>8} % {:>8} {:>7} kB {:>9.1} MB {:>9.1} ms {:>9.1} {:>9}",
        target.name,
        tally.inputs,
        tally.understood * 100 / tally.inputs.max(1),
        corpus::of(target).len(),
        tally.largest >> 10,
        tally.memory.0 as f64 / f64::from(1 << 20),
        tally.time.0.as_secs_f64() * 1e3,
        took.as_secs_f64() / 60.0,
        tally.findings.len()
    )
}

/// One line for each place, with what was said there first and the input that led there.
fn tell(order: &Order, findings: &[Finding]) {
    let mut places: BTreeMap<String, (u64, &str, u64)> = BTreeMap::new();
    for Finding { number, trouble } in findings {
        let (place, said) = match trouble {
            Trouble::Panic { message, place } => (format!("panics at {place}"), message.as_str()),
            Trouble::Memory { .. } => ("takes too much memory".to_owned(), ""),
            Trouble::Time { .. } => ("takes too long".to_owned(), ""),
            Trouble::Death { status } => ("dies".to_owned(), status.as_str()),
            Trouble::NoRoom { said } => ("has no room for files".to_owned(), said.as_str()),
        };
        places.entry(place).or_insert((*number, said, 0)).2 += 1;
    }
    for (place, (number, said, count)) in places {
        let said: String = said.chars().take(300).collect();
        println!("    {count} times {place}: {said}");
        println!("        first: {}", order.kept(number).display());
    }
}

fn once(targets: &[Target], path: &PathBuf) -> Result<ExitCode> {
    let input = supervisor::input_of(path)?;
    let mut is_sound = true;
    for target in targets {
        let measured = measure(target.read, &input, &Bounds::default());
        println!("{}: {measured:?}", target.name);
        is_sound &= measured.trouble.is_none();
    }
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
