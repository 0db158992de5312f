//! Paths through one tree of categories become paths through another.

use std::{collections::HashMap, sync::Arc};

use super::{BadStep, StepError, ready::MOST_ENTRIES};
use crate::{escape, profile::Otherwise};

/// Deeper paths are read so far.
const DEEPEST: usize = 30;

#[derive(Clone, Debug)]
pub(super) struct Tree {
    paths: Arc<HashMap<Vec<String>, Vec<String>>>,
    level: String,
    list: String,
    otherwise: Otherwise,
}

impl Tree {
    pub(super) fn new(
        paths: &[(String, String)],
        level: &str,
        list: &str,
        otherwise: Otherwise,
    ) -> Result<Self, BadStep> {
        if paths.len() > MOST_ENTRIES {
            return Err(BadStep::TooBig);
        }
        let level = if level.trim().is_empty() { ">" } else { level.trim() };
        let mut map = HashMap::with_capacity(paths.len());
        for (from, to) in paths {
            let from: Vec<String> = levels(from, ">").map(key).collect();
            if from.is_empty() {
                return Err(BadStep::Impossible);
            }
            let to = levels(to, ">").map(str::to_owned).collect();
            map.entry(from).or_insert(to);
        }
        Ok(Self { paths: Arc::new(map), level: level.to_owned(), list: list.to_owned(), otherwise })
    }

    pub(super) fn carry_out(&self, text: &str) -> Result<Option<String>, StepError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let mut made: Vec<String> = Vec::new();
        let all: Vec<&str> = match self.list.as_str() {
            "" => vec![text],
            list => text.split(list).collect(),
        };
        for path in all {
            let path: Vec<&str> = levels(path, &self.level).collect();
            let found = self.mapped(&path);
            let path = match (found, self.otherwise) {
                _ if path.is_empty() => continue,
                (Some(path), _) => path,
                (None, Otherwise::Keep) => path.join(" > "),
                (None, Otherwise::Empty) => continue,
                (None, Otherwise::Refuse) => {
                    return Err(StepError::NotInTable(path.join(" > ")));
                }
            };
            if !path.is_empty() && !made.contains(&path) {
                made.push(path);
            }
        }
        // A single path goes into fields that take it as it stands, too: no comma of it is a separator there.
        Ok(Some(match &*self.list {
            "" => made.pop().unwrap_or_default(),
            _ => escape::join(made.iter().map(String::as_str)),
        }))
    }

    /// The longest beginning counts; what is below it stays.
    fn mapped(&self, path: &[&str]) -> Option<String> {
        let keys: Vec<String> = path.iter().map(|level| key(level)).collect();
        (1..=keys.len()).rev().find_map(|length| {
            let to = self.paths.get(&keys[..length])?;
            // A part of the tree that goes nowhere takes what is below it along.
            let rest = if to.is_empty() { &[][..] } else { &path[length..] };
            let levels = to.iter().map(String::as_str).chain(rest.iter().copied());
            Some(levels.collect::<Vec<_>>().join(" > "))
        })
    }
}

fn levels<'t>(path: &'t str, between: &'t str) -> impl Iterator<Item = &'t str> {
    path.split(between).map(str::trim).filter(|level| !level.is_empty()).take(DEEPEST)
}

fn key(level: &str) -> String {
    level.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(list: &str, otherwise: Otherwise) -> Tree {
        let paths = [("Garten", "Outdoor"), ("Garten > Möbel", "Furniture > Garden"), ("Alt", "")];
        let paths = paths.map(|(from, to)| (from.to_owned(), to.to_owned()));
        Tree::new(&paths, "", list, otherwise).unwrap()
    }

    fn after(text: &str, list: &str) -> String {
        tree(list, Otherwise::Keep).carry_out(text).unwrap().unwrap()
    }

    #[test]
    fn the_longest_beginning_wins_and_what_is_below_it_stays() {
        assert_eq!(after("Garten > Möbel > Stühle", ""), "Furniture > Garden > Stühle");
        assert_eq!(after("GARTEN>Teich", ""), "Outdoor > Teich");
        assert_eq!(after("Gartenbau", ""), "Gartenbau");
    }

    #[test]
    fn several_paths_are_each_led_over_once() {
        assert_eq!(after("Garten|garten|Alt|Küche, klein", "|"), "Outdoor, Küche\\, klein");
        assert_eq!(after("Alt > Kram", ""), "");
    }

    #[test]
    fn a_path_that_nothing_is_said_of_can_be_left_out_or_refused() {
        assert_eq!(tree("", Otherwise::Empty).carry_out("Küche"), Ok(Some(String::new())));
        let refused = tree("", Otherwise::Refuse).carry_out("Küche > Herd");
        assert_eq!(refused, Err(StepError::NotInTable("Küche > Herd".to_owned())));
    }

    #[test]
    fn a_path_has_levels_to_be_found_by() {
        let paths = [(" > ".to_owned(), "A".to_owned())];
        assert!(matches!(Tree::new(&paths, "", "", Otherwise::Keep), Err(BadStep::Impossible)));
    }
}
