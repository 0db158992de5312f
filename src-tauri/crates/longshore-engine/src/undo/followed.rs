//! What becomes of links to a record that is made again?
//!
//! It gets a new number, and whatever links to it still names the old one.

use crate::{
    change::{Action, Change, Phase},
    platforms::woocommerce::rules,
    record::{Fields, StoreRecord},
    value::{ChangeId, Reference, StoreId, Value},
};

/// The change by which a product follows those to which it links, where they are made again; `None` where it links to
/// none of them. `again`: the change that makes the product of an old number again.
pub fn follow(
    product: &StoreRecord,
    again: &dyn Fn(StoreId) -> Option<ChangeId>,
    next: &mut dyn FnMut() -> ChangeId,
) -> Option<Change> {
    let (mut fields, mut before) = (Fields::new(), Fields::new());
    for field in rules::LINKS {
        let Some(Value::References(links)) = product.fields.get(field) else { continue };
        let now = |link: &Reference| match link {
            Reference::Stored(id) => again(*id).map_or(link.clone(), Reference::Planned),
            _ => link.clone(),
        };
        let followed: Vec<Reference> = links.iter().map(now).collect();
        if followed != *links {
            before.set(*field, Value::References(links.clone()));
            fields.set(*field, Value::References(followed));
        }
    }
    (!fields.is_empty()).then(|| Change {
        id: next(),
        phase: Phase::Links,
        action: Action::Update,
        entity: product.entity,
        record: Some(Reference::Stored(product.id)),
        parent: None,
        fields,
        before,
        label: product.fields.text("name").unwrap_or_default().to_owned(),
        row: None,
        completes: None,
        reason: "linked_product_made_again".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Entity;

    fn product(links: &[u64]) -> StoreRecord {
        let mut fields = Fields::new();
        let all = links.iter().map(|id| Reference::Stored(StoreId(*id))).collect();
        fields.set("upsell_ids", Value::References(all));
        StoreRecord {
            entity: Entity::Product,
            id: StoreId(1),
            parent: None,
            modified: None,
            fields,
        }
    }

    #[test]
    fn a_link_follows_and_the_others_stay_in_their_order() {
        let again = |id: StoreId| (id.0 == 5).then_some(ChangeId(70));
        let change = follow(&product(&[4, 5, 6]), &again, &mut || ChangeId(80)).unwrap();
        let expected = [
            Reference::Stored(StoreId(4)),
            Reference::Planned(ChangeId(70)),
            Reference::Stored(StoreId(6)),
        ];
        assert_eq!(change.fields.get("upsell_ids"), Some(&Value::References(expected.to_vec())));
        assert_eq!(follow(&product(&[4, 6]), &again, &mut || ChangeId(80)), None);
    }
}
