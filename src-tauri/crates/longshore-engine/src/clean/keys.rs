//! By which keys are values compared?

use deunicode::deunicode_char;

/// Small plain letters and digits, everything else a space.
pub(super) fn folded(value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    for letter in value.chars() {
        match deunicode_char(letter) {
            Some(plain) => folded.extend(plain.chars().map(|plain| match plain {
                '\'' => '\'',
                _ if plain.is_ascii_alphanumeric() => plain.to_ascii_lowercase(),
                _ => ' ',
            })),
            None => folded.extend(letter.to_lowercase()),
        }
    }
    folded.retain(|letter| letter != '\'');
    folded
}

/// The words of a folded value in the order of their letters, each once.
pub(super) fn fingerprint(folded: &str) -> String {
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The pairs of neighbouring letters of a folded value in their order, each once; spaces do not count.
pub(super) fn pairs(folded: &str) -> String {
    let letters: Vec<char> = folded.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut pairs: Vec<[char; 2]> = letters.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().flatten().collect()
}

/// The numbers of a value, in their order: values with other numbers never mean the same.
pub(super) fn numbers(value: &str) -> String {
    let mut numbers = String::new();
    let mut was_digit = false;
    for letter in value.chars() {
        match letter {
            _ if letter.is_numeric() => numbers.push(letter),
            // "1.5" is not "15", and "-1" is not "1".
            '.' | ',' if was_digit => numbers.push('.'),
            '-' | '−' if !was_digit => numbers.push('-'),
            _ if was_digit => numbers.push(' '),
            _ => {}
        }
        was_digit = letter.is_numeric();
    }
    // A sign is one only before a digit.
    let parts = numbers.split(' ').map(|part| part.trim_end_matches(['.', '-']));
    let parts = parts.map(|part| {
        part.rsplit_once('-').map_or(part.to_owned(), |(_, number)| format!("-{number}"))
    });
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
