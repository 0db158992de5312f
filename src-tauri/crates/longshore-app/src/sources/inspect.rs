//! What is a file, and how would it be read?

use std::path::PathBuf;

use longshore_engine::{
    entity::Entity,
    manner::Seen,
    reading::{Notation, ReadSettings},
    shape::Proposal,
    suggest,
    target::Target,
};
use longshore_formats::{Recognised, Repair};
use longshore_journal::Journal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    of_joined::{JoinedFile, profile_key},
    prepared, spooled,
    web::SourceFile,
};
use crate::{
    error::ApiError,
    profiles::{self, ProfileResembling},
    progress::Watch,
    studio::Studio,
};

/// How many samples of a column are shown.
const SAMPLES: usize = 5;
/// How many lines of a repair are listed.
const LINES: usize = 100;

/// A file to be looked at.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct Inspect {
    /// The file, or an address of the web that leads to one.
    #[ts(as = "PathBuf")]
    pub file: SourceFile,
    /// What kind of record its rows are; `None`: products and their variations.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub kind: Option<Entity>,
    /// How to read it, as far as the user decides.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub reading: ReadSettings,
}

/// What a file is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Inspected {
    /// `csv` or `xlsx`.
    pub format: longshore_formats::Format,
    /// The encoding; a workbook has none.
    pub encoding: Option<String>,
    /// The character between two cells; a workbook has none.
    pub delimiter: Option<char>,
    /// The line (for a sheet: the row) of the column names; 0 where there are none.
    pub header_row: u64,
    /// How many rows of data there are.
    pub rows: u64,
    /// The columns from left to right.
    pub columns: Vec<InspectedColumn>,
    /// The platform that made the file, such as `woocommerce`; empty for a plain table.
    pub recognised_as: String,
    /// The language of its column names, where the platform has several.
    pub locale: Option<String>,
    /// What the rows of another platform's file came to; `None` where no rows were joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub joined: Option<JoinedFile>,
    /// What had to be mended.
    pub repairs: Vec<Repair>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// Why all of that is believed.
    pub reasons: Recognised,
    /// The saved profile that was made for such columns.
    pub profile: Option<String>,
    /// How the rows probably become products with variations, where they are none yet.
    pub shapes: Vec<Proposal>,
    /// Where there is none: those that nearly fit, the best first.
    pub resembling: Vec<ProfileResembling>,
}

/// What a column is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct InspectedColumn {
    /// Its name; empty where it has none.
    pub name: String,
    /// The field that it is suggested for.
    pub field: Option<String>,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
    /// Whether it would be imported without asking.
    pub imported: bool,
    /// Why.
    pub reason: suggest::Reason,
    /// How its numbers and dates are written, where its cells decide that.
    pub notation: Notation,
    /// The columns of the file that it was made of, where rows were joined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub from: Vec<String>,
    /// What else was seen in its cells, and in how many.
    pub seen: Seen,
    /// Some of its values.
    pub samples: Vec<String>,
}

/// Says what a file is. Nothing is kept.
pub async fn inspect(
    studio: &Studio,
    request: Inspect,
    watch: &Watch,
) -> Result<Inspected, ApiError> {
    let kind = request.kind.filter(|kind| !kind.is_sold());
    let mut reading = request.reading;
    if kind.is_some() {
        // Nothing makes products of them.
        reading.joining.rows_as_they_are = Some(true);
    }
    let (spool, source) = spooled::spool(studio, &request.file, reading.clone(), watch).await?;
    spooled::has_sheet(&reading, &spool, &request.file)?;
    spooled::has_price_kind(&reading, &spool, &request.file)?;
    let header = spool.header();
    let mut prepared = prepared::look(spool, source, header, &reading);
    if let Some(kind) = kind {
        prepared.rows_are(kind, &reading);
    }
    let reasons = prepared.spool.recognised().clone();
    let report = prepared.spool.report().unwrap_or_default();
    let joined = prepared.spool.joined();
    let columns = prepared.suggestions.iter().map(|suggestion| InspectedColumn {
        name: suggestion.name.clone(),
        field: suggestion.target.as_ref().map(Target::name).map(|name| name.to_string()),
        confidence: suggestion.confidence,
        imported: suggestion.target.is_some() && suggestion.confidence >= suggest::TAKEN_UNASKED,
        reason: suggestion.reason.clone(),
        notation: prepared.shown_notation(suggestion),
        from: joined
            .as_ref()
            .and_then(|joined| joined.from.get(suggestion.column).cloned())
            .unwrap_or_default(),
        seen: report
            .columns
            .get(suggestion.column)
            .map(|column| Seen::of(column.samples.iter().map(String::as_str)))
            .unwrap_or_default(),
        samples: report
            .columns
            .get(suggestion.column)
            .map(|column| column.samples.iter().take(SAMPLES).cloned().collect())
            .unwrap_or_default(),
    });
    let repairs = prepared.spool.repairs().unwrap_or_default();
    let saved = studio.ask(Journal::profiles).await?;
    let fingerprint = profile_key(&prepared.header, joined.as_ref());
    let made_for = saved.iter().find(|saved| saved.profile.fingerprint() == fingerprint);
    let profile = made_for.map(|saved| saved.profile.name.clone());
    let resembling = match profile {
        Some(_) => Vec::new(),
        None => profiles::resembling(&saved, &prepared.header, &prepared.suggestions),
    };
    let shapes = match (&joined, kind) {
        (None, None) => prepared.shapes()?,
        _ => Vec::new(),
    };
    Ok(Inspected {
        shapes,
        profile,
        resembling,
        format: reasons.format.value,
        encoding: reasons.encoding.as_ref().map(|found| found.value.clone()),
        delimiter: reasons.delimiter.as_ref().map(|found| found.value),
        header_row: reasons.header_row.value,
        rows: prepared.spool.rows(),
        columns: columns.collect(),
        recognised_as: prepared.recognised.platform.to_string(),
        locale: prepared.recognised.locale.as_ref().map(ToString::to_string),
        joined: joined.as_ref().map(JoinedFile::from),
        repairs: repairs
            .iter()
            .map(|repair| Repair {
                lines: repair.lines.iter().take(LINES).copied().collect(),
                ..repair.clone()
            })
            .collect(),
        sheets: reasons.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        reasons,
    })
}
