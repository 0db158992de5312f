//! How does everything in the journal leave it, for people and for scripts?
//!
//! One line of JSON for each thing, which says in `kind` what it is; parts come after what they belong to. Times are
//! UTC as in RFC 3339, decimals are texts, fields are pairs of a name and a value.
//!
//! | kind | what | beside its own |
//! | --- | --- | --- |
//! | `journal` | the first line | `format` (of this export: 1), `version` (of the tables) |
//! | `connection` | a store, also a removed one | of its key only the last seven signs; never a secret |
//! | `profile` | a saved profile | |
//! | `run` | a run | `does` (import or undo), `counts` |
//! | `run_detail` | what it was made with | `run` |
//! | `intent` | a request that left | `run`, `at`, `changes` |
//! | `change` | what was to be done, and what became of it | `sent`, `before_image`, `along` (what went into the trash with it), `kept`, `touched`, `intent`, `sent_at`, `finished_at` where it was sent, and earlier `attempts` |
//! | `rejected` | a row that stayed out | `run` |
//! | `upload` | a file that it put into the store or took out; never what is in it | `run` |
//! | `issue` | issues of one kind | `run` or `draft` |
//! | `altered`, `image`, `remembered`, `identity` | what was learned of a store | `connection` |
//! | `draft`, `cell` | an import being prepared, and a cell that was written over | |
//! | `unreadable` | an entry that is there and cannot be read | `table`, `id`, `detail` |
//! | `end` | the last line: without it the export is not whole | `lines`, itself not counted |

use std::io::{BufWriter, Write};

use longshore_engine::{
    record::{FieldName, Fields, StoreRecord},
    value::ChangeId,
};
use rusqlite::{Connection as Sqlite, Row};
use serde_json::{Map, Value, json};

use crate::{
    changes, connections, counts,
    drafts::DraftId,
    effects,
    error::JournalError,
    issues::{self, IssueOwner},
    journal::{Journal, moment},
    number, profiles, rejects, releases,
    runs::{self, RunId},
    uploads,
};

/// The form of the lines; raised when something in it changes its meaning.
const FORMAT: u64 = 1;

impl Journal {
    /// Writes everything out, as it is at this moment; others may go on writing meanwhile. Returns how many lines were
    /// written.
    ///
    /// # Errors
    /// [`JournalError::Output`] where it cannot be written out. What cannot be read in the journal is a line of its own.
    pub fn export(&self, out: impl Write) -> Result<u64, JournalError> {
        self.read(|journal| {
            let mut lines = Lines { out: BufWriter::new(out), count: 0 };
            let version = releases::version(journal)?;
            lines.write("journal", json!({"format": FORMAT, "version": version}))?;
            lines.each(
                journal,
                "connection",
                "SELECT * FROM connection ORDER BY id",
                connection,
            )?;
            lines.each(journal, "profile", "SELECT * FROM profile ORDER BY id", |row| {
                value(&profiles::saved(row)?)
            })?;
            let mut all = journal.prepare("SELECT id FROM run ORDER BY id")?;
            let mut all = all.query([])?;
            while let Some(run) = all.next()? {
                export_run(journal, run.get(0)?, &mut lines)?;
            }
            learned(journal, &mut lines)?;
            drafts(journal, &mut lines)?;
            let count = lines.count;
            lines.write("end", json!({"lines": count}))?;
            lines.out.flush().map_err(JournalError::Output)?;
            Ok(count + 1)
        })
    }
}

struct Lines<W: Write> {
    out: BufWriter<W>,
    count: u64,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, kind: &str, mut line: Value) -> Result<(), JournalError> {
        let mut whole = Map::new();
        // A run has a kind of its own: it is an import or an undo.
        if let Some(own) = line.get_mut("kind").map(Value::take) {
            whole.insert("does".to_owned(), own);
        }
        if let Value::Object(line) = line {
            whole.extend(line);
        }
        whole.insert("kind".to_owned(), kind.into());
        serde_json::to_writer(&mut self.out, &whole)
            .map_err(|error| JournalError::Output(error.into()))?;
        self.out.write_all(b"\n").map_err(JournalError::Output)?;
        self.count += 1;
        Ok(())
    }

    /// Writes what was read, or that it cannot be read.
    fn put(&mut self, kind: &str, line: Result<Value, JournalError>) -> Result<(), JournalError> {
        match line {
            Ok(line) => self.write(kind, line),
            Err(JournalError::Unreadable { table, id, detail }) => {
                self.write("unreadable", json!({"table": table, "id": id, "detail": detail}))
            }
            Err(error) => Err(error),
        }
    }

    fn each(
        &mut self,
        journal: &Sqlite,
        kind: &str,
        question: &str,
        read: impl Fn(&Row<'_>) -> Result<Value, JournalError>,
    ) -> Result<(), JournalError> {
        let mut statement = journal.prepare_cached(question)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.put(kind, read(row))?;
        }
        Ok(())
    }

    fn each_of(
        &mut self,
        journal: &Sqlite,
        kind: &str,
        (question, owner): (&str, u64),
        read: impl Fn(&Row<'_>) -> Result<Value, JournalError>,
    ) -> Result<(), JournalError> {
        let mut statement = journal.prepare_cached(question)?;
        let mut rows = statement.query([owner.cast_signed()])?;
        while let Some(row) = rows.next()? {
            self.put(kind, read(row))?;
        }
        Ok(())
    }
}

fn value(of: &impl serde::Serialize) -> Result<Value, JournalError> {
    serde_json::to_value(of).map_err(|error| JournalError::unreadable("journal", 0, error))
}

/// The same with more beside it.
fn with(mut line: Value, more: Value) -> Value {
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

fn connection(row: &Row<'_>) -> Result<Value, JournalError> {
    let mut connection = connections::connection(row)?;
    let key: Vec<char> = connection.details.consumer_key.chars().collect();
    connection.details.consumer_key =
        format!("…{}", key[key.len().saturating_sub(7)..].iter().collect::<String>());
    value(&connection)
}

fn export_run<W: Write>(
    journal: &Sqlite,
    run: RunId,
    lines: &mut Lines<W>,
) -> Result<(), JournalError> {
    lines.each_of(journal, "run", ("SELECT * FROM run WHERE id = ?1", run.0), |row| {
        let counts = counts::read(journal, run)?;
        Ok(with(value(&runs::read(row)?)?, json!({"counts": value(&counts.counts)?})))
    })?;
    let detail = ("SELECT * FROM run_detail WHERE run = ?1", run.0);
    lines.each_of(journal, "run_detail", detail, |row| {
        let detail = runs::detail(run, row)?;
        Ok(json!({
            "run": run, "reading": value(&detail.reading)?, "options": detail.options,
            "profile": value(&detail.profile)?, "header": value(&detail.header)?,
            "unchanged": detail.unchanged.iter().collect::<Vec<_>>(),
            "skipped_rows": detail.skipped_rows.iter().collect::<Vec<_>>(),
        }))
    })?;
    let intents = ("SELECT id, at, changes, open FROM intent WHERE run = ?1 ORDER BY id", run.0);
    lines.each_of(journal, "intent", intents, |row| {
        let id = row.get::<_, i64>(0)?.cast_unsigned();
        let changes: Value = serde_json::from_str(row.get_ref(2)?.as_str()?)
            .map_err(|error| JournalError::unreadable("intent", id, error))?;
        let (at, open): (i64, i64) = (row.get(1)?, row.get(3)?);
        Ok(json!({"run": run, "id": id, "at": moment(at), "changes": changes, "open": open}))
    })?;
    let changes = ("SELECT id FROM change WHERE run = ?1 ORDER BY id", run.0);
    lines.each_of(journal, "change", changes, |row| change(journal, row.get(0)?))?;
    let rejected =
        ("SELECT row, line, cells, reasons FROM rejected WHERE run = ?1 ORDER BY row", run.0);
    lines.each_of(journal, "rejected", rejected, |row| {
        Ok(with(value(&rejects::reject(run, row)?)?, json!({"run": run})))
    })?;
    let uploads = ("SELECT * FROM upload WHERE run = ?1 ORDER BY id", run.0);
    lines.each_of(journal, "upload", uploads, |row| {
        Ok(with(value(&uploads::upload(row)?)?, json!({"run": run})))
    })?;
    issues_of(journal, IssueOwner::Run(run), &json!({"run": run}), lines)
}

fn change(journal: &Sqlite, id: i64) -> Result<Value, JournalError> {
    let change = ChangeId(id.cast_unsigned());
    let line = match effects::read(journal, change)? {
        Some(effect) => with(
            value(&effect.entry)?,
            json!({
                "intent": effect.intent, "sent_at": effect.sent_at, "sent": value(&effect.sent)?,
                "before_image": value(&effect.before)?, "along": value(&effect.along)?, "kept": value(&effect.kept)?,
                "touched": effect.touched, "finished_at": effect.finished_at,
            }),
        ),
        None => value(&changes::load(journal, id)?)?,
    };
    let attempts = attempts(journal, change)?;
    Ok(if attempts.is_empty() { line } else { with(line, json!({"attempts": attempts})) })
}

fn attempts(journal: &Sqlite, change: ChangeId) -> Result<Vec<Value>, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT state, intent, sent, before, at, outcome, kept, touched FROM attempt WHERE change = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([change.0.cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let unreadable = |detail: String| JournalError::unreadable("attempt", change.0, detail);
        let json = |column| -> Result<Value, JournalError> {
            match row.get_ref(column)?.as_str_or_null()? {
                Some(json) => {
                    serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))
                }
                None => Ok(Value::Null),
            }
        };
        let state: i64 = row.get(0)?;
        let state = crate::state::State::from_stored(state)
            .ok_or_else(|| unreadable(format!("state {state}")))?;
        let before: Option<StoreRecord> =
            effects::unpack(change, row.get_ref(3)?.as_blob_or_null()?)?;
        let kept: Option<effects::Kept> =
            effects::unpack(change, row.get_ref(6)?.as_blob_or_null()?)?;
        let sent: Option<Fields> = effects::unpack(change, row.get_ref(2)?.as_blob_or_null()?)?;
        found.push(json!({
            "state": state, "intent": row.get::<_, Option<i64>>(1)?, "sent": value(&sent)?,
            "kept": value(&kept.and_then(|kept| kept.into_record(before.as_ref())))?,
            "before_image": value(&before)?, "outcome": json(5)?,
            "touched": serde_json::from_value::<Option<Vec<FieldName>>>(json(7)?)
                .map_err(|error| unreadable(error.to_string()))?,
            "finished_at": row.get::<_, Option<i64>>(4)?.map(moment),
        }));
    }
    Ok(found)
}

fn issues_of<W: Write>(
    journal: &Sqlite,
    owner: IssueOwner,
    whose: &Value,
    lines: &mut Lines<W>,
) -> Result<(), JournalError> {
    match issues::read(journal, owner) {
        Ok(groups) => groups
            .iter()
            .try_for_each(|group| lines.write("issue", with(value(group)?, whose.clone()))),
        Err(error) => lines.put("issue", Err(error)),
    }
}

fn learned<W: Write>(journal: &Sqlite, lines: &mut Lines<W>) -> Result<(), JournalError> {
    let entity = |row: &Row<'_>, column: &str| -> Result<Value, JournalError> {
        let stored: i64 = row.get(column)?;
        let name = number::entity(stored).map(longshore_engine::entity::Entity::as_str);
        Ok(name.map_or_else(|| stored.into(), Value::from))
    };
    lines.each(journal, "altered", "SELECT * FROM altered", |row| {
        let id: i64 = row.get("store_id")?;
        let (sent, kept): (Fields, Fields) =
            crate::packed::unpack(row.get_ref("fields")?.as_blob()?)
                .map_err(|error| JournalError::unreadable("altered", id.cast_unsigned(), error))?;
        Ok(json!({
            "connection": row.get::<_, i64>("connection")?, "entity": entity(row, "entity")?,
            "id": id, "sent": value(&sent)?, "kept": value(&kept)?,
        }))
    })?;
    lines.each(journal, "image", "SELECT * FROM image", |row| {
        Ok(json!({
            "connection": row.get::<_, i64>("connection")?, "src": row.get::<_, String>("src")?,
            "media": row.get::<_, i64>("media")?,
        }))
    })?;
    lines.each(journal, "remembered", "SELECT * FROM remembered", |row| {
        Ok(json!({
            "connection": row.get::<_, i64>("connection")?, "entity": entity(row, "entity")?,
            "source": row.get::<_, String>("source")?, "key": row.get::<_, String>("key")?,
            "id": row.get::<_, i64>("store_id")?, "made": row.get::<_, Option<String>>("made")?,
        }))
    })?;
    let identities = "SELECT n.connection, n.entity, n.store_id, i.current FROM identity_number n
        JOIN identity i ON i.id = n.identity WHERE n.store_id <> i.current";
    lines.each(journal, "identity", identities, |row| {
        Ok(json!({
            "connection": row.get::<_, i64>("connection")?, "entity": entity(row, "entity")?,
            "id": row.get::<_, i64>("store_id")?, "is_now": row.get::<_, i64>("current")?,
        }))
    })
}

fn drafts<W: Write>(journal: &Sqlite, lines: &mut Lines<W>) -> Result<(), JournalError> {
    let mut all = journal.prepare("SELECT id, state, begun_at, saved_at FROM draft ORDER BY id")?;
    let mut all = all.query([])?;
    while let Some(row) = all.next()? {
        let id: DraftId = row.get(0)?;
        let state = serde_json::from_str::<Value>(row.get_ref(1)?.as_str()?)
            .map_err(|error| JournalError::unreadable("draft", id.0, error));
        let (begun_at, saved_at) = (moment(row.get(2)?), moment(row.get(3)?));
        let draft = state.map(
            |state| json!({"id": id, "state": state, "begun_at": begun_at, "saved_at": saved_at}),
        );
        lines.put("draft", draft)?;
        let cells = (
            "SELECT row, column_number, text FROM draft_cell WHERE draft = ?1 ORDER BY row, column_number",
            id.0,
        );
        lines.each_of(journal, "cell", cells, |row| {
            let (at, column): (i64, i64) = (row.get(0)?, row.get(1)?);
            let text: String = row.get(2)?;
            Ok(json!({"draft": id, "row": at, "column": column, "text": text}))
        })?;
        issues_of(journal, IssueOwner::Draft(id), &json!({"draft": id}), lines)?;
    }
    Ok(())
}
