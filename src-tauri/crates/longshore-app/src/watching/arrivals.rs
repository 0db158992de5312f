//! What came into a watched folder, and what of it waits for somebody?

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use longshore_journal::{
    Journal, JournalError,
    settings::{Arrival, WatchedId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::room::WatchedNumber;
use crate::{ApiError, Studio, events::Event};

/// More arrivals than these are asked for one page after the other.
const MOST: usize = 500;
/// What became of those that were not brought in.
const NOT_BROUGHT_IN: &[&str] = &["failed", "unrecognised", "unreadable"];

/// Which arrivals are wanted.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ArrivalsWanted {
    /// The watched folder.
    pub watched: u64,
    /// How many are passed over.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub from: u64,
    /// How many at most.
    pub count: usize,
}

/// What came into a watched folder, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ArrivalsPage {
    /// What came in.
    pub arrivals: Vec<ArrivalShown>,
    /// How much there is in all.
    pub total: u64,
}

/// Something that came into a watched folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ArrivalShown {
    /// Its number.
    pub arrival: u64,
    /// When something became of it.
    pub at: Timestamp,
    /// What became of it: `imported`, `known`, `empty`, `failed`, `unrecognised`, `unreadable`,
    /// `resumed`.
    pub what: String,
    /// The name of the file.
    pub file: String,
    /// The run that brought it in.
    pub run: Option<u64>,
    /// The file with the rows that stayed out.
    pub rejects: Option<PathBuf>,
    /// How many warnings there are about its rows.
    #[ts(as = "Option<_>", optional)]
    pub warnings: u64,
    /// Why it was not brought in.
    pub error: Option<ArrivalError>,
    /// Where it lies now, where it was not brought in.
    pub lies: Option<PathBuf>,
    /// Whether somebody saw to it: it waits for nobody any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<_>", optional)]
    pub is_settled: bool,
    /// Whether it waits for somebody to do something about it.
    #[serde(skip_deserializing)]
    pub needs_you: bool,
}

/// Why something was not brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ArrivalError {
    /// What happened.
    pub code: String,
    /// What the sentence about it needs.
    pub params: std::collections::BTreeMap<String, String>,
}

/// Names something that came in.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct ArrivalNumber {
    /// Its number.
    pub arrival: u64,
}

pub(super) fn arrival(arrival: Arrival) -> ArrivalShown {
    let shown: ArrivalShown = serde_json::from_value(arrival.body).unwrap_or_default();
    ArrivalShown { arrival: arrival.id, at: arrival.at, needs_you: false, ..shown }
}

/// Where a file lies that came in and was put aside.
pub(crate) fn put_aside(journal: &Journal, number: u64) -> Result<PathBuf, ApiError> {
    let lies = journal.arrival(number)?.and_then(|found| arrival(found).lies);
    lies.ok_or_else(|| ApiError::new("arrival_unknown").with("which", number))
}

/// What came into a folder and was not brought in since, under its name or by hand: it may wait for somebody.
pub(super) fn open(
    journal: &Journal,
    watched: WatchedId,
) -> Result<Vec<ArrivalShown>, JournalError> {
    let latest = journal.latest_arrivals(watched, NOT_BROUGHT_IN)?;
    Ok(latest.into_iter().map(arrival).filter(|one| !one.is_settled).collect())
}

/// Those of them whose files still lie where they were left. Asks the file system, which may take its time.
pub(super) fn waiting(mut open: Vec<ArrivalShown>, folder: &Path) -> Vec<ArrivalShown> {
    open.retain(|one| {
        let lies = one.lies.clone().unwrap_or_else(|| folder.join(&one.file));
        // What cannot be looked at may well be there.
        lies.try_exists().unwrap_or(true)
    });
    open
}

/// What came into a folder.
pub async fn arrivals(studio: &Studio, request: ArrivalsWanted) -> Result<ArrivalsPage, ApiError> {
    let id = WatchedId(request.watched);
    let folder = super::room::one(studio, WatchedNumber { watched: id.0 }).await?.folder;
    let (found, total, open) = studio
        .ask(move |journal| {
            let (found, total) = journal.arrivals(id, request.from, request.count.min(MOST))?;
            Ok((found, total, open(journal, id)?))
        })
        .await?;
    let waiting = tokio::task::spawn_blocking(move || waiting(open, &folder)).await?;
    let mut arrivals: Vec<_> = found.into_iter().map(arrival).collect();
    for one in &mut arrivals {
        one.needs_you = waiting.iter().any(|waiting| waiting.arrival == one.arrival);
    }
    Ok(ArrivalsPage { arrivals, total })
}

/// Notes that nothing more is to be done about something that came in.
pub async fn settle(studio: &Studio, request: ArrivalNumber) -> Result<(), ApiError> {
    let number = request.arrival;
    let is_there = studio.ask(move |journal| settled(journal, number)).await?;
    studio.events().tell(Event::WatchedChanged);
    match is_there {
        true => Ok(()),
        false => Err(ApiError::new("arrival_unknown").with("which", number)),
    }
}

/// Whether there was something to note it of.
pub(crate) fn settled(journal: &Journal, number: u64) -> Result<bool, JournalError> {
    let Some(found) = journal.arrival(number)? else { return Ok(false) };
    let settled = ArrivalShown { is_settled: true, ..arrival(found) };
    journal.set_arrival(number, &serde_json::to_value(settled).unwrap_or_default())?;
    Ok(true)
}
