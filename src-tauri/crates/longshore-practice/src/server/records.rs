//! One record at a time, of whatever kind: created, shown, changed, deleted.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::effects::{Action, Effect};
use super::route::Target;
use super::view::View;
use crate::kinds::{Deletion, Kind, tax_classes};
use crate::products::{render, render_variation};
use crate::store::Shop;
use crate::terms::Taxonomy;
use crate::wordpress::arguments::{self, Argument};
use crate::wordpress::failure::{Failure, Outcome};

/// What a target's records are kept as.
pub(crate) enum Kept {
    Products,
    Variations(i64),
    Terms(Taxonomy),
    Attributes,
    Filed(&'static Kind, i64),
}

impl Kept {
    pub(crate) fn arguments(&self) -> &'static arguments::Arguments {
        arguments::of(match self {
            Self::Products => "products",
            Self::Variations(_) => "variations",
            Self::Terms(taxonomy) => taxonomy.arguments,
            Self::Attributes => "attributes",
            Self::Filed(kind, _) => kind.word,
        })
    }
}

impl Kept {
    /// The rules for what is written. Which classes a tax may have only the store knows.
    pub(crate) fn writing(&self, shop: &Shop) -> Outcome<Cow<'static, [Argument]>> {
        let rules = &self.arguments().write;
        if !matches!(self, Self::Filed(kind, _) if kind.word == "taxes") {
            return Ok(Cow::Borrowed(rules));
        }
        let classes = tax_classes::slugs(shop)?;
        let known = |rule: &Argument| {
            if rule.name == "class" { rule.offering(classes.clone()) } else { rule.clone() }
        };
        Ok(Cow::Owned(rules.iter().map(known).collect()))
    }

    /// The word for these records in the log.
    fn word(&self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Variations(_) => "variations",
            Self::Terms(taxonomy) => taxonomy.arguments,
            Self::Attributes => "attributes",
            Self::Filed(kind, _) => kind.word,
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
        Target::Filed(kind, parent) => Kept::Filed(kind, *parent),
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
        Kept::Filed(kind, parent) => {
            let id = (kind.create)(shop, params, *parent)?;
            kept.note(shop, Action::Create, id);
            (kind.show)(shop, id, *parent, view, out)?;
            Ok(id)
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
        Kept::Filed(kind, parent) => (kind.show)(shop, id, *parent, view, out),
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
        Kept::Filed(kind, parent) => {
            (kind.update)(shop, id, *parent, params)?;
            kept.note(shop, Action::Update, id);
            (kind.show)(shop, id, *parent, view, out)
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
        Kept::Filed(kind, parent) => {
            let deletion = Deletion { id, parent: *parent, force, view };
            let action = (kind.delete)(shop, &deletion, out)?;
            kept.note(shop, action, id);
            Ok(())
        }
    }
}
