//! The kinds of records that are kept as documents: what can be done with each, for whoever asks.

pub(crate) mod coupons;
pub(crate) mod money;
pub(crate) mod reviews;
pub(crate) mod tax_classes;
pub(crate) mod taxes;
pub(crate) mod webhooks;

use serde_json::{Map, Value, json};

use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::View;
use crate::store::Shop;
use crate::wordpress::failure::Outcome;

/// The fields of a request.
pub(crate) type Params = Map<String, Value>;

/// Numbers of the records on a page, and how many there are in all.
pub(crate) type Found = (Vec<i64>, i64);

/// What can be done with the records of a kind. `parent` is the order whose records they are, or 0.
pub(crate) struct Kind {
    /// The word for it in the log, and in the table of arguments.
    pub(crate) word: &'static str,
    /// Whether lists come in pages and say how long they are.
    pub(crate) is_paged: bool,
    pub(crate) create: fn(&mut Shop, &Params, parent: i64) -> Outcome<i64>,
    pub(crate) show:
        fn(&Shop, id: i64, parent: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()>,
    pub(crate) update: fn(&mut Shop, id: i64, parent: i64, &Params) -> Outcome<()>,
    /// Tells how the record was, then takes it away.
    pub(crate) delete: fn(&mut Shop, &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action>,
    pub(crate) list: fn(&Shop, &Params, parent: i64, &Page) -> Outcome<Found>,
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.word)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for Kind {}

/// What is to be deleted, and how.
pub(crate) struct Deletion<'a> {
    pub(crate) id: i64,
    pub(crate) parent: i64,
    pub(crate) force: bool,
    pub(crate) view: &'a View<'a>,
}

/// What may be done at the address of a record.
pub(crate) const EVERYTHING: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The links of a record below a collection.
pub(crate) fn links(view: &View<'_>, collection: &str, id: i64, allowed: &[&str]) -> Value {
    let route = format!("{}/wp-json/wc/v3/{collection}", view.base);
    let mut own = json!({ "href": format!("{route}/{id}") });
    if !allowed.is_empty() {
        own["targetHints"] = json!({ "allow": allowed });
    }
    json!({ "self": [own], "collection": [{ "href": route }] })
}

/// Sends whoever wants to change what cannot be changed back to the routes.
pub(crate) fn unchangeable(_: &mut Shop, _: i64, _: i64, _: &Params) -> Outcome<()> {
    Err(crate::wordpress::failure::Failure::no_route())
}
