//! What is this file, and how are its rows read?

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use longshore_engine::reading::ReadSettings;

use crate::{
    detected::Detected,
    error::ReadError,
    kind::{self, Kind},
    limits::Limits,
    preview::{self, Preview},
    reader::RowReader,
    recognised::Recognised,
    text::open::{Looked, TextSource},
    tree::TreeSource,
    workbook::open::WorkbookSource,
};

/// A file that turned out to hold rows.
pub struct Source {
    inner: Inner,
    recognised: Recognised,
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
            Kind::Zip => {
                let (source, recognised) = WorkbookSource::open(path, settings, limits)?;
                Ok(Self { inner: Inner::Workbook(Box::new(source)), recognised })
            }
            Kind::Text => {
                let looked = Looked::at(path, settings)?;
                if let Some(markup) = kind::markup_of(&looked.text)? {
                    let (source, recognised) =
                        TreeSource::open(path, markup, looked, settings, limits)?;
                    return Ok(Self { inner: Inner::Tree(Box::new(source)), recognised });
                }
                let (source, recognised) = TextSource::open(path, looked, settings, limits)?;
                Ok(Self { inner: Inner::Text(source), recognised })
            }
        }
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
