//! Does a text mean yes or no?
//!
//! Some words are yes in one language and no in another ("e" is Turkish yes and Finnish no, "t" is Polish yes and
//! Indonesian no). They say nothing by themselves; a column says in which language it speaks ([`language`]).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language in which a column says yes and no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "TruthLanguage")]
pub enum Language {
    /// English
    En,
    /// German
    De,
    /// French
    Fr,
    /// Spanish
    Es,
    /// Italian
    It,
    /// Portuguese
    Pt,
    /// Dutch
    Nl,
    /// Polish
    Pl,
    /// Czech
    Cs,
    /// Slovak
    Sk,
    /// Hungarian
    Hu,
    /// Romanian
    Ro,
    /// Bulgarian
    Bg,
    /// Russian
    Ru,
    /// Ukrainian
    Uk,
    /// Croatian
    Hr,
    /// Slovenian
    Sl,
    /// Swedish
    Sv,
    /// Danish
    Da,
    /// Norwegian
    Nb,
    /// Finnish
    Fi,
    /// Estonian
    Et,
    /// Latvian
    Lv,
    /// Lithuanian
    Lt,
    /// Greek
    El,
    /// Turkish
    Tr,
    /// Japanese
    Ja,
    /// Chinese
    Zh,
    /// Korean
    Ko,
    /// Vietnamese
    Vi,
    /// Indonesian
    Id,
    /// Thai
    Th,
    /// Arabic
    Ar,
    /// Hebrew
    He,
}

impl Language {
    /// The language of a code such as `tr`.
    #[must_use]
    pub fn coded(code: &str) -> Option<Self> {
        let json = serde_json::Value::String(code.trim().to_lowercase());
        serde_json::from_value(json).ok()
    }
}

struct Words {
    language: Language,
    yes: &'static [&'static str],
    no: &'static [&'static str],
}

const fn of(
    language: Language,
    yes: &'static [&'static str],
    no: &'static [&'static str],
) -> Words {
    Words { language, yes, no }
}

/// Yes and no in small letters; what spreadsheets of that language write, what people do, and its short form.
const WORDS: &[Words] = &[
    of(Language::En, &["yes", "y", "true", "t", "on"], &["no", "n", "false", "f", "off"]),
    of(Language::De, &["ja", "j", "wahr"], &["nein", "n", "falsch"]),
    of(Language::Fr, &["oui", "o", "vrai", "v"], &["non", "n", "faux", "f"]),
    of(Language::Es, &["sí", "si", "s", "verdadero", "v"], &["no", "n", "falso", "f"]),
    of(Language::It, &["sì", "si", "s", "vero", "v"], &["no", "n", "falso", "f"]),
    of(Language::Pt, &["sim", "s", "verdadeiro", "v"], &["não", "nao", "n", "falso", "f"]),
    of(Language::Nl, &["ja", "j", "waar"], &["nee", "neen", "n", "onwaar"]),
    of(Language::Pl, &["tak", "t", "prawda"], &["nie", "n", "fałsz"]),
    of(Language::Cs, &["ano", "a", "pravda"], &["ne", "n", "nepravda"]),
    of(Language::Sk, &["áno", "ano", "a", "pravda"], &["nie", "n", "nepravda"]),
    of(Language::Hu, &["igen", "i", "igaz"], &["nem", "n", "hamis"]),
    of(Language::Ro, &["da", "d", "adevărat"], &["nu", "n", "fals"]),
    of(Language::Bg, &["да", "д", "истина"], &["не", "н", "лъжа"]),
    of(Language::Ru, &["да", "д", "истина"], &["нет", "н", "ложь"]),
    of(Language::Uk, &["так", "т", "істина"], &["ні", "н", "хибність"]),
    of(Language::Hr, &["da", "d", "istina", "točno"], &["ne", "n", "laž", "netočno"]),
    of(Language::Sl, &["da", "d"], &["ne", "n"]),
    of(Language::Sv, &["ja", "j", "sant", "sann"], &["nej", "n", "falskt", "falsk"]),
    of(Language::Da, &["ja", "j", "sandt"], &["nej", "n", "falsk"]),
    of(Language::Nb, &["ja", "j", "sann"], &["nei", "n", "usann"]),
    of(Language::Fi, &["kyllä", "k", "tosi"], &["ei", "e", "epätosi"]),
    of(Language::Et, &["jah", "j", "tõene"], &["ei", "e", "väär"]),
    of(Language::Lv, &["jā", "j", "patiess"], &["nē", "n", "aplams"]),
    of(Language::Lt, &["taip", "t", "tiesa"], &["ne", "n", "netiesa"]),
    of(Language::El, &["ναι", "ν", "αληθές"], &["όχι", "ο", "ψευδές"]),
    of(Language::Tr, &["evet", "e", "doğru"], &["hayır", "hayir", "h", "yanlış"]),
    of(Language::Ja, &["はい"], &["いいえ"]),
    of(Language::Zh, &["是"], &["否", "不"]),
    of(Language::Ko, &["예", "네"], &["아니요", "아니오"]),
    of(Language::Vi, &["có", "đúng"], &["không", "sai"]),
    of(Language::Id, &["ya", "y", "benar"], &["tidak", "t", "salah"]),
    of(Language::Th, &["ใช่", "จริง"], &["ไม่", "ไม่ใช่", "เท็จ"]),
    of(Language::Ar, &["نعم", "صحيح", "صح"], &["لا", "كلا", "خطأ"]),
    of(Language::He, &["כן", "אמת"], &["לא", "שקר"]),
];

/// What means yes in every language.
const SIGNS_OF_YES: &[&str] = &["1", "x", "✓", "✔", "☑", "true"];
/// What means no in every language.
const SIGNS_OF_NO: &[&str] = &["0", "-", "–", "✗", "✘", "☐", "false"];

/// Longer texts mean neither.
const LONGEST: usize = 40;

/// Yes, no, or neither; neither, too, where languages do not agree.
#[must_use]
pub fn parse(text: &str) -> Option<bool> {
    match text {
        "1" => return Some(true),
        "0" => return Some(false),
        _ if text.len() > LONGEST => return None,
        _ => {}
    }
    let word = text.trim().to_lowercase();
    sign(&word).or_else(|| {
        let mut said = WORDS.iter().filter_map(|words| words.says(&word));
        let first = said.next()?;
        said.all(|other| other == first).then_some(first)
    })
}

/// Yes or no in one language; what only others say counts where they agree.
#[must_use]
pub fn parse_in(text: &str, language: Language) -> Option<bool> {
    if text.len() > LONGEST {
        return None;
    }
    let word = text.trim().to_lowercase();
    let own = WORDS.iter().find(|words| words.language == language);
    sign(&word).or_else(|| own?.says(&word)).or_else(|| parse(&word))
}

/// The language in which all of these cells say yes or no. `None` where none of them needs one, or where several
/// fit that do not agree.
#[must_use]
pub fn language<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Language> {
    let mut words: Vec<String> = Vec::new();
    for cell in cells {
        let word = cell.trim().to_lowercase();
        if word.is_empty() || sign(&word).is_some() || words.contains(&word) {
            continue;
        }
        // A column that says yes and no has few words for it.
        if words.len() == 4 || word.len() > LONGEST {
            return None;
        }
        words.push(word);
    }
    let needs_one = words.iter().any(|word| parse(word).is_none());
    if words.is_empty() || !needs_one {
        return None;
    }
    let mut fitting = WORDS.iter().filter_map(|language| {
        let said: Option<Vec<bool>> = words.iter().map(|word| language.says(word)).collect();
        said.map(|said| (language.language, said))
    });
    let (first, said) = fitting.next()?;
    // One language of several that say the same is as good as another.
    fitting.all(|(_, other)| other == said).then_some(first)
}

fn sign(word: &str) -> Option<bool> {
    match (SIGNS_OF_YES.contains(&word), SIGNS_OF_NO.contains(&word)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

impl Words {
    fn says(&self, word: &str) -> Option<bool> {
        match (self.yes.contains(&word), self.no.contains(&word)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_understood_in_every_language_that_says_which_it_is() {
        assert!(WORDS.len() >= 25);
        for words in WORDS {
            for (all, meant) in [(words.yes, true), (words.no, false)] {
                for word in all {
                    let found = parse_in(&word.to_uppercase(), words.language);
                    // Turkish capitals are a matter of their own.
                    let found = found.or_else(|| parse_in(word, words.language));
                    assert_eq!(found, Some(meant), "{word}");
                }
            }
            assert!(words.yes.iter().all(|word| !words.no.contains(word)));
        }
    }

    #[test]
    fn plain_words_need_no_column() {
        for word in [
            "yes", "Ja", "oui", "SI", "sì", "tak", "да", "はい", "x", "1", "evet", "igen", "áno",
            "نعم", "כן",
        ] {
            assert_eq!(parse(word), Some(true), "{word}");
        }
        for word in [
            "no",
            "Nein",
            "non",
            "não",
            "nie",
            "нет",
            "いいえ",
            "-",
            "0",
            "hayır",
            "nem",
            "ne",
            "nu",
            "لا",
            "לא",
        ] {
            assert_eq!(parse(word), Some(false), "{word}");
        }
        for text in ["", "2", "maybe", "11", "e", "t"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_languages_do_not_agree_on_is_told_by_the_rest_of_the_column() {
        let of = |cells: &[&str]| language(cells.iter().copied());
        assert_eq!(of(&["E", "H", "E"]), Some(Language::Tr));
        assert_eq!(of(&["K", "E"]), Some(Language::Fi));
        assert_eq!(parse_in("e", Language::Tr), Some(true));
        assert_eq!(parse_in("E", Language::Fi), Some(false));
        assert_eq!(of(&["T", "F", "T"]), Some(Language::En));
        let with_n = of(&["t", "n"]).unwrap();
        assert_eq!(parse_in("T", with_n), Some(true));
        assert_eq!(of(&["e"]), None);
        assert_eq!(of(&["ja", "nein"]), None);
        assert_eq!(of(&["Red", "Blue"]), None);
        assert_eq!(of(&["1", "0", ""]), None);
    }
}
