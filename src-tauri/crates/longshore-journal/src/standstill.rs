//! Where can a test have this program stand still, to kill it there?
//!
//! `LONGSHORE_STAND_STILL=POINT:N:FILE` makes a debug build stop for good when it comes to the point for the N-th
//! time; that it did, the file tells, which is made then. Of all this a release build has nothing.

/// A moment at which what is known, what is promised and what is done differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The records of a request were read again; nothing is promised yet.
    Settling,
    /// The request is promised and has not left.
    IntentWritten,
    /// The store has answered; what it said is noted nowhere.
    Answered,
    /// What the store said is noted.
    OutcomeWritten,
    /// The store was asked what became of a request without an answer; what it said is noted nowhere.
    LookedUp,
    /// A transaction of the journal is written and not committed.
    InCommit,
}

impl Point {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Settling,
        Self::IntentWritten,
        Self::Answered,
        Self::OutcomeWritten,
        Self::LookedUp,
        Self::InCommit,
    ];

    /// How it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settling => "settling",
            Self::IntentWritten => "intent-written",
            Self::Answered => "answered",
            Self::OutcomeWritten => "outcome-written",
            Self::LookedUp => "looked-up",
            Self::InCommit => "in-commit",
        }
    }
}

/// The program is at a point: it stands still here if a test wants it to.
#[cfg(debug_assertions)]
pub fn at(point: Point) {
    wanted::stand_still_at(point);
}

/// The program is at a point.
#[cfg(not(debug_assertions))]
#[inline]
pub const fn at(_: Point) {}

#[cfg(debug_assertions)]
mod wanted {
    use std::{
        path::PathBuf,
        sync::{
            LazyLock,
            atomic::{AtomicU64, Ordering},
        },
    };

    use super::Point;

    struct Wanted {
        point: Point,
        /// How often it is still passed.
        passes: AtomicU64,
        file: PathBuf,
    }

    static WANTED: LazyLock<Option<Wanted>> = LazyLock::new(|| {
        let written = std::env::var("LONGSHORE_STAND_STILL").ok()?;
        let mut parts = written.splitn(3, ':');
        let name = parts.next()?;
        let point = Point::ALL.into_iter().find(|point| point.as_str() == name)?;
        let passes = parts.next()?.parse::<u64>().ok()?.checked_sub(1)?;
        Some(Wanted { point, passes: passes.into(), file: parts.next()?.into() })
    });

    pub(super) fn stand_still_at(point: Point) {
        let Some(wanted) = WANTED.as_ref().filter(|wanted| wanted.point == point) else { return };
        let passes = wanted
            .passes
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if passes.is_err() && std::fs::write(&wanted.file, point.as_str()).is_ok() {
            loop {
                std::thread::park();
            }
        }
    }
}
