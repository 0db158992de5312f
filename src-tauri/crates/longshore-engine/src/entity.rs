//! Which kinds of record are there?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of record that a store keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// Something that is sold, or the parent of variations.
    Product,
    /// One form of a variable product.
    Variation,
    /// A node of the category tree.
    Category,
    /// A free label of products.
    Tag,
    /// A maker; a tree like categories.
    Brand,
    /// A property that products share, such as "Colour".
    Attribute,
    /// One value of an [`Entity::Attribute`], such as "Blue".
    Term,
    /// A group of products that ship alike.
    ShippingClass,
    /// What somebody bought.
    Order,
    /// What was noted at an [`Entity::Order`].
    OrderNote,
    /// Money that went back for an [`Entity::Order`].
    Refund,
    /// Somebody with an account.
    Customer,
    /// A word that makes an order cheaper.
    Coupon,
    /// What a buyer says of a product.
    Review,
    /// What a place takes of a price.
    TaxRate,
    /// A group of products that are taxed alike.
    TaxClass,
}

impl Entity {
    /// All of them, in the order in which they can be created.
    pub const ALL: [Self; 16] = [
        Self::Category,
        Self::Tag,
        Self::Brand,
        Self::ShippingClass,
        Self::TaxClass,
        Self::TaxRate,
        Self::Attribute,
        Self::Term,
        Self::Product,
        Self::Variation,
        Self::Customer,
        Self::Coupon,
        Self::Review,
        Self::Order,
        Self::OrderNote,
        Self::Refund,
    ];

    /// The name used in codes, files and the journal, such as `shipping_class`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Variation => "variation",
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Brand => "brand",
            Self::Attribute => "attribute",
            Self::Term => "term",
            Self::ShippingClass => "shipping_class",
            Self::Order => "order",
            Self::OrderNote => "order_note",
            Self::Refund => "refund",
            Self::Customer => "customer",
            Self::Coupon => "coupon",
            Self::Review => "review",
            Self::TaxRate => "tax_rate",
            Self::TaxClass => "tax_class",
        }
    }

    /// The entity of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entity| entity.as_str() == name)
    }

    /// Whether records of this kind only exist to be referred to by others.
    #[must_use]
    pub fn is_taxonomy(self) -> bool {
        matches!(
            self,
            Self::Category
                | Self::Tag
                | Self::Brand
                | Self::Attribute
                | Self::Term
                | Self::ShippingClass
        )
    }

    /// Whether records of this kind are what rows of products are about.
    #[must_use]
    pub fn is_sold(self) -> bool {
        matches!(self, Self::Product | Self::Variation)
    }

    /// The kind within whose records these lie, where they do: variations in products, terms in attributes.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::Variation => Some(Self::Product),
            Self::Term => Some(Self::Attribute),
            Self::OrderNote | Self::Refund => Some(Self::Order),
            _ => None,
        }
    }
}
