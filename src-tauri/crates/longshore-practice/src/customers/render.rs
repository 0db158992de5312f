//! Customers as answers show them.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Customer;
use super::address::{OF_CUSTOMERS, Use};
use crate::kinds::{EVERYTHING, links};
use crate::server::view::{Place, View};
use crate::store::Shop;
use crate::wordpress::dates;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;

pub(super) fn show(
    shop: &Shop,
    id: i64,
    _: i64,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    render(&shop.customer(id)?, view, out);
    Ok(())
}

pub(super) fn render(customer: &Customer, view: &View<'_>, out: &mut Vec<u8>) {
    let mut object = Object::new(out, view.fields);
    object.put("id", &customer.id);
    let (created, modified) = (dates::show(customer.created), dates::show(customer.modified));
    object.put("date_created", &created);
    object.put("date_created_gmt", &created);
    object.put("date_modified", &modified);
    object.put("date_modified_gmt", &modified);
    object.put("email", &customer.email);
    object.put("first_name", &customer.first_name);
    object.put("last_name", &customer.last_name);
    object.put("role", &customer.role);
    object.put("username", &customer.username);
    object.put("billing", &customer.billing.show(OF_CUSTOMERS, Use::Billing));
    object.put("shipping", &customer.shipping.show(OF_CUSTOMERS, Use::Shipping));
    object.put("is_paying_customer", &customer.is_paying);
    object.put("avatar_url", &avatar(&customer.email, 96));
    object.put("meta_data", &customer.meta);
    // Nobody can say what may be done with an account that is gone.
    let allowed = if view.place == Place::Gone { &[] } else { EVERYTHING };
    object
        .put_links(view.place != Place::InList, || links(view, "customers", customer.id, allowed));
    object.end();
}

/// The address of the picture that a service on the net has for an e-mail address.
fn avatar(email: &str, size: u32) -> String {
    use std::fmt::Write;
    let mut hash = String::new();
    for byte in Sha256::digest(email.trim().to_lowercase()) {
        let _ = write!(hash, "{byte:02x}");
    }
    format!("https://secure.gravatar.com/avatar/{hash}?s={size}&d=mm&r=g")
}

/// The pictures of somebody in the sizes that reviews show.
pub(crate) fn avatars(email: &str) -> Value {
    [24, 48, 96]
        .map(|size| (size.to_string(), Value::from(avatar(email, size))))
        .into_iter()
        .collect::<Map<_, _>>()
        .into()
}
