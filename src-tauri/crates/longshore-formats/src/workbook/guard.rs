//! Is it safe to unpack this archive?

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use zip::{ZipArchive, result::ZipError};

use super::{layout::Layout, measure, xlsx_layout::Search};
use crate::{error::ReadError, limits::Limits, recognised::Format};

/// Parts of a workbook that are read into memory as a whole.
fn is_held(name: &str) -> bool {
    name.ends_with(".rels")
        || name.ends_with("sharedstrings.xml")
        || name.ends_with("styles.xml")
        || name.ends_with("workbook.xml")
        || name.contains("theme/")
}

/// What a ZIP archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZipKind {
    /// A workbook of this format.
    Workbook(Format),
    /// An archive of whatever files.
    Archive,
}

/// What a ZIP archive is, going by the names in it.
pub(crate) fn zip_kind(file: File) -> Result<ZipKind, ReadError> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.map_err(broken)?.to_ascii_lowercase());
    }
    let has = |part: &str| names.iter().any(|name| name == part);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    let is_office = has("[content_types].xml");
    if has("xl/workbook.bin") {
        return Ok(ZipKind::Workbook(Format::Xlsb));
    }
    if is_office && under("word/") {
        return Err(ReadError::NotATable { kind: "document", format: "docx" });
    }
    if is_office && under("ppt/") {
        return Err(ReadError::NotATable { kind: "document", format: "pptx" });
    }
    if has("content.xml") && has("mimetype") {
        let mut part = |name: &str, most: u64| {
            let mut text = String::new();
            let part = archive.by_name(name).ok()?;
            part.take(most).read_to_string(&mut text).ok().map(|_| text)
        };
        if !part("mimetype", 100).is_some_and(|text| text.contains("spreadsheet")) {
            return Err(ReadError::NotATable { kind: "document", format: "opendocument" });
        }
        let manifest = part("META-INF/manifest.xml", 1 << 20);
        if manifest.is_some_and(|text| text.contains("encryption-data")) {
            return Err(ReadError::EncryptedWorkbook);
        }
        return Ok(ZipKind::Workbook(Format::Ods));
    }
    if names.iter().any(|name| name.ends_with(".iwa")) {
        return Err(ReadError::FormatNotSupported { format: "numbers" });
    }
    match is_office && names.iter().any(|name| name.ends_with("workbook.xml")) {
        true => Ok(ZipKind::Workbook(Format::Xlsx)),
        false => Ok(ZipKind::Archive),
    }
}

/// Looks through a workbook that is an archive: can it be read, and how large will it become? What the sheets of an
/// Office Open XML workbook hide and merge is seen on the way, by the names of their parts in small letters.
pub(super) fn inspect(
    file: File,
    format: Format,
    limits: &Limits,
) -> Result<HashMap<String, Layout>, ReadError> {
    let size = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut unpacked = 0u64;
    let mut held = 0u64;
    let mut layouts = HashMap::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(broken)?;
        if part.encrypted() {
            return Err(ReadError::EncryptedWorkbook);
        }
        let name = part.name().map_err(broken)?.into_owned();
        let (packed, promised) = (part.compressed_size(), part.size());
        drop(part);
        unpacked = unpacked.saturating_add(promised);
        let ratio_too_large =
            promised > (16 << 20) && promised / packed.max(1) > limits.unpacked_ratio;
        if unpacked > limits.unpacked_bytes || ratio_too_large || packed > size {
            return Err(ReadError::UnpackedTooLarge { limit: limits.unpacked_bytes });
        }
        if format != Format::Xlsx {
            // Whoever reads these measures what it reads.
            continue;
        }
        let lower = name.to_ascii_lowercase();
        if is_held(&lower) {
            let part = archive.by_index(index).map_err(broken)?;
            held =
                held.saturating_add(measure::held(part, limits.held_bytes.saturating_sub(held))?);
        } else if lower.ends_with(".xml") && lower.contains("worksheets/") {
            let part = archive.by_index(index).map_err(broken)?;
            let mut search = Search::default();
            measure::streamed(part, promised, limits, |block| search.look(block))?;
            layouts.insert(lower, search.finish());
        } else if lower.ends_with(".xml") && packed.saturating_mul(DEFLATE_RATIO) > HARMLESS {
            let part = archive.by_index(index).map_err(broken)?;
            measure::streamed(part, promised, limits, |_| {})?;
        }
    }
    Ok(layouts)
}

/// Deflate makes nothing larger than so many times.
const DEFLATE_RATIO: u64 = 1_032;
/// Parts that cannot become larger than this need not be measured.
const HARMLESS: u64 = 32 << 20;

pub(super) fn broken(error: ZipError) -> ReadError {
    match error {
        ZipError::InvalidPassword => ReadError::EncryptedWorkbook,
        other => ReadError::BrokenWorkbook { sheet: None, row: None, detail: other.to_string() },
    }
}

/// How many packed bytes of an archive were read.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    read: Arc<AtomicU64>,
    mended: Arc<AtomicU64>,
}

impl Watch {
    /// Counts from now on.
    pub(crate) fn begin(&self) {
        self.read.store(0, Relaxed);
        self.mended.store(0, Relaxed);
    }

    /// So many bytes were read, and so many places mended.
    pub(super) fn add(&self, bytes: u64, mended: u64) {
        self.read.fetch_add(bytes, Relaxed);
        self.mended.fetch_add(mended, Relaxed);
    }

    /// Places that were mended since the last time that somebody asked.
    pub(super) fn take_mended(&self) -> u64 {
        match self.mended.load(Relaxed) {
            0 => 0,
            _ => self.mended.swap(0, Relaxed),
        }
    }

    /// Packed bytes read since the beginning.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Relaxed)
    }
}

/// The file of an archive, watched.
pub(crate) struct Watched {
    file: BufReader<File>,
    watch: Watch,
}

impl Watched {
    pub(crate) fn new(file: File, watch: Watch) -> Self {
        Self { file: BufReader::new(file), watch }
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.watch.read.fetch_add(count as u64, Relaxed);
        Ok(count)
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
