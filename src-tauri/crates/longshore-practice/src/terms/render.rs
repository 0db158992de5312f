//! Terms as answers show them.

use serde_json::{Value, json};

use super::{Shape, Taxonomy, Term};
use crate::server::view::{Place, View};
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::json::Object;

pub(crate) fn term(
    shop: &Shop,
    taxonomy: &Taxonomy,
    term: &Term,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let mut object = Object::new(out, view.fields);
    object.put("id", &term.id);
    object.put("name", &term.name);
    object.put("slug", &term.slug);
    if taxonomy.is_tree() {
        object.put("parent", &term.parent);
    }
    object.put("description", &term.description);
    if taxonomy.is_tree() {
        object.put("display", if term.display.is_empty() { "default" } else { &term.display });
        if object.wants("image") {
            let picture = shop.media(term.image)?.map(|media| media.picture(view.base, false));
            object.put_wanted("image", &picture);
        }
    }
    if taxonomy.shape != Shape::Flat {
        object.put("menu_order", &term.menu_order);
    }
    object.put("count", &term.count.max(0));
    object.put_links(view.place != Place::InList, || links(taxonomy, term, view));
    object.end();
    Ok(())
}

fn links(taxonomy: &Taxonomy, term: &Term, view: &View<'_>) -> Value {
    let root = format!("{}/wp-json/wc/v3", view.base);
    if taxonomy.shape == Shape::Attribute && view.place == Place::InBatch {
        // The store forgets to fill in its own pattern here, and then finds no such route.
        let route = format!("{root}/products/attributes/(?P<attribute_id>[\\d]+)/terms");
        return json!({
            "self": [{ "href": format!("{route}/{}", term.id) }],
            "collection": [{ "href": route }],
        });
    }
    let route = format!("{root}/{}", taxonomy.route);
    let mut links = json!({
        "self": [{ "href": format!("{route}/{}", term.id), "targetHints": { "allow": ["GET", "POST", "PUT", "PATCH", "DELETE"] } }],
        "collection": [{ "href": route }],
    });
    if view.place == Place::Gone {
        links["self"] = json!([{ "href": format!("{route}/{}", term.id) }]);
    }
    if taxonomy.is_tree() && term.parent != 0 {
        links["up"] = json!([{ "href": format!("{route}/{}", term.parent) }]);
    }
    links
}
