//! Ends a process whose reader does not come to an end, or takes all memory.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use cpu_time::ProcessTime;

use crate::MEMORY;

/// How a process ends whose reader did not.
pub const HUNG: i32 = 70;
/// How a process ends whose reader took all memory.
pub const STUFFED: i32 = 71;

/// After so much processor time it is no longer slow, it hangs.
const PATIENCE: Duration = Duration::from_secs(20);
/// Or after so much time in which it waits for something.
const LONG_PATIENCE: Duration = Duration::from_secs(300);
/// Bytes of memory at which it ends.
const MOST: usize = 3 << 30;

/// Watches over the input that is being read.
#[derive(Clone, Default)]
pub struct Watchdog {
    number: Arc<AtomicU64>,
}

impl Watchdog {
    /// Begins to watch, as long as the process lives. `bark` says which input it was before the end.
    pub fn begin(bark: impl Fn(u64, &'static str) + Send + 'static) -> Self {
        let watchdog = Self::default();
        let number = Arc::clone(&watchdog.number);
        thread::spawn(move || {
            let mut seen = (0, ProcessTime::now(), Instant::now());
            loop {
                thread::sleep(Duration::from_millis(20));
                let now = number.load(Relaxed);
                if now != seen.0 {
                    seen = (now, ProcessTime::now(), Instant::now());
                } else if seen.1.elapsed() > PATIENCE || seen.2.elapsed() > LONG_PATIENCE {
                    bark(now, "does not end");
                    std::process::exit(HUNG);
                }
                if MEMORY.current_usage() > MOST {
                    bark(now, "takes all memory");
                    std::process::exit(STUFFED);
                }
            }
        });
        watchdog
    }

    /// Another input is being read.
    pub fn next(&self, number: u64) {
        self.number.store(number, Relaxed);
    }
}
