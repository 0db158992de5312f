//! Notes of orders: what the store writes down, and what people add.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record::Order;
use crate::kinds::{Deletion, Kind, Params, links, unchangeable};
use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::{Place, View};
use crate::store::filed::{Card, Filed, Selection};
use crate::store::{Counter, Shop};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Object;
use crate::wordpress::value::{boolean, given, text};
use crate::wordpress::{dates, kses};

/// What can be done with notes.
pub(crate) static KIND: Kind =
    Kind { word: "notes", is_paged: false, create, show, update: unchangeable, delete, list };

/// Who wrote a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    /// The store itself.
    Store,
    /// Whoever uses the key.
    Somebody,
}

/// A note.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Note {
    pub(super) id: i64,
    order: i64,
    author: String,
    note: String,
    is_for_customer: bool,
    created: i64,
}

impl Filed for Note {
    const KIND: &'static str = "notes";

    fn card(&self) -> Card {
        Card {
            id: self.id,
            parent: self.order,
            status: if self.is_for_customer { "customer" } else { "internal" }.to_owned(),
            text: self.note.clone(),
            created: self.created,
            modified: self.created,
            ..Card::default()
        }
    }
}

/// Writes something down about an order.
pub(super) fn add(shop: &mut Shop, order: i64, note: &str, author: Author) -> Outcome<()> {
    write(shop, order, note, author, false).map(|_| ())
}

fn write(
    shop: &mut Shop,
    order: i64,
    note: &str,
    author: Author,
    is_for_customer: bool,
) -> Outcome<i64> {
    let author = match author {
        Author::Store => "WooCommerce",
        Author::Somebody => "admin",
    };
    let note = Note {
        id: shop.next(Counter::Comment),
        order,
        author: author.to_owned(),
        note: kses::post(note).into_owned(),
        is_for_customer,
        created: dates::now(),
    };
    shop.file(&note)?;
    Ok(note.id)
}

fn of_order(shop: &Shop, order: i64) -> Outcome<()> {
    match shop.filed::<Order>(order)? {
        Some(_) => Ok(()),
        None => Err(Failure::new(404, "woocommerce_rest_order_invalid_id", "Invalid order ID.")),
    }
}

fn note(shop: &Shop, id: i64, order: i64) -> Outcome<Note> {
    of_order(shop, order)?;
    shop.filed::<Note>(id)?
        .filter(|note| note.order == order)
        .ok_or_else(|| Failure::new(404, "woocommerce_rest_invalid_id", "Invalid resource ID."))
}

fn create(shop: &mut Shop, params: &Params, order: i64) -> Outcome<i64> {
    of_order(shop, order)?;
    let said = given(params, "note").map_or(Ok(String::new()), text)?;
    let flag = |key| given(params, key).is_some_and(boolean);
    let author = if flag("added_by_user") { Author::Somebody } else { Author::Store };
    write(shop, order, &said, author, flag("customer_note"))
}

fn show(shop: &Shop, id: i64, order: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    render(&note(shop, id, order)?, view, out);
    Ok(())
}

fn render(note: &Note, view: &View<'_>, out: &mut Vec<u8>) {
    let mut object = Object::new(out, view.fields);
    object.put("id", &note.id);
    object.put("author", &note.author);
    let created = dates::show(note.created);
    object.put("date_created", &created);
    object.put("date_created_gmt", &created);
    object.put("note", &note.note);
    object.put("customer_note", &note.is_for_customer);
    object.put_links(view.place != Place::InList, || {
        let collection = format!("orders/{}/notes", note.order);
        let mut links = links(view, &collection, note.id, &["GET", "DELETE"]);
        links["up"] =
            json!([{ "href": format!("{}/wp-json/wc/v3/orders/{}", view.base, note.order) }]);
        links
    });
    object.end();
}

fn delete(shop: &mut Shop, deletion: &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action> {
    if !deletion.force {
        // The store's own words: it takes notes for webhooks.
        return Err(Failure::not_trashable("Webhooks"));
    }
    render(&note(shop, deletion.id, deletion.parent)?, deletion.view, out);
    shop.unfile::<Note>(deletion.id)?;
    Ok(Action::Delete)
}

fn list(shop: &Shop, params: &Params, order: i64, _: &Page) -> Outcome<(Vec<i64>, i64)> {
    of_order(shop, order)?;
    let mut selection = Selection::of(params, "date", false)?.order_by("created DESC, id ASC");
    selection.add("parent = ?", order);
    let kind = given(params, "type").map(text).transpose()?;
    match kind.as_deref().unwrap_or("any") {
        "any" => {}
        kind => selection.add("status = ?", kind.to_owned()),
    }
    // All of them, however many there are.
    let all = Page { number: 1, per_page: i64::from(i32::MAX), offset: None };
    shop.filed_page::<Note>(selection, &all)
}
