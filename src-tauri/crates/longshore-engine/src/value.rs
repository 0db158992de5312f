//! What can a field hold?

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::entity::Entity;

/// The number that a store gave to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct StoreId(pub u64);

impl StoreId {
    /// A number that stands for the text by which a store names a record that has none; small enough for every way
    /// that numbers go.
    #[must_use]
    pub fn of_text(name: &str) -> Self {
        Self((xxhash_rust::xxh3::xxh3_64(name.as_bytes()) >> 12).max(1))
    }
}

/// The number that the journal gave to a change; unique within one journal, growing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct ChangeId(pub u64);

/// A typed value. Text from outside has been through a type when it is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Nothing: stores show it as `""` or `null`; sent, it clears the field.
    Empty,
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Money, or a quantity in the store's own unit.
    Decimal(#[ts(as = "String")] Decimal),
    /// Text, with HTML where the field allows it.
    Text(String),
    /// A date and time on the store's own clock.
    Moment(DateTime),
    /// One other record.
    Reference(Reference),
    /// Other records; the order carries no meaning unless the field's kind says so.
    References(Vec<Reference>),
    /// What a product offers to choose from, in its order.
    Attributes(Vec<ProductAttribute>),
    /// What a variation is, or what a variable product shows first.
    Choices(Vec<Choice>),
    /// Pictures, the first one featured.
    Images(Vec<Image>),
    /// Files that a buyer gets.
    Downloads(Vec<Download>),
    /// Anything that has no type of ours: meta data.
    Json(serde_json::Value),
}

impl Value {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty | Self::Json(serde_json::Value::Null) => true,
            Self::Text(text) => text.is_empty(),
            Self::References(all) => all.is_empty(),
            Self::Attributes(all) => all.is_empty(),
            Self::Choices(all) => all.is_empty(),
            Self::Images(all) => all.is_empty(),
            Self::Downloads(all) => all.is_empty(),
            _ => false,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How one record names another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// It is in the store.
    Stored(StoreId),
    /// A change of the same run will create it.
    Planned(ChangeId),
    /// As the file names it; planning finds out which record that is.
    Named(Name),
}

/// The name by which a file refers to a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Name {
    /// What is named.
    pub entity: Entity,
    /// By which of its properties.
    pub by: Key,
    /// The property; more than one part only for a path through a tree, root first.
    pub path: Vec<String>,
}

impl Name {
    /// A name of one part.
    #[must_use]
    pub fn new(entity: Entity, by: Key, name: impl Into<String>) -> Self {
        Self { entity, by, path: vec![name.into()] }
    }

    /// The last part: the record's own name.
    #[must_use]
    pub fn last(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// A property that tells one record from another: a match key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// What the journal knows: which record this source's own key became in this connection.
    Remembered,
    /// The number in a file that comes from this very store.
    Id,
    /// The stock keeping unit, ignoring letter case.
    Sku,
    /// The GTIN, UPC, EAN or ISBN: digits only.
    Gtin,
    /// The part of the address that names it.
    Slug,
    /// The name shown, ignoring letter case.
    Name,
    /// The names from the root of a tree, ignoring letter case.
    Path,
    /// The parent and the choices of a variation.
    Choices,
    /// An e-mail address, ignoring letter case.
    Email,
    /// The name by which somebody logs in.
    Username,
    /// The word of a coupon, ignoring letter case.
    Code,
    /// The number of an order, in the store itself or where it comes from.
    Number,
    /// The number that an order had where it comes from, which it keeps as meta data.
    FormerNumber,
    /// All that tells a record apart which has no name: place and class of a tax, author and words of a review.
    Content,
}

impl Key {
    /// The name used on the command line and in profiles.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Remembered => "remembered",
            Self::Id => "id",
            Self::Sku => "sku",
            Self::Gtin => "gtin",
            Self::Slug => "slug",
            Self::Name => "name",
            Self::Path => "path",
            Self::Choices => "choices",
            Self::Email => "email",
            Self::Username => "username",
            Self::Code => "code",
            Self::Number => "number",
            Self::FormerNumber => "former_number",
            Self::Content => "content",
        }
    }

    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Remembered,
        Self::Id,
        Self::Sku,
        Self::Gtin,
        Self::Slug,
        Self::Name,
        Self::Path,
        Self::Choices,
        Self::Email,
        Self::Username,
        Self::Code,
        Self::Number,
        Self::FormerNumber,
        Self::Content,
    ];

    /// The key of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == name)
    }
}

/// Which attribute is meant: one that the whole store shares, or one of this product alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttributeName {
    /// Shared by the store: its values are terms.
    Global(Reference),
    /// Of this product only, by its label.
    Local(String),
}

/// An attribute of a product with all the values that it offers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct ProductAttribute {
    /// Which one.
    pub attribute: AttributeName,
    /// The labels of its values. Stores keep terms in an order of their own.
    pub options: Vec<String>,
    /// Shown on the product's page.
    pub visible: bool,
    /// Variations differ in it.
    pub variation: bool,
}

/// One chosen value of one attribute. An empty option means any.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Choice {
    /// Which attribute.
    pub attribute: AttributeName,
    /// The label of the chosen value.
    pub option: String,
}

/// A picture: by its address, by its number in the store, or both as the store shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Image {
    /// Its number in the store's media library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<StoreId>,
    /// Its address; may be empty when there is a number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub src: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The text for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// A file that a buyer may fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Download {
    /// The store's own name for it; stores make one up where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its title.
    pub name: String,
    /// Its address or path.
    pub file: String,
}
