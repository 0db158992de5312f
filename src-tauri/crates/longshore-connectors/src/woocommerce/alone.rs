//! A change of a kind that has no batch: one request, one record.
//!
//! Notes and refunds of orders and tax classes are made and removed, never changed (`order-notes-create`,
//! `order-refunds-create`, `taxes-classes-create`). A tax class has no number: its place is named by its slug.

use longshore_engine::{
    change::{Action, Change, Refusal},
    entity::Entity,
    value::{Reference, StoreId},
};
use smol_str::SmolStr;

use super::{Inner, decode::Reading, encode, refund_lines, routes};
use crate::{
    error::{Fault, StoreError},
    store::Answer,
    transport::{Parameters, Reply},
};

pub(super) async fn send(
    inner: &Inner,
    change: &Change,
    parent: Option<StoreId>,
) -> Result<Vec<Answer>, StoreError> {
    let reading = Reading { entity: change.entity, parent };
    let no_parent = || {
        let field = SmolStr::new_static("parent");
        StoreError::nothing_sent(Fault::ReferenceUnresolved { field })
    };
    let list = routes::list(change.entity, parent).ok_or_else(no_parent)?;
    let (reply, id) = match (change.action, &change.record) {
        (Action::Create, _) => {
            let numbered;
            let change = match (change.entity, parent) {
                (Entity::Refund, Some(order)) => {
                    numbered = refund_lines::numbered(inner, change, order).await?;
                    &numbered
                }
                _ => change,
            };
            let body = encode::single(change, &inner.classes).map_err(StoreError::nothing_sent)?;
            (inner.transport.post(&list, body).await, None)
        }
        (Action::Delete, Some(Reference::Stored(id))) => {
            let name = match change.entity {
                Entity::TaxClass => inner.tax_classes.slug(*id).ok_or_else(no_parent)?,
                _ => id.0.to_string(),
            };
            let forced: Parameters = vec![("force", "true".to_owned())];
            (inner.transport.delete(&format!("{list}/{name}"), &forced).await, Some(*id))
        }
        _ => return Err(StoreError::nothing_sent(Fault::RequestMixed)),
    };
    answer(inner, reply, reading, id).map(|answer| vec![answer])
}

fn answer(
    inner: &Inner,
    reply: Result<Reply, StoreError>,
    reading: Reading,
    asked: Option<StoreId>,
) -> Result<Answer, StoreError> {
    match reply {
        Ok(reply) => {
            let item = reply.json(reading)?;
            let is_it = item.id.is_some() && (asked.is_none() || item.id == asked);
            if !is_it {
                let unmatched = Fault::AnswersUnmatched { asked: 1, answered: 0 };
                return Err(StoreError::maybe_sent(unmatched));
            }
            inner.learn_class(&item.record);
            Ok(Answer::Kept(item.record))
        }
        Err(StoreError { fault: Fault::Refused { status, code, message }, .. }) => {
            Ok(Answer::Refused(Refusal { code, status, message, existing: None }))
        }
        Err(error) => Err(error),
    }
}
