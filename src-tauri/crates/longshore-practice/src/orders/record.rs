//! An order as it is kept. Amounts are exact; how many places are shown is the asker's choice.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::customers::address::Address;
use crate::products::record::Meta;
use crate::store::filed::{Card, Filed};

/// An order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Order {
    pub(crate) id: i64,
    pub(crate) parent: i64,
    pub(crate) status: String,
    pub(crate) currency: String,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) customer: i64,
    pub(crate) key: String,
    pub(crate) billing: Address,
    pub(crate) shipping: Address,
    pub(crate) payment_method: String,
    pub(crate) payment_method_title: String,
    pub(crate) transaction: String,
    pub(crate) created_via: String,
    pub(crate) customer_note: String,
    pub(crate) completed: Option<i64>,
    pub(crate) paid: Option<i64>,
    pub(crate) lines: Vec<Line>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) fees: Vec<Fee>,
    pub(crate) coupons: Vec<Applied>,
    pub(crate) meta: Vec<Meta>,
    /// The stock of its products was reduced by it.
    pub(crate) stock_is_reduced: bool,
    /// Its products count as sold.
    pub(crate) is_counted: bool,
}

/// Products of one kind, with the name that they were sold under.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) product_id: i64,
    pub(crate) variation_id: i64,
    pub(crate) quantity: i64,
    pub(crate) tax_class: String,
    /// Before coupons.
    pub(crate) subtotal: Decimal,
    pub(crate) total: Decimal,
    pub(crate) meta: Vec<Meta>,
}

/// A way of shipping.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) method: String,
    pub(crate) instance: String,
    pub(crate) total: Decimal,
    pub(crate) meta: Vec<Meta>,
}

/// Something to pay that is no product.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Fee {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) tax_class: String,
    pub(crate) tax_status: String,
    pub(crate) total: Decimal,
    pub(crate) meta: Vec<Meta>,
}

/// A coupon that made the order cheaper.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Applied {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) discount: Decimal,
    pub(crate) discount_type: String,
    pub(crate) nominal: Decimal,
    pub(crate) free_shipping: bool,
}

impl Line {
    /// The product whose stock it takes.
    pub(crate) fn sold(&self) -> i64 {
        if self.variation_id != 0 { self.variation_id } else { self.product_id }
    }
}

impl Order {
    pub(crate) fn discount(&self) -> Decimal {
        self.lines.iter().map(|line| line.subtotal - line.total).sum()
    }

    pub(crate) fn shipping_total(&self) -> Decimal {
        self.deliveries.iter().map(|delivery| delivery.total).sum()
    }

    pub(crate) fn total(&self) -> Decimal {
        self.lines.iter().map(|line| line.total).sum::<Decimal>()
            + self.fees.iter().map(|fee| fee.total).sum::<Decimal>()
            + self.shipping_total()
    }

    pub(crate) fn has_status(&self, statuses: &[&str]) -> bool {
        statuses.contains(&self.status.as_str())
    }
}

impl Filed for Order {
    const KIND: &'static str = "orders";

    fn card(&self) -> Card {
        let names: Vec<&str> = self.lines.iter().map(|line| line.name.as_str()).collect();
        Card {
            id: self.id,
            parent: self.parent,
            owner: self.customer,
            status: self.status.clone(),
            key: self.billing.part("email").to_lowercase(),
            name: self.id.to_string(),
            text: format!(
                "{} {} {} {}",
                self.id,
                self.billing.words(),
                self.shipping.words(),
                names.join(" ")
            ),
            created: self.created,
            modified: self.modified,
        }
    }
}
