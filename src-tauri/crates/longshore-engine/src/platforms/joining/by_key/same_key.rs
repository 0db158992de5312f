//! What do several rows of the second table say that have the same key: several things, or one thing several times?

use std::borrow::Cow;

use super::{ByKey, Notices};
use crate::{
    recognise::recognise,
    row::{Header, Row},
    shape,
    suggest::{self, TAKEN_UNASKED},
    target::{Plain, Target},
};

/// What a column says about two rows with the same key that differ in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    /// They are two things: a size.
    Apart,
    /// They are, each with its own number: an article number.
    ApartByNumber,
    /// They are, where it is a word that each has for itself.
    ApartByWords,
    /// They say two things of the same: a price, a stock.
    Nothing,
}

/// What each column of a second table tells, by what they are for. `key_is_number` where both tables call a thing by
/// its own number: two lines are hardly two things then.
pub(super) fn telling(
    names: &[String],
    targets: &[Option<Target>],
    key_is_number: bool,
) -> Vec<Tells> {
    let tells = |(at, (name, target)): (usize, (&String, &Option<Target>))| match target {
        _ if shape::is_name(names, at) => Tells::Nothing,
        _ if shape::is_called_choice(name) => Tells::Apart,
        _ if shape::name_of(names, at).is_some() || shape::under_name(name).is_some() => {
            Tells::Apart
        }
        Some(Target::Attribute(..) | Target::AttributeNamed(_)) => Tells::Apart,
        target if is_number(target.as_ref()) => Tells::ApartByNumber,
        None | Some(Target::Plain(Plain::Name)) if !key_is_number => Tells::ApartByWords,
        // "S" and "M" are no lengths, whatever their column is called.
        Some(Target::Plain(Plain::Length | Plain::Width | Plain::Height)) if !key_is_number => {
            Tells::ApartByWords
        }
        _ => Tells::Nothing,
    };
    names.iter().zip(targets).enumerate().map(tells).collect()
}

/// What columns are for, going by their names; nothing of the one that says what belongs together.
pub(super) fn targets(names: &[String], except: Option<usize>) -> Vec<Option<Target>> {
    let name = |(at, name): (usize, &String)| match Some(at) == except {
        true => String::new(),
        false => name.clone(),
    };
    let header = Header { columns: names.iter().enumerate().map(name).collect(), line: None };
    suggest::suggest(&header, &recognise(&header), &[])
        .into_iter()
        .map(|one| one.target.filter(|_| one.confidence >= TAKEN_UNASKED))
        .collect()
}

/// Whether a column has a number that only one thing has.
pub(super) fn is_number(target: Option<&Target>) -> bool {
    matches!(target, Some(Target::Plain(Plain::Sku | Plain::Gtin)))
}

impl ByKey {
    /// The rows of a key, each thing once: what is said several times is put together.
    pub(super) fn told_once<'r>(
        &self,
        rows: &'r [Row],
        notices: &mut Notices,
    ) -> Vec<Cow<'r, Row>> {
        if rows.len() < 2 {
            return rows.iter().map(Cow::Borrowed).collect();
        }
        let by_words = self.words_tell_apart(rows);
        let name = |row: &Row| -> Vec<String> {
            let tells = self.tells.iter().enumerate().filter(|(at, tells)| match tells {
                Tells::Apart | Tells::ApartByNumber => self.second_key.number() != Some(*at),
                Tells::ApartByWords => by_words.contains(at),
                Tells::Nothing => false,
            });
            tells.map(|(at, _)| cell(row, at).to_lowercase()).collect()
        };
        let mut things: Vec<(Vec<String>, Cow<'r, Row>)> = Vec::new();
        let mut known = std::collections::HashMap::new();
        for row in rows {
            let name = name(row);
            match known.get(&name) {
                Some(at) => {
                    let (_, thing): &mut (_, Cow<'r, Row>) = &mut things[*at];
                    self.put_together(thing, row, notices);
                }
                None => {
                    known.insert(name.clone(), things.len());
                    things.push((name, Cow::Borrowed(row)));
                }
            }
        }
        things.into_iter().map(|(_, thing)| thing).collect()
    }

    /// Columns of names, and of what nobody knows, in which each of the rows has a word for itself.
    fn words_tell_apart(&self, rows: &[Row]) -> Vec<usize> {
        let tells = |at: &usize| {
            let mut seen = std::collections::HashSet::new();
            self.tells[*at] == Tells::ApartByWords
                && self.second_key.number() != Some(*at)
                && rows.iter().all(|row| {
                    let cell = cell(row, *at);
                    cell.contains(char::is_alphabetic) && seen.insert(cell.to_lowercase())
                })
        };
        (0..self.tells.len()).filter(tells).collect()
    }

    /// The line that stands first counts; later ones fill what it leaves empty, and are told where they say
    /// something else.
    fn put_together(&self, thing: &mut Cow<'_, Row>, row: &Row, notices: &mut Notices) {
        let mut fills = Vec::new();
        for at in 0..self.second_names.len() {
            if self.second_key.number() == Some(at) {
                continue;
            }
            let (one, other) = (cell(thing, at), cell(row, at));
            match (one, other) {
                (_, "") => {}
                ("", _) => fills.push(at),
                _ if self.say_the_same(at, one, other) => {}
                _ => {
                    notices.say_first("second_file_contradicts", || {
                        vec![
                            ("key", self.second_key.of(row).to_owned()),
                            ("column", self.second_names[at].clone()),
                            ("line", thing.line.to_string()),
                            ("second_line", row.line.to_string()),
                            ("first", one.to_owned()),
                            ("second", other.to_owned()),
                        ]
                    });
                }
            }
        }
        if fills.is_empty() {
            return;
        }
        let mut filled = Row::new();
        (filled.number, filled.line) = (thing.number, thing.line);
        for at in 0..self.second_names.len() {
            let from = if fills.contains(&at) { row } else { &**thing };
            filled.push(from.get(at).unwrap_or_default());
        }
        *thing = Cow::Owned(filled);
    }

    fn say_the_same(&self, at: usize, one: &str, other: &str) -> bool {
        let read = |text| self.second_readers.get(at)?.read(text).ok();
        let is_number = read(one).is_some() && read(one) == read(other);
        one.to_lowercase() == other.to_lowercase() || is_number
    }
}

fn cell(row: &Row, at: usize) -> &str {
    row.get(at).unwrap_or_default().trim()
}
