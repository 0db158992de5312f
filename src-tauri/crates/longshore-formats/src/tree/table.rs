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
    /// Each record says the number of the one around it.
    pub(super) is_numbered: bool,
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
    /// The table of a path that somebody asks for by name; it may lie in the records of one of those that were found.
    pub(super) fn named(name: &str, separator: char, found: &[Table]) -> Self {
        let mut path: Vec<Segment> = Vec::new();
        if separator == '.' {
            // What is at the top has no name.
            path.push(Segment::Named(String::new()));
        }
        let rest = |outer: &Table| -> Option<String> {
            let rest = name.strip_prefix(outer.name.as_str())?;
            match outer.name.is_empty() {
                true => Some(rest.to_owned()),
                false => rest.strip_prefix(separator).map(str::to_owned),
            }
        };
        let around = found.iter().filter(|table| table.recursion.is_none());
        let around = around.filter_map(|table| Some((table, rest(table)?)));
        let around = around.max_by_key(|(table, _)| table.path.len());
        let outer = around.as_ref().map(|(table, _)| table.path.len());
        let mut below = name.to_owned();
        if let Some((table, rest)) = around {
            (path, below) = (table.path.clone(), rest);
        }
        let named = below.split(separator).filter(|part| !part.is_empty());
        path.extend(named.map(|part| Segment::Named(part.to_owned())));
        Self {
            name: name.to_owned(),
            path,
            outer,
            recursion: None,
            is_numbered: false,
            rows: 0,
            fields: 0,
        }
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
