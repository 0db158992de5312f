//! What is wrong with the rows of a run or a draft, counted by kind?

use longshore_engine::issue::{Issue, Severity};
use rusqlite::{Connection as Sqlite, Row};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    drafts::DraftId,
    error::JournalError,
    journal::Journal,
    number::Stored,
    rows::{self, Rows},
    runs::RunId,
};

/// Whose issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueOwner {
    /// A run's.
    Run(RunId),
    /// A draft's.
    Draft(DraftId),
}

/// Issues of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IssueGroup {
    /// What it is.
    pub code: SmolStr,
    /// How much it matters.
    pub severity: Severity,
    /// The column that it is about.
    pub column: Option<usize>,
    /// How often.
    pub count: u64,
    /// One of them.
    pub example: Issue,
    /// The rows that have it.
    #[serde(skip)]
    pub rows: Rows,
}

impl IssueOwner {
    /// In released databases: these numbers never change meaning.
    fn stored(self) -> (i64, i64) {
        match self {
            Self::Run(run) => (0, run.0.stored()),
            Self::Draft(draft) => (1, draft.0.stored()),
        }
    }
}

impl Journal {
    /// Puts issues, counted by kind, in place of what was noted of their owner.
    ///
    /// # Errors
    /// Fails where the journal cannot be written.
    pub fn set_issues(&self, owner: IssueOwner, groups: &[IssueGroup]) -> Result<(), JournalError> {
        let (kind, number) = owner.stored();
        self.write(|journal| {
            forget(journal, owner)?;
            let mut put = journal.prepare_cached(
                "INSERT INTO issue (owner_kind, owner, code, column_number, severity, count, example, rows)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?;
            for group in groups {
                let example = serde_json::to_string(&group.example)
                    .map_err(|error| JournalError::unreadable("issue", number.cast_unsigned(), error))?;
                put.execute((
                    kind,
                    number,
                    group.code.as_str(),
                    group.column.map_or(-1, Stored::stored),
                    severity_number(group.severity),
                    group.count.stored(),
                    example,
                    rows::to_blob(&group.rows)?,
                ))?;
            }
            Ok(())
        })
    }

    /// Issues by kind, the worst and most frequent first.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn issues(&self, owner: IssueOwner) -> Result<Vec<IssueGroup>, JournalError> {
        self.read(|journal| read(journal, owner))
    }
}

pub(crate) fn read(journal: &Sqlite, owner: IssueOwner) -> Result<Vec<IssueGroup>, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT code, column_number, severity, count, example, rows FROM issue
         WHERE owner_kind = ?1 AND owner = ?2 ORDER BY severity DESC, count DESC, code, column_number",
    )?;
    let mut rows = statement.query(owner.stored())?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(group(owner.stored().1.cast_unsigned(), row)?);
    }
    Ok(found)
}

pub(crate) fn forget(journal: &Sqlite, owner: IssueOwner) -> Result<(), JournalError> {
    journal
        .prepare_cached("DELETE FROM issue WHERE owner_kind = ?1 AND owner = ?2")?
        .execute(owner.stored())?;
    Ok(())
}

fn group(owner: u64, row: &Row<'_>) -> Result<IssueGroup, JournalError> {
    let code: String = row.get(0)?;
    let example = serde_json::from_str(row.get_ref(4)?.as_str()?)
        .map_err(|error| JournalError::unreadable("issue", owner, error))?;
    Ok(IssueGroup {
        code: code.into(),
        severity: match row.get::<_, i64>(2)? {
            0 => Severity::Note,
            1 => Severity::Warning,
            _ => Severity::Error,
        },
        column: usize::try_from(row.get::<_, i64>(1)?).ok(),
        count: row.get::<_, i64>(3)?.cast_unsigned(),
        example,
        rows: rows::from_blob("issue", owner, Some(row.get_ref(5)?.as_blob()?))?,
    })
}

/// In released databases: these numbers never change meaning, and their order is that of severity.
fn severity_number(severity: Severity) -> i64 {
    match severity {
        Severity::Note => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    }
}
