//! Finding terms: by number, slug, name.

use rusqlite::{OptionalExtension, Row, params};

use super::Term;
use crate::store::Shop;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::{slug, text};

impl Term {
    /// From the columns in the order of the table, without `name_key`.
    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            taxonomy: row.get(1)?,
            name: row.get(2)?,
            slug: row.get(3)?,
            parent: row.get(4)?,
            count: row.get(5)?,
            description: row.get(6)?,
            display: row.get(7)?,
            image: row.get(8)?,
            menu_order: row.get(9)?,
        })
    }
}

impl Shop {
    pub(crate) fn term(&self, id: i64) -> Outcome<Option<Term>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, taxonomy, name, slug, parent, count, description, display, image, menu_order
             FROM terms WHERE id = ?1",
        )?;
        Ok(find.query_row([id], Term::from_row).optional()?)
    }

    /// A term that has to be of a taxonomy.
    pub(crate) fn term_of(&self, id: i64, taxonomy: &str) -> Outcome<Term> {
        self.term(id)?.filter(|term| term.taxonomy == taxonomy).ok_or_else(|| {
            Failure::new(404, "woocommerce_rest_term_invalid", "Resource does not exist.")
                .forbidding()
        })
    }

    pub(crate) fn term_by_slug(&self, taxonomy: &str, slug: &str) -> Outcome<Option<Term>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, taxonomy, name, slug, parent, count, description, display, image, menu_order
             FROM terms WHERE slug = ?1 AND taxonomy = ?2 ORDER BY id LIMIT 1",
        )?;
        Ok(find.query_row([slug, taxonomy], Term::from_row).optional()?)
    }

    /// The first term of a name, in any letter case; the name as people write it.
    pub(crate) fn term_by_name(&self, taxonomy: &str, name: &str) -> Outcome<Option<Term>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, taxonomy, name, slug, parent, count, description, display, image, menu_order
             FROM terms WHERE taxonomy = ?1 AND name_key = ?2 ORDER BY id LIMIT 1",
        )?;
        Ok(find
            .query_row(params![taxonomy, slug::fold(&text::escape(name))], Term::from_row)
            .optional()?)
    }

    /// All terms of a name, in any letter case, with marks and without.
    pub(crate) fn terms_of_name(&self, taxonomy: &str, name: &str) -> Outcome<Vec<Term>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, taxonomy, name, slug, parent, count, description, display, image, menu_order
             FROM terms WHERE taxonomy = ?1 AND name_key = ?2 ORDER BY id",
        )?;
        let terms = find
            .query_map(params![taxonomy, slug::fold(name)], Term::from_row)?
            .collect::<Result<_, _>>()?;
        Ok(terms)
    }

    /// Whether any taxonomy has a slug, apart from one term.
    pub(crate) fn slug_is_taken(&self, slug: &str, except: i64) -> Outcome<bool> {
        let mut find =
            self.db.prepare_cached("SELECT 1 FROM terms WHERE slug = ?1 AND id <> ?2")?;
        Ok(find.exists(params![slug, except])?)
    }

    /// The number of the term of a name, which is made if there is none.
    pub(crate) fn term_for_name(&mut self, taxonomy: &str, name: &str) -> Outcome<Option<i64>> {
        if let Some(term) = self.term_by_name(taxonomy, name)? {
            return Ok(Some(term.id));
        }
        let name = text::escape(&text::clean(name));
        if name.is_empty() {
            return Ok(None);
        }
        let slug = self.free_term_slug(slug::slug(&name), taxonomy, 0, 0)?;
        let mut term = Term {
            id: 0,
            taxonomy: taxonomy.to_owned(),
            name,
            slug,
            parent: 0,
            count: 0,
            description: String::new(),
            display: String::new(),
            image: 0,
            menu_order: 0,
        };
        self.insert_term(&mut term)?;
        Ok(Some(term.id))
    }

    /// A slug that no other term of the taxonomy has: with the parent's slug behind it, or a number.
    pub(crate) fn free_term_slug(
        &self,
        slug: String,
        taxonomy: &str,
        parent: i64,
        except: i64,
    ) -> Outcome<String> {
        let same = self.term_by_slug(taxonomy, &slug)?;
        if same.is_none_or(|term| term.id == except) {
            return Ok(slug);
        }
        let mut slug = slug;
        let mut ancestor = parent;
        // A tree may be damaged; nobody nests deeper than this.
        for _ in 0..32 {
            let Some(term) = self.term(ancestor)? else { break };
            slug = format!("{slug}-{}", term.slug);
            if !self.slug_is_taken(&slug, except)? || term.parent == 0 {
                break;
            }
            ancestor = term.parent;
        }
        if !self.slug_is_taken(&slug, except)? {
            return Ok(slug);
        }
        let mut number = 2_u32;
        loop {
            let candidate = format!("{slug}-{number}");
            if !self.slug_is_taken(&candidate, except)? {
                return Ok(candidate);
            }
            number += 1;
        }
    }
}
