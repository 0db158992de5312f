//! Texts for those who cannot see a picture. They do not come along, and that is told.

use super::columns::Table;
use crate::{label, row::Row};

/// The columns of a file that have them.
#[derive(Clone, Debug, Default)]
pub(super) struct AltTexts(Vec<usize>);

/// Names of such columns, by Shopify, PrestaShop, BigCommerce and Magento.
const NAMES: [&str; 5] = [
    "imagealttext",
    "imagealttexts",
    "imagedescription",
    "base_image_label",
    "additional_image_labels",
];
/// The same with a number.
const NUMBERED: &str = "productimagedescription-%d";

impl AltTexts {
    pub(super) fn of(table: &Table) -> Self {
        let is_one = |key: &str| {
            let bare = key.split_once('(').map_or(key, |(before, _)| before);
            let of_rest = |part: &str| part == "alt" || part.ends_with(".alt");
            let is_of_picture = key.starts_with("images") || key.contains("image.");
            NAMES.contains(&bare)
                || is_of_picture && of_rest(key)
                || label::numbered(key).is_some_and(|(pattern, _)| pattern == NUMBERED)
        };
        Self(table.matching(is_one).into_iter().filter_map(|(place, _)| place.number()).collect())
    }

    /// How many a row has.
    pub(super) fn count(&self, row: &Row) -> u64 {
        let filled = |at: &&usize| row.get(**at).is_some_and(|cell| !cell.trim().is_empty());
        self.0.iter().filter(filled).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::join;

    #[test]
    fn alternative_texts_are_counted_and_told() {
        let shopify = ["Handle", "Title", "Variant Price", "Image Src", "Image Alt Text"];
        let (one, two) = ("https://a.b/1.jpg", "https://a.b/2.jpg");
        let rows: [&[&str]; 3] = [
            &["hat", "Hat", "5", one, "A hat"],
            &["hat", "", "", two, "Its back"],
            &["cap", "Cap", "5", one, ""],
        ];
        assert_eq!(join(&shopify, &rows).said("alt_texts_left_out"), 2);
        let rest = ["id", "type", "regular_price", "images.src", "images.alt", "images[2].alt"];
        let rest = [&rest[..], &["stock_status", "catalog_visibility", "backorders"]].concat();
        let rows: [&[&str]; 1] = [&["7", "simple", "5", one, "A hat", "Its back"]];
        assert_eq!(join(&rest, &rows).said("alt_texts_left_out"), 2);
        let none = ["Handle", "Title", "Variant Price", "Alt"];
        assert_eq!(join(&none, &[&["hat", "Hat", "5", "x"]]).said("alt_texts_left_out"), 0);
    }
}
