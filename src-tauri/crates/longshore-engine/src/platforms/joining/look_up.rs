//! What do numbers mean that a file explains in tables of their own, such as its categories?

use std::collections::HashMap;

use crate::{
    label,
    row::{Header, Row},
};

/// A table that explains numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its path below the top of the file.
    pub path: &'static str,
    /// What it explains.
    pub about: About,
}

/// What a table explains. Numbers of one kind say nothing of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Categories, or whatever a platform has but one table of.
    Tree,
    /// What products are known to be, with the values that can be chosen.
    Properties,
    /// For whom prices are.
    PriceKinds,
    /// Categories by their slugs, where other numbers are explained, too.
    Terms,
}

const ABOUTS: usize = 4;

/// The names of what numbers stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct LookUp {
    names: [HashMap<String, Node>; ABOUTS],
    /// Values by the number of their property and their own.
    values: HashMap<(String, String), String>,
}

#[derive(Clone, Debug)]
struct Node {
    parent: String,
    name: String,
    /// How many names came before it.
    place: usize,
}

/// More names are passed over: no shop has so many categories.
const MOST: usize = 500_000;
/// Trees are no deeper; a loop ends here.
const DEEPEST: usize = 32;

/// Where such a table says what.
pub(super) struct LookUpColumns {
    id: Option<usize>,
    parent: Option<usize>,
    name: Option<usize>,
    /// Within what numbers are unique.
    within: Option<usize>,
    /// The numbers and names of values that can be chosen.
    values: Vec<(usize, usize)>,
}

/// Values in a table of properties: the beginning of their columns, and the ends of those with number and name.
const CHOICES: (&str, &str, &str) = ("вариантызначений/справочник", "/идзначения", "/значение");

impl LookUpColumns {
    pub(super) fn new(header: &Header) -> Self {
        let keys: Vec<String> = header.columns.iter().map(|name| label::key(name)).collect();
        let find =
            |names: &[&str]| names.iter().find_map(|name| keys.iter().position(|key| key == name));
        // WordPress says by its slug in what a term lies.
        let id = find(&[
            "wp:term_slug",
            "wp:category_nicename",
            "@id",
            "id",
            "ид",
            "categoryid",
            "term_id",
            "wp:term_id",
        ]);
        let parent = find(&[
            "wp:term_parent",
            "wp:category_parent",
            "@parentid",
            "parentid",
            "parent_id",
            "parentcategory",
            "parent",
            "..",
        ]);
        let name = find(&[
            "wp:term_name",
            "wp:cat_name",
            "name",
            "name*",
            "наименование",
            "category",
            "#text",
            "text",
            ".",
            "",
        ]);
        let other = || {
            let is_text = |at: &usize| Some(*at) != id && Some(*at) != parent;
            (0..keys.len()).filter(is_text).find(|at| !keys[*at].starts_with('@'))
        };
        let within = find(&["wp:term_taxonomy"]);
        Self { id, parent, within, name: name.or_else(other), values: choices(&keys) }
    }
}

fn choices(keys: &[String]) -> Vec<(usize, usize)> {
    let (list, number, name) = CHOICES;
    let part = |key: &str, end: &str| {
        let of = key.strip_prefix(list)?.strip_suffix(end)?;
        Some(of.to_owned())
    };
    let names: HashMap<String, usize> =
        keys.iter().enumerate().filter_map(|(at, key)| Some((part(key, name)?, at))).collect();
    let numbers = keys.iter().enumerate();
    numbers.filter_map(|(at, key)| Some((at, *names.get(&part(key, number)?)?))).collect()
}

impl LookUp {
    pub(super) fn add(&mut self, about: About, columns: &LookUpColumns, row: &Row) {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        let (id, name) = (cell(columns.id), cell(columns.name));
        if !id.is_empty() && !name.is_empty() {
            let parent = cell(columns.parent);
            match cell(columns.within) {
                "" => self.put(about, id, parent, name),
                list => self.put(about, &within(list, id), &within(list, parent), name),
            }
            for (number, name) in &columns.values {
                let (number, name) = (cell(Some(*number)), cell(Some(*name)));
                if !number.is_empty() && !name.is_empty() && self.values.len() < MOST {
                    let key = (id.to_owned(), number.to_owned());
                    self.values.entry(key).or_insert_with(|| name.to_owned());
                }
            }
        }
    }

    /// Takes one name.
    pub(super) fn name(&mut self, id: &str, name: &str) {
        if !name.is_empty() {
            self.put(About::Tree, id, "", name);
        }
    }

    fn put(&mut self, about: About, id: &str, parent: &str, name: &str) {
        let names = &mut self.names[about as usize];
        let place = names.len();
        if place < MOST {
            let (parent, name) = (parent.to_owned(), name.to_owned());
            names.entry(id.to_owned()).or_insert(Node { parent, name, place });
        }
    }

    /// The names from the root on; `None` where the number is not known.
    pub(super) fn path(&self, id: &str) -> Option<Vec<&str>> {
        self.path_of(About::Tree, id)
    }

    /// The same of a term by its slug and the list that it is in.
    pub(super) fn term(&self, list: &str, slug: &str) -> Option<Vec<&str>> {
        match list {
            // Those of posts have a table of their own.
            "category" => self.path_of(About::Terms, slug),
            list => self.path_of(About::Terms, &within(list, slug)),
        }
    }

    /// Whether a table explains anything of this kind.
    pub(super) fn has(&self, about: About) -> bool {
        !self.names[about as usize].is_empty()
    }

    fn path_of(&self, about: About, id: &str) -> Option<Vec<&str>> {
        let names = &self.names[about as usize];
        let mut node = names.get(id.trim())?;
        let mut path = vec![node.name.as_str()];
        while let Some(parent) = names.get(&node.parent).filter(|_| path.len() < DEEPEST) {
            path.push(parent.name.as_str());
            node = parent;
        }
        path.reverse();
        Some(path)
    }

    /// The name of something, and how many are named before it.
    pub(super) fn named(&self, about: About, id: &str) -> Option<(&str, usize)> {
        let node = self.names[about as usize].get(id.trim())?;
        Some((node.name.as_str(), node.place))
    }

    /// The value of a property that a number stands for.
    pub(super) fn value(&self, property: &str, number: &str) -> Option<&str> {
        let key = (property.trim().to_owned(), number.trim().to_owned());
        self.values.get(&key).map(String::as_str)
    }
}

/// What is unique within a list only, as it is kept.
fn within(list: &str, id: &str) -> String {
    format!("{list}/{}", id.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_from_the_root_on_and_loops_end() {
        let columns = ["@id", "@parentId", "category"].map(str::to_owned).to_vec();
        let columns = LookUpColumns::new(&Header { columns, line: None });
        let mut look_up = LookUp::default();
        for cells in [["1", "", "Men"], ["2", "1", "Tops"], ["3", "4", "a"], ["4", "3", "b"]] {
            let mut row = Row::new();
            cells.iter().for_each(|cell| row.push(cell));
            look_up.add(About::Tree, &columns, &row);
        }
        assert_eq!(look_up.path("2"), Some(vec!["Men", "Tops"]));
        assert_eq!(look_up.path("3").map(|path| path.len()), Some(DEEPEST));
        assert_eq!(look_up.path("9"), None);
    }
}
