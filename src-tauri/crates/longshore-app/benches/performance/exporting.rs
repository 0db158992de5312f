//! Work with files that are written.

use std::{ops::ControlFlow, path::Path, sync::Arc};

use longshore_app::engine::{
    entity::Entity,
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    platforms::woocommerce::export::Exporter,
    reading::DecimalSeparator,
    row::Row,
    value::Key,
};
use longshore_formats::{CsvStyle, CsvWriter};
use longshore_journal::Mirror;

use crate::{catalogue, work::measured};

/// How often the same rows are written: they have to fit into memory.
const TIMES: u64 = 20;

fn cells(rows: u64) -> Vec<Row> {
    let row = |number| {
        let mut row = Row::new();
        catalogue::row(number, &mut |cell| row.push(cell));
        row
    };
    (0..rows / TIMES).map(row).collect()
}

/// Writes cells with the csv crate's writer.
pub(crate) fn theirs(arguments: &[String]) {
    let rows = cells(arguments[0].parse().unwrap());
    measured(|| {
        let mut writer = csv::Writer::from_writer(std::io::sink());
        for row in (0..TIMES).flat_map(|_| &rows) {
            writer.write_record(row.iter()).unwrap();
        }
        writer.flush().unwrap();
    });
}

/// Writes the same cells with our own.
pub(crate) fn ours(arguments: &[String]) {
    let rows = cells(arguments[0].parse().unwrap());
    measured(|| {
        let mut writer = CsvWriter::new(std::io::sink(), CsvStyle::default());
        for row in (0..TIMES).flat_map(|_| &rows) {
            writer.row(row.iter()).unwrap();
        }
        writer.finish().unwrap();
    });
}

/// Writes all products of a mirror, in the two passes that an export takes.
pub(crate) fn from_mirror(arguments: &[String]) {
    let mirror = Mirror::open(Path::new(&arguments[0])).unwrap();
    let facts = StoreFacts {
        currency: "USD".to_owned(),
        decimal: DecimalSeparator::Point,
        price_decimals: 2,
        weight_unit: WeightUnit::Kg,
        dimension_unit: DimensionUnit::Cm,
        version: "10.5.0".to_owned(),
        access: Access { read: true, write: true },
        is_practice: false,
    };
    let rows = measured(|| {
        let known = mirror.known(Arc::new(mirror.index(&[Key::Sku]).unwrap()), None).unwrap();
        let mut exporter = Exporter::new(&facts);
        mirror
            .each(Entity::Product, |record| {
                exporter.observe(&record, &known);
                ControlFlow::Continue(())
            })
            .unwrap();
        let mut writer = CsvWriter::new(std::io::sink(), CsvStyle::default());
        let mut row = Row::new();
        let mut rows = 0_u64;
        mirror
            .each(Entity::Product, |record| {
                exporter.row(&record, &known, &mut row);
                writer.row(row.iter()).unwrap();
                rows += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        writer.finish().unwrap();
        rows
    });
    println!("rows {rows}");
}
