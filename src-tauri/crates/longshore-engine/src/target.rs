//! What can a column of a file be for?

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use smol_str::{SmolStr, format_smolstr};

use crate::{entity::Entity, platforms::woocommerce::schema, schema::field};

/// What a column feeds. Each has a name of its own, in profiles and on the command line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A target without a number or a key of its own.
    Plain(Plain),
    /// A part of the row's n-th attribute, such as `attributes:name1`.
    Attribute(AttributePart, u16),
    /// A part of the row's n-th download, such as `downloads:url1`.
    Download(DownloadPart, u16),
    /// The values of the attribute that the column is named for, such as `attribute:Colour`.
    AttributeNamed(SmolStr),
    /// Meta data under a key, such as `meta:_note`.
    Meta(SmolStr),
    /// A field of a record that is no product, such as `customer.email`. Beside the fields of its schema each kind has
    /// `id`, and those that lie within others [`WITHIN`].
    Of(Entity, &'static str),
}

/// What says within which record others lie: terms in attributes, notes and refunds in orders.
pub const WITHIN: &str = "within";

/// A part of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributePart {
    /// Its label.
    Name,
    /// All values of a product, the one value of a variation.
    Value,
    /// Whether the product's page shows it.
    Visible,
    /// Whether the whole store shares it.
    Global,
    /// The value that is chosen at first.
    Default,
}

/// A part of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DownloadPart {
    /// The store's own name for it.
    Id,
    /// Its title.
    Name,
    /// Its address.
    Url,
}

macro_rules! plain_targets {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal feeds $fields:expr),+ $(,)?) => {
        /// Targets without a number or a key of their own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Plain {
            $($(#[doc = $doc])+ $variant),+
        }

        impl Plain {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in profiles and on the command line.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The fields of a record that it has a part in, the one that holds what the cell says first; none where it
            /// only says which record is meant.
            #[must_use]
            pub fn feeds(self) -> &'static [&'static str] {
                match self { $(Self::$variant => $fields),+ }
            }
        }
    };
}

plain_targets! {
    /// The file's own number of the record; kept beside the record, never sent.
    Id = "id" feeds &[],
    /// `simple`, `variable`, `grouped`, `external` or `variation`, then `downloadable` and `virtual`.
    Type = "type" feeds &["type", "downloadable", "virtual"],
    /// The stock keeping unit.
    Sku = "sku" feeds &["sku"],
    /// The GTIN, UPC, EAN or ISBN.
    Gtin = "global_unique_id" feeds &["global_unique_id"],
    /// What it is called.
    Name = "name" feeds &["name"],
    /// The part of the address that names it.
    Slug = "slug" feeds &["slug"],
    /// 1 public, 0 private, -1 draft, 2 pending; or yes and no.
    Published = "published" feeds &["status"],
    /// `publish`, `draft`, `private` or `pending`.
    Status = "status" feeds &["status"],
    /// Whether the shop puts it forward.
    Featured = "featured" feeds &["featured"],
    /// `visible`, `catalog`, `search` or `hidden`.
    CatalogVisibility = "catalog_visibility" feeds &["catalog_visibility"],
    /// A few lines beside the price.
    ShortDescription = "short_description" feeds &["short_description"],
    /// The long text.
    Description = "description" feeds &["description"],
    /// When it was made.
    DateCreated = "date_created" feeds &["date_created"],
    /// When the sale price begins.
    SaleFrom = "date_on_sale_from" feeds &["date_on_sale_from"],
    /// When the sale price ends.
    SaleTo = "date_on_sale_to" feeds &["date_on_sale_to"],
    /// Both, with a slash between them.
    SalePeriod = "sale_period" feeds &["date_on_sale_from", "date_on_sale_to"],
    /// `taxable`, `shipping` or `none`.
    TaxStatus = "tax_status" feeds &["tax_status"],
    /// The tax class by its slug; empty for the standard one, `parent` on variations.
    TaxClass = "tax_class" feeds &["tax_class"],
    /// 1, 0 or `backorder`, or words such as `in stock`.
    InStock = "in_stock" feeds &["stock_status"],
    /// How many there are; also says that the stock is managed. `parent` on variations.
    Stock = "stock" feeds &["stock_quantity", "manage_stock"],
    /// Whether the stock is counted at all.
    ManageStock = "manage_stock" feeds &["manage_stock"],
    /// From which number on the stock counts as low.
    LowStockAmount = "low_stock_amount" feeds &["low_stock_amount"],
    /// 1, 0 or `notify`.
    Backorders = "backorders" feeds &["backorders"],
    /// Whether an order may hold only one.
    SoldIndividually = "sold_individually" feeds &["sold_individually"],
    /// The weight; the unit may stand in the header or in the cell.
    Weight = "weight" feeds &["weight"],
    /// The length.
    Length = "length" feeds &["length"],
    /// The width.
    Width = "width" feeds &["width"],
    /// The height.
    Height = "height" feeds &["height"],
    /// Whether buyers may write reviews.
    ReviewsAllowed = "reviews_allowed" feeds &["reviews_allowed"],
    /// What buyers read after they ordered.
    PurchaseNote = "purchase_note" feeds &["purchase_note"],
    /// The price while on sale.
    SalePrice = "sale_price" feeds &["sale_price"],
    /// The price.
    RegularPrice = "regular_price" feeds &["regular_price"],
    /// Categories with commas between them, levels with `>` between them.
    Categories = "categories" feeds &["categories"],
    /// One category; commas belong to its name.
    Category = "category" feeds &["categories"],
    /// Tags with commas between them.
    Tags = "tags" feeds &["tags"],
    /// Brands, written like categories.
    Brands = "brands" feeds &["brands"],
    /// One brand; commas belong to its name.
    Brand = "brand" feeds &["brands"],
    /// The shipping class by name.
    ShippingClass = "shipping_class" feeds &["shipping_class"],
    /// Addresses of pictures; several columns may feed it.
    Images = "images" feeds &["images", "image"],
    /// How often a file may be fetched.
    DownloadLimit = "download_limit" feeds &["download_limit"],
    /// For how many days a file may be fetched.
    DownloadExpiry = "download_expiry" feeds &["download_expiry"],
    /// The product of a variation: its SKU, or `id:` and its number in the file.
    Parent = "parent" feeds &[],
    /// The products of a group: SKUs, or `id:` and numbers in the file.
    GroupedProducts = "grouped_products" feeds &["grouped_products"],
    /// Better products to be offered.
    Upsells = "upsell_ids" feeds &["upsell_ids"],
    /// Products that go with it.
    CrossSells = "cross_sell_ids" feeds &["cross_sell_ids"],
    /// Where an external product is sold.
    ExternalUrl = "external_url" feeds &["external_url"],
    /// What the button of an external product says.
    ButtonText = "button_text" feeds &["button_text"],
    /// Its place in lists.
    MenuOrder = "menu_order" feeds &["menu_order"],
    /// Whether it is no thing that is shipped.
    Virtual = "virtual" feeds &["virtual"],
    /// Whether buyers get files.
    Downloadable = "downloadable" feeds &["downloadable"],
    /// The password that opens its page.
    PostPassword = "post_password" feeds &["post_password"],
}

impl Plain {
    /// Whether several columns may feed it, each adding to the others.
    #[must_use]
    pub fn takes_several(self) -> bool {
        matches!(
            self,
            Self::Images
                | Self::Categories
                | Self::Category
                | Self::Tags
                | Self::Brands
                | Self::Brand
        )
    }
}

/// Other names under which people may know a target.
const ALIASES: &[(&str, Plain)] = &[
    ("gtin", Plain::Gtin),
    ("stock_quantity", Plain::Stock),
    ("stock_status", Plain::InStock),
    ("price", Plain::RegularPrice),
    ("upsells", Plain::Upsells),
    ("cross_sells", Plain::CrossSells),
    ("position", Plain::MenuOrder),
    ("product_url", Plain::ExternalUrl),
    ("image", Plain::Images),
    ("visibility", Plain::CatalogVisibility),
];

const ATTRIBUTE_PARTS: &[(&str, AttributePart)] = &[
    ("name", AttributePart::Name),
    ("value", AttributePart::Value),
    ("visible", AttributePart::Visible),
    ("global", AttributePart::Global),
    ("default", AttributePart::Default),
    ("taxonomy", AttributePart::Global),
];

const DOWNLOAD_PARTS: &[(&str, DownloadPart)] =
    &[("id", DownloadPart::Id), ("name", DownloadPart::Name), ("url", DownloadPart::Url)];

/// Longer keys are refused by stores.
const LONGEST_KEY: usize = 255;

impl Target {
    /// The target of a field of a kind of record that is no product.
    #[must_use]
    pub fn of_kind(entity: Entity, name: &str) -> Option<Self> {
        let field = match name {
            _ if entity.is_sold() => return None,
            "id" => "id",
            WITHIN => entity.parent().map(|_| WITHIN)?,
            name => field(schema::of(entity), name)?.name,
        };
        Some(Self::Of(entity, field))
    }

    /// The target of that name; `None` where there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let Some((kind, rest)) = name.split_once(':') else {
            if let Some((kind, field)) = name.split_once('.') {
                return Self::of_kind(Entity::parse(kind.trim())?, field.trim());
            }
            let lower = name.to_ascii_lowercase();
            let plain = Plain::ALL.iter().copied().find(|plain| plain.as_str() == lower);
            let alias =
                || ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, plain)| *plain);
            return plain.or_else(alias).map(Self::Plain);
        };
        if rest.is_empty() || rest.len() > LONGEST_KEY {
            return None;
        }
        match kind {
            "meta" => Some(Self::Meta(rest.into())),
            "attribute" => Some(Self::AttributeNamed(rest.trim().into())),
            "attributes" => {
                numbered(rest, ATTRIBUTE_PARTS).map(|(part, n)| Self::Attribute(part, n))
            }
            "downloads" => numbered(rest, DOWNLOAD_PARTS).map(|(part, n)| Self::Download(part, n)),
            _ => None,
        }
    }

    /// Its name in profiles and on the command line.
    #[must_use]
    pub fn name(&self) -> SmolStr {
        match self {
            Self::Plain(plain) => SmolStr::new_static(plain.as_str()),
            Self::Attribute(part, n) => {
                format_smolstr!("attributes:{}{n}", word(ATTRIBUTE_PARTS, *part))
            }
            Self::Download(part, n) => {
                format_smolstr!("downloads:{}{n}", word(DOWNLOAD_PARTS, *part))
            }
            Self::AttributeNamed(label) => format_smolstr!("attribute:{label}"),
            Self::Meta(key) => format_smolstr!("meta:{key}"),
            Self::Of(entity, field) => format_smolstr!("{}.{field}", entity.as_str()),
        }
    }

    /// Whether several columns may feed it.
    #[must_use]
    pub fn takes_several(&self) -> bool {
        matches!(self, Self::Plain(plain) if plain.takes_several())
    }

    /// Whether a comma stands between values of its cells rather than within a number.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Self::AttributeNamed(_)
                | Self::Attribute(AttributePart::Value | AttributePart::Default, _)
                | Self::Plain(
                    Plain::Categories
                        | Plain::Tags
                        | Plain::Brands
                        | Plain::Images
                        | Plain::GroupedProducts
                        | Plain::Upsells
                        | Plain::CrossSells
                )
        )
    }

    /// The fields of a record that it has a part in.
    #[must_use]
    pub fn feeds(&self) -> Vec<SmolStr> {
        match self {
            Self::Plain(plain) => {
                plain.feeds().iter().map(|name| SmolStr::new_static(name)).collect()
            }
            Self::Attribute(AttributePart::Default, _) => {
                vec![SmolStr::new_static("default_attributes")]
            }
            Self::Attribute(..) | Self::AttributeNamed(_) => {
                vec![SmolStr::new_static("attributes")]
            }
            Self::Download(..) => vec![SmolStr::new_static("downloads")],
            Self::Meta(_) => vec![self.name()],
            Self::Of(_, "id" | WITHIN) => Vec::new(),
            Self::Of(_, field) => vec![SmolStr::new_static(field)],
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name())
    }
}

impl From<Plain> for Target {
    fn from(plain: Plain) -> Self {
        Self::Plain(plain)
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = SmolStr::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| D::Error::custom("no such target"))
    }
}

fn numbered<Part: Copy>(text: &str, parts: &[(&str, Part)]) -> Option<(Part, u16)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (word, number) = text.split_at(digits);
    let number = number.parse().ok().filter(|number| *number > 0)?;
    parts.iter().find(|(name, _)| *name == word).map(|(_, part)| (*part, number))
}

fn word<Part: Copy + PartialEq>(parts: &[(&'static str, Part)], wanted: Part) -> &'static str {
    parts.iter().find(|(_, part)| *part == wanted).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_target() -> Vec<Target> {
        let mut all: Vec<Target> = Plain::ALL.iter().map(|plain| Target::Plain(*plain)).collect();
        all.extend(ATTRIBUTE_PARTS.iter().map(|(_, part)| Target::Attribute(*part, 12)));
        all.extend(DOWNLOAD_PARTS.iter().map(|(_, part)| Target::Download(*part, 3)));
        all.push(Target::AttributeNamed("Colour: main".into()));
        all.push(Target::Meta("_note:1".into()));
        for entity in Entity::ALL.into_iter().filter(|entity| !entity.is_sold()) {
            let fields = schema::of(entity).iter().map(|field| field.name);
            all.extend(fields.chain(["id"]).filter_map(|field| Target::of_kind(entity, field)));
        }
        all
    }

    #[test]
    fn every_target_is_found_again_by_its_name() {
        for target in every_target() {
            assert_eq!(Target::parse(&target.name()), Some(target));
        }
    }

    #[test]
    fn every_field_that_a_target_feeds_is_in_the_schema() {
        for target in every_target() {
            for name in target.feeds() {
                let known =
                    Entity::ALL.iter().any(|entity| field(schema::of(*entity), &name).is_some());
                assert!(known || name.starts_with("meta:"), "{target} feeds {name}");
            }
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for name in [
            "",
            "colour",
            "attributes:name",
            "attributes:name0",
            "attributes:size1",
            "meta:",
            "x:y",
        ] {
            assert_eq!(Target::parse(name), None, "{name}");
        }
        assert_eq!(Target::parse(" GTIN "), Some(Plain::Gtin.into()));
        assert_eq!(
            Target::parse("attributes:taxonomy2"),
            Some(Target::Attribute(AttributePart::Global, 2))
        );
    }
}
