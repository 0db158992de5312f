//! Categories whose levels are written with another sign than `>`: `Clothing/Shirts`.

use std::collections::HashMap;

use super::{Damage, Habits};
use crate::check::codes;

/// What lists write between the levels of a category.
const BETWEEN: [char; 3] = ['/', '|', '\\'];

/// What stands between the levels of a column's categories: a sign that most of them have, so that several lie in the
/// same. `None` where some have `>`, which needs no other.
pub(super) fn between(cells: &[&str]) -> Option<char> {
    if cells.iter().any(|cell| cell.contains('>')) {
        return None;
    }
    BETWEEN.into_iter().find(|sign| {
        let parts: Vec<(&str, &str)> =
            cells.iter().filter_map(|cell| cell.split_once(*sign)).collect();
        let mut first = HashMap::new();
        let lie_in_one = parts.iter().any(|(outer, inner)| {
            let known = first.entry(outer.trim()).or_insert(inner.trim());
            !outer.trim().is_empty() && *known != inner.trim()
        });
        lie_in_one && parts.len() * 2 >= cells.len()
    })
}

pub(super) fn damage(cell: &str, habits: &Habits) -> Option<Damage> {
    let sign = habits.between_levels().filter(|sign| cell.contains(*sign))?;
    let paths = cell.split(',').map(|path| {
        let levels = path.split(sign).map(str::trim).filter(|level| !level.is_empty());
        levels.collect::<Vec<_>>().join(" > ")
    });
    let meant = paths.filter(|path| !path.is_empty()).collect::<Vec<_>>().join(", ");
    Damage::mended(&codes::CATEGORY_MAY_BE_PATH, cell, meant)
}
