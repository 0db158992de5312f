//! What is each column of a file for? A guess with a reason, never more.

use serde::Serialize;
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    label,
    platforms::{
        joining::{self, Joined},
        labels as platform_labels, synonyms,
        woocommerce::labels::{self, Kind},
    },
    recognise::Recognised,
    row::Header,
    shape::{RowShape, ShapeOption},
    target::{Plain, Target},
};

mod candidates;
mod in_tree;
mod other;
pub mod values;

use candidates::{Candidate, Manner};
pub use other::suggest_of;
use values::Look;

/// From this confidence on a suggestion is taken without asking.
pub const TAKEN_UNASKED: u8 = 50;

/// What a column is probably for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The column, from 0.
    pub column: usize,
    /// Its name.
    pub name: String,
    /// How many columns of the same name stand before it.
    pub occurrence: usize,
    /// What it is for; `None` where nothing fits.
    pub target: Option<Target>,
    /// How sure that is, from 0 to 100. Below [`TAKEN_UNASKED`] it is only shown.
    pub confidence: u8,
    /// Why.
    pub reason: Reason,
}

/// Why a column is suggested for something, as a code with its parameters:
/// `joined` (platform, made_of), `came_along` (platform), `export_label` (locale), `platform_label` (platform), `import_alias` (locale), `synonym`, `similar` (to,
/// percent), `values_look_like` (what), `values_contradict` (target), `own_number`, `taken` (column), `no_place_in_store` (platform),
/// `nothing_fits`, `shape_made`, `shape_option` (attribute).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "SuggestionReason")]
pub struct Reason {
    /// The code.
    pub code: SmolStr,
    /// What a sentence about it needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub params: Vec<(SmolStr, String)>,
}

impl Reason {
    pub(crate) fn new(code: &'static str, params: &[(&'static str, &str)]) -> Self {
        let params =
            params.iter().map(|(name, value)| (SmolStr::new_static(name), (*value).to_owned()));
        Self { code: SmolStr::new_static(code), params: params.collect() }
    }
}

/// More columns than this are left unmatched: no real list has them.
const MOST_COLUMNS: usize = 5_000;

/// A suggestion for every column. `samples` are some cells of each column; they may be missing.
#[must_use]
pub fn suggest(
    header: &Header,
    recognised: &Recognised,
    samples: &[Vec<String>],
) -> Vec<Suggestion> {
    let mut all = Vec::with_capacity(header.columns.len());
    let mut wanted: Vec<(usize, Candidate)> = Vec::new();
    let mut seen: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let manner = Manner::of(header);
    for (column, name) in header.columns.iter().enumerate() {
        let occurrence = seen.entry(name).or_default();
        let look = samples.get(column).map(|cells| Look::of(cells)).unwrap_or_default();
        let mut reason = Reason::new("nothing_fits", &[]);
        if column < MOST_COLUMNS {
            match candidates::of(name, *occurrence, recognised, manner, &look) {
                Ok(candidates) => {
                    wanted.extend(candidates.into_iter().map(|candidate| (column, candidate)));
                }
                Err(no_place) => reason = no_place,
            }
        }
        all.push(Suggestion {
            column,
            name: name.clone(),
            occurrence: *occurrence,
            target: None,
            confidence: 0,
            reason,
        });
        *occurrence += 1;
    }
    // The surest first; between equals the column that stands first.
    wanted.sort_by_key(|(column, candidate)| (std::cmp::Reverse(candidate.confidence), *column));
    let mut taken: std::collections::HashMap<Target, usize> = std::collections::HashMap::new();
    for (column, candidate) in wanted {
        if all[column].target.is_some() {
            continue;
        }
        if let Some(by) = taken.get(&candidate.target).filter(|_| !candidate.target.takes_several())
        {
            let by = header.columns[*by].clone();
            // Cells that look like it alone say little: a note may be one letter.
            let is_said = candidate.reason.code != "values_look_like";
            if is_said && all[column].reason.code == "nothing_fits" {
                all[column].reason =
                    Reason::new("taken", &[("target", &candidate.target.name()), ("column", &by)]);
            }
            continue;
        }
        taken.insert(candidate.target.clone(), column);
        let suggestion = &mut all[column];
        (suggestion.target, suggestion.confidence, suggestion.reason) =
            (Some(candidate.target), candidate.confidence, candidate.reason);
    }
    all
}

/// The same for the columns of joined rows: what joining made is certain, what came along is left alone.
#[must_use]
pub fn suggest_joined(header: &Header, joined: &Joined) -> Vec<Suggestion> {
    let platform = joined.recognised.platform.as_str();
    let of = |(column, name): (usize, &String)| {
        let came_along = joined.came_along.contains(&column);
        let target = if came_along { None } else { joining::target_of(name) };
        let from = joined.from.get(column).map(|from| from.join(", ")).unwrap_or_default();
        let reason = match target {
            Some(_) if from.is_empty() => Reason::new("shape_made", &[]),
            Some(_) => Reason::new("joined", &[("platform", platform), ("made_of", &from)]),
            None => Reason::new("came_along", &[("platform", platform)]),
        };
        Suggestion {
            column,
            name: name.clone(),
            occurrence: header.columns[..column].iter().filter(|other| *other == name).count(),
            confidence: if target.is_some() { 100 } else { 0 },
            target,
            reason,
        }
    };
    header.columns.iter().enumerate().map(of).collect()
}

/// The same for rows that somebody said how to make products of: what was made is certain, the file's own columns look
/// as they look.
#[must_use]
pub fn suggest_shaped(
    header: &Header,
    recognised: &Recognised,
    shape: &RowShape,
    samples: &[Vec<String>],
) -> Vec<Suggestion> {
    let own = shape.own(header.columns.len());
    let raw = Header { columns: header.columns[own.clone()].to_vec(), line: header.line };
    let looks = suggest(&raw, recognised, samples.get(own.clone()).unwrap_or_default());
    let option = |name: &str| {
        let is_it = |option: &&ShapeOption| label::key(&option.column) == label::key(name);
        shape.options().iter().find(is_it)
    };
    let made = |column: usize, name: &String| Suggestion {
        column,
        name: name.clone(),
        occurrence: 0,
        target: joining::target_of(name),
        confidence: 100,
        reason: Reason::new("shape_made", &[]),
    };
    let columns = header.columns.iter().enumerate();
    let mut all: Vec<Suggestion> = columns
        .map(|(column, name)| match column.checked_sub(own.start).and_then(|at| looks.get(at)) {
            Some(look) => Suggestion { column, ..look.clone() },
            None => made(column, name),
        })
        .collect();
    let targets: Vec<Option<Target>> =
        all.iter().filter(|one| !own.contains(&one.column)).map(|one| one.target.clone()).collect();
    let mut seen = std::collections::HashMap::<&str, usize>::new();
    for (suggestion, name) in all.iter_mut().zip(&header.columns) {
        let before = seen.entry(name).or_default();
        suggestion.occurrence = *before;
        *before += 1;
        if !own.contains(&suggestion.column) {
            continue;
        }
        if let Some(option) = option(name) {
            let attribute = match option.attribute.trim() {
                "" => name.trim(),
                attribute => attribute,
            };
            (suggestion.target, suggestion.confidence) = (None, 0);
            suggestion.reason = Reason::new("shape_option", &[("attribute", attribute)]);
        } else if suggestion.target.is_some() && targets.contains(&suggestion.target) {
            (suggestion.target, suggestion.confidence) = (None, 0);
            suggestion.reason = Reason::new("nothing_fits", &[]);
        }
    }
    all
}

/// What a value of a tree is for, going by the way to it alone.
pub(crate) fn in_tree(name: &str) -> Option<Target> {
    in_tree::of(name).into_iter().next().map(|candidate| candidate.target)
}

#[cfg(test)]
mod tests;
