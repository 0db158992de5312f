//! Which column is a leaf of a record?

use std::collections::HashMap;

/// What was met in the records so far: every path, with numbers for what is repeated, and the columns among them.
#[derive(Clone)]
pub(super) struct Columns {
    nodes: Vec<Node>,
    names: Vec<String>,
    separator: char,
    most_columns: usize,
    most_nodes: usize,
}

/// The record itself.
pub(super) const RECORD: u32 = 0;
/// What there was no room for.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A path.
#[derive(Clone)]
struct Node {
    path: String,
    column: u32,
    groups: Vec<Group>,
    /// The groups by name, once there are many.
    by_name: HashMap<String, u32>,
}

/// What has the same name in the same place: the first, the second and so on.
#[derive(Clone)]
struct Group {
    name: String,
    nodes: Vec<u32>,
}

/// From so many names on, they are looked up.
const MANY: usize = 12;

impl Columns {
    pub(super) fn new(separator: char, most_columns: usize) -> Self {
        let record = Node {
            path: String::new(),
            column: NOWHERE,
            groups: Vec::new(),
            by_name: HashMap::new(),
        };
        Self {
            nodes: vec![record],
            names: Vec::new(),
            separator,
            most_columns,
            most_nodes: most_columns.saturating_mul(4).saturating_add(1_000),
        }
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The members of this name below a path; `last` is the one that was met before it.
    pub(super) fn group(&mut self, parent: u32, last: u32, name: &str) -> u32 {
        let Some(node) = self.nodes.get_mut(parent as usize) else { return NOWHERE };
        let is =
            |index: u32| node.groups.get(index as usize).is_some_and(|group| group.name == name);
        let next = last.wrapping_add(1);
        if is(next) {
            return next;
        }
        if is(last) {
            return last;
        }
        let found = if node.groups.len() < MANY {
            node.groups.iter().position(|group| group.name == name).map(|index| index as u32)
        } else {
            node.by_name.get(name).copied()
        };
        if let Some(found) = found {
            return found;
        }
        if node.groups.len() >= self.most_nodes || self.nodes.len() >= self.most_nodes {
            return NOWHERE;
        }
        let node = &mut self.nodes[parent as usize];
        let index = node.groups.len() as u32;
        node.groups.push(Group { name: name.to_owned(), nodes: Vec::new() });
        if node.groups.len() == MANY {
            let names = node.groups.iter().map(|group| group.name.clone()).zip(0..);
            node.by_name = names.collect();
        } else if node.groups.len() > MANY {
            node.by_name.insert(name.to_owned(), index);
        }
        index
    }

    /// The path of the member of a group that is the `count`th of them, counted from 0.
    pub(super) fn node(&mut self, parent: u32, group: u32, count: u32) -> u32 {
        let Some(node) = self.nodes.get(parent as usize) else { return NOWHERE };
        let Some(members) = node.groups.get(group as usize) else { return NOWHERE };
        if let Some(node) = members.nodes.get(count as usize) {
            return *node;
        }
        if self.nodes.len() >= self.most_nodes || members.nodes.len() < count as usize {
            return NOWHERE;
        }
        let mut path = node.path.clone();
        if !path.is_empty() {
            path.push(self.separator);
        }
        path.push_str(&members.name);
        if count > 0 || members.name.is_empty() {
            path.push_str(&format!("[{}]", count + 1));
        }
        let index = self.nodes.len() as u32;
        self.nodes.push(Node {
            path,
            column: NOWHERE,
            groups: Vec::new(),
            by_name: HashMap::new(),
        });
        self.nodes[parent as usize].groups[group as usize].nodes.push(index);
        index
    }

    /// The column of a path, a new one where it had none; [`NOWHERE`] where there are too many.
    pub(super) fn column(&mut self, node: u32) -> u32 {
        let Some(node) = self.nodes.get_mut(node as usize) else { return NOWHERE };
        if node.column == NOWHERE && self.names.len() < self.most_columns {
            node.column = self.names.len() as u32;
            self.names.push(if node.path.is_empty() { ".".to_owned() } else { node.path.clone() });
        }
        node.column
    }

    /// The path of a single thing directly below the record.
    pub(super) fn single(&mut self, name: &str) -> u32 {
        let group = self.group(RECORD, NOWHERE, name);
        self.node(RECORD, group, 0)
    }
}
