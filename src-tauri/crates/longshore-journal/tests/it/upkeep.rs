//! Migrations, forgetting, retention and compacting on disks that are full, that break or that lose power.
#![expect(clippy::print_stdout, reason = "how many calls were tried belongs into the report")]

use longshore_journal::{JournalError, check::Checked};

use crate::{
    disk::{Lasting, Left, Trouble},
    fixture::at,
    power::{Known, STEPS},
    stage::Stage,
};

const EMAIL: &str = "ann@example.com";
const LATER: i64 = 100 * 86_400;

/// Does the work with every trouble at every n, and has it judged afterwards; says how many were tried.
fn every_trouble(
    prepare: impl Fn(&Stage),
    work: impl Fn(&Stage) -> Result<(), JournalError>,
    judge: impl Fn(&Stage, &str),
) {
    let stage = Stage::new();
    prepare(&stage);
    let prepared = stage.disk.files();
    let kinds = [
        (Trouble::Full, None),
        (Trouble::Broken, None),
        (Trouble::Broken, Some(5)),
        (Trouble::PowerCut, Some(0)),
        (Trouble::PowerCut, Some(1)),
        (Trouble::PowerCut, Some(7)),
    ];
    for (trouble, left) in kinds {
        let mut tried = 0;
        for n in 1.. {
            stage.disk.put(&prepared);
            stage.disk.trouble_at(trouble, n, Lasting::UntilMended);
            let done = work(&stage);
            stage.disk.pause();
            if let Some(seed) = left {
                stage.disk.lose_power(match seed {
                    0 => Left::Nothing,
                    1 => Left::Everything,
                    seed => Left::Some((n + (seed << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
                });
            }
            let case = format!("{trouble:?} at call {n}, {left:?}: {done:?}");
            judge(&stage, &case);
            if !stage.disk.mend() {
                assert!(done.is_ok(), "{case}");
                break;
            }
            tried = n;
        }
        println!("{trouble:?}, {left:?}: {tried} calls tried");
        assert!(tried > 10);
    }
}

/// The version of the tables that every journal is brought to.
const NEWEST: i64 = 8;

#[test]
fn a_migration_is_done_whole_or_not_at_all() {
    let prepare = |stage: &Stage| {
        let old = stage.sqlite();
        old.pragma_update(None, "journal_mode", "WAL").unwrap();
        old.execute_batch(include_str!("../../src/releases/001.sql")).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.execute_batch(include_str!("released/001.sql")).unwrap();
    };
    let judge = |stage: &Stage, case: &str| {
        let version = |stage: &Stage| -> i64 {
            stage.sqlite().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
        };
        assert!((1..=NEWEST).contains(&version(stage)), "{case}");
        let journal = stage.open().unwrap_or_else(|error| panic!("{case}: {error:?}"));
        assert_eq!(journal.check().unwrap(), Checked::default(), "{case}");
        assert_eq!(journal.runs(None, 9).unwrap().len(), 1, "{case}");
        assert_eq!(version(stage), NEWEST, "{case}");
    };
    every_trouble(prepare, |stage| stage.open().map(|_| ()), judge);
}

/// An import and its undo, with a person in them, played to the end.
fn played(stage: &Stage) {
    let journal = stage.open().unwrap();
    let mut known = Known::default();
    for step in STEPS {
        step(&journal, &mut known).unwrap();
    }
    let reject = |row: u64, text: &str| longshore_journal::rejects::Reject {
        row,
        line: row,
        cells: vec![text.to_owned()],
        issues: Vec::new(),
    };
    let run = journal.runs(None, 9).unwrap().pop().unwrap().id;
    journal.reject(run, &[reject(1, EMAIL), reject(3, "bob@example.com")]).unwrap();
}

#[test]
fn a_person_is_forgotten_whole_or_not_at_all() {
    let reference = Stage::new();
    played(&reference);
    let before = reference.state();
    reference.open().unwrap().forget(EMAIL).unwrap();
    let after = reference.state();
    assert_ne!(before, after);
    let judge = |stage: &Stage, case: &str| {
        let journal = stage.open().unwrap_or_else(|error| panic!("{case}: {error:?}"));
        assert_eq!(journal.check().unwrap(), Checked::default(), "{case}");
        let state = stage.state();
        assert!(state == before || state == after, "{case}");
        journal.forget(EMAIL).unwrap();
        assert_eq!(stage.state(), after, "{case}");
    };
    every_trouble(played, |stage| stage.open()?.forget(EMAIL).map(|_| ()), judge);
}

#[test]
fn what_compacting_broke_off_is_done_the_next_time() {
    let reference = Stage::new();
    played(&reference);
    reference.open().unwrap().compact(at(LATER)).unwrap();
    let after = reference.state();
    let judge = |stage: &Stage, case: &str| {
        let journal = stage.open().unwrap_or_else(|error| panic!("{case}: {error:?}"));
        assert_eq!(journal.check().unwrap(), Checked::default(), "{case}");
        journal.compact(at(LATER)).unwrap();
        assert_eq!(stage.state(), after, "{case}");
        assert_eq!(journal.check().unwrap(), Checked::default(), "{case}");
    };
    every_trouble(played, |stage| stage.open()?.compact(at(LATER)).map(|_| ()), judge);
}
