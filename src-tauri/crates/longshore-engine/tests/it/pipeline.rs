//! A small file on its way through both passes, as the program sends one.

use longshore_engine::{
    check::{Assumptions, Checker, FileIndex},
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    issue::{Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    profile::{BlankPolicy, Profile},
    reading::{DecimalSeparator, Notation, ReadSettings},
    recognise::recognise,
    record::Fields,
    suggest::suggest,
};

use crate::realdata::{self, File};

/// A profile as it is suggested for a file.
pub(crate) fn profile(file: &File) -> Profile {
    let recognised = recognise(&file.header);
    let mut profile = Profile::suggested(
        &recognised,
        &suggest(&file.header, &recognised, &[]),
        ReadSettings::default(),
    );
    // Small tables here have the targets themselves as names.
    for column in &mut profile.columns {
        if longshore_engine::target::Target::parse(&column.column)
            .is_some_and(|target| target.name() == column.column)
        {
            column.target = Some(column.column.as_str().into());
        }
    }
    profile
}

pub(crate) fn facts() -> StoreFacts {
    StoreFacts {
        currency: "EUR".to_owned(),
        decimal: DecimalSeparator::Comma,
        price_decimals: 2,
        weight_unit: WeightUnit::Kg,
        dimension_unit: DimensionUnit::Cm,
        version: "10.5.0".to_owned(),
        access: Access { read: true, write: true },
        is_practice: false,
    }
}

/// What came out.
pub(crate) struct Outcome {
    pub(crate) mapped: Vec<Mapped>,
    pub(crate) issues: Vec<Issue>,
}

/// Both passes; every record counts as new.
pub(crate) fn run(file: &File, profile: &Profile, notations: &[Notation]) -> Outcome {
    let mapping = Mapping::compile(profile, &file.header, notations, Some(&facts())).unwrap();
    let mut index = FileIndex::new();
    for row in &file.rows {
        let mut issues = Vec::new();
        mapping.validate(row, &mut issues);
        mapping.index(row, &mut index);
        if issues.iter().any(|issue| issue.severity == Severity::Error) {
            index.keep_out(row.number);
        }
    }
    index.finish();
    let checker =
        Checker::new(&index, Assumptions { all_are_new: true, ids_are_the_stores: false });
    let mut outcome = Outcome { mapped: Vec::new(), issues: mapping.issues().to_vec() };
    for row in &file.rows {
        let mut mapped = Mapped::empty();
        mapping.map(row, &mut mapped, &mut outcome.issues);
        checker.row(&mut mapped, &mut outcome.issues);
        outcome.mapped.push(mapped);
    }
    outcome
}

/// A table with `|` between cells.
pub(crate) fn table(text: &str) -> Outcome {
    let file = realdata::parse(text, b'|');
    run(&file, &profile(&file), &[])
}

/// The fields of the first row of a table, where an empty cell clears.
pub(crate) fn clearing(text: &str) -> Fields {
    let file = realdata::parse(text, b'|');
    let profile = Profile { blank: BlankPolicy::Clear, ..profile(&file) };
    run(&file, &profile, &[]).mapped.remove(0).record.fields
}

/// The fields of the first row of a table.
pub(crate) fn fields(text: &str) -> Fields {
    table(text).mapped.remove(0).record.fields
}

/// The codes of all issues of a table.
pub(crate) fn codes(text: &str) -> Vec<String> {
    table(text).issues.into_iter().map(|issue| issue.code.to_string()).collect()
}
