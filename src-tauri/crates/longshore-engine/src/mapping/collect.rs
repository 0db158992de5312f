//! Which column feeds what?

use std::collections::{BTreeMap, HashMap};

use super::{
    attributes::AttributeCells,
    cell::{Cell, Said},
    downloads::DownloadCells,
    watched::Watched,
};
use crate::{
    check::codes,
    entity::Entity,
    error::MappingError,
    issue::Issue,
    label,
    number::NumberReader,
    profile::{ColumnMap, Profile},
    reading::Notation,
    record::FieldName,
    row::Header,
    shape::RowShape,
    steps::{self, Columns, Steps},
    target::{AttributePart, DownloadPart, Plain, Target},
    unit::Unit,
};

/// All cells by what they are for.
#[derive(Default)]
pub(super) struct Cells {
    pub(super) plain: BTreeMap<Plain, Vec<(Cell, Option<String>)>>,
    pub(super) attributes: BTreeMap<u16, AttributeCells>,
    pub(super) named: Vec<AttributeCells>,
    pub(super) downloads: BTreeMap<u16, DownloadCells>,
    pub(super) meta: BTreeMap<FieldName, Cell>,
    pub(super) watched: Vec<Watched>,
    /// What feeds records that are no products.
    pub(super) of: BTreeMap<(Entity, &'static str), Cell>,
}

/// Finds the columns of the profile in the header.
pub(super) fn collect(
    profile: &Profile,
    header: &Header,
    notations: &[Notation],
    issues: &mut Vec<Issue>,
) -> Result<Cells, MappingError> {
    let mut cells = Cells::default();
    let mut fed: HashMap<Target, String> = HashMap::new();
    let places = places(header);
    let readers = readers(profile, header, notations, &places);
    let others = Columns::new(header, &readers);
    let mut is_used = vec![false; header.columns.len()];
    let mut wanted = 0;
    for column in &profile.columns {
        let Some(name) = &column.target else { continue };
        let target = parse(&column.column, name)?;
        wanted += 1;
        let Some(at) = places.of(column) else {
            issues.push(codes::COLUMN_MISSING.issue(
                None,
                None,
                &[&column.column, &target.name()],
                None,
            ));
            continue;
        };
        is_used[at] = true;
        if let Some(first) = fed.insert(target.clone(), column.column.clone())
            && !target.takes_several()
        {
            let second = column.column.clone();
            return Err(MappingError::TargetTwice { target: target.name(), first, second });
        }
        let cell = cell_of(profile, column, at, &readers, &others, &target)?;
        // Steps may have been chosen to mend just that.
        if cell.steps.is_empty() {
            cells.watched.push(Watched::new(at, &target, with_unit(cell.written, &column.column)));
        }
        cells.put(target, cell, unit_of(&column.column));
    }
    for (target_name, text) in &profile.constants {
        let target = parse(target_name, target_name)?;
        if let Some(first) = fed.insert(target.clone(), target_name.to_string())
            && !target.takes_several()
        {
            let second = format!("= {text}");
            return Err(MappingError::TargetTwice { target: target.name(), first, second });
        }
        cells.put(target, constant(text), None);
    }
    if wanted == 0 {
        return Err(MappingError::NothingMatched);
    }
    if !is_used.contains(&true) {
        return Err(MappingError::OtherFile);
    }
    note_unused(profile, header, &is_used, issues);
    Ok(cells)
}

struct Places<'h> {
    exact: HashMap<(&'h str, usize), usize>,
    alike: HashMap<(String, usize), usize>,
}

impl Places<'_> {
    fn of(&self, column: &ColumnMap) -> Option<usize> {
        let exact = self.exact.get(&(column.column.as_str(), column.occurrence));
        let alike = || self.alike.get(&(label::key(&column.column), column.occurrence));
        exact.or_else(alike).copied()
    }
}

/// Where each column stands, by its name and how many of that name stand before it.
fn places(header: &Header) -> Places<'_> {
    let mut places = Places { exact: HashMap::new(), alike: HashMap::new() };
    let (mut exact, mut alike): (HashMap<&str, usize>, HashMap<String, usize>) = Default::default();
    for (at, name) in header.columns.iter().enumerate() {
        let count = exact.entry(name).or_default();
        places.exact.insert((name, *count), at);
        *count += 1;
        let count = alike.entry(label::key(name)).or_default();
        places.alike.insert((label::key(name), *count), at);
        *count += 1;
    }
    places
}

fn parse(column: &str, name: &str) -> Result<Target, MappingError> {
    let unknown =
        || MappingError::UnknownTarget { column: column.to_owned(), target: name.to_owned() };
    Target::parse(name).ok_or_else(unknown)
}

/// How each column of the file writes its numbers: as the user says, else as it was found.
fn readers(
    profile: &Profile,
    header: &Header,
    notations: &[Notation],
    places: &Places<'_>,
) -> Vec<NumberReader> {
    let lone_separator_is_decimal = profile.platform == "woocommerce";
    // What a platform writes, and what was joined, has the lists of its own grammar.
    let has_grammar = !profile.platform.is_empty();
    let found = |at: usize| {
        let notation = notations.get(at).copied().unwrap_or_default();
        let list = notation.list.filter(|_| !has_grammar);
        NumberReader { notation: Notation { list, ..notation }, lone_separator_is_decimal }
    };
    let mut readers: Vec<NumberReader> = (0..header.columns.len()).map(found).collect();
    for column in &profile.columns {
        if let Some(at) = places.of(column) {
            let found = &mut readers[at].notation;
            if column.target.as_deref() == Some("categories") {
                // A slash between categories is a way down their tree.
                found.list = found.list.filter(|sign| *sign != '/');
            }
            *found = column.notation.or(*found);
        }
    }
    readers
}

fn cell_of(
    profile: &Profile,
    column: &ColumnMap,
    at: usize,
    readers: &[NumberReader],
    others: &Columns<'_>,
    target: &Target,
) -> Result<Cell, MappingError> {
    let mut written = readers[at];
    // WooCommerce writes measures with a point and prices without thousands separators, in every language.
    let is_measure = matches!(
        target,
        Target::Plain(Plain::Weight | Plain::Length | Plain::Width | Plain::Height)
    );
    if written.lone_separator_is_decimal && is_measure && written.notation.decimal.is_none() {
        written.notation.decimal = Some(crate::reading::DecimalSeparator::Point);
    }
    let steps = Steps::compile(&column.steps, others, &written).map_err(|(step, fault)| {
        MappingError::BadStep { column: column.column.clone(), step: step + 1, fault }
    })?;
    let makes_numbers = column.steps.iter().any(steps::makes_numbers);
    Ok(Cell {
        column: Some(at),
        constant: String::new(),
        steps,
        written,
        reader: if makes_numbers { steps::written_numbers() } else { written },
        date_order: written.notation.date_order,
        blank: column.blank.unwrap_or(profile.blank),
        said: Said::of(&written.notation, target),
    })
}

fn constant(text: &str) -> Cell {
    Cell {
        column: None,
        constant: text.to_owned(),
        steps: Steps::default(),
        written: steps::written_numbers(),
        reader: steps::written_numbers(),
        date_order: None,
        blank: crate::profile::BlankPolicy::Keep,
        said: Said::AsItIs,
    }
}

fn unit_of(column: &str) -> Option<String> {
    let key = label::key(column);
    label::bracketed(&key).map(|(_, unit)| unit.to_owned())
}

/// The unit that a column's name has is that of its measures.
fn with_unit(reader: NumberReader, column: &str) -> NumberReader {
    let named = || unit_of(column).and_then(|label| Unit::named(&label));
    let unit = reader.notation.unit.or_else(named);
    NumberReader { notation: Notation { unit, ..reader.notation }, ..reader }
}

fn note_unused(profile: &Profile, header: &Header, is_used: &[bool], issues: &mut Vec<Issue>) {
    // What variants are chosen by goes in with them.
    let shape = profile.reading.joining.shape.as_ref();
    let keys = match shape {
        Some(RowShape::Join { key, .. }) => key.as_slice(),
        _ => &[],
    };
    let joining = &profile.reading.joining;
    let joined_by = keys.iter().chain(&joining.key).chain(&joining.second_key);
    let joined_by: Vec<String> = joined_by.map(|key| label::key(key)).collect();
    let is_chosen_by = |name: &str| {
        shape.is_some_and(|shape| shape.options().iter().any(|option| option.column == name))
            || joined_by.contains(&label::key(name))
    };
    let unused = header
        .columns
        .iter()
        .zip(is_used)
        .filter(|(name, is_used)| !**is_used && !name.is_empty() && !is_chosen_by(name));
    let names: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        let values = [&*names.len().to_string(), &*names.join(", ")];
        issues.push(codes::COLUMNS_NOT_IMPORTED.issue(None, None, &values, None));
    }
}

impl Cells {
    fn put(&mut self, target: Target, cell: Cell, unit: Option<String>) {
        match target {
            Target::Plain(plain) => self.plain.entry(plain).or_default().push((cell, unit)),
            Target::Of(entity, field) => {
                self.of.insert((entity, field), cell);
            }
            Target::Meta(_) => {
                self.meta.insert(target.name(), cell);
            }
            Target::AttributeNamed(label) => self.named.push(AttributeCells {
                label: Some(label.to_string()),
                value: Some(cell),
                ..AttributeCells::default()
            }),
            Target::Attribute(part, number) => {
                let group = self.attributes.entry(number).or_default();
                *match part {
                    AttributePart::Name => &mut group.name,
                    AttributePart::Value => &mut group.value,
                    AttributePart::Visible => &mut group.visible,
                    AttributePart::Global => &mut group.global,
                    AttributePart::Default => &mut group.default,
                } = Some(cell);
            }
            Target::Download(part, number) => {
                let group = self.downloads.entry(number).or_default();
                *match part {
                    DownloadPart::Id => &mut group.id,
                    DownloadPart::Name => &mut group.name,
                    DownloadPart::Url => &mut group.url,
                } = Some(cell);
            }
        }
    }
}
