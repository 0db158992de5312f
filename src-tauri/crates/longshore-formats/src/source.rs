//! What is this file, and how are its rows read?

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use longshore_engine::reading::ReadSettings;
use tempfile::TempPath;

use crate::{
    archive,
    detected::Detected,
    error::ReadError,
    kind::{self, Kind, Written},
    limits::Limits,
    preview::{self, Preview},
    reader::RowReader,
    recognised::{Format, Packed, Recognised},
    text::open::{Looked, TextSource},
    tree::TreeSource,
    workbook::{
        guard::{self, ZipKind},
        open::WorkbookSource,
    },
};

/// A file that turned out to hold rows.
pub struct Source {
    inner: Inner,
    recognised: Recognised,
    /// Files that were unpacked for it; they go with it.
    unpacked: Vec<TempPath>,
}

/// Where a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// It lies there by itself.
    Outside,
    /// In an archive.
    Packed,
}

enum Inner {
    Text(TextSource),
    Workbook(Box<WorkbookSource>),
    Tree(Box<TreeSource>),
}

impl Source {
    /// Finds out what a file is, by its content and never by its name, and how it is to be read. What the
    /// settings say is obeyed.
    ///
    /// # Errors
    /// Where it is no table that can be read, or a setting cannot be obeyed.
    pub fn open(path: &Path, settings: &ReadSettings, limits: &Limits) -> Result<Self, ReadError> {
        Self::open_at(path, settings, limits, Depth::Outside)
    }

    /// The same for what lay in an archive.
    pub(crate) fn open_packed(
        path: &Path,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        Self::open_at(path, settings, limits, Depth::Packed)
    }

    fn open_at(
        path: &Path,
        settings: &ReadSettings,
        limits: &Limits,
        depth: Depth,
    ) -> Result<Self, ReadError> {
        let metadata = std::fs::metadata(path).map_err(not_there)?;
        if metadata.is_dir() {
            return Err(ReadError::IsDirectory);
        }
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() == 0 {
            return Err(ReadError::FileEmpty);
        }
        let mut file = File::open(path).map_err(not_there)?;
        let mut head = Vec::new();
        file.by_ref().take(4 << 10).read_to_end(&mut head)?;
        match kind::kind_of(&head, &mut file)? {
            Kind::Zip => match guard::zip_kind(File::open(path)?)? {
                ZipKind::Archive => {
                    archive::not_again(depth, "zip")?;
                    archive::open_zip(path, settings, limits)
                }
                ZipKind::Workbook(format) => Self::workbook(path, format, settings, limits),
            },
            Kind::Xls => Self::workbook(path, Format::Xls, settings, limits),
            Kind::Gz => {
                archive::not_again(depth, "gz")?;
                archive::open_gz(path, settings, limits)
            }
            Kind::Text => {
                let looked = Looked::at(path, settings)?;
                Ok(match kind::written(&looked.text)? {
                    Written::Tree(markup) => {
                        let (source, recognised) =
                            TreeSource::open(path, markup, looked, settings, limits)?;
                        Self::of(Inner::Tree(Box::new(source)), recognised)
                    }
                    Written::Sheets(format) => {
                        let (source, recognised) =
                            WorkbookSource::open_text(path, format, looked, settings, limits)?;
                        Self::of(Inner::Workbook(Box::new(source)), recognised)
                    }
                    Written::Table => {
                        let (source, recognised) =
                            TextSource::open(path, looked, settings, limits)?;
                        Self::of(Inner::Text(source), recognised)
                    }
                })
            }
        }
    }

    fn of(inner: Inner, recognised: Recognised) -> Self {
        Self { inner, recognised, unpacked: Vec::new() }
    }

    fn workbook(
        path: &Path,
        format: Format,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let (source, recognised) = WorkbookSource::open(path, format, settings, limits)?;
        Ok(Self::of(Inner::Workbook(Box::new(source)), recognised))
    }

    /// The same source, known to have been unpacked into a file.
    pub(crate) fn packed(mut self, packed: Packed, file: TempPath) -> Self {
        self.recognised.packed = Some(packed);
        self.unpacked.push(file);
        self
    }

    /// The same source, with something else known of it.
    pub(crate) fn changed(mut self, change: impl FnOnce(&mut Recognised)) -> Self {
        change(&mut self.recognised);
        self
    }

    /// What was found out, and why.
    #[must_use]
    pub fn recognised(&self) -> &Recognised {
        &self.recognised
    }

    /// The line (for a sheet: the row) of the header, from 1; 0 where there is none.
    #[must_use]
    pub fn header_row(&self) -> &Detected<u64> {
        &self.recognised.header_row
    }

    /// Streams the rows from the beginning; can be asked for again.
    ///
    /// # Errors
    /// Where the beginning cannot be read.
    pub fn reader(&mut self) -> Result<Box<dyn RowReader + '_>, ReadError> {
        Ok(match &mut self.inner {
            Inner::Text(text) => Box::new(text.reader()?),
            Inner::Workbook(workbook) => Box::new(workbook.reader()?),
            Inner::Tree(tree) => tree.reader()?,
        })
    }

    /// The first rows, and what the columns seem to hold, from samples spread over the whole file where it can
    /// be read in any place. Takes a fraction of a second, however large the file is.
    ///
    /// # Errors
    /// Where the first rows cannot be read.
    pub fn preview(&mut self, rows: usize) -> Result<Preview, ReadError> {
        match &mut self.inner {
            Inner::Text(text) => preview::of_text(text, rows),
            Inner::Workbook(workbook) => preview::of_rows(&mut workbook.reader()?, rows),
            Inner::Tree(tree) => preview::of_rows(&mut *tree.reader()?, rows),
        }
    }
}

fn not_there(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::FileNotFound,
        io::ErrorKind::PermissionDenied => ReadError::NotAllowed,
        _ => ReadError::Io { source: error },
    }
}
