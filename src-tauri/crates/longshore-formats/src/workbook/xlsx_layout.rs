//! What does the part of a sheet in an Office Open XML workbook say of hidden rows and columns and of merged cells?
//!
//! The elements are `row`, `col` and `mergeCell` of ECMA-376, 18.3.1. The part is searched for them as it is unpacked:
//! merged cells are named behind all others.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{Read, Seek},
};

use memchr::memmem;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{
    layout::{Layout, Merge},
    ods_styles::resolved,
};

/// Tags that are longer are none of ours.
const LONGEST_TAG: usize = 16 << 10;
/// The parts that name the sheets are no larger.
const MOST_NAMES: u64 = 16 << 20;

/// Searches the text of a part, block by block.
#[derive(Default)]
pub(super) struct Search {
    layout: Layout,
    /// What may be the beginning of a tag.
    left: Vec<u8>,
}

impl Search {
    /// Looks at the next bytes.
    pub(super) fn look(&mut self, block: &[u8]) {
        let Some(end) = memchr::memrchr(b'>', block) else {
            if self.left.len() + block.len() <= LONGEST_TAG {
                self.left.extend_from_slice(block);
            } else {
                self.left.clear();
            }
            return;
        };
        let (whole, rest) = block.split_at(end + 1);
        if self.left.is_empty() {
            self.tags(whole);
        } else {
            // The tag that was cut in two, and then the others where they are.
            let first = memchr::memchr(b'>', whole).map_or(whole.len(), |at| at + 1);
            let mut left = std::mem::take(&mut self.left);
            left.extend_from_slice(&whole[..first]);
            self.tags(&left);
            self.tags(&whole[first..]);
        }
        self.left.clear();
        if rest.len() <= LONGEST_TAG {
            self.left.extend_from_slice(rest);
        }
    }

    /// What was found.
    pub(super) fn finish(self) -> Layout {
        self.layout.in_order()
    }

    /// Few rows are hidden and few cells merged: only what may be one of them is looked at closely.
    fn tags(&mut self, text: &[u8]) {
        for at in memmem::find_iter(text, b"hidden=") {
            if let Some(tag) = tag_around(text, at) {
                self.hidden(&tag);
            }
        }
        for at in memmem::find_iter(text, b"mergeCell ") {
            if let Some(tag) = tag_around(text, at) {
                self.merged(&tag);
            }
        }
    }

    fn hidden(&mut self, tag: &str) {
        let is_hidden = matches!(value(tag, "hidden"), Some("1" | "true"));
        let number = |name: &str| value(tag, name).and_then(|text| text.parse::<u32>().ok());
        if !is_hidden {
            return;
        }
        match name(tag) {
            "row" => {
                if let Some(row) = number("r").and_then(|row| row.checked_sub(1)) {
                    self.layout.hidden_rows.add(row, row);
                }
            }
            "col" => {
                if let (Some(first), Some(last)) = (number("min"), number("max"))
                    && let Some(first) = first.checked_sub(1)
                {
                    self.layout.hidden_columns.add(first, last.saturating_sub(1));
                }
            }
            _ => {}
        }
    }

    fn merged(&mut self, tag: &str) {
        let area = value(tag, "ref").filter(|_| name(tag) == "mergeCell");
        let Some((from, to)) = area.and_then(|area| area.split_once(':')) else { return };
        if let (Some((top, left)), Some((bottom, _))) = (place(from), place(to)) {
            self.layout.merge(Merge { top, bottom, left });
        }
    }
}

/// The tag in which a place lies, without its angle brackets; `None` within a text.
fn tag_around(text: &[u8], at: usize) -> Option<String> {
    let begin = memchr::memrchr2(b'<', b'>', &text[..at]).filter(|&found| text[found] == b'<')?;
    let end = at + memchr::memchr(b'>', &text[at..])?;
    String::from_utf8(text[begin + 1..end].to_vec()).ok()
}

/// The name of an element, without its prefix.
fn name(tag: &str) -> &str {
    let name = tag.split(|letter: char| letter.is_ascii_whitespace()).next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

/// The value of an attribute.
fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    memmem::find_iter(tag.as_bytes(), name).find_map(|at| {
        let is_whole = tag[..at].ends_with(|letter: char| letter.is_ascii_whitespace());
        let rest = tag[at + name.len()..].strip_prefix('=').filter(|_| is_whole)?;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    })
}

/// The row and column of a place such as `B12`, from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().trim_start_matches('$');
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = text[..letters].bytes().try_fold(0u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = text[letters..].trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The parts in which sheets lie, by the names of the sheets; in small letters.
pub(super) fn parts<R: Read + Seek>(mut zip: ZipArchive<R>) -> HashMap<String, String> {
    let find = |zip: &ZipArchive<R>, ending: &str| {
        let mut names = zip.file_names().flatten();
        names.find(|name| name.to_ascii_lowercase().ends_with(ending)).map(Cow::into_owned)
    };
    let Some(book) = find(&zip, "workbook.xml") else { return HashMap::new() };
    let folder = book.rsplit_once('/').map_or("", |(folder, _)| folder).to_ascii_lowercase();
    let Some(relations) = find(&zip, "workbook.xml.rels") else { return HashMap::new() };
    let mut targets = HashMap::new();
    elements(&mut zip, &relations, |tag| {
        if let (Some(id), Some(target)) = (own(tag, "Id"), own(tag, "Target")) {
            let whole = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("{folder}/{target}"),
            };
            targets.insert(id, whole.to_ascii_lowercase());
        }
    });
    let mut parts = HashMap::new();
    elements(&mut zip, &book, |tag| {
        if tag.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (own(tag, "name"), own(tag, "id"))
            && let Some(part) = targets.get(&id)
        {
            parts.insert(name, part.clone());
        }
    });
    parts
}

fn own(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    for attribute in tag.attributes().with_checks(false).flatten() {
        if attribute.key.local_name().as_ref() == name {
            return Some(resolved(attribute.value.as_ref()));
        }
    }
    None
}

fn elements<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    part: &str,
    mut with: impl FnMut(&BytesStart<'_>),
) {
    let mut text = String::new();
    let Ok(part) = zip.by_name(part) else { return };
    if part.take(MOST_NAMES).read_to_string(&mut text).is_err() {
        return;
    }
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => with(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_merged_are_found_wherever_blocks_are_cut() {
        let text = "<x:worksheet><cols><col min=\"2\" max=\"3\" width=\"1\" hidden='1'/><col min=\"5\" max=\"5\"/></cols>\
            <sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>hidden=\"1\" mergeCell ref=\"A1:A9\"</t></is></c></row>\
            <x:row hidden=\"true\" r=\"4\"/><row r=\"5\" hidden=\"0\"/></sheetData>\
            <mergeCells count=\"2\"><mergeCell ref=\"B6:B8\"/><mergeCell ref=\"$AA$2:$AB$4\"/><mergeCell ref=\"A1:C1\"/></mergeCells>";
        for size in 1..text.len() {
            let mut search = Search::default();
            text.as_bytes().chunks(size).for_each(|block| search.look(block));
            let layout = search.finish();
            let rows: Vec<u32> = (0..9).filter(|row| layout.hidden_rows.contains(*row)).collect();
            let columns: Vec<u32> =
                (0..9).filter(|column| layout.hidden_columns.contains(*column)).collect();
            assert_eq!((rows, columns), (vec![3], vec![1, 2]), "in blocks of {size}");
            assert_eq!(layout.merge_at(0), Some(Merge { top: 1, bottom: 3, left: 26 }));
            assert_eq!(layout.merge_at(1), Some(Merge { top: 5, bottom: 7, left: 1 }));
            assert_eq!(layout.merge_at(2), None);
        }
    }
}
