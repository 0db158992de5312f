//! Work with the rows of a file: looking for what is wrong, making records and requests of them.

use std::path::Path;

use longshore_app::{
    Home, Studio,
    checking::{self, Check},
    engine::{
        change::{Action, Change, Phase},
        check::{Assumptions, Checker, FileIndex},
        entity::Entity,
        issue::Severity,
        mapped::Mapped,
        mapping::Mapping,
        notation,
        profile::Profile,
        reading::ReadSettings,
        recognise::recognise,
        record::Fields,
        row::{Header, Row},
        suggest::suggest,
        value::{AttributeName, ChangeId, Reference, StoreId, Value},
    },
    progress::Watch,
};
use longshore_connectors::woocommerce::request_body;
use longshore_formats::{Report, Spool};

use crate::{
    importing::in_runtime,
    reading::{measured_async, open},
    work::measured,
};

/// What a file's columns are suggested for.
pub(crate) fn mapping(header: &Header, report: &Report) -> Mapping {
    let samples: Vec<Vec<String>> = report
        .columns
        .iter()
        .map(|column| column.samples.iter().take(60).cloned().collect())
        .collect();
    let notations: Vec<_> = samples
        .iter()
        .map(|samples| notation::detect(samples.iter().map(String::as_str)).notation)
        .collect();
    let recognised = recognise(header);
    let suggestions = suggest(header, &recognised, &samples);
    let profile = Profile::suggested(&recognised, &suggestions, ReadSettings::default());
    Mapping::compile(&profile, header, &notations, None).unwrap()
}

/// The same for a file that is read as a stream.
pub(crate) fn mapping_of(path: &str) -> Mapping {
    let preview = open(path).preview(100).unwrap();
    mapping(&preview.header, &preview.report)
}

/// Looks at every cell, and at what the file as a whole says, as a stream.
pub(crate) fn validate(arguments: &[String]) {
    let (rows, repeats) = measured(|| {
        let mapping = mapping_of(&arguments[0]);
        let mut source = open(&arguments[0]);
        let mut reader = source.reader().unwrap();
        let (mut row, mut issues, mut index) = (Row::new(), Vec::new(), FileIndex::new());
        while reader.read(&mut row).unwrap() {
            issues.clear();
            mapping.validate(&row, &mut issues);
            mapping.index(&row, &mut index);
            if issues.iter().any(|issue| issue.severity == Severity::Error) {
                index.keep_out(row.number);
            }
        }
        index.finish();
        (row.number, index.kept_out())
    });
    println!("rows {rows}\nkept-out {repeats}");
}

/// What `longshore check` does as a whole.
pub(crate) fn check(arguments: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let checked = in_runtime(async {
        let studio = Studio::open(Home::at(folder.path().to_owned()).unwrap()).await.unwrap();
        let request = Check { file: arguments[0].clone().into(), ..Check::default() };
        measured_async(checking::check(&studio, request, &Watch::nobody())).await.unwrap()
    });
    println!("rows {}\nkept-out {}", checked.rows, checked.errors);
}

/// Makes records of the rows of a file, and nothing else.
pub(crate) fn map(arguments: &[String]) {
    let rows = measured(|| {
        let mapping = mapping_of(&arguments[0]);
        let mut source = open(&arguments[0]);
        let mut reader = source.reader().unwrap();
        let (mut row, mut mapped, mut issues) = (Row::new(), Mapped::empty(), Vec::new());
        while reader.read(&mut row).unwrap() {
            issues.clear();
            mapping.map(&row, &mut mapped, &mut issues);
        }
        row.number
    });
    println!("rows {rows}");
}

/// Makes requests of the rows of a spool: mapped, checked, encoded in hundreds.
pub(crate) fn bodies(arguments: &[String]) {
    let spool = Spool::open(Path::new(&arguments[0])).unwrap();
    spool.keep();
    let mapping = mapping(&spool.header(), &spool.report().unwrap());
    let mut index = FileIndex::new();
    let mut reader = spool.read_from(1).unwrap();
    let mut row = Row::new();
    while reader.read(&mut row).unwrap() {
        mapping.index(&row, &mut index);
    }
    index.finish();
    let (rows, bytes) = measured(|| encoded(&spool, &mapping, &index));
    println!("rows {rows}\nbytes {bytes}");
}

fn encoded(spool: &Spool, mapping: &Mapping, index: &FileIndex) -> (u64, usize) {
    let checker = Checker::new(index, Assumptions { all_are_new: true, ids_are_the_stores: false });
    let mut changes = vec![change(); 100];
    let (mut row, mut mapped, mut issues) = (Row::new(), Mapped::empty(), Vec::new());
    let mut reader = spool.read_from(1).unwrap();
    let (mut rows, mut bytes, mut waiting) = (0, 0, 0);
    while reader.read(&mut row).unwrap() {
        issues.clear();
        mapping.map(&row, &mut mapped, &mut issues);
        if checker.row(&mut mapped, &mut issues) {
            continue;
        }
        resolve(&mut mapped.record.fields);
        std::mem::swap(&mut changes[waiting].fields, &mut mapped.record.fields);
        (rows, waiting) = (rows + 1, waiting + 1);
        if waiting == changes.len() {
            bytes += request_body(Action::Create, &changes).unwrap().len();
            waiting = 0;
        }
    }
    bytes += request_body(Action::Create, &changes[..waiting]).unwrap().len();
    (rows, bytes)
}

fn change() -> Change {
    Change {
        id: ChangeId(1),
        phase: Phase::Products,
        action: Action::Create,
        entity: Entity::Product,
        record: None,
        parent: None,
        fields: Fields::new(),
        before: Fields::new(),
        label: String::new(),
        row: None,
        completes: None,
        reason: "not_in_store".into(),
    }
}

/// Gives numbers to what rows refer to by name: only a store knows them.
fn resolve(fields: &mut Fields) {
    let stored = |reference: &mut Reference| *reference = Reference::Stored(StoreId(7));
    for (_, value) in fields.iter_mut() {
        match value {
            Value::Reference(reference) => stored(reference),
            Value::References(all) => all.iter_mut().for_each(stored),
            Value::Attributes(all) => {
                for one in all {
                    if let AttributeName::Global(reference) = &mut one.attribute {
                        stored(reference);
                    }
                }
            }
            _ => {}
        }
    }
}
