//! Lists of customers.

use super::Customer;
use crate::kinds::Params;
use crate::server::page::Page;
use crate::store::Shop;
use crate::store::filed::Selection;
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{given, text};

pub(super) fn page(shop: &Shop, params: &Params, _: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    let mut selection = Selection::of(params, "name", true)?;
    let role = given(params, "role").map(text).transpose()?;
    match role.as_deref().unwrap_or("customer") {
        "all" => {}
        role => selection.add("status = ?", role.to_owned()),
    }
    if let Some(email) = given(params, "email").map(text).transpose()? {
        selection.add("key = ?", email.to_lowercase());
    }
    shop.filed_page::<Customer>(selection, page)
}
