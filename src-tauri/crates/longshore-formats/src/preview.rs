//! What can be shown of a source at once, whatever its size?

use std::collections::HashMap;

use longshore_engine::{
    platforms::joining::{Joined, Joining},
    row::{Header, Row},
};

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
    /// What was found out while the first rows were joined; `None` where none are.
    pub joined: Option<Joined>,
}

impl Preview {
    /// The same after the rows that are shown were joined into products.
    #[must_use]
    pub fn joined(self, mut joining: Joining) -> Self {
        self.rows.iter().for_each(|row| joining.observe(row));
        self.made(joining, &HashMap::new())
    }

    /// The same with a second file, of which is read what belongs to the rows that are shown.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn joined_with(
        self,
        mut joining: Joining,
        second: &mut dyn RowReader,
    ) -> Result<Self, ReadError> {
        self.rows.iter().for_each(|row| joining.observe(row));
        let (mut beside, mut row) = (HashMap::new(), Row::new());
        let mut number = self.rows.len() as u64;
        while beside.len() < MOST_BESIDE && second.read(&mut row)? {
            number += 1;
            if joining.observe_beside(&row) {
                beside.insert(number, row.clone());
            }
        }
        Ok(self.made(joining, &beside))
    }

    fn made(self, mut joining: Joining, beside: &HashMap<u64, Row>) -> Self {
        joining.finish();
        let (mut collector, mut rows) = (Collector::default(), Vec::new());
        for group in 0..joining.groups() {
            let numbers = joining.rows_of(group);
            let at = |number: &u32| {
                self.rows.get(*number as usize - 1).or_else(|| beside.get(&u64::from(*number)))
            };
            let own: Vec<Row> = numbers.iter().filter_map(at).cloned().collect();
            let of_second = numbers.iter().filter(|at| **at as usize > self.rows.len()).count();
            joining.join(&own, of_second, &mut |row| {
                let mut row = row.clone();
                row.number = rows.len() as u64 + 1;
                collector.add(&row);
                rows.push(row);
            });
        }
        let header = joining.header();
        let mut report = collector.report();
        report.columns.resize_with(header.columns.len(), Default::default);
        rows.iter_mut().for_each(|row| row.pad(header.columns.len()));
        let looked_at = self.rows.len().max(1) as f64;
        let estimated = self.rows_estimated as f64 * rows.len() as f64 / looked_at;
        let complete = self.complete && self.rows.len() as u64 == self.rows_estimated;
        Self {
            header,
            report,
            rows_estimated: if complete { rows.len() as u64 } else { estimated as u64 },
            rows,
            complete,
            repairs: self.repairs,
            joined: Some(joining.joined()),
        }
    }
}

/// Rows of a second file that are looked at.
const MOST_BESIDE: usize = 20_000;
/// Rows that are looked at from the beginning, beside those that are shown.
const LOOKED_AT: usize = 1_000;

/// A first look at rows that can only be read from the beginning.
pub(crate) fn of_rows(reader: &mut dyn RowReader, shown: usize) -> Result<Preview, ReadError> {
    let (preview, ..) = begin(reader, shown)?;
    Ok(preview)
}

/// A first look at a text, with samples from the whole of it.
pub(crate) fn of_text(source: &TextSource, shown: usize) -> Result<Preview, ReadError> {
    let mut reader = source.reader()?;
    let (mut preview, mut collector, mut first) = begin(&mut reader, shown)?;
    if preview.complete {
        return Ok(preview);
    }
    let read = reader.position().done;
    let mut sampled = Size::default();
    source.samples(reader.widths(), read, |row| {
        sampled.add(row);
        let mut row = row.clone();
        row.number = preview.report.rows + sampled.rows;
        collector.add(&row);
    })?;
    preview.report = collector.report();
    if sampled.rows == 0 {
        sampled = first.clone();
    }
    // The first rows tell how many bytes of the file a byte of a row takes.
    first.bytes = first.bytes.max(1);
    let bytes_a_row =
        sampled.bytes as f64 / sampled.rows.max(1) as f64 * (read as f64 / first.bytes as f64);
    let rest = source.length().saturating_sub(read) as f64 / bytes_a_row.max(1.0);
    preview.rows_estimated = first.rows + rest as u64;
    Ok(preview)
}

/// How large rows are.
#[derive(Clone, Default)]
struct Size {
    rows: u64,
    bytes: u64,
}

impl Size {
    fn add(&mut self, row: &Row) {
        self.rows += 1;
        self.bytes += (row.text().len() + row.len()) as u64;
    }
}

fn begin(
    reader: &mut dyn RowReader,
    shown: usize,
) -> Result<(Preview, Collector, Size), ReadError> {
    let mut collector = Collector::default();
    let mut rows = Vec::new();
    let mut row = Row::new();
    let mut complete = false;
    let mut size = Size::default();
    while size.rows < LOOKED_AT.max(shown) as u64 {
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
        size.add(&row);
        collector.add(&row);
        if rows.len() < shown {
            rows.push(row.clone());
        }
    }
    let header = reader.header().clone();
    rows.iter_mut().for_each(|row| row.pad(header.columns.len()));
    let position = reader.position();
    let estimated = match (complete, position.done) {
        (true, _) | (_, 0) => size.rows,
        (false, done) => (size.rows as f64 * position.total as f64 / done as f64) as u64,
    };
    let preview = Preview {
        header,
        rows,
        report: collector.report(),
        rows_estimated: estimated,
        complete,
        repairs: reader.repairs().occurred(),
        joined: None,
    };
    Ok((preview, collector, size))
}
