//! Creating, changing and deleting customers.

use super::address::{Use, is_email};
use super::{Customer, render};
use crate::kinds::{Deletion, Params};
use crate::products::record::Meta;
use crate::server::effects::Action;
use crate::server::view::View;
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::text::clean;
use crate::wordpress::value::{given, integer, items, text};

pub(super) fn create(shop: &mut Shop, params: &Params, _: i64) -> Outcome<i64> {
    let part = |key| given(params, key).map_or(Ok(String::new()), text);
    if given(params, "id").map_or(0, integer) != 0 {
        return Err(Failure::new(
            400,
            "woocommerce_rest_customer_exists",
            "Cannot create existing resource.",
        ));
    }
    let email = part("email")?;
    if email.is_empty() {
        return Err(refused(
            "registration-error-invalid-email",
            "Please provide a valid email address.",
        ));
    }
    if !is_email(&email) {
        return Err(refused("customer_invalid_email", "Invalid email address"));
    }
    if shop.filed_as::<Customer>(&email.to_lowercase())?.is_some() {
        let message = format!(
            "An account is already registered with {email}. Please log in or use a different email address."
        );
        return Err(refused("registration-error-email-exists", message));
    }
    let wanted = clean(&part("username")?);
    let username = if wanted.is_empty() { free_name(shop, params, &email)? } else { wanted };
    if name_is_taken(shop, &username)? {
        let message = "An account is already registered with that username. Please choose another.";
        return Err(refused("registration-error-username-exists", message));
    }
    let now = dates::now();
    let mut customer = Customer {
        email,
        role: "customer".to_owned(),
        username,
        created: now,
        modified: now,
        ..Customer::default()
    };
    describe(shop, &mut customer, params)?;
    if part("password")?.is_empty() {
        // The store made up a password, and reminds its owner to change it.
        let id = shop.next(Counter::Meta);
        customer.meta.push(Meta { id, key: "default_password_nag".to_owned(), value: "1".into() });
    }
    customer.id = shop.next(Counter::User);
    shop.file(&customer)?;
    Ok(customer.id)
}

pub(super) fn update(shop: &mut Shop, id: i64, _: i64, params: &Params) -> Outcome<()> {
    let mut customer = shop.customer(id)?;
    if let Some(email) = given(params, "email").map(text).transpose()?
        && email != customer.email
    {
        let other = shop.filed_as::<Customer>(&email.to_lowercase())?;
        if !is_email(&email) || other.is_some_and(|other| other.id != id) {
            return Err(refused(
                "woocommerce_rest_customer_invalid_email",
                "Email address is invalid.",
            ));
        }
        customer.email = email;
    }
    if let Some(username) = given(params, "username").map(text).transpose()?
        && username != customer.username
    {
        return Err(refused(
            "woocommerce_rest_customer_invalid_argument",
            "Username isn't editable.",
        ));
    }
    describe(shop, &mut customer, params)?;
    customer.modified = dates::now();
    shop.file(&customer)
}

pub(super) fn delete(
    shop: &mut Shop,
    deletion: &Deletion<'_>,
    out: &mut Vec<u8>,
) -> Outcome<Action> {
    let customer = shop.customer(deletion.id)?;
    if !deletion.force {
        return Err(Failure::not_trashable("Customers"));
    }
    let view = View { place: deletion.view.place.of_the_gone(), ..*deletion.view };
    render::render(&customer, &view, out);
    shop.unfile::<Customer>(deletion.id)?;
    Ok(Action::Delete)
}

fn describe(shop: &mut Shop, customer: &mut Customer, params: &Params) -> Outcome<()> {
    if let Some(name) = given(params, "first_name") {
        customer.first_name = text(name)?;
    }
    if let Some(name) = given(params, "last_name") {
        customer.last_name = text(name)?;
    }
    customer.billing.apply(params, Use::Billing)?;
    customer.shipping.apply(params, Use::Shipping)?;
    if let Some(entries) = given(params, "meta_data") {
        let entries: Vec<_> = items(entries).into_iter().cloned().collect();
        crate::products::meta::merge(shop, &mut customer.meta, &entries, &[])?;
    }
    Ok(())
}

/// A user name that nobody has: of the names, else of the address.
fn free_name(shop: &Shop, params: &Params, email: &str) -> Outcome<String> {
    let mut parts = Vec::new();
    for key in ["first_name", "last_name"] {
        let name = given(params, key).map_or(Ok(String::new()), text)?;
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        if !plain.is_empty() {
            parts.push(plain.to_lowercase());
        }
    }
    if parts.is_empty() {
        let local = email.split('@').next().unwrap_or_default();
        parts.push(local.to_lowercase());
    }
    let wanted = parts.join(".");
    let mut name = wanted.clone();
    let mut number = 2;
    while name_is_taken(shop, &name)? {
        name = format!("{wanted}-{number}");
        number += 1;
    }
    Ok(name)
}

fn name_is_taken(shop: &Shop, name: &str) -> Outcome<bool> {
    let mut find = shop.db.prepare_cached(
        "SELECT 1 FROM filed WHERE kind = 'customers' AND name = ?1 COLLATE NOCASE",
    )?;
    Ok(find.exists([name])?)
}

fn refused(code: &'static str, message: impl Into<std::borrow::Cow<'static, str>>) -> Failure {
    Failure::new(400, code, message)
}
