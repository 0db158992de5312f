//! How are changes told: a few of a plan at a glance, or all with everything?

use std::collections::BTreeSet;

use longshore_app::{
    ApiError, Studio,
    engine::{
        change::{Action, Difference},
        outcome::FoundBy,
        value::Value,
    },
    runs::{self, ChangeShown, ChangesList, FieldShown, LaterRun, RunReport},
};

use crate::{progress::grouped, words::plain};

/// How many changes are looked at to find the few that are shown.
const LOOKED_AT: usize = 2_000;
/// How many of each kind are shown.
const SOME: usize = 6;
/// How many of those are shown that are left.
const LISTED: usize = 50;
/// How long a value may be when it is shown.
const VALUE: usize = 60;

/// Some changes of a plan, one in a line: first what is there and changes, then what is new, then the categories and
/// the like that are made for it.
pub(super) async fn at_a_glance(
    studio: &Studio,
    run: u64,
    of: &RunReport,
) -> Result<String, ApiError> {
    let changes = runs::changes(studio, ChangesList { run, limit: LOOKED_AT }).await?;
    let mut text = String::new();
    let mut shown = 0;
    for action in [Action::Update, Action::Delete, Action::Trash, Action::Create] {
        let alike = |change: &&ChangeShown| {
            change.action == action && !change.entity.is_taxonomy() && !is_left(change)
        };
        for change in changes.iter().filter(alike).take(SOME) {
            text.push_str(&glance(change));
            shown += 1;
        }
    }
    let all = of.counts.create + of.counts.update + of.counts.delete;
    if shown > 0 && all > shown {
        text.push_str(&format!("  … and {} more\n", grouped(all - shown)));
    }
    let support: Vec<_> =
        changes.iter().filter(|change| change.entity.is_taxonomy() && !is_left(change)).collect();
    for change in support.iter().take(SOME) {
        let (action, label) = (verb(change.action), plain(&change.label));
        text.push_str(&format!("  {action:<8} {label:<14} {}\n", spaced(change.entity.as_str())));
    }
    if support.len() > SOME {
        text.push_str("  … and more categories, tags or attributes\n");
    }
    Ok(text)
}

/// Whether the plan leaves a record as it is.
pub(super) fn is_left(change: &ChangeShown) -> bool {
    matches!(change.outcome.as_str(), "skipped" | "conflict")
}

/// Whether the store refused it.
pub(super) fn is_refused(change: &ChangeShown) -> bool {
    change.outcome == "failed"
}

/// What an undo leaves, and why: what somebody edited with both values, the rest with the reason.
pub(super) fn left(changes: &[ChangeShown]) -> String {
    listed("left", changes)
}

/// What the store refused, and why.
pub(super) fn refused(changes: &[ChangeShown]) -> String {
    listed("refused", changes)
}

fn listed(word: &str, changes: &[ChangeShown]) -> String {
    let mut text = String::new();
    for change in changes.iter().take(LISTED) {
        let (entity, label) = (spaced(change.entity.as_str()), plain(&change.label));
        text.push_str(&format!("  {word:<8} {entity} {label}\n"));
        text.push_str(&why(change));
    }
    if let Some(more @ 1..) = changes.len().checked_sub(LISTED) {
        text.push_str(&format!("  … and {} more\n", grouped(more as u64)));
    }
    text
}

/// Why a change did not come to what was meant.
fn why(change: &ChangeShown) -> String {
    let mut text = String::new();
    let mut later = BTreeSet::new();
    for one in &change.differences {
        let Difference { field, expected, found } = &one.difference;
        let (expected, found) =
            (value(expected, &one.expected_text), value(found, &one.found_text));
        let field = spaced(field);
        if let Some(run) = &one.by {
            later.insert(by(run));
        }
        text.push_str(&match change.outcome.as_str() {
            "conflict" => format!("      {field}: {found} in the shop, {expected} expected\n"),
            _ => format!("      {field}: {found} in the shop, {expected} sent\n"),
        });
    }
    text.extend(later);
    if change.differences.is_empty() {
        for issue in &change.reasons {
            text.push_str(&format!("      {}\n", super::runs::reason(issue)));
        }
    }
    text
}

/// Which run of ours it was.
fn by(LaterRun { run, file }: &LaterRun) -> String {
    match file {
        Some(file) => format!("      Changed later by run {run}, {}.\n", plain(file)),
        None => format!("      Changed later by run {run}.\n"),
    }
}

fn glance(change: &ChangeShown) -> String {
    let told: Vec<String> = match change.action {
        Action::Update => change.fields.iter().map(step).collect(),
        Action::Create => ["name", "regular_price", "sale_price"]
            .iter()
            .filter_map(|name| change.fields.iter().find(|field| field.field == *name))
            .map(|field| match field.field.as_str() {
                "name" => cut(plain(&field.after_text)),
                other => format!("{} {}", spaced(other), value(&field.after, &field.after_text)),
            })
            .collect(),
        Action::Delete | Action::Trash => Vec::new(),
    };
    format!("  {:<8} {:<14} {}", verb(change.action), plain(&change.label), told.join("; "))
        .trim_end()
        .to_owned()
        + "\n"
}

/// Changes with everything that is known of them.
pub(super) fn lines(changes: &[ChangeShown]) -> String {
    let mut text = String::new();
    for change in changes {
        let entity = spaced(change.entity.as_str());
        // A person who was forgotten took the name along, or damage did.
        let label = if change.label.is_empty() {
            "(no longer known)".to_owned()
        } else {
            plain(&change.label)
        };
        text.push_str(&format!(
            "  {} {entity} {label} [{}{}]\n",
            verb(change.action),
            change.outcome,
            if change.is_copy { ", a second time" } else { change.found.map_or("", found) },
        ));
        for field in &change.fields {
            let line = match change.action {
                Action::Update => step(field),
                _ => format!("{} {}", spaced(&field.field), value(&field.after, &field.after_text)),
            };
            text.push_str(&format!("      {line}\n"));
        }
        text.push_str(&why(change));
    }
    text
}

/// How the record of a lost answer was found.
fn found(way: FoundBy) -> &'static str {
    match way {
        FoundBy::Number => ", found by its number",
        FoundBy::Key => ", found by SKU or GTIN",
        FoundBy::Name => ", found by its name",
        FoundBy::Mark => ", found by its mark",
        FoundBy::ContentAndTime => ", found by what it says and when it was made",
    }
}

fn verb(action: Action) -> &'static str {
    match action {
        Action::Create => "new",
        Action::Update => "change",
        Action::Delete => "remove",
        Action::Trash => "trash",
    }
}

fn step(field: &FieldShown) -> String {
    let name = spaced(&field.field);
    let after = value(&field.after, &field.after_text);
    match (&field.before, &field.before_text) {
        (Some(before), Some(text)) => format!("{name} {} → {after}", value(before, text)),
        _ => format!("{name} {after}"),
    }
}

fn spaced(code: &str) -> String {
    code.replace('_', " ")
}

fn value(value: &Value, shown: &str) -> String {
    let text = match value {
        value if value.is_empty() => "(nothing)".to_owned(),
        Value::Text(text) => format!("\"{}\"", plain(text)),
        Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Decimal(number) => {
            let mut number = number.normalize();
            // 15.5 is read as an amount more easily where it is 15.50.
            if number.scale() == 1 {
                number.rescale(2);
            }
            number.to_string()
        }
        _ => plain(shown),
    };
    cut(text)
}

fn cut(text: String) -> String {
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
