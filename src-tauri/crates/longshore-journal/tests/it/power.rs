//! Full disks, broken disks and power cuts, at every call of a small import and its undo: what is promised is there
//! afterwards, nothing is there by halves, and what went on knows no more than what happened.
#![expect(clippy::print_stdout, reason = "how many calls were tried belongs into the report")]

use longshore_engine::{
    change::{Action, Difference, Outcome, Phase},
    value::{ChangeId, StoreId, Value},
};
use longshore_journal::{
    ConnectionId, Journal, JournalError, RunId,
    check::Checked,
    intents::{Finished, Intent, Sent},
    plan::Planned,
    rejects::Reject,
    rows::Rows,
    runs::{NewRun, RunKind, RunStatus, SourceFindings},
    state::State,
};

use crate::{
    disk::{Disk, Lasting, Left, Trouble},
    fixture::{at, change, connection, create, fields, import, product, update},
    stage::Stage,
};

/// What is known while it is played, by the program that plays it.
#[derive(Default)]
pub(crate) struct Known {
    connection: Option<ConnectionId>,
    run: Option<RunId>,
    ids: Vec<ChangeId>,
    undo: Option<RunId>,
    undo_ids: Vec<ChangeId>,
    intent: Option<Intent>,
    /// What has left: only what was promised before.
    left: Vec<(RunId, ChangeId)>,
}

impl Known {
    fn run(&self) -> RunId {
        self.run.unwrap()
    }

    fn undo(&self) -> RunId {
        self.undo.unwrap()
    }
}

/// One thing that is done; each is done whole or not at all.
pub(crate) type Step = fn(&Journal, &mut Known) -> Result<(), JournalError>;

/// A small import with everything that may become of a change, and its undo.
pub(crate) const STEPS: &[Step] = &[
    |journal, known| {
        known.connection = Some(journal.add_connection(&connection("shop"))?);
        Ok(())
    },
    |journal, known| {
        known.run = Some(journal.new_run(&import(known.connection.unwrap()))?);
        Ok(())
    },
    |journal, known| {
        known.ids = journal.reserve_changes(5)?.collect();
        Ok(())
    },
    |journal, known| {
        let ids = &known.ids;
        let mut wide = update(ids[2], 3, 30);
        wide.fields = fields(&[("description", &"a long text, ".repeat(700)), ("name", "Hat")]);
        let mut link = change(ids[4], Action::Update);
        link.phase = Phase::Links;
        link.completes = Some(ids[0]);
        let plan = [create(ids[0], 1), create(ids[1], 2), wide, create(ids[3], 4), link];
        journal.append_plan(known.run(), &plan.map(Planned::from))
    },
    |journal, known| {
        let found = SourceFindings {
            rows: 7,
            unchanged: Rows::from_iter([5, 6]),
            skipped: Rows::from_iter([7]),
        };
        journal.add_findings(known.run(), &found)
    },
    |journal, known| {
        let cells = vec!["hat-7".to_owned(), "a cell that nobody understands".repeat(40)];
        journal.reject(known.run(), &[Reject { row: 7, line: 9, cells, issues: Vec::new() }])
    },
    |journal, known| journal.set_run_status(known.run(), RunStatus::Running, at(2)),
    |journal, known| {
        let ids = known.ids.clone();
        begin(journal, known, Known::run, &ids[..3], at(3))
    },
    |journal, known| {
        let intent = known.intent.clone().unwrap();
        let altered = Outcome::Altered(vec![Difference {
            field: "name".into(),
            expected: Value::Text("Hat".to_owned()),
            found: Value::Text("hat".to_owned()),
        }]);
        let results = [
            done(known.ids[0], 101, Outcome::Applied),
            Finished::new(known.ids[1], Outcome::Unknown),
            done(known.ids[2], 30, altered),
        ];
        journal.finish(&intent, at(4), &results)
    },
    |journal, known| {
        let intent = known.intent.clone().unwrap();
        journal.send_again(&intent, at(5), &known.ids[1..2])
    },
    |journal, known| {
        let skipped = (known.ids[3], Outcome::Skipped("parent_failed".into()));
        journal.settle_unsent(known.run(), at(6), &[skipped])
    },
    |journal, known| {
        let ids = [known.ids[1], known.ids[4]];
        begin(journal, known, Known::run, &ids, at(7))
    },
    |journal, known| {
        let intent = known.intent.clone().unwrap();
        let ids = [known.ids[1], known.ids[4]];
        journal.finish(&intent, at(8), &ids.map(|id| done(id, 100 + id.0, Outcome::Applied)))
    },
    |journal, known| journal.set_run_status(known.run(), RunStatus::Completed, at(9)),
    |journal, known| {
        let kind = RunKind::Undo { of: known.run() };
        let new = NewRun { kind, is_reversed: true, ..import(known.connection.unwrap()) };
        known.undo = Some(journal.new_run(&new)?);
        Ok(())
    },
    |journal, known| {
        known.undo_ids = journal.reserve_changes(2)?.collect();
        Ok(())
    },
    |journal, known| {
        let [one, two] = [known.undo_ids[0], known.undo_ids[1]];
        let back = |id, action, undoes| Planned {
            undoes: Some(undoes),
            ..Planned::from(change(id, action))
        };
        let plan =
            [back(one, Action::Delete, known.ids[0]), back(two, Action::Update, known.ids[2])];
        journal.append_plan(known.undo(), &plan)
    },
    |journal, known| journal.set_run_status(known.undo(), RunStatus::Running, at(11)),
    |journal, known| {
        let ids = known.undo_ids.clone();
        begin(journal, known, Known::undo, &ids, at(12))
    },
    |journal, known| {
        let intent = known.intent.clone().unwrap();
        let results = [0, 1].map(|at| done(known.undo_ids[at], 30, Outcome::Applied));
        journal.finish(&intent, at(13), &results)
    },
    |journal, known| journal.set_run_status(known.undo(), RunStatus::Completed, at(14)),
];

fn begin(
    journal: &Journal,
    known: &mut Known,
    run: fn(&Known) -> RunId,
    ids: &[ChangeId],
    now: jiff::Timestamp,
) -> Result<(), JournalError> {
    let image = |id: ChangeId| product(id.0, &[("description", &"as it was, ".repeat(200))]);
    let sent = |id: &ChangeId| Sent {
        change: *id,
        fields: None,
        before: Some(image(*id)),
        along: Vec::new(),
    };
    let run = run(known);
    known.intent = Some(journal.begin(run, now, ids.iter().map(sent).collect())?);
    // Only now the request leaves.
    known.left.extend(ids.iter().map(|id| (run, *id)));
    Ok(())
}

fn done(change: ChangeId, id: u64, outcome: Outcome) -> Finished {
    Finished {
        kept: Some(product(id, &[("name", "Hat"), ("slug", "hat")])),
        touched: vec!["name".into()],
        store_id: Some(StoreId(id)),
        images: vec![(format!("https://a.example/{id}.jpg"), StoreId(900 + id))],
        source_key: Some(("supplier".to_owned(), format!("sku:{id}"))),
        ..Finished::new(change, outcome)
    }
}

/// What the journal looks like after each step where nothing goes wrong.
struct Theatre {
    stage: Stage,
    /// After opening, and after each step.
    states: Vec<String>,
}

impl Theatre {
    fn new() -> Self {
        let mut theatre = Self { stage: Stage::new(), states: Vec::new() };
        let journal = theatre.stage.open().unwrap();
        theatre.states.push(theatre.stage.state());
        let mut known = Known::default();
        for step in STEPS {
            step(&journal, &mut known).unwrap();
            theatre.states.push(theatre.stage.state());
        }
        assert_eq!(known.left.len(), 7);
        theatre
    }

    /// Plays until something fails. Says how many steps were done, and what had left.
    fn play(&self) -> (usize, Known) {
        let mut known = Known::default();
        let Ok(journal) = self.stage.open() else { return (0, known) };
        for (done, step) in STEPS.iter().enumerate() {
            if step(&journal, &mut known).is_err() {
                return (done, known);
            }
        }
        (STEPS.len(), known)
    }

    /// Plays on whenever something failed that fails only once, as one who makes room and tries again.
    fn play_on(&self) {
        let journal = self.stage.open().or_else(|_| self.stage.open()).unwrap();
        let mut known = Known::default();
        for (number, step) in STEPS.iter().enumerate() {
            if step(&journal, &mut known).is_err() {
                let again = step(&journal, &mut known);
                assert!(again.is_ok(), "step {number}: {again:?}");
            }
        }
    }

    /// What has to hold whatever happened.
    fn judge(&self, done: usize, known: &Known, case: &str) {
        let journal = self.stage.open().unwrap_or_else(|error| panic!("{case}: {error:?}"));
        assert_eq!(journal.check().unwrap(), Checked::default(), "{case}");
        for (run, change) in &known.left {
            let entry = journal.change(*change).unwrap();
            let is_known =
                entry.state != State::Planned || !journal.attempts(*change).unwrap().is_empty();
            assert!(is_known, "{case}: {change:?} of run {run} left, and nobody knows");
        }
        // All of what was said to be done, and nothing by halves: at most one step more, which was under way.
        let state = self.stage.state();
        let expected = &self.states[done..(done + 2).min(self.states.len())];
        assert!(expected.contains(&state), "{case}: after {done} steps");
    }
}

/// Tries every n until the trouble does not come any more; says how many there were.
fn every_n(trouble: Trouble, lasting: Lasting, case: impl Fn(&Theatre, u64)) -> u64 {
    let theatre = Theatre::new();
    for n in 1.. {
        theatre.stage.disk.erase();
        theatre.stage.disk.trouble_at(trouble, n, lasting);
        case(&theatre, n);
        if !theatre.stage.disk.mend() {
            return n - 1;
        }
    }
    unreachable!("a play has an end")
}

fn power_cut(name: &str, left: impl Fn(u64) -> Left) {
    let tried = every_n(Trouble::PowerCut, Lasting::UntilMended, |theatre, n| {
        let (done, known) = theatre.play();
        theatre.stage.disk.lose_power(left(n));
        theatre.stage.disk.pause();
        theatre.judge(done, &known, &format!("power cut at call {n}, {:?}", left(n)));
    });
    println!("power cut, {name}: {tried} calls tried");
    assert!(tried > 100);
}

#[test]
fn a_power_cut_that_takes_all_that_was_not_synced_leaves_every_promise() {
    power_cut("all that was not synced is gone", |_| Left::Nothing);
}

#[test]
fn a_power_cut_that_takes_nothing_leaves_every_promise() {
    power_cut("all is there", |_| Left::Everything);
}

#[test]
fn a_power_cut_that_takes_some_of_what_was_not_synced_leaves_every_promise() {
    let seeds = std::env::var("LONGSHORE_SEEDS").map_or(1, |seeds| seeds.parse().unwrap());
    for seed in 1..=seeds {
        power_cut(&format!("any sectors are gone, seed {seed}"), |n| Left::Some(drawn(seed, n)));
    }
}

/// Another number for each of them.
fn drawn(seed: u64, n: u64) -> u64 {
    (n + (seed << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[test]
fn this_disk_finds_out_who_does_not_sync() {
    for (synchronous, kept) in [("FULL", 1), ("NORMAL", 0), ("OFF", 0)] {
        let disk = Disk::new();
        let open = || {
            rusqlite::Connection::open_with_flags_and_vfs(
                "a.db",
                rusqlite::OpenFlags::default(),
                disk.name(),
            )
            .unwrap()
        };
        let sqlite = open();
        sqlite.pragma_update(None, "journal_mode", "WAL").unwrap();
        sqlite.execute_batch("CREATE TABLE a (x)").unwrap();
        drop(sqlite);
        let sqlite = open();
        sqlite.pragma_update(None, "synchronous", synchronous).unwrap();
        sqlite.execute_batch("INSERT INTO a VALUES (1)").unwrap();
        // From here on nothing reaches the disk: nor does what closing would write.
        disk.trouble_at(Trouble::PowerCut, 1, Lasting::UntilMended);
        drop(sqlite);
        disk.lose_power(Left::Nothing);
        disk.pause();
        let found: i64 = open().query_row("SELECT count(*) FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(found, kept, "{synchronous}");
    }
}

fn trouble_that_lasts(trouble: Trouble) {
    let tried = every_n(trouble, Lasting::UntilMended, |theatre, n| {
        let (done, known) = theatre.play();
        theatre.stage.disk.pause();
        theatre.judge(done, &known, &format!("{trouble:?} from call {n}"));
    });
    println!("{trouble:?} until mended: {tried} calls tried");
    assert!(tried > 100);
}

/// The same, and the power goes when the program has given up.
fn trouble_and_power_cut(trouble: Trouble) {
    let tried = every_n(trouble, Lasting::UntilMended, |theatre, n| {
        let (done, known) = theatre.play();
        theatre.stage.disk.pause();
        theatre.stage.disk.lose_power(Left::Some(drawn(0, n)));
        theatre.judge(done, &known, &format!("{trouble:?} from call {n}, then a power cut"));
    });
    println!("{trouble:?} and then a power cut: {tried} calls tried");
    assert!(tried > 100);
}

fn trouble_that_passes(trouble: Trouble) {
    let tried = every_n(trouble, Lasting::Once, |theatre, n| {
        theatre.play_on();
        theatre.stage.disk.pause();
        theatre.judge(STEPS.len(), &Known::default(), &format!("{trouble:?} once at call {n}"));
    });
    println!("{trouble:?} once, and on: {tried} calls tried");
    assert!(tried > 100);
}

#[test]
fn a_full_disk_leaves_every_promise() {
    trouble_that_lasts(Trouble::Full);
    trouble_and_power_cut(Trouble::Full);
}

#[test]
fn a_disk_with_room_again_is_gone_on_with() {
    trouble_that_passes(Trouble::Full);
}

#[test]
fn a_broken_disk_leaves_every_promise() {
    trouble_that_lasts(Trouble::Broken);
}

#[test]
fn a_broken_disk_that_loses_power_leaves_every_promise() {
    trouble_and_power_cut(Trouble::Broken);
}

#[test]
fn a_disk_that_fails_once_is_gone_on_with() {
    trouble_that_passes(Trouble::Broken);
}
