//! How does a file become rows with a profile?

use longshore_engine::{check::codes, entity::Entity, profile::TAKES_ALL, reading::ReadSettings};

use super::{
    known::{known_profile, read_as, shaped},
    notations,
    prepared::{Prepared, look, without_reasons},
    spooled::{has_price_kind, has_sheet, read, without_rows},
    web::{Beside, SourceFile},
};
use crate::{error::ApiError, progress::Watch, studio::Studio};
/// What is wanted of the columns, as far as the user says it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// The name of a saved profile.
    pub(crate) profile: Option<String>,
    /// `Column=field`, each over everything else.
    pub(crate) assignments: Vec<String>,
    /// `Column=comma` and the like, each over what was found out.
    pub(crate) notations: Vec<String>,
    /// Kinds of issues whose proposals are taken, by their codes; `all` for every kind.
    pub(crate) takes: Vec<String>,
    /// What kind of record the rows are, where they are no products.
    pub(crate) kind: Option<Entity>,
}

/// Reads a file and finds out what its columns are for: by the profile that was named, by one that is known for
/// such a header, or by what the columns look like.
pub(crate) async fn prepare(
    studio: &Studio,
    file: &SourceFile,
    settings: ReadSettings,
    columns: &Columns,
    watch: &Watch,
) -> Result<Prepared, ApiError> {
    let named = match columns.profile.clone() {
        Some(name) => Some(studio.ask(move |journal| journal.profile(&name)).await?.profile),
        None => None,
    };
    let (typed, beside) = Beside::of(studio, settings, watch).await?;
    let mut settings = match &named {
        Some(profile) => read_as(&typed, profile),
        None => typed.clone(),
    };
    let kind = columns.kind.or(named.as_ref().and_then(|profile| profile.entity));
    let kind = kind.filter(|kind| !kind.is_sold());
    if kind.is_some() {
        // Nothing makes products of them.
        settings.joining.rows_as_they_are = Some(true);
    }
    let at_hand = file.at_hand(studio, watch).await?;
    let first = read(studio, file, &at_hand, settings.clone(), watch).await;
    let (mut spool, mut source) = first.map_err(|error| beside.told(error))?;
    has_sheet(&typed, &spool, file)?;
    has_price_kind(&typed, &spool, file)?;
    let mut header = spool.header();
    without_reasons(&mut header);
    if named.is_none() && kind.is_none() {
        let (wanted, columns) = (settings.clone(), header.clone());
        let joined = spool.joined();
        let shaped =
            studio.ask(move |journal| shaped(journal, &columns, joined.as_ref(), &wanted)).await?;
        if let Some(reading) = shaped {
            let again = read(studio, file, &at_hand, reading.clone(), watch).await;
            (spool, source) = again.map_err(|error| beside.told(error))?;
            (header, settings) = (spool.header(), reading);
            without_reasons(&mut header);
        }
    }
    if spool.rows() == 0 {
        return Err(without_rows(&header, &settings).with("file", file.shown()));
    }
    let known = match named {
        Some(profile) => Some(profile),
        None => known_profile(studio, &header, spool.joined().as_ref(), &settings).await?,
    };
    // A profile for the same columns that makes something else of them is not meant.
    let known = known.filter(|profile| kind.is_none() || profile.entity == kind);
    let kind = kind.or(known.as_ref().and_then(|profile| profile.entity));
    let mut prepared = Prepared { from: at_hand.from(), ..look(spool, source, header, &settings) };
    if let Some(kind) = kind {
        prepared.rows_are(kind, &settings);
    }
    if let Some(profile) = known {
        prepared.profile = profile;
        prepared.profile.take_new_attributes(&prepared.header);
        prepared.has_saved_profile = true;
    }
    decide(&mut prepared, columns)?;
    Ok(prepared)
}

/// Has what the user says of the columns count more than what was known of them.
fn decide(prepared: &mut Prepared, columns: &Columns) -> Result<(), ApiError> {
    for assignment in &columns.assignments {
        prepared.profile.take_new(assignment, &prepared.header);
        prepared.profile.assign(assignment).map_err(|error| {
            let (code, params) = error.code();
            params
                .into_iter()
                .fold(prepared.error(code), |error, (name, value)| error.with(name, value))
        })?;
    }
    for notation in &columns.notations {
        let name = prepared.source.name.clone();
        notations::assign(&mut prepared.profile, notation)
            .map_err(|error| error.with("file", name))?;
    }
    for code in &columns.takes {
        let code = code.trim();
        if code != TAKES_ALL && codes::ALL.iter().all(|known| known.code != code) {
            return Err(ApiError::new("proposal_unknown").with("code", code));
        }
        let code = code.into();
        if !prepared.profile.takes.contains(&code) {
            prepared.profile.takes.push(code);
        }
    }
    Ok(())
}
