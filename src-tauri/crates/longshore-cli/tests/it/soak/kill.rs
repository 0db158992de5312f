//! Where a program is killed, and how it is done.

use std::{
    process::Child,
    time::{Duration, Instant},
};

use longshore_practice::{Hold, Matcher, Moment};

use super::dice::Dice;
use crate::{
    journal_file,
    shop::Shop,
    terminal::{Ended, Longshore, ended},
};

/// A command that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(120);

/// How far a run had come when it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// The records of a request were read again.
    Settling,
    /// The intent is written, the request has not left.
    IntentWritten,
    /// The request is with the shop.
    InFlight(Fate),
    /// The answer is there and noted nowhere.
    Answered,
    /// The outcome is written.
    OutcomeWritten,
    /// A transaction of the journal is written and not committed.
    InCommit,
    /// The shop was asked what became of a lost answer.
    LookedUp,
    /// At any moment.
    AnyTime,
}

/// What becomes of a request whose sender is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It never happens.
    Lost,
    /// The shop carries it out, after the sender is gone.
    CarriedOutLater,
    /// The shop has carried it out before.
    CarriedOut,
}

impl Phase {
    /// All in which a run can be killed on purpose.
    pub(super) const ALL: [Self; 10] = [
        Self::Settling,
        Self::IntentWritten,
        Self::InFlight(Fate::Lost),
        Self::InFlight(Fate::CarriedOutLater),
        Self::InFlight(Fate::CarriedOut),
        Self::Answered,
        Self::OutcomeWritten,
        Self::InCommit,
        Self::LookedUp,
        Self::AnyTime,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Settling => "settling",
            Self::IntentWritten => "intent written",
            Self::InFlight(Fate::Lost) => "in flight, lost",
            Self::InFlight(Fate::CarriedOutLater) => "in flight, carried out later",
            Self::InFlight(Fate::CarriedOut) => "in flight, carried out",
            Self::Answered => "answered",
            Self::OutcomeWritten => "outcome written",
            Self::InCommit => "in a commit",
            Self::LookedUp => "looking what became of it",
            Self::AnyTime => "any time",
        }
    }

    /// The point in the program where it stands still.
    fn point(self) -> Option<&'static str> {
        match self {
            Self::Settling => Some("settling"),
            Self::IntentWritten => Some("intent-written"),
            Self::Answered => Some("answered"),
            Self::OutcomeWritten => Some("outcome-written"),
            Self::InCommit => Some("in-commit"),
            Self::LookedUp => Some("looked-up"),
            Self::InFlight(_) | Self::AnyTime => None,
        }
    }
}

/// A kill that is planned: in this phase, when the program is there for the n-th time; with [`Phase::AnyTime`] after
/// so many milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kill {
    pub(super) phase: Phase,
    pub(super) n: usize,
}

impl Kill {
    /// Some kill in this phase.
    pub(super) fn some(phase: Phase, dice: &mut Dice) -> Self {
        let n = match phase {
            Phase::AnyTime => dice.from(20, 900),
            Phase::InCommit => dice.from(1, 25),
            Phase::LookedUp => 1,
            _ if dice.chance(50) => dice.from(1, 2),
            _ => dice.from(3, 7),
        };
        Self { phase, n }
    }
}

/// What became of a command.
pub(super) enum Became {
    /// It came to its end before the kill was due.
    Ended(Ended),
    /// It was killed.
    Killed(String),
}

/// Starts a command and kills it when it is due.
pub(super) fn carry_out(
    (shop, longshore): (&Shop, &Longshore),
    words: &[&str],
    kill: Option<Kill>,
) -> Became {
    let Some(Kill { phase, n }) = kill else {
        return Became::Ended(longshore.run(words));
    };
    let still = longshore.file("stands-still");
    let _ = std::fs::remove_file(&still);
    let mut command = longshore.command(words);
    if let Some(point) = phase.point() {
        let wanted = format!("{point}:{n}:{}", still.display());
        command.env("LONGSHORE_STAND_STILL", wanted);
    }
    let hold = match phase {
        Phase::InFlight(fate) => Some(shop.hold(requests(words, fate, n))),
        _ => None,
    };
    let (began, before) = (Instant::now(), shop.latest());
    let mut child = command.spawn().unwrap();
    loop {
        let is_due = match (&hold, phase) {
            (Some(hold), _) => shop.is_held(hold, Duration::from_millis(2)),
            (None, Phase::AnyTime) => began.elapsed() >= Duration::from_millis(n as u64),
            (None, _) => still.exists(),
        };
        if is_due {
            return Became::Killed(killed(shop, longshore, child, (phase, hold, before)));
        }
        if child.try_wait().unwrap().is_some() {
            return Became::Ended(ended(child));
        }
        assert!(began.elapsed() < LONGEST, "it hangs: {words:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Kills it, lets the shop end what it has begun, and says where that was.
fn killed(
    shop: &Shop,
    longshore: &Longshore,
    mut child: Child,
    (phase, hold, before): (Phase, Option<Hold>, u64),
) -> String {
    child.kill().unwrap();
    child.wait().unwrap();
    match (phase, hold) {
        // What is lost never ends.
        (Phase::InFlight(Fate::Lost), Some(hold)) => hold.discard(),
        (_, hold) => {
            drop(hold);
            shop.rests(before);
        }
    }
    match phase {
        Phase::AnyTime => format!("any time: {}", journal_file::stands(longshore)),
        other => other.name().to_owned(),
    }
}

/// The n-th request by which the command changes something. The first of all asks whether the key may write.
fn requests(words: &[&str], fate: Fate, n: usize) -> Matcher {
    let moment = if fate == Fate::CarriedOut { Moment::After } else { Moment::Before };
    match words.contains(&"delete") {
        true => Matcher { skip: n - 1, ..Matcher::new("DELETE", "/products/", moment) },
        // The first few are those of products, else they would be of categories most often.
        false if n <= 2 => Matcher { skip: n, ..Matcher::new("POST", "/products/batch", moment) },
        false => Matcher { skip: n, ..Matcher::new("POST", "/products", moment) },
    }
}
