//! How far is something that takes a while?

use std::{sync::Arc, time::Duration};

use longshore_connectors::{Wait, Waits};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::error::ApiError;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A file comes from the web; its bytes are counted.
    Fetching,
    /// A file is read into its spool.
    Reading,
    /// Its rows are mapped and checked.
    Checking,
    /// The store is asked for its categories, attributes and the like.
    AskingTerms,
    /// The store is asked for its products.
    Asking,
    /// The store is asked for its variations.
    AskingVariations,
    /// Rows are compared with the store's records.
    Planning,
    /// Pictures are looked at where they lie.
    CheckingPictures,
    /// Another run works on the same store; it is waited for.
    Waiting,
    /// The store does not answer; it is asked again and again.
    Absent,
    /// The store asked for a pause; its seconds are counted.
    Held,
    /// Changes are sent.
    Sending,
    /// A file is written.
    Writing,
}

/// A shorter pause is over before anybody has read of it.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "CallProgress")]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How many of them are done.
    pub done: u64,
    /// How many there are, once that is known.
    pub total: Option<u64>,
}

/// Who is told how far it is, and who may stop it.
#[derive(Clone)]
pub struct Watch {
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
    cancel: CancellationToken,
    is_patient: bool,
}

impl Watch {
    /// Tells `tell`; stops when `cancel` says so.
    pub fn new(tell: impl Fn(Progress) + Send + Sync + 'static, cancel: CancellationToken) -> Self {
        Self { tell: Arc::new(tell), cancel, is_patient: false }
    }

    /// The same for somebody who sees that a store is waited for, and can stop the waiting.
    #[must_use]
    pub fn patient(self) -> Self {
        Self { is_patient: true, ..self }
    }

    /// Whether a store that is away is to be waited for.
    pub(crate) fn is_patient(&self) -> bool {
        self.is_patient
    }

    /// Nobody watches.
    #[must_use]
    pub fn nobody() -> Self {
        Self::new(|_| {}, CancellationToken::new())
    }

    /// Tells how far it is.
    pub fn tell(&self, stage: Stage, done: u64, total: Option<u64>) {
        (self.tell)(Progress { stage, done, total });
    }

    /// Whether somebody wants it to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// An error where somebody wants it to stop.
    pub(crate) fn may_go_on(&self) -> Result<(), ApiError> {
        if self.is_cancelled() { Err(ApiError::cancelled()) } else { Ok(()) }
    }

    /// Waits for something that can be dropped half-way, no longer than until somebody wants it to stop.
    pub(crate) async fn unless_cancelled<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, ApiError> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(ApiError::cancelled()),
            done = work => Ok(done),
        }
    }

    /// The waits that a store asks for: told as progress, and over when somebody wants it to stop.
    pub(crate) fn waits(&self) -> Waits {
        self.waits_also_told(|_| {})
    }

    /// The same for somebody else, too, who wants to hear of them.
    pub(crate) fn waits_also_told(
        &self,
        other: impl Fn(Option<Wait<'_>>) + Send + Sync + 'static,
    ) -> Waits {
        let watch = self.clone();
        let tell = move |wait: Option<Wait<'_>>| {
            let wait = wait.filter(|wait| wait.whole >= WORTH_TELLING);
            if let Some(Wait { whole, left, .. }) = wait {
                watch.tell_held(whole, left);
            }
            other(wait);
        };
        Waits::new(tell, self.cancel.clone())
    }

    /// Waits because a store asked for it, no longer than until somebody wants it to stop.
    pub(crate) async fn hold(&self, whole: Duration) -> Result<(), ApiError> {
        let mut left = whole;
        while !left.is_zero() {
            self.tell_held(whole, left);
            let step = left.min(WORTH_TELLING);
            self.unless_cancelled(tokio::time::sleep(step)).await?;
            left -= step;
        }
        Ok(())
    }

    fn tell_held(&self, whole: Duration, left: Duration) {
        let [whole, left] = [whole, left].map(|time| time.as_secs_f64().ceil() as u64);
        self.tell(Stage::Held, whole.saturating_sub(left), Some(whole));
    }

    /// What says that it shall stop.
    #[must_use]
    pub fn cancel(&self) -> &CancellationToken {
        &self.cancel
    }
}
