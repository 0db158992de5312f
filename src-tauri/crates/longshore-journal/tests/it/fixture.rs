//! A journal in a folder of its own, with a connection and things to do.

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Change, Outcome, Phase},
    entity::Entity,
    profile::{Mode, Profile},
    reading::ReadSettings,
    record::{Fields, StoreRecord},
    value::{ChangeId, Reference, StoreId, Value},
};
use longshore_journal::{
    Journal,
    connections::{ConnectionId, NewConnection, SecretPlace},
    intents::{Finished, Sent},
    plan::Planned,
    runs::{NewRun, RunId, RunKind, RunSource, RunStatus},
};
use tempfile::TempDir;

/// So many seconds after a certain moment.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

pub(crate) struct Studio {
    pub(crate) folder: TempDir,
    pub(crate) journal: Journal,
    pub(crate) connection: ConnectionId,
}

impl Studio {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("data").join("journal.db")).unwrap();
        let connection = journal.add_connection(&connection("shop")).unwrap();
        Self { folder, journal, connection }
    }

    pub(crate) fn planned_run(&self) -> RunId {
        self.journal.new_run(&import(self.connection)).unwrap()
    }

    pub(crate) fn running_run(&self) -> RunId {
        let run = self.planned_run();
        self.journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
        run
    }

    pub(crate) fn undo_run(&self, of: RunId) -> RunId {
        let new =
            NewRun { kind: RunKind::Undo { of }, is_reversed: true, ..import(self.connection) };
        let run = self.journal.new_run(&new).unwrap();
        self.journal.set_run_status(run, RunStatus::Running, at(1)).unwrap();
        run
    }

    /// An import that changed these products and ended at that time.
    pub(crate) fn done_run(&self, records: &[u64], seconds: i64) -> (RunId, Vec<ChangeId>) {
        let run = self.running_run();
        let ids: Vec<ChangeId> =
            self.journal.reserve_changes(records.len() as u64).unwrap().collect();
        let plan: Vec<Planned> = ids
            .iter()
            .zip(records)
            .zip(1..)
            .map(|((id, record), row)| update(*id, row, *record).into())
            .collect();
        self.journal.append_plan(run, &plan).unwrap();
        self.carry_out(run, seconds);
        (run, ids)
    }

    /// Sends all that is planned of a run, which ends at that time.
    pub(crate) fn carry_out(&self, run: RunId, seconds: i64) {
        let pending = self.journal.pending(run, None, 999).unwrap().changes;
        let record = |planned: &Planned| match planned.change.record {
            Some(Reference::Stored(StoreId(id))) => id,
            _ => planned.change.id.0,
        };
        let sent = |planned: &Planned| Sent {
            change: planned.change.id,
            fields: None,
            before: Some(product(record(planned), &[("name", "A hat"), ("sku", "hat")])),
            along: Vec::new(),
        };
        let intent =
            self.journal.begin(run, at(seconds), pending.iter().map(sent).collect()).unwrap();
        let result = |planned: &Planned| Finished {
            kept: Some(product(record(planned), &[("name", "A better hat"), ("sku", "hat")])),
            touched: vec!["name".into()],
            source_key: Some(("supplier".to_owned(), format!("sku:{}", record(planned)))),
            ..Finished::new(planned.change.id, Outcome::Applied)
        };
        let results: Vec<Finished> = pending.iter().map(result).collect();
        self.journal.finish(&intent, at(seconds), &results).unwrap();
        self.journal.set_run_status(run, RunStatus::Completed, at(seconds)).unwrap();
    }

    /// Plans creates of products, one for each row.
    pub(crate) fn plan_creates(&self, run: RunId, count: u64) -> Vec<ChangeId> {
        let ids: Vec<ChangeId> = self.journal.reserve_changes(count).unwrap().collect();
        let changes: Vec<Planned> =
            ids.iter().zip(1..).map(|(id, row)| create(*id, row).into()).collect();
        self.journal.append_plan(run, &changes).unwrap();
        ids
    }
}

pub(crate) fn connection(name: &str) -> NewConnection {
    NewConnection {
        name: name.to_owned(),
        url: format!("https://{name}.example"),
        consumer_key: "ck_0123456789".to_owned(),
        secret_kept_in: SecretPlace::Keychain,
        ca_file: None,
        facts: None,
        settings: serde_json::Map::new(),
        added_at: at(0),
    }
}

pub(crate) fn import(connection: ConnectionId) -> NewRun {
    NewRun {
        connection,
        kind: RunKind::Import {
            source: RunSource { name: "Prices.csv".to_owned(), size: 7, fingerprint: u64::MAX },
        },
        mode: Mode::CreateUpdate,
        reading: ReadSettings { delimiter: Some(';'), ..ReadSettings::default() },
        profile: Some(Profile { name: "Supplier".to_owned(), ..Profile::default() }),
        options: serde_json::Map::new(),
        is_reversed: false,
        at: at(0),
    }
}

pub(crate) fn fields(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, text)| ((*name).into(), Value::Text((*text).to_owned()))).collect()
}

pub(crate) fn change(id: ChangeId, action: Action) -> Change {
    Change {
        id,
        phase: Phase::Products,
        action,
        entity: Entity::Product,
        record: None,
        parent: None,
        fields: Fields::new(),
        before: Fields::new(),
        label: format!("SKU-{id:?}"),
        row: None,
        completes: None,
        reason: "not_in_store".into(),
    }
}

pub(crate) fn create(id: ChangeId, row: u64) -> Change {
    Change {
        fields: fields(&[("name", "A hat"), ("sku", &format!("hat-{row}"))]),
        label: format!("hat-{row}"),
        row: Some(row),
        ..change(id, Action::Create)
    }
}

pub(crate) fn update(id: ChangeId, row: u64, record: u64) -> Change {
    Change {
        record: Some(Reference::Stored(StoreId(record))),
        fields: fields(&[("name", "A better hat")]),
        before: fields(&[("name", "A hat")]),
        row: Some(row),
        reason: "fields_differ".into(),
        ..change(id, Action::Update)
    }
}

pub(crate) fn product(id: u64, values: &[(&str, &str)]) -> StoreRecord {
    StoreRecord {
        entity: Entity::Product,
        id: StoreId(id),
        parent: None,
        modified: None,
        fields: fields(values),
    }
}
