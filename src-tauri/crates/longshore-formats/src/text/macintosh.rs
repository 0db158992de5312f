//! Was a text written on a Mac, by a program that keeps to its old encoding?
//!
//! Excel for Mac saves CSV so. Its bytes are letters of Windows, too, or signs: `Größe` reads `Gr\u{161}§e`. What tells
//! is that letters stand where signs would stand within words, and small letters where large ones would.

use encoding_rs::{Encoding, MACINTOSH};

/// So many words have to say it.
const FEWEST: u32 = 2;

/// Signs that stand behind a blank, or for a letter of another encoding.
const NEVER_BEHIND_LETTERS: [char; 8] = ['§', 'ˆ', '‡', '†', '¤', '¦', '¬', '¶'];

/// Whether bytes make sense as an old Mac wrote them, and not in another encoding.
pub(super) fn is_likelier(samples: &[Vec<u8>], other: &'static Encoding) -> bool {
    let mac = Sense::of(samples, MACINTOSH);
    // Where it is right nearly nothing stands in a wrong place.
    if mac.right < FEWEST || mac.wrong * 20 > mac.right {
        return false;
    }
    if !other.is_single_byte() {
        // Letters of two bytes hardly ever stand alone between those of one.
        return mac.alone * 10 >= mac.all * 9;
    }
    let other = Sense::of(samples, other);
    other.wrong * 5 > other.right && other.right < mac.right
}

/// How letters beyond ASCII stand in their words.
#[derive(Default)]
struct Sense {
    /// Letters that stand where letters of their kind stand.
    right: u32,
    /// Signs within words, and large letters after small ones.
    wrong: u32,
    /// Bytes beyond ASCII, and how many of them have none beside them.
    all: u32,
    alone: u32,
}

impl Sense {
    fn of(samples: &[Vec<u8>], encoding: &'static Encoding) -> Self {
        let letter = |byte: u8| {
            let bytes = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        };
        let letters: Vec<char> = (0..=u8::MAX).map(letter).collect();
        let mut sense = Self::default();
        for sample in samples {
            for (at, byte) in sample.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
                let beside = |at: Option<usize>| at.and_then(|at| sample.get(at)).copied();
                let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
                let is_ascii = |beside: Option<u8>| beside.is_none_or(|byte| byte.is_ascii());
                sense.all += 1;
                sense.alone += u32::from(is_ascii(before) && is_ascii(after));
                let decoded =
                    |beside: Option<u8>| beside.map_or(' ', |byte| letters[usize::from(byte)]);
                sense.count(decoded(before), letters[usize::from(*byte)], decoded(after));
            }
        }
        sense
    }

    fn count(&mut self, before: char, letter: char, after: char) {
        let is_within = before.is_alphabetic() && after.is_alphabetic();
        let is_beside = before.is_alphabetic() || after.is_alphabetic();
        let is_right = match letter {
            _ if letter.is_control() => false,
            '’' if is_within => true,
            _ if !letter.is_alphabetic() && is_within => false,
            _ if before.is_lowercase() && NEVER_BEHIND_LETTERS.contains(&letter) => false,
            _ if !letter.is_alphabetic() || !is_beside => return,
            _ => {
                let is_large_within = letter.is_uppercase()
                    && (before.is_lowercase() || before.is_uppercase() && after.is_lowercase());
                let is_small_within =
                    before.is_uppercase() && after.is_uppercase() && letter.is_lowercase();
                !is_large_within && !is_small_within
            }
        };
        self.right += u32::from(is_right);
        self.wrong += u32::from(!is_right);
    }
}
