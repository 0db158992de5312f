//! Customers: accounts with addresses, told apart by e-mail address and user name.

pub(crate) mod address;
mod list;
pub(crate) mod render;
mod write;

use serde::{Deserialize, Serialize};

use crate::kinds::Kind;
use crate::products::record::Meta;
use crate::store::Shop;
use crate::store::filed::{Card, Filed};
use crate::wordpress::failure::{Failure, Outcome};
use address::Address;

/// What can be done with customers.
pub(crate) static KIND: Kind = Kind {
    word: "customers",
    is_paged: true,
    create: write::create,
    show: render::show,
    update: write::update,
    delete: write::delete,
    list: list::page,
};

/// An account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Customer {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) role: String,
    pub(crate) username: String,
    pub(crate) billing: Address,
    pub(crate) shipping: Address,
    pub(crate) is_paying: bool,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) meta: Vec<Meta>,
}

impl Filed for Customer {
    const KIND: &'static str = "customers";

    fn card(&self) -> Card {
        Card {
            id: self.id,
            status: self.role.clone(),
            key: self.email.to_lowercase(),
            name: self.username.clone(),
            text: format!(
                "{} {} {} {}",
                self.username, self.email, self.first_name, self.last_name
            ),
            created: self.created,
            modified: self.modified,
            ..Card::default()
        }
    }
}

impl Shop {
    /// A customer, or why there is none: the permission check finds that out.
    pub(crate) fn customer(&self, id: i64) -> Outcome<Customer> {
        self.filed(id)?
            .ok_or_else(|| Failure::new(404, "wc_user_invalid_id", "Invalid user ID.").forbidding())
    }

    /// The account that every store has from its first day.
    pub(crate) fn file_administrator(&self, now: i64) -> Outcome<()> {
        let text = str::to_owned;
        self.file(&Customer {
            id: 1,
            email: text("admin@example.com"),
            role: text("administrator"),
            username: text("admin"),
            created: now,
            modified: now,
            ..Customer::default()
        })
    }
}
