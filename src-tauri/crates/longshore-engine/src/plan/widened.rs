//! What must products of the store offer in addition, whose variations a file has and whose own rows it has not?
//!
//! The store drops a choice of an attribute that the product lacks (`variations-create-unknown-attribute`): the
//! variation would stand for any value. Known once all variations are planned; sent before them.

use std::collections::BTreeMap;

use crate::{
    change::{Action, Change},
    check,
    diff::{self, Comparer},
    entity::Entity,
    issue::Issue,
    known::Known,
    mapped::Mapped,
    matching::{Match, folded_name},
    profile::Mode,
    record::Fields,
    value::{AttributeName, Choice, ProductAttribute, Reference, StoreId, Value},
};

use super::{
    ChangeSink, Desk, Planner, SinkError,
    offered::{self, of_its_label},
    record::{phase_of, stored_label},
};

/// What products of the store lack, by their numbers, with the first row that needs it.
#[derive(Default)]
pub(super) struct Lacking(BTreeMap<u64, Needed>);

struct Needed {
    row: u64,
    attributes: Vec<ProductAttribute>,
}

impl Planner {
    /// The choices of a row that its product does not offer, if the row is to have them.
    pub(super) fn lacking_choices(
        &mut self,
        mapped: &Mapped,
        parent: StoreId,
        found: &Match,
        known: &dyn Known,
    ) -> Vec<Choice> {
        let Some(value @ Value::Choices(choices)) = mapped.record.fields.get("attributes") else {
            return Vec::new();
        };
        let Some(record) = self.parent_record(parent, known) else { return Vec::new() };
        let stored = match record.fields.get("attributes") {
            Some(Value::Attributes(stored)) => stored.as_slice(),
            _ => &[],
        };
        let may_change = self.may_widen();
        let is_offered = |choice: &Choice| {
            of_its_label(&choice.attribute, stored, known).is_some_and(|like| {
                let option = folded_name(&choice.option);
                // A value that no product offers is kept (`variations-create-unknown-option`).
                let has = || like.options.iter().any(|have| folded_name(have) == option);
                like.variation && (!may_change || has())
            })
        };
        let mut lacking = choices.clone();
        lacking.retain(|choice| !choice.option.trim().is_empty() && !is_offered(choice));
        if let (false, Match::One(current)) = (lacking.is_empty(), found) {
            // One that has its choices keeps them, whatever its product offers.
            let field = "attributes".into();
            let wanted = [(&field, std::borrow::Cow::Borrowed(value))].into_iter();
            let keeps = self.settings.shop_keeps.contains(&field);
            if keeps || diff::compare(wanted, current, &Comparer::of(current, known)).is_empty() {
                return Vec::new();
            }
        }
        lacking
    }

    fn may_widen(&self) -> bool {
        matches!(self.settings.mode, Mode::CreateUpdate | Mode::Update)
            && !self.settings.shop_keeps.iter().any(|field| field == "attributes")
    }

    /// Keeps in mind what a product lacks for a row that goes in. Where nothing may be changed, it is said.
    pub(super) fn note_lacking(
        &mut self,
        row: u64,
        parent: Option<StoreId>,
        lacking: Vec<Choice>,
        issues: &mut Vec<Issue>,
    ) {
        let Some(parent) = parent.filter(|_| !lacking.is_empty()) else { return };
        if !self.may_widen() {
            issues.extend(lacking.iter().filter_map(|choice| lost(row, choice)));
            return;
        }
        let needed = self.lacking.0.entry(parent.0);
        let needed = needed.or_insert_with(|| Needed { row, attributes: Vec::new() });
        for Choice { attribute, option } in lacking {
            match needed.attributes.iter_mut().find(|one| one.attribute == attribute) {
                Some(one) if one.options.contains(&option) => {}
                Some(one) => one.options.push(option),
                None => needed.attributes.push(ProductAttribute {
                    attribute,
                    options: vec![option],
                    visible: true,
                    variation: true,
                }),
            }
        }
    }

    /// After all rows: products offer what was kept in mind.
    pub(super) fn widen(
        &mut self,
        known: &dyn Known,
        sink: &mut dyn ChangeSink,
        raise: &mut dyn FnMut(Issue),
    ) -> Result<(), SinkError> {
        for (id, needed) in std::mem::take(&mut self.lacking).0 {
            let Some(record) = known.record(Entity::Product, StoreId(id)) else { continue };
            // A row that means the product by another name than its variations do says what it offers.
            if !self.claimed.insert(id << 1) {
                for one in &needed.attributes {
                    let Some(option) = one.options.first() else { continue };
                    let choice =
                        Choice { attribute: one.attribute.clone(), option: option.clone() };
                    lost(needed.row, &choice).into_iter().for_each(&mut *raise);
                }
                continue;
            }
            let stored = match record.fields.get("attributes") {
                Some(Value::Attributes(stored)) => stored.as_slice(),
                _ => &[],
            };
            let all = offered::widened(stored.to_vec(), &needed.attributes, stored, known);
            let mut own = Mapped::empty();
            own.record.entity = Entity::Product;
            own.record.fields.set("attributes", Value::Attributes(all));
            let mut desk = Desk { known, sink: &mut *sink, row: needed.row, issues: Vec::new() };
            let resolved = self.resolved(&own, &mut desk)?;
            desk.issues.into_iter().for_each(&mut *raise);
            let (mut fields, mut before) = (Fields::new(), Fields::new());
            let comparer = Comparer::of(&record, known);
            let wanted = resolved.wanted.into_iter();
            let mut changes = diff::compare(wanted, &record, &comparer);
            let altered = known.altered(Entity::Product, record.id);
            diff::without_resending(&mut changes, altered.as_deref(), &comparer);
            for change in changes {
                before.set(change.field.clone(), change.before);
                fields.set(change.field, change.after);
            }
            if fields.is_empty() {
                continue;
            }
            let id = sink.next();
            sink.push(Change {
                id,
                phase: phase_of(Entity::Product),
                action: Action::Update,
                entity: Entity::Product,
                record: Some(Reference::Stored(record.id)),
                parent: None,
                fields,
                before,
                label: stored_label(&record, known).unwrap_or_default().to_owned(),
                row: None,
                completes: None,
                reason: "variations_choose_more".into(),
            })?;
        }
        Ok(())
    }
}

/// That the store keeps no such choice.
fn lost(row: u64, choice: &Choice) -> Option<Issue> {
    let label = match &choice.attribute {
        AttributeName::Local(label) => label,
        AttributeName::Global(Reference::Named(name)) => name.last(),
        // The product has it: it only lacks the value.
        AttributeName::Global(_) => return None,
    };
    Some(check::codes::ATTRIBUTE_NOT_ON_PARENT.issue(Some(row), None, &[label], None))
}
