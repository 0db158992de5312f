//! Second pass: what does a row do to its product? And what planning a variation shares with that.

use std::{borrow::Cow, sync::Arc};

use crate::{
    change::{Action, Change, Phase},
    check::{self, Raised, codes::Code},
    diff::{self, Comparer},
    entity::Entity,
    known::{Found, Known},
    mapped::Mapped,
    matching::{self, KeyHash, Match},
    pictures,
    platforms::woocommerce::rules,
    profile::Mode,
    record::{FieldName, Fields, StoreRecord},
    value::{ChangeId, Choice, Key, Reference, StoreId, Value},
};

use super::{
    ChangeSink, Desk, Planned, Planner, SinkError, Target, Verdict, Wanted, codes, offered,
    plain_row,
    resolve::{Resolved, Waiting},
    variation::{Place, same_place},
    warnings,
};

impl Planner {
    /// Second pass: plans a product.
    ///
    /// # Errors
    /// Where the sink cannot keep a change.
    pub fn product(
        &mut self,
        mapped: &Mapped,
        known: &dyn Known,
        sink: &mut dyn ChangeSink,
    ) -> Result<Planned, SinkError> {
        let mut desk = Desk { known, sink, row: mapped.row, issues: Vec::new() };
        let found = matching::product(mapped, &self.settings, known, &mut self.scratch);
        if matches!(found, Match::None)
            && let Some(variation) = plain_row::variation(mapped, known)
            && let Some(parent) = variation.parent
        {
            let own = plain_row::said_of_variation(mapped, &mut desk);
            let place = Place::stored(parent);
            return self.planned(&own, Match::One(variation), Some(&place), None, desk);
        }
        self.planned(mapped, found, None, None, desk)
    }

    pub(super) fn planned(
        &mut self,
        mapped: &Mapped,
        found: Match,
        place: Option<&Place>,
        choices: Option<&[Choice]>,
        mut desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        self.named.note(mapped, &found, place.and_then(|place| place.parent.stored()));
        match found {
            Match::Ambiguous(key, count) => {
                Ok(desk.skipped(&codes::KEY_AMBIGUOUS, &[key.as_str(), &count.to_string()]))
            }
            Match::OtherParent(id) => {
                Ok(desk.skipped(&codes::VARIATION_OF_OTHER_PRODUCT, &[&id.0.to_string()]))
            }
            Match::Unread(id) => Ok(desk.skipped(&codes::RECORD_UNKNOWN, &[&id.0.to_string()])),
            Match::One(current) => {
                if entity == Entity::Product {
                    self.links.offer(mapped, Target::Stored(current.id));
                }
                if self.settings.mode == Mode::Create {
                    return Ok(desk.skipped(&codes::ALREADY_IN_STORE, &[]));
                }
                if !self.claimed.insert(current.id.0 << 1 | u64::from(entity == Entity::Variation))
                {
                    return Ok(desk.skipped(&codes::SAME_RECORD_TWICE, &[]));
                }
                if self.settings.mode == Mode::Delete {
                    return self.remove(&current, place, desk);
                }
                if entity != Entity::Product {
                    return self.update(mapped, &current, place, desk);
                }
                let mode = self.settings.mode;
                let whole = offered::for_variations(mapped, &current, mode, &mut desk);
                if matches!(whole, Cow::Owned(_)) {
                    self.completed.insert(current.id.0);
                }
                self.update(&whole, &current, place, desk)
            }
            Match::None => {
                let mapped = &*mapped.made();
                self.look_at_number(mapped, &mut desk);
                if matches!(self.settings.mode, Mode::Update | Mode::Delete) {
                    return Ok(desk.skipped(&codes::NOT_IN_STORE, &[]));
                }
                if let Some(code) = taken_by_other_kind(mapped, desk.known) {
                    return Ok(desk.skipped(code, &[]));
                }
                if self.settings.checks_new_records {
                    check::new_record(mapped, &mut Raised::new(mapped.row, &mut desk.issues));
                    if desk.error().is_some() {
                        return Ok(desk.left_out());
                    }
                }
                if !self.is_first(mapped, place, choices) {
                    return Ok(desk.skipped(&codes::SAME_RECORD_TWICE, &[]));
                }
                self.create(mapped, place, desk)
            }
        }
    }

    /// Whoever asks for matching by number wants to know that a number is another record's.
    fn look_at_number(&self, mapped: &Mapped, desk: &mut Desk<'_>) {
        let Some(id) = mapped.source_id.filter(|_| self.settings.keys.contains(&Key::Id)) else {
            return;
        };
        if let Some(record) = desk.known.record(mapped.record.entity, StoreId(id)) {
            let shown = matching::own_sku(&record, desk.known).or(record.fields.text("name"));
            let shown = shown.unwrap_or_default().to_owned();
            desk.raise(&codes::ID_IS_ANOTHERS, &[&id.to_string(), &shown]);
        }
    }

    /// Whether no row before this one makes the same record.
    fn is_first(
        &mut self,
        mapped: &Mapped,
        place: Option<&Place>,
        choices: Option<&[Choice]>,
    ) -> bool {
        let fields = &mapped.record.fields;
        let filled = |field| fields.text(field).map(str::trim).filter(|text| !text.is_empty());
        // SKU and GTIN are unique among products and variations together (products-create-duplicate-sku,
        // products-create-duplicate-gtin).
        let sku =
            filled("sku").map(|sku| KeyHash::new(Entity::Product, Key::Sku).part(sku).finish());
        let gtin = filled("global_unique_id").and_then(|gtin| {
            let digits: String = gtin.chars().filter(char::is_ascii_digit).collect();
            let hash = || KeyHash::new(Entity::Product, Key::Gtin).part(&digits).finish();
            (!digits.is_empty()).then(hash)
        });
        // The store takes the same choices twice (variations-create-duplicate-combination): rows with numbers of
        // their own are different variations, others would be nobody's to tell apart.
        let has_own_key = sku.is_some() || gtin.is_some() || mapped.source_id.is_some();
        let choices = match (place, choices) {
            (Some(place), Some(choices)) if !has_own_key => Some(same_place(place, choices)),
            _ => None,
        };
        let keys = [sku, gtin, choices];
        let is_first = !keys.iter().flatten().any(|key| self.created.contains(key));
        if is_first {
            self.created.extend(keys.into_iter().flatten());
        }
        is_first
    }

    fn create(
        &mut self,
        mapped: &Mapped,
        place: Option<&Place>,
        mut desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        let Resolved { wanted, waiting } = self.resolved(mapped, &mut desk)?;
        let mut fields = Fields::new();
        for (field, value) in wanted {
            if !value.is_empty() && diff::is_writable(entity, field) {
                let value =
                    diff::to_be_sent(entity, field, value.into_owned(), &Value::Empty, desk.known);
                fields.set(field.clone(), value);
            }
        }
        if fields.get("stock_quantity").is_some() && fields.get("manage_stock").is_none() {
            fields.set("manage_stock", Value::Boolean(true));
        }
        let id = desk.sink.next();
        let has_key = ["sku", "global_unique_id"].iter().any(|key| fields.get(key).is_some());
        if let Some(mark) = self.settings.mark.as_ref().filter(|_| !has_key) {
            fields.set(rules::MARK, Value::Text(format!("{mark}{}", id.0)));
        }
        desk.sink.push(Change {
            id,
            phase: phase_of(entity),
            action: Action::Create,
            entity,
            record: None,
            parent: place.map(|place| place.parent.reference()),
            label: label(mapped, None, desk.known),
            fields,
            before: Fields::new(),
            row: Some(mapped.row),
            completes: None,
            reason: "not_in_store".into(),
        })?;
        let target = Target::Planned(id);
        if entity == Entity::Product {
            self.links.offer(mapped, target);
        }
        self.wait(target, Some(id), mapped, &waiting);
        Ok(Planned { verdict: Verdict::Create(id), issues: desk.issues })
    }

    fn update(
        &mut self,
        mapped: &Mapped,
        current: &Arc<StoreRecord>,
        place: Option<&Place>,
        mut desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        let Resolved { mut wanted, mut waiting } = self.resolved(mapped, &mut desk)?;
        wanted.retain(|(field, _)| !self.settings.shop_keeps.contains(field));
        waiting.retain(|(field, _)| !self.settings.shop_keeps.contains(field));
        if mapped.lacks_pictures {
            wanted.retain(|(field, _)| !pictures::FIELDS.contains(&field.as_str()));
        }
        offered::as_in_store(
            &mut wanted,
            current,
            self.settings.attributes_are_complete,
            desk.known,
        );
        let comparer = Comparer::of(current, desk.known);
        let target = Target::Stored(current.id);
        let mut changes = diff::compare(wanted.iter().map(borrowed), current, &comparer);
        if !changes.is_empty() {
            let altered = desk.known.altered(entity, current.id);
            diff::without_resending(&mut changes, altered.as_deref(), &comparer);
            diff::with_companions(&mut changes, &mapped.record.fields, current);
        }
        if changes.is_empty() {
            self.wait(target, None, mapped, &waiting);
            return Ok(Planned { verdict: Verdict::Unchanged(current.id), issues: desk.issues });
        }
        let mut reason = None;
        for warning in warnings::of(&changes, &mapped.record.fields, current, desk.known) {
            let params: Vec<&str> = warning.params.iter().map(String::as_str).collect();
            desk.raise(warning.code, &params);
            reason.get_or_insert(warning.code.code);
        }
        let id = desk.sink.next();
        let (mut fields, mut before) = (Fields::new(), Fields::new());
        for change in changes {
            before.set(change.field.clone(), change.before);
            fields.set(change.field, change.after);
        }
        desk.sink.push(Change {
            id,
            phase: pictures::phase(phase_of(entity), &fields),
            action: Action::Update,
            entity,
            record: Some(Reference::Stored(current.id)),
            parent: place.map(|place| place.parent.reference()),
            label: label(mapped, Some(current), desk.known),
            fields,
            before,
            row: Some(mapped.row),
            completes: None,
            reason: reason.unwrap_or("fields_differ").into(),
        })?;
        self.wait(target, Some(id), mapped, &waiting);
        Ok(Planned { verdict: Verdict::Update(id), issues: desk.issues })
    }

    fn wait(
        &mut self,
        owner: Target,
        main: Option<ChangeId>,
        mapped: &Mapped,
        waiting: &[Waiting<'_>],
    ) {
        for (field, references) in waiting {
            self.links.wait(owner, main, mapped, field, references);
        }
    }
}

fn borrowed<'a>((field, value): &'a Wanted<'_>) -> (&'a FieldName, Cow<'a, Value>) {
    (field, Cow::Borrowed(value))
}

pub(super) fn phase_of(entity: Entity) -> Phase {
    match entity {
        Entity::Product => Phase::Products,
        Entity::Variation => Phase::Variations,
        _ => Phase::Taxonomies,
    }
}

/// SKUs are unique among products and variations together (`products-list-sku-many`: both are found).
fn taken_by_other_kind(mapped: &Mapped, known: &dyn Known) -> Option<&'static Code> {
    let sku = mapped.record.fields.text("sku").map(str::trim).filter(|sku| !sku.is_empty())?;
    match mapped.record.entity {
        Entity::Product => {
            let id = match known.find(Entity::Variation, None, Key::Sku, sku) {
                Found::One(id) => id,
                _ => return None,
            };
            let record = known.record(Entity::Variation, id)?;
            matching::own_sku(&record, known).map(|_| &codes::SKU_IS_OF_VARIATION)
        }
        Entity::Variation => (known.find(Entity::Product, None, Key::Sku, sku) != Found::None)
            .then_some(&codes::SKU_IS_OF_PRODUCT),
        _ => None,
    }
}

/// What a person calls a record of the store.
pub(super) fn stored_label<'a>(current: &'a StoreRecord, known: &dyn Known) -> Option<&'a str> {
    let shown = matching::own_sku(current, known).or_else(|| current.fields.text("name"));
    shown.filter(|text| !text.is_empty())
}

fn label(mapped: &Mapped, current: Option<&StoreRecord>, known: &dyn Known) -> String {
    let named = mapped.label();
    if !named.is_empty() {
        return named.to_owned();
    }
    if let Some(shown) = current.and_then(|current| stored_label(current, known)) {
        return shown.to_owned();
    }
    // A number says nothing to anybody; what its product is called is found with the record.
    let parent = mapped.parent.as_ref().filter(|parent| parent.by != Key::Id);
    let mut label = parent.map(crate::value::Name::last).unwrap_or_default().to_owned();
    if let Some(Value::Choices(choices)) = mapped.record.fields.get("attributes") {
        for choice in choices.iter().filter(|choice| !choice.option.is_empty()) {
            label.push_str(if label.is_empty() { "" } else { " · " });
            label.push_str(&choice.option);
        }
    }
    label
}
