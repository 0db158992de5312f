//! `longshore check FILE`

use longshore_app::{
    ApiError, Studio,
    checking::{self, Check, Checked},
    engine::issue::{Fix, Severity},
    issues::IssueCount,
};

use crate::{
    answer::{Answer, Exit},
    args,
    progress::grouped,
    words::{plain, say},
};

/// How many rows of an issue are named.
const ROWS: usize = 6;

pub(super) async fn carry_out(studio: &Studio, check: args::Check) -> Result<Answer, ApiError> {
    let request = Check {
        file: check.file,
        reading: check.reading.settings()?,
        store: check.store,
        assignments: check.mapping.assignments()?,
        profile: check.mapping.profile,
    };
    let checked = checking::check(studio, request, &super::watch()).await?;
    let exit = if checked.errors > 0 { Exit::Partly } else { Exit::Done };
    Ok(Answer::new(&checked, text(&checked))?.ending(exit))
}

fn text(checked: &Checked) -> String {
    let rows = grouped(checked.rows);
    let mut text = match (checked.errors, checked.warnings) {
        (0, 0) => format!("{rows} rows, nothing to complain about.\n"),
        (errors, warnings) => format!(
            "{rows} rows: {} keep a row out, {} to look at.\n",
            grouped(errors),
            grouped(warnings)
        ),
    };
    text.push_str(&issues(&checked.issues));
    text
}

/// Issues as a list, the gravest first.
pub(super) fn issues(issues: &[IssueCount]) -> String {
    let mut text = String::new();
    for issue in issues {
        let mark = match issue.severity {
            Severity::Error => "✗",
            Severity::Warning => "!",
            Severity::Note => "·",
        };
        let params = issue.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let sentence = say(&issue.code, params);
        let times = if issue.count > 1 {
            format!(" ({} times)", grouped(issue.count))
        } else {
            String::new()
        };
        text.push_str(&format!("  {mark} {sentence}{times}{}\n", rows(issue)));
        if let Some(Fix::Cell(cell)) = &issue.fix {
            text.push_str(&format!("      It could say: {}\n", plain(cell)));
        }
    }
    text
}

fn rows(issue: &IssueCount) -> String {
    if issue.rows.is_empty() {
        return String::new();
    }
    let named: Vec<_> = issue.rows.iter().take(ROWS).map(ToString::to_string).collect();
    let more = if issue.count as usize > named.len() { " …" } else { "" };
    let word = if named.len() == 1 { "row" } else { "rows" };
    format!(", {word} {}{more}", named.join(", "))
}
