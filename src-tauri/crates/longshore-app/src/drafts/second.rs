//! Which file belongs to that of a draft, and by which column?

use std::{cmp::Reverse, collections::HashMap};

use longshore_engine::{
    label,
    platforms::joining::{Joining, without_zeros},
    reading::ReadSettings,
    row::Row,
};
use longshore_formats::{Limits, RowReader, Source};
use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    read_settings::read_as,
    shown::DraftShown,
    source::{DraftSource, SourceKind},
    state::{self, Origin, Second, State},
};
use crate::{
    ApiError, Studio,
    progress::Watch,
    sources::{in_other_order, joining, open_second, second_at_sight},
};

/// Rows that are compared.
const COMPARED: u64 = 50_000;
/// Columns that are compared: as many as a number has bits.
const COLUMNS: usize = 64;
/// Pairs of columns that are offered.
const OFFERED: usize = 8;
/// Longer cells are no keys.
const LONGEST: usize = 200;

/// A file that may belong to that of a draft.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftSecondLook {
    /// The draft.
    pub draft: u64,
    /// Where it is; without it: the one that was looked at last.
    #[serde(default)]
    pub source: Option<DraftSource>,
    /// Its sheet.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Whether the sheet is one of the draft's own file.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub own: bool,
}

/// What a file that may belong to another one holds.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftSecondLooked {
    /// Its name.
    pub name: String,
    /// The sheet that is read, where it has some.
    pub sheet: Option<String>,
    /// All of them.
    pub sheets: Vec<String>,
    /// Whether their platform says how they belong together, so that no column has to be named.
    pub by_platform: bool,
    /// Columns of both that have the same values, the best first.
    pub keys: Vec<SecondKey>,
}

/// A column of each of two files with the same values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SecondKey {
    /// The column of the draft's file.
    pub own: String,
    /// The column of the second one.
    pub second: String,
    /// How many rows of the draft's file have a value that the second has, too.
    pub found: u64,
    /// How many rows of it were looked at.
    pub rows: u64,
    /// Whether the zeros before a number say nothing: `00777` is `777`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<_>", optional)]
    pub without_zeros: bool,
}

/// How the second file that was looked at last belongs to the first.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftSecondJoin {
    /// The draft.
    pub draft: u64,
    /// The column of the draft's file; without it: as their platform says.
    #[serde(default)]
    pub own: Option<String>,
    /// The column of the second file.
    #[serde(default)]
    pub second: Option<String>,
    /// Whether the zeros before a number in these columns say nothing.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub without_zeros: bool,
    /// Whether there is to be no second file any more.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub remove: bool,
}

/// The file that belongs to that of a draft.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftSecond {
    /// Its name.
    pub name: String,
    /// Its sheet, where somebody chose one.
    pub sheet: Option<String>,
    /// The column of the draft's file by which they belong together.
    pub own: Option<String>,
    /// What the second file calls it.
    pub second: Option<String>,
}

impl From<&Second> for DraftSecond {
    fn from(second: &Second) -> Self {
        let (own, other) = second.key.clone().unzip();
        Self { name: second.origin.name.clone(), sheet: second.sheet.clone(), own, second: other }
    }
}

/// Says in read settings which file belongs to it.
pub(super) fn put_in(reading: &mut ReadSettings, second: Option<&Second>) {
    let joining = &mut reading.joining;
    (joining.key, joining.second_key) = second.and_then(|second| second.key.clone()).unzip();
    joining.without_zeros = second.filter(|second| second.without_zeros).map(|_| true);
    joining.with = second.map(|second| second.origin.path.to_string_lossy().into_owned());
    joining.with_sheet = second.and_then(|second| second.sheet.clone());
}

/// Looks at a file that may belong to that of a draft. Nothing is joined yet.
pub async fn second_look(
    studio: &Studio,
    request: DraftSecondLook,
    watch: &Watch,
) -> Result<DraftSecondLooked, ApiError> {
    let draft = DraftId(request.draft);
    let (_, state) = state::load(studio, draft).await?;
    let (inner, watch) = (studio.clone(), watch.clone());
    let (looked, candidate) = tokio::task::spawn_blocking(move || {
        let before = state.second_look.as_ref().map(|looked| looked.origin.clone());
        let origin = match (request.source, request.own, &before) {
            (Some(source), ..) => source.take(inner.home(), inner.journal())?,
            // The draft's own file is not taken away with it.
            (None, true, _) => Origin { kind: SourceKind::File, ..state.source.clone() },
            (None, false, Some(before)) => before.clone(),
            (None, false, None) => return Err(ApiError::new("second_file_missing")),
        };
        let looked = look(&state, &origin, request.sheet.as_deref(), &watch).map_err(|error| {
            if before.as_ref() != Some(&origin) {
                origin.remove();
            }
            error.with("file", &origin.name)
        })?;
        if let Some(left) = before.filter(|before| *before != origin) {
            left.remove();
        }
        Ok::<_, ApiError>((looked, Second { origin, sheet: request.sheet, ..Second::default() }))
    })
    .await??;
    state::change(studio, draft, move |state| state.second_look = Some(candidate)).await?;
    Ok(looked)
}

/// Joins the file that was looked at last with that of a draft, or takes a joined one away.
pub async fn second_join(
    studio: &Studio,
    request: DraftSecondJoin,
    watch: &Watch,
) -> Result<DraftShown, ApiError> {
    let draft = DraftId(request.draft);
    let (_, mut state) = state::load(studio, draft).await?;
    let key = request.own.zip(request.second);
    let next = match (request.remove, state.second_look.clone()) {
        (true, _) => None,
        (false, Some(looked)) => {
            Some(Second { key, without_zeros: request.without_zeros, ..looked })
        }
        (false, None) => return Err(ApiError::new("second_file_missing")),
    };
    let before = state.second.take();
    let mut reading = state.reading.clone();
    put_in(&mut reading, next.as_ref());
    if let Some(next) = &next {
        state.second_look = None;
        if next.key.is_none() {
            // Their platform says what becomes of the rows.
            reading.joining.shape = None;
        }
    }
    state.second.clone_from(&next);
    let shown = read_as(studio, draft, state, reading, watch).await?;
    let stays = next.map(|second| second.origin);
    if let Some(left) = before.filter(|before| Some(&before.origin) != stays.as_ref()) {
        tokio::task::spawn_blocking(move || left.origin.remove()).await?;
    }
    Ok(shown)
}

fn look(
    state: &State,
    origin: &Origin,
    sheet: Option<&str>,
    watch: &Watch,
) -> Result<DraftSecondLooked, ApiError> {
    let mut second = open_second(&origin.path, sheet)?;
    let mut first = Source::open(&state.source.path, &state.reading, &Limits::default())?;
    let sheet_named = sheet.map(str::to_owned);
    let candidate = Second { origin: origin.clone(), sheet: sheet_named, ..Second::default() };
    let by_platform = by_platform(state, &mut first, &candidate)?;
    let keys = match by_platform {
        true => Vec::new(),
        false => keys(&mut *first.reader()?, &mut *second.reader()?, watch)?,
    };
    let found = second.recognised();
    Ok(DraftSecondLooked {
        name: origin.name.clone(),
        sheet: found.sheet.as_ref().map(|sheet| sheet.value.clone()),
        sheets: found.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        by_platform,
        keys,
    })
}

/// Whether the platform of the first file says how the second belongs to it.
fn by_platform(state: &State, first: &mut Source, second: &Second) -> Result<bool, ApiError> {
    let seen = first.preview(100)?;
    let mut reading = state.reading.clone();
    put_in(&mut reading, Some(second));
    reading.joining.shape = None;
    if in_other_order(&seen.header, &reading)?.is_some() {
        return Ok(true);
    }
    let (path, found) = (&state.source.path, first.recognised());
    let joins = joining(path, found, &seen.header, &seen.report, &reading)?;
    let Some(mut joins) = joins.filter(|joins: &Joining| !joins.joined().is_plain) else {
        return Ok(false);
    };
    match second_at_sight(&mut joins, &reading.joining) {
        Ok(_) => Ok(true),
        Err(error) if error.code == "second_file_does_not_fit" => Ok(false),
        Err(error) => Err(error),
    }
}

/// The values of the columns of a file.
struct Values {
    names: Vec<String>,
    /// For each value the columns that have it: a bit for each.
    known: HashMap<u64, u64>,
    /// The same of numbers with zeros before them, by what they are without.
    bare: HashMap<u64, u64>,
    filled: [u64; COLUMNS],
    different: [u64; COLUMNS],
    rows: u64,
}

impl Values {
    /// Reads a file; `with` gets each value with its column, and what it is without the zeros before it.
    fn of(
        reader: &mut dyn RowReader,
        watch: &Watch,
        mut with: impl FnMut(usize, u64, u64),
    ) -> Result<Self, ApiError> {
        let mut values = Self {
            names: reader.header().columns.clone(),
            known: HashMap::new(),
            bare: HashMap::new(),
            filled: [0; COLUMNS],
            different: [0; COLUMNS],
            rows: 0,
        };
        let mut row = Row::new();
        while values.rows < COMPARED && reader.read(&mut row)? {
            values.rows += 1;
            if values.rows.is_multiple_of(1_024) {
                watch.may_go_on()?;
            }
            for (at, cell) in row.iter().take(values.names.len().min(COLUMNS)).enumerate() {
                let cell = cell.trim();
                if cell.is_empty() || cell.len() > LONGEST {
                    continue;
                }
                let value_of = |cell: &str| xxh3_64(cell.to_lowercase().as_bytes());
                let (value, bare) = (value_of(cell), value_of(without_zeros(cell)));
                values.filled[at] += 1;
                let columns = values.known.entry(value).or_default();
                values.different[at] += u64::from(*columns & (1 << at) == 0);
                *columns |= 1 << at;
                if bare != value {
                    *values.bare.entry(bare).or_default() |= 1 << at;
                }
                with(at, value, bare);
            }
        }
        Ok(values)
    }

    /// Whether nearly every row has a value of its own in a column.
    fn tell_apart(&self, at: usize) -> bool {
        self.different[at] > 1 && self.different[at] * 10 >= self.filled[at] * 9
    }
}

/// The columns of two files that have the same values.
fn keys(
    first: &mut dyn RowReader,
    second: &mut dyn RowReader,
    watch: &Watch,
) -> Result<Vec<SecondKey>, ApiError> {
    let second = Values::of(second, watch, |_, _, _| {})?;
    let [mut exact, mut bare] = [(); 2].map(|()| vec![[0u64; COLUMNS]; COLUMNS]);
    let of = |columns: &HashMap<u64, u64>, value| columns.get(&value).copied().unwrap_or_default();
    let first = Values::of(first, watch, |at, value, without| {
        let same = of(&second.known, value);
        count(&mut exact[at], same);
        count(&mut bare[at], same | of(&second.known, without) | of(&second.bare, without));
    })?;
    let mut all: Vec<(bool, bool, SecondKey)> = Vec::new();
    for (own, name) in first.names.iter().take(COLUMNS).enumerate() {
        for (other, second_name) in second.names.iter().take(COLUMNS).enumerate() {
            let are_named = !name.trim().is_empty() && !second_name.trim().is_empty();
            // What tells the rows of neither apart is no key: a colour, a yes.
            let tells = first.tell_apart(own) || second.tell_apart(other);
            if !are_named || !tells {
                continue;
            }
            let alike = label::key(name) == label::key(second_name);
            let (exact, bare) = (exact[own][other], bare[own][other]);
            let key = |found, without_zeros| SecondKey {
                own: name.clone(),
                second: second_name.clone(),
                found,
                rows: first.rows,
                without_zeros,
            };
            if exact > 0 {
                all.push((alike, false, key(exact, false)));
            }
            if bare > exact {
                // Zeros may tell articles apart, where most numbers are the same with them.
                all.push((alike, exact * 2 >= bare, key(bare, true)));
            }
        }
    }
    // Columns that are called alike first: few equal article numbers mean more than many equal pieces in stock.
    all.sort_by_key(|(alike, is_doubtful, key)| (!alike, *is_doubtful, Reverse(key.found)));
    Ok(all.into_iter().take(OFFERED).map(|(.., key)| key).collect())
}

/// Counts the columns whose bits are set.
fn count(found: &mut [u64; COLUMNS], mut columns: u64) {
    while columns != 0 {
        found[columns.trailing_zeros() as usize] += 1;
        columns &= columns - 1;
    }
}
