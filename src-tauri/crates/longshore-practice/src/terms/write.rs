//! Creating, changing and deleting terms, as WordPress does it.

use rusqlite::params;
use serde_json::{Map, Value};

use super::{Shape, Taxonomy, Term};
use crate::site::DEFAULT_CATEGORY;
use crate::store::{Counter, Shop};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{field, given, integer, text, truthy};
use crate::wordpress::{kses, slug, text as texts};

impl Shop {
    pub(crate) fn create_term(
        &mut self,
        taxonomy: &Taxonomy,
        params: &Map<String, Value>,
    ) -> Outcome<Term> {
        let given_name = given(params, "name").map_or(Ok(String::new()), text)?;
        if given_name.trim().is_empty() {
            return Err(empty_name());
        }
        let parent = self.wanted_parent(taxonomy, params)?.unwrap_or(0);
        let name = texts::escape(&texts::clean(&given_name));
        if name.is_empty() {
            return Err(Failure::new(400, "invalid_term_name", "Invalid term name."));
        }
        let wanted_slug = given(params, "slug").map_or(Ok(String::new()), text)?;
        let explicit = !wanted_slug.is_empty();
        let slug = slug::slug(if explicit { &wanted_slug } else { &name });
        if let Some(existing) = self.existing_term(taxonomy, &name, &slug, explicit, parent)? {
            let message = if taxonomy.is_tree() {
                "A term with the name provided already exists with this parent."
            } else {
                "A term with the name provided already exists in this taxonomy."
            };
            return Err(Failure::new(400, "term_exists", message).with("resource_id", existing));
        }
        let slug = self.free_term_slug(slug, &taxonomy.name, parent, 0)?;
        let mut term = Term {
            id: 0,
            taxonomy: taxonomy.name.clone(),
            name,
            slug,
            parent,
            count: 0,
            description: String::new(),
            display: String::new(),
            image: 0,
            menu_order: 0,
        };
        describe(&mut term, params)?;
        // WordPress makes the term first: one whose picture fails is taken away again.
        self.details(taxonomy, &mut term, params)?;
        self.insert_term(&mut term)?;
        Ok(term)
    }

    pub(crate) fn update_term(
        &mut self,
        taxonomy: &Taxonomy,
        id: i64,
        params: &Map<String, Value>,
    ) -> Outcome<Term> {
        let mut term = self.term_of(id, &taxonomy.name)?;
        if let Some(name) = given(params, "name") {
            let name = texts::escape(&texts::clean(&text(name)?));
            if name.is_empty() {
                return Err(empty_name());
            }
            term.name = name;
        }
        let mut parent_changed = false;
        if let Some(parent) = self.wanted_parent(taxonomy, params)? {
            let parent = if self.is_below(parent, id)? { 0 } else { parent };
            parent_changed = parent != term.parent;
            term.parent = parent;
        }
        let wanted_slug = match given(params, "slug") {
            Some(slug) => text(slug)?,
            None => term.slug.clone(),
        };
        let explicit = !wanted_slug.is_empty();
        let slug = slug::slug(if explicit { &wanted_slug } else { &term.name });
        if self.term_by_slug(&taxonomy.name, &slug)?.is_some_and(|other| other.id != id) {
            if explicit && !parent_changed {
                return Err(Failure::new(
                    400,
                    "duplicate_term_slug",
                    format!("The slug &#8220;{slug}&#8221; is already in use by another term."),
                ));
            }
            term.slug = self.free_term_slug(slug, &taxonomy.name, term.parent, id)?;
        } else {
            term.slug = slug;
        }
        describe(&mut term, params)?;
        self.details(taxonomy, &mut term, params)?;
        self.save_term(&term)?;
        Ok(term)
    }

    /// Deletes a term for good; its children move up, its products may fall back to the default.
    pub(crate) fn delete_term(
        &mut self,
        taxonomy: &Taxonomy,
        id: i64,
        force: bool,
    ) -> Outcome<Term> {
        let term = self.term_of(id, &taxonomy.name)?;
        if !force {
            return Err(Failure::trash_not_supported());
        }
        if id == DEFAULT_CATEGORY && taxonomy.name == "product_cat" {
            return Err(Failure::new(
                500,
                "woocommerce_rest_cannot_delete",
                "Default product category cannot be deleted.",
            ));
        }
        self.remove_term(&term)?;
        Ok(term)
    }

    fn remove_term(&mut self, term: &Term) -> Outcome<()> {
        let products: Vec<i64> = {
            let mut find =
                self.db.prepare_cached("SELECT product FROM product_terms WHERE term = ?1")?;
            find.query_map([term.id], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        for product in products {
            let Some(before) = self.record(product)? else { continue };
            let mut after = before.clone();
            after.categories.retain(|id| *id != term.id);
            after.tags.retain(|id| *id != term.id);
            after.brands.retain(|id| *id != term.id);
            for attribute in &mut after.attributes {
                attribute.terms.retain(|id| *id != term.id);
            }
            if after.shipping_class == term.id {
                after.shipping_class = 0;
            }
            if after.categories.is_empty() && !after.variation {
                after.categories.push(DEFAULT_CATEGORY);
            }
            self.save_record(&before, &after)?;
        }
        self.db
            .prepare_cached("UPDATE terms SET parent = ?2 WHERE parent = ?1 AND parent <> 0")?
            .execute([term.id, term.parent])?;
        self.db.prepare_cached("DELETE FROM terms WHERE id = ?1")?.execute([term.id])?;
        Ok(())
    }

    /// Removes all terms of a taxonomy, as happens when a global attribute is deleted.
    pub(crate) fn remove_taxonomy(&mut self, taxonomy: &str) -> Outcome<()> {
        let terms: Vec<Term> = {
            let mut find = self.db.prepare_cached(
                "SELECT id, taxonomy, name, slug, parent, count, description, display, image, menu_order
                 FROM terms WHERE taxonomy = ?1",
            )?;
            find.query_map([taxonomy], Term::from_row)?.collect::<Result<_, _>>()?
        };
        terms.iter().try_for_each(|term| self.remove_term(term))
    }

    /// The term that stands in the way of a new one of the same name.
    fn existing_term(
        &self,
        taxonomy: &Taxonomy,
        name: &str,
        slug: &str,
        explicit_slug: bool,
        parent: i64,
    ) -> Outcome<Option<i64>> {
        let same_name = self
            .terms_of_name(&taxonomy.name, name)?
            .into_iter()
            .find(|term| term.parent == parent && term.name.eq_ignore_ascii_case(name));
        let Some(same_name) = same_name else { return Ok(None) };
        let same_slug = self.term_by_slug(&taxonomy.name, slug)?;
        if explicit_slug && same_name.slug != slug && same_slug.is_none() {
            return Ok(None);
        }
        if !taxonomy.is_tree() {
            return Ok(Some(same_name.id));
        }
        if (!explicit_slug || same_name.slug == slug) && same_name.name == name {
            return Ok(Some(same_name.id));
        }
        Ok(same_slug.filter(|term| term.parent == parent).map(|term| term.id))
    }

    fn wanted_parent(
        &self,
        taxonomy: &Taxonomy,
        params: &Map<String, Value>,
    ) -> Outcome<Option<i64>> {
        if !taxonomy.is_tree() {
            return Ok(None);
        }
        let Some(parent) = given(params, "parent").map(|parent| integer(parent).saturating_abs())
        else {
            return Ok(None);
        };
        if parent != 0 && self.term(parent)?.is_none() {
            return Err(Failure::new(400, "missing_parent", "Parent term does not exist."));
        }
        Ok(Some(parent))
    }

    /// Whether a term is another one or stands below it: then it cannot be its parent.
    fn is_below(&self, term: i64, other: i64) -> Outcome<bool> {
        let mut at = term;
        for _ in 0..64 {
            if at == other {
                return Ok(true);
            }
            match self.term(at)? {
                Some(term) if term.parent != 0 => at = term.parent,
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Display, picture and order.
    fn details(
        &mut self,
        taxonomy: &Taxonomy,
        term: &mut Term,
        params: &Map<String, Value>,
    ) -> Outcome<()> {
        if taxonomy.shape != Shape::Flat
            && let Some(order) = given(params, "menu_order")
        {
            term.menu_order = integer(order);
        }
        if taxonomy.shape != Shape::Tree {
            return Ok(());
        }
        if let Some(display) = given(params, "display") {
            let display = text(display)?;
            term.display = if display == "default" { String::new() } else { display };
        }
        if let Some(image) = params.get("image") {
            if !truthy(image) {
                term.image = 0;
                return Ok(());
            }
            let mut id = field(image, "id").map_or(0, integer).saturating_abs();
            if id == 0
                && let Some(address) = field(image, "src")
            {
                id = self.upload(&text(address)?)?;
            }
            if self.media(id)?.is_some() {
                term.image = id;
                let part = |key| field(image, key).map(text).transpose();
                self.describe_media(id, part("name")?.as_deref(), part("alt")?.as_deref())?;
            }
        }
        Ok(())
    }

    pub(crate) fn insert_term(&mut self, term: &mut Term) -> Outcome<()> {
        term.id = self.next(Counter::Term);
        self.db
            .prepare_cached(
                "INSERT INTO terms (id, taxonomy, name, name_key, slug, parent, count, description, display, image, menu_order)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                term.id,
                term.taxonomy,
                term.name,
                slug::fold(&term.name),
                term.slug,
                term.parent,
                term.description,
                term.display,
                term.image,
                term.menu_order,
            ])?;
        Ok(())
    }

    fn save_term(&mut self, term: &Term) -> Outcome<()> {
        self.db
            .prepare_cached(
                "UPDATE terms SET name = ?2, name_key = ?3, slug = ?4, parent = ?5, description = ?6, display = ?7,
                    image = ?8, menu_order = ?9 WHERE id = ?1",
            )?
            .execute(params![
                term.id,
                term.name,
                slug::fold(&term.name),
                term.slug,
                term.parent,
                term.description,
                term.display,
                term.image,
                term.menu_order,
            ])?;
        Ok(())
    }
}

fn empty_name() -> Failure {
    Failure::new(400, "empty_term_name", "A name is required for this term.")
}

fn describe(term: &mut Term, params: &Map<String, Value>) -> Outcome<()> {
    if let Some(description) = given(params, "description") {
        term.description = kses::plain(&texts::unslash(&text(description)?)).trim().to_owned();
    }
    Ok(())
}
