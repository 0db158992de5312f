//! Reads Office Open XML workbooks in binary parts, record by record.
//!
//! The layout is in Microsoft's [MS-XLSB].

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use quick_xml::events::Event;
use zip::{ZipArchive, read::ZipFile};

use super::{
    book::{Book, Cells, broken},
    format_code::FormatCode,
    guard::{self, Watch, Watched},
    layout::{Layout, Merge},
    records::{built_in, error_name, f64_at, packed_number, show_number, u8_at, u16_at, u32_at},
    shown::Shown,
};
use crate::{
    error::ReadError,
    limits::Limits,
    recognised::{Format, Sheet},
    repair::{RepairCode, Repairs},
};

/// An Office Open XML workbook in binary parts.
pub(super) struct XlsbBook {
    zip: ZipArchive<Watched>,
    watch: Watch,
    since_1904: bool,
    /// The sheets and the parts that they are in.
    sheets: Vec<(Sheet, String)>,
    strings: Vec<Box<str>>,
    formats: Vec<FormatCode>,
    most: usize,
    /// What the sheets hide and merge, as far as somebody asked.
    layouts: HashMap<String, Layout>,
}

impl XlsbBook {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        guard::inspect(File::open(path)?, Format::Xlsb, limits)?;
        let watch = Watch::default();
        let zip = ZipArchive::new(Watched::new(File::open(path)?, watch.clone()));
        let mut book = Self {
            zip: zip.map_err(guard::broken)?,
            watch,
            since_1904: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            formats: Vec::new(),
            most: limits.cell_bytes.saturating_mul(2).max(1 << 16),
            layouts: HashMap::new(),
        };
        book.read_sheets()?;
        book.read_formats()?;
        book.read_strings(limits)?;
        Ok(book)
    }

    /// The records of a part; none where there is no such part.
    fn part(&mut self, name: &str) -> Option<Records<'_>> {
        let lower = name.to_ascii_lowercase();
        let found = self
            .zip
            .file_names()
            .position(|one| one.is_ok_and(|one| one.to_ascii_lowercase() == lower))?;
        let file = self.zip.by_index(found).ok()?;
        Some(Records { file: BufReader::new(file), kind: 0, data: Vec::new(), most: self.most })
    }

    fn read_sheets(&mut self) -> Result<(), ReadError> {
        let mut named = Vec::new();
        let mut since_1904 = false;
        let Some(mut records) = self.part("xl/workbook.bin") else {
            return Err(broken(None, None, "no workbook"));
        };
        while records.next()? {
            match records.kind {
                0x0099 => since_1904 = u8_at(&records.data, 0) & 1 != 0,
                0x009C if named.len() < 10_000 => {
                    let hidden = u32_at(&records.data, 0) != 0;
                    let (relation, end) = wide_text(&records.data, 8);
                    let (name, _) = wide_text(&records.data, end);
                    named.push((Sheet { name, hidden }, relation));
                }
                _ => {}
            }
        }
        drop(records);
        self.since_1904 = since_1904;
        let parts = self.relations();
        self.sheets = named
            .into_iter()
            .filter_map(|(sheet, relation)| {
                let part = parts.get(&relation)?;
                part.contains("worksheets/").then(|| (sheet, part.clone()))
            })
            .collect();
        Ok(())
    }

    /// The parts that the workbook refers to.
    fn relations(&mut self) -> HashMap<String, String> {
        const MOST: u64 = 4 << 20;
        let mut found = HashMap::new();
        let Ok(file) = self.zip.by_name("xl/_rels/workbook.bin.rels") else { return found };
        let mut text = String::new();
        if file.take(MOST).read_to_string(&mut text).is_err() {
            return found;
        }
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    let (mut id, mut target) = (String::new(), String::new());
                    for attribute in tag.attributes().with_checks(false).flatten() {
                        match attribute.key.as_ref() {
                            "Id" => id.push_str(&attribute.value),
                            "Target" => target.push_str(&attribute.value),
                            _ => {}
                        }
                    }
                    let target = match target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None => format!("xl/{target}"),
                    };
                    found.insert(id, target);
                }
                Ok(Event::Eof) | Err(_) => return found,
                Ok(_) => {}
            }
        }
    }

    fn read_formats(&mut self) -> Result<(), ReadError> {
        let mut codes = HashMap::new();
        let mut used = Vec::new();
        let Some(mut records) = self.part("xl/styles.bin") else { return Ok(()) };
        let mut is_cells = false;
        while records.next()? {
            match records.kind {
                0x002C if codes.len() < 10_000 => {
                    let (code, _) = wide_text(&records.data, 2);
                    codes.insert(u16_at(&records.data, 0), FormatCode::parse(&code));
                }
                0x0269 => is_cells = true,
                0x026A => is_cells = false,
                0x002F if is_cells && used.len() < 100_000 => {
                    used.push(u16_at(&records.data, 2));
                }
                _ => {}
            }
        }
        drop(records);
        self.formats = used
            .into_iter()
            .map(|format| match codes.get(&format) {
                Some(code) => code.clone(),
                None => built_in(format).map_or(FormatCode::General, FormatCode::parse),
            })
            .collect();
        Ok(())
    }

    fn read_strings(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let mut strings = Vec::new();
        let mut held = 0;
        let Some(mut records) = self.part("xl/sharedStrings.bin") else { return Ok(()) };
        while records.next()? {
            if records.kind != 0x0013 {
                continue;
            }
            let (text, _) = wide_text(&records.data, 1);
            held += text.len() as u64 + 16;
            if held > limits.held_bytes {
                return Err(ReadError::UnpackedTooLarge { limit: limits.held_bytes });
            }
            strings.push(text.into_boxed_str());
        }
        drop(records);
        self.strings = strings;
        Ok(())
    }
}

impl Book for XlsbBook {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet.clone()).collect()
    }

    fn cells<'a>(&'a mut self, sheet: &str) -> Result<Box<dyn Cells + 'a>, ReadError> {
        let found = self.sheets.iter().find(|(one, _)| one.name == sheet);
        let Some((_, part)) = found.cloned() else {
            return Err(ReadError::SheetNotFound { sheet: sheet.to_owned() });
        };
        let layout = match self.layouts.get(sheet) {
            Some(known) => known.clone(),
            None => {
                let found = self.part(&part).map(layout_of).unwrap_or_default();
                self.layouts.insert(sheet.to_owned(), found.clone());
                found
            }
        };
        self.watch.begin();
        let lower = part.to_ascii_lowercase();
        let found = self
            .zip
            .file_names()
            .position(|one| one.is_ok_and(|one| one.to_ascii_lowercase() == lower));
        let Some(found) = found else { return Err(broken(Some(sheet), None, "no such part")) };
        let file = self.zip.by_index(found).map_err(guard::broken)?;
        let most = self.most;
        Ok(Box::new(XlsbCells {
            records: Records { file: BufReader::new(file), kind: 0, data: Vec::new(), most },
            strings: &self.strings,
            formats: &self.formats,
            since_1904: self.since_1904,
            sheet: sheet.to_owned(),
            layout,
            watch: self.watch.clone(),
            row: 0,
            column: 0,
            place: Place::default(),
        }))
    }
}

/// The cells of a sheet.
struct XlsbCells<'a> {
    records: Records<'a>,
    strings: &'a [Box<str>],
    formats: &'a [FormatCode],
    since_1904: bool,
    sheet: String,
    layout: Layout,
    watch: Watch,
    row: u32,
    /// The column that a cell without one stands in: the one behind the last cell.
    column: u32,
    place: Place,
}

/// Where a cell's record has its format and its value.
#[derive(Clone, Copy, Default)]
struct Place {
    format: usize,
    value: usize,
}

impl XlsbCells<'_> {
    /// The kind of a cell's record, and where its parts are. A short one leaves the column out, because it stands
    /// behind the cell before it (2.1.7.62 of the layout: BrtShortBlank and its like).
    fn cell(&mut self) -> u32 {
        let kind = self.records.kind;
        let (kind, column, place) = match kind {
            0x000C..=0x0012 => (kind - 0x000B, self.column, Place { format: 0, value: 4 }),
            _ => (kind, u32_at(&self.records.data, 0), Place { format: 4, value: 8 }),
        };
        if matches!(kind, 0x0001..=0x000B | 0x003E) {
            (self.column, self.place) = (column.saturating_add(1), place);
        }
        kind.into()
    }

    fn number(&self, shown: &mut Shown, number: f64) {
        // The format is a number of three bytes.
        let format = (u32_at(&self.records.data, self.place.format) & 0x00FF_FFFF) as usize;
        let format = self.formats.get(format).unwrap_or(&FormatCode::General);
        show_number(shown, number, format, self.since_1904);
    }
}

impl Cells for XlsbCells<'_> {
    fn next(
        &mut self,
        shown: &mut Shown,
        repairs: &mut Repairs,
    ) -> Result<Option<(u32, u32)>, ReadError> {
        loop {
            let more = self.records.next();
            if !more.map_err(|_| broken(Some(&self.sheet), Some(self.row), "cut off"))? {
                return Err(broken(Some(&self.sheet), Some(self.row), "no end"));
            }
            let kind = self.cell();
            let (data, value) = (&self.records.data, self.place.value);
            match kind {
                0x0000 => {
                    self.row = u32_at(data, 0);
                    if self.row > 0x0010_0000 {
                        return Err(broken(Some(&self.sheet), None, "a row beyond the last"));
                    }
                    self.column = 0;
                    continue;
                }
                0x0092 => return Ok(None),
                0x0002 => self.number(shown, packed_number(u32_at(data, value))),
                0x0003 | 0x000B => match error_name(u8_at(data, value)) {
                    Some(name) => shown.plain(name),
                    None => {
                        repairs.add(RepairCode::UnknownErrorValue, u64::from(self.row) + 1, 1);
                        shown.plain("#ERROR!");
                    }
                },
                0x0004 | 0x000A => {
                    shown.plain(if u8_at(data, value) == 0 { "FALSE" } else { "TRUE" });
                }
                0x0005 | 0x0009 => self.number(shown, f64_at(data, value)),
                0x0006 | 0x0008 => shown.plain(&wide_text(data, value).0),
                0x003E => shown.plain(&wide_text(data, 9).0),
                0x0007 => {
                    let text = self.strings.get(u32_at(data, value) as usize);
                    shown.plain(text.map_or("", |text| text));
                }
                _ => continue,
            }
            if shown.text().is_empty() {
                continue;
            }
            return Ok(Some((self.row, self.column - 1)));
        }
    }

    fn done(&self) -> u64 {
        self.watch.read()
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }
}

/// What a sheet hides and merges: merged cells are named behind all others ([MS-XLSB] 2.4.677, BrtColInfo 2.4.323,
/// BrtRowHdr 2.4.747).
fn layout_of(mut records: Records<'_>) -> Layout {
    let mut layout = Layout::default();
    // What breaks off is told when it is read.
    while records.next().unwrap_or_default() {
        let data = &records.data;
        match records.kind {
            0x0000 if u8_at(data, 11) & 0x10 != 0 => {
                let row = u32_at(data, 0);
                layout.hidden_rows.add(row, row);
            }
            0x003C if u8_at(data, 16) & 1 != 0 => {
                layout.hidden_columns.add(u32_at(data, 0), u32_at(data, 4));
            }
            0x00B0 => {
                let [top, bottom, left] = [0, 4, 8].map(|at| u32_at(data, at));
                layout.merge(Merge { top, bottom, left });
            }
            _ => {}
        }
    }
    layout.in_order()
}

/// A text behind its length in four bytes, and where it ends.
fn wide_text(data: &[u8], at: usize) -> (String, usize) {
    let length = u32_at(data, at);
    let begin = at.saturating_add(4);
    let rest = data.get(begin..).unwrap_or_default();
    // A text that is none has a length of all ones.
    let length = if length == u32::MAX { 0 } else { (length as usize).saturating_mul(2) };
    let bytes = &rest[..length.min(rest.len())];
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let text = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect();
    (text, begin.saturating_add(bytes.len()))
}

/// The records of a part, one after the other.
struct Records<'a> {
    file: BufReader<ZipFile<'a, Watched>>,
    kind: u16,
    data: Vec<u8>,
    most: usize,
}

impl Records<'_> {
    /// Reads the next record, and says whether there was one.
    fn next(&mut self) -> Result<bool, ReadError> {
        let Some(first) = self.byte()? else { return Ok(false) };
        self.kind = u16::from(first);
        if first & 0x80 != 0 {
            let second = self.byte()?.unwrap_or_default() & 0x7F;
            self.kind = u16::from(first & 0x7F) | u16::from(second) << 7;
        }
        let mut length = 0usize;
        for shift in 0..4 {
            let byte = self.byte()?.unwrap_or_default();
            length |= usize::from(byte & 0x7F) << (7 * shift);
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > self.most {
            return Err(ReadError::UnpackedTooLarge { limit: self.most as u64 });
        }
        self.data.clear();
        let read = self.file.by_ref().take(length as u64).read_to_end(&mut self.data);
        match read {
            Ok(read) if read == length => Ok(true),
            Ok(_) => Err(broken(None, None, "a record is cut off")),
            Err(error) => Err(broken(None, None, &error.to_string())),
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, ReadError> {
        let mut byte = [0];
        match self.file.read(&mut byte) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(byte[0])),
            Err(error) => Err(broken(None, None, &error.to_string())),
        }
    }
}
