//! What are the columns of rows that were joined, and what do they say of themselves?

use longshore_engine::{
    platforms::joining::{Joined, Notice},
    profile::{Fingerprint, Profile},
    reading::ReadSettings,
    recognise::{Recognised, recognise},
    row::Header,
    shape::RowShape,
    suggest::{Suggestion, suggest, suggest_joined, suggest_shaped},
};
use longshore_formats::Report;
use serde::Serialize;
use ts_rs::TS;

use super::prepared::samples;

/// What the rows of another platform's file came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct JoinedFile {
    /// How many rows the file has.
    pub rows: u64,
    /// How many products they make.
    pub products: u64,
    /// How many variations of those.
    pub variations: u64,
    /// How many pictures of both.
    pub images: u64,
    /// What the file does not carry, and what was decided.
    pub notices: Vec<Notice>,
    /// Whether two plain tables were put together by a key.
    pub is_plain: bool,
    /// Of how many rows the second file says something, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub found: Option<u64>,
    /// The table of the same file with which they were joined, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub part: Option<String>,
    /// How the rows of a plain table became products, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub shape: Option<RowShape>,
}

impl From<&Joined> for JoinedFile {
    fn from(joined: &Joined) -> Self {
        Self {
            rows: joined.rows,
            products: joined.products,
            variations: joined.variations,
            images: joined.images,
            notices: joined.notices.clone(),
            is_plain: joined.is_plain && joined.shaped.is_none() && joined.found.is_some(),
            found: joined.found,
            part: joined.part.clone(),
            shape: joined.shaped.clone(),
        }
    }
}

/// What a file is, going by its columns or by what they were before they were joined.
pub(crate) fn recognised(header: &Header, joined: Option<&Joined>) -> Recognised {
    let was_something_else = |joined: &&Joined| !joined.is_plain || joined.shaped.is_some();
    let joined = joined.filter(was_something_else);
    joined.map_or_else(|| recognise(header), Joined::recognised)
}

/// Where two plain tables were put together their columns are what they were.
pub(crate) fn of_platform(joined: Option<&Joined>) -> Option<&Joined> {
    joined.filter(|joined| !joined.is_plain)
}

/// How somebody said that the rows of a plain table become products.
pub(crate) fn shape_of(joined: Option<&Joined>) -> Option<&RowShape> {
    joined.and_then(|joined| joined.shaped.as_ref())
}

/// The columns of the file itself, where its rows became products.
fn own_header(header: &Header, joined: Option<&Joined>) -> Header {
    let Some(shape) = shape_of(joined) else { return header.clone() };
    let columns = header.columns.get(shape.own(header.columns.len())).unwrap_or_default().to_vec();
    Header { columns, line: header.line }
}

/// What the columns are for.
pub(crate) fn suggestions(
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
) -> Vec<Suggestion> {
    let recognised = recognised(header, joined);
    match (of_platform(joined), shape_of(joined)) {
        (Some(joined), _) => suggest_joined(header, joined),
        (None, Some(shape)) => suggest_shaped(header, &recognised, shape, &samples(header, report)),
        (None, None) => suggest(header, &recognised, &samples(header, report)),
    }
}

/// What the columns look like, as a profile.
pub(crate) fn suggested(
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
    reading: ReadSettings,
) -> Profile {
    let reading = kept(reading);
    match of_platform(joined) {
        Some(joined) => Profile::of_joined(joined, header, reading),
        None => {
            let suggestions = suggestions(header, joined, report);
            let mut profile =
                Profile::suggested(&recognised(header, joined), &suggestions, reading);
            if let Some(shape) = shape_of(joined) {
                profile.reading.joining.shape = Some(shape.clone());
            }
            profile
        }
    }
}

/// What a profile keeps of how a file is read: where a second one lies is the matter of each file.
pub(crate) fn kept(mut reading: ReadSettings) -> ReadSettings {
    (reading.joining.with, reading.joining.with_sheet) = (None, None);
    reading
}

/// The columns of rows with a second file as a shape takes them. `None` where rows were joined in another way.
pub(crate) fn as_shaped(header: &Header, joined: Option<&Joined>) -> Option<Header> {
    let Some(joined) = joined else { return Some(header.clone()) };
    if !joined.is_plain || joined.shaped.is_some() {
        return None;
    }
    Some(header.clone())
}

/// By what profiles for such columns are known again.
pub(crate) fn profile_key(header: &Header, joined: Option<&Joined>) -> Fingerprint {
    match of_platform(joined) {
        Some(joined) => Fingerprint::of_joined(
            &joined.recognised.platform,
            header.columns.iter().map(String::as_str),
        ),
        None => Fingerprint::of(&own_header(header, joined)),
    }
}
