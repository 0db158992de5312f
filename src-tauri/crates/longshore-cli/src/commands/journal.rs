//! `longshore journal check|compact|export|forget|keep|salvage`

use std::collections::HashSet;

use longshore_app::{
    ApiError, Home, Studio,
    keeping::{self, Checked, Forget, Forgotten, JournalExport, Keep, Retention, SalvageReport},
    stores::Nothing,
};
use serde_json::json;

use super::confirm;
use crate::{
    answer::{Answer, Exit},
    args::Journal,
    progress::grouped,
    table,
    words::say,
};

pub(super) async fn carry_out(studio: &Studio, journal: Journal) -> Result<Answer, ApiError> {
    match journal {
        Journal::Check => check(studio).await,
        Journal::Compact => {
            let done = keeping::compact(studio, Nothing {}).await?;
            let (before, after) = (bytes(done.bytes_before), bytes(done.bytes_after));
            let mut text = format!("The journal has {after}; it had {before}.");
            match done.reduced.runs.len() {
                0 => {}
                1 => text.push_str(" One old run can no longer be undone."),
                runs => text.push_str(&format!(" {runs} old runs can no longer be undone.")),
            }
            Answer::new(&done, text)
        }
        Journal::Export { out } => {
            let written = keeping::export(studio, JournalExport { file: out }).await?;
            let (lines, file) = (grouped(written.lines), written.file.display());
            Answer::new(&written, format!("{lines} lines were written to {file}."))
        }
        Journal::Forget { email, yes } => forget(studio, email, yes).await,
        Journal::Keep { days: None, forever: false, .. } => Err(ApiError::new("keep_how_long")),
        Journal::Keep { store, days, yes, .. } => {
            if let Some(days) = days {
                confirm::possible(yes)?;
                if !yes {
                    let days = if days == 1 { "a day".to_owned() } else { format!("{days} days") };
                    let what = format!(
                        "Runs that are older than {days} can no longer be undone then: what the \
                         records were like before is taken out of the journal for good."
                    );
                    confirm::ask(false, &what, &super::watch()).await?;
                }
            }
            let keep = days.map_or(Retention::Forever, Retention::Days);
            keeping::keep(studio, Keep { store: store.clone(), keep }).await?;
            let text = match days {
                Some(1) => format!("Runs with {store} can be undone for a day."),
                Some(days) => format!("Runs with {store} can be undone for {days} days."),
                None => format!("Runs with {store} can be undone for ever."),
            };
            Answer::new(&json!({ "store": store, "keep": keep }), text)
        }
        Journal::Salvage => salvage().await,
    }
}

async fn check(studio: &Studio) -> Result<Answer, ApiError> {
    let checked = keeping::check(studio, Nothing {}).await?;
    let exit = if checked.is_sound() { Exit::Done } else { Exit::Partly };
    let mut json = serde_json::to_value(&checked).map_err(ApiError::internal)?;
    json["sound"] = json!(checked.is_sound());
    Ok(Answer::new(&json, told(&checked))?.ending(exit))
}

fn told(checked: &Checked) -> String {
    if checked.is_sound() {
        return "The journal is as it has to be.".to_owned();
    }
    let sentences = checked.findings.iter().map(|finding| {
        let params = finding.params.iter().map(|(name, value)| (*name, value.as_str()));
        say(&format!("finding_{}", finding.code), params)
    });
    let mut text = String::new();
    let mut said = HashSet::new();
    // Where each page is damaged in another way, that is for the log and not for people.
    for sentence in sentences.filter(|sentence| said.insert(sentence.clone())) {
        text.push_str(&sentence);
        text.push('\n');
    }
    for (code, more) in &checked.more {
        text.push_str(&format!("… and {} more of {code}\n", grouped(*more)));
    }
    text
}

async fn forget(studio: &Studio, email: String, yes: bool) -> Result<Answer, ApiError> {
    confirm::possible(yes)?;
    if !yes {
        let what = "What has something of this person can no longer be undone.\nThis cannot be taken back.";
        confirm::ask(false, what, &super::watch()).await?;
    }
    let forgotten = keeping::forget(studio, Forget { email }).await?;
    let Forgotten { changes, rejected, others, backups, .. } = &forgotten;
    let mut text = match changes + rejected + others {
        0 => "The journal knows nothing of this person.".to_owned(),
        _ => format!(
            "Forgotten: {} changes, which can no longer be undone, {} rows that stayed out, {} other places.",
            grouped(*changes),
            grouped(*rejected),
            grouped(*others)
        ),
    };
    if *backups > 0 {
        text.push_str(&format!("\nOlder copies of the journal that were removed: {backups}."));
    }
    for (what, number) in &forgotten.named {
        text.push_str(&format!("\nThe name of {what} {number} has the address in it; change it."));
    }
    Answer::new(&forgotten, text)
}

/// A damaged journal may not open at all, so this needs no opened one.
pub(super) async fn salvage() -> Result<Answer, ApiError> {
    let home = Home::find()?;
    match Studio::open(home.clone()).await {
        Ok(studio) if keeping::check(&studio, Nothing {}).await?.is_sound() => {
            return Err(ApiError::new("journal_sound"));
        }
        Ok(_) => {}
        Err(error) if error.code == "journal_damaged" => {}
        Err(error) => return Err(error),
    }
    let report = keeping::salvage(&home).await?;
    let exit = if report.saved.is_whole() { Exit::Done } else { Exit::Partly };
    Ok(Answer::new(&report, saved(&report))?.ending(exit))
}

fn saved(report: &SalvageReport) -> String {
    // Of a table that could not be read nobody knows how much there was.
    let known =
        report.saved.tables.iter().filter(|table| table.saved + table.lost > 0 || !table.is_whole);
    let rows = known.map(|table| {
        let lost = match table.is_whole {
            true => grouped(table.lost),
            false => format!("{} or more", grouped(table.lost)),
        };
        vec![table.table.to_owned(), grouped(table.saved), lost]
    });
    let mut text = table::of(&["What", "Saved", "Lost"], rows);
    if report.saved.not_undoable > 0 {
        let count = grouped(report.saved.not_undoable);
        text.push_str(&format!("\nChanges that can no longer be undone: {count}."));
    }
    if report.saved.memory_lost {
        text.push_str(&format!("\n{}", say("memory_lost", [])));
    }
    text.push_str(&format!("\nThe damaged journal is kept as {}.", report.damaged.display()));
    text
}

fn bytes(count: u64) -> String {
    match count {
        0..1_000_000 => format!("{} kB", count.div_ceil(1_000)),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use longshore_journal::{
        check::Finding,
        salvage::{Salvaged, SalvagedTable},
    };

    use super::*;

    #[test]
    fn what_may_be_forgotten_is_said_and_every_table_that_lost_something_has_its_line() {
        let table = |table, saved, is_whole| SalvagedTable { table, saved, lost: 0, is_whole };
        let tables = vec![table("run", 3, true), table("remembered", 0, false)];
        let mut report = SalvageReport {
            saved: Salvaged { tables, memory_lost: true, ..Salvaged::default() },
            damaged: "damaged.sqlite".into(),
        };
        let text = saved(&report);
        assert!(text.contains("0 or more") && text.contains("remembered"), "{text}");
        assert!(text.contains("look at the preview of the next import"), "{text}");
        report.saved.memory_lost = false;
        assert!(!saved(&report).contains("preview"));
    }

    #[test]
    fn what_is_the_same_to_people_is_said_once() {
        let page = |detail: &str| Finding {
            code: "pages_damaged",
            params: vec![("detail", detail.to_owned())],
        };
        let findings = vec![page("Tree 10 page 60"), page("Tree 11 page 120")];
        let text = told(&Checked { findings, more: Vec::new() });
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains("journal salvage"), "{text}");
    }
}
