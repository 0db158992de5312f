//! Texts whose letters were once read in the wrong encoding: `tutÃº` is `tutú`. Spreadsheets do that to an export that
//! is opened by a double click, and save it so.

use std::borrow::Cow;

use crate::row::Row;

/// What Windows-1252 has from 0x80 to 0x9F; where it has nothing the byte stands for itself.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text as it was; `None` where nothing speaks for a wrong encoding. A text that makes sense in UTF-8 after it was
/// written in Windows-1252 was not meant otherwise: no word of any language looks so.
pub(super) fn mended(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let byte = |letter: char| match u32::from(letter) {
        code @ (0..0x80 | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => UPPER.iter().position(|upper| *upper == letter).map(|at| 0x80 + at as u8),
    };
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    String::from_utf8(bytes?).ok().filter(|mended| mended != text)
}

/// The row with its texts as they were.
pub(super) fn mended_row(row: &Row) -> Cow<'_, Row> {
    let mut mended_row = Cow::Borrowed(row);
    if row.text().is_ascii() {
        return mended_row;
    }
    for (at, cell) in row.iter().enumerate() {
        if let Some(text) = mended(cell) {
            mended_row.to_mut().set(at, &text);
        }
    }
    mended_row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_were_read_wrongly_are_mended_and_others_stay() {
        assert_eq!(mended("Falda tutÃº rosa").as_deref(), Some("Falda tutú rosa"));
        assert_eq!(mended("â‚¬ 5 â€“ neu").as_deref(), Some("€ 5 – neu"));
        for right in ["Falda tutú", "Größe", "São Paulo", "€ 5", "Ãgua", "Кепка", "plain"]
        {
            assert_eq!(mended(right), None, "{right}");
        }
    }

    #[test]
    fn only_the_cells_that_need_it_change() {
        let mut row = Row::new();
        ["Größe", "tutÃº", "x"].iter().for_each(|cell| row.push(cell));
        assert_eq!(mended_row(&row).iter().collect::<Vec<_>>(), ["Größe", "tutú", "x"]);
    }
}
