//! How does a profile come to have the columns of a file, in their order?

use std::collections::HashMap;

use longshore_engine::{
    label,
    profile::{ColumnMap, Profile},
    row::Header,
    shape::RowShape,
};

/// The profile with a column for each of the file's, in their order. What it says of others stands behind them.
pub(super) fn fitted(mut profile: Profile, header: &Header) -> Profile {
    profile.take_new_attributes(header);
    let mut left: Vec<Option<ColumnMap>> = profile.columns.drain(..).map(Some).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let places: Vec<(&String, usize)> = header
        .columns
        .iter()
        .map(|name| {
            let before = seen.entry(name).or_default();
            *before += 1;
            (name, *before - 1)
        })
        .collect();
    let exact = |map: &ColumnMap, name: &str, occurrence| {
        map.column == name && map.occurrence == occurrence
    };
    let mut columns: Vec<Option<ColumnMap>> = places
        .iter()
        .map(|(name, occurrence)| take(&mut left, |map| exact(map, name, *occurrence)))
        .collect();
    for (at, (name, occurrence)) in places.iter().enumerate() {
        let key = label::key(name);
        if columns[at].is_none() && !key.is_empty() {
            let alike = take(&mut left, |map| {
                label::key(&map.column) == key && map.occurrence == *occurrence
            });
            columns[at] = alike;
        }
    }
    let with_names = columns.into_iter().zip(places).map(|(map, (name, occurrence))| ColumnMap {
        column: name.clone(),
        occurrence,
        ..map.unwrap_or_default()
    });
    profile.columns = with_names.collect();
    profile.columns.extend(left.into_iter().flatten().filter(|map| map.target.is_some()));
    profile
}

/// A profile for rows that become products in another way than before, with what was decided about the columns that
/// stay.
pub(super) fn kept(
    mut found: Profile,
    decided: Profile,
    [before, now]: [Option<&RowShape>; 2],
) -> Profile {
    let options: Vec<&str> = [before, now]
        .into_iter()
        .flatten()
        .flat_map(RowShape::options)
        .map(|option| option.column.as_str())
        .collect();
    let own = |shape: &RowShape| shape.own(found.columns.len());
    let own = now.map_or(0..found.columns.len(), own);
    let columns = found.columns.iter().enumerate();
    let made: Vec<_> = columns
        .filter(|(at, _)| !own.contains(at))
        .map(|(_, column)| column.target.clone())
        .collect();
    let count = decided.columns.len();
    let decided_own = before.map_or(count, |shape| shape.own(count).len());
    for map in decided.columns.into_iter().take(decided_own) {
        let is_made = map.target.is_some() && made.contains(&map.target);
        let is_ours = is_made || options.contains(&map.column.as_str());
        let columns = found.columns.get_mut(own.clone()).unwrap_or_default();
        let same = columns.iter_mut().find(|column| column.column == map.column);
        if let Some(column) = same.filter(|_| !is_ours) {
            *column = ColumnMap { occurrence: column.occurrence, ..map };
        }
    }
    let (constants, match_keys) = (decided.constants, decided.match_keys);
    Profile {
        constants,
        match_keys,
        mode: decided.mode,
        blank: decided.blank,
        shop_keeps: decided.shop_keeps,
        on_edit: decided.on_edit,
        takes: decided.takes,
        ..found
    }
}

fn take(left: &mut [Option<ColumnMap>], is_it: impl Fn(&ColumnMap) -> bool) -> Option<ColumnMap> {
    left.iter_mut().find(|map| map.as_ref().is_some_and(&is_it))?.take()
}

#[cfg(test)]
mod tests {
    use longshore_engine::shape::ShapeOption;

    use super::*;

    fn column(name: &str, occurrence: usize, target: Option<&str>) -> ColumnMap {
        ColumnMap {
            column: name.to_owned(),
            occurrence,
            target: target.map(Into::into),
            ..ColumnMap::default()
        }
    }

    #[test]
    fn what_was_decided_stays_when_rows_become_products() {
        let decided = Profile {
            columns: vec![
                column("VK", 0, Some("regular_price")),
                column("Size", 0, Some("attribute:Size")),
                column("Type", 0, Some("type")),
            ],
            ..Profile::default()
        };
        let shape = RowShape::Split {
            options: vec![ShapeOption { column: "Size".to_owned(), attribute: String::new() }],
            along: Vec::new(),
            between: ",".to_owned(),
            all_combinations: false,
            sku: None,
            name: None,
        };
        let columns = vec![
            column("VK", 0, None),
            column("Size", 0, None),
            column("Type", 0, None),
            column("Type", 1, Some("type")),
            column("Parent", 0, Some("parent")),
            column("ID", 0, Some("id")),
            column("Attribute 1 name", 0, Some("attributes:name1")),
            column("Attribute 1 value(s)", 0, Some("attributes:value1")),
        ];
        let found = Profile { columns, ..Profile::default() };
        let kept = kept(found, decided, [None, Some(&shape)]);
        let targets: Vec<_> = kept.columns.iter().map(|map| map.target.as_deref()).collect();
        assert_eq!(targets[..4], [Some("regular_price"), None, None, Some("type")]);
    }

    #[test]
    fn what_was_decided_is_found_again_whatever_the_order() {
        let columns = vec![
            column("Preis", 0, Some("regular_price")),
            column("Bild", 1, Some("images")),
            column("Menge", 0, Some("stock")),
            column("Notiz", 0, None),
        ];
        let profile = Profile { columns, ..Profile::default() };
        let names = ["Bild", "PREIS", "", "Bild"].map(str::to_owned).to_vec();
        let fitted = fitted(profile, &Header { columns: names, line: Some(1) });
        let found: Vec<_> = fitted
            .columns
            .iter()
            .map(|map| (map.column.as_str(), map.occurrence, map.target.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("Bild", 0, None),
                ("PREIS", 0, Some("regular_price")),
                ("", 0, None),
                ("Bild", 1, Some("images")),
                ("Menge", 0, Some("stock")),
            ]
        );
    }
}
