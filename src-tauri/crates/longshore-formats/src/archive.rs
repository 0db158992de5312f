//! Which files lie in an archive, and how do they come out of it?
//!
//! What is packed is unpacked into a file of its own that only the user can read and that goes with its source.
//! Names in an archive are shown and compared, never used as paths.

use std::{
    fs::File,
    io::{self, BufReader, Read, Write},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;
use longshore_engine::reading::ReadSettings;
use tempfile::{NamedTempFile, TempPath};
use zip::{ZipArchive, result::ZipError};

use crate::{
    detected::{Detected, Reason},
    error::ReadError,
    kind,
    like_products::{KNOWN_AT_LEAST, LOOKED_AT, known_columns},
    limits::Limits,
    recognised::{Packed, Packing, Recognised, Sheet},
    source::{Depth, Source},
};

/// Bytes of a file that are looked at.
const HEAD: u64 = 4 << 10;
/// Files that are looked at, and of those that may be tables, how many are shown.
const FILES: usize = 2_000;
const SHOWN: usize = 200;
/// Up to this size files are opened for their sheets, and up to this all together.
const SMALL: u64 = 32 << 20;
const SMALL_IN_ALL: u64 = 128 << 20;
/// What is smaller may have been packed as well as it likes.
const HARMLESS: u64 = 16 << 20;

/// Opens what a gzip file holds.
pub(crate) fn open_gz(
    path: &Path,
    settings: &ReadSettings,
    limits: &Limits,
) -> Result<Source, ReadError> {
    let file = File::open(path)?;
    let packed = file.metadata()?.len();
    let mut decoder = MultiGzDecoder::new(BufReader::new(file));
    let unpacked = unpack(&mut decoder, packed, limits)?;
    let name = decoder.header().and_then(|header| header.filename()).unwrap_or_default();
    let name = String::from_utf8_lossy(name).chars().take(255).collect();
    let source = Source::open_packed(&unpacked, settings, limits)?;
    Ok(source.packed(Packed { packing: Packing::Gz, name }, unpacked))
}

/// A file of an archive that may be a table.
struct Entry {
    index: usize,
    name: String,
    size: u64,
    /// It may hold several tables.
    may_have_sheets: bool,
}

/// Opens what a ZIP archive holds that is no workbook: its only table, or one of several, which are shown as the
/// sheets of a workbook are.
pub(crate) fn open_zip(
    path: &Path,
    settings: &ReadSettings,
    limits: &Limits,
) -> Result<Source, ReadError> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(broken)?;
    let entries = entries(&mut zip)?;
    let mut out = |entry: &Entry| -> Result<TempPath, ReadError> {
        let part = zip.by_index(entry.index).map_err(broken)?;
        let packed = part.compressed_size();
        unpack(part, packed, limits)
    };
    let label = |entry: &Entry| Packed { packing: Packing::Zip, name: entry.name.clone() };
    if let [only] = entries.as_slice() {
        let unpacked = out(only)?;
        let source = Source::open_packed(&unpacked, settings, limits)?;
        return Ok(source.packed(label(only), unpacked));
    }
    let (entry, reason, inner) = match settings.sheet.as_deref() {
        Some(asked) => {
            let (entry, inner) = asked_for(&entries, asked)?;
            (entry, None, inner)
        }
        None => {
            let (entry, reason) = likeliest(&entries, limits, &mut out)?;
            (entry, Some(reason.with("files", entries.len())), None)
        }
    };
    let mut sheets = Vec::new();
    let mut opened = 0;
    for other in entries.iter().take(SHOWN) {
        let is_small = other.size <= SMALL && opened + other.size <= SMALL_IN_ALL;
        let mut inner = Vec::new();
        if other.may_have_sheets && is_small {
            opened += other.size;
            let unpacked = out(other)?;
            // What cannot be opened is shown and says why when it is asked for.
            let source = Source::open_packed(&unpacked, &ReadSettings::default(), limits);
            inner = source.map(|source| source.recognised().sheets.clone()).unwrap_or_default();
        }
        if inner.len() > 1 {
            let named = |sheet: Sheet| Sheet { name: join(&other.name, &sheet.name), ..sheet };
            sheets.extend(inner.into_iter().map(named));
        } else {
            sheets.push(Sheet { name: other.name.clone(), hidden: false });
        }
    }
    let unpacked = out(entry)?;
    let settings = ReadSettings { sheet: inner, ..settings.clone() };
    let source = Source::open_packed(&unpacked, &settings, limits)?;
    Ok(source.packed(label(entry), unpacked).changed(|recognised| {
        name_sheet(recognised, entry, reason);
        recognised.sheets = sheets;
    }))
}

/// The file that is most like a table of products. Where one is too large to be looked at, it is that one.
fn likeliest<'a>(
    entries: &'a [Entry],
    limits: &Limits,
    out: &mut impl FnMut(&Entry) -> Result<TempPath, ReadError>,
) -> Result<(&'a Entry, Reason), ReadError> {
    let largest = entries.iter().rev().max_by_key(|entry| entry.size);
    let largest = largest.ok_or(ReadError::NoTableInArchive)?;
    let (mut chosen, mut most) = (largest, 0);
    let mut by_size: Vec<&Entry> = entries.iter().collect();
    by_size.sort_by_key(|entry| std::cmp::Reverse(entry.size));
    let mut opened = 0;
    for entry in by_size.into_iter().take(LOOKED_AT) {
        opened += entry.size;
        if entry.size > SMALL || opened > SMALL_IN_ALL {
            break;
        }
        // What cannot be opened says why when it is asked for.
        let Ok(unpacked) = out(entry) else { continue };
        let known = Source::open_packed(&unpacked, &ReadSettings::default(), limits)
            .and_then(|mut source| source.preview(1))
            .map_or(0, |preview| known_columns(&preview.header));
        if known > most.max(KNOWN_AT_LEAST - 1) {
            (chosen, most) = (entry, known);
        }
    }
    let code = if std::ptr::eq(chosen, largest) { "largest_file" } else { "sheet_like_products" };
    Ok((chosen, Reason::new(code)))
}

/// A sheet is called by its file, and by its own name where the file has several.
fn name_sheet(recognised: &mut Recognised, entry: &Entry, reason: Option<Reason>) {
    let name = match &recognised.sheet {
        Some(sheet) if recognised.sheets.len() > 1 => join(&entry.name, &sheet.value),
        _ => entry.name.clone(),
    };
    recognised.sheet = Some(match reason {
        Some(reason) => Detected::new(name, reason),
        None => Detected::chosen(name),
    });
}

fn join(file: &str, sheet: &str) -> String {
    if sheet.is_empty() { file.to_owned() } else { format!("{file}/{sheet}") }
}

/// The file that is asked for by its name, with or without that of a sheet behind it.
fn asked_for<'a>(
    entries: &'a [Entry],
    asked: &str,
) -> Result<(&'a Entry, Option<String>), ReadError> {
    let fits = |entry: &&Entry| {
        asked
            .strip_prefix(entry.name.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let found = entries.iter().filter(fits).max_by_key(|entry| entry.name.len());
    let entry = found.ok_or_else(|| ReadError::SheetNotFound { sheet: asked.to_owned() })?;
    let inner = asked[entry.name.len()..].strip_prefix('/').map(str::to_owned);
    Ok((entry, inner))
}

/// The files that may be tables.
fn entries(zip: &mut ZipArchive<BufReader<File>>) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::new();
    let mut archive = None;
    for index in 0..zip.len().min(FILES) {
        let part = zip.by_index_raw(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let (is_encrypted, size) = (part.encrypted(), part.size());
        drop(part);
        if name.ends_with('/') || is_of_the_system(&name) || size == 0 {
            continue;
        }
        if is_encrypted {
            return Err(ReadError::EncryptedArchive);
        }
        let mut head = Vec::new();
        let part = zip.by_index(index).map_err(broken)?;
        part.take(HEAD).read_to_end(&mut head).map_err(damaged)?;
        match kind::packed_kind(&head) {
            kind::PackedKind::Table { may_have_sheets } => {
                entries.push(Entry { index, name, size, may_have_sheets });
            }
            kind::PackedKind::Archive => archive = Some(name),
            kind::PackedKind::Other => {}
        }
    }
    match (entries.is_empty(), archive) {
        (false, _) => Ok(entries),
        (true, Some(name)) => Err(ReadError::ArchiveInArchive { name }),
        (true, None) => Err(ReadError::NoTableInArchive),
    }
}

/// What systems and programs leave in archives unasked.
fn is_of_the_system(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.starts_with("__MACOSX/")
        || name.split(['/', '\\']).any(|part| part.starts_with('.') && part != "." && part != "..")
        || ["thumbs.db", "desktop.ini"].contains(&last.to_ascii_lowercase().as_str())
}

/// Unpacks into a file of its own, as far as it is allowed to grow.
fn unpack(mut part: impl Read, packed: u64, limits: &Limits) -> Result<TempPath, ReadError> {
    let most =
        packed.saturating_mul(limits.unpacked_ratio).max(HARMLESS).min(limits.unpacked_bytes);
    let mut file = NamedTempFile::with_prefix("longshore-")?;
    let mut block = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        let count = match part.read(&mut block) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(damaged(error)),
        };
        size += count as u64;
        if size > most {
            return Err(ReadError::UnpackedTooLarge { limit: most });
        }
        file.write_all(&block[..count])?;
    }
    file.flush()?;
    Ok(file.into_temp_path())
}

fn broken(error: ZipError) -> ReadError {
    match error {
        ZipError::InvalidPassword => ReadError::EncryptedArchive,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::EncryptedArchive,
        other => ReadError::BrokenArchive { detail: other.to_string() },
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn damaged(error: io::Error) -> ReadError {
    ReadError::BrokenArchive { detail: error.to_string() }
}

/// Whether something packed may be opened where it was found.
pub(crate) fn not_again(depth: Depth, name: &'static str) -> Result<(), ReadError> {
    match depth {
        Depth::Outside => Ok(()),
        Depth::Packed => Err(ReadError::ArchiveInArchive { name: name.to_owned() }),
    }
}
