//! Writes a spool while its source is read.

use std::{
    fs::File,
    io::{BufWriter, Write},
    ops::ControlFlow,
    path::Path,
    sync::Arc,
};

use longshore_engine::{platforms::joining::Joining, row::Row};
use tempfile::{Builder, TempPath};

use super::{MARK, STRIDE, Spool, handle::Complete, joined::JoinedRows, record, tail::Tail};
use crate::{
    error::ReadError,
    reader::{Position, RowReader},
    recognised::Recognised,
    report::Collector,
    source::Source,
};

/// How far the reading of a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows that can be read from the spool.
    pub rows: u64,
    /// Bytes of the source.
    pub position: Position,
}

/// A spool that is about to be written.
pub struct Spooling {
    file: File,
    spool: Spool,
}

/// Bytes that are written at once; then their rows can be read.
const BLOCK: usize = 128 << 10;

impl Spooling {
    /// Makes an empty spool in a folder, which only the user can read.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn begin(source: &Source, folder: &Path) -> Result<Self, ReadError> {
        Self::of(source.recognised(), folder)
    }

    /// The same for rows that are made of those of a source.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn of(recognised: &Recognised, folder: &Path) -> Result<Self, ReadError> {
        let made = Builder::new().prefix("spool-").suffix(".rows").tempfile_in(folder)?;
        let (file, path) = made.into_parts();
        let path = TempPath::keep(path).map_err(|error| ReadError::Io { source: error.error })?;
        let spool = Spool::new(path, recognised.clone(), Default::default());
        Ok(Self { file, spool })
    }

    /// A handle on the rows that are there so far.
    #[must_use]
    pub fn spool(&self) -> Spool {
        self.spool.clone()
    }

    /// Reads the source to its end. `watch` is asked every some rows whether to go on.
    ///
    /// # Errors
    /// Where the source cannot be read, the folder is full, or `watch` said no.
    pub fn run(
        self,
        source: &mut Source,
        watch: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Spool, ReadError> {
        let mut reader = source.reader()?;
        self.fill(&mut *reader, watch)
    }

    /// Writes the rows of a spool, and of a second one that belongs to it, after their platform's rows were joined
    /// into products. `watch` is asked every
    /// some rows whether to go on.
    ///
    /// # Errors
    /// Where a spool cannot be read, the folder is full, or `watch` said no.
    pub fn join(
        self,
        raw: &Spool,
        second: Option<&Spool>,
        joining: Joining,
        mut watch: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Spool, ReadError> {
        let mut reader = JoinedRows::begin(raw, second, joining, &mut watch)?;
        self.fill(&mut reader, watch)
    }

    fn fill(
        self,
        reader: &mut dyn RowReader,
        mut watch: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Spool, ReadError> {
        let Self { file, spool } = self;
        let mut out = file;
        out.write_all(MARK)?;
        let mut end = MARK.len() as u64;
        spool.change(|state| state.header = reader.header().clone());
        let mut collector = Collector::default();
        let (mut block, mut lengths) = (Vec::with_capacity(BLOCK * 2), Vec::new());
        let mut places = Vec::new();
        let mut row = Row::new();
        let mut rows = 0;
        while reader.read(&mut row)? {
            if rows % STRIDE == 0 {
                places.push(end + block.len() as u64);
            }
            rows += 1;
            record::write(&row, &mut lengths, &mut block);
            collector.add(&row);
            // The very first rows are shown as soon as they are there.
            if block.len() >= BLOCK || rows == 100 {
                out.write_all(&block)?;
                end += block.len() as u64;
                block.clear();
                let columns = reader.header().columns.len();
                spool.change(|state| {
                    state.rows = rows;
                    state.places.append(&mut places);
                    if state.header.columns.len() != columns {
                        state.header = reader.header().clone();
                    }
                });
                if watch(Progress { rows, position: reader.position() }).is_break() {
                    return Err(ReadError::Cancelled);
                }
            }
        }
        out.write_all(&block)?;
        end += block.len() as u64;
        let header = reader.header().clone();
        let repairs = reader.repairs().occurred();
        let mut report = collector.report();
        report.columns.resize_with(header.columns.len(), Default::default);
        spool.change(|state| {
            state.rows = rows;
            state.places.append(&mut places);
            state.header = header.clone();
        });
        let tail = Tail {
            recognised: spool.recognised().clone(),
            header,
            rows,
            repairs: repairs.clone(),
            report: report.clone(),
            end,
            places: spool.look(|state| state.places.clone()),
            joined: reader.joined(),
        };
        let mut out = BufWriter::new(out);
        tail.write(&mut out)?;
        out.flush()?;
        let complete = Complete { repairs, report, joined: tail.joined };
        spool.change(|state| state.complete = Some(Arc::new(complete)));
        Ok(spool)
    }
}
