//! What does one input do to a reader?

use std::{
    cell::{Cell, RefCell},
    io,
    panic::{self, AssertUnwindSafe},
    sync::Once,
    time::Duration,
};

use cpu_time::ThreadTime;

use crate::MEMORY;

/// What a reader may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of memory, whatever the input.
    pub memory: usize,
    /// And so many for each byte of the input.
    pub memory_per_byte: usize,
    /// Processor time.
    pub time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { memory: 64 << 20, memory_per_byte: 50, time: Duration::from_secs(5) }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It panicked, saying so, there.
    Panic {
        /// What it said.
        message: String,
        /// File and line.
        place: String,
    },
    /// It took more memory than it may.
    Memory {
        /// How many bytes more than before at the most.
        taken: usize,
        /// How many there may be.
        allowed: usize,
    },
    /// It took longer than it may.
    Time {
        /// How long.
        taken: Duration,
    },
    /// It took the whole process along: an endless loop, an overflown stack, memory that could not be had.
    Death {
        /// How the process ended.
        status: String,
    },
    /// Nothing was read: what it reads could not be laid down as a file. That is the disk's matter, not the reader's.
    NoRoom {
        /// What the operating system said.
        said: String,
    },
}

/// There is no room for the files that a reader needs: ends the reading of this input.
///
/// # Panics
/// Always, in a way that [`measure`] knows.
pub fn no_room(error: &io::Error) -> ! {
    panic::panic_any(NoRoom(error.to_string()))
}

struct NoRoom(String);

/// What was seen of one input.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Bytes of memory at the most, beside those that were there before.
    pub memory: usize,
    /// Processor time.
    pub time: Duration,
    /// Whether the reader could make something of it.
    pub is_understood: bool,
    /// What went wrong, if anything did.
    pub trouble: Option<Trouble>,
}

thread_local! {
    static IS_MEASURED: Cell<bool> = const { Cell::new(false) };
    static PANIC: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Panics of a measured reader are kept and not printed; those of others go their way.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_MEASURED.get() {
                return before(info);
            }
            let message = info.payload_as_str().unwrap_or_default().to_owned();
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            PANIC.with_borrow_mut(|panic| *panic = Some((message, place)));
        }));
    });
}

/// Lets a reader read.
#[must_use]
pub fn measure(read: fn(&[u8]) -> bool, input: &[u8], bounds: &Bounds) -> Measured {
    listen();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    IS_MEASURED.set(true);
    let begun = ThreadTime::now();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| read(input)));
    let time = begun.elapsed();
    IS_MEASURED.set(false);
    let memory = MEMORY.peak_usage().saturating_sub(before);
    let allowed = bounds.memory + bounds.memory_per_byte * input.len();
    let is_understood = outcome.as_ref().is_ok_and(|understood| *understood);
    let trouble = if let Err(thrown) = outcome {
        let (message, place) = PANIC.take().unwrap_or_default();
        Some(match thrown.downcast::<NoRoom>() {
            Ok(no_room) => Trouble::NoRoom { said: no_room.0 },
            Err(_) => Trouble::Panic { message, place },
        })
    } else if time > bounds.time {
        Some(Trouble::Time { taken: time })
    } else if memory > allowed {
        Some(Trouble::Memory { taken: memory, allowed })
    } else {
        None
    };
    Measured { memory, time, is_understood, trouble }
}
