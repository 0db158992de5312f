//! Coupons in orders: which may be used, and what they take off.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::record::{Applied, Line, Order};
use crate::kinds::coupons::{Coupon, code};
use crate::kinds::{Params, money};
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::text::escape;
use crate::wordpress::value::{field, given, integer, items};

fn refused(message: String) -> Failure {
    Failure::new(400, "woocommerce_rest_invalid_coupon", message)
}

/// Applies the coupons that a request names, instead of those that were there.
pub(super) fn apply(shop: &mut Shop, order: &mut Order, params: &Params) -> Outcome<()> {
    let Some(list) = given(params, "coupon_lines") else { return Ok(()) };
    let mut wanted: Vec<String> = Vec::new();
    for item in items(list) {
        let said = field(item, "code").map(code).transpose()?.unwrap_or_default();
        let id = field(item, "id").map_or(0, integer);
        if id != 0 {
            let known = order.coupons.iter().find(|known| known.id == id);
            match (known, item.get("code")) {
                // `code: null` takes a coupon away.
                (_, Some(Value::Null)) => continue,
                (Some(known), _) => wanted.push(known.code.clone()),
                (None, _) => {
                    return Err(Failure::new(
                        400,
                        "woocommerce_rest_coupon_item_id_readonly",
                        "Coupon item ID is readonly.",
                    ));
                }
            }
        } else if said.is_empty() {
            return Err(refused("Coupon code is required.".to_owned()));
        } else {
            wanted.push(said);
        }
    }
    wanted.dedup();
    let coupons =
        wanted.iter().map(|code| usable(shop, order, code)).collect::<Outcome<Vec<Coupon>>>()?;
    if !coupons.is_empty() || !order.coupons.is_empty() {
        // Coupons are taken off what the lines cost without any; what a request says of their totals is lost.
        order.lines.iter_mut().for_each(|line| line.total = line.subtotal);
    }
    let before = std::mem::take(&mut order.coupons);
    for coupon in coupons {
        let discount = discount(shop, order, &coupon)?;
        let known = before.iter().find(|known| known.code == coupon.code);
        if known.is_none() {
            use_up(shop, &coupon, order)?;
        }
        order.coupons.push(Applied {
            id: known.map_or_else(|| shop.next(Counter::Item), |known| known.id),
            code: coupon.code,
            discount,
            discount_type: coupon.discount_type,
            nominal: coupon.amount,
            free_shipping: coupon.free_shipping,
        });
    }
    Ok(())
}

/// A coupon that may be used for an order.
fn usable(shop: &Shop, order: &Order, code: &str) -> Outcome<Coupon> {
    let shown = escape(code).replace('"', "&quot;");
    let Some(coupon) = shop.filed_as::<Coupon>(code)?.filter(|coupon| coupon.status == "publish")
    else {
        let message =
            format!("Coupon &quot;{shown}&quot; cannot be applied because it does not exist.");
        return Err(refused(message));
    };
    if coupon.expires.is_some_and(|expires| expires < dates::now()) {
        return Err(refused(format!("Coupon &quot;{shown}&quot; has expired.")));
    }
    if coupon.usage_limit > 0 && coupon.usage_count >= coupon.usage_limit {
        return Err(refused(format!(
            "Usage limit for coupon &quot;{shown}&quot; has been reached."
        )));
    }
    let subtotal: Decimal = order.lines.iter().map(|line| line.subtotal).sum();
    let amount = |amount| format!("{}{}", shop.site.currency_symbol(), money::show(amount, 2));
    if coupon.minimum_amount > subtotal {
        return Err(refused(format!(
            "The minimum spend for coupon &quot;{shown}&quot; is {}.",
            amount(coupon.minimum_amount)
        )));
    }
    if !coupon.maximum_amount.is_zero() && coupon.maximum_amount < subtotal {
        return Err(refused(format!(
            "The maximum spend for coupon &quot;{shown}&quot; is {}.",
            amount(coupon.maximum_amount)
        )));
    }
    Ok(coupon)
}

/// Takes a coupon off the lines that it is for; tells how much that was.
fn discount(shop: &Shop, order: &mut Order, coupon: &Coupon) -> Outcome<Decimal> {
    let mut lines: Vec<&mut Line> = Vec::new();
    for line in &mut order.lines {
        if is_for(shop, coupon, line)? {
            lines.push(line);
        }
    }
    let cents =
        |amount: Decimal| amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let sum: Decimal = lines.iter().map(|line| line.total).sum();
    let mut left = coupon.amount.min(sum);
    let last = lines.len().saturating_sub(1);
    let mut taken = Decimal::ZERO;
    for (at, line) in lines.into_iter().enumerate() {
        let share = match coupon.discount_type.as_str() {
            "percent" => cents(line.total * coupon.amount / Decimal::ONE_HUNDRED),
            "fixed_product" => coupon.amount * Decimal::from(line.quantity),
            _ if at == last || sum.is_zero() => left,
            _ => cents(coupon.amount.min(sum) * line.total / sum),
        };
        let share = share.min(line.total).max(Decimal::ZERO);
        left -= share;
        line.total -= share;
        taken += share;
    }
    Ok(taken)
}

fn is_for(shop: &Shop, coupon: &Coupon, line: &Line) -> Outcome<bool> {
    let among = |ids: &[i64]| ids.contains(&line.product_id) || ids.contains(&line.variation_id);
    if !coupon.product_ids.is_empty() && !among(&coupon.product_ids) {
        return Ok(false);
    }
    if among(&coupon.excluded_product_ids) {
        return Ok(false);
    }
    let Some(product) = shop.record(line.product_id)? else {
        return Ok(coupon.product_ids.is_empty() && coupon.product_categories.is_empty());
    };
    let in_one = |terms: &[i64]| product.categories.iter().any(|category| terms.contains(category));
    let on_sale = crate::products::prices::on_sale(&product, dates::now());
    Ok((coupon.product_categories.is_empty() || in_one(&coupon.product_categories))
        && !in_one(&coupon.excluded_product_categories)
        && !(coupon.exclude_sale_items && on_sale))
}

fn use_up(shop: &Shop, coupon: &Coupon, order: &Order) -> Outcome<()> {
    let mut coupon = coupon.clone();
    coupon.usage_count += 1;
    let user = match order.customer {
        0 => order.billing.part("email").to_owned(),
        id => id.to_string(),
    };
    if !user.is_empty() {
        coupon.used_by.push(user);
    }
    shop.file(&coupon)
}

/// An order that is cancelled gives its coupons back.
pub(super) fn give_back(shop: &Shop, order: &Order) -> Outcome<()> {
    for applied in &order.coupons {
        if let Some(mut coupon) = shop.filed_as::<Coupon>(&applied.code)? {
            coupon.usage_count = (coupon.usage_count - 1).max(0);
            coupon.used_by.pop();
            shop.file(&coupon)?;
        }
    }
    Ok(())
}
