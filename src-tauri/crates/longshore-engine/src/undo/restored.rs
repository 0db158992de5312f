//! How is a value of an image sent, so that the record shows it again?

use crate::{
    diff::Comparer,
    entity::Entity,
    platforms::woocommerce::{rules, schema},
    record::StoreRecord,
    schema::{Kind, field as definition},
    value::{AttributeName, Image, Reference, Value},
};

use super::Step;

impl Step<'_> {
    /// The value with the numbers that its references have now, pictures by their numbers, and nothing where a
    /// variation only showed what its product has.
    pub(super) fn restored(&self, record: &StoreRecord, field: &str, value: &Value) -> Value {
        if value.is_empty() || self.was_inherited(record, field, value) {
            return rules::default_value(record.entity, field).unwrap_or(Value::Empty);
        }
        match value {
            Value::Images(all) => Value::Images(all.iter().map(by_number).collect()),
            value => self.renumbered(record.entity, field, value),
        }
    }

    /// The value with the numbers that its references have now: a record that was made again is still the same.
    pub(super) fn renumbered(&self, entity: Entity, field: &str, value: &Value) -> Value {
        match value {
            Value::Reference(one) => Value::Reference(self.followed(entity, field, one)),
            Value::References(all) => {
                Value::References(all.iter().map(|one| self.followed(entity, field, one)).collect())
            }
            Value::Attributes(all) => {
                let mut all = all.clone();
                all.iter_mut().for_each(|one| self.follow_attribute(&mut one.attribute));
                Value::Attributes(all)
            }
            Value::Choices(all) => {
                let mut all = all.clone();
                all.iter_mut().for_each(|one| self.follow_attribute(&mut one.attribute));
                Value::Choices(all)
            }
            value => value.clone(),
        }
    }

    fn followed(&self, entity: Entity, field: &str, reference: &Reference) -> Reference {
        let kind = definition(schema::of(entity), field).map(|field| field.kind);
        match (reference, kind) {
            (Reference::Stored(id), Some(Kind::Reference(of) | Kind::References(of))) => {
                self.around.now(of, *id)
            }
            _ => reference.clone(),
        }
    }

    fn follow_attribute(&self, attribute: &mut AttributeName) {
        if let AttributeName::Global(Reference::Stored(id)) = attribute {
            *attribute = AttributeName::Global(self.around.now(Entity::Attribute, *id));
        }
    }

    /// Whether a field was never sent and shows what the variation's product shows: it goes with the product and
    /// speaks of no edit of the variation.
    pub(super) fn is_only_inherited(&self, field: &str, current: &StoreRecord) -> bool {
        let shown = current.fields.get(field).unwrap_or(&Value::Empty);
        self.is_inheriting(field, current)
            && Comparer::of(current, self.known).same(field, &Value::Empty, shown)
    }

    /// Whether a variation shows its product's value in a field unless it is given one, and was not given one. Only
    /// told where the product is known.
    pub(super) fn is_inheriting(&self, field: &str, current: &StoreRecord) -> bool {
        current.entity == Entity::Variation
            && rules::INHERITED.contains(&field)
            && self.done.change.fields.get(field).is_none()
            && !self
                .done
                .later
                .iter()
                .any(|later| later.touched.iter().any(|touched| touched == field))
            && current
                .parent
                .is_some_and(|parent| self.known.record(Entity::Product, parent).is_some())
    }

    /// Whether a variation had nothing of its own in a field and showed its product's
    /// (`variations-create-on-simple-product`): the product as it is now or as it was before the run.
    fn was_inherited(&self, record: &StoreRecord, field: &str, value: &Value) -> bool {
        if record.entity != Entity::Variation || !rules::INHERITED.contains(&field) {
            return false;
        }
        let comparer = Comparer::of(record, self.known);
        let same = |theirs: &Value| comparer.same(field, theirs, value);
        if comparer.inherited(field).is_some_and(|theirs| same(&theirs)) {
            return true;
        }
        let original =
            record.parent.and_then(|parent| self.around.original(Entity::Product, parent));
        original.is_some_and(|parent| parent.fields.get(field).is_some_and(same))
    }
}

/// Sent by its number a picture stays the same file (`products-put-images-resend-id`).
fn by_number(image: &Image) -> Image {
    let mut image = image.clone();
    if image.id.is_some() {
        image.src.clear();
    }
    image
}
