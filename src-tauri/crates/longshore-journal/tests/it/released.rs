//! A journal of every released version is understood by this one.

use std::path::Path;

use longshore_engine::{
    change::Outcome,
    entity::Entity,
    outcome::FoundBy,
    value::{ChangeId, StoreId, Value},
};
use longshore_journal::{Journal, RunId, check::Checked, runs::RunStatus, state::State};

use crate::fixture::{at, fields};

/// Every released version: the steps up to it, and what a journal of it may hold.
const RELEASED: &[(&[&str], &[&str])] = &[
    (&[STEP_1], &[include_str!("released/001.sql")]),
    (&[STEP_1, STEP_2], &[include_str!("released/001.sql"), include_str!("released/002.sql")]),
    (
        &[STEP_1, STEP_2, STEP_3],
        &[
            include_str!("released/001.sql"),
            include_str!("released/002.sql"),
            include_str!("released/003.sql"),
        ],
    ),
    (
        &[STEP_1, STEP_2, STEP_3, STEP_4],
        &[
            include_str!("released/001.sql"),
            include_str!("released/002.sql"),
            include_str!("released/003.sql"),
            include_str!("released/004.sql"),
        ],
    ),
    (
        &[STEP_1, STEP_2, STEP_3, STEP_4, STEP_5],
        &[
            include_str!("released/001.sql"),
            include_str!("released/002.sql"),
            include_str!("released/003.sql"),
            include_str!("released/004.sql"),
            include_str!("released/005.sql"),
        ],
    ),
    (
        &[STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6],
        &[
            include_str!("released/001.sql"),
            include_str!("released/002.sql"),
            include_str!("released/003.sql"),
            include_str!("released/004.sql"),
            include_str!("released/005.sql"),
            include_str!("released/006.sql"),
        ],
    ),
    (
        &[STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7],
        &[
            include_str!("released/001.sql"),
            include_str!("released/002.sql"),
            include_str!("released/003.sql"),
            include_str!("released/004.sql"),
            include_str!("released/005.sql"),
            include_str!("released/006.sql"),
            include_str!("released/007.sql"),
        ],
    ),
    (
        &[STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7, STEP_8],
        &[
            include_str!("released/001.sql"),
            include_str!("released/002.sql"),
            include_str!("released/003.sql"),
            include_str!("released/004.sql"),
            include_str!("released/005.sql"),
            include_str!("released/006.sql"),
            include_str!("released/007.sql"),
            include_str!("released/008.sql"),
        ],
    ),
];
const STEP_1: &str = include_str!("../../src/releases/001.sql");
const STEP_2: &str = include_str!("../../src/releases/002.sql");
const STEP_3: &str = include_str!("../../src/releases/003.sql");
const STEP_4: &str = include_str!("../../src/releases/004.sql");
const STEP_5: &str = include_str!("../../src/releases/005.sql");
const STEP_6: &str = include_str!("../../src/releases/006.sql");
const STEP_7: &str = include_str!("../../src/releases/007.sql");
const STEP_8: &str = include_str!("../../src/releases/008.sql");

fn journal_of(path: &Path, steps: &[&str], content: &[&str]) {
    let old = rusqlite::Connection::open(path).unwrap();
    old.pragma_update(None, "foreign_keys", false).unwrap();
    for step in steps {
        old.execute_batch(step).unwrap();
    }
    old.pragma_update(None, "user_version", u32::try_from(steps.len()).unwrap()).unwrap();
    for content in content {
        old.execute_batch(content).unwrap();
    }
}

#[test]
fn journals_of_every_released_version_can_be_read_and_gone_on_with() {
    for (steps, content) in RELEASED {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        journal_of(&path, steps, content);
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.check().unwrap(), Checked::default());
        let backups = journal.backups().unwrap();
        let newest = RELEASED.len();
        let copied: Vec<u64> = backups.iter().map(|copy| copy.version).collect();
        assert_eq!(copied, if steps.len() < newest { vec![steps.len() as u64] } else { vec![] });
        reads(&journal);
        let is_chosen_from = steps.len() >= 5;
        assert_eq!(!journal.left_out(RunId(7)).unwrap().fields.is_empty(), is_chosen_from);
        assert_eq!(journal.watched().unwrap().len(), usize::from(is_chosen_from));
        assert_eq!(journal.upload_counts(RunId(7)).unwrap().uploaded, u64::from(steps.len() >= 8));
        let language = journal.setting::<String>("language").unwrap();
        assert_eq!(language.as_deref(), is_chosen_from.then_some("fr"));
        let is_noted = steps.len() >= 4;
        let found = journal.change(ChangeId(41)).unwrap().found;
        assert_eq!(found, is_noted.then_some(FoundBy::Mark));
        let open = journal.open_intents(RunId(7)).unwrap();
        assert_eq!(open[0].newest, is_noted.then_some(StoreId(19)));
        goes_on(&journal);
        assert_eq!(journal.check().unwrap(), Checked::default());
    }
}

fn reads(journal: &Journal) {
    let run = RunId(7);
    let shop = journal.connection_named("shop").unwrap();
    assert_eq!(shop.details.settings["speed"], 5);
    assert_eq!(journal.profiles_for(u64::MAX).unwrap()[0].profile.name, "Supplier");
    let listed = journal.run(run).unwrap();
    assert_eq!((listed.status, listed.planned_at), (RunStatus::Running, at(0)));
    let detail = journal.run_detail(run).unwrap();
    assert_eq!((detail.reading.delimiter, detail.unchanged.contains(5)), (Some(';'), true));
    let counts = journal.counts(run).unwrap();
    assert_eq!((counts.rows, counts.update, counts.altered), (5, 1, 1));
    assert_eq!((counts.unknown, counts.failed, counts.unchanged), (1, 1, 1));

    let effect = journal.effect(ChangeId(41)).unwrap().unwrap();
    let before = effect.before.unwrap();
    assert_eq!(before.fields.get("sku"), Some(&Value::Empty));
    let kept = effect.kept.unwrap();
    assert_eq!((kept.fields.text("name"), kept.fields.get("sku")), (Some("Hat"), None));
    assert_eq!(kept.fields.get("regular_price"), Some(&Value::Decimal(1990.into())));
    assert!(
        matches!(effect.entry.outcome, Some(Outcome::Altered(differences)) if differences.len() == 1)
    );
    assert_eq!(journal.change(ChangeId(43)).unwrap().state, State::Failed);

    let hat = (Entity::Product, StoreId(20));
    let of_hat = |after, before| {
        journal.changes_between(shop.id, hat, (ChangeId(after), ChangeId(before)), 9).unwrap()
    };
    assert_eq!(of_hat(0, 99), [ChangeId(41)]);
    assert!(of_hat(41, 99).is_empty() && of_hat(0, 41).is_empty());

    let memory = journal.memory(shop.id).unwrap();
    assert!(memory.altered(Entity::Product, StoreId(20)).unwrap().is_some());
    let hat = memory.remembered("supplier", Entity::Product, "sku:HAT-1").unwrap();
    assert_eq!(hat, Some(StoreId(20)));
    assert_eq!(memory.image("https://a.example/b.jpg").unwrap(), Some(StoreId(77)));
    assert_eq!(journal.current_id(shop.id, Entity::Product, StoreId(12)).unwrap(), StoreId(20));
    assert_eq!(journal.rejects(run, 0, 9).unwrap()[0].cells, ["hat-3"]);
}

fn goes_on(journal: &Journal) {
    let run = RunId(7);
    assert_eq!(journal.interrupted_runs().unwrap(), [run]);
    let open = journal.open_intents(run).unwrap();
    assert_eq!(open[0].sent.len(), 1);
    assert_eq!(open[0].sent[0].change, ChangeId(42));
    journal.send_again(&open[0], at(9), &[ChangeId(42)]).unwrap();
    let pending = journal.pending(run, None, 9).unwrap().changes;
    let pending: Vec<ChangeId> = pending.iter().map(|planned| planned.change.id).collect();
    assert_eq!(pending, [ChangeId(42), ChangeId(44)]);
    assert_eq!(journal.reserve_changes(1).unwrap().next(), Some(ChangeId(45)));
    let planned = journal.change(ChangeId(44)).unwrap();
    let is_left_out = !planned.left_out.is_empty();
    let whole = if is_left_out { &planned.left_out } else { &planned.planned.change.fields };
    assert_eq!(whole.len(), 1);
    assert_ne!(whole, &fields(&[]));
}
