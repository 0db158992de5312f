//! Whatever the crates can say has a sentence.

use std::{collections::BTreeSet, path::PathBuf};

use longshore_app::engine::{check, plan, undo};

use super::*;

/// Source files of the crates, as text.
fn sources(folders: &[&str]) -> Vec<String> {
    let crates = PathBuf::from("..");
    let mut waiting: Vec<_> = folders.iter().map(|folder| crates.join(folder)).collect();
    let mut texts = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            texts.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    texts
}

/// The codes that stand in source files behind one of these texts.
fn codes_behind(openings: &[&str], folders: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in sources(folders) {
        for opening in openings {
            for behind in text.split(opening).skip(1) {
                let code = behind.split('"').next().unwrap_or_default();
                let is_code = |letter: char| letter.is_ascii_lowercase() || letter == '_';
                if !code.is_empty() && code.chars().all(is_code) {
                    found.insert(code.to_owned());
                }
            }
        }
    }
    found
}

fn all_known(codes: &BTreeSet<String>, at_least: usize) {
    assert!(codes.len() >= at_least, "the search found only {codes:?}");
    let unknown: Vec<_> = codes.iter().filter(|code| !knows(code)).collect();
    assert!(unknown.is_empty(), "no sentence for {unknown:?}");
}

#[test]
fn every_error_has_a_sentence() {
    let errors = [
        "longshore-formats/src/error.rs",
        "longshore-journal/src/error.rs",
        "longshore-engine/src/error.rs",
    ];
    let openings = ["=> \"", "=> (\"", "=> (\n                \""];
    all_known(&codes_behind(&openings, &errors), 40);
    all_known(&codes_behind(&openings, &["longshore-connectors/src/fault.rs"]), 30);
    all_known(&codes_behind(&openings, &["longshore-connectors/src/download"]), 14);
    let told = ["ApiError::new(\"", "hint(\"", "self.error(\""];
    all_known(&codes_behind(&told, &["longshore-app/src", "longshore-cli/src"]), 20);
}

#[test]
fn every_issue_has_a_sentence_with_its_parameters() {
    for code in check::codes::ALL.iter().chain(plan::codes::ALL) {
        let sentence = SENTENCES.get(code.code);
        let sentence = sentence.unwrap_or_else(|| panic!("no sentence for {}", code.code));
        let mut parts =
            sentence.split('{').skip(1).filter_map(|part| part.split(['}', '|']).next());
        assert!(parts.all(|name| code.params.contains(&name)), "{}: {sentence}", code.code);
    }
}

#[test]
fn every_sign_of_an_accident_has_a_sentence() {
    let told: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../../../../ui/src/locales/en/accidents.json"))
            .unwrap();
    assert!(told.len() >= 19);
    all_known(&told.keys().map(|code| format!("accident_{code}")).collect(), 19);
}

#[test]
fn every_reason_not_to_do_something_has_a_sentence() {
    for (code, _) in undo::codes::NOTHING.iter().chain(undo::codes::IMPOSSIBLE) {
        assert!(knows(code), "{code}");
    }
    let said = ["Skipped(\"", "issue(\"", "issue(\n            \""];
    all_known(&codes_behind(&said, &["longshore-app/src/runs", "longshore-app/src/undo"]), 4);
}

#[test]
fn every_repair_and_every_reason_has_a_sentence() {
    let repairs = codes_behind(&["=> \""], &["longshore-formats/src/repair.rs"]);
    all_known(&repairs.iter().map(|code| format!("repair_{code}")).collect(), 15);
    let found = codes_behind(
        &["Reason::new(\"", "Reason::new(\n            \""],
        &["longshore-formats/src"],
    );
    all_known(&found.iter().map(|code| format!("found_{code}")).collect(), 20);
    let places = ["longshore-engine/src/suggest.rs", "longshore-engine/src/suggest/candidates.rs"];
    let openings = ["Reason::new(\"", "Reason::new(\n            \""];
    let reasons = codes_behind(&openings, &places);
    all_known(&reasons.iter().map(|code| format!("reason_{code}")).collect(), 9);
}

#[test]
fn everything_that_a_check_of_the_journal_finds_has_a_sentence() {
    let openings = ["add(\"", "add(\n                    \"", "add(\n            \""];
    let found = codes_behind(&openings, &["longshore-journal/src/check"]);
    all_known(&found.iter().map(|code| format!("finding_{code}")).collect(), 12);
}

#[test]
fn every_kind_of_file_has_a_word() {
    let signatures = codes_behind(&["of(\""], &["longshore-engine/src/platforms/signatures.rs"]);
    all_known(&signatures.iter().map(|name| format!("word_{name}")).collect(), 10);
}

#[test]
fn no_sentence_stands_twice_and_all_are_whole() {
    let mut seen = BTreeSet::new();
    for line in include_str!("../../words/en.txt").lines() {
        let Some((code, sentence)) = line.split_once(' ').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        assert!(seen.insert(code), "{code} stands twice");
        let is_word = code.starts_with("word_");
        assert!(is_word || sentence.ends_with(['.', '?', '"']), "{code} does not end: {sentence}");
        assert!(!sentence.contains('!'), "{code} shouts");
    }
}

#[test]
fn parameters_take_their_places() {
    let params = BTreeMap::from([("file", "prices.csv"), ("line", "3")]);
    assert_eq!(fill("{file}, line {line}: {other}", &params), "prices.csv, line 3: ?");
}

#[test]
fn long_sentences_are_broken_between_words() {
    let text = wrapped(&"word ".repeat(50), "  ! ", "    ");
    assert!(text.lines().all(|line| line.chars().count() <= 100));
    assert_eq!(text.lines().count(), 3);
    assert_eq!(wrapped("short", "- ", ""), "- short\n");
}

#[test]
fn codes_in_sentences_become_words() {
    let told = say("not_a_product_file", [("file", "a.csv"), ("what", "woocommerce_tax_rates")]);
    assert!(told.starts_with("a.csv holds tax rates of WooCommerce, not products."), "{told}");
}

#[test]
fn text_from_outside_cannot_command_the_terminal() {
    assert_eq!(plain("red \u{1b}[31m\nline"), "red  [31m line");
    assert!(plain(&"x".repeat(1000)).chars().count() <= 301);
}
