//! What do codes mean, in English?

use std::{collections::BTreeMap, sync::LazyLock};

use longshore_app::ApiError;

use crate::progress::span;

/// Code to sentence; `{name}` stands for a parameter.
static SENTENCES: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| read(include_str!("../words/en.txt")));

/// A line holds a code, a space and the sentence; empty lines and those with `#` say nothing.
fn read(catalogue: &'static str) -> BTreeMap<&'static str, &'static str> {
    catalogue
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .map(|(code, sentence)| (code, sentence.trim_start()))
        .collect()
}

/// Whether there is a sentence for a code.
pub(crate) fn knows(code: &str) -> bool {
    SENTENCES.contains_key(code)
}

/// The sentence for a code. One that has none is shown itself: better a code than silence.
pub(crate) fn say<'a>(code: &str, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let params: BTreeMap<&str, &str> = params.into_iter().collect();
    match sentence(code, &params) {
        Some(sentence) => fill(sentence, &params),
        None => {
            let shown: Vec<_> =
                params.iter().map(|(name, value)| format!("{name} {value}")).collect();
            format!("{} {}", code.replace('_', " "), shown.join(", ")).trim_end().to_owned()
        }
    }
}

/// The sentence for an error, with what to do.
pub(crate) fn error(error: &ApiError) -> String {
    let params = || error.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut sentence = say(&error.code, params());
    if let Some(hint) = &error.hint {
        sentence.push(' ');
        sentence.push_str(&say(hint, params()));
    }
    if let Some(detail) = &error.detail
        && !knows(&error.code)
    {
        sentence.push_str(&format!(" ({})", plain(detail)));
    }
    sentence
}

/// The sentence that fits best. Some codes have another where the shop says for how long it wants to be left alone, or
/// refuses without a word.
fn sentence(code: &str, params: &BTreeMap<&str, &str>) -> Option<&'static str> {
    let says = |name: &str| params.get(name).map(|value| !value.is_empty());
    let other = match (says("retry_after"), says("message")) {
        (Some(true), _) => SENTENCES.get(format!("{code}_for").as_str()),
        (_, Some(false)) => SENTENCES.get(format!("{code}_unsaid").as_str()),
        _ => None,
    };
    other.or_else(|| SENTENCES.get(code)).copied()
}

fn fill(sentence: &str, params: &BTreeMap<&str, &str>) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled.push_str(&counted(name, params).unwrap_or_else(|| {
            params.get(name).map_or_else(|| "?".to_owned(), |value| shown(name, value))
        }));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// `{rows|row|rows}`: the word for one or for several.
fn counted(name: &str, params: &BTreeMap<&str, &str>) -> Option<String> {
    let (name, (one, several)) =
        name.split_once('|').and_then(|(name, words)| Some((name, words.split_once('|')?)))?;
    let is_one = params.get(name) == Some(&"1");
    Some(if is_one { one } else { several }.to_owned())
}

/// How wide texts are at most, in letters.
const WIDTH: usize = 100;

/// A text in lines that can be read in one look, each with this before it.
pub(crate) fn wrapped(text: &str, first: &str, others: &str) -> String {
    let (mut lines, mut line) = (String::new(), first.to_owned());
    let mut is_begun = false;
    for word in text.split_whitespace() {
        if is_begun && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = others.to_owned();
            is_begun = false;
        }
        if is_begun {
            line.push(' ');
        }
        line.push_str(word);
        is_begun = true;
    }
    format!("{lines}{line}\n")
}

/// Parameters that are codes themselves.
const CODES: &[&str] = &["what", "kind", "platform", "entity", "setting", "status", "from", "to"];

/// A parameter as it stands in a sentence.
fn shown(name: &str, value: &str) -> String {
    if let ("retry_after", Ok(seconds)) = (name, value.parse()) {
        return span(seconds);
    }
    if !CODES.contains(&name) {
        return plain(value);
    }
    match SENTENCES.get(format!("word_{value}").as_str()) {
        Some(word) => (*word).to_owned(),
        None => plain(&value.replace('_', " ")),
    }
}

/// What a file was recognised as, in words.
pub(crate) fn platform(code: &str) -> String {
    shown("platform", code)
}

/// Text from outside as one short line that no terminal takes for a command.
pub(crate) fn plain(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut line: String = text
        .chars()
        .take(LONGEST)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests;
