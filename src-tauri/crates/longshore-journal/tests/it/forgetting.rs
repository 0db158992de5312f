//! A person is taken out of the journal.

use longshore_engine::{
    change::{Outcome, Refusal},
    issue::{Issue, Severity},
    profile::Profile,
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    drafts::CellEdit,
    forget::FORGOTTEN,
    intents::{Finished, Sent},
    issues::{IssueGroup, IssueOwner},
    rejects::Reject,
    rows::Rows,
    runs::{RunId, RunStatus},
    state::State,
};

use crate::fixture::{Studio, at, create, fields, import, product, update};

const EMAIL: &str = "Ann.Smith@Example.com";

/// Everything that the journal has on the disk, and everything that it says.
fn all_of(studio: &Studio) -> String {
    let mut export = Vec::new();
    studio.journal.export(&mut export).unwrap();
    let mut text = String::from_utf8(export).unwrap();
    for file in std::fs::read_dir(studio.folder.path().join("data")).unwrap() {
        let file = file.unwrap().path();
        if file.is_file() {
            text.push_str(&String::from_utf8_lossy(&std::fs::read(file).unwrap()));
        }
    }
    text.to_lowercase()
}

struct Case {
    studio: Studio,
    run: RunId,
    ids: Vec<ChangeId>,
}

/// An import with a person in every place where one may be, and with others.
fn case() -> Case {
    let studio = Studio::new();
    let journal = &studio.journal;
    let mut new = import(studio.connection);
    new.options.insert("note".to_owned(), format!("asked for by {EMAIL}").into());
    let run = journal.new_run(&new).unwrap();
    let ids: Vec<ChangeId> = journal.reserve_changes(8).unwrap().collect();
    let note = |text: &str| fields(&[("note", text), ("phone", "555-0199")]);
    let mut planned = create(ids[0], 1);
    planned.fields = note("mailto:ann.smith@EXAMPLE.com");
    let mut labelled = create(ids[1], 2);
    labelled.label = EMAIL.to_lowercase();
    let in_image = update(ids[2], 3, 30);
    let refused = create(ids[3], 4);
    let mut same_record = update(ids[4], 5, 30);
    same_record.fields = fields(&[("phone", "555-0199")]);
    let mut rejected = create(ids[5], 7);
    rejected.fields = fields(&[("phone", "555-0199")]);
    let mut still_planned = update(ids[6], 8, 31);
    still_planned.fields = note(EMAIL);
    let other = update(ids[7], 9, 32);
    let plan = [planned, labelled, in_image, refused, same_record, rejected, still_planned, other];
    journal.append_plan(run, &plan.map(Into::into)).unwrap();
    journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();

    let image = product(30, &[("email", EMAIL), ("bio", &format!("{EMAIL} ").repeat(99))]);
    let joann = product(32, &[("email", "jo-ann.smith@example.com"), ("name", "Joann")]);
    let sent =
        |at: usize, before| Sent { change: ids[at], fields: None, before, along: Vec::new() };
    let intent = journal
        .begin(
            run,
            at(2),
            vec![
                sent(0, None),
                sent(1, None),
                sent(2, Some(image.clone())),
                sent(3, None),
                sent(4, Some(image)),
                sent(5, None),
                sent(7, Some(joann.clone())),
            ],
        )
        .unwrap();
    let refusal = Refusal {
        code: "registration-error-email-exists".into(),
        status: 400,
        message: format!("{EMAIL} is registered"),
        existing: Some(StoreId(30)),
    };
    let key = ("customers".to_owned(), format!("email:{EMAIL}"));
    let results = [
        Finished {
            source_key: Some(key),
            store_id: Some(StoreId(29)),
            ..Finished::new(ids[0], Outcome::Applied)
        },
        Finished::new(ids[1], Outcome::Unknown),
        Finished {
            kept: Some(product(30, &[("phone", "555-0199")])),
            ..Finished::new(ids[2], Outcome::Applied)
        },
        Finished::new(ids[3], Outcome::Failed(refusal)),
        Finished::new(ids[4], Outcome::Altered(Vec::new())),
        Finished::new(ids[5], Outcome::Applied),
        Finished { kept: Some(joann), ..Finished::new(ids[7], Outcome::Applied) },
    ];
    journal.finish(&intent, at(3), &results).unwrap();

    let cells = |text: &str| match text {
        EMAIL => vec!["Ann".to_owned(), text.to_owned(), "555-0199".to_owned()],
        _ => vec![text.to_owned()],
    };
    let reject =
        |row, text: &str| Reject { row, line: row, cells: cells(text), issues: Vec::new() };
    journal.reject(run, &[reject(7, EMAIL), reject(10, "bob@example.com")]).unwrap();
    let issue = Issue {
        code: "email_taken".into(),
        severity: Severity::Error,
        row: Some(7),
        column: None,
        params: vec![("value".into(), EMAIL.to_owned())],
        fix: None,
    };
    let group = IssueGroup {
        code: issue.code.clone(),
        severity: issue.severity,
        column: None,
        count: 1,
        example: issue,
        rows: Rows::from_iter([7]),
    };
    journal.set_issues(IssueOwner::Run(run), &[group]).unwrap();
    let draft = journal.new_draft(&serde_json::json!({"search": EMAIL, "step": 2}), at(4)).unwrap();
    let edit = |text: &str| CellEdit { row: 1, column: 2, text: Some(text.to_owned()) };
    journal.edit_draft(draft, &[edit(EMAIL)]).unwrap();
    journal.edit_draft(draft, &[edit("another")]).unwrap();
    let profile = Profile { name: format!("List of {EMAIL}"), ..Profile::default() };
    journal.save_profile(&profile, None, at(5)).unwrap();
    Case { studio, run, ids }
}

#[test]
fn nothing_of_a_person_is_left() {
    let Case { studio, run, .. } = case();
    std::fs::write(
        studio.folder.path().join("data/journal.db.v1.20200101T000000.000Z.backup"),
        EMAIL,
    )
    .unwrap();
    let email = EMAIL.to_lowercase();
    assert!(all_of(&studio).matches(&email).count() > 20);

    let forgotten = studio.journal.forget(" ANN.smith@example.COM ").unwrap();
    let left = all_of(&studio);
    assert_eq!(forgotten.named.len(), 1, "the profile's name is the user's own");
    assert_eq!(forgotten.named[0].0, "profile");
    let others = left.matches(&format!("jo-{email}")).count();
    let named = left.matches(&email).count() - others;
    assert_eq!(named, left.matches(&format!("list of {email}")).count(), "only there it is left");
    assert!(!left.contains("555-0199"), "nor what stood beside the address");
    assert!(others > 0, "somebody else");
    assert!(left.contains("bob@example.com"));
    assert_eq!((forgotten.changes, forgotten.skipped), (7, 1));
    assert_eq!((forgotten.rejected, forgotten.backups), (1, 1));
    assert_eq!(forgotten.runs.into_iter().collect::<Vec<_>>(), [run]);
    assert!(forgotten.unreadable.is_empty());
}

#[test]
fn what_was_forgotten_cannot_be_undone_or_sent_and_everything_still_adds_up() {
    let Case { studio, run, ids } = case();
    let journal = &studio.journal;
    let counts = journal.run_counts(run).unwrap();
    journal.forget(EMAIL).unwrap();

    for id in &ids[..7] {
        assert_eq!(journal.change(*id).unwrap().lost.as_deref(), Some(FORGOTTEN), "{id:?}");
    }
    let other = journal.effect(ids[7]).unwrap().unwrap();
    assert!(other.entry.lost.is_none() && other.before.is_some() && other.kept.is_some());
    let effect = journal.effect(ids[2]).unwrap().unwrap();
    assert!(effect.before.is_none() && effect.kept.is_none() && effect.sent.is_empty());
    let failed = journal.change(ids[3]).unwrap();
    assert_eq!(failed.state, State::Failed, "what became of it is still known");
    assert!(matches!(failed.outcome, Some(Outcome::Failed(refusal)) if refusal.message.is_empty()));
    assert_eq!(
        journal.change(ids[6]).unwrap().outcome,
        Some(Outcome::Skipped(FORGOTTEN.into())),
        "it is not sent any more"
    );
    assert!(journal.pending(run, None, 9).unwrap().changes.is_empty());
    assert!(journal.open_intents(run).unwrap().iter().all(|intent| intent.sent.is_empty()));
    let again = Sent { change: ids[3], fields: None, before: None, along: Vec::new() };
    assert_eq!(journal.begin(run, at(9), vec![again]).unwrap_err().code(), "change_state_conflict");

    let after = journal.run_counts(run).unwrap();
    assert_eq!(after.counts.skipped, counts.counts.skipped + 1);
    assert_eq!((after.counts.create, after.counts.unknown), (counts.counts.create, 1));
    assert_eq!(journal.check().unwrap(), Default::default());
    assert_eq!(journal.forget(EMAIL).unwrap().changes, 0, "nothing is left to forget");
}

#[test]
fn while_a_run_is_carried_out_nobody_is_forgotten() {
    let Case { studio, run, .. } = case();
    let lock = studio.journal.lock_run(run).unwrap();
    assert_eq!(studio.journal.forget(EMAIL).unwrap_err().code(), "run_owned");
    drop(lock);
    assert_eq!(studio.journal.forget("Ann Smith").unwrap_err().code(), "email_invalid");
}
