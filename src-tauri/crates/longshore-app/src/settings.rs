//! What does the user want of the program?

use std::{collections::BTreeMap, path::PathBuf};

use longshore_journal::{Journal, JournalError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ApiError, Studio,
    events::Event,
    stores::{Nothing, must_be_speed},
};

/// What the user wants of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SettingsShown {
    /// The language of the interface, such as `de`; `None`: the system's.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// How many requests a second a store gets at most, unless it has a limit of its own.
    pub requests_per_second: u32,
    /// Where things lie.
    pub folders: Folders,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Where the program keeps things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Folders {
    /// Everything that it remembers.
    pub data: PathBuf,
    /// What it wrote down of its own doing.
    pub logs: PathBuf,
    /// How many bytes the journal takes.
    pub journal_bytes: u64,
}

/// What is to be set; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct SettingsSet {
    /// The language of the interface; empty for the system's.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// How many requests a second a store gets at most.
    pub requests_per_second: Option<u32>,
    /// What to say for codes where the program writes for people while no window is asked: beside files of a watched
    /// folder. `{name}` stands for a parameter. They take the place of those that were set before.
    pub words: Option<BTreeMap<String, String>>,
}

/// A store gets so many requests a second, unless the user says otherwise.
pub(crate) const USUAL_SPEED: u32 = 5;
/// Longer names no language has.
const LONGEST_LANGUAGE: usize = 35;
/// All words together.
const LONGEST_WORDS: usize = 2 << 20;

/// What the user wants of the program.
pub async fn show(studio: &Studio, _: Nothing) -> Result<SettingsShown, ApiError> {
    let home = studio.home().clone();
    studio
        .ask(move |journal| {
            Ok(SettingsShown {
                language: journal.setting::<Option<String>>("language")?.flatten(),
                theme: journal.setting("theme")?.unwrap_or_default(),
                requests_per_second: usual_speed(journal)?.unwrap_or(USUAL_SPEED),
                folders: Folders {
                    data: home.folder().to_path_buf(),
                    logs: home.logs(),
                    journal_bytes: journal.bytes()?,
                },
            })
        })
        .await
}

/// Sets something.
pub async fn set(studio: &Studio, request: SettingsSet) -> Result<SettingsShown, ApiError> {
    let speed = request.requests_per_second.map(must_be_speed).transpose()?;
    let language = request.language.map(|language| language.trim().to_owned());
    if language.as_ref().is_some_and(|language| language.len() > LONGEST_LANGUAGE) {
        return Err(ApiError::new("language_unknown"));
    }
    let size = |words: &BTreeMap<String, String>| -> usize {
        words.iter().map(|(code, text)| code.len() + text.len()).sum()
    };
    if request.words.as_ref().is_some_and(|words| size(words) > LONGEST_WORDS) {
        return Err(ApiError::new("words_too_many"));
    }
    studio
        .ask(move |journal| {
            if let Some(language) = language {
                let language = Some(language).filter(|language| !language.is_empty());
                journal.set_setting("language", &language)?;
            }
            if let Some(theme) = request.theme {
                journal.set_setting("theme", &theme)?;
            }
            if let Some(speed) = speed {
                journal.set_setting("requests_per_second", &speed)?;
            }
            if let Some(words) = request.words {
                journal.set_setting("words", &words)?;
            }
            Ok(())
        })
        .await?;
    studio.events().tell(Event::SettingsChanged);
    show(studio, Nothing {}).await
}

/// How many requests a second a store gets that has no limit of its own; `None` where the user never said it.
pub(crate) fn usual_speed(journal: &Journal) -> Result<Option<u32>, JournalError> {
    journal.setting("requests_per_second")
}

/// What to say for codes where the program writes for people.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words(BTreeMap<String, String>);

impl Words {
    pub(crate) fn of(journal: &Journal) -> Result<Self, JournalError> {
        Ok(Self(journal.setting::<BTreeMap<String, String>>("words")?.unwrap_or_default()))
    }

    pub(crate) fn new(words: BTreeMap<String, String>) -> Self {
        Self(words)
    }

    /// What is said; the code with its parameters where nobody gave words for it.
    pub(crate) fn say<'p>(
        &self,
        code: &str,
        params: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> String {
        let words = self.0.get(code);
        let mut said = words.cloned().unwrap_or_else(|| code.to_owned());
        for (name, value) in params {
            match words {
                Some(_) => said = said.replace(&format!("{{{name}}}"), &self.worded(name, value)),
                None => said.push_str(&format!(" {name}={value}")),
            }
        }
        said
    }

    /// A parameter as it stands in a sentence: what is a code itself is said in words, where there are any.
    fn worded(&self, name: &str, value: &str) -> String {
        let word = |shelf: &str, code: &str| {
            let found = self.0.get(&format!("{shelf}_{code}")).filter(|word| !word.contains('{'));
            found.map_or(code, String::as_str).to_owned()
        };
        match name {
            name if CODES.contains(&name) => word("word", value),
            name if FIELDS.contains(&name) => {
                let named = value.split(',').map(|code| word("field", code.trim()));
                named.collect::<Vec<_>>().join(", ")
            }
            _ => value.to_owned(),
        }
    }
}

/// Parameters that are codes themselves, as the window knows them (`ui/src/lib/said.ts`).
const CODES: &[&str] =
    &["what", "kind", "platform", "entity", "setting", "status", "format", "type"];
/// Parameters that name fields.
const FIELDS: &[&str] = &["field", "fields", "target"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_code_in_a_sentence_is_said_in_words_and_the_rest_as_it_is() {
        let words = [
            ("not_a_table", "{file} is no table but {kind}"),
            ("must_be_positive", "{field}: {value}"),
            ("word_pdf", "a PDF document"),
            ("field_regular_price", "Price"),
            ("field_meta_named", "Field {key}"),
        ];
        let words = words.map(|(code, text)| (code.to_owned(), text.to_owned()));
        let words = Words::new(words.into_iter().collect());
        let said = words.say("not_a_table", [("file", "pdf"), ("kind", "pdf")]);
        assert_eq!(said, "pdf is no table but a PDF document");
        let said = words.say("not_a_table", [("file", "a.bin"), ("kind", "unheard_of")]);
        assert_eq!(said, "a.bin is no table but unheard_of");
        let said = words.say("must_be_positive", [("field", "regular_price"), ("value", "pdf")]);
        assert_eq!(said, "Price: pdf");
    }
}
