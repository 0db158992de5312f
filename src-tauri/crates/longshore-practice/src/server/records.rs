//! One record at a time, of whatever kind: created, shown, changed, deleted.

use serde_json::{Map, Value};

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
            render::product(shop, &record, view, out)?;
            Ok(record.id)
        }
        Kept::Variations(parent) => {
            let record = shop.create_variation(*parent, params)?;
            let parent = shop.record(*parent)?;
            render_variation::variation(shop, &record, parent.as_ref(), view, true, out)?;
            Ok(record.id)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.create_term(taxonomy, params)?;
            crate::terms::render::term(shop, taxonomy, &term, view, out)?;
            Ok(term.id)
        }
        Kept::Attributes => {
            let attribute = shop.create_attribute(params)?;
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
            render::product(shop, &record, view, out)
        }
        Kept::Variations(parent) => {
            let record = shop.update_variation(*parent, id, params)?;
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
            crate::terms::render::term(shop, taxonomy, &term, view, out)
        }
        Kept::Attributes => {
            shop.update_attribute(id, params)?.render(view, out);
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
            shop.dispose_of(&record, force)
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
            shop.delete_variation(&record)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.delete_term(taxonomy, id, force)?;
            let view = View { place: view.place.of_the_gone(), ..*view };
            crate::terms::render::term(shop, taxonomy, &term, &view, out)
        }
        Kept::Attributes => {
            let view = View { place: view.place.of_the_gone(), ..*view };
            shop.delete_attribute(id, force)?.render(&view, out);
            Ok(())
        }
    }
}
