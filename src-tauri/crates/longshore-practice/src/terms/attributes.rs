//! Global attributes: `Color` with the taxonomy `pa_color`.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use crate::server::view::{Place, View};
use crate::store::{Counter, Shop};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Object;
use crate::wordpress::value::{boolean, given, text};
use crate::wordpress::{slug, text as texts};

/// Words of WordPress' own addresses, which no attribute may be called.
const RESERVED: &[&str] = &[
    "attachment",
    "attachment_id",
    "author",
    "author_name",
    "calendar",
    "cat",
    "category",
    "category__and",
    "category__in",
    "category__not_in",
    "category_name",
    "comments_per_page",
    "comments_popup",
    "cpage",
    "day",
    "debug",
    "error",
    "exact",
    "feed",
    "hour",
    "link_category",
    "m",
    "minute",
    "monthnum",
    "more",
    "name",
    "nav_menu",
    "nopaging",
    "offset",
    "order",
    "orderby",
    "p",
    "page",
    "page_id",
    "paged",
    "pagename",
    "pb",
    "perm",
    "post",
    "post__in",
    "post__not_in",
    "post_format",
    "post_mime_type",
    "post_status",
    "post_tag",
    "post_type",
    "posts",
    "posts_per_archive_page",
    "posts_per_page",
    "preview",
    "robots",
    "s",
    "search",
    "second",
    "sentence",
    "showposts",
    "static",
    "subpost",
    "subpost_id",
    "tag",
    "tag__and",
    "tag__in",
    "tag__not_in",
    "tag_id",
    "tag_slug__and",
    "tag_slug__in",
    "taxonomy",
    "tb",
    "term",
    "type",
    "w",
    "withcomments",
    "withoutcomments",
    "year",
];

/// A global attribute.
#[derive(Debug, Clone)]
pub(crate) struct GlobalAttribute {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// Without its `pa_`.
    pub(crate) slug: String,
    kind: String,
    order_by: String,
    has_archives: bool,
}

impl GlobalAttribute {
    pub(crate) fn taxonomy(&self) -> String {
        format!("pa_{}", self.slug)
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            slug: row.get(2)?,
            kind: row.get(3)?,
            order_by: row.get(4)?,
            has_archives: row.get(5)?,
        })
    }

    pub(crate) fn render(&self, view: &View<'_>, out: &mut Vec<u8>) {
        let mut object = Object::new(out, view.fields);
        object.put("id", &self.id);
        object.put("name", &self.name);
        object.put("slug", &self.taxonomy());
        object.put("type", &self.kind);
        object.put("order_by", &self.order_by);
        object.put("has_archives", &self.has_archives);
        object.put_links(view.place != Place::InList, || {
            let route = format!("{}/wp-json/wc/v3/products/attributes", view.base);
            json!({
                "self": [{ "href": format!("{route}/{}", self.id), "targetHints": { "allow": ["GET", "POST", "PUT", "PATCH", "DELETE"] } }],
                "collection": [{ "href": route }],
            })
        });
        object.end();
    }
}

impl Shop {
    pub(crate) fn attribute(&self, id: i64) -> Outcome<Option<GlobalAttribute>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, name, slug, type, order_by, has_archives FROM attributes WHERE id = ?1",
        )?;
        Ok(find.query_row([id], GlobalAttribute::from_row).optional()?)
    }

    pub(crate) fn attributes(&self) -> Outcome<Vec<GlobalAttribute>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, name, slug, type, order_by, has_archives FROM attributes ORDER BY name COLLATE NOCASE, id",
        )?;
        let all = find.query_map([], GlobalAttribute::from_row)?.collect::<Result<_, _>>()?;
        Ok(all)
    }

    /// An attribute that has to be there, or the permission check refuses.
    pub(crate) fn attribute_of(&self, id: i64, message: &'static str) -> Outcome<GlobalAttribute> {
        self.attribute(id)?.ok_or_else(|| {
            Failure::new(404, "woocommerce_rest_taxonomy_invalid", message).forbidding()
        })
    }

    pub(crate) fn create_attribute(
        &mut self,
        params: &Map<String, Value>,
    ) -> Outcome<GlobalAttribute> {
        let mut attribute = GlobalAttribute {
            id: 0,
            name: String::new(),
            slug: String::new(),
            kind: "select".to_owned(),
            order_by: "menu_order".to_owned(),
            has_archives: false,
        };
        self.describe_attribute(&mut attribute, params, "woocommerce_rest_cannot_create")?;
        attribute.id = self.next(Counter::Attribute);
        self.db.execute(
            "INSERT INTO attributes (id, name, slug, type, order_by, has_archives) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                attribute.id,
                attribute.name,
                attribute.slug,
                attribute.kind,
                attribute.order_by,
                attribute.has_archives
            ],
        )?;
        Ok(attribute)
    }

    pub(crate) fn update_attribute(
        &mut self,
        id: i64,
        params: &Map<String, Value>,
    ) -> Outcome<GlobalAttribute> {
        let mut attribute = self.attribute_of(id, "Resource does not exist.")?;
        let before = attribute.taxonomy();
        self.describe_attribute(&mut attribute, params, "woocommerce_rest_cannot_edit")?;
        self.db.execute(
            "UPDATE attributes SET name = ?2, slug = ?3, type = ?4, order_by = ?5, has_archives = ?6 WHERE id = ?1",
            params![
                attribute.id,
                attribute.name,
                attribute.slug,
                attribute.kind,
                attribute.order_by,
                attribute.has_archives
            ],
        )?;
        if before != attribute.taxonomy() {
            self.db.execute(
                "UPDATE terms SET taxonomy = ?2 WHERE taxonomy = ?1",
                [before, attribute.taxonomy()],
            )?;
        }
        Ok(attribute)
    }

    pub(crate) fn delete_attribute(&mut self, id: i64, force: bool) -> Outcome<GlobalAttribute> {
        let attribute = self.attribute_of(id, "Resource does not exist.")?;
        if !force {
            return Err(Failure::trash_not_supported());
        }
        self.remove_taxonomy(&attribute.taxonomy())?;
        self.db.execute("DELETE FROM attributes WHERE id = ?1", [id])?;
        Ok(attribute)
    }

    fn describe_attribute(
        &self,
        attribute: &mut GlobalAttribute,
        params: &Map<String, Value>,
        code: &'static str,
    ) -> Outcome<()> {
        let refuse = |message: String| Err(Failure::new(400, code, message));
        if let Some(name) = given(params, "name") {
            attribute.name = texts::clean(&text(name)?);
        }
        if attribute.name.is_empty() {
            return refuse("Please, provide an attribute name.".to_owned());
        }
        let wanted = given(params, "slug").map(text).transpose()?.filter(|slug| !slug.is_empty());
        let slug = match wanted {
            Some(slug) => slug::slug(slug.strip_prefix("pa_").unwrap_or(&slug)),
            None if attribute.slug.is_empty() => slug::slug(&attribute.name),
            None => attribute.slug.clone(),
        };
        if slug.len() > 28 {
            return refuse(format!(
                "Slug \"{slug}\" is too long (28 characters max). Shorten it, please."
            ));
        }
        if RESERVED.contains(&slug.as_str()) {
            return refuse(format!(
                "Slug \"{slug}\" is not allowed because it is a reserved term. Change it, please."
            ));
        }
        let taken = self
            .db
            .prepare_cached("SELECT 1 FROM attributes WHERE slug = ?1 AND id <> ?2")?
            .exists(params![slug, attribute.id])?;
        if taken {
            return refuse(format!("Slug \"{slug}\" is already in use. Change it, please."));
        }
        attribute.slug = slug;
        if let Some(kind) = given(params, "type") {
            attribute.kind = text(kind)?;
        }
        if let Some(order) = given(params, "order_by") {
            attribute.order_by = match text(order)?.as_str() {
                order @ ("name" | "name_num" | "id") => order.to_owned(),
                _ => "menu_order".to_owned(),
            };
        }
        if let Some(flag) = given(params, "has_archives") {
            attribute.has_archives = boolean(flag);
        }
        Ok(())
    }
}
