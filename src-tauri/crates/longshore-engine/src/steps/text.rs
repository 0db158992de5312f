//! Steps on plain texts.

use deunicode::deunicode_char;

use super::{LONGEST, StepError};
use crate::profile::LetterCase;

pub(super) fn trim(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let trimmed = words.join(" ");
    (trimmed != text).then_some(trimmed)
}

pub(super) fn replace(text: &str, find: &str, with: &str) -> Result<Option<String>, StepError> {
    if find.is_empty() || !text.contains(find) {
        return Ok(None);
    }
    let longest = text.len() + text.matches(find).count() * with.len();
    if longest > LONGEST { Err(StepError::TooLong) } else { Ok(Some(text.replace(find, with))) }
}

/// The piece of that number, from 1 at the front or from -1 at the end.
pub(super) fn part<'t>(text: &'t str, at: &str, number: i32) -> &'t str {
    let Ok(before) = usize::try_from(number.unsigned_abs().saturating_sub(1)) else { return "" };
    let found = match number > 0 {
        true => text.split(at).nth(before),
        false => text.rsplit(at).nth(before),
    };
    found.unwrap_or_default().trim()
}

pub(super) fn in_case(text: &str, to: LetterCase) -> String {
    match to {
        LetterCase::Upper => text.to_uppercase(),
        LetterCase::Lower => text.to_lowercase(),
        LetterCase::Title => capitalised(text, |before| match before {
            // "don't" is one word.
            Some('\'' | '’') => false,
            Some(before) => !before.is_alphanumeric(),
            None => true,
        }),
        LetterCase::Sentence => {
            let mut begins = true;
            let mut after = String::with_capacity(text.len());
            for letter in text.to_lowercase().chars() {
                match begins && letter.is_alphanumeric() {
                    true => after.extend(letter.to_uppercase()),
                    false => after.push(letter),
                }
                begins = match letter {
                    '.' | '!' | '?' | '\n' | '…' => true,
                    _ if letter.is_alphanumeric() => false,
                    _ => begins,
                };
            }
            after
        }
    }
}

/// Small letters, but for those that begin a word.
fn capitalised(text: &str, begins_after: impl Fn(Option<char>) -> bool) -> String {
    let mut after = String::with_capacity(text.len());
    let mut before = None;
    for letter in text.to_lowercase().chars() {
        match begins_after(before) {
            true => after.extend(letter.to_uppercase()),
            false => after.push(letter),
        }
        before = Some(letter);
    }
    after
}

/// Small plain letters and digits with single hyphens between words. Letters of other scripts are written in plain
/// ones as far as that is known.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars() {
        let plain = deunicode_char(letter).unwrap_or_default();
        for letter in plain.chars() {
            match letter {
                'a'..='z' | '0'..='9' => slug.push(letter),
                'A'..='Z' => slug.push(letter.to_ascii_lowercase()),
                '\'' => {}
                _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                _ => {}
            }
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Plain capitals and digits; a space between words.
pub(super) fn capitals(text: &str) -> String {
    slug(text).to_ascii_uppercase().replace('-', " ")
}
