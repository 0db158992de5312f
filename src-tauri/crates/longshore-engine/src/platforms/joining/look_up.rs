//! What do numbers mean that a file explains in a table of their own, such as its categories?

use std::collections::HashMap;

use crate::{
    label,
    row::{Header, Row},
};

/// The names of a tree, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct LookUp {
    names: HashMap<String, Node>,
}

#[derive(Clone, Debug)]
struct Node {
    parent: String,
    name: String,
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
}

impl LookUpColumns {
    pub(super) fn new(header: &Header) -> Self {
        let keys: Vec<String> = header.columns.iter().map(|name| label::key(name)).collect();
        let find =
            |names: &[&str]| names.iter().find_map(|name| keys.iter().position(|key| key == name));
        let id = find(&["@id", "id", "ид", "categoryid", "term_id", "wp:term_id"]);
        let parent =
            find(&["@parentid", "parentid", "parent_id", "parentcategory", "parent", ".."]);
        let name = find(&["name", "name*", "наименование", "category", "#text", "text", ".", ""]);
        let other = || {
            let is_text = |at: &usize| Some(*at) != id && Some(*at) != parent;
            (0..keys.len()).filter(is_text).find(|at| !keys[*at].starts_with('@'))
        };
        Self { id, parent, name: name.or_else(other) }
    }
}

impl LookUp {
    pub(super) fn add(&mut self, columns: &LookUpColumns, row: &Row) {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        let (id, name) = (cell(columns.id), cell(columns.name));
        if !id.is_empty() && !name.is_empty() && self.names.len() < MOST {
            let (parent, name) = (cell(columns.parent).to_owned(), name.to_owned());
            self.names.entry(id.to_owned()).or_insert(Node { parent, name });
        }
    }

    /// Takes one name.
    pub(super) fn name(&mut self, id: &str, name: &str) {
        if !name.is_empty() && self.names.len() < MOST {
            let node = Node { parent: String::new(), name: name.to_owned() };
            self.names.entry(id.to_owned()).or_insert(node);
        }
    }

    /// The names from the root on; `None` where the number is not known.
    pub(super) fn path(&self, id: &str) -> Option<Vec<&str>> {
        let mut node = self.names.get(id.trim())?;
        let mut path = vec![node.name.as_str()];
        while let Some(parent) = self.names.get(&node.parent).filter(|_| path.len() < DEEPEST) {
            path.push(parent.name.as_str());
            node = parent;
        }
        path.reverse();
        Some(path)
    }
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
            look_up.add(&columns, &row);
        }
        assert_eq!(look_up.path("2"), Some(vec!["Men", "Tops"]));
        assert_eq!(look_up.path("3").map(|path| path.len()), Some(DEEPEST));
        assert_eq!(look_up.path("9"), None);
    }
}
