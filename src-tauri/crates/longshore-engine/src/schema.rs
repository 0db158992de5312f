//! Which fields does an entity of a platform have, and what may each hold?

use crate::entity::Entity;

/// A field as a platform's interface has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDef {
    /// Its name with us.
    pub name: &'static str,
    /// Where it lies in the platform's JSON; parts joined by a point.
    pub path: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// Whether the platform takes it.
    pub access: Access,
}

/// Whether a platform takes a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It is shown and taken.
    ReadWrite,
    /// It is shown only.
    ReadOnly,
    /// It is taken when a record is made, and never again.
    WhenMade,
}

/// What a field may hold; says which [`crate::value::Value`] it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `Text` without markup.
    Plain,
    /// `Text` with HTML.
    Html,
    /// `Text` that is an address.
    Url,
    /// `Text`, one of these.
    Choice(&'static [&'static str]),
    /// `Decimal` that is money; JSON has it as text.
    Money,
    /// `Decimal` in the store's unit of weight; JSON has it as text.
    Weight,
    /// `Decimal` in the store's unit of length; JSON has it as text.
    Length,
    /// `Integer`
    Integer,
    /// `Boolean`
    Boolean,
    /// `Boolean`, or the `Text` "parent" on variations.
    BooleanOrParent,
    /// `Moment` on the store's clock.
    Moment,
    /// `Reference` to one record of that kind.
    Reference(Entity),
    /// `References` without order.
    References(Entity),
    /// `Attributes`
    Attributes,
    /// `Choices`
    Choices,
    /// `Images`; as many as wanted.
    Images,
    /// `Images`; one at most.
    Image,
    /// `Downloads`
    Downloads,
    /// `Json`: a list of texts.
    Texts,
    /// `Json`: a list of objects with these keys, the lines of an order.
    Lines(&'static [&'static str]),
}

/// The field of that name in a schema that is in the order of names. Meta fields (`meta:...`) are in no schema.
#[must_use]
pub fn field(schema: &'static [FieldDef], name: &str) -> Option<&'static FieldDef> {
    schema.binary_search_by(|field| field.name.cmp(name)).ok().map(|at| &schema[at])
}

/// What stands before the key of a meta field in its name.
pub const META_PREFIX: &str = "meta:";
