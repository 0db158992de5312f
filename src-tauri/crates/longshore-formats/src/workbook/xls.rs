//! Reads workbooks of Excel 5 to 2003, record by record.
//!
//! The layout is in Microsoft's [MS-XLS].

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use cfb::{CompoundFile, Stream};
use encoding_rs::{Encoding, WINDOWS_1252};

use super::{
    book::{Book, Cells, broken},
    compound::Compound,
    format_code::FormatCode,
    layout::{Layout, Merge},
    records::{built_in, error_name, f64_at, packed_number, show_number, u8_at, u16_at, u32_at},
    shown::Shown,
    xls_strings::{Joined, cell_text},
};
use crate::{
    error::ReadError,
    limits::Limits,
    recognised::Sheet,
    repair::{RepairCode, Repairs},
};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;

/// A workbook of Excel 5 to 2003.
pub(super) struct XlsBook {
    file: CompoundFile<Compound>,
    stream: &'static str,
    /// The letters of texts before Excel 97; none since.
    letters: Option<&'static Encoding>,
    since_1904: bool,
    sheets: Vec<(Sheet, u64)>,
    strings: Vec<Box<str>>,
    formats: Vec<FormatCode>,
    /// What the sheets hide and merge, as far as somebody asked.
    layouts: HashMap<String, Layout>,
}

impl XlsBook {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let file = Compound::open(File::open(path)?)?;
        let file =
            CompoundFile::open(file).map_err(|error| broken(None, None, &error.to_string()))?;
        let stream = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
        let Some(stream) = stream else {
            return Err(ReadError::FormatNotSupported { format: "xls" });
        };
        let mut book = Self {
            file,
            stream,
            letters: None,
            since_1904: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            formats: Vec::new(),
            layouts: HashMap::new(),
        };
        book.globals(limits)?;
        Ok(book)
    }

    /// Reads what stands before the sheets.
    fn globals(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let mut records = Records::new(self.file.open_stream(self.stream)?);
        let mut codes: HashMap<u16, FormatCode> = HashMap::new();
        let mut used = Vec::new();
        let (mut letters, mut is_old) = (WINDOWS_1252, false);
        let mut names = Vec::new();
        let mut strings: Vec<Vec<u8>> = Vec::new();
        if !records.next()? || records.kind != BOF {
            return Err(broken(None, None, "no beginning"));
        }
        match u16_at(&records.data, 0) {
            0x0600 => {}
            0x0500 => is_old = true,
            _ => return Err(ReadError::FormatNotSupported { format: "xls" }),
        }
        while records.next()? && records.kind != EOF {
            let data = &records.data;
            match records.kind {
                0x002F => return Err(ReadError::EncryptedWorkbook),
                0x0042 => letters = letters_of(u16_at(data, 0)),
                0x0022 => self.since_1904 = u16_at(data, 0) != 0,
                0x0085 if u8_at(data, 5) == 0 && names.len() < 10_000 => names.push(data.clone()),
                0x041E if codes.len() < 10_000 => {
                    let code = match is_old {
                        true => short_text(data, 2, Some(letters)),
                        false => cell_text(std::slice::from_ref(data), 2, None),
                    };
                    codes.insert(u16_at(data, 0), FormatCode::parse(&code));
                }
                0x00E0 if used.len() < 70_000 => used.push(u16_at(data, 2)),
                0x00FC => {
                    strings.push(data.clone());
                    let mut held = data.len() as u64;
                    while records.peek()? == CONTINUE && records.next()? {
                        held += records.data.len() as u64;
                        if held > limits.held_bytes {
                            return Err(ReadError::UnpackedTooLarge { limit: limits.held_bytes });
                        }
                        strings.push(records.data.clone());
                    }
                }
                _ => {}
            }
        }
        self.letters = is_old.then_some(letters);
        for data in names {
            let letters = self.letters;
            let name = short_text(&data, 6, letters);
            let sheet = Sheet { name, hidden: u8_at(&data, 4) & 3 != 0 };
            self.sheets.push((sheet, u64::from(u32_at(&data, 0))));
        }
        self.formats = used
            .into_iter()
            .map(|format| match codes.get(&format) {
                Some(code) => code.clone(),
                None => built_in(format).map_or(FormatCode::General, FormatCode::parse),
            })
            .collect();
        let mut joined = Joined::new(&strings);
        let _ = (joined.u32(), joined.u32());
        // As many as there are, whatever number is announced.
        while !joined.is_empty() {
            let Some(text) = joined.u16().and_then(|length| joined.text(length.into())) else {
                break;
            };
            self.strings.push(text.into_boxed_str());
        }
        Ok(())
    }
}

impl XlsBook {
    /// What the sheet hides and merges that begins there: merged cells are named behind all others ([MS-XLS] 2.4.168,
    /// ColInfo 2.4.53, Row 2.4.221).
    fn layout(&mut self, at: u64) -> Result<Layout, ReadError> {
        let mut stream = self.file.open_stream(self.stream)?;
        let length = stream.seek(SeekFrom::End(0))?;
        stream.seek(SeekFrom::Start(at.min(length)))?;
        let mut records = Records::new(stream);
        let (mut layout, mut depth) = (Layout::default(), 0usize);
        // What breaks off is told when it is read.
        while records.next().unwrap_or_default() {
            let data = &records.data;
            match records.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                0x0208 if depth == 1 && u8_at(data, 12) & 0x20 != 0 => {
                    let row = u32::from(u16_at(data, 0));
                    layout.hidden_rows.add(row, row);
                }
                0x007D if depth == 1 && u8_at(data, 8) & 1 != 0 => {
                    let (first, last) = (u16_at(data, 0), u16_at(data, 2));
                    layout.hidden_columns.add(first.into(), last.into());
                }
                0x00E5 if depth == 1 => {
                    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                        let [top, bottom, left] = [0, 2, 4].map(|at| u32::from(u16_at(area, at)));
                        layout.merge(Merge { top, bottom, left });
                    }
                }
                _ => {}
            }
        }
        Ok(layout.in_order())
    }
}

/// A text behind its length in one byte, as names have it.
fn short_text(data: &[u8], at: usize, letters: Option<&'static Encoding>) -> String {
    if data.len() <= at {
        return String::new();
    }
    let mut longer = vec![data[at], 0];
    longer.extend_from_slice(&data[at + 1..]);
    cell_text(&[longer], 0, letters)
}

/// The letters of a code page.
fn letters_of(page: u16) -> &'static Encoding {
    let label = match page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10_000 | 0x8000 => "macintosh".to_owned(),
        874 | 1250..=1258 => format!("windows-{page}"),
        _ => return WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

impl Book for XlsBook {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet.clone()).collect()
    }

    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError> {
        let found = self.sheets.iter().find(|(one, _)| one.name == sheet);
        let Some(&(_, at)) = found else {
            return Err(ReadError::SheetNotFound { sheet: sheet.to_owned() });
        };
        let layout = match self.layouts.get(sheet) {
            Some(known) => known.clone(),
            None => {
                let found = self.layout(at)?;
                self.layouts.insert(sheet.to_owned(), found.clone());
                found
            }
        };
        let mut stream = self.file.open_stream(self.stream)?;
        let length = stream.seek(SeekFrom::End(0))?;
        stream.seek(SeekFrom::Start(at.min(length)))?;
        let mut records = Records::new(stream);
        if !records.next()? || records.kind != BOF {
            return Err(broken(Some(sheet), None, "no beginning"));
        }
        Ok(Box::new(XlsCells {
            records,
            letters: self.letters,
            since_1904: self.since_1904,
            strings: &self.strings,
            formats: &self.formats,
            sheet: sheet.to_owned(),
            layout,
            several: None,
            depth: 0,
            row: 0,
            done: at,
        }))
    }
}

/// The cells of a sheet.
struct XlsCells<'a> {
    records: Records,
    letters: Option<&'static Encoding>,
    since_1904: bool,
    strings: &'a [Box<str>],
    formats: &'a [FormatCode],
    sheet: String,
    layout: Layout,
    /// How many numbers of a record with several were shown.
    several: Option<usize>,
    /// How deep in charts and such that lie in the sheet.
    depth: usize,
    row: u32,
    done: u64,
}

impl XlsCells<'_> {
    fn format(&self, at: usize) -> &FormatCode {
        let index = usize::from(u16_at(&self.records.data, at));
        self.formats.get(index).unwrap_or(&FormatCode::General)
    }

    fn number(&self, shown: &mut Shown, number: f64, format_at: usize) {
        show_number(shown, number, self.format(format_at), self.since_1904);
    }

    /// The text that the formula before it gives, in the next record but a few.
    fn result(&mut self, shown: &mut Shown) -> Result<(), ReadError> {
        for _ in 0..3 {
            let next = self.records.peek()?;
            if next == STRING {
                self.records.next()?;
                let parts = self.records.joined(self.sheet.as_str())?;
                shown.plain(&cell_text(&parts, 0, self.letters));
                return Ok(());
            }
            // Shared formulas, arrays and tables.
            if ![0x04BC, 0x0221, 0x0236].contains(&next) || !self.records.next()? {
                break;
            }
        }
        shown.plain("");
        Ok(())
    }

    fn truth_or_error(&self, shown: &mut Shown, value: u8, is_error: bool, repairs: &mut Repairs) {
        match (is_error, error_name(value)) {
            (false, _) => shown.plain(if value == 0 { "FALSE" } else { "TRUE" }),
            (true, Some(name)) => shown.plain(name),
            (true, None) => {
                repairs.add(RepairCode::UnknownErrorValue, u64::from(self.row) + 1, 1);
                shown.plain("#ERROR!");
            }
        }
    }
}

impl Cells for XlsCells<'_> {
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError> {
        loop {
            if let Some(index) = self.several {
                let data = &self.records.data;
                if data.len() >= 4 + (index + 1) * 6 + 2 {
                    self.several = Some(index + 1);
                    let at = 4 + index * 6;
                    let number = packed_number(u32_at(data, at + 2));
                    let column = u32::from(u16_at(data, 2)) + index as u32;
                    self.number(shown, number, at);
                    return Ok(Some((self.row, column)));
                }
                self.several = None;
            }
            if !self
                .records
                .next()
                .map_err(|_| broken(Some(&self.sheet), Some(self.row), "cut off"))?
            {
                // Some writers leave the end out.
                return Ok(None);
            }
            self.done += self.records.data.len() as u64 + 4;
            match self.records.kind {
                BOF => self.depth += 1,
                EOF if self.depth == 0 => return Ok(None),
                EOF => self.depth -= 1,
                _ => {}
            }
            let data = &self.records.data;
            let is_cell = self.depth == 0
                && matches!(
                    self.records.kind,
                    FORMULA | 0x00BD | 0x00D6 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E
                );
            if !is_cell || data.len() < 6 {
                continue;
            }
            self.row = u32::from(u16_at(data, 0));
            let column = u32::from(u16_at(data, 2));
            match self.records.kind {
                0x00BD => {
                    self.several = Some(0);
                    continue;
                }
                0x0203 => self.number(shown, f64_at(data, 6), 4),
                0x027E => self.number(shown, packed_number(u32_at(data, 6)), 4),
                0x00FD => {
                    let text = self.strings.get(u32_at(data, 6) as usize);
                    shown.plain(text.map_or("", |text| text));
                }
                0x0204 | 0x00D6 => {
                    let parts = self.records.joined(&self.sheet)?;
                    shown.plain(&cell_text(&parts, 6, self.letters));
                }
                0x0205 => {
                    self.truth_or_error(shown, u8_at(data, 6), u8_at(data, 7) != 0, repairs);
                }
                _ if u16_at(data, 12) == 0xFFFF => match (u8_at(data, 6), u8_at(data, 8)) {
                    (0, _) => self.result(shown)?,
                    (1, value) => self.truth_or_error(shown, value, false, repairs),
                    (2, value) => self.truth_or_error(shown, value, true, repairs),
                    _ => shown.plain(""),
                },
                _ => self.number(shown, f64_at(data, 6), 4),
            }
            if shown.text().is_empty() {
                continue;
            }
            return Ok(Some((self.row, column)));
        }
    }

    fn done(&self) -> u64 {
        self.done
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}

/// The records of a workbook, one after the other.
struct Records {
    stream: BufReader<Stream<Compound>>,
    kind: u16,
    data: Vec<u8>,
    /// The beginning of the next one, where it was looked at: its kind and length.
    ahead: Option<(u16, u16)>,
}

impl Records {
    fn new(stream: Stream<Compound>) -> Self {
        Self { stream: BufReader::new(stream), kind: 0, data: Vec::new(), ahead: None }
    }

    /// Reads the next record, and says whether there was one.
    fn next(&mut self) -> Result<bool, ReadError> {
        let (kind, length) = match self.ahead.take() {
            Some(ahead) => ahead,
            None => match self.head()? {
                Some(head) => head,
                None => return Ok(false),
            },
        };
        self.kind = kind;
        self.data.clear();
        let read = self.stream.by_ref().take(length.into()).read_to_end(&mut self.data);
        match read {
            Ok(read) if read == usize::from(length) => Ok(true),
            Ok(_) => Err(broken(None, None, "a record is cut off")),
            Err(error) => Err(broken(None, None, &error.to_string())),
        }
    }

    fn head(&mut self) -> Result<Option<(u16, u16)>, ReadError> {
        let mut head = Vec::new();
        let read = self.stream.by_ref().take(4).read_to_end(&mut head);
        read.map_err(|error| broken(None, None, &error.to_string()))?;
        Ok((head.len() == 4).then(|| (u16_at(&head, 0), u16_at(&head, 2))))
    }

    /// The kind of the next record; 0 where there is none.
    fn peek(&mut self) -> Result<u16, ReadError> {
        if self.ahead.is_none() {
            self.ahead = self.head()?;
        }
        Ok(self.ahead.map_or(0, |(kind, _)| kind))
    }

    /// The record and those that continue it: as many as the longest text needs.
    fn joined(&mut self, sheet: &str) -> Result<Vec<Vec<u8>>, ReadError> {
        let mut parts = vec![self.data.clone()];
        while self.peek()? == CONTINUE {
            self.next()?;
            if parts.len() > 40 {
                return Err(broken(Some(sheet), None, "a text without end"));
            }
            parts.push(self.data.clone());
        }
        Ok(parts)
    }
}
