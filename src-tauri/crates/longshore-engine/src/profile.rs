//! How do the columns of a source become the fields of records?

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    entity::Entity,
    reading::{Notation, ReadSettings},
    value::Key,
};

mod assign;
mod build;
mod changed;
mod file;
mod fingerprint;
mod joined;
mod step;

pub use build::DEFAULT_MATCH_KEYS;
pub use changed::{Change, Fit};
pub use file::VERSION;
pub use fingerprint::Fingerprint;
pub use step::{LetterCase, Otherwise, PatternUse, PriceRule, Rounding, SkuPart, Step};

/// How a source becomes records. Saved, shared as a file, found again by the header's fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Profile {
    /// What the user calls it.
    pub name: String,
    /// The platform whose grammar the rows follow, such as `woocommerce`; empty for a plain table.
    pub platform: SmolStr,
    /// What kind of record the rows are; `None`: products and their variations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub entity: Option<Entity>,
    /// Whether the columns are those of joined rows, not of the file itself.
    pub joined: bool,
    /// How to read the source, as far as the user decided it.
    pub reading: ReadSettings,
    /// Every column of the source, by its name.
    pub columns: Vec<ColumnMap>,
    /// Fields that get the same value in every record: target and text.
    pub constants: Vec<(SmolStr, String)>,
    /// What tells that a row and a record are the same, tried in this order.
    pub match_keys: Vec<Key>,
    /// What may be done.
    pub mode: Mode,
    /// What an empty cell means where the column does not say otherwise.
    pub blank: BlankPolicy,
    /// Fields of which the store is the source of truth: new records get what the file says, known ones keep theirs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub shop_keeps: Vec<SmolStr>,
    /// What becomes of what somebody changes in the store between plan and run.
    #[serde(skip_serializing_if = "OnEdit::is_usual")]
    #[ts(as = "Option<_>", optional)]
    pub on_edit: OnEdit,
    /// The kinds of issues whose proposals are taken for every row, by their codes; `all` for every kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub takes: Vec<SmolStr>,
}

/// Stands for every kind of issue in [`Profile::takes`].
pub const TAKES_ALL: &str = "all";

impl Profile {
    /// What kind of record its rows are.
    #[must_use]
    pub fn kind(&self) -> Entity {
        self.entity.unwrap_or(Entity::Product)
    }
}

/// What becomes of one column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ColumnMap {
    /// The column's name in the header.
    pub column: String,
    /// How many columns of the same name stand before it.
    pub occurrence: usize,
    /// The target, such as `regular_price`, `attributes:name1`, `meta:_note`; `None`: not imported.
    pub target: Option<SmolStr>,
    /// How its numbers and dates are written, where the user decided it.
    pub notation: Notation,
    /// What happens to each cell before it is read as a value, in this order.
    pub steps: Vec<Step>,
    /// What an empty cell means, where it differs from the profile.
    pub blank: Option<BlankPolicy>,
}

/// What may be done to the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// New records are made, known ones changed.
    #[default]
    CreateUpdate,
    /// Only new records are made.
    Create,
    /// Only known records are changed.
    Update,
    /// Known records go.
    Delete,
}

/// What an empty cell means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BlankPolicy {
    /// The store keeps what it has.
    #[default]
    Keep,
    /// The field is emptied.
    Clear,
}

/// What becomes of what somebody changes in the store between plan and run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnEdit {
    /// It is left alone and shown.
    #[default]
    Skip,
    /// The source counts; an undo puts the edit back.
    Overwrite,
    /// It is left alone until somebody decides.
    Ask,
}

impl OnEdit {
    /// Whether it is what nobody needs to say.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::Skip
    }
}
