//! How far does a profile fit a header that it was not made for?
//!
//! Columns are found by their names, in whatever order. One that is gone and one that is new may be the same under
//! another name: that is proposed, with its reason, and somebody else decides. Nothing is ever found by its place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ColumnMap, Profile};
use crate::{label, row::Header, suggest::Suggestion};

/// What is different about the columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "change")]
#[ts(rename = "ColumnChange")]
pub enum Change {
    /// It probably has another name now.
    Renamed {
        /// As the profile calls it.
        from: String,
        /// As the file calls it.
        to: String,
        /// The field that it is for.
        field: String,
        /// How alike the names are, from 0 to 100; `None` where they are not, and what the new one looks like tells.
        percent: Option<u8>,
    },
    /// The file does not have it, and it was imported.
    Missing {
        /// As the profile calls it.
        column: String,
        /// The field that it is for.
        field: String,
    },
    /// The profile does not know it.
    Added {
        /// As the file calls it.
        column: String,
    },
    /// Columns stand in another order; that changes nothing.
    Moved,
}

/// How a profile fits a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// How many of the columns that it imports are there, by name.
    pub found: usize,
    /// How many probably have another name.
    pub renamed: usize,
    /// How many it imports.
    pub of: usize,
    /// How many columns it knows, imported or not.
    pub known: usize,
    /// What is different.
    pub changes: Vec<Change>,
}

/// Names that are less alike are other names.
const ALIKE: f64 = 0.86;
/// Columns of one header that are compared with those of a profile.
const MOST: usize = 500;

impl Fit {
    /// Whether it is worth asking somebody whether the profile is meant: most of what it imports is there, more than
    /// one column of it, and not among so many others that it is another kind of file.
    #[must_use]
    pub fn is_worth_asking(&self) -> bool {
        let there = self.found + self.renamed;
        let added = self.changes.iter().filter(|change| matches!(change, Change::Added { .. }));
        self.found >= 2 && there * 10 >= self.of * 7 && added.count() <= 2 * self.known
    }

    /// Which of two profiles fits better: more is more.
    #[must_use]
    pub fn rank(&self) -> (usize, usize) {
        // In thousandths of what it imports, then by how much that is.
        let there = self.found * 1_000 + self.renamed * 700;
        (there / self.of.max(1), self.found)
    }
}

impl Profile {
    /// How it fits a header. `suggestions` say what the file's columns look like.
    #[must_use]
    pub fn fit(&self, header: &Header, suggestions: &[Suggestion]) -> Fit {
        let imported: Vec<&ColumnMap> =
            self.columns.iter().filter(|column| column.target.is_some()).take(MOST).collect();
        let names: Vec<(String, usize)> = numbered(header.columns.iter().map(String::as_str));
        let known: Vec<(String, usize)> =
            numbered(self.columns.iter().map(|column| column.column.as_str()));
        let mut fit = Fit { of: imported.len(), known: self.columns.len(), ..Fit::default() };
        let is_there = |column: &ColumnMap| {
            let key = label::key(&column.column);
            !key.is_empty() && names.contains(&(key, column.occurrence))
        };
        let (there, gone): (Vec<&ColumnMap>, Vec<&ColumnMap>) =
            imported.into_iter().partition(|column| is_there(column));
        fit.found = there.len();
        let is_new = |at: &usize| !names[*at].0.is_empty() && !known.contains(&names[*at]);
        let mut new: Vec<usize> = (0..names.len().min(MOST)).filter(is_new).collect();
        let mut pairs = Vec::new();
        for (place, column) in gone.iter().enumerate() {
            for at in &new {
                if let Some((rank, percent)) =
                    alike(column, &header.columns[*at], suggestions.get(*at))
                {
                    pairs.push((rank, place, *at, percent));
                }
            }
        }
        pairs.sort_by_key(|(rank, place, at, _)| (std::cmp::Reverse(*rank), *place, *at));
        let mut found_again = vec![false; gone.len()];
        for (_, place, at, percent) in pairs {
            if found_again[place] || !new.contains(&at) {
                continue;
            }
            found_again[place] = true;
            new.retain(|other| *other != at);
            fit.renamed += 1;
            fit.changes.push(Change::Renamed {
                from: gone[place].column.clone(),
                to: header.columns[at].clone(),
                field: field(gone[place]),
                percent,
            });
        }
        for (column, found_again) in gone.iter().zip(found_again) {
            if !found_again {
                let column = *column;
                fit.changes
                    .push(Change::Missing { column: column.column.clone(), field: field(column) });
            }
        }
        fit.changes
            .extend(new.iter().map(|at| Change::Added { column: header.columns[*at].clone() }));
        let order: Vec<usize> = self
            .columns
            .iter()
            .filter_map(|column| {
                let key = (label::key(&column.column), column.occurrence);
                names.iter().position(|name| *name == key)
            })
            .collect();
        if !order.is_sorted() {
            fit.changes.push(Change::Moved);
        }
        fit
    }

    /// The same with columns called as a file calls them, where somebody said that they are the same.
    #[must_use]
    pub fn renamed(mut self, names: &[(String, String)]) -> Self {
        for (from, to) in names {
            let (from, to) = (label::key(from), to.trim());
            if to.is_empty() || self.columns.iter().any(|column| column.column == to) {
                continue;
            }
            let column = self.columns.iter_mut().find(|column| label::key(&column.column) == from);
            if let Some(column) = column {
                to.clone_into(&mut column.column);
                column.occurrence = 0;
            }
        }
        self
    }
}

fn field(column: &ColumnMap) -> String {
    column.target.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// Each name as it is compared, with how many of it stand before.
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut seen = std::collections::HashMap::<String, usize>::new();
    names
        .map(|name| {
            let key = label::key(name);
            let before = seen.entry(key.clone()).or_default();
            *before += 1;
            (key, *before - 1)
        })
        .collect()
}

/// Whether a column that is gone may be a new one: by its name, else by what the new one is taken for.
fn alike(gone: &ColumnMap, new: &str, looks: Option<&Suggestion>) -> Option<(u32, Option<u8>)> {
    let (one, other) = (label::words(&gone.column), label::words(new));
    // A number at the end tells columns apart: "Image 2" is not "Image 3" under another name.
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let same_numbers = digits(&gone.column) == digits(new);
    let likeness = match !one.is_empty() && one == other {
        true => 1.0,
        false => strsim::jaro_winkler(&one, &other),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100"
    )]
    let percent = (likeness * 100.0) as u8;
    let same_field = looks.is_some_and(|looks| {
        looks.confidence >= crate::suggest::TAKEN_UNASKED
            && looks.target.as_ref().map(crate::target::Target::name) == gone.target
    });
    match (likeness >= ALIKE && same_numbers, same_field) {
        (true, same_field) => {
            Some((u32::from(percent) + 100 * u32::from(same_field), Some(percent)))
        }
        (false, true) => Some((90, None)),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{recognise::recognise, suggest::suggest};

    fn profile(columns: &[(&str, Option<&str>)]) -> Profile {
        let column = |(name, target): &(&str, Option<&str>)| ColumnMap {
            column: (*name).to_owned(),
            target: target.map(Into::into),
            ..ColumnMap::default()
        };
        Profile { columns: columns.iter().map(column).collect(), ..Profile::default() }
    }

    fn supplier() -> Profile {
        profile(&[
            ("Artikelnummer", Some("sku")),
            ("Bezeichnung", Some("name")),
            ("VK-Preis", Some("regular_price")),
            ("Lager", None),
        ])
    }

    fn fit(profile: &Profile, names: &[&str]) -> Fit {
        let columns = names.iter().map(ToString::to_string).collect();
        let header = Header { columns, line: Some(1) };
        profile.fit(&header, &suggest(&header, &recognise(&header), &[]))
    }

    #[test]
    fn columns_that_moved_are_found_by_their_names() {
        let fit = fit(&supplier(), &["VK-Preis", "Lager", "artikelnummer", "Bezeichnung"]);
        assert_eq!((fit.found, fit.renamed, fit.of), (3, 0, 3));
        assert_eq!(fit.changes, [Change::Moved]);
        assert!(fit.is_worth_asking());
    }

    #[test]
    fn a_column_with_a_slightly_different_name_is_proposed_and_not_taken() {
        let fit =
            fit(&supplier(), &["Artikelnummer", "Bezeichnung", "VK-Preise", "Lager", "Farbton"]);
        assert_eq!((fit.found, fit.renamed), (2, 1));
        assert!(matches!(
            &fit.changes[0],
            Change::Renamed { from, to, field, percent: Some(90..) }
                if from == "VK-Preis" && to == "VK-Preise" && field == "regular_price"
        ));
        assert_eq!(fit.changes[1], Change::Added { column: "Farbton".to_owned() });
        assert_eq!(supplier().columns[2].column, "VK-Preis");
    }

    #[test]
    fn a_column_of_another_name_is_proposed_where_it_looks_the_same() {
        let fit = fit(&supplier(), &["Artikelnummer", "Bezeichnung", "Bruttopreis", "Lager"]);
        assert!(
            matches!(&fit.changes[0], Change::Renamed { to, percent: None, .. } if to == "Bruttopreis")
        );
    }

    #[test]
    fn what_is_gone_is_said_and_another_file_is_not_taken_for_this_one() {
        let gone = fit(&supplier(), &["Artikelnummer", "Bezeichnung"]);
        assert!(matches!(&gone.changes[0], Change::Missing { column, .. } if column == "VK-Preis"));
        let other = fit(&supplier(), &["Datum", "Umsatz", "Bezeichnung"]);
        assert!(!other.is_worth_asking());
    }

    #[test]
    fn the_few_columns_of_a_list_within_a_large_export_are_not_that_list() {
        let with = |more: usize| {
            let names: Vec<String> = (0..more).map(|n| format!("Feld {n}")).collect();
            let names = ["Artikelnummer", "Bezeichnung", "VK-Preis", "Lager"]
                .into_iter()
                .chain(names.iter().map(String::as_str));
            fit(&supplier(), &names.collect::<Vec<_>>())
        };
        assert!(with(8).is_worth_asking());
        assert!(!with(40).is_worth_asking());
    }

    #[test]
    fn numbered_columns_are_not_taken_for_each_other() {
        let images = profile(&[("Bild 1", Some("images")), ("Bild 2", Some("images"))]);
        let fit = fit(&images, &["Bild 1", "Bild 3"]);
        assert!(
            !fit.changes
                .iter()
                .any(|change| matches!(change, Change::Renamed { percent: Some(_), .. }))
        );
    }

    #[test]
    fn what_somebody_agreed_to_is_renamed() {
        let names = [("VK-Preis".to_owned(), "VK brutto".to_owned())];
        let renamed = supplier().renamed(&names);
        assert_eq!(renamed.columns[2].column, "VK brutto");
        assert_eq!(renamed.columns[2].target.as_deref(), Some("regular_price"));
        assert_eq!(fit(&renamed, &["Artikelnummer", "Bezeichnung", "VK brutto"]).found, 3);
    }
}
