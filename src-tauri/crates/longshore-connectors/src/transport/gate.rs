//! May the next request leave already?

use std::time::Duration;

use tokio::{sync::Mutex, time::Instant};

/// Lets requests pass one after the other with a distance between them.
pub(crate) struct Gate {
    distance: Option<Duration>,
    /// When the next may leave.
    next: Mutex<Instant>,
}

impl Gate {
    pub(crate) fn new(requests_per_second: Option<u32>) -> Self {
        let distance = requests_per_second.map(|rate| Duration::from_secs(1) / rate.max(1));
        Self { distance, next: Mutex::new(Instant::now()) }
    }

    /// Waits for its turn.
    pub(crate) async fn pass(&self) {
        let turn = {
            let mut next = self.next.lock().await;
            let turn = (*next).max(Instant::now());
            *next = turn + self.distance.unwrap_or_default();
            turn
        };
        tokio::time::sleep_until(turn).await;
    }

    /// Nobody passes for so long: the store asked for it.
    pub(crate) async fn hold(&self, pause: Duration) {
        let mut next = self.next.lock().await;
        *next = (*next).max(Instant::now() + pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn five_requests_a_second_take_their_time() {
        let gate = Gate::new(Some(5));
        let started = Instant::now();
        for _ in 0..11 {
            gate.pass().await;
        }
        assert_eq!(started.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_wants_to_be_left_alone_is_left_alone_by_all() {
        let gate = Gate::new(None);
        gate.hold(Duration::from_secs(7)).await;
        let started = Instant::now();
        tokio::join!(gate.pass(), gate.pass());
        assert_eq!(started.elapsed().as_secs(), 7);
    }
}
