//! Which record a row became, where the pages that remembered it are damaged.

use std::{
    fs,
    path::{Path, PathBuf},
};

use longshore_engine::{
    change::{Action, Outcome},
    entity::Entity,
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    Journal, RunId,
    check::Checked,
    intents::{Finished, Sent},
    plan::Planned,
    runs::{NewRun, RunStatus, SOURCE_SCOPE},
    salvage::Salvaged,
};

use crate::fixture::{Studio, at, change, create, import};

const PAGE: usize = 4_096;
const SCOPE: &str = "SKU,Name";
const RECORDS: u64 = 150;

fn key(record: u64) -> String {
    format!("name:A hat without a number of its own, the one of shelf {record}")
}

/// Carries out what is planned; each record gets the number that is said.
fn carry_out(studio: &Studio, run: RunId, numbers: &[(ChangeId, u64, Option<u64>)], scoped: bool) {
    let journal = &studio.journal;
    journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
    let sent = |id: &ChangeId| Sent { change: *id, fields: None, before: None, along: Vec::new() };
    let ids: Vec<ChangeId> = numbers.iter().map(|(id, ..)| *id).collect();
    let intent = journal.begin(run, at(2), ids.iter().map(sent).collect()).unwrap();
    let done = numbers.iter().map(|(id, number, replaces)| Finished {
        store_id: Some(StoreId(*number)),
        replaces: replaces.map(StoreId),
        source_key: scoped.then(|| (SCOPE.to_owned(), key(*number))),
        ..Finished::new(*id, Outcome::Applied)
    });
    journal.finish(&intent, at(3), &done.collect::<Vec<_>>()).unwrap();
    journal.set_run_status(run, RunStatus::Completed, at(4)).unwrap();
}

/// Records without a natural key, numbers 1 to [`RECORDS`]; record 7 was deleted and made again as 1007, and again
/// as 2007.
fn remembering() -> Studio {
    let studio = Studio::new();
    let journal = &studio.journal;
    let mut options = serde_json::Map::new();
    options.insert(SOURCE_SCOPE.to_owned(), SCOPE.into());
    let run = journal.new_run(&NewRun { options, ..import(studio.connection) }).unwrap();
    let ids: Vec<ChangeId> = journal.reserve_changes(RECORDS).unwrap().collect();
    let plan = ids
        .iter()
        .zip(1..)
        .map(|(id, row)| Planned { source_key: Some(key(row)), ..Planned::from(create(*id, row)) });
    journal.append_plan(run, &plan.collect::<Vec<_>>()).unwrap();
    let numbers: Vec<_> = ids.iter().zip(1..).map(|(id, number)| (*id, number, None)).collect();
    carry_out(&studio, run, &numbers, true);
    for (old, new) in [(7, 1_007), (1_007, 2_007)] {
        let delete = studio.planned_run();
        let id = journal.reserve_changes(1).unwrap().next().unwrap();
        journal.append_plan(delete, &[change(id, Action::Delete).into()]).unwrap();
        carry_out(&studio, delete, &[(id, old, None)], false);
        let again = studio.planned_run();
        let made = journal.reserve_changes(1).unwrap().next().unwrap();
        let plan = Planned { undoes: Some(id), ..Planned::from(create(made, 1)) };
        journal.append_plan(again, &[plan]).unwrap();
        carry_out(&studio, again, &[(made, new, Some(old))], false);
    }
    studio
}

/// Fills the pages of these tables and indexes with garbage.
fn destroy(path: &Path, names: &[&str]) {
    let journal = rusqlite::Connection::open(path).unwrap();
    let names = names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let pages: Vec<i64> = journal
        .prepare(&format!("SELECT pageno FROM dbstat WHERE name IN ({names})"))
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    drop(journal);
    assert!(!pages.is_empty());
    let mut bytes = fs::read(path).unwrap();
    for page in pages {
        let page = usize::try_from(page).unwrap();
        bytes[(page - 1) * PAGE..page * PAGE].fill(0x5A);
    }
    fs::write(path, bytes).unwrap();
}

struct Saved {
    _folder: tempfile::TempDir,
    journal: Journal,
    report: Salvaged,
}

fn without(names: &[&str]) -> Saved {
    let Studio { folder, journal, .. } = remembering();
    drop(journal);
    let path: PathBuf = folder.path().join("data/journal.db");
    destroy(&path, names);
    let to = folder.path().join("saved.db");
    let report = Journal::salvage(&path, &to, at(99)).unwrap();
    let journal = Journal::open(&to).unwrap();
    assert_eq!(journal.check().unwrap(), Checked::default(), "{report:?}");
    Saved { _folder: folder, journal, report }
}

impl Saved {
    /// How many rows are still known to be the records that they became.
    fn known(&self) -> u64 {
        let memory = self.journal.memory(self.journal.connections().unwrap()[0].id).unwrap();
        let is_known = |record: &u64| {
            let found = memory.remembered(SCOPE, Entity::Product, &key(*record)).unwrap();
            let now = if *record == 7 { 2_007 } else { *record };
            assert!(found.is_none_or(|found| found == StoreId(now)), "{record}: {found:?}");
            found.is_some()
        };
        (1..=RECORDS).filter(is_known).count() as u64
    }

    fn leads_from(&self, record: u64) -> StoreId {
        let shop = self.journal.connections().unwrap()[0].id;
        self.journal.current_id(shop, Entity::Product, StoreId(record)).unwrap()
    }
}

const REMEMBERED: &[&str] = &["remembered", "remembered_record"];
const IDENTITIES: &[&str] = &["identity", "identity_number", "identity_number_identity"];

#[test]
fn what_was_remembered_is_read_from_its_index_where_the_table_is_damaged() {
    let saved = without(&["remembered", "identity_number"]);
    assert_eq!((saved.known(), saved.report.remembered_again), (RECORDS, 0));
    assert!(!saved.report.memory_lost && saved.report.is_whole(), "{:?}", saved.report);
    assert_eq!(saved.leads_from(7), StoreId(2_007));
}

#[test]
fn rows_without_a_number_are_known_again_by_the_changes_that_made_them() {
    let saved = without(REMEMBERED);
    assert_eq!((saved.known(), saved.report.remembered_again), (RECORDS, RECORDS));
    let table = saved.report.tables.iter().find(|found| found.table == "remembered").unwrap();
    assert_eq!((table.saved, table.is_whole), (RECORDS, false));
    assert!(saved.report.memory_lost, "what an export told is in no change");
}

#[test]
fn a_record_that_was_made_again_is_known_to_be_the_same() {
    for lost in [IDENTITIES, &[REMEMBERED, IDENTITIES].concat()] {
        let saved = without(lost);
        assert_eq!(saved.known(), RECORDS);
        for number in [7, 1_007, 2_007] {
            assert_eq!(saved.leads_from(number), StoreId(2_007), "{lost:?}");
        }
        let table = saved.report.tables.iter().find(|found| found.table == "identity_number");
        assert_eq!(table.unwrap().saved, 3);
    }
}

#[test]
fn what_nothing_says_any_more_is_said_to_be_forgotten() {
    let changes = ["change", "change_body", "change_run", "change_order"];
    let saved = without(&[REMEMBERED, &changes].concat());
    assert_eq!((saved.known(), saved.report.remembered_again), (0, 0));
    let table = saved.report.tables.iter().find(|found| found.table == "remembered").unwrap();
    assert_eq!((table.saved, table.is_whole), (0, false), "it has its line all the same");
    assert!(saved.report.memory_lost && !saved.report.is_whole());

    // The key is known, and nobody knows within what.
    let saved = without(&[REMEMBERED, &["run_detail"]].concat());
    assert!(saved.known() == 0 && saved.report.memory_lost);
    // The shop has to be added anew, and is another one then.
    assert!(without(&["connection"]).report.memory_lost);
    assert!(!without(&["draft"]).report.memory_lost);
}
