//! For how long is the program's main thread occupied, seen from outside? Nothing of this is in the program.
//!
//! Its loop waits in the kernel for whatever comes; between two such waits it is occupied, and the window answers
//! nobody. What is measured is no less than that: waits that are over before anybody looks are not seen. The time for
//! which other programs kept it from the processor is no doing of its own and is not counted.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// It is looked at so often.
const PAUSE: Duration = Duration::from_millis(1);

/// Looks at the main thread of a program until it is asked.
pub(crate) struct Watch {
    is_over: Arc<AtomicBool>,
    looking: JoinHandle<Option<Duration>>,
}

impl Watch {
    /// Looks at the program of this number from now on.
    pub(crate) fn of(program: &str) -> Self {
        // The main thread has the number of its program.
        let place = PathBuf::from(format!("/proc/{program}/task/{program}"));
        let is_over = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&is_over);
        Self { is_over, looking: std::thread::spawn(move || longest(&place, &told)) }
    }

    /// The longest time for which it was occupied, in milliseconds; nothing where the system does not say what a thread
    /// waits for.
    pub(crate) fn longest(self) -> Option<f64> {
        self.is_over.store(true, Ordering::Relaxed);
        let longest = self.looking.join().expect("whoever looks does not fail");
        longest.map(|time| time.as_secs_f64() * 1000.0)
    }
}

fn longest(place: &Path, is_over: &AtomicBool) -> Option<Duration> {
    let mut longest = None;
    let mut began: Option<(Instant, Duration)> = None;
    while !is_over.load(Ordering::Relaxed) {
        let Ok(waits_in) = fs::read_to_string(place.join("wchan")) else { break };
        if waits_in.contains("poll") {
            let busy = began.take().map(|(since, kept)| {
                since.elapsed().saturating_sub(kept_waiting(place).saturating_sub(kept))
            });
            longest = longest.max(Some(busy.unwrap_or_default()));
        } else if began.is_none() {
            began = Some((Instant::now(), kept_waiting(place)));
        }
        std::thread::sleep(PAUSE);
    }
    longest
}

/// For how long it could have gone on and got no processor, since it began.
fn kept_waiting(place: &Path) -> Duration {
    let told = fs::read_to_string(place.join("schedstat")).unwrap_or_default();
    let nanoseconds = told.split_whitespace().nth(1).and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}
