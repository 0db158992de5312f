//! Drafts, their edits, and what is wrong with their rows.

use longshore_engine::issue::{Issue, Severity};
use longshore_journal::{
    Journal,
    drafts::{CellEdit, DraftId},
    issues::{IssueGroup, IssueOwner},
};
use serde_json::json;

use crate::fixture::{Studio, at};

fn cell(row: u64, column: usize, text: &str) -> CellEdit {
    CellEdit { row, column, text: Some(text.to_owned()) }
}

fn all(journal: &Journal, draft: DraftId) -> Vec<CellEdit> {
    journal.edited_cells(draft, 0..=u64::MAX).unwrap()
}

#[test]
fn a_closed_window_loses_nothing() {
    let studio = Studio::new();
    let first = studio.journal.new_draft(&json!({ "step": "columns" }), at(1)).unwrap();
    let second = studio.journal.new_draft(&json!({}), at(2)).unwrap();
    studio.journal.save_draft(first, &json!({ "step": "check" }), at(3)).unwrap();
    studio.journal.edit_draft(first, &[cell(4, 2, "19.90")]).unwrap();

    let again = Journal::open(&studio.folder.path().join("data/journal.db")).unwrap();
    let drafts = again.drafts().unwrap();
    assert_eq!(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(
        (&drafts[0].state, drafts[0].begun_at, drafts[0].saved_at),
        (&json!({ "step": "check" }), at(1), at(3))
    );
    assert_eq!((drafts[0].can_undo, drafts[0].can_redo), (true, false));
    assert_eq!(all(&again, first), [cell(4, 2, "19.90")]);
    again.remove_draft(first).unwrap();
    assert_eq!(all(&again, first), []);
    assert_eq!(again.remove_draft(first).unwrap_err().code(), "draft_not_found");
    assert_eq!(again.edit_draft(first, &[]).unwrap_err().code(), "draft_not_found");
}

#[test]
fn edits_are_taken_back_and_done_again_step_by_step() {
    let studio = Studio::new();
    let (journal, draft) =
        (&studio.journal, studio.journal.new_draft(&json!(null), at(1)).unwrap());
    journal.edit_draft(draft, &[cell(1, 0, "a")]).unwrap();
    journal.edit_draft(draft, &[cell(1, 0, "b"), cell(2, 0, "b"), cell(900, 3, "")]).unwrap();
    let both = [cell(1, 0, "b"), cell(2, 0, "b"), cell(900, 3, "")];
    assert_eq!(all(journal, draft), both);
    assert_eq!(journal.edited_cells(draft, 2..=3).unwrap(), [cell(2, 0, "b")]);

    let gone = |row, column| CellEdit { row, column, text: None };
    assert_eq!(
        journal.undo_edit(draft).unwrap().cells,
        [cell(1, 0, "a"), gone(2, 0), gone(900, 3)]
    );
    assert_eq!(all(journal, draft), [cell(1, 0, "a")]);
    assert_eq!(journal.redo_edit(draft).unwrap().cells, both);
    assert_eq!(journal.redo_edit(draft).unwrap().cells, []);
    journal.undo_edit(draft).unwrap();
    assert_eq!(journal.undo_edit(draft).unwrap().cells, [gone(1, 0)]);
    assert_eq!(journal.undo_edit(draft).unwrap().cells, []);

    journal.edit_draft(draft, &[cell(5, 5, "new")]).unwrap();
    assert_eq!(journal.redo_edit(draft).unwrap().cells, [], "what was taken back is gone for good");
    assert_eq!(all(journal, draft), [cell(5, 5, "new")]);
}

#[test]
fn a_step_of_many_cells_is_written_in_parts_and_taken_back_as_one() {
    let studio = Studio::new();
    let (journal, draft) =
        (&studio.journal, studio.journal.new_draft(&json!(null), at(1)).unwrap());
    journal.edit_draft(draft, &[cell(1, 0, "typed")]).unwrap();
    let part = |rows: std::ops::Range<u64>| rows.map(|row| cell(row, 1, "x")).collect::<Vec<_>>();
    journal.edit_draft(draft, &part(1..900)).unwrap();
    journal.edit_draft_on(draft, &part(900..1_801)).unwrap();
    assert_eq!(journal.edited_count(draft).unwrap(), 1_801);
    assert_eq!(journal.edited_rows(draft).unwrap().len(), 1_800);
    let copy = journal.new_draft(&json!(null), at(2)).unwrap();
    journal.copy_edited_cells(draft, copy).unwrap();
    let undone = journal.undo_edit(draft).unwrap();
    assert_eq!((undone.count, undone.cells.len()), (1_800, 1_000));
    assert_eq!(all(journal, draft), [cell(1, 0, "typed")]);
    assert_eq!(journal.edited_count(copy).unwrap(), 1_801);
    assert!(!journal.draft(copy).unwrap().can_undo);
}

#[test]
fn nothing_comes_between_reading_a_draft_and_saving_it() {
    let studio = Studio::new();
    let draft = studio.journal.new_draft(&json!({ "count": 0 }), at(1)).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let add = |state: &mut serde_json::Value| {
                        state["count"] = json!(state["count"].as_u64().unwrap() + 1);
                    };
                    studio.journal.change_draft(draft, at(2), add).unwrap();
                }
            });
        }
    });
    assert_eq!(studio.journal.draft(draft).unwrap().state, json!({ "count": 100 }));
}

#[test]
fn issues_are_counted_by_kind_and_know_their_rows() {
    let studio = Studio::new();
    let owner = IssueOwner::Run(studio.planned_run());
    let group = |code: &str, severity, count, rows: std::ops::Range<u32>| IssueGroup {
        code: code.into(),
        severity,
        column: (code != "header_missing").then_some(3),
        count,
        example: Issue {
            code: code.into(),
            severity,
            row: Some(u64::from(rows.start)),
            column: Some(3),
            params: vec![("value".into(), "5,9E+12".to_owned())],
            fix: None,
        },
        rows: rows.collect(),
    };
    let groups = [
        group("sku_twice", Severity::Error, 20, 1..11),
        group("header_missing", Severity::Error, 3, 0..0),
        group("image_no_url", Severity::Warning, 1_000_000, 1..1_000_001),
    ];
    studio.journal.set_issues(owner, &[group("old", Severity::Note, 1, 1..2)]).unwrap();
    studio.journal.set_issues(owner, &groups).unwrap();
    assert_eq!(studio.journal.issues(owner).unwrap(), groups);
    assert_eq!(studio.journal.issues(IssueOwner::Draft(DraftId(1))).unwrap(), []);
}
