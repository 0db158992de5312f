//! Texts of XLS, which go on in the next record where one is full.

use encoding_rs::Encoding;

use super::records::u16_at;

/// Records that belong together, read one after the other.
pub(super) struct Joined<'a> {
    parts: &'a [Vec<u8>],
    part: usize,
    at: usize,
}

impl<'a> Joined<'a> {
    pub(super) fn new(parts: &'a [Vec<u8>]) -> Self {
        Self { parts, part: 0, at: 0 }
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.get(self.part + 1).is_none() && self.rest().is_empty()
    }

    fn rest(&self) -> &'a [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest().is_empty() {
            self.next_part()?;
        }
        let byte = self.rest().first().copied();
        self.at += 1;
        byte
    }

    fn next_part(&mut self) -> Option<()> {
        self.part += 1;
        self.at = 0;
        (self.part < self.parts.len()).then_some(())
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from(self.byte()?) | u16::from(self.byte()?) << 8)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let step = self.rest().len().min(bytes);
            self.at += step;
            bytes -= step;
            if bytes > 0 {
                self.next_part()?;
            }
        }
        Some(())
    }

    /// A text of so many characters with its flags before it, and whatever hangs on it.
    pub(super) fn text(&mut self, characters: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let phonetic = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let mut is_wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::new();
        while units.len() < characters {
            if self.rest().is_empty() {
                self.next_part()?;
                is_wide = self.byte()? & 1 != 0;
                continue;
            }
            let missing = characters - units.len();
            let rest = self.rest();
            if is_wide {
                let count = missing.min(rest.len() / 2);
                if count == 0 {
                    return None;
                }
                units.extend((0..count).map(|index| u16_at(rest, index * 2)));
                self.at += count * 2;
            } else {
                let count = missing.min(rest.len());
                units.extend(rest[..count].iter().map(|byte| u16::from(*byte)));
                self.at += count;
            }
        }
        self.skip(runs * 4)?;
        self.skip(phonetic)?;
        Some(String::from_utf16_lossy(&units))
    }
}

/// A text behind its length in two bytes, as cells have it; before Excel 97 in the letters of the workbook.
pub(super) fn cell_text(
    parts: &[Vec<u8>],
    at: usize,
    letters: Option<&'static Encoding>,
) -> String {
    let Some(first) = parts.first() else { return String::new() };
    let length = usize::from(u16_at(first, at));
    match letters {
        Some(letters) => {
            let bytes = first.get(at + 2..).unwrap_or_default();
            letters.decode_without_bom_handling(&bytes[..length.min(bytes.len())]).0.into_owned()
        }
        None => {
            let mut joined = Joined { parts, part: 0, at: at + 2 };
            joined.text(length).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_record_in_other_letters() {
        let parts = [b"\x05\0\0ab".to_vec(), b"\x01c\0\xd6\0!\0".to_vec()];
        assert_eq!(cell_text(&parts, 0, None), "abcÖ!");
    }
}
