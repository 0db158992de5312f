//! Third pass: what does a row do to its variation, and where does that belong?

use std::{borrow::Cow, sync::Arc};

use crate::{
    diff,
    entity::Entity,
    known::Known,
    mapped::Mapped,
    matching::{self, KeyHash, Match, same_key},
    record::StoreRecord,
    value::{AttributeName, Choice, Key, ProductAttribute, Reference, StoreId, Value},
};

use super::{
    ChangeSink, Desk, Planned, Planner, SinkError, Target, Verdict, codes, links::InFile, offered,
    plain_row,
};

/// Where a variation belongs.
pub(super) struct Place {
    pub(super) parent: Target,
    in_file: Option<InFile>,
}

impl Place {
    /// In a product of the store that the file does not name.
    pub(super) fn stored(parent: StoreId) -> Self {
        Self { parent: Target::Stored(parent), in_file: None }
    }
}

impl Planner {
    /// Third pass: plans a variation, whose product has been planned or is in the store.
    ///
    /// # Errors
    /// Where the sink cannot keep a change.
    pub fn variation(
        &mut self,
        mapped: &Mapped,
        known: &dyn Known,
        sink: &mut dyn ChangeSink,
    ) -> Result<Planned, SinkError> {
        let mut desk = Desk { known, sink, row: mapped.row, issues: Vec::new() };
        if mapped.parent.is_none()
            && let Some(variation) = plain_row::variation(mapped, known)
            && let Some(parent) = variation.parent
        {
            let place = Place::stored(parent);
            return self.planned(mapped, Match::One(variation), Some(&place), None, desk);
        }
        let Some((parent, in_file)) = self.parent_of(mapped, &desk) else {
            let name = mapped.parent.as_ref().map(crate::value::Name::last).unwrap_or_default();
            return Ok(desk.skipped(&codes::PARENT_MISSING, &[name]));
        };
        let place = Place { parent, in_file };
        let own = self.as_own(mapped, &place, &mut desk);
        let mapped = own.as_ref();
        let choices = match mapped.record.fields.get("attributes") {
            Some(Value::Choices(choices)) => Some(matched_choices(choices, known)),
            _ => None,
        };
        let keys = &self.settings.keys;
        let stored = parent.stored();
        let found =
            matching::variation(mapped, stored, choices.as_deref(), keys, known, &mut self.scratch);
        let lacking = match (stored, place.in_file.is_some()) {
            (Some(parent), false) => self.lacking_choices(mapped, parent, &found, known),
            _ => Vec::new(),
        };
        let mut planned = self.planned(mapped, found, Some(&place), choices.as_deref(), desk)?;
        if matches!(planned.verdict, Verdict::Create(_) | Verdict::Update(_)) {
            self.note_lacking(mapped.row, stored, lacking, &mut planned.issues);
        }
        Ok(planned)
    }

    /// The row as the variation's own: without the SKU that it only repeats from its parent, and with attributes
    /// that are shared or not as those of a parent whose row does not say what it offers
    /// (`variations-create-unknown-attribute`: the store drops the others).
    fn as_own<'a>(
        &mut self,
        mapped: &'a Mapped,
        place: &Place,
        desk: &mut Desk<'_>,
    ) -> Cow<'a, Mapped> {
        let parent = place.parent.stored().and_then(|id| self.parent_record(id, desk.known));
        let mut own = Cow::Borrowed(mapped);
        if let Some(sku) =
            mapped.record.fields.text("sku").map(str::trim).filter(|sku| !sku.is_empty())
        {
            let named = mapped
                .parent
                .as_ref()
                .is_some_and(|name| name.by == Key::Sku && same_key(name.last(), sku));
            let in_file = place.in_file.as_ref().is_some_and(|product| product.has_sku(sku));
            let in_store = parent.as_ref().and_then(|parent| parent.fields.text("sku"));
            if named || in_file || in_store.is_some_and(|theirs| same_key(theirs, sku)) {
                own.to_mut().record.fields.remove("sku");
            }
        }
        let is_in_file = place.in_file.is_some();
        let says_what_it_offers =
            |parent: &StoreRecord| is_in_file && !self.completed.contains(&parent.id.0);
        let Some(parent) = parent.filter(|parent| !says_what_it_offers(parent)) else { return own };
        if !is_in_file && parent.fields.text("type").is_some_and(|kind| kind != "variable") {
            desk.raise(
                &codes::STORED_PARENT_NOT_VARIABLE,
                &[parent.fields.text("name").unwrap_or_default()],
            );
        }
        if let (Some(Value::Choices(choices)), Some(Value::Attributes(offered))) =
            (mapped.record.fields.get("attributes"), parent.fields.get("attributes"))
        {
            let adapted: Vec<Choice> =
                choices.iter().map(|choice| adapted(choice, offered, desk.known)).collect();
            if adapted != *choices {
                own.to_mut().record.fields.set("attributes", Value::Choices(adapted));
            }
        }
        own
    }

    /// The last parent is kept at hand: variations of one product mostly follow each other.
    pub(super) fn parent_record(
        &mut self,
        id: StoreId,
        known: &dyn Known,
    ) -> Option<Arc<StoreRecord>> {
        if self.parent.as_ref().is_none_or(|(last, _)| *last != id) {
            self.parent = Some((id, known.record(Entity::Product, id)));
        }
        self.parent.as_ref().and_then(|(_, record)| record.clone())
    }
}

/// Choices with the attributes that the store has; one that it lacks stays named, so that no record can have it.
fn matched_choices(choices: &[Choice], known: &dyn Known) -> Vec<Choice> {
    let stored = |choice: &Choice| match &choice.attribute {
        AttributeName::Global(reference) => diff::stored(reference, known),
        AttributeName::Local(_) => None,
    };
    choices
        .iter()
        .map(|choice| match stored(choice) {
            Some(id) => Choice {
                attribute: AttributeName::Global(Reference::Stored(id)),
                option: choice.option.clone(),
            },
            None => choice.clone(),
        })
        .collect()
}

/// The choice with the attribute of that label which the parent has, shared or its own.
fn adapted(choice: &Choice, offered: &[ProductAttribute], known: &dyn Known) -> Choice {
    let like = offered::of_its_label(&choice.attribute, offered, known)
        .filter(|like| !diff::same_attribute(&like.attribute, &choice.attribute, known));
    let attribute = like.map_or_else(|| choice.attribute.clone(), |like| like.attribute.clone());
    Choice { attribute, option: choice.option.clone() }
}

/// A number that stands for a parent and choices, for rows without SKU.
pub(super) fn same_place(place: &Place, choices: &[Choice]) -> u64 {
    let parent = match place.parent {
        Target::Stored(id) => id.0 << 1,
        Target::Planned(change) => change.0 << 1 | 1,
    };
    let mut all: Vec<u64> = choices
        .iter()
        .filter(|choice| !choice.option.trim().is_empty())
        .map(|choice| {
            let hash = KeyHash::new(Entity::Attribute, Key::Choices);
            let hash = match &choice.attribute {
                AttributeName::Local(label) => hash.name(label),
                AttributeName::Global(Reference::Named(name)) => hash.name(name.last()),
                AttributeName::Global(Reference::Stored(id)) => hash.number(id.0),
                AttributeName::Global(Reference::Planned(change)) => hash.number(!change.0),
            };
            hash.name(&choice.option).finish()
        })
        .collect();
    all.sort_unstable();
    all.into_iter()
        .fold(KeyHash::new(Entity::Variation, Key::Choices).number(parent), KeyHash::number)
        .finish()
}
