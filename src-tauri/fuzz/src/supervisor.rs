//! The long form: each target in a process of its own, which may die.
//!
//! The process notes the number of each input before it is read. Where it dies, that input did it; the next process
//! goes on behind it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    campaign::{Campaign, Finding, Tally},
    corpus,
    measured::Trouble,
    target::Target,
    watchdog::Watchdog,
};

/// Stack of the thread that reads: as much as the program's own threads have.
const STACK: usize = 2 << 20;
/// After so many deaths a target is given up.
const MOST_DEATHS: usize = 20;
/// How a process ends that has no room for files.
const NO_ROOM: i32 = 72;
/// Inputs between two lines of a process.
const AT_ONCE: u64 = 20_000;

/// What is asked of one target.
pub struct Order {
    /// Which.
    pub target: Target,
    /// Which sequence of inputs.
    pub seed: u64,
    /// Which of them.
    pub numbers: Range<u64>,
    /// Where inputs are kept that do harm.
    pub findings: PathBuf,
}

impl Order {
    fn campaign(&self) -> Campaign {
        Campaign::new(self.target, corpus::of(&self.target), self.seed)
    }

    /// Where an input is kept.
    #[must_use]
    pub fn kept(&self, number: u64) -> PathBuf {
        self.findings.join(format!("{}-{}-{number}", self.target.name, self.seed))
    }

    /// Has other processes do it and sums up what came of it; `hear` is told how far they are.
    ///
    /// # Errors
    /// Where no process can be started, and where there is no room for files.
    pub fn supervise(&self, mut hear: impl FnMut(&Tally)) -> Result<Tally> {
        fs::create_dir_all(&self.findings)?;
        let state = self.findings.join(format!("{}.number", self.target.name));
        let mut tally = Tally::default();
        let mut from = self.numbers.start;
        while from < self.numbers.end {
            fs::write(&state, from.to_le_bytes())?;
            let mut process = Command::new(std::env::current_exe()?)
                .args(["--alone", self.target.name, "--seed", &self.seed.to_string()])
                .args(["--from", &from.to_string(), "--to", &self.numbers.end.to_string()])
                .arg("--findings")
                .arg(&self.findings)
                .stdout(Stdio::piped())
                .spawn()
                .context("a process of its own for a target")?;
            let output = process.stdout.take().context("what the process prints")?;
            let counted = tally.inputs;
            for line in BufReader::new(output).lines() {
                tally.add(read_line(&line?)?);
                hear(&tally);
            }
            let status = process.wait()?;
            if status.success() {
                break;
            }
            let bytes = fs::read(&state)?;
            let number = u64::from_le_bytes(bytes.as_slice().try_into()?);
            if status.code() == Some(NO_ROOM) {
                fs::remove_file(&state)?;
                bail!(
                    "input {number} of {} could not be laid down as a file in {}, so nothing more was read; make room \
                     there, or name another folder in TMPDIR",
                    self.target.name,
                    std::env::temp_dir().display()
                );
            }
            fs::write(self.kept(number), self.campaign().input(number))?;
            let trouble = Trouble::Death { status: status.to_string() };
            let lost = (number + 1).saturating_sub(from + (tally.inputs - counted));
            let findings = vec![Finding { number, trouble }];
            tally.add(Tally { inputs: lost, findings, ..Tally::default() });
            from = number + 1;
            if tally.findings.iter().filter(|finding| is_death(finding)).count() > MOST_DEATHS {
                break;
            }
        }
        fs::remove_file(&state)?;
        Ok(tally)
    }

    /// Does it in this process, which may die, and prints what came of it. Ends the process where there is no room for
    /// files.
    ///
    /// # Errors
    /// Where nothing can be noted or printed.
    pub fn alone(&self) -> Result<()> {
        let campaign = self.campaign();
        let path = self.findings.join(format!("{}.number", self.target.name));
        let mut state = File::options().write(true).open(path)?;
        let watchdog = Watchdog::begin(|number, what| {
            let _ = writeln!(std::io::stderr(), "input {number} {what}");
        });
        let said = thread::scope(|scope| {
            let reading = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
                let mut from = self.numbers.start;
                while from < self.numbers.end {
                    let to = self.numbers.end.min(from + AT_ONCE);
                    let tally = campaign.run(from..to, |number| {
                        watchdog.next(number);
                        let noted = state
                            .seek(SeekFrom::Start(0))
                            .and_then(|_| state.write_all(&number.to_le_bytes()));
                        // Without the note only the number of a deadly input would be wrong.
                        let _ = noted;
                    });
                    if let Some(Trouble::NoRoom { said }) = last(&tally) {
                        return Ok(Some(said.clone()));
                    }
                    self.tell(&campaign, &tally)?;
                    from = to;
                }
                Ok(None)
            })?;
            reading.join().unwrap_or_else(|_| bail!("the fuzzer itself panicked"))
        })?;
        if let Some(said) = said {
            let _ = writeln!(std::io::stderr(), "{}: {said}", std::env::temp_dir().display());
            std::process::exit(NO_ROOM);
        }
        Ok(())
    }

    fn tell(&self, campaign: &Campaign, tally: &Tally) -> Result<()> {
        let mut out = std::io::stdout().lock();
        for finding in &tally.findings {
            fs::write(self.kept(finding.number), campaign.input(finding.number))?;
        }
        writeln!(out, "{}", line(tally))?;
        out.flush()?;
        Ok(())
    }
}

fn last(tally: &Tally) -> Option<&Trouble> {
    tally.findings.last().map(|finding| &finding.trouble)
}

fn is_death(finding: &Finding) -> bool {
    matches!(finding.trouble, Trouble::Death { .. })
}

/// A tally on one line: figures, then findings, with tabs between them.
fn line(tally: &Tally) -> String {
    let mut line = format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}",
        tally.inputs,
        tally.understood,
        tally.largest,
        tally.memory.0,
        tally.memory.1,
        tally.time.0.as_micros(),
        tally.time.1
    );
    for Finding { number, trouble } in &tally.findings {
        let told = match trouble {
            Trouble::Panic { message, place } => ["panic", place, message].join("\t"),
            Trouble::Memory { taken, allowed } => format!("memory\t{taken}\t{allowed}"),
            Trouble::Time { taken } => format!("time\t{}\t", taken.as_micros()),
            Trouble::Death { status } => format!("death\t{status}\t"),
            Trouble::NoRoom { said } => format!("no room\t{said}\t"),
        };
        let plain: String =
            told.chars().map(|letter| if letter == '\n' { ' ' } else { letter }).collect();
        line += &format!("\t{number}\t{plain}");
    }
    line
}

fn read_line(line: &str) -> Result<Tally> {
    // A message may have tabs of its own: then what follows it cannot be told apart, and is left out.
    let parts: Vec<&str> = line.split('\t').collect();
    let (figures, findings) = parts.split_at_checked(7).context("seven figures")?;
    let figures = figures.iter().map(|figure| figure.parse()).collect::<Result<Vec<u64>, _>>()?;
    let [inputs, understood, largest, memory, memory_number, time, time_number] = figures[..]
    else {
        bail!("seven figures")
    };
    let read = |parts: &[&str]| {
        let [number, kind, one, other] = parts else { return None };
        let number = number.parse().ok()?;
        let trouble = match *kind {
            "memory" => Trouble::Memory { taken: one.parse().ok()?, allowed: other.parse().ok()? },
            "time" => Trouble::Time { taken: Duration::from_micros(one.parse().ok()?) },
            "no room" => Trouble::NoRoom { said: (*one).to_owned() },
            "death" => Trouble::Death { status: (*one).to_owned() },
            _ => Trouble::Panic { message: (*other).to_owned(), place: (*one).to_owned() },
        };
        Some(Finding { number, trouble })
    };
    Ok(Tally {
        inputs,
        understood,
        largest: usize::try_from(largest)?,
        memory: (usize::try_from(memory)?, memory_number),
        time: (Duration::from_micros(time), time_number),
        findings: findings.chunks(4).filter_map(read).collect(),
    })
}

/// An input that was kept, or any other.
///
/// # Errors
/// Where it cannot be read.
pub fn input_of(path: &PathBuf) -> Result<Vec<u8>> {
    let mut input = Vec::new();
    File::open(path).with_context(|| path.display().to_string())?.read_to_end(&mut input)?;
    Ok(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_comes_back_from_its_line() {
        let trouble =
            Trouble::Panic { message: "at\nodds".to_owned(), place: "a.rs:1:2".to_owned() };
        let findings = vec![
            Finding { number: 7, trouble },
            Finding { number: 9, trouble: Trouble::Memory { taken: 8, allowed: 4 } },
        ];
        let time = (Duration::from_micros(15), 3);
        let tally =
            Tally { inputs: 10, understood: 8, largest: 99, memory: (1 << 20, 5), time, findings };
        let again = read_line(&line(&tally)).unwrap();
        assert_eq!((again.inputs, again.understood, again.largest), (10, 8, 99));
        assert_eq!((again.memory, again.time), (tally.memory, tally.time));
        assert_eq!(again.findings.len(), 2);
        assert!(
            matches!(&again.findings[0].trouble, Trouble::Panic { message, .. } if message == "at odds")
        );
        assert_eq!(again.findings[1].trouble, Trouble::Memory { taken: 8, allowed: 4 });
    }
}
