//! What does a row do to its record, where that is no product?

use std::sync::Arc;

use crate::{
    change::{Action, Change, Phase},
    diff::{self, Comparer},
    entity::Entity,
    known::{Found, Known},
    mapped::Mapped,
    matching::{self, KeyHash, Match, orders},
    pictures,
    platforms::woocommerce::{rules, schema},
    profile::Mode,
    record::{FieldName, Fields, StoreRecord},
    schema::{Access, field as definition},
    value::{Key, Name, Reference, Value},
};

use super::{
    ChangeSink, Desk, Planned, Planner, SinkError, Target, Verdict, codes, coupon, order_lines,
    tax_class,
};

impl Planner {
    /// Second pass: plans a record that is no product. Rows of a tree come by their depth, the roots first.
    ///
    /// # Errors
    /// Where the sink cannot keep a change.
    pub fn other(
        &mut self,
        mapped: &Mapped,
        known: &dyn Known,
        sink: &mut dyn ChangeSink,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        let mut desk = Desk { known, sink, row: mapped.row, issues: Vec::new() };
        let Some(parent) = self.record_around(mapped, &mut desk)? else {
            let named = mapped.parent.as_ref().map(Name::last).unwrap_or_default().to_owned();
            if mapped.parent.as_ref().is_some_and(|order| self.may_be_two_orders(order, known)) {
                return Ok(desk.skipped(&codes::ORDER_NUMBER_AMBIGUOUS, &[&named]));
            }
            return Ok(desk.skipped(&codes::WITHIN_NOTHING, &[entity.as_str(), &named]));
        };
        let mut fields = self.said(mapped, &mut desk)?;
        if desk.error().is_some() {
            return Ok(desk.left_out());
        }
        let stored = parent.and_then(Target::stored);
        let found = matching::other(mapped, &fields, stored, &self.settings.keys, known);
        match found {
            Match::Ambiguous(Key::Number, _) => {
                let number = orders::number(&fields).unwrap_or_default();
                Ok(desk.skipped(&codes::ORDER_NUMBER_AMBIGUOUS, &[number]))
            }
            Match::Ambiguous(key, count) => {
                Ok(desk.skipped(&codes::KEY_AMBIGUOUS, &[key.as_str(), &count.to_string()]))
            }
            Match::OtherParent(id) | Match::Unread(id) => {
                Ok(desk.skipped(&codes::RECORD_UNKNOWN, &[&id.0.to_string()]))
            }
            Match::One(current) => {
                if self.settings.mode == Mode::Create {
                    return Ok(desk.skipped(&codes::ALREADY_IN_STORE, &[]));
                }
                if !self.claimed.insert(current.id.0 << 1) {
                    return Ok(desk.skipped(&codes::SAME_RECORD_TWICE, &[]));
                }
                match self.settings.mode {
                    Mode::Delete => self.remove_other(mapped, &current, desk),
                    _ if coupon::stays_out(entity, &fields, Some(&current), &mut desk)
                        || order_lines::stays_out(&mut fields, Some(&current), &mut desk) =>
                    {
                        Ok(desk.left_out())
                    }
                    _ => self.change_other(mapped, fields, &current, desk),
                }
            }
            Match::None => {
                if matches!(self.settings.mode, Mode::Update | Mode::Delete) {
                    return Ok(desk.skipped(&codes::NOT_IN_STORE, &[]));
                }
                if let Some(number) = orders::number(&fields).filter(|_| entity == Entity::Order)
                    && !orders::describes_one(&fields)
                {
                    return Ok(desk.skipped(&codes::ORDER_UNKNOWN, &[number]));
                }
                if coupon::stays_out(entity, &fields, None, &mut desk)
                    || order_lines::stays_out(&mut fields, None, &mut desk)
                {
                    return Ok(desk.left_out());
                }
                for needed in rules::needed(entity) {
                    if fields.get(needed).is_none_or(Value::is_empty) {
                        return Ok(desk.skipped(&codes::FIELD_NEEDED, &[entity.as_str(), needed]));
                    }
                }
                self.make_other(mapped, &fields, parent, desk)
            }
        }
    }

    /// The record within which the row's lies; `Some(None)` where it lies in none, `None` where there is none.
    fn record_around(
        &mut self,
        mapped: &Mapped,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Option<Target>>, SinkError> {
        let Some(kind) = mapped.record.entity.parent() else { return Ok(Some(None)) };
        let Some(name) = &mapped.parent else { return Ok(None) };
        if kind == Entity::Attribute {
            return Ok(self.attribute(name, desk)?.map(|within| Some(within.target)));
        }
        let found = matching::named(name, &self.settings.keys, desk.known);
        Ok(found.map(|record| Some(Target::Stored(record.id))))
    }

    /// Whether the number by which a row names its order may mean two of them.
    fn may_be_two_orders(&self, order: &Name, known: &dyn Known) -> bool {
        let decides = orders::numbers_decide(&self.settings.keys);
        order.by == Key::Number
            && matches!(orders::by_name(order, decides, known), Found::Several(_))
    }

    /// What the row says, with records instead of names. What nobody can tell is left out, and said.
    fn said(&mut self, mapped: &Mapped, desk: &mut Desk<'_>) -> Result<Fields, SinkError> {
        let mut fields = Fields::new();
        for (field, value) in mapped.record.fields.iter() {
            let value = match value {
                Value::Text(class)
                    if field == "class" && mapped.record.entity == Entity::TaxRate =>
                {
                    match tax_class::of_rate(class, desk.known) {
                        Some(slug) => Value::Text(slug),
                        None => {
                            desk.raise(&codes::TAX_CLASS_UNKNOWN, &[class]);
                            continue;
                        }
                    }
                }
                Value::Reference(Reference::Named(name)) => match self.target(name, desk)? {
                    Some(target) => Value::Reference(target.reference()),
                    None => {
                        self.raise_unknown(field, name, desk);
                        continue;
                    }
                },
                Value::References(all) => {
                    let mut targets = Vec::with_capacity(all.len());
                    for reference in all {
                        let Reference::Named(name) = reference else { continue };
                        match self.target(name, desk)? {
                            Some(target) => targets.push(target.reference()),
                            None => self.raise_unknown(field, name, desk),
                        }
                    }
                    // A coupon for nothing in particular is one for everything.
                    if targets.len() < all.len() {
                        continue;
                    }
                    Value::References(super::resolve::distinct(targets))
                }
                value => value.clone(),
            };
            fields.set(field.clone(), value);
        }
        Ok(fields)
    }

    fn target(&mut self, name: &Name, desk: &mut Desk<'_>) -> Result<Option<Target>, SinkError> {
        if name.entity.is_taxonomy() {
            return self.term(name, desk);
        }
        let found = matching::named(name, &self.settings.keys, desk.known);
        Ok(found.map(|record| Target::Stored(record.id)))
    }

    fn raise_unknown(&self, field: &str, name: &Name, desk: &mut Desk<'_>) {
        desk.raise(&codes::REFERENCE_UNKNOWN, &[field, &as_written(name)]);
    }

    fn make_other(
        &mut self,
        mapped: &Mapped,
        wanted: &Fields,
        parent: Option<Target>,
        mut desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        let own = matching::default_keys(entity).iter().find_map(|key| {
            let text = matching::key_text(entity, *key, wanted)?;
            Some(KeyHash::new(entity, *key).part(&text).finish())
        });
        let path = matching::path(mapped).map(|path| {
            path.iter().fold(KeyHash::new(entity, Key::Path), |hash, part| hash.name(part)).finish()
        });
        let within = parent.map(|parent| match parent {
            Target::Stored(id) => id.0,
            Target::Planned(change) => !change.0,
        });
        // Two rates of one place, two notes of one text, two orders without a number: all of them are meant.
        let is_told_by_content = matching::default_keys(entity).contains(&Key::Content);
        let key = path.or(own).filter(|_| !is_told_by_content);
        let key = key.map(|key| {
            KeyHash::new(entity, Key::Id).number(key).number(within.unwrap_or(0)).finish()
        });
        if let Some(key) = key {
            if self.created.contains(&key) {
                return Ok(desk.skipped(&codes::SAME_RECORD_TWICE, &[]));
            }
            self.created.extend([key]);
        }
        let mut fields = Fields::new();
        let mut lost = Vec::new();
        for (field, value) in wanted.iter().filter(|(_, value)| !value.is_empty()) {
            if diff::is_taken_when_made(entity, field) {
                let value =
                    diff::to_be_sent(entity, field, value.clone(), &Value::Empty, desk.known);
                fields.set(field.clone(), value);
            } else if is_a_fact(entity, field) {
                lost.push((field.clone(), value.clone()));
            }
        }
        self.keep_apart(entity, &lost, &mut fields, &mut desk);
        if entity == Entity::Order {
            self.with_status(None, &mut fields, &mut desk);
        }
        let id = desk.sink.next();
        if let Some(mark) = self.settings.mark.as_ref().filter(|_| entity == Entity::Order) {
            fields.set(rules::MARK, Value::Text(format!("{mark}{}", id.0)));
        }
        desk.sink.push(Change {
            id,
            phase: phase_of(entity),
            action: Action::Create,
            entity,
            record: None,
            parent: parent.map(Target::reference),
            label: label(entity, wanted),
            fields,
            before: Fields::new(),
            row: Some(mapped.row),
            completes: None,
            reason: "not_in_store".into(),
        })?;
        if let Some(path) = path {
            self.terms.note(path, Target::Planned(id));
        }
        Ok(Planned { verdict: Verdict::Create(id), issues: desk.issues })
    }

    /// What the API takes of nobody goes into meta data where there is such, and is said.
    fn keep_apart(
        &self,
        entity: Entity,
        lost: &[(FieldName, Value)],
        fields: &mut Fields,
        desk: &mut Desk<'_>,
    ) {
        if lost.is_empty() {
            return;
        }
        let names: Vec<&str> = lost.iter().map(|(field, _)| field.as_str()).collect();
        let names = names.join(", ");
        if !rules::has_meta(entity) {
            desk.raise(&codes::NOT_KEPT, &[&names]);
            return;
        }
        for (field, value) in lost {
            let text = match value {
                Value::Text(text) => text.clone(),
                Value::Moment(moment) => moment.to_string(),
                Value::Decimal(number) => number.to_string(),
                Value::Integer(number) => number.to_string(),
                Value::Boolean(is) => is.to_string(),
                _ => continue,
            };
            fields.set(format!("meta:_original_{field}"), Value::Text(text));
        }
        desk.raise(&codes::KEPT_IN_META, &[&names]);
    }

    /// An order is pending unless somebody asked for more: other statuses write to buyers and move stock.
    fn with_status(&self, current: Option<&str>, fields: &mut Fields, desk: &mut Desk<'_>) {
        let wanted = fields.text("status").map(str::to_owned);
        let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else {
            if current.is_none() {
                fields.set("status", Value::Text(rules::FIRST_STATUS.to_owned()));
            }
            return;
        };
        if current == Some(wanted.as_str()) || rules::is_quiet_status(&wanted) {
            return;
        }
        if self.settings.keeps_order_status {
            desk.raise(&codes::STATUS_ACTS, &[&wanted]);
            if !rules::is_own_status(&wanted) {
                desk.raise(&codes::STATUS_OF_PLUGIN, &[&wanted]);
            }
            return;
        }
        desk.raise(&codes::STATUS_NOT_TAKEN, &[&wanted]);
        match current {
            Some(_) => {
                fields.remove("status");
            }
            None => {
                fields.set("status", Value::Text(rules::FIRST_STATUS.to_owned()));
                fields.set("meta:_original_status", Value::Text(wanted));
            }
        }
    }

    fn change_other(
        &mut self,
        mapped: &Mapped,
        mut wanted: Fields,
        current: &Arc<StoreRecord>,
        mut desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        for field in &self.settings.shop_keeps {
            wanted.remove(field);
        }
        if mapped.lacks_pictures {
            pictures::FIELDS.iter().for_each(|field| {
                wanted.remove(field);
            });
        }
        if entity == Entity::Order {
            let status = current.fields.text("status").unwrap_or_default().to_owned();
            self.with_status(Some(&status), &mut wanted, &mut desk);
        }
        let comparer = Comparer::of(current, desk.known);
        let fixed: Vec<&str> = wanted
            .iter()
            .filter(|(field, value)| {
                let found = current.fields.get(field).unwrap_or(&Value::Empty);
                is_fixed(entity, field) && !value.is_empty() && !comparer.same(field, value, found)
            })
            .map(|(field, _)| field.as_str())
            .collect();
        if !fixed.is_empty() {
            desk.raise(&codes::ONLY_WHEN_MADE, &[&fixed.join(", ")]);
        }
        let altered = desk.known.altered(entity, current.id);
        let changes = diff::changed_fields(&wanted, current, altered.as_deref(), desk.known);
        if changes.is_empty() {
            return Ok(Planned { verdict: Verdict::Unchanged(current.id), issues: desk.issues });
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
            parent: current.parent.map(Reference::Stored),
            label: label(entity, &current.fields),
            fields,
            before,
            row: Some(mapped.row),
            completes: None,
            reason: "fields_differ".into(),
        })?;
        Ok(Planned { verdict: Verdict::Update(id), issues: desk.issues })
    }

    fn remove_other(
        &mut self,
        mapped: &Mapped,
        current: &Arc<StoreRecord>,
        desk: Desk<'_>,
    ) -> Result<Planned, SinkError> {
        let entity = mapped.record.entity;
        let mut before = Fields::new();
        for (field, value) in
            current.fields.iter().filter(|(field, _)| diff::speaks_of_edits(current, field))
        {
            before.set(field.clone(), value.clone());
        }
        let is_trashed = rules::has_trash(entity) && !self.settings.removes_for_good;
        let id = desk.sink.next();
        desk.sink.push(Change {
            id,
            phase: phase_of(entity),
            action: if is_trashed { Action::Trash } else { Action::Delete },
            entity,
            record: Some(Reference::Stored(current.id)),
            parent: current.parent.map(Reference::Stored),
            fields: Fields::new(),
            before,
            label: label(entity, &current.fields),
            row: Some(mapped.row),
            completes: None,
            reason: "named_to_go".into(),
        })?;
        Ok(Planned { verdict: Verdict::Remove(id), issues: desk.issues })
    }
}

/// What is taken when a record is made and never again.
fn is_fixed(entity: Entity, field: &str) -> bool {
    definition(schema::of(entity), field).is_some_and(|field| field.access == Access::WhenMade)
}

/// What the store shows of a record, takes from nobody, and could not work out again elsewhere.
fn is_a_fact(entity: Entity, field: &str) -> bool {
    matches!(field, "number" | "date_created" | "date_paid" | "date_completed")
        && definition(schema::of(entity), field).is_some_and(|def| def.access == Access::ReadOnly)
}

/// Records without others that lean on them go side by side, taxonomies one after the other.
pub(super) fn phase_of(entity: Entity) -> Phase {
    match entity {
        Entity::OrderNote | Entity::Refund => Phase::Variations,
        entity if entity.is_taxonomy() => Phase::Taxonomies,
        _ => Phase::Products,
    }
}

fn as_written(name: &Name) -> String {
    match name.by {
        Key::Id => format!("id:{}", name.last()),
        _ => name.last().to_owned(),
    }
}

/// What a person calls a record that is no product.
#[must_use]
pub fn label(entity: Entity, fields: &Fields) -> String {
    let text = |field: &str| fields.text(field).unwrap_or_default().trim().to_owned();
    let joined = |all: &[&str]| {
        let all: Vec<String> = all.iter().map(|field| text(field)).collect();
        all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let label = match entity {
        Entity::Customer => text("email"),
        Entity::Coupon => text("code"),
        Entity::Order => {
            let number = matching::key_text(entity, Key::Number, fields).unwrap_or_default();
            let name = joined(&["billing_first_name", "billing_last_name"]);
            let name = if name.is_empty() { text("billing_email") } else { name };
            format!("{number} {name}").trim().to_owned()
        }
        Entity::OrderNote => text("note"),
        Entity::Refund => match fields.get("amount") {
            Some(Value::Decimal(amount)) => {
                format!("{amount} {}", text("reason")).trim().to_owned()
            }
            _ => text("reason"),
        },
        Entity::Review => joined(&["reviewer", "review"]),
        Entity::TaxRate => joined(&["country", "state", "name"]),
        _ => text("name"),
    };
    let mut short: String = label.chars().take(80).collect();
    if short.len() < label.len() {
        short.push('…');
    }
    short
}
