//! What does the user decide about the columns of a draft?

use std::sync::Arc;

use longshore_engine::{
    error::MappingError,
    number::NumberReader,
    profile::{BlankPolicy, ColumnMap, Mode, OnEdit, Profile, Step},
    reading::Notation,
    row::Header,
    steps,
    target::Target,
    value::Key,
};
use longshore_journal::drafts::DraftId;
use serde::Deserialize;
use ts_rs::TS;

use super::{
    columns::{self, DraftColumns, DraftConstant},
    fitting::fitted,
    live::{self, Live},
    misfit::{filled, misfit},
    prepared,
    read_settings::read_as,
    state::{self, State},
    view::DraftNumber,
};
use crate::{
    ApiError, Studio,
    events::Event,
    profiles,
    progress::Watch,
    sources::{suggested, without_reasons},
};

/// What is decided about a draft; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct DraftMap {
    /// The draft.
    pub draft: u64,
    /// Columns, each with everything that is decided about it.
    #[ts(as = "Option<_>", optional)]
    pub columns: Vec<ColumnDecision>,
    /// All constants.
    pub constants: Option<Vec<DraftConstant>>,
    /// What may be done.
    pub mode: Option<Mode>,
    /// What an empty cell means where its column does not say otherwise.
    pub blank: Option<BlankPolicy>,
    /// What tells that a row and a record are the same, tried in this order.
    pub match_keys: Option<Vec<Key>>,
    /// All fields of which the store is the source of truth.
    pub shop_keeps: Option<Vec<String>>,
    /// What becomes of what somebody changes in the store between plan and run.
    pub on_edit: Option<OnEdit>,
    /// All kinds of issues whose proposals are taken for every row, by their codes.
    pub takes: Option<Vec<String>>,
}

/// Everything that is decided about a column.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct ColumnDecision {
    /// Its number, from 0.
    #[ts(as = "Option<_>", optional)]
    pub column: usize,
    /// What it is for; `None`: it is not imported.
    pub field: Option<String>,
    /// How its numbers and dates are written, where the user decides it.
    #[ts(as = "Option<_>", optional)]
    pub notation: Notation,
    /// What happens to each cell before it is read.
    #[ts(as = "Option<_>", optional)]
    pub steps: Vec<Step>,
    /// What an empty cell means, where it differs from the others.
    pub blank: Option<BlankPolicy>,
}

/// More steps nobody takes.
const MOST_STEPS: usize = 50;
/// More constants nobody needs.
const MOST_CONSTANTS: usize = 200;
/// All that is said of columns together, as text.
const LONGEST: usize = 2 << 20;

/// Decides about the columns of a draft. A column that fed a field which another one feeds now is no longer imported.
pub async fn map(studio: &Studio, request: DraftMap) -> Result<DraftColumns, ApiError> {
    let draft = DraftId(request.draft);
    let (_, _, live) = live::open(studio, draft).await?;
    let header = live.header();
    let decided = state::change(studio, draft, move |state| {
        let profile = fitted(state.profile.clone(), &header);
        let profile = decide(profile, request, &header)?;
        state.profile = profile;
        state.is_decided = true;
        state.touch();
        Ok::<_, ApiError>(())
    });
    decided.await??;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    columns::columns(studio, DraftNumber { draft: draft.0 }).await
}

fn decide(mut profile: Profile, request: DraftMap, header: &Header) -> Result<Profile, ApiError> {
    for decision in request.columns {
        if decision.column >= header.columns.len() {
            return Err(ApiError::new("column_unknown").with("column", decision.column + 1));
        }
        let target = decision.field.as_deref().map(target).transpose()?;
        if decision.steps.len() > MOST_STEPS {
            return Err(ApiError::new("too_many_steps").with("most", MOST_STEPS));
        }
        possible(&profile.columns[decision.column].column, &decision, header)?;
        if let Some(target) = target.as_ref().filter(|target| !target.takes_several()) {
            let name = target.name();
            for other in &mut profile.columns {
                if other.target.as_ref() == Some(&name) {
                    other.target = None;
                }
            }
            profile.constants.retain(|(field, _)| *field != name);
        }
        let column = &mut profile.columns[decision.column];
        *column = ColumnMap {
            column: std::mem::take(&mut column.column),
            occurrence: column.occurrence,
            target: target.map(|target| target.name()),
            notation: decision.notation,
            steps: decision.steps,
            blank: decision.blank,
        };
    }
    if let Some(constants) = request.constants {
        profile.constants = constants_of(&mut profile.columns, constants)?;
    }
    profile.mode = request.mode.unwrap_or(profile.mode);
    profile.blank = request.blank.unwrap_or(profile.blank);
    profile.match_keys = request.match_keys.unwrap_or(profile.match_keys);
    profile.on_edit = request.on_edit.unwrap_or(profile.on_edit);
    if let Some(fields) = request.shop_keeps {
        let kind = profile.kind();
        if let Some(field) = fields.iter().find(|field| !columns::may_stay(kind, field)) {
            return Err(ApiError::new("field_unknown").with("field", field));
        }
        profile.shop_keeps = fields.into_iter().map(Into::into).collect();
    }
    if let Some(codes) = request.takes {
        profile.takes = codes.into_iter().map(Into::into).collect();
    }
    let size = serde_json::to_string(&profile).map_err(ApiError::internal)?.len();
    if size > LONGEST {
        return Err(ApiError::new("profile_too_big"));
    }
    Ok(profile)
}

/// Whether all steps of a column can be carried out in this file.
fn possible(column: &str, decision: &ColumnDecision, header: &Header) -> Result<(), ApiError> {
    let reader = NumberReader { notation: decision.notation, ..NumberReader::default() };
    let columns = steps::Columns::new(header, &[]);
    let compiled = steps::Steps::compile(&decision.steps, &columns, &reader);
    compiled.map(|_| ()).map_err(|(step, fault)| {
        let column = column.to_owned();
        impossible(&MappingError::BadStep { column, step: step + 1, fault })
    })
}

/// What is wrong with a profile, as an answer.
pub(super) fn impossible(error: &MappingError) -> ApiError {
    let (code, params) = error.code();
    params.into_iter().fold(ApiError::new(code), |error, (name, value)| error.with(name, value))
}

/// A constant takes the field from a column that fed it.
fn constants_of(
    columns: &mut [ColumnMap],
    constants: Vec<DraftConstant>,
) -> Result<Vec<(smol_str::SmolStr, String)>, ApiError> {
    if constants.len() > MOST_CONSTANTS {
        return Err(ApiError::new("too_many_constants").with("most", MOST_CONSTANTS));
    }
    let mut all: Vec<(smol_str::SmolStr, String)> = Vec::new();
    for DraftConstant { field, text } in constants {
        let target = target(&field)?;
        let name = target.name();
        if !target.takes_several() {
            for column in columns.iter_mut().filter(|column| column.target.as_ref() == Some(&name))
            {
                column.target = None;
            }
            all.retain(|(field, _)| *field != name);
        }
        all.push((name, text));
    }
    Ok(all)
}

fn target(field: &str) -> Result<Target, ApiError> {
    Target::parse(field).ok_or_else(|| ApiError::new("field_unknown").with("field", field))
}

/// A profile for a draft.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftProfile {
    /// The draft.
    pub draft: u64,
    /// The name of the profile; for [`use_profile`] `None` goes back to what the columns look like.
    pub name: Option<String>,
    /// For [`use_profile`]: columns that are called otherwise in this file, as the profile and as the file calls them.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub renamed: Vec<(String, String)>,
}

/// Decides about the columns of a draft as a saved profile does.
pub async fn use_profile(studio: &Studio, request: DraftProfile) -> Result<DraftColumns, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state, live) = live::open(studio, draft).await?;
    let name = request.name.clone();
    let profile = match request.name {
        Some(name) => {
            let saved = studio.ask(move |journal| journal.profile(&name)).await?;
            saved.profile.renamed(&request.renamed)
        }
        None => looks(&live, &state).await?,
    };
    let shape = profile.reading.joining.shape.clone();
    if name.is_some() && shape != state.reading.joining.shape {
        return made_as(studio, draft, State { profile, ..state }, name).await;
    }
    let header = live.header();
    let misfit = misfit(&profile, &header);
    let profile = match misfit {
        None => fitted(profile, &header),
        Some(_) => filled(fitted(profile, &header), &header, looks(&live, &state).await?),
    };
    state::change(studio, draft, move |state| {
        state.profile = profile;
        state.is_decided = name.is_some();
        (state.profile_name, state.misfit) = (name, misfit);
        state.touch();
    })
    .await?;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    columns::columns(studio, DraftNumber { draft: draft.0 }).await
}

/// What the columns of a draft look like, as a profile.
pub(super) async fn looks(live: &Arc<Live>, state: &State) -> Result<Profile, ApiError> {
    let (live, reading) = (Arc::clone(live), state.reading.clone());
    let look = move || {
        let (mut header, joined) = (live.header(), live.joined());
        without_reasons(&mut header);
        suggested(&header, joined.as_ref(), &live.report(), reading)
    };
    Ok(tokio::task::spawn_blocking(look).await?)
}

/// Makes products of the rows of a draft as its profile says, before its columns hold.
async fn made_as(
    studio: &Studio,
    draft: DraftId,
    state: State,
    name: Option<String>,
) -> Result<DraftColumns, ApiError> {
    let mut reading = state.reading.clone();
    let wanted = state.profile.clone();
    reading.joining.shape.clone_from(&state.profile.reading.joining.shape);
    let state = State { is_decided: true, ..state };
    read_as(studio, draft, state, reading, &Watch::nobody()).await?;
    let (_, _, live) = live::open(studio, draft).await?;
    let misfit = misfit(&wanted, &live.header());
    state::change(studio, draft, move |state| {
        (state.profile_name, state.misfit) = (name, misfit);
    })
    .await?;
    columns::columns(studio, DraftNumber { draft: draft.0 }).await
}

/// Saves what was decided in a draft as a profile, in place of one of that name.
pub async fn save_profile(
    studio: &Studio,
    request: DraftProfile,
) -> Result<profiles::ProfileInfo, ApiError> {
    let draft = DraftId(request.draft);
    let name = request.name.unwrap_or_default().trim().to_owned();
    if name.is_empty() {
        return Err(ApiError::new("profile_name_empty"));
    }
    let (_, state, live) = live::open(studio, draft).await?;
    let called = name.clone();
    let mut prepared =
        tokio::task::spawn_blocking(move || prepared::prepared(&live, &state)).await?;
    prepared.profile.columns.truncate(prepared.header.columns.len());
    profiles::save(studio, &called, &prepared).await?;
    state::change(studio, draft, move |state| {
        (state.profile_name, state.misfit) = (Some(name), None);
    })
    .await?;
    studio.events().tell(Event::DraftChanged { draft: draft.0 });
    let saved = studio.ask(move |journal| journal.profile(&called)).await?;
    Ok(profiles::ProfileInfo::from(&saved))
}
