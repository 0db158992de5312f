//! Which month does a word name?

/// How the names of the months begin, in the languages that our users' files come in; a spreadsheet shortens them to
/// about as much. Where one beginning is that of another, the longer one counts. Croatian is left out: its
/// `listopad` is October, in Polish and Czech it is November.
const BEGINNINGS: [&[&str]; 12] = [
    &[
        "jan", "jän", "ene", "gen", "sty", "led", "oca", "янв", "яну", "січ", "ιαν", "tam", "jaan",
        "sau", "ian",
    ],
    &["feb", "fev", "fév", "lut", "úno", "uno", "şub", "фев", "лют", "φεβ", "hel", "veeb", "vas"],
    &["mar", "mär", "mrz", "mrt", "maa", "bře", "brez", "мар", "бер", "μαρ", "már", "märts", "kov"],
    &["apr", "avr", "abr", "kwi", "dub", "nis", "апр", "кві", "απρ", "ápr", "huh", "bal"],
    &[
        "may", "mai", "maj", "mag", "mei", "máj", "kvě", "kve", "май", "мая", "маи", "тра", "μάι",
        "μαΐ", "tou", "geg",
    ],
    &[
        "jun", "juin", "giu", "cze", "čer", "haz", "июн", "юни", "чер", "ιουν", "ιούν", "jún",
        "kes", "iun", "bir", "juu",
    ],
    &[
        "jul", "juil", "lug", "lip", "červene", "červenc", "čvc", "tem", "июл", "юли", "лип",
        "ιουλ", "ιούλ", "júl", "hei", "iul", "lie", "juul",
    ],
    &["aug", "aoû", "aou", "ago", "sie", "srp", "ağu", "авг", "сер", "αυγ", "αύγ", "elo", "rugp"],
    &["sep", "set", "wrz", "zář", "eyl", "сен", "сеп", "вер", "σεπ", "sze", "syy", "rugs"],
    &["oct", "okt", "ott", "out", "paź", "paz", "říj", "eki", "окт", "жов", "οκτ", "lok", "spa"],
    &["nov", "lis", "kas", "ноя", "ное", "лис", "νοε", "νοέ", "marra", "lap"],
    &["dec", "déc", "dic", "dez", "des", "det", "gru", "pro", "ara", "дек", "гру", "δεκ", "jou"],
];

/// Longer words name no month.
const LONGEST: usize = 14;

/// The month that a word names, from 1; whole or shortened, in any letter case.
#[must_use]
pub fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let letters = word.chars().count();
    if !(3..=LONGEST).contains(&letters) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let fits = |beginning: &&&str| word.starts_with(**beginning);
    let found = (1i8..).zip(BEGINNINGS).filter_map(|(month, beginnings)| {
        let longest = beginnings.iter().filter(fits).map(|beginning| beginning.len()).max()?;
        Some((longest, month))
    });
    found.max().map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_in_many_languages() {
        for (words, meant) in [
            ("January Jänner enero gennaio stycznia ledna ocak января січня tammikuu", 1),
            ("März mars marzo marzec maart března maaliskuu Mrz", 3),
            ("Mai maj maggio mei května мая травня", 5),
            ("June juin giugno czerwca června haziran июня", 6),
            ("July juillet luglio lipca července temmuz июля", 7),
            ("août agosto sierpień srpna ağustos", 8),
            ("listopad listopada marraskuu kasım ноября", 11),
            ("Dezember décembre dicembre grudnia prosince Aralık", 12),
        ] {
            for word in words.split(' ') {
                assert_eq!(month(word), Some(meant), "{word}");
            }
        }
        for word in ["", "xl", "m", "blue", "12", "an-jan"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn no_beginning_stands_for_two_months() {
        for (month, beginnings) in BEGINNINGS.iter().enumerate() {
            for beginning in *beginnings {
                let others = BEGINNINGS.iter().enumerate().filter(|(other, _)| *other != month);
                let twice = others.clone().any(|(_, all)| all.contains(beginning));
                assert!(!twice, "{beginning}");
            }
        }
    }
}
