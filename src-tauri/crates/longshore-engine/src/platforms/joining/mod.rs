//! How do the rows of another platform's file become rows of products?
//!
//! In such files several rows make one product together, or prices and pictures stand elsewhere than with the
//! product. A platform's `Grammar` says of every row to which product it belongs ([`Joining::observe`], a first
//! pass over all rows), and makes a product of the rows that belong together ([`Joining::join`], group by group).
//! The product is written as WooCommerce's own export would write it, so that all that comes after knows nothing
//! of platforms. Columns of the file that the grammar does not use come along. What the file does not carry, or
//! what was decided, is in the [`Notice`]s.

use std::borrow::Cow;

use smol_str::SmolStr;

mod aligned;
mod alt_texts;
mod begun;
mod beside;
mod bigcommerce;
mod by_key;
mod chosen;
mod columns;
mod commerceml;
mod etsy;
mod family;
mod feed;
mod grammar;
mod groups;
mod joined;
mod layout;
mod look_up;
mod magento;
mod mended;
mod nested;
mod notice;
mod prestashop;
mod product;
mod shaped;
mod shopify;
mod shopify_json;
mod squarespace;
mod types;
mod wix;
mod woo_rest;
mod write;
mod wxr;
mod yml;

pub use by_key::{AROUND, Variants, without_zeros};
pub use chosen::{PLATFORMS, are_in_other_order, are_two_parts, is_of_two_parts, is_second_part};
pub use columns::{is_number, target_of};
pub use joined::Joined;
pub use look_up::{About, Wanted};
pub use nested::Inside;
pub use notice::Notice;

use alt_texts::AltTexts;
use beside::Beside;
use columns::{Column, Table};
use grammar::{Belongs, Grammar, Out};
use groups::Groups;
use layout::Layout;
use look_up::{LookUp, LookUpColumns};
use mended::mended_row;
use notice::Notices;
use types::TypeColumns;
use write::Writer;
pub(crate) use write::number_of;

use crate::{
    reading::JoinSettings,
    recognise::Recognised,
    row::{Header, Row},
};

/// Joins the rows of one file.
pub struct Joining {
    grammar: Box<dyn Grammar>,
    recognised: Recognised,
    /// The names of the file's columns.
    columns: Vec<String>,
    table: Table,
    beside: Option<Beside>,
    settings: JoinSettings,
    look_up: LookUp,
    types: TypeColumns,
    alt_texts: AltTexts,
    layout: Layout,
    line: Option<u64>,
    groups: Groups,
    writer: Writer,
    notices: Notices,
    rows: u64,
    /// Rows of which the second file says something.
    found: u64,
    /// The table of the same file that comes beside the rows.
    part: Option<String>,
    before: Option<Before>,
}

/// What is known of rows that were joined before.
struct Before {
    /// How many there were.
    rows: u64,
    /// Of how many of them a second file says something.
    found: Option<u64>,
    /// How many products and variations they were made into.
    made: Option<(u64, u64)>,
}

/// More rows of one product are passed over; a notice says so.
const MOST_ROWS: usize = 20_000;
/// So are rows that together have more bytes.
const MOST_BYTES: usize = 256 << 20;

impl Joining {
    /// The platform.
    #[must_use]
    pub fn platform(&self) -> &SmolStr {
        &self.recognised.platform
    }

    /// The tables of the same file that explain its numbers.
    #[must_use]
    pub fn wants(&self) -> &'static [Wanted] {
        self.grammar.wants()
    }

    /// The same of the second file.
    #[must_use]
    pub fn wants_beside(&self) -> &'static [Wanted] {
        self.grammar.wants_beside()
    }

    /// Takes what a table says that explains numbers; before any row is observed.
    pub fn explain<'r>(
        &mut self,
        about: About,
        header: &Header,
        rows: impl IntoIterator<Item = &'r Row>,
    ) {
        let columns = LookUpColumns::new(header);
        rows.into_iter().for_each(|row| self.look_up.add(about, &columns, row));
    }

    /// Looks at the next row in a first pass over all of them.
    pub fn observe(&mut self, row: &Row) {
        self.rows += 1;
        let mended = self.mended(row);
        let row = mended.as_ref();
        self.types.observe(row);
        self.notices.say_times("alt_texts_left_out", self.alt_texts.count(row));
        self.grammar.look(row);
        let mut claims = Vec::new();
        match self.grammar.belongs(row, &mut |part| claims.push(part.to_owned())) {
            Belongs::To(key) => {
                claims.iter().for_each(|part| self.groups.claim(&key, part));
                self.groups.to(&key);
            }
            Belongs::Before => self.groups.join_before(),
            Belongs::Alone => self.groups.alone(),
            Belongs::Explains(number, name) => {
                self.look_up.name(number, name);
                self.groups.nowhere();
            }
            Belongs::Nowhere(code) => {
                self.notices.say(code);
                self.groups.nowhere();
            }
        }
    }

    /// A row as its platform reads it; those of plain tables stay as they are.
    fn mended<'r>(&self, row: &'r Row) -> Cow<'r, Row> {
        match self.grammar.plain() {
            Some(_) => Cow::Borrowed(row),
            None => mended_row(row),
        }
    }

    /// Ends the first pass.
    pub fn finish(&mut self) {
        self.grammar.decide(&self.settings, &self.look_up, &mut self.notices);
        self.types.decide(&self.table, &mut self.notices);
        self.groups.finish();
    }

    /// How many groups of rows there are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The numbers of the rows of a group, in their order.
    #[must_use]
    pub fn rows_of(&self, group: usize) -> &[u32] {
        let rows = self.groups.rows(group);
        &rows[..rows.len().min(MOST_ROWS)]
    }

    /// Makes rows of the rows of one group, which are given to `emit` one after the other. The last of them are of
    /// the second file.
    pub fn join(&mut self, rows: &[Row], of_second: usize, emit: &mut dyn FnMut(&Row)) {
        let mut bytes = 0;
        let fits = rows.iter().take_while(|row| {
            bytes += row.text().len();
            bytes <= MOST_BYTES
        });
        let mut kept = &rows[..fits.count()];
        self.notices.say_times("rows_too_many", (rows.len() - kept.len()) as u64);
        let damaged = match self.grammar.plain() {
            None => kept.iter().filter(|row| matches!(mended_row(row), Cow::Owned(_))).count(),
            // What stands in plain tables is mended cell by cell, later.
            Some(_) => 0,
        };
        let mended: Vec<Row>;
        if damaged > 0 {
            self.notices.say_times("letters_mended", damaged as u64);
            mended = kept.iter().map(|row| mended_row(row).into_owned()).collect();
            kept = &mended;
        }
        let of_second = match self.beside {
            Some(Beside::Other(_)) => of_second.saturating_sub(rows.len() - kept.len()),
            _ => 0,
        };
        let (kept, beside) = kept.split_at(kept.len().saturating_sub(of_second));
        if !beside.is_empty() {
            self.found += kept.len() as u64;
        }
        if let Some(plain) = self.grammar.plain() {
            let (own, further) = plain.write(kept, beside, &mut self.notices, emit);
            self.writer.products += own;
            self.writer.variations += further;
            return;
        }
        let without_types = (!self.types.is_empty()).then(|| self.types.without(kept));
        let kept = without_types.as_deref().unwrap_or(kept);
        let mut out = Out {
            beside,
            beside_table: match &self.beside {
                Some(Beside::Other(table)) => table,
                _ => &self.table,
            },
            table: &self.table,
            settings: &self.settings,
            look_up: &self.look_up,
            notices: &mut self.notices,
            products: Vec::new(),
        };
        self.grammar.join(kept, &mut out);
        for product in out.products {
            self.writer.write(product, &self.layout, kept, &mut self.notices, emit);
        }
    }

    /// Says that rows of a group were not given to [`Joining::join`].
    pub fn left_out(&mut self, group: usize) {
        let rows = self.groups.rows(group).len();
        self.notices.say_times("rows_too_many", rows.saturating_sub(MOST_ROWS) as u64);
    }

    /// The columns of the rows that were made so far: attributes come last, as many as the rows needed.
    #[must_use]
    pub fn header(&self) -> Header {
        if let Some(plain) = self.grammar.plain() {
            return Header { columns: plain.columns(), line: self.line };
        }
        self.layout.header(self.writer.attributes, self.line)
    }

    /// How many columns [`Joining::header`] has.
    #[must_use]
    pub fn width(&self) -> usize {
        if let Some(plain) = self.grammar.plain() {
            return plain.width();
        }
        self.layout.columns.len()
            + self.layout.rest.len()
            + self.writer.attributes * columns::ATTRIBUTE_PARTS.len()
    }

    /// What was found out so far.
    #[must_use]
    pub fn joined(&self) -> Joined {
        let (mut rows, mut found) = (self.rows, self.beside.is_some().then_some(self.found));
        let mut made = (self.writer.products, self.writer.variations);
        match &self.before {
            // Rows of a second file came to those that were there already.
            Some(Before { rows: before, made: Some(of_them), .. }) => {
                (rows, made) = (before + rows.saturating_sub(of_them.0 + of_them.1), *of_them);
            }
            Some(before) => (rows, found) = (before.rows, before.found),
            None => {}
        }
        Joined {
            recognised: self.recognised.clone(),
            rows,
            products: made.0,
            variations: made.1,
            images: self.writer.images,
            notices: self.notices.list(),
            from: match self.grammar.plain() {
                Some(plain) => plain.from(),
                None => self.layout.from(self.writer.attributes),
            },
            came_along: self.layout.came_along().collect(),
            is_plain: self.grammar.plain().is_some(),
            found,
            part: self.part.clone(),
            shaped: self.settings.shape.clone(),
        }
    }

    /// Goes on with rows that were joined before: with those of a second file, before a shape makes products of them.
    pub fn go_on_from(&mut self, before: &Joined) {
        self.notices.go_on_from(&before.notices);
        self.part.clone_from(&before.part);
        self.before = Some(Before { rows: before.rows, found: before.found, made: None });
    }
}

#[cfg(test)]
mod testing;
