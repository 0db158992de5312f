//! Coupons: codes that make orders cheaper.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Deletion, EVERYTHING, Kind, Params, links, money};
use crate::products::meta;
use crate::products::record::Meta;
use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::{Place, View};
use crate::store::filed::{Card, Filed, Selection};
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Object;
use crate::wordpress::kses;
use crate::wordpress::text::clean;
use crate::wordpress::value::{boolean, given, ids, integer, items, text};

/// What can be done with coupons.
pub(crate) static KIND: Kind =
    Kind { word: "coupons", is_paged: true, create, show, update, delete, list };

/// A coupon. Limits of 0 are none.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Coupon {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) amount: Decimal,
    pub(crate) status: String,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) discount_type: String,
    description: String,
    pub(crate) expires: Option<i64>,
    pub(crate) usage_count: i64,
    individual_use: bool,
    pub(crate) product_ids: Vec<i64>,
    pub(crate) excluded_product_ids: Vec<i64>,
    pub(crate) usage_limit: i64,
    usage_limit_per_user: i64,
    limit_usage_to_x_items: i64,
    pub(crate) free_shipping: bool,
    pub(crate) product_categories: Vec<i64>,
    pub(crate) excluded_product_categories: Vec<i64>,
    pub(crate) exclude_sale_items: bool,
    pub(crate) minimum_amount: Decimal,
    pub(crate) maximum_amount: Decimal,
    email_restrictions: Vec<String>,
    pub(crate) used_by: Vec<String>,
    meta: Vec<Meta>,
}

impl Filed for Coupon {
    const KIND: &'static str = "coupons";

    fn card(&self) -> Card {
        Card {
            id: self.id,
            status: self.status.clone(),
            key: self.code.clone(),
            name: self.code.clone(),
            text: format!("{} {}", self.code, self.description),
            created: self.created,
            modified: self.modified,
            ..Card::default()
        }
    }
}

/// A code as the store compares it: in small letters, without marks around it.
pub(crate) fn code(value: &Value) -> Outcome<String> {
    Ok(clean(&text(value)?).to_lowercase())
}

fn coupon(shop: &Shop, id: i64, status: u16) -> Outcome<Coupon> {
    shop.filed(id)?.ok_or_else(|| Failure::invalid_id(status, "shop_coupon"))
}

fn create(shop: &mut Shop, params: &Params, _: i64) -> Outcome<i64> {
    if given(params, "id").map_or(0, integer) != 0 {
        return Err(Failure::new(
            400,
            "woocommerce_rest_shop_coupon_exists",
            "Cannot create existing shop_coupon.",
        ));
    }
    let now = dates::now();
    let mut coupon = Coupon {
        status: "publish".to_owned(),
        created: now,
        discount_type: "fixed_cart".to_owned(),
        ..Coupon::default()
    };
    describe(shop, &mut coupon, params)?;
    coupon.modified = now;
    coupon.id = shop.next(Counter::Post);
    shop.file(&coupon)?;
    Ok(coupon.id)
}

fn update(shop: &mut Shop, id: i64, _: i64, params: &Params) -> Outcome<()> {
    let mut coupon = coupon(shop, id, 400)?;
    describe(shop, &mut coupon, params)?;
    coupon.modified = dates::now();
    shop.file(&coupon)
}

fn describe(shop: &mut Shop, coupon: &mut Coupon, params: &Params) -> Outcome<()> {
    if let Some(wanted) = given(params, "code") {
        let wanted = code(wanted)?;
        if shop.filed_as::<Coupon>(&wanted)?.is_some_and(|other| other.id != coupon.id) {
            return Err(Failure::new(
                400,
                "woocommerce_rest_coupon_code_already_exists",
                "The coupon code already exists",
            ));
        }
        coupon.code = wanted;
    }
    if coupon.code.is_empty() {
        return Err(Failure::new(
            400,
            "woocommerce_rest_empty_coupon_code",
            "The coupon code cannot be empty.",
        ));
    }
    if let Some(kind) = given(params, "discount_type").map(text).transpose()? {
        if !matches!(kind.as_str(), "percent" | "fixed_cart" | "fixed_product") {
            return Err(Failure::new(
                400,
                "coupon_invalid_discount_type",
                "Invalid discount type.",
            ));
        }
        coupon.discount_type = kind;
    }
    for (key, place) in [
        ("amount", &mut coupon.amount),
        ("minimum_amount", &mut coupon.minimum_amount),
        ("maximum_amount", &mut coupon.maximum_amount),
    ] {
        if let Some(amount) = given(params, key) {
            *place = money::amount(shop, amount)?;
        }
    }
    let too_much = coupon.discount_type == "percent" && coupon.amount > Decimal::ONE_HUNDRED;
    if too_much || coupon.amount.is_sign_negative() && !coupon.amount.is_zero() {
        return Err(Failure::new(400, "coupon_invalid_amount", "Invalid discount amount."));
    }
    if let Some(status) = given(params, "status").map(text).transpose()? {
        coupon.status = status;
    }
    if let Some(description) = given(params, "description").map(text).transpose()? {
        coupon.description = kses::post(&description).into_owned();
    }
    for key in ["date_expires", "date_expires_gmt"] {
        if let Some(date) = params.get(key) {
            coupon.expires = date.as_str().and_then(dates::loose);
        }
    }
    for (key, place) in [
        ("individual_use", &mut coupon.individual_use),
        ("free_shipping", &mut coupon.free_shipping),
        ("exclude_sale_items", &mut coupon.exclude_sale_items),
    ] {
        if let Some(flag) = given(params, key) {
            *place = boolean(flag);
        }
    }
    for (key, place) in [
        ("usage_limit", &mut coupon.usage_limit),
        ("usage_limit_per_user", &mut coupon.usage_limit_per_user),
        ("limit_usage_to_x_items", &mut coupon.limit_usage_to_x_items),
    ] {
        if let Some(limit) = params.get(key) {
            *place = integer(limit).saturating_abs();
        }
    }
    for (key, place) in [
        ("product_ids", &mut coupon.product_ids),
        ("excluded_product_ids", &mut coupon.excluded_product_ids),
        ("product_categories", &mut coupon.product_categories),
        ("excluded_product_categories", &mut coupon.excluded_product_categories),
    ] {
        if let Some(list) = given(params, key) {
            *place = ids(list).into_iter().filter(|id| *id != 0).collect();
        }
    }
    if let Some(list) = given(params, "email_restrictions") {
        coupon.email_restrictions = items(list)
            .into_iter()
            .map(|email| Ok(text(email)?.trim().to_lowercase()))
            .collect::<Outcome<_>>()?;
    }
    if let Some(entries) = given(params, "meta_data") {
        let entries: Vec<_> = items(entries).into_iter().cloned().collect();
        meta::merge(shop, &mut coupon.meta, &entries, &[])?;
    }
    Ok(())
}

fn show(shop: &Shop, id: i64, _: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    render(&coupon(shop, id, 404)?, view, out);
    Ok(())
}

fn render(coupon: &Coupon, view: &View<'_>, out: &mut Vec<u8>) {
    let limit = |limit: i64| (limit > 0).then_some(limit);
    let amount = |amount| money::show(amount, view.places);
    let mut object = Object::new(out, view.fields);
    object.put("id", &coupon.id);
    object.put("code", &coupon.code);
    object.put("amount", &amount(coupon.amount));
    object.put("status", &coupon.status);
    let (created, modified) = (dates::show(coupon.created), dates::show(coupon.modified));
    object.put("date_created", &created);
    object.put("date_created_gmt", &created);
    object.put("date_modified", &modified);
    object.put("date_modified_gmt", &modified);
    object.put("discount_type", &coupon.discount_type);
    object.put("description", &coupon.description);
    let expires = coupon.expires.map(dates::show);
    object.put("date_expires", &expires);
    object.put("date_expires_gmt", &expires);
    object.put("usage_count", &coupon.usage_count);
    object.put("individual_use", &coupon.individual_use);
    object.put("product_ids", &coupon.product_ids);
    object.put("excluded_product_ids", &coupon.excluded_product_ids);
    object.put("usage_limit", &limit(coupon.usage_limit));
    object.put("usage_limit_per_user", &limit(coupon.usage_limit_per_user));
    object.put("limit_usage_to_x_items", &limit(coupon.limit_usage_to_x_items));
    object.put("free_shipping", &coupon.free_shipping);
    object.put("product_categories", &coupon.product_categories);
    object.put("excluded_product_categories", &coupon.excluded_product_categories);
    object.put("exclude_sale_items", &coupon.exclude_sale_items);
    object.put("minimum_amount", &amount(coupon.minimum_amount));
    object.put("maximum_amount", &amount(coupon.maximum_amount));
    object.put("email_restrictions", &coupon.email_restrictions);
    object.put("used_by", &coupon.used_by);
    object.put("meta_data", &coupon.meta);
    object.put_links(view.place != Place::InList, || links(view, "coupons", coupon.id, EVERYTHING));
    object.end();
}

fn delete(shop: &mut Shop, deletion: &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action> {
    let mut coupon = coupon(shop, deletion.id, 404)?;
    if !deletion.force && coupon.status == "trash" {
        return Err(Failure::already_in_trash("shop_coupon"));
    }
    render(&coupon, deletion.view, out);
    if deletion.force {
        shop.unfile::<Coupon>(deletion.id)?;
        return Ok(Action::Delete);
    }
    coupon.status = "trash".to_owned();
    coupon.modified = dates::now();
    shop.file(&coupon)?;
    Ok(Action::Trash)
}

fn list(shop: &Shop, params: &Params, _: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    let mut selection = Selection::of(params, "date", false)?;
    if let Some(wanted) = given(params, "code") {
        selection.add("key = ?", code(wanted)?);
    }
    selection.require("status <> 'trash'");
    shop.filed_page::<Coupon>(selection, page)
}
