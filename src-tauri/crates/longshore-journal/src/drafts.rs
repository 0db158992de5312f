//! What was the user about to import when the window closed?
//!
//! A draft is whatever the host wants back (source, step, profile), the cells that the user changed, and every edit
//! in its order, so that edits can be taken back and done again after a restart.

use jiff::Timestamp;
use rusqlite::{Connection as Sqlite, OptionalExtension};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ts_rs::TS;

use crate::{
    error::JournalError,
    issues::{self, IssueOwner},
    journal::{Journal, millis, moment},
    number::{Stored, number},
    rows::Rows,
};

number! {
    /// The number of a draft.
    DraftId
}

/// An import that is being prepared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// What the host wants back.
    pub state: serde_json::Value,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// Whether there is an edit to take back.
    pub can_undo: bool,
    /// Whether there is an edit to do again.
    pub can_redo: bool,
}

/// A cell that the user wrote over; `None` gives the source's own text back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CellEdit {
    /// The row, counted like [`longshore_engine::row::Row::number`].
    pub row: u64,
    /// The column, from 0.
    pub column: usize,
    /// What it holds now.
    pub text: Option<String>,
}

/// The cells of a step that was taken back, or done again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditStep {
    /// How many.
    pub count: u64,
    /// What the first of them hold now.
    pub cells: Vec<CellEdit>,
}

/// So many cells of a step are listed.
const LISTED: usize = 1_000;

impl Journal {
    /// Saves a new draft.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn new_draft(
        &self,
        state: &serde_json::Value,
        at: Timestamp,
    ) -> Result<DraftId, JournalError> {
        self.write(|journal| {
            Ok(journal.query_row(
                "INSERT INTO draft (state, begun_at, saved_at, saved_step)
                 VALUES (?1, ?2, ?2, (SELECT coalesce(max(saved_step), 0) + 1 FROM draft)) RETURNING id",
                (state.to_string(), millis(at)),
                |row| row.get(0),
            )?)
        })
    }

    /// Saves where a draft stands.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn save_draft(
        &self,
        draft: DraftId,
        state: &serde_json::Value,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let done =
                journal.prepare_cached(SAVE)?.execute((draft, state.to_string(), millis(at)))?;
            if done == 0 { Err(JournalError::not_found("draft", draft)) } else { Ok(()) }
        })
    }

    /// A draft by its number.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn draft(&self, draft: DraftId) -> Result<Draft, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
            let mut rows = statement.query([draft])?;
            rows.next()?.map(read).transpose()
        })?
        .ok_or_else(|| JournalError::not_found("draft", draft))
    }

    /// Changes where a draft stands, with nobody else in between. What `change` answers comes back.
    ///
    /// # Errors
    /// [`JournalError::NotFound`], or where the state has another form.
    pub fn change_draft<State: Serialize + DeserializeOwned, T>(
        &self,
        draft: DraftId,
        at: Timestamp,
        change: impl FnOnce(&mut State) -> T,
    ) -> Result<T, JournalError> {
        let unreadable =
            |error: serde_json::Error| JournalError::unreadable("draft", draft.0, error);
        self.write(|journal| {
            let state: String = journal
                .prepare_cached("SELECT state FROM draft WHERE id = ?1")?
                .query_row([draft], |row| row.get(0))
                .optional()?
                .ok_or_else(|| JournalError::not_found("draft", draft))?;
            let mut state: State = serde_json::from_str(&state).map_err(unreadable)?;
            let answer = change(&mut state);
            let state = serde_json::to_string(&state).map_err(unreadable)?;
            journal.prepare_cached(SAVE)?.execute((draft, state, millis(at)))?;
            Ok(answer)
        })
    }

    /// All drafts, the one that was saved last first, whatever the clock said.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, JournalError> {
        self.read(|journal| {
            let mut statement =
                journal.prepare_cached(&format!("{SELECT} ORDER BY saved_step DESC"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(read(row)?);
            }
            Ok(found)
        })
    }

    /// Takes a draft away, with its edits and issues.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn remove_draft(&self, draft: DraftId) -> Result<(), JournalError> {
        self.write(|journal| {
            issues::forget(journal, IssueOwner::Draft(draft))?;
            match journal.execute("DELETE FROM draft WHERE id = ?1", [draft])? {
                0 => Err(JournalError::not_found("draft", draft)),
                _ => Ok(()),
            }
        })
    }

    /// Changes cells as one step: one cell that was typed into, or many that a fix applies to. Steps that were
    /// taken back before can no longer be done again.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn edit_draft(&self, draft: DraftId, cells: &[CellEdit]) -> Result<(), JournalError> {
        self.write(|journal| {
            let step = steps_done(journal, draft)? + 1;
            journal
                .prepare_cached("DELETE FROM draft_edit WHERE draft = ?1 AND step >= ?2")?
                .execute((draft, step))?;
            note_cells(journal, draft, step, cells)?;
            set_steps_done(journal, draft, step)
        })
    }

    /// Changes more cells in the latest step, which is too large for one transaction.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn edit_draft_on(&self, draft: DraftId, cells: &[CellEdit]) -> Result<(), JournalError> {
        self.write(|journal| {
            let step = steps_done(journal, draft)?.max(1);
            note_cells(journal, draft, step, cells)?;
            set_steps_done(journal, draft, step)
        })
    }

    /// Takes the latest step back. Says which cells it changed; none where there is no step.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn undo_edit(&self, draft: DraftId) -> Result<EditStep, JournalError> {
        self.write(|journal| {
            let step = steps_done(journal, draft)?;
            let changed = put_side(journal, draft, step, "before")?;
            if changed.count > 0 {
                set_steps_done(journal, draft, step - 1)?;
            }
            Ok(changed)
        })
    }

    /// Does the step again that was taken back last. Says which cells it changed; none where there is none.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn redo_edit(&self, draft: DraftId) -> Result<EditStep, JournalError> {
        self.write(|journal| {
            let step = steps_done(journal, draft)? + 1;
            let changed = put_side(journal, draft, step, "after")?;
            if changed.count > 0 {
                set_steps_done(journal, draft, step)?;
            }
            Ok(changed)
        })
    }

    /// The rows of a draft that the user wrote into.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn edited_rows(&self, draft: DraftId) -> Result<Rows, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT DISTINCT row FROM draft_cell WHERE draft = ?1 ORDER BY row",
            )?;
            let mut rows = statement.query([draft])?;
            let mut found = Rows::new();
            while let Some(row) = rows.next()? {
                found.extend(u32::try_from(row.get::<_, i64>(0)?).ok());
            }
            Ok(found)
        })
    }

    /// How many cells of a draft the user wrote over.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn edited_count(&self, draft: DraftId) -> Result<u64, JournalError> {
        self.read(|journal| {
            let count: i64 = journal
                .prepare_cached("SELECT count(*) FROM draft_cell WHERE draft = ?1")?
                .query_row([draft], |row| row.get(0))?;
            Ok(count.cast_unsigned())
        })
    }

    /// Gives a draft the cells that were written over in another one, as they are now and without their steps.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn copy_edited_cells(&self, from: DraftId, to: DraftId) -> Result<(), JournalError> {
        self.write(|journal| {
            journal
                .prepare_cached(
                    "INSERT OR REPLACE INTO draft_cell (draft, row, column_number, text)
                     SELECT ?2, row, column_number, text FROM draft_cell WHERE draft = ?1",
                )?
                .execute((from, to))?;
            Ok(())
        })
    }

    /// The cells of these rows that the user wrote over, by row and column.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn edited_cells(
        &self,
        draft: DraftId,
        rows: std::ops::RangeInclusive<u64>,
    ) -> Result<Vec<CellEdit>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT row, column_number, text FROM draft_cell WHERE draft = ?1 AND row BETWEEN ?2 AND ?3
                 ORDER BY row, column_number",
            )?;
            // A range up to the greatest number means: all there are.
            let last = i64::try_from(*rows.end()).unwrap_or(i64::MAX);
            let found = statement.query_map((draft, rows.start().stored(), last), cell)?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }
}

const SELECT: &str = "SELECT id, state, begun_at, saved_at, edits_done,
         EXISTS (SELECT 1 FROM draft_edit WHERE draft = id AND step > edits_done)
     FROM draft";

const SAVE: &str = "UPDATE draft SET state = ?2, saved_at = ?3,
         saved_step = (SELECT max(saved_step) + 1 FROM draft) WHERE id = ?1";

fn read(row: &rusqlite::Row<'_>) -> Result<Draft, JournalError> {
    let id: DraftId = row.get(0)?;
    Ok(Draft {
        id,
        state: serde_json::from_str(row.get_ref(1)?.as_str()?)
            .map_err(|error| JournalError::unreadable("draft", id.0, error))?,
        begun_at: moment(row.get(2)?),
        saved_at: moment(row.get(3)?),
        can_undo: row.get::<_, i64>(4)? > 0,
        can_redo: row.get(5)?,
    })
}

fn steps_done(journal: &Sqlite, draft: DraftId) -> Result<i64, JournalError> {
    journal
        .prepare_cached("SELECT edits_done FROM draft WHERE id = ?1")?
        .query_row([draft], |row| row.get(0))
        .optional()?
        .ok_or_else(|| JournalError::not_found("draft", draft))
}

fn set_steps_done(journal: &Sqlite, draft: DraftId, step: i64) -> Result<(), JournalError> {
    journal
        .prepare_cached("UPDATE draft SET edits_done = ?2 WHERE id = ?1")?
        .execute((draft, step))?;
    Ok(())
}

fn note_cells(
    journal: &Sqlite,
    draft: DraftId,
    step: i64,
    cells: &[CellEdit],
) -> Result<(), JournalError> {
    let mut note = journal.prepare_cached(
        "INSERT INTO draft_edit (draft, step, row, column_number, before, after)
         VALUES (?1, ?2, ?3, ?4,
             (SELECT text FROM draft_cell WHERE draft = ?1 AND row = ?3 AND column_number = ?4), ?5)
         ON CONFLICT DO UPDATE SET after = excluded.after",
    )?;
    for cell in cells {
        note.execute((draft, step, cell.row.stored(), cell.column.stored(), &cell.text))?;
        set_cell(journal, draft, cell)?;
    }
    Ok(())
}

/// Puts the cells of a step as they were before it, or after it.
fn put_side(
    journal: &Sqlite,
    draft: DraftId,
    step: i64,
    side: &str,
) -> Result<EditStep, JournalError> {
    let of = "FROM draft_edit WHERE draft = ?1 AND step = ?2";
    let count: i64 = journal
        .prepare_cached(&format!("SELECT count(*) {of}"))?
        .query_row((draft, step), |row| row.get(0))?;
    journal
        .prepare_cached(&format!(
            "DELETE FROM draft_cell WHERE draft = ?1 AND (row, column_number) IN
                 (SELECT row, column_number {of} AND {side} IS NULL)"
        ))?
        .execute((draft, step))?;
    journal
        .prepare_cached(&format!(
            "INSERT OR REPLACE INTO draft_cell (draft, row, column_number, text)
                 SELECT draft, row, column_number, {side} {of} AND {side} IS NOT NULL"
        ))?
        .execute((draft, step))?;
    let mut statement = journal.prepare_cached(&format!(
        "SELECT row, column_number, {side} {of} ORDER BY row, column_number LIMIT {LISTED}"
    ))?;
    let cells = statement.query_map((draft, step), cell)?;
    Ok(EditStep { count: count.cast_unsigned(), cells: cells.collect::<Result<_, _>>()? })
}

fn cell(row: &rusqlite::Row<'_>) -> rusqlite::Result<CellEdit> {
    Ok(CellEdit {
        row: row.get::<_, i64>(0)?.cast_unsigned(),
        column: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(usize::MAX),
        text: row.get(2)?,
    })
}

fn set_cell(journal: &Sqlite, draft: DraftId, cell: &CellEdit) -> Result<(), JournalError> {
    let (row, column) = (cell.row.stored(), cell.column.stored());
    match &cell.text {
        Some(text) => journal
            .prepare_cached("INSERT OR REPLACE INTO draft_cell (draft, row, column_number, text) VALUES (?1, ?2, ?3, ?4)")?
            .execute((draft, row, column, text))?,
        None => journal
            .prepare_cached("DELETE FROM draft_cell WHERE draft = ?1 AND row = ?2 AND column_number = ?3")?
            .execute((draft, row, column))?,
    };
    Ok(())
}
