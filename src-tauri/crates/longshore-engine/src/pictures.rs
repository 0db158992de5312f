//! Which pictures of a change has the store yet to fetch, and how does the rest go in without them?
//!
//! A store fetches a picture while it answers, and refuses the whole record where it cannot
//! (`products-create-image-404`: 400 `woocommerce_product_image_upload_error`, nothing is made). So records go in first,
//! without the pictures that are yet to be fetched; those follow in a phase of their own, where a broken one keeps
//! nothing but itself out, and where a batch takes no longer than a store may take for an answer.

use crate::{
    change::{Action, Change, Phase, Refusal},
    diff,
    known::Known,
    record::{Fields, StoreRecord},
    value::{ChangeId, Image, Reference, Value},
};

/// The fields that hold pictures.
pub const FIELDS: [&str; 2] = ["images", "image"];

/// Why a change is there that brings pictures to a record that went in without them.
pub const REASON: &str = "pictures";

/// Whether the store has a picture yet to fetch: it has no number there.
#[must_use]
pub fn is_to_fetch(image: &Image) -> bool {
    image.id.is_none() && !image.src.trim().is_empty()
}

/// The pictures of a change, with the field that holds them.
#[must_use]
pub fn of(fields: &Fields) -> Option<(&'static str, &[Image])> {
    FIELDS.into_iter().find_map(|field| match fields.get(field)? {
        Value::Images(all) => Some((field, all.as_slice())),
        _ => None,
    })
}

/// Whether pictures among the fields are yet to be fetched.
#[must_use]
pub fn has_some_to_fetch(fields: &Fields) -> bool {
    of(fields).is_some_and(|(_, all)| all.iter().any(is_to_fetch))
}

/// When a change is sent that would go in `phase`: one that brings nothing but pictures goes with the others like it.
#[must_use]
pub fn phase(phase: Phase, fields: &Fields) -> Phase {
    let brings_only_pictures = fields.iter().all(|(field, _)| FIELDS.contains(&field.as_str()))
        && has_some_to_fetch(fields);
    if brings_only_pictures { Phase::Pictures } else { phase }
}

/// Gives pictures the numbers that they have in the store, where that is known by now.
pub fn know(fields: &mut Fields, known: &dyn Known) {
    for field in FIELDS {
        if let Some(Value::Images(all)) = fields.get_mut(field) {
            for image in all.iter_mut().filter(|image| is_to_fetch(image)) {
                image.id = known.image(image.src.trim());
            }
        }
    }
}

/// Takes the pictures out of what is sent; whether there were any.
pub fn put_aside(fields: &mut Fields) -> bool {
    FIELDS.into_iter().fold(false, |had, field| match fields.get(field) {
        Some(Value::Images(_)) => fields.remove(field).is_some(),
        _ => had,
    })
}

/// Whether a store refused a record for one of its pictures.
#[must_use]
pub fn is_refusal(refusal: &Refusal) -> bool {
    let code = refusal.code.as_str();
    code.ends_with("_image_upload_error")
        || code.ends_with("_invalid_image_id")
        || matches!(
            code,
            "woocommerce_rest_invalid_image"
                | "woocommerce_rest_invalid_image_url"
                | "woocommerce_rest_invalid_remote_image_url"
        )
}

/// The change that brings pictures to a record that went in without them. `planned` is what was meant for the record,
/// `kept` what the store made of the rest.
#[must_use]
pub fn completing(
    id: ChangeId,
    planned: &Change,
    images: Vec<Image>,
    kept: &StoreRecord,
) -> Option<Change> {
    let (field, _) = of(&planned.fields)?;
    // What brought some of them already found the record as it was planned.
    let seen = match planned.phase {
        Phase::Pictures => &kept.fields,
        _ => &planned.before,
    };
    let mut before = Fields::new();
    before.set(field, seen.get(field).cloned().unwrap_or(Value::Empty));
    Some(Change {
        id,
        phase: Phase::Pictures,
        action: Action::Update,
        entity: planned.entity,
        record: Some(Reference::Stored(kept.id)),
        parent: kept.parent.map(Reference::Stored).or_else(|| planned.parent.clone()),
        fields: Fields::from_pairs(vec![(field.into(), Value::Images(images))]),
        before,
        label: planned.label.clone(),
        row: planned.row,
        completes: Some(planned.completes.unwrap_or(planned.id)),
        reason: REASON.into(),
    })
}

/// The pictures of a list that a record does not show: those that a store may fail to take.
pub fn new_ones<'a>(
    wanted: &'a [Image],
    record: Option<&StoreRecord>,
    known: &dyn Known,
) -> Vec<&'a Image> {
    let shown = record.and_then(|record| of(&record.fields)).map_or(&[][..], |(_, all)| all);
    let is_new = |one: &&Image| !shown.iter().any(|like| diff::same_image(one, like, known));
    wanted.iter().filter(is_new).collect()
}

/// Which of several pictures a refusal is about: the only one, or the one whose address it names
/// (`products-create-image-404`: "Error getting remote image https://…").
#[must_use]
pub fn refused<'a>(images: &[&'a Image], refusal: &Refusal) -> Option<&'a Image> {
    if let [only] = images {
        return Some(only);
    }
    let words = refusal.message.as_str();
    let is_named = |image: &&&Image| {
        let address = image.src.trim();
        // One address may be the beginning of another.
        !address.is_empty()
            && words.match_indices(address).any(|(at, _)| {
                let rest = &words[at + address.len()..];
                rest.is_empty() || rest.starts_with(". ") || rest.starts_with(char::is_whitespace)
            })
    };
    let mut named = images.iter().filter(is_named);
    let first = named.next()?;
    named.next().is_none().then_some(*first)
}

/// The address of the picture for which a change failed: the one that the refusal is about, else the first that was
/// new.
#[must_use]
pub fn told<'a>(change: &'a Change, refusal: &Refusal) -> &'a str {
    let all = of(&change.fields).map_or(&[][..], |(_, all)| all);
    let new: Vec<&Image> = all.iter().filter(|image| !image.src.trim().is_empty()).collect();
    let found = refused(&new, refusal).or_else(|| new.iter().find(|one| is_to_fetch(one)).copied());
    found.map_or("", |image| image.src.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(src: &str) -> Image {
        Image { src: src.to_owned(), ..Image::default() }
    }

    fn refusal(message: &str) -> Refusal {
        let code = "woocommerce_product_image_upload_error".into();
        Refusal { code, status: 400, message: message.to_owned(), existing: None }
    }

    #[test]
    fn the_refused_picture_is_the_one_that_the_store_names() {
        let (one, like) =
            (image("https://a.example/1.jpg"), image("https://a.example/1.jpg?large"));
        let told = "Error getting remote image https://a.example/1.jpg. Error: Not Found";
        assert_eq!(refused(&[&one, &like], &refusal(told)), Some(&one));
        let told = "Error getting remote image https://a.example/1.jpg?large. Error: Not Found";
        assert_eq!(refused(&[&one, &like], &refusal(told)), Some(&like));
        let told = "Invalid image: Sorry, you are not allowed to upload this file type.";
        assert_eq!(refused(&[&one, &like], &refusal(told)), None);
        assert_eq!(refused(&[&like], &refusal(told)), Some(&like));
    }

    #[test]
    fn only_a_change_of_nothing_but_new_pictures_waits_for_their_phase() {
        let new = Value::Images(vec![image("https://a.example/1.jpg")]);
        let stored =
            Value::Images(vec![Image { id: Some(crate::value::StoreId(7)), ..Image::default() }]);
        let with = |fields: &[(&str, &Value)]| {
            fields
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).clone()))
                .collect::<Fields>()
        };
        let phase_of = |fields: &[(&str, &Value)]| phase(Phase::Products, &with(fields));
        assert_eq!(phase_of(&[("images", &new)]), Phase::Pictures);
        assert_eq!(phase_of(&[("images", &stored)]), Phase::Products);
        let name = Value::Text("A".into());
        assert_eq!(phase_of(&[("images", &new), ("name", &name)]), Phase::Products);
        assert_eq!(phase_of(&[]), Phase::Products);
    }
}
