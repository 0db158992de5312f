//! Which pictures did addresses become?

use crate::{
    change::Change,
    record::StoreRecord,
    value::{StoreId, Value},
};

/// The pictures that were sent by their address, with the numbers that the store gave to them: what
/// [`crate::known::Known::image`] answers from then on (`products-create-image-good`).
#[must_use]
pub fn learned_images(change: &Change, answer: &StoreRecord) -> Vec<(String, StoreId)> {
    let mut learned = Vec::new();
    for field in ["images", "image"] {
        if let (Some(Value::Images(sent)), Some(Value::Images(kept))) =
            (change.fields.get(field), answer.fields.get(field))
            && sent.len() == kept.len()
        {
            for (sent, kept) in
                sent.iter().zip(kept).filter(|(sent, _)| sent.id.is_none() && !sent.src.is_empty())
            {
                learned.extend(kept.id.map(|id| (sent.src.trim().to_owned(), id)));
            }
        }
    }
    learned
}
