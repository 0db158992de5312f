//! Everything in the journal can be taken out of it and read.

use longshore_journal::{
    issues::IssueOwner,
    rejects::Reject,
    runs::RunStatus,
    uploads::{Doing, NewUpload},
};
use serde_json::Value;

use crate::fixture::{Studio, at, fields, product, update};

fn lines(studio: &Studio) -> Vec<Value> {
    let mut out = Vec::new();
    let count = studio.journal.export(&mut out).unwrap();
    let lines: Vec<Value> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len() as u64, count);
    lines
}

fn of_kind<'l>(lines: &'l [Value], kind: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn an_export_has_everything_that_is_known_and_no_key() {
    let studio = Studio::new();
    let journal = &studio.journal;
    let (run, ids) = studio.done_run(&[20, 21], 10);
    let reject = Reject { row: 9, line: 10, cells: vec!["x".to_owned()], issues: Vec::new() };
    journal.reject(run, &[reject]).unwrap();
    journal.set_issues(IssueOwner::Run(run), &[]).unwrap();
    let hat = NewUpload {
        doing: Doing::Uploads,
        content: "sha256=00".to_owned(),
        path: "hat.jpg".to_owned(),
        size: 9,
        media: None,
    };
    journal.plan_uploads(run, &[hat]).unwrap();
    let draft = journal.new_draft(&serde_json::json!({"step": 1}), at(1)).unwrap();
    journal
        .edit_draft(
            draft,
            &[longshore_journal::drafts::CellEdit {
                row: 3,
                column: 1,
                text: Some("19,90".to_owned()),
            }],
        )
        .unwrap();

    let lines = lines(&studio);
    assert_eq!((&lines[0]["kind"], &lines[0]["version"]), (&"journal".into(), &8.into()));
    let last = &lines[lines.len() - 1];
    assert_eq!((&last["kind"], &last["lines"]), (&"end".into(), &(lines.len() - 1).into()));
    assert_eq!(of_kind(&lines, "connection")[0]["consumer_key"], "…3456789");
    let exported = of_kind(&lines, "run")[0];
    assert_eq!((&exported["does"], &exported["status"]), (&"import".into(), &"completed".into()));
    assert_eq!(exported["counts"]["update"], 2);
    assert_eq!(of_kind(&lines, "intent")[0]["changes"], serde_json::json!([ids[0], ids[1]]));
    let change = of_kind(&lines, "change")[1];
    assert_eq!((&change["id"], &change["state"]), (&ids[1].0.into(), &"applied".into()));
    assert_eq!(change["sent"], serde_json::to_value(fields(&[("name", "A better hat")])).unwrap());
    let image = product(21, &[("name", "A hat"), ("sku", "hat")]);
    assert_eq!(change["before_image"], serde_json::to_value(image).unwrap());
    assert_eq!(change["kept"]["id"], 21);
    assert_eq!(change["finished_at"], at(10).to_string());
    assert_eq!(of_kind(&lines, "rejected")[0]["cells"], serde_json::json!(["x"]));
    assert_eq!(of_kind(&lines, "remembered").len(), 2);
    assert_eq!(of_kind(&lines, "cell")[0]["text"], "19,90");
    let upload = of_kind(&lines, "upload")[0];
    assert_eq!((&upload["doing"], &upload["path"]), (&"uploads".into(), &"hat.jpg".into()));
}

#[test]
fn earlier_attempts_are_in_the_export() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let id = journal.reserve_changes(1).unwrap().next().unwrap();
    journal.append_plan(run, &[update(id, 1, 20).into()]).unwrap();
    let sent = longshore_journal::intents::Sent {
        change: id,
        fields: None,
        before: Some(product(20, &[("name", "first")])),
        along: Vec::new(),
    };
    let intent = journal.begin(run, at(2), vec![sent]).unwrap();
    journal.send_again(&intent, at(3), &[id]).unwrap();
    let change = of_kind(&lines(&studio), "change")[0].clone();
    assert_eq!(change["state"], "planned");
    assert_eq!(change["attempts"][0]["before_image"]["fields"][0][1]["text"], "first");
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_there() {
    let studio = Studio::new();
    let (run, ids) = studio.done_run(&[20, 21], 10);
    let path = studio.folder.path().join("data/journal.db");
    let damage = rusqlite::Connection::open(path).unwrap();
    damage
        .execute("UPDATE effect SET before = x'02FF' WHERE change = ?1", [ids[0].0.cast_signed()])
        .unwrap();

    let lines = lines(&studio);
    let unreadable = of_kind(&lines, "unreadable");
    assert_eq!(unreadable.len(), 1);
    assert_eq!(
        (&unreadable[0]["table"], &unreadable[0]["id"]),
        (&"effect".into(), &ids[0].0.into())
    );
    assert_eq!(of_kind(&lines, "change").len(), 1);
    assert_eq!(studio.journal.run(run).unwrap().status, RunStatus::Completed);
}

#[test]
fn an_export_that_has_no_room_says_so() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let studio = Studio::new();
    studio.done_run(&[20], 10);
    assert_eq!(studio.journal.export(Full).unwrap_err().code(), "journal_output_failed");
}
