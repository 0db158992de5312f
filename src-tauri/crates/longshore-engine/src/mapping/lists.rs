//! Cells that name several records: categories, tags, brands, other products.

use std::borrow::Cow;

use super::{
    cell::{Cell, has},
    kind::product_named,
};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    escape,
    issue::Fix,
    profile::BlankPolicy,
    row::Row,
    value::{Key, Name, Reference, Value},
};

/// Columns that name terms of one kind.
#[derive(Clone, Debug)]
pub(super) struct TermCells {
    pub(super) entity: Entity,
    pub(super) cells: Vec<Cell>,
    pub(super) splits: Vec<Split>,
}

/// What the commas in a cell mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// They stand between names, unless there is a backslash before them.
    AtCommas,
    /// They belong to the name.
    Whole,
}

/// More names in one cell are refused: no shop has them, and each costs a request.
const MOST_NAMES: usize = 1_000;
/// Deeper trees are cut.
const DEEPEST: usize = 32;

impl TermCells {
    pub(super) fn value(&self, row: &Row, old: Value, raised: &mut Raised<'_>) -> Option<Value> {
        let mut all = Names::over(old);
        let mut is_blank = true;
        for (cell, split) in self.cells.iter().zip(&self.splits) {
            let text = cell.text(row, raised);
            if text.is_empty() {
                continue;
            }
            is_blank = false;
            match split {
                Split::Whole => self.add(&mut all, &text, cell, raised),
                Split::AtCommas => {
                    for part in escape::list(&text).take(MOST_NAMES) {
                        self.add(&mut all, &part, cell, raised);
                    }
                    check_quotes(&text, cell, raised);
                }
            }
        }
        if is_blank {
            let clears = self.cells.iter().any(|cell| cell.blank == BlankPolicy::Clear);
            return clears.then_some(Value::Empty);
        }
        Some(all.into_value())
    }

    /// Raises what is wrong about the cells.
    pub(super) fn check(&self, row: &Row, raised: &mut Raised<'_>) {
        for (cell, split) in self.cells.iter().zip(&self.splits) {
            let text = cell.text(row, raised);
            if memchr::memchr2(b'>', b'"', text.as_bytes()).is_none() {
                continue;
            }
            let may_have_gaps = self.entity != Entity::Tag;
            match split {
                Split::Whole if may_have_gaps => check_gap(&text, cell, raised),
                Split::AtCommas if may_have_gaps => {
                    escape::list(&text)
                        .take(MOST_NAMES)
                        .for_each(|part| check_gap(&part, cell, raised));
                }
                _ => {}
            }
            if *split == Split::AtCommas {
                check_quotes(&text, cell, raised);
            }
        }
    }

    fn add(&self, all: &mut Names, text: &str, cell: &Cell, raised: &mut Raised<'_>) {
        if self.entity == Entity::Tag {
            all.add(self.entity, Key::Name, [text]);
        } else {
            check_gap(text, cell, raised);
            let levels = escape::path(text).take(DEEPEST).filter(|level| !level.is_empty());
            all.add(self.entity, Key::Path, levels);
        }
    }
}

/// Names that are written over those of another row.
struct Names {
    all: Vec<Reference>,
    count: usize,
}

impl Names {
    fn over(old: Value) -> Self {
        let all = match old {
            Value::References(room) => room,
            _ => Vec::new(),
        };
        Self { all, count: 0 }
    }

    /// Adds a name; one that is there already is not added again.
    fn add<'a>(&mut self, entity: Entity, by: Key, levels: impl IntoIterator<Item = &'a str>) {
        let fresh = || Reference::Named(Name { entity, by, path: Vec::with_capacity(2) });
        match self.all.get_mut(self.count) {
            Some(Reference::Named(_)) => {}
            Some(other) => *other = fresh(),
            None => self.all.push(fresh()),
        }
        let (known, rest) = self.all.split_at_mut(self.count);
        let Some(Reference::Named(name)) = rest.first_mut() else { return };
        (name.entity, name.by) = (entity, by);
        let mut depth = 0;
        for level in levels {
            let level = escape::decode_ampersands(level);
            match name.path.get_mut(depth) {
                Some(room) => {
                    room.clear();
                    room.push_str(&level);
                }
                None => name.path.push(level.into_owned()),
            }
            depth += 1;
        }
        name.path.truncate(depth);
        let is_known = |reference: &Reference| match reference {
            Reference::Named(known) => same_path(&known.path, &name.path),
            _ => false,
        };
        if depth > 0 && !known.iter().any(is_known) {
            self.count += 1;
        }
    }

    fn into_value(mut self) -> Value {
        self.all.truncate(self.count);
        Value::References(self.all)
    }
}

fn check_gap(text: &str, cell: &Cell, raised: &mut Raised<'_>) {
    if has(text, b'>') && escape::path(text).any(str::is_empty) {
        raised.raise(&codes::CATEGORY_LEVEL_EMPTY, cell.column, &[text]);
    }
}

/// Stores compare names without letter case.
fn same_path(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one == other
                || (!(one.is_ascii() && other.is_ascii())
                    && one.to_lowercase() == other.to_lowercase())
                || one.eq_ignore_ascii_case(other)
        })
}

/// `"Brass, polished"` becomes two categories with a quotation mark each.
fn check_quotes(text: &str, cell: &Cell, raised: &mut Raised<'_>) {
    if !has(text, b'"') {
        return;
    }
    let is_opening =
        |part: &Cow<'_, str>| part.starts_with('"') && part.matches('"').count() % 2 == 1;
    if escape::list(text).any(|part| is_opening(&part)) {
        let mut kept = String::with_capacity(text.len());
        let mut is_inside = false;
        for letter in text.chars() {
            match letter {
                '"' => is_inside = !is_inside,
                ',' if is_inside => kept.push_str("\\,"),
                _ => kept.push(letter),
            }
        }
        let fix = Some(Fix::Cell(kept.clone()));
        raised.raise_with_fix(&codes::CATEGORY_QUOTED, cell.column, &[text, &kept], fix);
    }
}

/// Products by SKU, or by `id:` and their numbers in the file.
pub(super) fn products(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    let mut all: Vec<Reference> = Vec::new();
    for part in escape::list(&text).take(MOST_NAMES) {
        let Some(reference) = product_named(&part).map(Reference::Named) else { continue };
        if !all.contains(&reference) {
            all.push(reference);
        }
    }
    Some(Value::References(all))
}

/// A shipping class by its name.
pub(super) fn shipping_class(cell: &Cell, row: &Row, raised: &mut Raised<'_>) -> Option<Value> {
    let text = cell.text(row, raised);
    if text.is_empty() {
        return cell.blank_value();
    }
    let name = escape::decode_ampersands(&text);
    Some(Value::Reference(Reference::Named(Name::new(Entity::ShippingClass, Key::Name, name))))
}
