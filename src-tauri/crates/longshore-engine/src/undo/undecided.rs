//! Which fields wait for a decision, of a record that goes back although somebody edited it?

use crate::{
    change::{Change, Difference},
    platforms::woocommerce::rules,
    record::{FieldName, StoreRecord},
    value::Value,
};

/// The fields of a planned undo that somebody edited since, and those that cannot go back without taking an edit along.
/// The others go back unasked. All of them where the edit concerns the record as a whole.
#[must_use]
pub fn undecided(
    change: &Change,
    edits: &[Difference],
    current: Option<&StoreRecord>,
) -> Vec<FieldName> {
    let own = || {
        let differs = |field: &str, value: &Value| change.before.get(field) != Some(value);
        change.fields.iter().filter(move |(field, value)| differs(field, value))
    };
    let all = || own().map(|(field, _)| field.clone()).collect();
    let is_edited = |field: &str| edits.iter().any(|edit| edit.field == field);
    let Some(current) = current else { return all() };
    if rules::is_in_trash(current) && is_edited("status") {
        return all();
    }
    let takes_along = |field: &str, value: &Value| -> Vec<&str> {
        let gone = rules::wiped_by(field, value).iter().copied();
        let beside = rules::GO_TOGETHER.iter().filter(|(one, _)| *one == field);
        let prices = match field {
            "regular_price" => is_sold_for_less(value, shown(current, "sale_price")),
            "sale_price" => is_sold_for_less(shown(current, "regular_price"), value),
            _ => false,
        };
        let other = if field == "sale_price" { "regular_price" } else { "sale_price" };
        gone.chain(beside.flat_map(|(_, companions)| companions.iter().copied()))
            .chain(prices.then_some(other))
            .filter(|field| is_edited(field))
            .collect()
    };
    let mut explained: Vec<&str> = Vec::new();
    let mut open: Vec<FieldName> = Vec::new();
    for (field, value) in own() {
        let along = takes_along(field, value);
        if is_edited(field) || !along.is_empty() {
            open.push(field.clone());
        }
        explained.extend(along);
    }
    // An edit that nothing of this touches by itself: who can say what would take it along?
    let is_told = |edit: &Difference| {
        own().any(|(field, _)| *field == edit.field)
            || explained.iter().any(|field| *field == edit.field)
    };
    if edits.iter().all(is_told) { open } else { all() }
}

fn shown<'a>(record: &'a StoreRecord, field: &str) -> &'a Value {
    record.fields.get(field).unwrap_or(&Value::Empty)
}

/// Whether the store drops the sale price beside that price.
fn is_sold_for_less(price: &Value, sale: &Value) -> bool {
    match (price, sale) {
        (Value::Decimal(price), Value::Decimal(sale)) => sale >= price,
        (Value::Empty, Value::Decimal(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        change::{Action, Phase},
        entity::Entity,
        record::Fields,
        value::{ChangeId, StoreId},
    };

    fn fields(all: &[(&str, i64)]) -> Fields {
        all.iter()
            .map(|(field, value)| ((*field).into(), Value::Decimal((*value).into())))
            .collect()
    }

    fn open(back: &[(&str, i64)], now: &[(&str, i64)], edited: &[&str]) -> Vec<String> {
        let change = Change {
            id: ChangeId(1),
            phase: Phase::Products,
            action: Action::Update,
            entity: Entity::Product,
            record: None,
            parent: None,
            fields: fields(back),
            before: fields(now),
            label: String::new(),
            row: None,
            completes: None,
            reason: "undo_update".into(),
        };
        let current = StoreRecord {
            entity: Entity::Product,
            id: StoreId(1),
            parent: None,
            modified: None,
            fields: fields(now),
        };
        let edit = |field: &&str| Difference {
            field: (*field).into(),
            expected: Value::Empty,
            found: Value::Empty,
        };
        let edits: Vec<Difference> = edited.iter().map(edit).collect();
        let open = undecided(&change, &edits, Some(&current));
        open.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_what_was_edited_is_a_question() {
        let now = [("regular_price", 500), ("weight", 6)];
        assert_eq!(
            open(&[("regular_price", 1), ("weight", 5)], &now, &["regular_price"]),
            ["regular_price"]
        );
    }

    #[test]
    fn a_price_that_would_take_an_edited_sale_price_along_is_a_question_too() {
        let now = [("regular_price", 11), ("sale_price", 8)];
        assert_eq!(open(&[("regular_price", 6)], &now, &["sale_price"]), ["regular_price"]);
        let both = [("regular_price", 6), ("sale_price", 5)];
        assert_eq!(open(&both, &now, &["sale_price"]), ["regular_price", "sale_price"]);
        let higher = [("regular_price", 9), ("sale_price", 5)];
        assert_eq!(open(&higher, &now, &["sale_price"]), ["sale_price"]);
    }

    #[test]
    fn an_edit_of_something_else_leaves_all_of_the_record_open() {
        let now = [("regular_price", 11), ("weight", 6)];
        let back = [("regular_price", 6), ("weight", 5)];
        assert_eq!(open(&back, &now, &["stock_quantity"]), ["regular_price", "weight"]);
    }
}
