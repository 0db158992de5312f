//! How does a profile come to have the columns of a file, in their order?

use std::collections::HashMap;

use longshore_engine::{
    label,
    profile::{ColumnMap, Profile},
    row::Header,
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

fn take(left: &mut [Option<ColumnMap>], is_it: impl Fn(&ColumnMap) -> bool) -> Option<ColumnMap> {
    left.iter_mut().find(|map| map.as_ref().is_some_and(&is_it))?.take()
}

#[cfg(test)]
mod tests {
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
