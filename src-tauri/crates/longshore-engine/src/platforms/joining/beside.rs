//! What does a second file say of the products of the first?

use super::{Joining, by_key::Variants, columns::Table, grammar::Belongs};
use crate::{
    notation::NotationReport,
    recognise::recognise,
    row::{Header, Row},
};

/// A second file that belongs to the first.
pub(super) enum Beside {
    /// It goes on where the first one ends.
    More,
    /// It says something else of the same products.
    Other(Table),
}

/// What a number may be called where a spreadsheet took the zeros before it, or did not.
fn zeros_apart(key: &str) -> impl Iterator<Item = String> {
    /// More zeros stand before no number of an article.
    const MOST_ZEROS: usize = 8;
    let is_number =
        !key.is_empty() && key.len() <= 20 && key.bytes().all(|byte| byte.is_ascii_digit());
    let bare = key.trim_start_matches('0').to_owned();
    let length = key.len();
    (0..=MOST_ZEROS)
        .map(move |zeros| format!("{}{bare}", "0".repeat(zeros)))
        .filter(move |other| is_number && other.len() != length)
}

impl Joining {
    /// Takes a second file that belongs to the first, such as variants, prices, or simply more of the same; its rows
    /// are observed after those of the first. `false` where it does not belong to it.
    pub fn with(&mut self, header: &Header, notations: &[NotationReport]) -> bool {
        let platform = recognise(header).platform;
        if self.columns == header.columns && self.grammar.plain().is_none() {
            self.beside = Some(Beside::More);
            return true;
        }
        let mut table = Table::new(header, notations);
        let Some(columns) = self.grammar.take_beside(&platform, &mut table) else { return false };
        columns.iter().for_each(|column| self.table.always(*column));
        self.layout = self.table.layout();
        self.beside = Some(Beside::Other(table));
        self.notices.take_back("prices_not_in_file");
        true
    }

    /// Says what the second file is called: it is another table of the first.
    pub fn part_is(&mut self, name: Option<&str>) {
        self.part = name.map(str::to_owned);
    }

    /// What can tell whether the second of two plain tables has variants of what the first has: it looks at its rows,
    /// and says by which shape they become products. `None` where their platform or somebody says that.
    #[must_use]
    pub fn variants(&self) -> Option<Variants> {
        self.grammar.variants()
    }

    /// Looks at the next row of the second file, and says whether it belongs to some row of the first.
    pub fn observe_beside(&mut self, row: &Row) -> bool {
        match self.beside {
            Some(Beside::Other(_)) => {}
            _ => {
                self.observe(row);
                return true;
            }
        }
        self.rows += 1;
        let mended = self.mended(row);
        let row = mended.as_ref();
        self.grammar.look_beside(row);
        match self.grammar.belongs_beside(row) {
            // A product that the first file does not have cannot be made of this.
            Belongs::To(key) if self.groups.knows(&key) => {
                self.groups.to(&key);
                return true;
            }
            Belongs::To(key) => {
                if let Some(first) = zeros_apart(&key).find(|first| self.groups.knows(first)) {
                    let params = || vec![("first", first), ("second", key.clone().into_owned())];
                    self.notices.say_first("second_keys_zeros_apart", params);
                }
                self.notices.say("variants_of_unknown_products");
                self.groups.nowhere();
            }
            Belongs::Before => {
                self.groups.join_before();
                return true;
            }
            Belongs::Alone | Belongs::Explains(..) => self.groups.nowhere(),
            Belongs::Nowhere(code) => {
                self.notices.say(code);
                self.groups.nowhere();
            }
        }
        false
    }
}
