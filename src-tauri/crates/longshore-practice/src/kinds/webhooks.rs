//! Webhooks: kept and shown, never delivered.

use serde::{Deserialize, Serialize};

use super::{Deletion, EVERYTHING, Kind, Params, links};
use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::{Place, View};
use crate::store::filed::{Card, Filed, Selection};
use crate::store::{Counter, Shop};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Object;
use crate::wordpress::text::clean;
use crate::wordpress::value::{given, integer, text};

/// What can be done with webhooks.
pub(crate) static KIND: Kind =
    Kind { word: "webhooks", is_paged: true, create, show, update, delete, list };

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Webhook {
    id: i64,
    name: String,
    status: String,
    topic: String,
    delivery_url: String,
    created: i64,
    modified: Option<i64>,
}

impl Filed for Webhook {
    const KIND: &'static str = "webhooks";

    fn card(&self) -> Card {
        Card {
            id: self.id,
            status: self.status.clone(),
            name: self.name.clone(),
            text: self.name.clone(),
            created: self.created,
            modified: self.modified.unwrap_or(self.created),
            ..Card::default()
        }
    }
}

/// The hooks behind the topics of WordPress' own events.
fn hooks(topic: &str) -> Vec<String> {
    let (resource, event) = topic.split_once('.').unwrap_or((topic, ""));
    let hooks: &[&str] = match (resource, event) {
        ("coupon", "created") => {
            &["woocommerce_process_shop_coupon_meta", "woocommerce_new_coupon"]
        }
        ("coupon", "updated") => {
            &["woocommerce_process_shop_coupon_meta", "woocommerce_update_coupon"]
        }
        ("customer", "created") => {
            &["user_register", "woocommerce_created_customer", "woocommerce_new_customer"]
        }
        ("customer", "updated") => &["profile_update", "woocommerce_update_customer"],
        ("customer", "deleted") => &["delete_user"],
        ("order", "created") => &["woocommerce_new_order"],
        ("order", "updated") => &["woocommerce_update_order", "woocommerce_order_refunded"],
        ("product", "created") => &[
            "woocommerce_process_product_meta",
            "woocommerce_new_product",
            "woocommerce_new_product_variation",
        ],
        ("product", "updated") => &[
            "woocommerce_process_product_meta",
            "woocommerce_update_product",
            "woocommerce_update_product_variation",
        ],
        ("coupon" | "order" | "product", "deleted") => &["wp_trash_post"],
        ("coupon" | "order" | "product", "restored") => &["untrashed_post"],
        ("action", action) => return vec![action.to_owned()],
        _ => &[],
    };
    hooks.iter().map(|hook| (*hook).to_owned()).collect()
}

fn webhook(shop: &Shop, id: i64) -> Outcome<Webhook> {
    shop.filed(id)?.ok_or_else(|| Failure::invalid_id(404, "shop_webhook"))
}

fn create(shop: &mut Shop, params: &Params, _: i64) -> Outcome<i64> {
    if given(params, "id").map_or(0, integer) != 0 {
        return Err(Failure::new(
            400,
            "woocommerce_rest_shop_webhook_exists",
            "Cannot create existing shop_webhook.",
        ));
    }
    let mut webhook = Webhook {
        name: "Webhook created by API".to_owned(),
        status: "active".to_owned(),
        created: dates::now(),
        ..Webhook::default()
    };
    describe(&mut webhook, params)?;
    webhook.id = shop.next(Counter::Webhook);
    shop.file(&webhook)?;
    Ok(webhook.id)
}

fn update(shop: &mut Shop, id: i64, _: i64, params: &Params) -> Outcome<()> {
    let mut webhook = webhook(shop, id)?;
    describe(&mut webhook, params)?;
    webhook.modified = Some(dates::now());
    shop.file(&webhook)
}

fn describe(webhook: &mut Webhook, params: &Params) -> Outcome<()> {
    if let Some(topic) = given(params, "topic").map(text).transpose()? {
        let known = !hooks(&topic).is_empty();
        if !known {
            return Err(Failure::new(
                400,
                "woocommerce_rest_shop_webhook_invalid_topic",
                "Webhook topic must be valid.",
            ));
        }
        webhook.topic = topic;
    }
    if let Some(url) = given(params, "delivery_url").map(text).transpose()? {
        webhook.delivery_url = url;
    }
    if !webhook.delivery_url.starts_with("http://") && !webhook.delivery_url.starts_with("https://")
    {
        return Err(Failure::new(
            400,
            "woocommerce_rest_shop_webhook_invalid_delivery_url",
            "Webhook delivery URL must be a valid URL starting with http:// or https://.",
        ));
    }
    if let Some(name) = given(params, "name") {
        webhook.name = clean(&text(name)?);
    }
    if let Some(status) = given(params, "status").map(text).transpose()? {
        webhook.status = match status.as_str() {
            "active" | "paused" | "disabled" => status,
            _ => "disabled".to_owned(),
        };
    }
    Ok(())
}

fn show(shop: &Shop, id: i64, _: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    render(&webhook(shop, id)?, view, out);
    Ok(())
}

fn render(webhook: &Webhook, view: &View<'_>, out: &mut Vec<u8>) {
    let (resource, event) = webhook.topic.split_once('.').unwrap_or((&webhook.topic, ""));
    let mut object = Object::new(out, view.fields);
    object.put("id", &webhook.id);
    object.put("name", &webhook.name);
    object.put("status", &webhook.status);
    object.put("topic", &webhook.topic);
    object.put("resource", resource);
    object.put("event", event);
    object.put("hooks", &hooks(&webhook.topic));
    object.put("delivery_url", &webhook.delivery_url);
    let created = dates::show(webhook.created);
    object.put("date_created", &created);
    object.put("date_created_gmt", &created);
    let modified = webhook.modified.map(dates::show);
    object.put("date_modified", &modified);
    object.put("date_modified_gmt", &modified);
    object
        .put_links(view.place != Place::InList, || links(view, "webhooks", webhook.id, EVERYTHING));
    object.end();
}

fn delete(shop: &mut Shop, deletion: &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action> {
    let webhook = webhook(shop, deletion.id)?;
    if !deletion.force {
        return Err(Failure::not_trashable("Webhooks"));
    }
    render(&webhook, deletion.view, out);
    shop.unfile::<Webhook>(deletion.id)?;
    Ok(Action::Delete)
}

fn list(shop: &Shop, params: &Params, _: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    let mut selection = Selection::of(params, "date", false)?;
    let status = given(params, "status").map(text).transpose()?;
    match status.as_deref().unwrap_or("all") {
        "all" => {}
        status => selection.add("status = ?", status.to_owned()),
    }
    shop.filed_page::<Webhook>(selection, page)
}
