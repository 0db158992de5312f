//! How long is a store waited for that is away when something is planned?

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream::BoxStream};
use longshore_connectors::{
    Page, Query, Store, StoreError,
    query::{FIRST_WAIT, LONGEST_WAIT},
};
use longshore_journal::Connection;

use super::{Opened, open_connection};
use crate::{
    error::ApiError,
    events::{Event, Listener},
    progress::{Stage, Watch},
    studio::Studio,
};

/// Who looks on is told by then that it cannot be reached.
const GIVES_UP: Duration = Duration::from_secs(5 * 60);

/// Opens the store of a connection so that it can be read. One that is away is waited for where somebody looks on,
/// who is told so and may stop it.
pub(crate) async fn open_to_plan(
    studio: &Studio,
    connection: Connection,
    watch: &Watch,
) -> Result<Opened, ApiError> {
    patiently(watch, || open_connection(studio, connection.clone(), watch.waits()))
        .await?
        .readable()
}

/// Waits until something happened that may have brought a store back: the practice store was opened, a store got another
/// address or key.
pub(crate) async fn may_be_back(news: &mut Listener) {
    loop {
        match news.next().await {
            // What was missed may have been that.
            Some(Event::PracticeChanged | Event::StoresChanged | Event::EverythingChanged) => {
                return;
            }
            Some(_) => {}
            None => std::future::pending().await,
        }
    }
}

/// Does something that asks a store, once more where it is away and somebody looks on.
pub(crate) async fn patiently<T, W>(
    watch: &Watch,
    mut work: impl FnMut() -> W,
) -> Result<T, ApiError>
where
    W: Future<Output = Result<T, ApiError>>,
{
    let (begun, mut wait) = (Instant::now(), FIRST_WAIT);
    loop {
        match watch.unless_cancelled(work()).await? {
            // Whoever waits hears of it before we do.
            Err(_) if watch.is_cancelled() => return Err(ApiError::cancelled()),
            Err(error) if is_waited_for(&error, begun, watch) => {
                tracing::debug!(%error, ?wait, "the store is away");
                match error.asks_to_wait.filter(|asked| *asked > wait) {
                    Some(asked) => watch.hold(asked).await?,
                    None => {
                        watch.tell(Stage::Absent, 0, None);
                        watch.unless_cancelled(tokio::time::sleep(wait)).await?;
                    }
                }
                wait = (wait * 2).min(LONGEST_WAIT);
            }
            done => return done,
        }
    }
}

/// Whether a store that is away since then is waited for, and may be back before whoever looks on is told that it is
/// not.
fn is_waited_for(error: &ApiError, since: Instant, watch: &Watch) -> bool {
    let asked = error.asks_to_wait.unwrap_or_default();
    error.is_passing && !error.lasts && watch.is_patient() && since.elapsed() + asked < GIVES_UP
}

/// The pages of a question that is asked to plan something.
pub(crate) struct Pages<'a> {
    pages: BoxStream<'a, Result<Page, StoreError>>,
    watch: &'a Watch,
    away_since: Option<Instant>,
}

impl<'a> Pages<'a> {
    /// Where somebody looks on, a store that goes away in the middle is waited for.
    pub(crate) fn new(store: &'a dyn Store, query: Query, watch: &'a Watch) -> Self {
        let pages = store.pages(query.waiting(watch.is_patient()));
        Self { pages, watch, away_since: None }
    }

    /// The next one.
    pub(crate) async fn next(&mut self) -> Result<Option<Page>, ApiError> {
        loop {
            let Some(page) = self.watch.unless_cancelled(self.pages.next()).await? else {
                return Ok(None);
            };
            let error = match page {
                Ok(page) => {
                    // A page that brings nothing new may come again and again before the one that fails.
                    if !page.records.is_empty() {
                        self.away_since = None;
                    }
                    return Ok(Some(page));
                }
                Err(error) => ApiError::from(error),
            };
            let since = *self.away_since.get_or_insert_with(Instant::now);
            if !is_waited_for(&error, since, self.watch) {
                return Err(error);
            }
            tracing::debug!(%error, "the store went away");
            // Where it asked for a pause, whoever waits tells of that.
            if error.asks_to_wait.is_none() {
                self.watch.tell(Stage::Absent, 0, None);
            }
        }
    }
}
