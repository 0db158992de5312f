//! Terms as answers show them.

use serde_json::json;

use super::{Shape, Taxonomy, Term};
use crate::server::view::View;
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
    if object.wants("_links") {
        let route = format!("{}/wp-json/wc/v3/{}", view.base, taxonomy.route);
        let mut links = json!({
            "self": [{ "href": format!("{route}/{}", term.id), "targetHints": { "allow": ["GET", "POST", "PUT", "PATCH", "DELETE"] } }],
            "collection": [{ "href": route }],
        });
        if taxonomy.is_tree() && term.parent != 0 {
            links["up"] = json!([{ "href": format!("{route}/{}", term.parent) }]);
        }
        object.put_wanted("_links", &links);
    }
    object.end();
    Ok(())
}
