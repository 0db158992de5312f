//! How does a draft begin?

use longshore_engine::reading::ReadSettings;
use longshore_journal::{RunId, drafts::DraftId};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    fitting::fitted,
    misfit::{filled, misfit},
    reading, recent,
    shown::{self, DraftShown},
    source::DraftSource,
    state::State,
};
use crate::{
    ApiError, Studio,
    events::Event,
    sources::{first_profile, shaped, suggested},
};

/// An import to be prepared.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftBegin {
    /// Where the rows come from.
    pub source: DraftSource,
    /// How to read it, as far as the user decides.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub reading: ReadSettings,
    /// The name of a saved profile; without one it is the profile that was last saved for such columns.
    #[serde(default)]
    pub profile: Option<String>,
    /// The name of the store that it is for.
    #[serde(default)]
    pub store: Option<String>,
    /// A run that is repeated with another file: its profile, and its store unless another is named.
    #[serde(default)]
    pub like_run: Option<u64>,
}

/// Begins a draft: says what the source is and shows its first rows at once, whatever its size. The other rows are
/// read in the background.
pub async fn begin(studio: &Studio, request: DraftBegin) -> Result<DraftShown, ApiError> {
    let mut request = request;
    let mut named = match request.profile.clone() {
        Some(name) => Some(studio.ask(move |journal| journal.profile(&name)).await?.profile),
        None => None,
    };
    if let Some(run) = request.like_run.map(RunId) {
        let (detail, store) = studio
            .ask(move |journal| {
                let store = journal.connection(journal.run(run)?.connection)?;
                Ok((journal.run_detail(run)?, store))
            })
            .await?;
        let profile = detail.profile.filter(|profile| !profile.columns.is_empty());
        let profile =
            profile.ok_or_else(|| ApiError::new("run_has_no_profile").with("run", run))?;
        request.profile = Some(profile.name.clone()).filter(|name| !name.is_empty());
        request.store = request.store.or(Some(store.details.name));
        named = Some(profile);
    }
    if let Some(store) = request.store.clone() {
        studio.ask(move |journal| journal.connection_named(&store)).await?;
    }
    let is_arrived = request.source.arrived().is_some();
    let (inner, begun) = (studio.clone(), request);
    let (draft, sight) = tokio::task::spawn_blocking(move || {
        let DraftBegin { source, reading, profile: profile_name, store, .. } = begun;
        let reading = match &named {
            Some(profile) => crate::sources::read_as(&reading, profile),
            None => reading,
        };
        let arrived = source.arrived();
        let origin = source.take(inner.home(), inner.journal())?;
        let look = |reading: &ReadSettings| {
            reading::look_at(inner.home(), &origin.path, reading).map_err(|error| {
                origin.remove();
                error.with("file", &origin.name)
            })
        };
        let mut sight = look(&reading)?;
        let mut reading = reading;
        if named.is_none() {
            let (header, joined) = (sight.live.header(), sight.live.joined());
            if let Some(as_known) = shaped(inner.journal(), &header, joined.as_ref(), &reading)? {
                sight = look(&as_known)?;
                reading = as_known;
            }
        }
        let is_decided = named.is_some();
        let (header, report) = (sight.live.header(), sight.live.report());
        let (profile, profile_name) = match named {
            Some(profile) => (profile, profile_name),
            None => {
                let joined = sight.live.joined();
                first_profile(inner.journal(), &header, joined.as_ref(), &report, &reading)?
            }
        };
        // A profile that was named may be one for other files.
        let misfit = is_decided.then(|| misfit(&profile, &header)).flatten();
        let profile = match misfit {
            None => fitted(profile, &header),
            Some(_) => {
                let joined = sight.live.joined();
                let looks = suggested(&header, joined.as_ref(), &report, reading.clone());
                filled(fitted(profile, &header), &header, looks)
            }
        };
        let state = State {
            source: origin,
            reading,
            profile,
            profile_name,
            misfit,
            is_decided,
            store,
            step: "file".to_owned(),
            ..State::default()
        };
        let now = jiff::Timestamp::now();
        if !state.source.is_ours() {
            recent::note(inner.journal(), &state.source.path, now)?;
        }
        let state = serde_json::to_value(state).map_err(ApiError::internal)?;
        let draft = inner.journal().new_draft(&state, now)?;
        if let Some(arrival) = arrived {
            // Somebody sees to it now.
            crate::watching::settled(inner.journal(), arrival)?;
        }
        Ok::<(DraftId, _), ApiError>((draft, sight))
    })
    .await??;
    sight.read_on(studio, draft);
    studio.events().tell(Event::DraftsChanged);
    if is_arrived {
        studio.events().tell(Event::WatchedChanged);
    }
    shown::show(studio, super::DraftNumber { draft: draft.0 }).await
}
