//! Does a text mean yes or no?

/// Yes in the languages whose exports we know, small letters.
const YES: &[&str] = &[
    "1",
    "true",
    "yes",
    "y",
    "on",
    "x",
    "✓",
    "✔",
    "ja",
    "j",
    "wahr",
    "oui",
    "vrai",
    "si",
    "sí",
    "verdadero",
    "sì",
    "vero",
    "sim",
    "verdadeiro",
    "tak",
    "prawda",
    "da",
    "istina",
    "ano",
    "áno",
    "igen",
    "igaz",
    "да",
    "истина",
    "так",
    "істина",
    "evet",
    "doğru",
    "kyllä",
    "tosi",
    "sann",
    "sandt",
    "waar",
    "ναι",
    "αληθές",
    "はい",
    "是",
    "예",
    "có",
    "đúng",
    "ya",
    "benar",
    "ใช่",
    "จริง",
];

/// No in the same languages.
const NO: &[&str] = &[
    "0",
    "false",
    "no",
    "n",
    "off",
    "-",
    "nein",
    "falsch",
    "non",
    "faux",
    "falso",
    "não",
    "nao",
    "nie",
    "fałsz",
    "ne",
    "laž",
    "nem",
    "hamis",
    "нет",
    "ложь",
    "ні",
    "хибність",
    "hayır",
    "hayir",
    "yanlış",
    "ei",
    "epätosi",
    "nej",
    "falskt",
    "falsk",
    "nei",
    "usann",
    "nee",
    "onwaar",
    "όχι",
    "ψευδές",
    "いいえ",
    "否",
    "아니요",
    "không",
    "sai",
    "tidak",
    "salah",
    "ไม่",
    "ไม่ใช่",
    "เท็จ",
];

/// Yes, no, or neither.
#[must_use]
pub fn parse(text: &str) -> Option<bool> {
    match text {
        "1" => return Some(true),
        "0" => return Some(false),
        _ if text.len() > 40 => return None,
        _ => {}
    }
    let word = text.trim().to_lowercase();
    if YES.contains(&word.as_str()) {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_understood_in_many_languages_and_never_mixed_up() {
        for word in YES {
            assert_eq!(parse(&word.to_uppercase()), Some(true), "{word}");
            assert!(!NO.contains(word), "{word} is both");
        }
        for word in NO {
            assert_eq!(parse(word), Some(false), "{word}");
        }
        for text in ["", "2", "maybe", "11"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
