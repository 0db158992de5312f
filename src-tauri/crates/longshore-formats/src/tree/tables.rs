//! Which tables are in a tree, and which of them is most like products?

use super::{
    survey::{PARTS, Survey},
    table::{Segment, Table},
};

/// Tables that are shown.
const TABLES: usize = 60;
/// A table inside the records of another one has at least so many fields.
const FIELDS: usize = 3;

/// What the lists are called whose parts may have keys.
const VARIANTS: &[&str] = &["vari", "option", "model", "size", "sku", "child"];

/// What lies in products and may have more records than there are products.
const PARTS_OF_PRODUCTS: &[&str] =
    &["vari", "option", "image", "picture", "photo", "attrib", "propert", "param", "meta", "price"];

/// The tables of a tree.
pub(super) struct Tables {
    /// In the order in which they begin.
    pub(super) tables: Vec<Table>,
    /// Which of them is most like products.
    pub(super) likely: usize,
    /// The ways to the objects in their records that are lists, each part with a key.
    pub(super) lists: Vec<Vec<Segment>>,
}

impl Survey {
    /// The tables.
    pub(super) fn tables(&self) -> Tables {
        let mut found = Found {
            survey: self,
            tables: Vec::new(),
            parts: Vec::new(),
            trail: Vec::new(),
            lists: Vec::new(),
        };
        found.go(0, None, false);
        let is_more = |at: usize| {
            found.tables[at].fields >= 2 || !self.parts[found.parts[at].0].members.is_empty()
        };
        if !(0..found.tables.len()).any(is_more) {
            found.tables.clear();
            found.parts.clear();
            found.trail.clear();
            found.largest();
        }
        let likely = found.default();
        let (mut tables, lists) = (found.tables, found.lists);
        let likely = if likely < TABLES { likely } else { 0 };
        tables.truncate(TABLES);
        Tables { tables, likely, lists }
    }
}

/// The tables that were found on the way through what was seen.
struct Found<'a> {
    survey: &'a Survey,
    tables: Vec<Table>,
    /// The part of each, and the table around it.
    parts: Vec<(usize, Option<usize>)>,
    trail: Vec<Segment>,
    lists: Vec<Vec<Segment>>,
}

impl Found<'_> {
    /// Goes through a part, in the records of a table or of none.
    fn go(&mut self, part: usize, outer: Option<usize>, is_in_keys: bool) {
        let survey = self.survey;
        let members = &survey.parts[part].members;
        if outer.is_none() && !is_in_keys && part != 0 && survey.has_keys(part) {
            self.trail.push(Segment::Key);
            let rows = members.len() as u64 + survey.parts[part].more;
            self.add(members[0], rows, None, None);
            self.trail.pop();
            return;
        }
        for &member in members {
            let found = &survey.parts[member];
            if found.name.starts_with('@') {
                continue;
            }
            self.trail.push(Segment::Named(found.name.clone()));
            if outer.is_some() && self.is_list_with_keys(member) {
                let members = &found.members;
                let rows = members.iter().map(|member| survey.parts[*member].count).sum::<u64>();
                self.add(members[0], rows + found.more, outer, None);
                self.lists.push(self.trail.clone());
                self.trail.pop();
                continue;
            }
            let fields = survey.fields(member);
            let recursion = (fields >= 2).then(|| survey.recursion(member)).flatten();
            let is_array = found.is_listed && !found.members.is_empty();
            let is_table = found.is_repeated
                || is_array
                || recursion.is_some()
                || (outer.is_none() && survey.is_single(member));
            let is_shown = is_table && (outer.is_none() || (fields >= FIELDS && !found.is_leaf));
            let outer = if is_shown && self.tables.len() < PARTS / 10 {
                let inner = recursion.as_ref().map(|(_, part)| *part);
                self.add(member, found.count, outer, recursion.map(|(trail, _)| trail));
                let table = self.tables.len() - 1;
                if inner.is_some() {
                    // What lies in it is the same again.
                    self.trail.pop();
                    continue;
                }
                Some(table)
            } else {
                outer
            };
            self.go(member, outer, false);
            self.trail.pop();
        }
    }

    fn is_list_with_keys(&self, part: usize) -> bool {
        let name = self.survey.parts[part].name.to_lowercase();
        VARIANTS.iter().any(|called| name.contains(called)) && self.survey.has_variants(part)
    }

    fn add(
        &mut self,
        part: usize,
        rows: u64,
        outer: Option<usize>,
        recursion: Option<Vec<String>>,
    ) {
        let path = self.trail.clone();
        self.parts.push((part, outer));
        self.tables.push(Table {
            name: name(&path, self.survey.markup.separator()),
            outer: outer.map(|outer| self.tables[outer].path.len()),
            path,
            recursion,
            is_numbered: false,
            rows,
            fields: self.survey.fields(part),
        });
    }

    /// Where nothing is repeated: whatever has the most leaves is the only record.
    fn largest(&mut self) {
        let survey = self.survey;
        let mut most = (0, Vec::new(), 0);
        let mut stack: Vec<(usize, Vec<Segment>)> = vec![(0, Vec::new())];
        while let Some((part, path)) = stack.pop() {
            let leaves = survey.leaves(part).len().max(usize::from(survey.parts[part].is_leaf));
            if leaves >= most.0.max(1) && !path.is_empty() {
                most = (leaves, path.clone(), part);
            }
            for &member in survey.parts[part].members.iter().rev() {
                let name = survey.parts[member].name.clone();
                if !name.starts_with('@') {
                    stack.push((member, [path.clone(), vec![Segment::Named(name)]].concat()));
                }
            }
        }
        if !most.1.is_empty() {
            self.trail = most.1;
            self.add(most.2, survey.parts[most.2].count, None, None);
        }
    }

    fn is_known(&self, table: usize) -> bool {
        self.survey.is_known(&self.survey.parts[self.parts[table].0])
    }

    fn default(&self) -> usize {
        let score = |at: usize| {
            let table = &self.tables[at];
            (self.is_known(at), table.rows.saturating_mul(table.fields as u64))
        };
        let all = || 0..self.tables.len();
        let outermost = all().filter(|at| self.parts[*at].1.is_none());
        // The first of several that are alike.
        let Some(mut best) = outermost.rev().max_by_key(|at| score(*at)) else { return 0 };
        // What only groups others is no product.
        loop {
            let own = self.survey.leaves(self.parts[best].0).len();
            let holds = |at: &usize| {
                let (inner, outer) = (&self.tables[*at], &self.tables[best]);
                let name = self.survey.parts[self.parts[*at].0].name.to_lowercase();
                let is_part = PARTS_OF_PRODUCTS.iter().any(|part| name.starts_with(part));
                self.parts[*at].1 == Some(best)
                    && !self.is_known(best)
                    && !is_part
                    && own <= 5
                    && (self.is_known(*at) || inner.rows >= 5 * outer.rows)
                    && inner.fields >= own
            };
            match all().filter(holds).rev().max_by_key(|at| score(*at)) {
                Some(inner) => best = inner,
                None => return best,
            }
        }
    }
}

fn name(path: &[Segment], separator: char) -> String {
    let mut name = String::new();
    for segment in path {
        let part = match segment {
            Segment::Named(part) => part.as_str(),
            Segment::Key => "",
        };
        if !name.is_empty() && !part.is_empty() {
            name.push(separator);
        }
        name.push_str(part);
    }
    name
}
