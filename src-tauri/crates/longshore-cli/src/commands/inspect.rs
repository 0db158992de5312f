//! `longshore inspect FILE`

use longshore_app::{
    ApiError, Studio,
    engine::{
        entity::Entity,
        platforms::joining::is_second_part,
        profile::Change,
        reading::{DateOrder, DecimalSeparator, Notation},
        shape::{Proposal, RowShape},
    },
    formats::Reason,
    profiles::ProfileResembling,
    sources::{self, Inspected},
};

use super::check::rows_in_words;
use crate::{
    answer::Answer,
    args::Inspect,
    progress::grouped,
    table,
    words::{plain, platform, say, wrapped},
};

/// How many lines of a repair are named.
const LINES: usize = 5;
/// How long a sample may be in the table.
const SAMPLE: usize = 24;

pub(super) async fn carry_out(studio: &Studio, inspect: Inspect) -> Result<Answer, ApiError> {
    if let Some(column) = inspect.values {
        return super::values::carry_out(studio, inspect.file, inspect.reading.settings()?, column)
            .await;
    }
    let request = sources::Inspect {
        file: inspect.file.into(),
        kind: inspect.kind.map(Entity::from),
        reading: inspect.reading.settings()?,
    };
    let found = sources::inspect(studio, request, &super::watch()).await?;
    Answer::new(&found, text(&found))
}

fn text(found: &Inspected) -> String {
    let mut text = format!("{}, {}.\n", what(found), rows_in_words(found.rows));
    let mut told = |name: &str, value: String, reason: &Reason| {
        let params = reason.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let because = say(&format!("found_{}", reason.code), params);
        text.push_str(&format!("  {name:<13} {value:<14} {because}\n"));
    };
    let reasons = &found.reasons;
    if let Some(encoding) = &reasons.encoding {
        told("Encoding", plain(&encoding.value), &encoding.reason);
    }
    if let Some(delimiter) = &reasons.delimiter {
        told("Between cells", name_of(delimiter.value), &delimiter.reason);
    }
    if let Some(sheet) = reasons.sheet.as_ref().filter(|_| found.sheets.len() > 1) {
        told("Read from", plain(&sheet.value), &sheet.reason);
    }
    let names = match found.header_row {
        0 => "none".to_owned(),
        line => format!("line {line}"),
    };
    told("Column names", names, &reasons.header_row.reason);
    for (name, notation, columns) in notations(found) {
        text.push_str(&format!("  {name:<13} {notation:<14} {columns}\n"));
    }
    for (sign, columns) in lists(found) {
        text.push_str(&format!("  {:<13} {sign:<14} {columns}\n", "Lists"));
    }
    if found.sheets.len() > 1 {
        // What a file of lists within lists is by itself has no name.
        let name = |sheet: &String| match sheet.as_str() {
            "" => "the whole file".to_owned(),
            sheet => plain(sheet),
        };
        let are_sheets = found.sheets.iter().all(|sheet| !sheet.is_empty());
        let what = if are_sheets { "Sheets" } else { "Parts" };
        let sheets: Vec<_> = found.sheets.iter().map(name).collect();
        text.push_str(&format!("{what}: {}.\n", sheets.join(", ")));
    }
    match &found.joined {
        Some(joined) => text.push_str(&super::joined::text(joined)),
        None if is_second_part(&found.recognised_as) => {
            let file = ("file", "The file");
            let told = say("second_part_alone", [file, ("platform", &found.recognised_as)]);
            text.push_str(&wrapped(&told, "", "  "));
        }
        None => {}
    }
    found.shapes.iter().for_each(|proposal| text.push_str(&shape(proposal)));
    for repair in &found.repairs {
        let lines: Vec<_> = repair.lines.iter().take(LINES).map(ToString::to_string).collect();
        let more = if repair.count as usize > lines.len() { " …" } else { "" };
        let count = grouped(repair.count);
        let sentence =
            say(&format!("repair_{}", repair.code.as_str()), [("count", count.as_str())]);
        let word = if lines.len() == 1 && more.is_empty() { "line" } else { "lines" };
        let told = format!("Mended: {sentence} In {word} {}{more}.", lines.join(", "));
        text.push_str(&wrapped(&told, "", "  "));
    }
    let rows = found.columns.iter().enumerate().map(|(at, column)| {
        let name = match column.name.is_empty() {
            true => format!("(column {})", at + 1),
            false => plain(&column.name),
        };
        let field = match (&column.field, column.imported) {
            (Some(field), true) => field.clone(),
            (Some(field), false) => format!("{field}?"),
            (None, _) => "–".to_owned(),
        };
        let sure =
            if column.field.is_some() { format!("{} %", column.confidence) } else { String::new() };
        let params =
            column.reason.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let samples: Vec<_> = column.samples.iter().take(2).map(String::as_str).collect();
        let name = short(&name);
        vec![
            name,
            field,
            sure,
            say(&format!("reason_{}", column.reason.code), params),
            short(&samples.join(" | ")),
        ]
    });
    match (&found.profile, found.resembling.first()) {
        (Some(name), _) => text.push_str(&format!("It goes by the profile {}.\n", plain(name))),
        (None, Some(like)) => text.push_str(&resembling(like)),
        (None, None) => {}
    }
    text.push('\n');
    text.push_str(&table::of(&["Column", "Field", "Sure", "Because", "Samples"], rows));
    text
}

/// How rows probably become products, and what says so.
pub(super) fn shape(proposal: &Proposal) -> String {
    let reason = &proposal.reason;
    let params = reason.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut text = wrapped(&say(&format!("shape_{}", reason.code), params), "", "  ");
    let named = |flag: &str, names: &mut dyn Iterator<Item = &String>| -> String {
        names.map(|name| format!(" {flag} \"{}\"", plain(name))).collect()
    };
    let mut chosen = proposal.shape.options().iter().map(|option| &option.column);
    let flags = match &proposal.shape {
        RowShape::Split { along, between, all_combinations, .. } => {
            let mut flags = named("--split", &mut chosen);
            flags.push_str(&named("--along", &mut along.iter()));
            flags.push_str(&format!(" --between \"{}\"", plain(between)));
            flags.push_str(if *all_combinations { " --all-combinations" } else { "" });
            flags
        }
        RowShape::Join { key, .. } => {
            let mut flags = named("--join-rows", &mut key.iter());
            flags.push_str(&named("--choose", &mut chosen));
            flags
        }
    };
    let told = format!("{} makes variations of them.", flags.trim());
    text.push_str(&wrapped(&told, "  ", "    "));
    text
}

/// What has changed since a profile was made that nearly fits.
pub(super) fn resembling(like: &ProfileResembling) -> String {
    let name = plain(&like.name);
    let mut text = format!(
        "It looks like the profile {name}: {} of its {} columns are there.\n",
        like.found, like.of
    );
    for change in &like.changes {
        let line = match change {
            Change::Renamed { from, to, field, .. } => format!(
                "{} may be called {} now; --map \"{to}={field}\" says so.",
                plain(from),
                plain(to)
            ),
            Change::Missing { column, field } => {
                format!("{} for {field} is not in the file.", plain(column))
            }
            Change::Added { column } => format!("{} is new.", plain(column)),
            Change::Moved => {
                "The columns stand in another order, which changes nothing.".to_owned()
            }
        };
        text.push_str(&wrapped(&line, "  ", "    "));
    }
    text.push_str(&format!("  --profile \"{name}\" uses it.\n"));
    text
}

fn what(found: &Inspected) -> String {
    let made = match found.recognised_as.as_str() {
        "" => "A plain table".to_owned(),
        code => {
            let named = platform(code);
            format!("{}{}", named[..1].to_uppercase(), &named[1..])
        }
    };
    match &found.locale {
        Some(locale) => format!("{made} (column names in {locale})"),
        None => made,
    }
}

/// A way of writing: what of, how it looks, and whether a column shows it.
type Way = (&'static str, &'static str, fn(&Notation) -> bool);

/// How numbers and dates are written, with the columns that show it.
fn notations(found: &Inspected) -> Vec<(&'static str, &'static str, String)> {
    let kinds: [Way; 5] = [
        ("Numbers", "1.234,50", |notation| notation.decimal == Some(DecimalSeparator::Comma)),
        ("Numbers", "1,234.50", |notation| notation.decimal == Some(DecimalSeparator::Point)),
        ("Dates", "31.12.2026", |notation| notation.date_order == Some(DateOrder::DayMonthYear)),
        ("Dates", "12/31/2026", |notation| notation.date_order == Some(DateOrder::MonthDayYear)),
        ("Dates", "2026-12-31", |notation| notation.date_order == Some(DateOrder::YearMonthDay)),
    ];
    let written = |is_so: fn(&Notation) -> bool| {
        let columns = found.columns.iter().filter(|column| is_so(&column.notation));
        columns.map(|column| short(&column.name)).collect::<Vec<_>>().join(", ")
    };
    kinds
        .into_iter()
        .map(|(name, like, is_so)| (name, like, written(is_so)))
        .filter(|(_, _, columns)| !columns.is_empty())
        .map(|(name, like, columns)| (name, like, format!("So in: {columns}.")))
        .collect()
}

/// What stands between several values in one cell, with the columns that show it and how many of their cells do.
fn lists(found: &Inspected) -> Vec<(&'static str, String)> {
    let kinds = [('|', "a|b"), (';', "a;b"), (',', "a,b"), ('/', "a / b"), ('\n', "line by line")];
    let written = |sign: char| {
        let columns = found.columns.iter().filter(|column| column.notation.list == Some(sign));
        let told = columns.map(|column| {
            let (lists, cells) = (column.seen.lists, column.seen.cells);
            format!("{} ({lists} of {cells} cells)", short(&column.name))
        });
        told.collect::<Vec<_>>().join(", ")
    };
    kinds
        .into_iter()
        .map(|(sign, like)| (like, written(sign)))
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(like, columns)| (like, format!("So in: {columns}.")))
        .collect()
}

fn name_of(delimiter: char) -> String {
    match delimiter {
        ',' => "a comma".to_owned(),
        ';' => "a semicolon".to_owned(),
        '\t' => "a tabulator".to_owned(),
        '|' => "a vertical bar".to_owned(),
        other => format!("\"{other}\""),
    }
}

fn short(sample: &str) -> String {
    let sample = plain(sample);
    match sample.char_indices().nth(SAMPLE) {
        Some((end, _)) => format!("{}…", &sample[..end]),
        None => sample,
    }
}
