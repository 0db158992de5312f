//! Will the store be able to fetch the pictures of a plan?
//!
//! Asked after the plan is made and before anybody agrees to it: it takes its time, and nothing waits for it that does
//! not want to. What is found joins the issues of the plan.

use std::collections::BTreeMap;

use longshore_connectors::{
    Address,
    picture_check::{self, Trouble},
};
use longshore_engine::{issue::Issue, picture_files, pictures, plan::codes};
use longshore_journal::{
    Journal, JournalError, RunId,
    issues::{IssueGroup, IssueOwner},
    state::State,
};
use serde::Serialize;
use ts_rs::TS;

use crate::{
    ApiError, Studio,
    events::Event,
    issues::{Found, IssueCount},
    progress::{Stage, Watch},
    runs::RunNumber,
};

/// So many pictures of a plan are looked at: the first ones tell most, and nobody's server is to be run down.
const MOST: usize = 2_000;
/// Changes that are read together.
const PAGE: usize = 1_000;
/// So many troubles are told one by one.
const TOLD: usize = 100;

/// What was found out about the pictures of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PicturesChecked {
    /// How many different pictures the store has yet to fetch.
    pub pictures: u64,
    /// How many of them were looked at.
    pub looked_at: u64,
    /// What is wrong with them, counted by kind.
    pub issues: Vec<IssueCount>,
    /// The first troubles, one by one, in the order of the rows.
    pub troubles: Vec<Issue>,
}

/// Looks at the pictures that a plan has the store fetch.
pub async fn check_pictures(
    studio: &Studio,
    request: RunNumber,
    watch: &Watch,
) -> Result<PicturesChecked, ApiError> {
    let run = RunId(request.run);
    let (all, shop) = studio
        .ask(move |journal| {
            let connection = journal.connection(journal.run(run)?.connection)?;
            Ok((to_be_fetched(journal, run)?, connection.details.url))
        })
        .await?;
    let pictures = all.len() as u64;
    let (addresses, rows): (Vec<String>, Vec<Vec<u64>>) = all.into_iter().take(MOST).unzip();
    let shop = Address::parse(&shop).map_err(longshore_connectors::StoreError::nothing_sent)?;
    let (mut done, total) = (0, addresses.len() as u64);
    let each = || {
        done += 1;
        watch.tell(Stage::CheckingPictures, done, Some(total));
    };
    let found = watch.unless_cancelled(picture_check::look(&addresses, &shop, each)).await?;
    let mut troubles: Vec<Issue> = Vec::new();
    for (at, trouble) in &found {
        let told = |row: &u64| issue(&addresses[*at], trouble, *row);
        troubles.extend(rows[*at].iter().map(told));
    }
    troubles.sort_by_key(|issue| issue.row);
    let mut counted = Found::default();
    counted.add(&troubles);
    let issues = counted.counts();
    let groups = counted.groups();
    studio.ask(move |journal| put(journal, run, groups)).await?;
    studio.events().tell(Event::RunChanged { run: run.0 });
    troubles.truncate(TOLD);
    Ok(PicturesChecked { pictures, looked_at: total, issues, troubles })
}

/// The addresses of a plan's pictures, each with the rows that name it; in the order of the first of them.
fn to_be_fetched(journal: &Journal, run: RunId) -> Result<Vec<(String, Vec<u64>)>, JournalError> {
    let mut found: Vec<(String, Vec<u64>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = journal.changes_of(run, &[State::Planned], after, PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.planned.change.id);
        for entry in &page {
            let change = &entry.planned.change;
            let (Some(row), Some((_, images))) = (change.row, pictures::of(&change.fields)) else {
                continue;
            };
            for image in images.iter().filter(|image| pictures::is_to_fetch(image)) {
                let address = image.src.trim();
                if picture_files::parts(address).is_some() {
                    continue;
                }
                let place = *places.entry(address.to_owned()).or_insert_with(|| {
                    found.push((address.to_owned(), Vec::new()));
                    found.len() - 1
                });
                found[place].1.push(row);
            }
        }
    }
}

fn issue(address: &str, trouble: &Trouble, row: u64) -> Issue {
    let number;
    let (code, values): (_, &[&str]) = match trouble {
        Trouble::Refused(status) => {
            number = status.to_string();
            (&codes::PICTURE_NOT_THERE, &[address, &number])
        }
        Trouble::Unreachable => (&codes::PICTURE_UNREACHABLE, &[address]),
        Trouble::NotPublic => (&codes::PICTURE_NOT_PUBLIC, &[address]),
        Trouble::WebPage => (&codes::PICTURE_IS_PAGE, &[address]),
        Trouble::NoPicture => (&codes::PICTURE_OF_NO_TYPE, &[address]),
        Trouble::Empty => (&codes::PICTURE_EMPTY, &[address]),
        Trouble::TooLarge(bytes) => {
            number = (bytes / 1_000_000).to_string();
            (&codes::PICTURE_TOO_LARGE, &[address, &number])
        }
    };
    code.issue(Some(row), None, values, None)
}

/// Puts what was found in place of what an earlier look found.
fn put(journal: &Journal, run: RunId, found: Vec<IssueGroup>) -> Result<(), JournalError> {
    let owner = IssueOwner::Run(run);
    let mut groups = journal.issues(owner)?;
    let is_ours = |code: &str| codes::OF_PICTURES.iter().any(|known| known.code == code);
    groups.retain(|group| !is_ours(&group.code));
    groups.extend(found);
    journal.set_issues(owner, &groups)
}
