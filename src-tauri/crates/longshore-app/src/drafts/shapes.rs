//! Do several rows of a draft make one product, or has one row several variants?

use longshore_engine::{
    escape,
    platforms::joining::Notice,
    row::{Header, Row},
    shape::{Proposal, RowShape, propose},
    suggest::{Suggestion, TAKEN_UNASKED},
    target::{Plain, Target},
};
use longshore_formats::{Limits, Preview, Source};
use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{state, state::State};
use crate::{
    ApiError, Studio,
    sources::{before_shape, joining, suggestions, without_reasons},
};

/// Rows that are looked at.
const LOOKED_AT: usize = 1_000;
/// Rows of the file that are shown.
const SHOWN: usize = 4;
/// Rows that are shown of what becomes of them.
const SHOWN_AFTER: usize = 14;
/// Longer cells are cut off.
const LONGEST: usize = 120;

/// A way to make products of the rows of a draft, to be tried.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct DraftShapeTry {
    /// The draft.
    pub draft: u64,
    /// The way; without it nothing is tried.
    #[serde(default)]
    pub shape: Option<RowShape>,
}

/// How the rows of a draft could become products.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftShapes {
    /// Whether that can be said of this file: the rows of other platforms become products by themselves.
    pub possible: bool,
    /// The columns of the file, as it has them.
    pub columns: Vec<String>,
    /// The way that was decided.
    pub now: Option<RowShape>,
    /// Whether it follows from the second file, whose rows are variants: rows cannot stay as they are.
    pub follows: bool,
    /// What the rows look like.
    pub proposals: Vec<Proposal>,
    /// What would become of the first rows.
    pub tried: Option<ShapeTried>,
}

/// What would become of the first rows of a file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ShapeTried {
    /// The columns that are shown.
    pub columns: Vec<String>,
    /// Rows of the file that it concerns.
    pub before: Vec<ShapeRow>,
    /// What becomes of them.
    pub after: Vec<ShapeRow>,
    /// How many rows were looked at.
    pub rows: u64,
    /// How many products they make.
    pub products: u64,
    /// How many variations of those.
    pub variations: u64,
    /// What has to be said about it, such as rows that do not fit.
    pub notices: Vec<Notice>,
}

/// A row that is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ShapeRow {
    /// The line of the file that it comes from.
    pub line: u64,
    /// `simple`, `variable` or `variation`; empty for a row of the file.
    pub kind: String,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Says how the rows of a draft could become products, and what would become of the first of them. Nothing changes.
pub async fn shapes(studio: &Studio, request: DraftShapeTry) -> Result<DraftShapes, ApiError> {
    let (_, state) = state::load(studio, DraftId(request.draft)).await?;
    tokio::task::spawn_blocking(move || {
        let mut now = state.reading.joining.shape.clone();
        let Some(look) = Look::at(&state)? else {
            let (columns, proposals) = Default::default();
            let follows = false;
            return Ok(DraftShapes {
                possible: false,
                columns,
                now,
                follows,
                proposals,
                tried: None,
            });
        };
        let proposals = match &look.follows {
            Some(_) => Vec::new(),
            None => propose(&look.first.header, &look.first.rows, &look.suggestions),
        };
        now = now.or_else(|| look.follows.clone());
        Ok(DraftShapes {
            possible: true,
            columns: look.first.header.columns.clone(),
            now,
            follows: look.follows.is_some(),
            proposals,
            tried: request.shape.map(|shape| look.tried(&state, shape)).transpose()?,
        })
    })
    .await?
}

/// The first rows, as the file has them, with what a second one says of them.
struct Look {
    source: Source,
    first: Preview,
    suggestions: Vec<Suggestion>,
    /// The way that follows from the second file.
    follows: Option<RowShape>,
}

impl Look {
    /// `None` where their platform says what becomes of them.
    fn at(state: &State) -> Result<Option<Self>, ApiError> {
        let look = || -> Result<Option<Self>, ApiError> {
            let path = &state.source.path;
            let mut source = Source::open(path, &state.reading, &Limits::default())?;
            let mut first = source.preview(LOOKED_AT)?;
            without_reasons(&mut first.header);
            let first = before_shape(path, source.recognised(), first, &state.reading)?;
            Ok(first.map(|(first, follows)| {
                let suggestions = suggestions(&first.header, None, &first.report);
                Self { source, first, suggestions, follows }
            }))
        };
        look().map_err(|error| error.with("file", &state.source.name))
    }

    fn tried(mut self, state: &State, shape: RowShape) -> Result<ShapeTried, ApiError> {
        let shape = shape.completed(&self.suggestions);
        let mut reading = state.reading.clone();
        (reading.joining.shape, reading.joining.with) = (Some(shape.clone()), None);
        let Preview { header, report, .. } = &self.first;
        let found = self.source.recognised();
        let Some(mut joining) = joining(&state.source.path, found, header, report, &reading)?
        else {
            return Err(ApiError::internal("a shape joins nothing"));
        };
        if let Some(before) = &self.first.joined {
            joining.go_on_from(before);
        }
        let columns = self.shown(&shape);
        let raw_header = self.first.header.clone();
        let raw = std::mem::take(&mut self.first.rows);
        let looked_at = raw.len() as u64;
        let made = Preview { rows: raw.clone(), ..self.first }.joined(joining);
        let joined = made.joined.clone();
        // Whatever becomes of a row has the line of one that it comes from.
        let kind = shape.kind_at(made.header.columns.len());
        let is_changed = |row: &&Row| row.get(kind).is_some_and(|kind| kind != "simple");
        let concerned: Vec<u64> = made.rows.iter().filter(is_changed).map(|row| row.line).collect();
        let lines: Vec<u64> = raw
            .iter()
            .map(|row| row.line)
            .filter(|line| concerned.contains(line))
            .take(SHOWN)
            .collect();
        let names = |header: &Header, row: &Row| -> Vec<String> {
            columns.iter().map(|name| cell(header, row, name, &shape)).collect()
        };
        let before = raw.iter().filter(|row| lines.contains(&row.line)).map(|row| ShapeRow {
            line: row.line,
            kind: String::new(),
            cells: columns.iter().map(|name| plain_cell(&raw_header, row, name)).collect(),
        });
        let after = made.rows.iter().filter(|row| lines.contains(&row.line)).take(SHOWN_AFTER);
        let after = after.map(|row| ShapeRow {
            line: row.line,
            kind: row.get(kind).unwrap_or_default().to_owned(),
            cells: names(&made.header, row),
        });
        Ok(ShapeTried {
            before: before.collect(),
            after: after.collect(),
            columns: columns.clone(),
            rows: looked_at,
            products: joined.as_ref().map_or(0, |joined| joined.products),
            variations: joined.as_ref().map_or(0, |joined| joined.variations),
            notices: joined.map(|joined| joined.notices).unwrap_or_default(),
        })
    }

    /// The columns that tell something: what the rows are called, what is chosen, what each variant has.
    fn shown(&self, shape: &RowShape) -> Vec<String> {
        let (RowShape::Split { along, .. } | RowShape::Join { along, .. }) = shape;
        let key = match shape {
            RowShape::Join { key, .. } => key.as_slice(),
            RowShape::Split { .. } => &[],
        };
        let called = self.suggestions.iter().filter(|one| {
            let is_for = |plain: Plain| one.target == Some(Target::Plain(plain));
            one.confidence >= TAKEN_UNASKED && (is_for(Plain::Sku) || is_for(Plain::Name))
        });
        let mut all: Vec<String> = Vec::new();
        let chosen = shape.options().iter().map(|option| &option.column);
        for name in key.iter().chain(called.map(|one| &one.name)).chain(chosen).chain(along) {
            if !all.contains(name) {
                all.push(name.clone());
            }
        }
        all
    }
}

fn plain_cell(header: &Header, row: &Row, name: &str) -> String {
    let at = header.columns.iter().position(|column| column == name);
    let text = at.and_then(|at| row.get(at)).unwrap_or_default();
    text.chars().take(LONGEST).collect()
}

/// The cell of a made row; what is chosen stands in the columns of its attribute.
fn cell(header: &Header, row: &Row, name: &str, shape: &RowShape) -> String {
    let own = shape.own(header.columns.len());
    let option = shape.options().iter().position(|option| option.column == name);
    if let Some(option) = option {
        // As people write them, not as a file does: "10,5 us" and not "10\\,5 us".
        let text = row.get(shape.choice_at(header.columns.len(), option)).unwrap_or_default();
        let values: Vec<_> = escape::list(text).collect();
        return values.join(", ").chars().take(LONGEST).collect();
    }
    let columns = header.columns.get(own.clone()).unwrap_or_default();
    let at = columns.iter().position(|column| column == name);
    let text = at.and_then(|at| row.get(own.start + at)).unwrap_or_default();
    text.chars().take(LONGEST).collect()
}
