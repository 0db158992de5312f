//! What may stand behind the program's name?

use std::{
    collections::VecDeque,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// Answers to file dialogs, one after the other, in place of somebody who sits in front of them: for tests.
const DIALOG_ANSWER: &str = "--dialog-answer";
const DIALOG_ANSWERS: &str = "LONGSHORE_DIALOG_ANSWER";
/// A practice store to try things on.
const PRACTICE: &str = "--practice";

/// What was typed, or what the system started the program with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Files to be opened.
    pub files: Vec<PathBuf>,
    /// The practice store is started, and known.
    pub practice: bool,
    /// Answers to file dialogs, where nobody is to be asked.
    pub dialog_answers: Option<VecDeque<PathBuf>>,
}

impl Arguments {
    /// Reads what stands behind the program's name. What it does not know is left alone: systems add words of theirs.
    #[must_use]
    pub fn from_words(words: impl IntoIterator<Item = OsString>) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let mut arguments = Self::read(words, &here);
        if arguments.dialog_answers.is_none() {
            arguments.dialog_answers = std::env::var_os(DIALOG_ANSWERS).map(|paths| split(&paths));
        }
        arguments
    }

    /// The same for words that were typed in another folder.
    #[must_use]
    pub fn read(words: impl IntoIterator<Item = OsString>, folder: &Path) -> Self {
        let mut arguments = Self::default();
        let mut words = words.into_iter();
        let mut are_all_files = false;
        while let Some(word) = words.next() {
            if are_all_files || !word.as_encoded_bytes().starts_with(b"-") {
                arguments.files.push(folder.join(word));
            } else if word == "--" {
                are_all_files = true;
            } else if word == PRACTICE {
                arguments.practice = true;
            } else if word == DIALOG_ANSWER {
                arguments.dialog_answers = words.next().map(|paths| split(&paths));
            }
        }
        arguments
    }
}

fn split(paths: &OsStr) -> VecDeque<PathBuf> {
    std::env::split_paths(paths).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Arguments {
        Arguments::read(words.iter().map(OsString::from), Path::new("/home/ann"))
    }

    #[test]
    fn files_are_found_from_the_folder_that_they_were_typed_in() {
        let found = read(&["prices.csv", "/mnt/list.xlsx", "-psn_0_1", "--", "-odd.csv"]);
        let expected = ["/home/ann/prices.csv", "/mnt/list.xlsx", "/home/ann/-odd.csv"];
        assert_eq!(found.files, expected.map(PathBuf::from));
        assert_eq!((found.dialog_answers, found.practice), (None, false));
        assert!(read(&["--practice", "prices.csv"]).practice);
    }

    #[test]
    fn answers_to_dialogs_are_no_files_to_open() {
        let paths = std::env::join_paths(["/a.csv", "/b"]).unwrap();
        let words = [OsString::from(DIALOG_ANSWER), paths];
        let found = Arguments::read(words, Path::new("/"));
        assert_eq!(found.files, Vec::<PathBuf>::new());
        assert_eq!(found.dialog_answers, Some(VecDeque::from(["/a.csv", "/b"].map(PathBuf::from))));
    }
}
