//! A product or a variation as it is kept. What has its usual value is not written.

use serde::{Deserialize, Serialize};
use serde_json::Value;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn unlimited() -> i64 {
    -1
}

fn is_unlimited(value: &i64) -> bool {
    *value == -1
}

fn allowed() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

/// The whole record. Numbers of terms, media and other products stand for themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Record {
    #[serde(skip)]
    pub(crate) id: i64,
    #[serde(skip)]
    pub(crate) variation: bool,
    #[serde(skip)]
    pub(crate) parent: i64,
    #[serde(skip)]
    pub(crate) kind: String,
    #[serde(skip)]
    pub(crate) status: String,
    #[serde(skip)]
    pub(crate) slug: String,
    #[serde(skip)]
    pub(crate) name: String,
    #[serde(skip)]
    pub(crate) created: i64,
    #[serde(skip)]
    pub(crate) modified: i64,
    #[serde(skip)]
    pub(crate) menu_order: i64,
    #[serde(skip)]
    pub(crate) stock_status: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) featured: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) visibility: Visibility,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) description: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) short_description: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) sku: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) gtin: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) regular_price: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) sale_price: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) sale_from: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) sale_to: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) total_sales: i64,
    #[serde(rename = "virtual", skip_serializing_if = "is_default")]
    pub(crate) is_virtual: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) downloadable: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) downloads: Vec<Download>,
    #[serde(default = "unlimited", skip_serializing_if = "is_unlimited")]
    pub(crate) download_limit: i64,
    #[serde(default = "unlimited", skip_serializing_if = "is_unlimited")]
    pub(crate) download_expiry: i64,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) external_url: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) button_text: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) tax_status: TaxStatus,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) tax_class: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) manage_stock: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) stock_quantity: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) backorders: Backorders,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) low_stock_amount: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) sold_individually: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) weight: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) length: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) width: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) height: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) shipping_class: i64,
    #[serde(default = "allowed", skip_serializing_if = "is_true")]
    pub(crate) reviews_allowed: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) post_password: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) upsells: Vec<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) cross_sells: Vec<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) grouped: Vec<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) purchase_note: String,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) categories: Vec<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) brands: Vec<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) tags: Vec<i64>,
    /// The first is the product's picture, the others are its gallery.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) images: Vec<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) attributes: Vec<Attribute>,
    /// Of a variable product its defaults, of a variation its own: attribute key -> value.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) choices: Vec<(String, String)>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) meta: Vec<Meta>,
    /// The slug that a product in the trash gets back.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) slug_before_trash: String,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            id: 0,
            variation: false,
            parent: 0,
            kind: "simple".to_owned(),
            status: "publish".to_owned(),
            slug: String::new(),
            name: String::new(),
            created: 0,
            modified: 0,
            menu_order: 0,
            stock_status: "instock".to_owned(),
            featured: false,
            visibility: Visibility::default(),
            description: String::new(),
            short_description: String::new(),
            sku: String::new(),
            gtin: String::new(),
            regular_price: String::new(),
            sale_price: String::new(),
            sale_from: None,
            sale_to: None,
            total_sales: 0,
            is_virtual: false,
            downloadable: false,
            downloads: Vec::new(),
            download_limit: -1,
            download_expiry: -1,
            external_url: String::new(),
            button_text: String::new(),
            tax_status: TaxStatus::default(),
            tax_class: String::new(),
            manage_stock: false,
            stock_quantity: None,
            backorders: Backorders::default(),
            low_stock_amount: None,
            sold_individually: false,
            weight: String::new(),
            length: String::new(),
            width: String::new(),
            height: String::new(),
            shipping_class: 0,
            reviews_allowed: true,
            post_password: String::new(),
            upsells: Vec::new(),
            cross_sells: Vec::new(),
            grouped: Vec::new(),
            purchase_note: String::new(),
            categories: Vec::new(),
            brands: Vec::new(),
            tags: Vec::new(),
            images: Vec::new(),
            attributes: Vec::new(),
            choices: Vec::new(),
            meta: Vec::new(),
            slug_before_trash: String::new(),
        }
    }
}

/// Where a product is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Visibility {
    #[default]
    Visible,
    Catalog,
    Search,
    Hidden,
}

/// What of a product is taxed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TaxStatus {
    #[default]
    Taxable,
    Shipping,
    None,
}

/// Whether more may be sold than there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Backorders {
    #[default]
    No,
    Notify,
    Yes,
}

/// A file that a buyer may fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Download {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) file: String,
}

/// An attribute of a product: a global one with terms, or one of its own with texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attribute {
    /// Number of the global attribute, 0 for the product's own.
    pub(crate) id: i64,
    /// `pa_color` for a global one, else the name as it was given.
    pub(crate) name: String,
    /// Under which variations refer to it: `pa_color`, `size`.
    pub(crate) key: String,
    pub(crate) position: i64,
    pub(crate) visible: bool,
    pub(crate) variation: bool,
    /// Texts of the product's own attribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) options: Vec<String>,
    /// Terms of a global attribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) terms: Vec<i64>,
}

/// One entry of `meta_data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Meta {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) value: Value,
}

impl Record {
    /// Numbers of all terms that the record carries.
    pub(crate) fn terms(&self) -> Vec<i64> {
        let mut terms: Vec<i64> = self
            .categories
            .iter()
            .chain(&self.brands)
            .chain(&self.tags)
            .chain(self.attributes.iter().flat_map(|attribute| &attribute.terms))
            .copied()
            .collect();
        if self.shipping_class != 0 {
            terms.push(self.shipping_class);
        }
        terms
    }

    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}
