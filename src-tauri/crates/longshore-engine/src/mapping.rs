//! How does a row become a record?
//!
//! A [`Profile`](crate::profile::Profile) is compiled once against a header: each field of a record knows the
//! columns that feed it, by their numbers. Rows are then read field by field, in the order of the fields' names,
//! so that a record is built by appending. The grammar of the cells is that of WooCommerce's own CSV; plain
//! tables use the same targets with fewer columns.

use std::{borrow::Cow, sync::Arc};

use crate::{
    check::Raised,
    entity::Entity,
    issue::Issue,
    mapped::Mapped,
    picture_files::PictureFiles,
    record::{Fields, Record},
    row::Row,
};

mod attributes;
mod cell;
mod collect;
mod compile;
mod downloads;
mod images;
mod keys;
mod kind;
mod lists;
mod other;
mod prices;
mod scalars;
mod slot;
mod stock;
mod taken;
mod texts;
mod watched;
mod words;

use attributes::Attributes;
pub(crate) use attributes::label_of;
use cell::Cell;
pub(crate) use images::addresses;
use kind::{KindCells, RowKind};
use slot::Slot;
pub(crate) use words::stock_status;

/// A profile, ready for the rows of one source.
#[derive(Clone, Debug)]
pub struct Mapping {
    kind: KindCells,
    id: Option<Cell>,
    sku: Option<Cell>,
    gtin: Option<Cell>,
    attributes: Attributes,
    stock: stock::StockCells,
    slots: Vec<Slot>,
    watched: Vec<watched::Watched>,
    glances: Vec<watched::Glance>,
    issues: Vec<Issue>,
    takes: taken::Takes,
    /// Where the rows are no products, all of it.
    others: Option<other::Others>,
    /// The pictures of this computer that may be used.
    files: Option<Arc<dyn PictureFiles>>,
}

/// A row while it is read.
struct Reading<'r> {
    row: &'r Row,
    kind: RowKind,
    stock: stock::Stock,
    /// The price, once it has been read; the sale price comes after it.
    regular_price: Option<rust_decimal::Decimal>,
    /// When the sale begins, once it has been read; its end comes after it.
    sale_from: Option<jiff::civil::DateTime>,
}

impl Reading<'_> {
    /// The store empties weight and size of what is sent as virtual.
    fn has_no_size(&self) -> bool {
        self.kind.is_virtual == Some(true)
    }
}

impl Mapping {
    /// What is doubtful about profile and file as a whole, such as columns that are not there.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The same with pictures of this computer that cells may name.
    #[must_use]
    pub fn with_pictures(mut self, files: Option<Arc<dyn PictureFiles>>) -> Self {
        self.files = files;
        self
    }

    /// Reads a row into `out`, whose room is used again. What is wrong is added to `issues`; an error among them
    /// means that the row stays out, and `out` has what could be read.
    pub fn map(&self, row: &Row, out: &mut Mapped, issues: &mut Vec<Issue>) {
        match self.with_taken(row) {
            Cow::Borrowed(row) => self.map_as_it_is(row, out, issues),
            Cow::Owned(mended) => {
                self.map_as_it_is(&mended, out, issues);
                self.say_taken(row, &mended, issues);
            }
        }
    }

    fn map_as_it_is(&self, row: &Row, out: &mut Mapped, issues: &mut Vec<Issue>) {
        let before = issues.len();
        let mut raised = Raised::new(row.number, issues);
        if let Some(others) = &self.others {
            others.map(self.files.as_deref(), row, out, &mut raised);
            out.lacks_pictures = images::some_were_not_found(&issues[before..]);
            self.look_for_damage(row, before, issues);
            return;
        }
        let mut reading = self.begin(row, &mut raised);
        let kind = reading.kind;
        out.row = row.number;
        out.record.entity = kind.entity;
        out.source_id = self.source_id(row);
        out.twin = None;
        out.of_variations = None;
        out.parent = self.parent(row, &kind, &mut raised);
        let mut fields = out.record.fields.rewrite();
        for slot in &self.slots {
            if !slot.is_of(kind.entity) {
                slot.not_for_variations(row, &mut raised);
                continue;
            }
            if slot.says_nothing(row) {
                continue;
            }
            let old = fields.old(&slot.field);
            if let Some(value) = slot.value(self, &mut reading, old, &mut raised) {
                fields.put(&slot.field, value);
            }
        }
        fields.finish();
        out.lacks_pictures = images::some_were_not_found(&issues[before..]);
        self.look_for_damage(row, before, issues);
    }

    /// Looks for what is wrong in the cells of a row without making a record of it. Raises what [`Mapping::map`]
    /// raises.
    pub fn validate(&self, row: &Row, issues: &mut Vec<Issue>) {
        match self.with_taken(row) {
            Cow::Borrowed(row) => self.validate_as_it_is(row, issues),
            Cow::Owned(mended) => {
                self.validate_as_it_is(&mended, issues);
                self.say_taken(row, &mended, issues);
            }
        }
    }

    fn validate_as_it_is(&self, row: &Row, issues: &mut Vec<Issue>) {
        if self.others.is_some() {
            self.map_as_it_is(row, &mut Mapped::empty(), issues);
            return;
        }
        let before = issues.len();
        let mut raised = Raised::new(row.number, issues);
        let mut reading = self.begin(row, &mut raised);
        let kind = reading.kind;
        self.check_parent(row, &kind, &mut raised);
        for slot in &self.slots {
            if slot.is_of(kind.entity) {
                slot.check(self, &mut reading, &mut raised);
            } else {
                slot.not_for_variations(row, &mut raised);
            }
        }
        self.look_for_damage(row, before, issues);
    }

    fn begin<'r>(&self, row: &'r Row, raised: &mut Raised<'_>) -> Reading<'r> {
        let kind = self.kind.read(row, raised);
        let stock = self.stock.read(row, &kind, raised);
        Reading { row, kind, stock, regular_price: None, sale_from: None }
    }

    fn source_id(&self, row: &Row) -> Option<u64> {
        self.id.as_ref()?.plain(row).parse().ok().filter(|id| *id > 0)
    }
}

impl Mapped {
    /// Nothing yet: room for the first row.
    #[must_use]
    pub fn empty() -> Self {
        let record = Record { entity: Entity::Product, fields: Fields::new() };
        Self {
            row: 0,
            record,
            source_id: None,
            parent: None,
            twin: None,
            lacks_pictures: false,
            of_variations: None,
        }
    }
}
