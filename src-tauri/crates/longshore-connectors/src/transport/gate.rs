//! May the next request leave already?

use std::time::Duration;

use tokio::{sync::Mutex, time::Instant};

use crate::{
    error::{Fault, StoreError},
    waits::Waits,
};

/// Lets requests pass one after the other with a distance between them.
pub(crate) struct Gate {
    distance: Option<Duration>,
    next: Mutex<Next>,
}

struct Next {
    /// When the next may leave.
    at: Instant,
    /// Nobody passes until then, and why: the store asked for it.
    held: Option<(Instant, Fault)>,
}

impl Gate {
    pub(crate) fn new(requests_per_second: Option<u32>) -> Self {
        let distance = requests_per_second.map(|rate| Duration::from_secs(1) / rate.max(1));
        Self { distance, next: Mutex::new(Next { at: Instant::now(), held: None }) }
    }

    /// Waits for its turn.
    ///
    /// # Errors
    /// Why the gate is held, where somebody ended the waiting.
    pub(crate) async fn pass(&self, waits: &Waits) -> Result<(), StoreError> {
        let (turn, held) = {
            let mut next = self.next.lock().await;
            let turn = next.at.max(Instant::now());
            next.at = turn + self.distance.unwrap_or_default();
            (turn, next.held.clone().filter(|(until, _)| *until > Instant::now()))
        };
        if let Some((until, fault)) = held {
            let error = StoreError::nothing_sent(fault);
            if !waits.wait(&error, until.saturating_duration_since(Instant::now())).await {
                return Err(error);
            }
        }
        tokio::time::sleep_until(turn).await;
        Ok(())
    }

    /// Nobody passes for so long: the store asked for it.
    pub(crate) async fn hold(&self, pause: Duration, fault: &Fault) {
        let mut next = self.next.lock().await;
        let until = Instant::now() + pause;
        next.at = next.at.max(until);
        if next.held.as_ref().is_none_or(|(held, _)| *held < until) {
            next.held = Some((until, fault.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::error::Sent;

    const BUSY: Fault = Fault::TooManyRequests { retry_after: Some(Duration::from_secs(7)) };

    #[tokio::test(start_paused = true)]
    async fn five_requests_a_second_take_their_time() {
        let gate = Gate::new(Some(5));
        let started = Instant::now();
        for _ in 0..11 {
            gate.pass(&Waits::default()).await.unwrap();
        }
        assert_eq!(started.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_wants_to_be_left_alone_is_left_alone_by_all() {
        let gate = Gate::new(None);
        gate.hold(Duration::from_secs(7), &BUSY).await;
        let (started, waits) = (Instant::now(), Waits::default());
        let (one, other) = tokio::join!(gate.pass(&waits), gate.pass(&waits));
        assert!(one.is_ok() && other.is_ok());
        assert_eq!(started.elapsed().as_secs(), 7);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_want_to_wait_is_told_what_for() {
        let gate = Gate::new(None);
        gate.hold(Duration::from_secs(100), &BUSY).await;
        let end = CancellationToken::new();
        end.cancel();
        let started = Instant::now();
        let stopped = gate.pass(&Waits::new(|_| {}, end)).await.unwrap_err();
        assert_eq!((stopped.fault, stopped.sent), (BUSY, Sent::Nothing));
        assert!(started.elapsed().is_zero());
    }
}
