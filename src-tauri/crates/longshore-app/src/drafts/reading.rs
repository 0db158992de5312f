//! How do the rows of a draft get into its spool, while the first of them are looked at?

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use longshore_engine::{profile::Profile, reading::ReadSettings};
use longshore_formats::{Limits, Preview, Progress, Source, Spool, Spooling};
use longshore_journal::{Journal, drafts::DraftId};
use tokio_util::sync::CancellationToken;

use super::{
    fitting::fitted,
    live::{Grown, Live},
    state::{self, Origin, State},
};
use crate::{
    ApiError, Studio,
    events::{Event, Events},
    home::Home,
    sources::{fingerprint, first_profile, join, join_at_sight, without_rows},
};

/// Rows that are looked at at first sight.
const LOOKED_AT: usize = 1_000;
/// Whoever looks is told no more often that there are more rows.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// A source at first sight: nothing of it is kept yet.
pub(super) struct Sight {
    source: Source,
    spooling: Spooling,
    joins: Option<Joins>,
    pub(super) live: Arc<Live>,
}

/// Rows that are read first, and are to be joined then.
struct Joins {
    raw: Spooling,
    path: PathBuf,
    reading: ReadSettings,
    folder: PathBuf,
}

/// Opens a source and looks at its beginning; on a thread that may wait for a disk.
pub(super) fn look_at(
    home: &Home,
    path: &Path,
    settings: &ReadSettings,
) -> Result<Sight, ApiError> {
    let mut source = Source::open(path, settings, &Limits::default())?;
    let first = source.preview(LOOKED_AT)?;
    if first.complete && first.report.rows == 0 {
        return Err(without_rows(&first.header, settings));
    }
    let folder = home.spools()?;
    let mut joins = None;
    let found = source.recognised().clone();
    let (first, are_joined) = join_at_sight(path, &found, first, settings)?;
    if are_joined {
        joins = Some(Joins {
            raw: Spooling::begin(&source, &folder)?,
            path: path.to_owned(),
            reading: settings.clone(),
            folder: folder.clone(),
        });
    }
    // They are read from the spool.
    let first = Preview { rows: Vec::new(), ..first };
    let spooling = Spooling::begin(&source, &folder)?;
    let live = Arc::new(Live::growing(spooling.spool(), first));
    Ok(Sight { source, spooling, joins, live })
}

impl Sight {
    /// Has these rows be the ones of a draft, before there are more than the first of them: whoever hears that a draft
    /// is read in another way finds none of before.
    pub(super) fn stand(&self, studio: &Studio, draft: DraftId) {
        studio.lives().put(draft, &self.live);
    }

    /// Reads the rows of a draft in the background from now on.
    pub(super) fn read_on(self, studio: &Studio, draft: DraftId) -> Arc<Live> {
        self.stand(studio, draft);
        let Self { source, spooling, joins, live } = self;
        let reader = Reader {
            live: Arc::clone(&live),
            draft,
            journal: studio.journal().clone(),
            events: studio.events().clone(),
            cancel: live.cancel.clone(),
        };
        tokio::task::spawn_blocking(move || reader.read(source, spooling, joins));
        live
    }
}

/// Reads the rows of a draft once more, where they were not kept.
pub(super) async fn read_again(
    studio: &Studio,
    draft: DraftId,
    state: &State,
) -> Result<Arc<Live>, ApiError> {
    let (home, path, reading) =
        (studio.home().clone(), state.source.path.clone(), state.reading.clone());
    let name = state.source.name.clone();
    let sight = tokio::task::spawn_blocking(move || look_at(&home, &path, &reading)).await?;
    Ok(sight.map_err(|error| error.with("file", name))?.read_on(studio, draft))
}

struct Reader {
    live: Arc<Live>,
    draft: DraftId,
    journal: Journal,
    events: Events,
    cancel: CancellationToken,
}

impl Reader {
    fn read(self, mut source: Source, spooling: Spooling, joins: Option<Joins>) {
        let read = self.fill(&mut source, spooling, joins).and_then(|spool| self.note(&spool));
        if let Err(error) = &read {
            self.live.spool.discard();
            if error.code != "cancelled" {
                tracing::warn!(%error, draft = self.draft.0, "the rows of a draft could not be read");
            }
        }
        let rows = self.live.spool.rows();
        self.live.grown.send_replace(Grown { rows, ended: true, failed: read.err() });
        self.events.tell(Event::DraftChanged { draft: self.draft.0 });
    }

    fn fill(
        &self,
        source: &mut Source,
        spooling: Spooling,
        joins: Option<Joins>,
    ) -> Result<Spool, ApiError> {
        let Some(Joins { raw, path, reading, folder }) = joins else {
            return Ok(spooling.run(source, self.watch())?);
        };
        let is_wanted = || match self.cancel.is_cancelled() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let raw = raw.run(source, |_| is_wanted())?;
        let (mut aside, mut watch) = (|_: Progress| is_wanted(), self.watch());
        let last = || Ok(spooling);
        join(&path, &raw, &reading, &folder, last, [&mut aside, &mut watch])?
            .ok_or_else(|| ApiError::internal("rows that were joined cannot be joined any more"))
    }

    /// Tells whoever looks how far the rows are, and stops where nobody wants them any more.
    fn watch(&self) -> impl FnMut(Progress) -> ControlFlow<()> {
        let mut told = Instant::now();
        move |progress| {
            self.live.grown.send_modify(|grown| grown.rows = progress.rows);
            if told.elapsed() >= TELL_EVERY {
                told = Instant::now();
                self.events.tell(Event::DraftProgressed { draft: self.draft.0 });
            }
            match self.cancel.is_cancelled() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        }
    }

    /// The rows stay with the draft, which now knows its columns for sure.
    fn note(&self, spool: &Spool) -> Result<(), ApiError> {
        let state: State = state::of(&self.journal.draft(self.draft)?)?;
        let origin = Origin {
            fingerprint: fingerprint(&state.source.path).ok().map(|(_, sum)| sum),
            ..state.source.looked_at()
        };
        let profile = match state.is_decided {
            true => None,
            false => Some(columns(&self.journal, spool, &state.reading)?),
        };
        let header = spool.header();
        spool.keep();
        let path = spool.path().to_path_buf();
        let noted = state::change_in(&self.journal, self.draft, |state| {
            if self.cancel.is_cancelled() {
                // The draft is read in another way by now.
                return false;
            }
            state.source = origin;
            state.spool = Some(path);
            if let Some((profile, name)) = profile.filter(|_| !state.is_decided) {
                (state.profile, state.profile_name) = (profile, name);
                state.misfit = None;
            }
            // Columns without a name may have come late.
            state.profile = fitted(std::mem::take(&mut state.profile), &header);
            true
        });
        if !matches!(noted, Ok(true)) {
            // Somebody removed it meanwhile, or wants other rows.
            spool.discard();
        }
        noted?;
        Ok(())
    }
}

/// What becomes of the columns at first: the profile that was saved for such a header, else what they look like.
fn columns(
    journal: &Journal,
    spool: &Spool,
    reading: &ReadSettings,
) -> Result<(Profile, Option<String>), ApiError> {
    let report = spool.report().unwrap_or_default();
    first_profile(journal, &spool.header(), spool.joined().as_ref(), &report, reading)
}
