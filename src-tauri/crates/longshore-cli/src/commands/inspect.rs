//! `longshore inspect FILE`

use longshore_app::{
    ApiError, Studio,
    engine::{
        notation::NotationReason,
        reading::{DateOrder, DecimalSeparator},
    },
    sources::{self, Inspected, InspectedColumn},
};

use crate::{
    answer::Answer,
    args::Inspect,
    progress::grouped,
    table,
    words::{plain, platform, say},
};

/// How many lines of a repair are named.
const LINES: usize = 5;
/// How long a sample may be in the table.
const SAMPLE: usize = 24;

pub(super) async fn carry_out(studio: &Studio, inspect: Inspect) -> Result<Answer, ApiError> {
    let request = sources::Inspect { file: inspect.file, reading: inspect.reading.settings()? };
    let found = sources::inspect(studio, request, &super::watch()).await?;
    Answer::new(&found, text(&found))
}

fn text(found: &Inspected) -> String {
    let mut text = format!("{}, {} rows", what(found), grouped(found.rows));
    if let Some(delimiter) = found.delimiter {
        text.push_str(&format!(", {} between cells", name_of(delimiter)));
    }
    if let Some(encoding) = &found.encoding {
        text.push_str(&format!(", {encoding}"));
    }
    text.push_str(&match found.header_row {
        0 => ", without column names.\n".to_owned(),
        line => format!(", column names in line {line}.\n"),
    });
    if found.sheets.len() > 1 {
        let sheets: Vec<_> = found.sheets.iter().map(|sheet| plain(sheet)).collect();
        text.push_str(&format!("Sheets: {}.\n", sheets.join(", ")));
    }
    for repair in &found.repairs {
        let lines: Vec<_> = repair.lines.iter().take(LINES).map(ToString::to_string).collect();
        let more = if repair.count as usize > lines.len() { " …" } else { "" };
        let count = grouped(repair.count);
        let sentence =
            say(&format!("repair_{}", repair.code.as_str()), [("count", count.as_str())]);
        let word = if lines.len() == 1 && more.is_empty() { "line" } else { "lines" };
        text.push_str(&format!("Mended: {sentence} ({word} {}{more})\n", lines.join(", ")));
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
        let samples: Vec<_> = column.samples.iter().take(2).map(|sample| short(sample)).collect();
        let name = short(&name);
        vec![
            name,
            field,
            sure,
            say(&format!("reason_{}", column.reason.code), params),
            samples.join(" | "),
        ]
    });
    text.push('\n');
    text.push_str(&table::of(&["Column", "Field", "Sure", "Because", "Samples"], rows));
    text.push('\n');
    for (at, column) in
        found.columns.iter().enumerate().filter(|(_, column)| column.field.is_some())
    {
        let name =
            if column.name.is_empty() { format!("#{}", at + 1) } else { short(&column.name) };
        for sentence in written(column) {
            text.push_str(&format!("{name}: {sentence}\n"));
        }
    }
    text
}

/// How the numbers and dates of a column are written, as far as it has any.
fn written(column: &InspectedColumn) -> Vec<String> {
    let decimal = column.decimal.map(|decimal| match decimal {
        DecimalSeparator::Point => "decimal_point",
        DecimalSeparator::Comma => "decimal_comma",
    });
    let date = column.date_order.map(|order| match order {
        DateOrder::DayMonthYear => "date_day_first",
        DateOrder::MonthDayYear => "date_month_first",
        DateOrder::YearMonthDay => "date_year_first",
    });
    let is_undecided =
        |reason| matches!(reason, NotationReason::Ambiguous | NotationReason::Contradictory);
    [
        (decimal, column.decimal_reason, "decimal_unknown"),
        (date, column.date_reason, "date_unknown"),
    ]
    .into_iter()
    .filter_map(|(found, reason, unknown)| {
        let code = found.or_else(|| is_undecided(reason).then_some(unknown))?;
        Some(format!("{} {}", say(code, []), say(&format!("notation_{}", reason.as_str()), [])))
    })
    .collect()
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
