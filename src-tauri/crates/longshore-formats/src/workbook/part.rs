//! Where does the text of a workbook lie: in an archive, or in a file by itself?

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use zip::ZipArchive;

use super::guard::{self, Watch, Watched};
use crate::{
    error::ReadError,
    limits::Limits,
    text::{
        decode::{Decoding, Mended},
        encoding::Coding,
    },
};

/// The part of a workbook that holds its sheets.
pub(super) enum Part {
    /// In an archive, under this name, of no more bytes.
    Packed { zip: ZipArchive<Watched>, name: &'static str, most: u64 },
    /// A file of its own.
    Plain { path: PathBuf, coding: Coding },
}

/// A part that is being read, as UTF-8, and how many bytes it may have.
pub(super) struct Opened<'a> {
    pub(super) reader: Box<dyn Read + 'a>,
    pub(super) most: u64,
}

impl Part {
    pub(super) fn packed(
        path: &Path,
        name: &'static str,
        limits: &Limits,
        watch: &Watch,
    ) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Watched::new(File::open(path)?, watch.clone()));
        Ok(Self::Packed { zip: zip.map_err(guard::broken)?, name, most: limits.unpacked_bytes })
    }

    pub(super) fn plain(path: &Path, coding: Coding) -> Self {
        Self::Plain { path: path.to_owned(), coding }
    }

    /// Opens it at its beginning.
    pub(super) fn open(&mut self, watch: &Watch) -> Result<Opened<'_>, ReadError> {
        watch.begin();
        Ok(match self {
            Self::Packed { zip, name, most } => {
                let part = zip.by_name(name).map_err(guard::broken)?;
                Opened { reader: Box::new(part), most: *most }
            }
            Self::Plain { path, coding } => {
                let file = File::open(path)?;
                let Coding { encoding, fallback, mark } = coding;
                let plain = Plain {
                    decoding: Decoding::new(file, *mark, encoding.value, fallback)?,
                    watch: watch.clone(),
                    text: String::new(),
                    at: 0,
                    base: 0,
                    last: false,
                    mended: Vec::new(),
                };
                Opened { reader: Box::new(plain), most: u64::MAX }
            }
        })
    }
}

/// A file as UTF-8, a block at a time.
struct Plain {
    decoding: Decoding,
    watch: Watch,
    text: String,
    at: usize,
    /// Where the text begins in all.
    base: u64,
    last: bool,
    mended: Vec<Mended>,
}

impl Read for Plain {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.last {
            self.base += self.text.len() as u64;
            self.text.clear();
            self.at = 0;
            let before = self.decoding.read;
            self.last = self.decoding.next(&mut self.text, self.base, &mut self.mended)?;
            self.watch.add(self.decoding.read - before, self.mended.drain(..).count() as u64);
        }
        let count = (&self.text.as_bytes()[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}
