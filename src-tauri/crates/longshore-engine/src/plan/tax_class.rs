//! Which class of tax does a row mean?
//!
//! Files name classes by their slugs or as people read them. A product with a class that the store lacks is taxed by
//! the standard rates without a word; a rate of such a class is refused (`taxes-create-bad-class`).

use std::borrow::Cow;

use crate::{
    entity::Entity,
    known::{Found, Known},
    matching::folded_name,
    value::Key,
};

/// What a rate of the standard class says; a product says nothing.
const STANDARD: &str = "standard";
/// What a variation says that is taxed as its product is.
const PARENT: &str = "parent";

/// Whether only the store's own list can tell what a class is.
pub(super) fn is_of_the_store(named: &str) -> bool {
    let named = named.trim();
    !named.is_empty() && !named.eq_ignore_ascii_case(STANDARD) && named != PARENT
}

/// The class of a product or a variation as the store writes it; `None` where it has none of that name.
pub(super) fn of_product<'a>(named: &'a str, known: &dyn Known) -> Option<Cow<'a, str>> {
    if !is_of_the_store(named) {
        return Some(Cow::Borrowed(named));
    }
    let slug = slug(named, known)?;
    Some(match slug.as_str() {
        STANDARD => Cow::Borrowed(""),
        _ if slug == named => Cow::Borrowed(named),
        _ => Cow::Owned(slug),
    })
}

/// The class of a rate as the store writes it; `None` where it has none of that name.
pub(super) fn of_rate(named: &str, known: &dyn Known) -> Option<String> {
    match is_of_the_store(named) {
        true => slug(named, known),
        false => Some(STANDARD.to_owned()),
    }
}

fn slug(named: &str, known: &dyn Known) -> Option<String> {
    let found = [Key::Slug, Key::Name].into_iter().find_map(|key| {
        match known.find(Entity::TaxClass, None, key, named) {
            Found::One(id) => known.record(Entity::TaxClass, id),
            Found::None | Found::Several(_) => None,
        }
    });
    let slug = found.and_then(|record| record.fields.text("slug").map(str::to_owned));
    // The one class that every store has, and names as it likes.
    slug.or_else(|| (folded_name(named) == "standard rate").then(|| STANDARD.to_owned()))
}
