//! A store asks to be left alone for a while: who is told so, and who may end the waiting?

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::error::StoreError;

/// How often whoever looks on is told how long it still takes.
const TOLD_EVERY: Duration = Duration::from_secs(1);
/// A read that is under way when nobody wants to wait any longer may come to its end for so long: what became of a
/// write is known then.
const LAST_MOMENT: Duration = Duration::from_secs(2);

/// A wait that a store asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wait<'a> {
    /// How it asked.
    pub error: &'a StoreError,
    /// How long the wait is as a whole.
    pub whole: Duration,
    /// How much of it is left.
    pub left: Duration,
}

type Tell = dyn Fn(Option<Wait<'_>>) + Send + Sync;

/// Who is told of waits, and who may end them. All requests of a connection wait with it.
#[derive(Clone, Default)]
pub struct Waits {
    tell: Option<Arc<Tell>>,
    end: CancellationToken,
    /// Whether a store made no use of its last moment: it gets no other.
    is_past: Arc<AtomicBool>,
}

impl Waits {
    /// Tells `tell` each second of a wait how it stands, and nothing once it is over; all waits are over when `end`
    /// says so.
    pub fn new(
        tell: impl Fn(Option<Wait<'_>>) + Send + Sync + 'static,
        end: CancellationToken,
    ) -> Self {
        Self { tell: Some(Arc::new(tell)), end, is_past: Arc::default() }
    }

    /// Waits because of an error; `false` where somebody ended the waiting. Told only where the store asked for it.
    pub async fn wait(&self, error: &StoreError, time: Duration) -> bool {
        match error.retry_after() {
            Some(_) => self.wait_and_tell(error, time).await,
            None => self.rest(time).await,
        }
    }

    async fn wait_and_tell(&self, error: &StoreError, time: Duration) -> bool {
        let until = Instant::now() + time;
        let goes_on = loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break true;
            }
            self.tell(Some(Wait { error, whole: time, left }));
            if !self.rest(left.min(TOLD_EVERY)).await {
                break false;
            }
        };
        self.tell(None);
        goes_on
    }

    /// Waits without a word; `false` where somebody ended the waiting.
    pub async fn rest(&self, time: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.end.cancelled() => false,
            () = tokio::time::sleep(time) => true,
        }
    }

    /// Comes back a moment after somebody ended the waiting.
    pub(crate) async fn are_long_over(&self) {
        self.end.cancelled().await;
        if !self.is_past.load(Relaxed) {
            tokio::time::sleep(LAST_MOMENT).await;
            self.is_past.store(true, Relaxed);
        }
    }

    fn tell(&self, wait: Option<Wait<'_>>) {
        if let Some(tell) = &self.tell {
            tell(wait);
        }
    }
}

impl fmt::Debug for Waits {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Waits").field("are_over", &self.end.is_cancelled()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::error::Fault;

    fn asked(seconds: u64) -> StoreError {
        let retry_after = Some(Duration::from_secs(seconds));
        StoreError::nothing_sent(Fault::TooManyRequests { retry_after })
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_looks_on_is_told_how_long_it_takes_and_when_it_is_over() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let tell = move |wait: Option<Wait<'_>>| {
            let seconds = wait.map(|wait| (wait.left.as_secs(), wait.whole.as_secs()));
            heard.lock().unwrap().push(seconds);
        };
        let waits = Waits::new(tell, CancellationToken::new());
        assert!(waits.wait(&asked(3), Duration::from_secs(3)).await);
        let expected = vec![Some((3, 3)), Some((2, 3)), Some((1, 3)), None];
        assert_eq!(*told.lock().unwrap(), expected);
        let dropped = StoreError::maybe_sent(Fault::Dropped);
        assert!(waits.wait(&dropped, Duration::from_secs(3)).await);
        assert_eq!(told.lock().unwrap().len(), 4, "nobody asked for that one");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_nobody_wants_is_over_at_once() {
        let end = CancellationToken::new();
        let waits = Waits::new(|_| {}, end.clone());
        let began = Instant::now();
        let ending = async {
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            end.cancel();
        };
        let error = asked(600);
        let (goes_on, ()) = tokio::join!(waits.wait(&error, Duration::from_secs(600)), ending);
        assert!(!goes_on);
        assert_eq!(began.elapsed(), Duration::from_millis(1_500));
        assert!(!waits.rest(Duration::from_secs(5)).await);
        assert_eq!(began.elapsed(), Duration::from_millis(1_500));
    }
}
