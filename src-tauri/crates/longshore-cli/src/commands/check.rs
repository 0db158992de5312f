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
    words::{plain, say, wrapped},
};

/// How many rows of an issue are named.
const ROWS: usize = 6;

pub(super) async fn carry_out(studio: &Studio, check: args::Check) -> Result<Answer, ApiError> {
    let request = Check {
        file: check.file.into(),
        reading: check.reading.settings()?,
        store: check.store,
        assignments: check.mapping.assignments()?,
        notations: check.mapping.notation,
        takes: check.mapping.accept,
        profile: check.mapping.profile,
        kind: check.kind.map(longshore_app::engine::entity::Entity::from),
        pictures_from: check.pictures_from,
    };
    let checked = checking::check(studio, request, &super::watch()).await?;
    let exit = if checked.errors > 0 { Exit::Partly } else { Exit::Done };
    Ok(Answer::new(&checked, text(&checked))?.ending(exit))
}

/// How many rows a file has.
pub(super) fn rows_in_words(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(count)) }
}

fn text(checked: &Checked) -> String {
    let rows = rows_in_words(checked.rows);
    let mut text = match (checked.errors, checked.warnings) {
        (0, 0) => format!("{rows}, nothing to complain about.\n"),
        (0, warnings) => {
            format!("{rows}, all can go in; worth a look: {}.\n", grouped(warnings))
        }
        (errors, warnings) => format!(
            "{rows}; problems that keep a row out: {}, worth a look: {}.\n",
            grouped(errors),
            grouped(warnings)
        ),
    };
    if let Some(profile) = &checked.profile {
        text.push_str(&format!("It goes by the profile {}.\n", plain(profile)));
    }
    if let Some(joined) = &checked.joined {
        text.push_str(&super::joined::text(joined));
    }
    text.push_str(&issues(&checked.issues));
    text
}

/// Issues as a list, the gravest first.
pub(super) fn issues<'a>(issues: impl IntoIterator<Item = &'a IssueCount>) -> String {
    let mut text = String::new();
    for issue in issues {
        let mark = match issue.severity {
            Severity::Error => "✗",
            Severity::Warning => "!",
            Severity::Note => "·",
        };
        let params = issue.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let sentence = say(&issue.code, params);
        let told = format!("{}{sentence}", where_(issue));
        text.push_str(&wrapped(&told, &format!("  {mark} "), "    "));
        text.push_str(&others(issue));
        let proposed = match &issue.fix {
            Some(Fix::Cell(cell)) => format!("It could say: {}", plain(cell)),
            Some(Fix::Clear) => "It could be empty.".to_owned(),
            None => continue,
        };
        text.push_str(&format!("      {proposed}\n"));
        text.push_str(&format!("      --accept {} takes such proposals.\n", issue.code));
    }
    text
}

/// What a few others of a kind say.
fn others(issue: &IssueCount) -> String {
    let others = issue.others.iter().filter_map(|other| {
        let value = other.params.get("value").filter(|value| !value.is_empty())?;
        let row = other.row.map(|row| format!(" (row {row})")).unwrap_or_default();
        Some(format!("\"{}\"{row}", plain(value)))
    });
    let others: Vec<String> = others.collect();
    match others.is_empty() {
        true => String::new(),
        false => wrapped(&format!("Also: {}.", others.join(", ")), "      ", "        "),
    }
}

/// Where an issue is; of several rows the sentence is about the first.
fn where_(issue: &IssueCount) -> String {
    let named: Vec<_> = issue.rows.iter().take(ROWS).map(ToString::to_string).collect();
    match named.as_slice() {
        [] => String::new(),
        [only] if issue.count == 1 => format!("Row {only}: "),
        [only] => format!("Row {only}, {} times: ", grouped(issue.count)),
        [first, ..] => {
            let more = if issue.rows.len() > named.len() { " …" } else { "" };
            format!(
                "{} times, rows {}{more}. Row {first}: ",
                grouped(issue.count),
                named.join(", ")
            )
        }
    }
}
