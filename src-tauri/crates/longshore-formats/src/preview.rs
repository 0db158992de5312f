//! What can be shown of a source at once, whatever its size?

use longshore_engine::row::{Header, Row};

use crate::{
    error::ReadError,
    reader::RowReader,
    repair::Repairs,
    report::{Collector, Report},
    text::open::TextSource,
};

/// A first look at a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The columns.
    pub header: Header,
    /// The first rows.
    pub rows: Vec<Row>,
    /// What the columns hold, going by the rows that were looked at.
    pub report: Report,
    /// How many rows there seem to be.
    pub rows_estimated: u64,
    /// Whether all rows were looked at, so that the numbers are exact.
    pub complete: bool,
    /// What had to be mended in the first rows.
    pub repairs: Repairs,
}

/// Rows that are looked at from the beginning, beside those that are shown.
const LOOKED_AT: usize = 1_000;

/// A first look at rows that can only be read from the beginning.
pub(crate) fn of_rows(reader: &mut dyn RowReader, shown: usize) -> Result<Preview, ReadError> {
    let (preview, _) = begin(reader, shown)?;
    Ok(preview)
}

/// A first look at a text, with samples from the whole of it.
pub(crate) fn of_text(source: &TextSource, shown: usize) -> Result<Preview, ReadError> {
    let mut reader = source.reader()?;
    let (mut preview, mut collector) = begin(&mut reader, shown)?;
    if preview.complete {
        return Ok(preview);
    }
    let read = reader.position().done;
    let mut number = preview.report.rows;
    let (mut bytes, mut rows) = (0u64, 0u64);
    source.samples(&preview.header, read, |row| {
        number += 1;
        rows += 1;
        bytes += (row.text().len() + row.len()) as u64;
        let mut row = row.clone();
        row.number = number;
        collector.add(&row);
    })?;
    preview.report = collector.report();
    let size = source.length();
    let looked_at = preview.rows_estimated;
    if rows > 0 && read > 0 && looked_at > 0 {
        // The first rows say how many bytes of the file become how many bytes of text.
        preview.rows_estimated = (size as f64 / (read as f64 / looked_at as f64)) as u64;
        let mean = bytes as f64 / rows as f64;
        let rest = size.saturating_sub(read) as f64 / mean.max(1.0);
        preview.rows_estimated =
            ((preview.rows_estimated as f64 + looked_at as f64 + rest) / 2.0) as u64;
    }
    Ok(preview)
}

fn begin(reader: &mut dyn RowReader, shown: usize) -> Result<(Preview, Collector), ReadError> {
    let mut collector = Collector::default();
    let mut rows = Vec::new();
    let mut row = Row::new();
    let mut complete = false;
    let mut count = 0;
    while count < LOOKED_AT.max(shown) {
        match reader.read(&mut row) {
            Ok(true) => {}
            Ok(false) => {
                complete = true;
                break;
            }
            // What can be shown is shown; whoever reads on meets the error.
            Err(_) if !rows.is_empty() => break,
            Err(error) => return Err(error),
        }
        count += 1;
        collector.add(&row);
        if rows.len() < shown {
            rows.push(row.clone());
        }
    }
    let header = reader.header().clone();
    rows.iter_mut().for_each(|row| row.pad(header.columns.len()));
    let position = reader.position();
    let estimated = match (complete, position.done) {
        (true, _) | (_, 0) => count as u64,
        (false, done) => (count as f64 * position.total as f64 / done as f64) as u64,
    };
    let preview = Preview {
        header,
        rows,
        report: collector.report(),
        rows_estimated: estimated,
        complete,
        repairs: reader.repairs().occurred(),
    };
    Ok((preview, collector))
}
