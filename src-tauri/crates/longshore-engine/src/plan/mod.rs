//! What has to be sent so that the store is as the rows say?
//!
//! A [`Planner`] sees every row in passes, so that rows may stand in any order and nothing but small tables stays
//! in memory: [`Planner::collect`] learns what rows refer to and says what must be known of the store;
//! [`Planner::product`] and [`Planner::variation`] plan; [`Planner::finish`] links products to each other.
//! Taxonomy terms that the store lacks are planned when the first row that goes in needs them, so that rows which
//! stay out make none; [`crate::change::Change::phase`] says that they are sent first.

pub mod codes;
mod collect;
mod coupon;
mod line_variation;
mod links;
mod missing;
mod numbers;
mod offered;
mod order_lines;
mod other;
mod plain_row;
mod record;
mod removal;
mod resolve;
mod sent;
mod sink;
mod tax_class;
mod terms;
mod variation;
mod warnings;
mod widened;

use std::sync::Arc;

use smol_str::SmolStr;

use crate::{
    check::codes::Code,
    issue::{Issue, Severity},
    known::Known,
    matching,
    profile::{Mode, Profile},
    record::{FieldName, StoreRecord},
    value::{ChangeId, Key, Reference, StoreId},
};

use numbers::{DenseNumbers, NumberSet};

pub use collect::Needs;
pub use missing::{Absence, OnMissing};
pub use other::label;
pub use sent::resolve_planned;
pub use sink::{ChangeSink, SinkError};

/// What a plan follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSettings {
    /// Match keys in the order in which they are tried.
    pub keys: Vec<Key>,
    /// What may be done.
    pub mode: Mode,
    /// What stands before the change's number in the mark of created records without a natural key, such as the
    /// journal's own name; `None` where no marks are wanted.
    pub mark: Option<SmolStr>,
    /// Whether files of the same columns come from several stores, each with numbers of its own: then a record that
    /// is remembered by its number must have the row's name or SKU.
    pub numbers_may_be_foreign: bool,
    /// Whether a row names all attributes of a product that it names any of; else the store keeps the others.
    pub attributes_are_complete: bool,
    /// Whether a record that is to be made has to have what every record needs, such as a name.
    pub checks_new_records: bool,
    /// Whether records that go do so for good, past the trash.
    pub removes_for_good: bool,
    /// Whether orders get the status that their rows say, though stores write to buyers then and move stock.
    pub keeps_order_status: bool,
    /// Fields of known records that stay as the store has them, whatever rows say.
    pub shop_keeps: Vec<SmolStr>,
}

impl PlanSettings {
    /// As a profile says.
    #[must_use]
    pub fn of(profile: &Profile, mark: Option<SmolStr>) -> Self {
        let keys = if profile.match_keys.is_empty() {
            matching::default_keys(profile.kind()).to_vec()
        } else {
            profile.match_keys.clone()
        };
        let is_whole_export = profile.platform == "woocommerce";
        Self {
            keys,
            mode: profile.mode,
            mark,
            numbers_may_be_foreign: is_whole_export,
            attributes_are_complete: is_whole_export,
            checks_new_records: true,
            removes_for_good: false,
            keeps_order_status: false,
            shop_keeps: profile.shop_keeps.clone(),
        }
    }
}

/// What a row comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A record is made.
    Create(ChangeId),
    /// A record is changed.
    Update(ChangeId),
    /// The store has it so.
    Unchanged(StoreId),
    /// A record goes.
    Remove(ChangeId),
    /// It is left out; a code says why.
    Skipped(SmolStr),
}

/// What a row comes to, with what is doubtful about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What is done.
    pub verdict: Verdict,
    /// What somebody should look at.
    pub issues: Vec<Issue>,
}

/// What [`Planner::finish`] found out beside the changes that it made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Rows that were called unchanged and only get links.
    pub updated_rows: Vec<u64>,
}

/// Plans rows against a store. Its state is a few bytes a row: numbers, no texts but the names of products that
/// links refer to.
pub struct Planner {
    settings: PlanSettings,
    needs: Needs,
    links: links::Links,
    terms: terms::Terms,
    /// Records that a row is about: the number, and a bit that tells variations from products.
    claimed: DenseNumbers,
    created: NumberSet,
    /// Products of the store that get what their variations choose.
    completed: NumberSet,
    lacking: widened::Lacking,
    named: missing::Named,
    parent: Option<(StoreId, Option<Arc<StoreRecord>>)>,
    scratch: String,
}

/// What planning one row works with.
struct Desk<'a> {
    known: &'a dyn Known,
    sink: &'a mut dyn ChangeSink,
    row: u64,
    issues: Vec<Issue>,
}

impl Desk<'_> {
    fn raise(&mut self, code: &Code, values: &[&str]) {
        self.issues.push(code.issue(Some(self.row), None, values, None));
    }

    /// The first issue that keeps the row out.
    fn error(&self) -> Option<SmolStr> {
        let error = self.issues.iter().find(|issue| issue.severity == Severity::Error);
        error.map(|issue| issue.code.clone())
    }

    /// For the first error that was raised.
    fn left_out(self) -> Planned {
        let code = self.error().unwrap_or_default();
        Planned { verdict: Verdict::Skipped(code), issues: self.issues }
    }

    fn skipped(mut self, code: &Code, values: &[&str]) -> Planned {
        self.raise(code, values);
        Planned { verdict: Verdict::Skipped(code.code.into()), issues: self.issues }
    }
}

/// A resolved field of a row, its text borrowed from the row where it stays as it is.
type Wanted<'a> = (&'a FieldName, std::borrow::Cow<'a, crate::value::Value>);

/// What a record of the plan is: in the store, or made by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Stored(StoreId),
    Planned(ChangeId),
}

impl Target {
    fn reference(self) -> Reference {
        match self {
            Self::Stored(id) => Reference::Stored(id),
            Self::Planned(change) => Reference::Planned(change),
        }
    }

    fn stored(self) -> Option<StoreId> {
        match self {
            Self::Stored(id) => Some(id),
            Self::Planned(_) => None,
        }
    }
}

impl Planner {
    /// A planner that has seen nothing yet.
    #[must_use]
    pub fn new(settings: PlanSettings) -> Self {
        Self {
            settings,
            needs: Needs::default(),
            links: links::Links::default(),
            terms: terms::Terms::default(),
            claimed: DenseNumbers::default(),
            created: NumberSet::default(),
            completed: NumberSet::default(),
            lacking: widened::Lacking::default(),
            named: missing::Named::default(),
            parent: None,
            scratch: String::new(),
        }
    }
}
