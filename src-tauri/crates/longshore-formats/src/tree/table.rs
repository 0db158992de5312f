//! Where in a tree are the records of a table?

/// A table of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// Its path, as people see it.
    pub(super) name: String,
    /// The names of what lies around its records, and of the records themselves, from the outside in.
    pub(super) path: Vec<Segment>,
    /// How much of the path leads to the record of another table, in whose records this one lies.
    pub(super) outer: Option<usize>,
    /// Where in a record further records lie: the names from the record down.
    pub(super) recursion: Option<Vec<String>>,
    /// Records that were seen.
    pub(super) rows: u64,
    /// Different leaves that were seen in them.
    pub(super) fields: usize,
}

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// To what is called so.
    Named(String),
    /// To every member, whatever its name is: it is a key.
    Key,
}

impl Segment {
    pub(super) fn fits(&self, name: &str) -> bool {
        match self {
            Self::Named(named) => named == name,
            Self::Key => true,
        }
    }
}

impl Table {
    /// The table of a path that somebody asks for by name.
    pub(super) fn named(name: &str, separator: char) -> Self {
        let mut path: Vec<Segment> = Vec::new();
        if separator == '.' {
            // What is at the top has no name.
            path.push(Segment::Named(String::new()));
        }
        let named = name.split(separator).filter(|part| !part.is_empty());
        path.extend(named.map(|part| Segment::Named(part.to_owned())));
        Self { name: name.to_owned(), path, outer: None, recursion: None, rows: 0, fields: 0 }
    }

    /// Whether it lies in the records of another table, or its records in each other.
    pub(super) fn has_parents(&self) -> bool {
        self.outer.is_some() || self.recursion.is_some()
    }

    /// Whether its records have keys.
    pub(super) fn has_keys(&self) -> bool {
        matches!(self.path.last(), Some(Segment::Key))
    }
}
