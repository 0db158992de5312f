//! Reviews of products.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Deletion, EVERYTHING, Kind, Params, links};
use crate::customers::render::avatars;
use crate::products::parts::permalink;
use crate::products::record::Record;
use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::{Place, View};
use crate::store::filed::{Card, Filed, Selection};
use crate::store::{Counter, Shop};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::{Object, write};
use crate::wordpress::value::{given, ids, integer, items, text};
use crate::wordpress::{autop, dates, kses};

/// What can be done with reviews.
pub(crate) static KIND: Kind =
    Kind { word: "reviews", is_paged: true, create, show, update, delete, list };

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Review {
    id: i64,
    product: i64,
    status: String,
    reviewer: String,
    email: String,
    review: String,
    rating: i64,
    verified: bool,
    created: i64,
    status_before_trash: String,
}

impl Filed for Review {
    const KIND: &'static str = "reviews";

    fn card(&self) -> Card {
        Card {
            id: self.id,
            parent: self.product,
            status: self.status.clone(),
            key: self.email.to_lowercase(),
            name: self.reviewer.clone(),
            text: format!("{} {} {}", self.reviewer, self.email, self.review),
            created: self.created,
            modified: self.created,
            ..Card::default()
        }
    }
}

fn review(shop: &Shop, id: i64) -> Outcome<Review> {
    shop.filed(id)?.ok_or_else(|| {
        Failure::new(404, "woocommerce_rest_review_invalid_id", "Invalid review ID.")
    })
}

fn reviewed(shop: &Shop, id: i64) -> Outcome<Record> {
    shop.record(id)?.filter(|product| !product.variation).ok_or_else(|| {
        Failure::new(404, "woocommerce_rest_product_invalid_id", "Invalid product ID.")
    })
}

fn create(shop: &mut Shop, params: &Params, _: i64) -> Outcome<i64> {
    if given(params, "id").map_or(0, integer) != 0 {
        return Err(Failure::new(
            400,
            "woocommerce_rest_review_exists",
            "Cannot create existing product review.",
        ));
    }
    let product = reviewed(shop, given(params, "product_id").map_or(0, integer))?.id;
    let mut review = Review {
        product,
        status: "approved".to_owned(),
        created: dates::now(),
        ..Review::default()
    };
    describe(&mut review, params)?;
    if review.review.trim().is_empty() {
        return Err(Failure::new(
            400,
            "woocommerce_rest_review_content_invalid",
            "Invalid review content.",
        ));
    }
    let said_before = shop.filed_below::<Review>(product)?.into_iter().any(|other| {
        other.status != "trash"
            && other.review == review.review
            && (other.reviewer == review.reviewer || other.email == review.email)
    });
    if said_before {
        return Err(Failure::new(
            409,
            "woocommerce_rest_comment_duplicate",
            "Duplicate comment detected; it looks as though you&#8217;ve already said that!",
        ));
    }
    review.verified = crate::orders::has_bought(shop, &review.email, product)?;
    review.id = shop.next(Counter::Comment);
    shop.file(&review)?;
    Ok(review.id)
}

fn update(shop: &mut Shop, id: i64, _: i64, params: &Params) -> Outcome<()> {
    let mut review = review(shop, id)?;
    if let Some(product) = given(params, "product_id").map(integer) {
        review.product = reviewed(shop, product)?.id;
    }
    describe(&mut review, params)?;
    shop.file(&review)
}

fn describe(review: &mut Review, params: &Params) -> Outcome<()> {
    if let Some(status) = given(params, "status").map(text).transpose()? {
        review.status = match status.as_str() {
            "approved" | "approve" | "1" | "unspam" => "approved".to_owned(),
            "untrash" => std::mem::take(&mut review.status_before_trash),
            "hold" | "0" => "hold".to_owned(),
            "spam" | "trash" => status,
            _ => review.status.clone(),
        };
    }
    for (key, place) in [
        ("reviewer", &mut review.reviewer),
        ("reviewer_email", &mut review.email),
        ("review", &mut review.review),
    ] {
        if let Some(said) = given(params, key) {
            *place = kses::post(&text(said)?).into_owned();
        }
    }
    if let Some(rating) = given(params, "rating") {
        review.rating = integer(rating);
    }
    Ok(())
}

fn show(shop: &Shop, id: i64, _: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    render(shop, &review(shop, id)?, view, out)
}

fn render(shop: &Shop, review: &Review, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    let product = shop.record(review.product)?;
    let product = product.as_ref();
    let mut object = Object::new(out, view.fields);
    object.put("id", &review.id);
    let created = dates::show(review.created);
    object.put("date_created", &created);
    object.put("date_created_gmt", &created);
    object.put("product_id", &review.product);
    object.put("product_name", product.map_or("", |product| product.name.as_str()));
    let link = product.map(|product| permalink(product, None, view.base));
    object.put("product_permalink", &link.unwrap_or_default());
    object.put("status", &review.status);
    object.put("reviewer", &review.reviewer);
    object.put("reviewer_email", &review.email);
    if view.edit {
        object.put("review", &review.review);
    } else {
        object.put("review", &autop::paragraphs(&review.review));
    }
    object.put("rating", &review.rating);
    object.put("verified", &review.verified);
    object.put("reviewer_avatar_urls", &avatars(&review.email));
    object.put_links(view.place != Place::InList, || {
        let mut links = links(view, "products/reviews", review.id, EVERYTHING);
        links["up"] =
            json!([{ "href": format!("{}/wp-json/wc/v3/products/{}", view.base, review.product) }]);
        links
    });
    object.end();
    Ok(())
}

fn delete(shop: &mut Shop, deletion: &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action> {
    let mut review = review(shop, deletion.id)?;
    if deletion.force {
        let mut previous = Vec::new();
        render(shop, &review, deletion.view, &mut previous)?;
        let previous: serde_json::Value = serde_json::from_slice(&previous)?;
        write(out, &json!({ "deleted": true, "previous": previous }));
        shop.unfile::<Review>(deletion.id)?;
        return Ok(Action::Delete);
    }
    if review.status == "trash" {
        return Err(Failure::new(
            410,
            "rest_already_trashed",
            "The object has already been trashed.",
        ));
    }
    review.status_before_trash = std::mem::replace(&mut review.status, "trash".to_owned());
    shop.file(&review)?;
    render(shop, &review, deletion.view, out)?;
    Ok(Action::Trash)
}

fn list(shop: &Shop, params: &Params, _: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    let mut selection = Selection::of(params, "date_gmt", false)?;
    let status = given(params, "status").map(text).transpose()?;
    match status.as_deref().unwrap_or("approved") {
        "all" => selection.require("status IN ('approved', 'hold')"),
        status => selection.add("status = ?", status.to_owned()),
    }
    let products = given(params, "product").map(ids).unwrap_or_default();
    if !products.is_empty() {
        selection.among("parent", &products, true);
    }
    if let Some(email) = given(params, "reviewer_email").map(text).transpose()? {
        selection.add("key = ?", email.to_lowercase());
    }
    // Reviewers are told by the number of their account; who has none cannot be asked for.
    if given(params, "reviewer").is_some_and(|who| !items(who).is_empty()) {
        selection.require("owner <> 0");
    }
    shop.filed_page::<Review>(selection, page)
}

/// Average, with two places, and number of the ratings that a product has.
pub(crate) fn rating(shop: &Shop, product: i64) -> Outcome<(String, usize)> {
    let ratings: Vec<i64> = shop
        .filed_below::<Review>(product)?
        .into_iter()
        .filter(|review| review.status == "approved" && review.rating > 0)
        .map(|review| review.rating)
        .collect();
    let count = ratings.len();
    let sum: i64 = ratings.iter().sum();
    let average = if count == 0 { 0.0 } else { sum as f64 / count as f64 };
    Ok((format!("{average:.2}"), count))
}

/// Takes the reviews of a product away with it.
pub(crate) fn remove_all(shop: &Shop, product: i64) -> Outcome<()> {
    for review in shop.filed_below::<Review>(product)? {
        shop.unfile::<Review>(review.id)?;
    }
    Ok(())
}
