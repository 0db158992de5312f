//! Slugs: names made fit for an address (`sanitize_title`).

use std::fmt::Write;

/// Letters with marks, and what they become; in pairs of (letters, replacement).
const ACCENTS: &[(&str, &str)] = &[
    ("ªÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦẠẢẤẦẨẪẬẮẰẲẴẶ", "A"),
    ("ºàáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ", "a"),
    ("ÇĆĈĊČ", "C"),
    ("çćĉċč", "c"),
    ("ÐĎĐ", "D"),
    ("ðďđ", "d"),
    ("ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ", "E"),
    ("èéêëēĕėęěẹẻẽếềểễệ€", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ĤĦ", "H"),
    ("ĥħ", "h"),
    ("ÌÍÎÏĨĪĬĮİỈỊ", "I"),
    ("ìíîïĩīĭįıỉị", "i"),
    ("Ĵ", "J"),
    ("ĵ", "j"),
    ("Ķ", "K"),
    ("ķĸ", "k"),
    ("ĹĻĽĿŁ", "L"),
    ("ĺļľŀł", "l"),
    ("ÑŃŅŇŊ", "N"),
    ("ñńņňŉŋ", "n"),
    ("ÒÓÔÕÖØŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ", "O"),
    ("òóôõöøōŏőơọỏốồổỗộớờởỡợ", "o"),
    ("ŔŖŘ", "R"),
    ("ŕŗř", "r"),
    ("ŚŜŞŠȘ", "S"),
    ("śŝşšșſß", "s"),
    ("ŢŤŦȚ", "T"),
    ("ţťŧț", "t"),
    ("ÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ", "U"),
    ("ùúûüũūŭůűųưụủứừửữự", "u"),
    ("Ŵ", "W"),
    ("ŵ", "w"),
    ("ÝŶŸỲỴỶỸ", "Y"),
    ("ýÿŷỳỵỷỹ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("Æ", "AE"),
    ("æ", "ae"),
    ("Œ", "OE"),
    ("œ", "oe"),
    ("Þ", "TH"),
    ("þ", "th"),
    ("Ĳ", "IJ"),
    ("ĳ", "ij"),
    ("£", ""),
];

/// A letter without its marks, if it has any.
pub(crate) fn without_accent(letter: char) -> Option<&'static str> {
    if letter.is_ascii() {
        return None;
    }
    ACCENTS.iter().find(|(letters, _)| letters.contains(letter)).map(|(letters, plain)| {
        match (letter, *letters) {
            ('ª', _) => "a",
            ('º', _) => "o",
            ('€', _) => "E",
            _ => plain,
        }
    })
}

/// The form in which the store's database compares texts: without case, without marks.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match without_accent(letter) {
            Some(plain) => out.push_str(&plain.to_lowercase()),
            None => out.extend(letter.to_lowercase()),
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// A title's slug, percent-encoded where it is no ASCII, at most 200 bytes.
pub(crate) fn slug(title: &str) -> String {
    let plain = without_tags_and_entities(title);
    let mut encoded = String::with_capacity(plain.len());
    let mut letters = plain.chars().peekable();
    while let Some(letter) = letters.next() {
        let whole = match without_accent(letter) {
            Some(replacement) => replacement.to_lowercase(),
            None => letter.to_lowercase().collect(),
        };
        for letter in whole.chars() {
            if push(letter, &mut encoded) {
                continue;
            }
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).as_bytes();
            if encoded.len() + bytes.len() * 3 > 200 {
                return finish(&encoded);
            }
            for byte in bytes {
                let _ = write!(encoded, "%{byte:02x}");
            }
        }
        // An escape that is there already stays one: %20 is kept, a bare % goes.
        if letter == '%' && encoded.ends_with('%') {
            let mut ahead = letters.clone();
            let escape = [ahead.next(), ahead.next()];
            if !escape.iter().all(|next| next.is_some_and(|next| next.is_ascii_hexdigit())) {
                encoded.pop();
            }
        }
        if encoded.len() >= 200 {
            break;
        }
    }
    finish(&encoded)
}

/// Adds what needs no encoding; says whether the letter is dealt with.
fn push(letter: char, out: &mut String) -> bool {
    match letter {
        'a'..='z' | '0'..='9' | '_' | '-' | '%' => out.push(letter),
        ' ' | '\t' | '\n' | '\r' | '.' | '/' => out.push('-'),
        '\u{a0}' | '\u{2011}' | '–' | '—' => out.push('-'),
        '×' => out.push('x'),
        '¡'
        | '¿'
        | '«'
        | '»'
        | '‹'
        | '›'
        | '“'
        | '”'
        | '„'
        | '‟'
        | '‘'
        | '’'
        | '‚'
        | '‛'
        | '©'
        | '®'
        | '°'
        | '…'
        | '™'
        | '´'
        | 'ˊ'
        | '\u{301}'
        | '\u{341}'
        | '\u{300}'
        | '\u{304}'
        | '\u{30c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{fffc}'
        | '·' => {}
        _ if letter.is_ascii() => {}
        _ => return false,
    }
    true
}

fn finish(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    for letter in encoded.chars() {
        if letter != '-' || !out.ends_with('-') {
            out.push(letter);
        }
    }
    let mut slug = out.trim_matches('-').to_owned();
    slug.truncate(200);
    slug
}

fn without_tags_and_entities(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') {
            rest.find('>').map(|close| close + 1)
        } else {
            super::text::entity_length(rest)
        };
        rest = &rest[end.unwrap_or(1)..];
    }
    out.push_str(rest);
    out
}

/// A file's name as the uploads folder may have it (`sanitize_file_name`).
pub(crate) fn file_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '?' | '[' | ']' | '/' | '\\' | '=' | '<' | '>' | ':' | ';' | ',' | '\'' | '"' | '&'
            | '$' | '#' | '*' | '(' | ')' | '|' | '~' | '`' | '!' | '{' | '}' | '%' | '+' | '’'
            | '«' | '»' | '”' | '“' | '\0' => {}
            ' ' | '\t' | '\r' | '\n' | '-' if out.ends_with('-') => {}
            ' ' | '\t' | '\r' | '\n' => out.push('-'),
            _ => out.push(letter),
        }
    }
    out.trim_matches(['.', '-', '_']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_as_recorded() {
        assert_eq!(slug("Plain tee"), "plain-tee");
        assert_eq!(slug("Home &amp; Garden"), "home-garden");
        assert_eq!(slug("Fish &amp; Chips  3 “q” – x"), "fish-chips-3-q-x");
        assert_eq!(slug("naïve 日本語 🚀"), "naive-%e6%97%a5%e6%9c%ac%e8%aa%9e-%f0%9f%9a%80");
        assert_eq!(slug("HTML <b>name</b> &amp; \"q\" '  back"), "html-name-q-back");
        assert_eq!(slug(&"n".repeat(300)), "n".repeat(200));
        assert_eq!(slug("50% off"), "50-off");
    }

    #[test]
    fn files_lose_the_percent_signs_only() {
        assert_eq!(file_name("%D0%B8%20%C3%BC.jpg"), "D0B820C3BC.jpg");
    }

    #[test]
    fn comparing_ignores_case_and_marks() {
        assert_eq!(fold("SKÜ-1"), fold("sku-1"));
    }
}
