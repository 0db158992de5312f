//! Finds out everything about a text before it is read.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use longshore_engine::{reading::ReadSettings, row::Row};

use super::{
    decode::Decoding,
    dialect::{self, Dialect},
    encoding::{self, Coding},
    split::{Seen, Split, Splitter, Widths},
    stream::{Lines, TextReader},
};
use crate::{
    detected::{Detected, Reason},
    error::ReadError,
    header,
    limits::Limits,
    recognised::{Format, Recognised},
};

/// The beginning of the file that is looked at.
const HEAD: u64 = 256 << 10;
/// Samples from the rest of a file: how many, and how large.
const SAMPLES: u64 = 24;
const SAMPLE: u64 = 32 << 10;
/// A file up to this size is looked at as a whole for its encoding.
const WHOLE: u64 = 4 << 20;

/// What every text shows at a first look.
pub(crate) struct Looked {
    length: u64,
    /// Whether its beginning is all of it.
    whole: bool,
    pub(crate) coding: Coding,
    /// Its beginning.
    pub(crate) text: String,
}

impl Looked {
    /// Finds out how the bytes of a file mean characters, and decodes the first of them.
    pub(crate) fn at(path: &Path, settings: &ReadSettings) -> Result<Self, ReadError> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let samples = samples(&mut file, length)?;
        let coding = encoding::detect(&samples, settings.encoding.as_deref())?;
        let whole = length <= HEAD;
        let text = decode_head(path, &coding, whole)?;
        if whole && text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\0') {
            return Err(ReadError::FileEmpty);
        }
        Ok(Self { length, whole, coding, text })
    }
}

/// A text of which everything is known.
pub(crate) struct TextSource {
    path: PathBuf,
    length: u64,
    coding: Coding,
    dialect: Dialect,
    header_row: u64,
    limits: Limits,
}

impl TextSource {
    /// Finds out how a text is to be read that was looked at.
    pub(crate) fn open(
        path: &Path,
        looked: Looked,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<(Self, Recognised), ReadError> {
        let Looked { length, whole, coding, text } = looked;
        if looks_binary(&text) && settings.encoding.is_none() {
            return Err(ReadError::NotATable { kind: "binary", format: "unknown" });
        }
        let quote = settings.quote;
        if let Some(Some(quote)) = quote
            && (!quote.is_ascii() || matches!(quote, '\n' | '\r' | '\0'))
        {
            return Err(ReadError::SettingNotPossible {
                setting: "quote",
                value: quote.to_string(),
            });
        }
        let is_quote = |delimiter| quote == Some(Some(delimiter));
        if let Some(delimiter) = settings.delimiter
            && (matches!(delimiter, '\n' | '\r' | '\0') || is_quote(delimiter))
        {
            return Err(ReadError::SettingNotPossible {
                setting: "delimiter",
                value: delimiter.to_string(),
            });
        }
        // What a title line holds must not weigh as much as the table; blank lines say nothing.
        let found = dialect::detect(&text, whole, settings.delimiter, quote, limits);
        let mut dialect = Dialect {
            delimiter: found.delimiter.value,
            quote: found.quote.value.map(|quote| quote as u8),
            escape: found.escape.value,
            is_loose: false,
        };
        dialect.is_loose = dialect::is_loose(&text, whole, &dialect, limits);
        let mut source = Self {
            path: path.to_owned(),
            length,
            coding,
            dialect,
            header_row: 0,
            limits: limits.clone(),
        };
        let header_row = match settings.header_row {
            Some(line) => Detected::chosen(line),
            None => header::detect(&source.first_rows(header::ROWS)?),
        };
        source.header_row = header_row.value;
        let recognised = Recognised {
            format: Detected::new(Format::Csv, Reason::new("text_with_delimiters")),
            encoding: Some(Detected {
                value: source.coding.encoding.value.name().to_ascii_lowercase(),
                reason: source.coding.encoding.reason.clone(),
                overruled: source.coding.encoding.overruled,
            }),
            delimiter: Some(found.delimiter),
            quote: Some(found.quote),
            escape: Some(found.escape),
            header_row,
            sheet: None,
            sheets: Vec::new(),
            packed: None,
        };
        Ok((source, recognised))
    }

    /// Streams the rows.
    pub(crate) fn reader(&self) -> Result<TextReader, ReadError> {
        TextReader::new(self.lines(self.coding.mark)?, self.header_row, self.length)
    }

    /// How large the file is, in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Rows from places spread over the file behind an offset: those that look like rows of this table.
    pub(crate) fn samples(
        &self,
        widths: &Widths,
        from: u64,
        mut take: impl FnMut(&Row),
    ) -> Result<(), ReadError> {
        let rest = self.length.saturating_sub(from);
        if rest < SAMPLE * 2 {
            return Ok(());
        }
        for index in 0..SAMPLES {
            let mut offset = from + rest / SAMPLES * index;
            if [UTF_16LE, UTF_16BE].contains(&self.coding.encoding.value) {
                offset = (offset & !1) + (self.coding.mark & 1);
            }
            self.sample(widths, offset, &mut take)?;
        }
        Ok(())
    }

    /// Rows from one place: begins behind line ends until what follows looks like rows.
    fn sample(
        &self,
        widths: &Widths,
        offset: u64,
        take: &mut impl FnMut(&Row),
    ) -> Result<(), ReadError> {
        const ROWS: usize = 40;
        const ATTEMPTS: usize = 30;
        let mut text = String::new();
        let mut decoding = Decoding::new(
            File::open(&self.path)?,
            offset,
            self.coding.encoding.value,
            self.coding.fallback,
        )?;
        decoding.next(&mut text, 0, &mut Vec::new())?;
        let mut splitter = Splitter::new(&self.dialect, &self.limits);
        let (mut row, mut seen) = (Row::new(), Seen::default());
        let mut start = 0;
        for _ in 0..ATTEMPTS {
            let Some(found) = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..]) else {
                return Ok(());
            };
            start += found + 1;
            let mut rows: Vec<Row> = Vec::new();
            let mut at = start;
            let mut alike = true;
            while rows.len() < ROWS && at < text.len() {
                match splitter.split(&text[at..], false, widths, &mut row, &mut seen) {
                    Ok(Split::Row(length)) => {
                        at += length;
                        if row.is_blank() {
                            continue;
                        }
                        alike &= widths.fits(row.len()) || rows.len() >= 3;
                        if !alike {
                            break;
                        }
                        rows.push(row.clone());
                    }
                    _ => break,
                }
            }
            if alike && !rows.is_empty() {
                rows.iter().for_each(&mut *take);
                return Ok(());
            }
        }
        Ok(())
    }

    /// The first rows that are not blank, with their lines; an error further down does not matter yet.
    fn first_rows(&self, count: usize) -> Result<Vec<Row>, ReadError> {
        let mut lines = self.lines(self.coding.mark)?;
        let mut rows = Vec::new();
        let mut row = Row::new();
        while rows.len() < count {
            match lines.next(&mut row) {
                Ok(true) if row.is_blank() => {}
                Ok(true) => rows.push(row.clone()),
                Ok(false) => break,
                Err(error) if rows.is_empty() => return Err(error),
                Err(_) => break,
            }
        }
        Ok(rows)
    }

    fn lines(&self, offset: u64) -> Result<Lines, ReadError> {
        let file = File::open(&self.path)?;
        let coding = &self.coding;
        Lines::new(
            file,
            offset,
            coding.encoding.value,
            coding.fallback,
            &self.dialect,
            &self.limits,
        )
    }
}

/// The beginning of the file and samples from the rest of it.
fn samples(file: &mut File, length: u64) -> Result<Vec<Vec<u8>>, ReadError> {
    let mut samples = Vec::new();
    let mut read = |offset: u64, bytes: u64| -> Result<(), ReadError> {
        let mut sample = Vec::new();
        file.seek(SeekFrom::Start(offset))?;
        file.by_ref().take(bytes).read_to_end(&mut sample)?;
        samples.push(sample);
        Ok(())
    };
    if length <= WHOLE {
        read(0, WHOLE)?;
        return Ok(samples);
    }
    read(0, HEAD)?;
    let rest = length - HEAD;
    for index in 0..SAMPLES {
        // On even offsets, so that UTF-16 is not cut in two.
        read((HEAD + rest / SAMPLES * index) & !1, SAMPLE)?;
    }
    Ok(samples)
}

/// The first part of the text, up to the end of a line where it is not the whole.
fn decode_head(path: &Path, coding: &Coding, whole: bool) -> Result<String, ReadError> {
    let encoding: &'static Encoding = coding.encoding.value;
    let mut decoding = Decoding::new(File::open(path)?, coding.mark, encoding, coding.fallback)?;
    let mut text = String::new();
    while (text.len() as u64) < HEAD {
        if decoding.next(&mut text, 0, &mut Vec::new())? {
            break;
        }
    }
    if !whole && let Some(end) = text.rfind(['\n', '\r']) {
        text.truncate(end + 1);
    }
    Ok(text)
}

/// Whether there are more control characters than any text has.
fn looks_binary(text: &str) -> bool {
    let (mut controls, mut all) = (0usize, 0usize);
    for c in text.chars().take(64 << 10) {
        all += 1;
        let usual =
            matches!(c, '\t' | '\n' | '\r' | '\u{1a}' | '\u{1}'..='\u{4}' | '\u{1c}'..='\u{1f}');
        controls += usize::from(c == '\u{fffd}' || (c.is_control() && !usual));
    }
    controls * 20 > all && controls > 2
}
