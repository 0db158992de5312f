//! A check finds what is not as it has to be.

use longshore_journal::check::{Checked, Finding};
use rusqlite::Connection as Sqlite;

use crate::fixture::Studio;

/// What a check finds after somebody wrote this into the journal.
fn after(damage: &str) -> Checked {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = studio.plan_creates(run, 4);
    let sent = |at: usize| longshore_journal::intents::Sent {
        change: ids[at],
        fields: None,
        before: None,
        along: Vec::new(),
    };
    let applied = longshore_engine::change::Outcome::Applied;
    let intent = journal.begin(run, crate::fixture::at(2), vec![sent(0), sent(1)]).unwrap();
    let done = longshore_journal::intents::Finished::new(ids[0], applied);
    journal.finish(&intent, crate::fixture::at(3), &[done]).unwrap();
    assert_eq!(journal.check().unwrap(), Checked::default());
    let sqlite = Sqlite::open(studio.folder.path().join("data/journal.db")).unwrap();
    sqlite.pragma_update(None, "foreign_keys", false).unwrap();
    sqlite.execute_batch(damage).unwrap();
    journal.check().unwrap()
}

fn codes(checked: &Checked) -> Vec<&'static str> {
    let mut codes: Vec<_> = checked.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn every_broken_promise_has_its_code() {
    // Changes: 1 applied, 2 sent, 3 and 4 planned.
    let cases: &[(&str, &[&str])] = &[
        ("UPDATE intent SET changes = '[]'", &["intent_open_wrong", "intent_without_changes"]),
        ("UPDATE intent SET changes = '[1,2,77]'", &["intent_change_missing"]),
        ("UPDATE intent SET changes = '[1,2,3]'", &["intent_change_missing"]),
        ("UPDATE intent SET changes = 'no'", &["entry_unreadable"]),
        ("UPDATE intent SET open = 2", &["intent_open_wrong"]),
        ("DELETE FROM intent", &["effect_without_intent"]),
        (
            "DELETE FROM effect WHERE change = 1",
            &["intent_change_missing", "outcome_without_intent"],
        ),
        ("DELETE FROM result WHERE change = 1", &["outcome_missing"]),
        ("DELETE FROM change_body WHERE change = 3", &["change_without_body"]),
        (
            "UPDATE change SET state = 0, counted = 0 WHERE id = 1",
            &["count_wrong", "planned_but_sent"],
        ),
        ("UPDATE change SET counted = 4 WHERE id = 1", &["change_counted_wrong", "count_wrong"]),
        ("UPDATE tally SET count = count + 1", &["count_wrong"]),
        ("UPDATE run SET unchanged = 3", &["rows_counted_wrong"]),
        ("UPDATE sequence SET next = 4", &["numbers_given_twice"]),
        ("UPDATE change SET run = 99 WHERE id = 3", &["count_wrong", "reference_broken"]),
        ("UPDATE change_body SET body = x'0299' WHERE change = 3", &["entry_unreadable"]),
        ("UPDATE result SET outcome = '{\"vanished\":1}'", &["entry_unreadable"]),
        ("UPDATE effect SET before = x'01' || CAST('[]' AS BLOB)", &["entry_unreadable"]),
        (
            "UPDATE result SET kept = x'01' || CAST('{\"since_before\":{\"id\":1}}' AS BLOB)",
            &["entry_unreadable"],
        ),
    ];
    for (damage, expected) in cases {
        let damage = damage.replace("x'01' || CAST('", "CAST(char(1) || '");
        assert_eq!(&codes(&after(&damage)), expected, "{damage}");
    }
}

#[test]
fn a_finding_says_where_it_is() {
    let found = after("UPDATE intent SET open = 2");
    let params = vec![
        ("run", "1".to_owned()),
        ("intent", "1".to_owned()),
        ("noted", "2".to_owned()),
        ("found", "1".to_owned()),
    ];
    assert_eq!(found.findings, [Finding { code: "intent_open_wrong", params }]);
    assert!(!found.is_sound());
}

#[test]
fn of_many_findings_of_a_kind_the_first_are_told_and_the_others_counted() {
    let many = "WITH RECURSIVE n (id) AS (SELECT 100 UNION ALL SELECT id + 1 FROM n WHERE id < 299)
        INSERT INTO identity_number SELECT 1, 0, id, id FROM n";
    let found = after(many);
    assert_eq!((found.findings.len(), found.more), (50, vec![("reference_broken", 200)]));
}
