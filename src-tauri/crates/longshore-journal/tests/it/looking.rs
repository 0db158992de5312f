//! Finding one's way in the history: runs, changes, rows that did not go in.

use longshore_engine::{
    change::{Action, Change, Outcome, Phase},
    entity::Entity,
    issue::{Issue, Severity},
    record::FieldName,
    value::ChangeId,
};
use longshore_journal::{
    intents::{Finished, Sent},
    plan::Planned,
    rejects::Reject,
    runs::{NewRun, RunId, RunKind, RunSource, RunStatus},
    search::RunFilter,
    selection::{ChangeFilter, Parts, SelectionOrder},
    state::State,
};

use crate::fixture::{Studio, at, change, connection, create, fields, import, update};

fn found(studio: &Studio, filter: &RunFilter) -> Vec<RunId> {
    let page = studio.journal.search_runs(filter, 0, 100).unwrap();
    assert_eq!(page.total, page.runs.len() as u64);
    page.runs.iter().map(|(run, _)| run.id).collect()
}

#[test]
fn runs_are_found_by_words_store_status_time_and_file() {
    let studio = Studio::new();
    let other = studio.journal.add_connection(&connection("other")).unwrap();
    let named = |name: &str, connection, fingerprint| NewRun {
        kind: RunKind::Import { source: RunSource { name: name.to_owned(), size: 1, fingerprint } },
        at: at(fingerprint.cast_signed()),
        ..import(connection)
    };
    let first = studio.journal.new_run(&named("Prices Überall.csv", studio.connection, 1)).unwrap();
    let second = studio.journal.new_run(&named("Stock.xlsx", other, 2)).unwrap();
    let undo = studio.undo_run(second);

    let all = RunFilter::default();
    assert_eq!(found(&studio, &all), [undo, second, first], "the latest first");
    let text = |text: &str| RunFilter { text: text.to_owned(), ..RunFilter::default() };
    assert_eq!(found(&studio, &text("ÜBERALL prices")), [first]);
    assert_eq!(found(&studio, &text("other")), [second], "the store's name");
    assert_eq!(found(&studio, &text("supplier stock")), [second], "the profile's name");
    assert_eq!(found(&studio, &text("100%")), []);
    assert_eq!(found(&studio, &RunFilter { connection: Some(other), ..all.clone() }), [second]);
    assert_eq!(
        found(&studio, &RunFilter { statuses: vec![RunStatus::Running], ..all.clone() }),
        [undo]
    );
    assert_eq!(found(&studio, &RunFilter { undoing: Some(second), ..all.clone() }), [undo]);
    assert_eq!(found(&studio, &RunFilter { source_fingerprint: Some(1), ..all.clone() }), [first]);
    let day = RunFilter { from: Some(at(1)), until: Some(at(2)), ..all.clone() };
    assert_eq!(found(&studio, &day), [first]);

    let page = studio.journal.search_runs(&all, 1, 1).unwrap();
    assert_eq!((page.total, page.runs[0].0.id), (3, second));
}

#[test]
fn runs_are_found_by_their_number_and_by_what_their_records_are_known_by() {
    let studio = Studio::new();
    let runs: Vec<RunId> =
        (0..3).map(|_| studio.journal.new_run(&import(studio.connection)).unwrap()).collect();
    for (run, label) in runs.iter().zip(["TOW-TEA", "KF-1001", "Red Hat"]) {
        let change = Change { label: label.to_owned(), ..change(ChangeId(run.0), Action::Create) };
        studio.journal.append_plan(*run, &[Planned::from(change)]).unwrap();
    }
    let text = |text: &str| RunFilter { text: text.to_owned(), ..RunFilter::default() };
    assert_eq!(found(&studio, &text("tow-tea")), [runs[0]]);
    assert_eq!(found(&studio, &text("KF-1001 supplier")), [runs[1]], "beside another word");
    assert_eq!(found(&studio, &text(" red hat ")), [runs[2]]);
    assert_eq!(found(&studio, &text("TOW")), [], "a part of a SKU is none");
    assert_eq!(found(&studio, &text(&format!("#{}", runs[1].0))), [runs[1]]);
    assert!(found(&studio, &text(&runs[2].0.to_string())).contains(&runs[2]));
}

/// Two products, a category that they need, a link.
fn plan(studio: &Studio, run: RunId) -> Vec<ChangeId> {
    let ids: Vec<ChangeId> = studio.journal.reserve_changes(5).unwrap().collect();
    let category = Change {
        phase: Phase::Taxonomies,
        entity: Entity::Category,
        fields: fields(&[("name", "Hats")]),
        label: "Hats".to_owned(),
        ..change(ids[0], Action::Create)
    };
    let link = Change {
        phase: Phase::Links,
        completes: Some(ids[1]),
        fields: fields(&[("upsell_ids", "")]),
        ..change(ids[4], Action::Update)
    };
    let mut renamed = update(ids[2], 2, 20);
    renamed.label = "Grün-2".to_owned();
    let plan = [category, create(ids[1], 1), renamed, create(ids[3], 3), link];
    studio
        .journal
        .append_plan(run, &plan[..2].iter().cloned().map(Planned::from).collect::<Vec<_>>())
        .unwrap();
    studio
        .journal
        .append_plan(run, &plan[2..].iter().cloned().map(Planned::from).collect::<Vec<_>>())
        .unwrap();
    ids
}

#[test]
fn changes_are_chosen_by_what_they_do_and_what_became_of_them() {
    let studio = Studio::new();
    let run = studio.running_run();
    let ids = plan(&studio, run);
    plan(&studio, studio.planned_run());
    let select = |filter: &ChangeFilter| {
        studio.journal.select_changes(run, filter, SelectionOrder::Planned).unwrap()
    };
    let any = ChangeFilter::default();
    assert_eq!(select(&any), ids);
    assert_eq!(
        select(&ChangeFilter { actions: vec![Action::Update], ..any.clone() }),
        [ids[2], ids[4]]
    );
    assert_eq!(select(&ChangeFilter { entities: vec![Entity::Category], ..any.clone() }), [ids[0]]);
    let sending = |names: &[&str]| ChangeFilter {
        fields: names.iter().map(FieldName::new).collect(),
        ..ChangeFilter::default()
    };
    assert_eq!(select(&sending(&["sku", "upsell_ids"])), [ids[1], ids[3], ids[4]]);
    assert_eq!(select(&sending(&["weight"])), []);
    assert_eq!(select(&ChangeFilter { text: "GRÜN".to_owned(), ..any.clone() }), [ids[2]]);
    let labels =
        ChangeFilter { labels: vec!["HAT-1 ".to_owned(), "hat".to_owned()], ..any.clone() };
    assert_eq!(select(&labels), [ids[1]]);
    assert_eq!(select(&ChangeFilter { parts: Parts::Records, ..any.clone() }), ids[1..4]);

    studio
        .journal
        .settle_unsent(run, at(2), &[(ids[3], Outcome::Skipped("in_trash".into()))])
        .unwrap();
    let skipped = ChangeFilter { states: vec![State::Skipped, State::Failed], ..any.clone() };
    assert_eq!(select(&skipped), [ids[3]]);
    assert_eq!(select(&ChangeFilter { actions: vec![Action::Update], ..skipped }), []);
    assert!(any.is_open());
}

#[test]
fn pictures_count_once_with_the_record_that_they_are_of() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let ids: Vec<ChangeId> = studio.journal.reserve_changes(2).unwrap().collect();
    let record = Change { fields: fields(&[("images", "a.jpg")]), ..create(ids[0], 1) };
    let follows =
        Change { id: ids[1], completes: Some(ids[0]), phase: Phase::Pictures, ..record.clone() };
    let plan = [record, follows].map(Planned::from);
    studio.journal.append_plan(run, &plan).unwrap();
    assert_eq!(counted(&studio, run), [("images".to_owned(), 1, 0)]);
}

fn counted(studio: &Studio, run: RunId) -> Vec<(String, u64, u64)> {
    let counts = studio.journal.field_counts(run).unwrap();
    counts.into_iter().map(|one| (one.field.to_string(), one.count, one.left_out)).collect()
}

#[test]
fn fields_are_counted_of_products_and_as_often_as_they_go() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let ids = plan(&studio, run);
    let of = |name: &str, count, left_out| (name.to_owned(), count, left_out);
    let all = [of("name", 3, 0), of("sku", 2, 0), of("upsell_ids", 1, 0)];
    assert_eq!(counted(&studio, run), all, "the category has a name too");

    let (journal, names) = (&studio.journal, [FieldName::from("name")]);
    journal.choose_records(run, &ids[3..4], false, at(2)).unwrap();
    journal.choose_fields(run, &ids[2..3], &names, false, at(2)).unwrap();
    let left = [of("name", 2, 1), of("sku", 1, 0), of("upsell_ids", 1, 0)];
    assert_eq!(counted(&studio, run), left, "what is left out whole does not go");
    journal.choose_records(run, &ids[3..4], true, at(2)).unwrap();
    journal.choose_fields(run, &ids[2..3], &names, true, at(2)).unwrap();
    assert_eq!(counted(&studio, run), all);

    let refused = (ids[1], Outcome::Skipped("in_trash".into()));
    journal.settle_unsent(run, at(2), &[refused]).unwrap();
    assert_eq!(counted(&studio, run)[0], of("name", 2, 0));
}

#[test]
fn an_undo_goes_through_what_was_done_from_the_end() {
    let studio = Studio::new();
    let (journal, run) = (&studio.journal, studio.running_run());
    let ids = plan(&studio, run);
    let sent = ids
        .iter()
        .map(|id| Sent { change: *id, fields: None, before: None, along: Vec::new() })
        .collect();
    let intent = journal.begin(run, at(2), sent).unwrap();
    let refused = Outcome::Skipped("cancelled".into());
    let results: Vec<Finished> = ids
        .iter()
        .map(|id| {
            Finished::new(*id, if *id == ids[3] { refused.clone() } else { Outcome::Applied })
        })
        .collect();
    journal.finish(&intent, at(3), &results).unwrap();
    let done = journal.done_changes(run).unwrap();
    assert_eq!(done, [ids[4], ids[2], ids[1], ids[0]]);
    let effects = journal.effects(&done).unwrap();
    assert_eq!(
        effects.iter().map(|effect| effect.entry.planned.change.id).collect::<Vec<_>>(),
        done
    );

    // One of them is taken back, and that again.
    let take_back = |run: RunId, what: ChangeId| {
        let id = journal.reserve_changes(1).unwrap().next().unwrap();
        journal
            .append_plan(
                run,
                &[Planned { undoes: Some(what), ..change(id, Action::Delete).into() }],
            )
            .unwrap();
        let intent = journal
            .begin(
                run,
                at(4),
                vec![Sent { change: id, fields: None, before: None, along: Vec::new() }],
            )
            .unwrap();
        journal.finish(&intent, at(5), &[Finished::new(id, Outcome::Applied)]).unwrap();
        id
    };
    let undone = || journal.undone(run).map(|undone| (undone.done, undone.undone)).unwrap();
    assert_eq!(undone(), (4, 0));
    let undo = studio.undo_run(run);
    let back = take_back(undo, ids[1]);
    assert_eq!(undone(), (4, 1));
    take_back(studio.undo_run(undo), back);
    assert_eq!(undone(), (4, 0));
}

#[test]
fn rows_that_stayed_out_come_back_in_the_order_of_the_source() {
    let studio = Studio::new();
    let run = studio.planned_run();
    let reject = |row: u64, code: &str| Reject {
        row,
        line: row + 1,
        cells: vec![format!("sku-{row}"), "1;\"2".to_owned(), String::new()],
        issues: vec![Issue {
            code: code.into(),
            severity: Severity::Error,
            row: Some(row),
            column: Some(2),
            params: vec![("value".into(), "x".to_owned())],
            fix: None,
        }],
    };
    let all =
        |rows: std::ops::Range<u64>| rows.map(|row| reject(row, "sku_twice")).collect::<Vec<_>>();
    studio.journal.reject(run, &all(60..120)).unwrap();
    studio.journal.reject(run, &all(1..60)).unwrap();
    studio.journal.reject(run, &[reject(5, "store_refused")]).unwrap();
    assert_eq!(studio.journal.reject_count(run).unwrap(), 119);
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let page = studio.journal.rejects(run, after, 50).unwrap();
        let Some(last) = page.last() else { break };
        after = last.row;
        found.extend(page);
    }
    let mut expected = all(1..120);
    expected[4] = reject(5, "store_refused");
    assert_eq!(found, expected);
}
