//! Is it safe to unpack this archive?

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use zip::{ZipArchive, result::ZipError};

use crate::{error::ReadError, limits::Limits};

/// Parts of a workbook that are read into memory as a whole.
fn is_held(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".rels")
        || name.ends_with("sharedstrings.xml")
        || name.ends_with("styles.xml")
        || name.ends_with("workbook.xml")
        || name.contains("theme/")
}

/// Looks through an archive: is it a workbook that can be read, and how large will it become?
pub(crate) fn inspect(file: File, limits: &Limits) -> Result<(), ReadError> {
    let size = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.map_err(broken)?.to_ascii_lowercase());
    }
    let has = |part: &str| names.iter().any(|name| name == part);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        return Err(ReadError::FormatNotSupported { format: "xlsb" });
    }
    if under("word/") {
        return Err(ReadError::NotATable { kind: "document", format: "docx" });
    }
    if under("ppt/") {
        return Err(ReadError::NotATable { kind: "document", format: "pptx" });
    }
    if has("content.xml") && has("mimetype") {
        let spreadsheet = archive.by_name("mimetype").ok().is_some_and(|part| {
            let mut text = String::new();
            part.take(100).read_to_string(&mut text).is_ok() && text.contains("spreadsheet")
        });
        return Err(if spreadsheet {
            ReadError::FormatNotSupported { format: "ods" }
        } else {
            ReadError::NotATable { kind: "document", format: "opendocument" }
        });
    }
    if names.iter().any(|name| name.ends_with(".iwa")) {
        return Err(ReadError::FormatNotSupported { format: "numbers" });
    }
    let workbook =
        has("[content_types].xml") && names.iter().any(|name| name.ends_with("workbook.xml"));
    if !workbook {
        return Err(ReadError::FormatNotSupported { format: "zip" });
    }
    let mut unpacked = 0u64;
    let mut held = 0u64;
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
        if is_held(&name) {
            let mut part = archive.by_index(index).map_err(broken)?;
            held = held.saturating_add(measure(
                &mut part,
                limits.held_bytes.saturating_sub(held),
                limits,
            )?);
        }
    }
    Ok(())
}

/// Unpacks a part without keeping it: how large it really is, and whether it announces more strings than it can
/// hold, for which room would be made at once.
fn measure(part: &mut impl Read, most: u64, limits: &Limits) -> Result<u64, ReadError> {
    const COUNT: &[u8] = b"uniqueCount";
    let mut reader = BufReader::with_capacity(64 << 10, part);
    let mut size = 0u64;
    let mut announced = 0u64;
    let mut window: Vec<u8> = Vec::new();
    loop {
        let block = reader.fill_buf().map_err(|error| broken(ZipError::Io(error)))?;
        if block.is_empty() {
            break;
        }
        size += block.len() as u64;
        if size > most {
            return Err(ReadError::UnpackedTooLarge { limit: limits.held_bytes });
        }
        window.extend_from_slice(block);
        let length = block.len();
        reader.consume(length);
        for found in memchr::memmem::find_iter(&window, COUNT) {
            let rest = &window[found + COUNT.len()..];
            let digits = rest.iter().skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>');
            let count =
                digits.take_while(|byte| byte.is_ascii_digit()).fold(0u64, |count, digit| {
                    count.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
                });
            announced = announced.max(count);
        }
        let keep = window.len().min(64);
        window.drain(..window.len() - keep);
    }
    // An empty string takes five bytes at least.
    if announced > size / 5 + 1 {
        return Err(ReadError::BrokenWorkbook {
            sheet: None,
            row: None,
            detail: format!("{announced} strings announced in {size} bytes"),
        });
    }
    Ok(size)
}

fn broken(error: ZipError) -> ReadError {
    match error {
        ZipError::InvalidPassword => ReadError::EncryptedWorkbook,
        other => ReadError::BrokenWorkbook { sheet: None, row: None, detail: other.to_string() },
    }
}

/// How many packed bytes may be read before the next cell comes: they can become a thousand times as many.
const BETWEEN_CELLS: u64 = 1 << 20;

/// What is known about the reading of an archive while it goes on.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    since_cell: Arc<AtomicU64>,
    read: Arc<AtomicU64>,
    strict: Arc<AtomicBool>,
}

impl Watch {
    /// From now on cells are expected to come.
    pub(crate) fn begin(&self) {
        self.strict.store(true, Relaxed);
        self.since_cell.store(0, Relaxed);
        self.read.store(0, Relaxed);
    }

    /// A cell came.
    pub(crate) fn cell(&self) {
        self.since_cell.store(0, Relaxed);
    }

    /// Packed bytes read since the beginning.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Relaxed)
    }

    /// Whether too much was read without any cell.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.strict.load(Relaxed) && self.since_cell.load(Relaxed) > BETWEEN_CELLS
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
        if self.watch.is_exceeded() {
            return Err(io::Error::other("too much unpacked without a cell"));
        }
        let count = self.file.read(buffer)?;
        self.watch.since_cell.fetch_add(count as u64, Relaxed);
        self.watch.read.fetch_add(count as u64, Relaxed);
        Ok(count)
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
