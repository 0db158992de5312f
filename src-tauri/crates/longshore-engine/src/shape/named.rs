//! Which columns of a tree say what is chosen, and by which name? `options.name` beside `options.value`,
//! `attribute/@name` beside `attribute`, or `attributes.Color`.

use crate::label;

/// What of a list says by which name something is chosen, and what says the value.
const NAMES: [&str; 6] = ["name", "@name", "key", "@key", "attribute", "label"];
const VALUES: [&str; 5] = ["value", "@value", "option", "text", "values"];
/// What holds the choices of a variant, each under its name.
const HOLDERS: &[&str] = &[
    "attribute",
    "attributes",
    "option",
    "options",
    "option values",
    "properties",
    "property",
    "param",
    "params",
    "choices",
    "selections",
    "attribut",
    "attributs",
    "attribute values",
    "specs",
    "merkmale",
    "eigenschaften",
];

/// The column with the name of what stands in this one, where there is one.
pub(crate) fn name_of(columns: &[String], at: usize) -> Option<usize> {
    let keys: Vec<String> = columns.iter().map(|name| label::key(name)).collect();
    let own = keys.get(at)?;
    let called = |prefix: &str, between: char| {
        let is_it = |key: &String, name: &&str| {
            let rest = key.strip_prefix(prefix);
            rest.and_then(|rest| rest.strip_prefix(between)) == Some(*name)
        };
        NAMES.iter().find_map(|name| keys.iter().position(|key| is_it(key, name)))
    };
    if let Some((prefix, between, leaf)) = parted(own)
        && VALUES.contains(&leaf)
    {
        return called(prefix, between).filter(|_| holds(prefix));
    }
    called(own, '/').filter(|_| holds(own))
}

/// Whether a column has the name of what stands in another one.
pub(crate) fn is_name(columns: &[String], at: usize) -> bool {
    let is_leaf =
        parted(&label::key(&columns[at])).is_some_and(|(_, _, leaf)| NAMES.contains(&leaf));
    is_leaf && (0..columns.len()).any(|other| name_of(columns, other) == Some(at))
}

/// The name of what stands in a column that is kept under its name: "Color" of `attributes.Color`.
pub(crate) fn under_name(column: &str) -> Option<&str> {
    let (holder, leaf) = column.rsplit_once(['.', '/'])?;
    let is_one = holds(&label::key(holder)) && !holder.ends_with(']') && !leaf.starts_with('@');
    let key = label::key(leaf);
    let is_part = NAMES.contains(&key.as_str())
        || VALUES.contains(&key.as_str())
        || ["id", "slug", "position", "visible", "variation"].contains(&key.as_str());
    (is_one && !is_part && !key.contains('[')).then_some(leaf)
}

/// The way to a leaf, and what stands before it.
fn parted(key: &str) -> Option<(&str, char, &str)> {
    let at = key.rfind(['.', '/'])?;
    let between = key[at..].chars().next()?;
    Some((&key[..at], between, &key[at + between.len_utf8()..]))
}

/// Whether the last part of a way is called as what holds choices, whichever of several it is.
fn holds(prefix: &str) -> bool {
    let last = prefix.rsplit(['.', '/']).next().unwrap_or(prefix);
    let last = last.split_once('[').map_or(last, |(last, _)| last);
    let words = label::words(last);
    HOLDERS.contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_name_of_a_choice_stands_beside_its_value() {
        let all = columns(&[
            "sku",
            "options.name",
            "options.value",
            "options[2].name",
            "options[2].value",
            "attribute/@name",
            "attribute",
            "supplier.name",
            "supplier.value",
        ]);
        let names: Vec<Option<usize>> = (0..all.len()).map(|at| name_of(&all, at)).collect();
        let none = None;
        assert_eq!(names, [none, none, Some(1), none, Some(3), none, Some(5), none, none]);
        assert!(is_name(&all, 1) && is_name(&all, 5) && !is_name(&all, 7));
    }

    #[test]
    fn choices_may_lie_under_their_names() {
        assert_eq!(under_name("attributes.Color"), Some("Color"));
        assert_eq!(under_name("options/Size"), Some("Size"));
        for other in ["attributes.name", "supplier.Color", "Color", "attributes[2].Color"] {
            assert_eq!(under_name(other), None, "{other}");
        }
    }
}
