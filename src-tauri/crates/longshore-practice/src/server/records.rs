//! One record at a time, of whatever kind: created, shown, changed, deleted.

use serde_json::{Map, Value};

use super::effects::{Action, Effect};
use super::route::Target;
use super::view::View;
use crate::products::{render, render_variation};
use crate::store::Shop;
use crate::terms::Taxonomy;
use crate::wordpress::arguments;
use crate::wordpress::failure::{Failure, Outcome};

/// What a target's records are kept as.
pub(crate) enum Kept {
    Products,
    Variations(i64),
    Terms(Taxonomy),
    Attributes,
}

impl Kept {
    pub(crate) fn arguments(&self) -> &'static arguments::Arguments {
        arguments::of(match self {
            Self::Products => "products",
            Self::Variations(_) => "variations",
            Self::Terms(taxonomy) => taxonomy.arguments,
            Self::Attributes => "attributes",
        })
    }
}

impl Kept {
    /// The word for these records in the log.
    fn word(&self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Variations(_) => "variations",
            Self::Terms(taxonomy) => taxonomy.arguments,
            Self::Attributes => "attributes",
        }
    }

    fn note(&self, shop: &mut Shop, action: Action, id: i64) {
        shop.effects.push(Effect { action, kind: self.word(), id });
    }
}

pub(crate) fn kept_of(shop: &Shop, target: &Target) -> Outcome<Kept> {
    Ok(match target {
        Target::Products => Kept::Products,
        Target::Variations(parent) => Kept::Variations(*parent),
        Target::Attributes => Kept::Attributes,
        Target::Terms(segment) => {
            Kept::Terms(Taxonomy::of_segment(segment).ok_or_else(Failure::no_route)?)
        }
        Target::AttributeTerms(id) => Kept::Terms(Taxonomy::of_attribute(
            &shop.attribute_of(*id, "Taxonomy does not exist.")?,
        )),
    })
}

pub(crate) fn create_one(
    shop: &mut Shop,
    kept: &Kept,
    params: &Map<String, Value>,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<i64> {
    match kept {
        Kept::Products => {
            let record = shop.create_product(params)?;
            kept.note(shop, Action::Create, record.id);
            render::product(shop, &record, view, out)?;
            Ok(record.id)
        }
        Kept::Variations(parent) => {
            let record = shop.create_variation(*parent, params)?;
            kept.note(shop, Action::Create, record.id);
            let parent = shop.record(*parent)?;
            render_variation::variation(shop, &record, parent.as_ref(), view, true, out)?;
            Ok(record.id)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.create_term(taxonomy, params)?;
            kept.note(shop, Action::Create, term.id);
            crate::terms::render::term(shop, taxonomy, &term, view, out)?;
            Ok(term.id)
        }
        Kept::Attributes => {
            let attribute = shop.create_attribute(params)?;
            kept.note(shop, Action::Create, attribute.id);
            attribute.render(view, out);
            Ok(attribute.id)
        }
    }
}

pub(super) fn show_one(
    shop: &Shop,
    kept: &Kept,
    id: i64,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    match kept {
        Kept::Products => {
            let record = shop.record(id)?.ok_or_else(|| Failure::invalid_id(404, "product"))?;
            render::product(shop, &record, view, out)
        }
        Kept::Variations(parent) => {
            let record = shop.variation(*parent, id)?;
            render_variation::variation(
                shop,
                &record,
                shop.record(*parent)?.as_ref(),
                view,
                true,
                out,
            )
        }
        Kept::Terms(taxonomy) => {
            let term = shop.term_of(id, &taxonomy.name)?;
            crate::terms::render::term(shop, taxonomy, &term, view, out)
        }
        Kept::Attributes => {
            shop.attribute_of(id, "Resource does not exist.")?.render(view, out);
            Ok(())
        }
    }
}

pub(crate) fn update_one(
    shop: &mut Shop,
    kept: &Kept,
    id: i64,
    params: &Map<String, Value>,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    match kept {
        Kept::Products => {
            let record = shop.update_product(id, params)?;
            kept.note(shop, Action::Update, id);
            render::product(shop, &record, view, out)
        }
        Kept::Variations(parent) => {
            let record = shop.update_variation(*parent, id, params)?;
            kept.note(shop, Action::Update, id);
            render_variation::variation(
                shop,
                &record,
                shop.record(*parent)?.as_ref(),
                view,
                true,
                out,
            )
        }
        Kept::Terms(taxonomy) => {
            let term = shop.update_term(taxonomy, id, params)?;
            kept.note(shop, Action::Update, id);
            crate::terms::render::term(shop, taxonomy, &term, view, out)
        }
        Kept::Attributes => {
            let attribute = shop.update_attribute(id, params)?;
            kept.note(shop, Action::Update, id);
            attribute.render(view, out);
            Ok(())
        }
    }
}

/// Deletes a record and tells how it was.
pub(crate) fn delete_one(
    shop: &mut Shop,
    kept: &Kept,
    id: i64,
    force: bool,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    match kept {
        Kept::Products => {
            let record = shop.delete_product(id, force)?;
            render::product(shop, &record, view, out)?;
            shop.dispose_of(&record, force)?;
            kept.note(shop, if force { Action::Delete } else { Action::Trash }, id);
            Ok(())
        }
        Kept::Variations(parent) => {
            let record = shop.variation(*parent, id)?;
            render_variation::variation(
                shop,
                &record,
                shop.record(*parent)?.as_ref(),
                view,
                true,
                out,
            )?;
            shop.delete_variation(&record)?;
            kept.note(shop, Action::Delete, id);
            Ok(())
        }
        Kept::Terms(taxonomy) => {
            let term = shop.delete_term(taxonomy, id, force)?;
            kept.note(shop, Action::Delete, id);
            let view = View { place: view.place.of_the_gone(), ..*view };
            crate::terms::render::term(shop, taxonomy, &term, &view, out)
        }
        Kept::Attributes => {
            let view = View { place: view.place.of_the_gone(), ..*view };
            let attribute = shop.delete_attribute(id, force)?;
            kept.note(shop, Action::Delete, id);
            attribute.render(&view, out);
            Ok(())
        }
    }
}
