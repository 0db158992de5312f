//! Cells with addresses of pictures, or with their paths.

use super::cell::Cell;
use crate::{
    check::{
        Raised,
        codes::{self, Code},
    },
    issue::Issue,
    picture_files::{self, FoundPicture, PictureFiles},
    profile::BlankPolicy,
    row::Row,
    suggest::values,
    value::{Image, Value},
};

/// More pictures of one product are refused.
const MOST_IMAGES: usize = 500;

pub(super) fn value(
    cells: &[Cell],
    only_first: bool,
    files: Option<&dyn PictureFiles>,
    row: &Row,
    old: Value,
    raised: &mut Raised<'_>,
) -> Option<Value> {
    let mut all = match old {
        Value::Images(room) => room,
        _ => Vec::new(),
    };
    // The addresses of the old pictures give their room to the new ones.
    let mut count = 0;
    let is_blank = each(cells, files, row, raised, |address| {
        if all[..count].iter().any(|image: &Image| image.src == address) {
            return;
        }
        match all.get_mut(count) {
            Some(image) => {
                let mut src = std::mem::take(&mut image.src);
                src.clear();
                src.push_str(address);
                *image = Image { src, ..Image::default() };
            }
            None => all.push(Image { src: address.to_owned(), ..Image::default() }),
        }
        count += 1;
    });
    all.truncate(count);
    if is_blank {
        let clears = cells.iter().any(|cell| cell.blank == BlankPolicy::Clear);
        return clears.then_some(Value::Empty);
    }
    if only_first {
        all.truncate(1);
    }
    (!all.is_empty()).then_some(Value::Images(all))
}

/// Raises what is wrong about the cells.
pub(super) fn check(
    cells: &[Cell],
    files: Option<&dyn PictureFiles>,
    row: &Row,
    raised: &mut Raised<'_>,
) {
    each(cells, files, row, raised, |_| ());
}

/// Gives every address away; what is none is raised. Returns whether there is nothing at all.
fn each(
    cells: &[Cell],
    files: Option<&dyn PictureFiles>,
    row: &Row,
    raised: &mut Raised<'_>,
    mut take: impl FnMut(&str),
) -> bool {
    let mut is_blank = true;
    for cell in cells {
        let text = cell.text(row, raised);
        if text.is_empty() {
            continue;
        }
        is_blank = false;
        for address in addresses(&text).take(MOST_IMAGES) {
            if values::is_address(address) {
                take(address);
            } else if picture_files::is_path(address) {
                match found(address, files) {
                    Ok(address) => take(&address),
                    Err(code) => raised.raise(code, cell.column, &[address]),
                }
            } else {
                raised.raise(&codes::IMAGE_NOT_AN_ADDRESS, cell.column, &[address]);
            }
        }
    }
    is_blank
}

/// The address of a picture of this computer, or what is wrong with it.
fn found(named: &str, files: Option<&dyn PictureFiles>) -> Result<String, &'static Code> {
    match files.map(|files| files.find(named)) {
        None => Err(&codes::PICTURE_ON_COMPUTER),
        Some(FoundPicture::One { path, content }) => Ok(picture_files::address(&path, &content)),
        Some(FoundPicture::Missing) => Err(&codes::PICTURE_FILE_MISSING),
        Some(FoundPicture::Several) => Err(&codes::PICTURE_FILE_AMBIGUOUS),
        Some(FoundPicture::Elsewhere) => Err(&codes::PICTURE_FILE_ELSEWHERE),
        Some(FoundPicture::Unusable) => Err(&codes::PICTURE_FILE_UNUSABLE),
    }
}

/// Whether the issues of a row say that pictures of this computer were not found.
pub(super) fn some_were_not_found(issues: &[Issue]) -> bool {
    const CODES: [&Code; 5] = [
        &codes::PICTURE_ON_COMPUTER,
        &codes::PICTURE_FILE_MISSING,
        &codes::PICTURE_FILE_AMBIGUOUS,
        &codes::PICTURE_FILE_ELSEWHERE,
        &codes::PICTURE_FILE_UNUSABLE,
    ];
    issues.iter().any(|issue| CODES.iter().any(|code| issue.code == code.code))
}

/// The addresses in a cell: between commas as WooCommerce writes them, or between other signs where another
/// address follows. A comma within an address stays.
pub(crate) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| matches!(c, ',' | ';' | '|') || c.is_whitespace());
        if rest.is_empty() {
            return None;
        }
        let end = end_of_first(rest);
        let (first, after) = rest.split_at(end);
        rest = after;
        Some(first.trim_end_matches(|c: char| matches!(c, ',' | ';' | '|') || c.is_whitespace()))
    })
}

/// Where the first address of a list ends.
fn end_of_first(text: &str) -> usize {
    let Some(mut next) = next_sign(text, 0) else { return text.len() };
    let is_address = values::is_address(text);
    loop {
        let at = next;
        let Some(sign) = text[at..].chars().next() else { return text.len() };
        let from = at + sign.len_utf8();
        let after = &text[from..];
        let is_end = match sign {
            // A comma with a space behind it never belongs to an address.
            ',' => {
                !is_address
                    || after.starts_with(char::is_whitespace)
                    || after.is_empty()
                    || begins_address(after)
            }
            ';' | '|' | '\n' => {
                begins_address(after)
                    || !is_address && picture_files::has_picture_ending(&text[..at])
            }
            _ if sign.is_whitespace() => begins_address(after),
            _ => false,
        };
        if is_end {
            return at;
        }
        next = match next_sign(text, from) {
            Some(next) => next,
            None => return text.len(),
        };
    }
}

/// How far is looked ahead for several signs at once, so that a cell of nothing but signs costs no more.
const AHEAD: usize = 128;

/// Where the next sign stands that may end an address.
fn next_sign(text: &str, from: usize) -> Option<usize> {
    let windows = text.as_bytes()[from..].chunks(AHEAD).enumerate();
    let found = |(number, window)| Some(number * AHEAD + first_sign(window)?);
    windows.filter_map(found).next().map(|at| from + at)
}

fn first_sign(window: &[u8]) -> Option<usize> {
    let between = memchr::memchr3(b',', b';', b'|', window);
    let space = memchr::memchr3(b' ', b'\n', b'\t', window);
    let usual = between.into_iter().chain(space).min();
    // Letters beyond ASCII may be spaces, too.
    let before = &window[..usual.unwrap_or(window.len())];
    let is_rare = |byte: &u8| matches!(byte, b'\x0b'..=b'\r' | 0xc2..);
    // Looking at all of them takes no branches.
    let has_rare = before.iter().fold(false, |has, byte| has | is_rare(byte));
    if has_rare { before.iter().position(is_rare).or(usual) } else { usual }
}

fn begins_address(text: &str) -> bool {
    values::is_address(text.trim_start())
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_told_apart_however_they_are_listed() {
        let two = ["https://a.b/1.jpg", "https://a.b/2.jpg"];
        for sign in [", ", ",", ";", "|", "\n", " "] {
            let cell = two.join(sign);
            assert_eq!(addresses(&cell).collect::<Vec<_>>(), two, "{cell}");
        }
        let with_comma = "https://a.b/w_10,h_20/1.jpg, https://a.b/2.jpg,";
        assert_eq!(
            addresses(with_comma).collect::<Vec<_>>(),
            ["https://a.b/w_10,h_20/1.jpg", "https://a.b/2.jpg"]
        );
        for sign in [", ", ",", ";", "|", "\n"] {
            let cell = ["hat 1.jpg", "b.png"].join(sign);
            assert_eq!(addresses(&cell).collect::<Vec<_>>(), ["hat 1.jpg", "b.png"], "{cell}");
        }
    }
}
