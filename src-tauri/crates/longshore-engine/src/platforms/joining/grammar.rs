//! What has to be known of the rows of one platform?

use std::borrow::Cow;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    by_key::Variants,
    columns::{Column, Table},
    look_up::{LookUp, Wanted},
    notice::Notices,
    product::Product,
};
use crate::{reading::JoinSettings, row::Row};

/// To which product a row belongs.
pub(super) enum Belongs<'r> {
    /// To the one with this key.
    To(Cow<'r, str>),
    /// To the one of the row before.
    Before,
    /// To one of its own.
    Alone,
    /// To none, but it explains what a number means.
    Explains(&'r str, &'r str),
    /// To none; the code says why.
    Nowhere(&'static str),
}

/// What is known of the rows of one platform.
pub(super) trait Grammar: Send {
    /// To which product a row belongs. Rows with other keys that belong to it are given to `claim`.
    fn belongs<'r>(&self, row: &'r Row, claim: &mut dyn FnMut(&str)) -> Belongs<'r>;

    /// Looks at a row, before any rows are joined.
    fn look(&mut self, _row: &Row) {}

    /// Tables beside it in the same file that explain numbers.
    fn wants(&self) -> &'static [Wanted] {
        &[]
    }

    /// The same in a second file.
    fn wants_beside(&self) -> &'static [Wanted] {
        &[]
    }

    /// Takes the columns of a second file that belongs to this one, and says which joined columns come of it; `None`
    /// where they are not what is needed.
    fn take_beside(&mut self, _platform: &str, _table: &mut Table) -> Option<&'static [Column]> {
        None
    }

    /// What can tell whether the second file has variants of what the first has, where nothing is known of both.
    fn variants(&self) -> Option<Variants> {
        None
    }

    /// To which product a row of the second file belongs.
    fn belongs_beside<'r>(&self, _row: &'r Row) -> Belongs<'r> {
        Belongs::Nowhere("rows_without_name")
    }

    /// Looks at a row of the second file, before any rows are joined.
    fn look_beside(&mut self, _row: &Row) {}

    /// Decides what needs a look at all rows.
    fn decide(&mut self, _settings: &JoinSettings, _look_up: &LookUp, _notices: &mut Notices) {}

    /// Makes products of rows that belong together.
    fn join(&self, rows: &[Row], out: &mut Out<'_>);

    /// Where nothing is known of the rows but which belong together.
    fn plain(&self) -> Option<&dyn PlainRows> {
        None
    }
}

/// Rows of a plain table that belong together, and keep their columns.
pub(super) trait PlainRows {
    /// The columns of the rows that it makes.
    fn columns(&self) -> Vec<String>;

    /// How many they are.
    fn width(&self) -> usize;

    /// From which columns of the file each of them comes, where that is another one.
    fn from(&self) -> Vec<Vec<String>> {
        Vec::new()
    }

    /// Writes the rows of one group, with those of a second file beside; answers how many products and variations
    /// they are.
    fn write(
        &self,
        rows: &[Row],
        beside: &[Row],
        notices: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) -> (u64, u64);
}

/// What a grammar works with, and where its products go.
pub(super) struct Out<'o> {
    /// Rows of the second file that belong to the same product.
    pub(super) beside: &'o [Row],
    /// The columns of the second file.
    pub(super) beside_table: &'o Table,
    pub(super) table: &'o Table,
    pub(super) settings: &'o JoinSettings,
    pub(super) look_up: &'o LookUp,
    pub(super) notices: &'o mut Notices,
    pub(super) products: Vec<Product>,
}

impl Out<'_> {
    /// The whole address of a picture; `None` where nobody said what stands before it.
    pub(super) fn image(&mut self, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() || text == "no_selection" {
            return None;
        }
        if text.contains("://") {
            return Some(text.to_owned());
        }
        match self.settings.image_base.as_deref().map(str::trim).filter(|base| !base.is_empty()) {
            Some(base) => {
                let (base, rest) = (base.trim_end_matches('/'), text.trim_start_matches('/'));
                Some(format!("{base}/{rest}"))
            }
            None => {
                self.notices.ask("image_base_needed", "image_base");
                None
            }
        }
    }

    /// A price without tax as the shop is to have it.
    pub(super) fn taxed(&self, price: Decimal) -> Decimal {
        let Some(percent) = self.settings.add_tax else { return price };
        let tax = price.checked_mul(percent).and_then(|tax| tax.checked_div(Decimal::ONE_HUNDRED));
        let taxed = tax.and_then(|tax| price.checked_add(tax));
        taxed.map_or(price, |taxed| {
            taxed.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
        })
    }
}
