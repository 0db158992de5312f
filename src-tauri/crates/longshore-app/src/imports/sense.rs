//! Does what is asked for make sense, for this file and as a whole?

use longshore_engine::{
    diff,
    entity::Entity,
    profile::{Change, Mode},
    target::Target,
};

use super::wish::ImportPlan;
use crate::{
    error::ApiError,
    sources::{Prepared, no_table},
};

/// Refuses a profile that imports columns which the file does not have, and says which, and which may be meant.
/// Attributes differ from file to file.
pub(super) fn has_all_columns(prepared: &Prepared, name: &str) -> Result<(), ApiError> {
    let is_attribute = |field: &str| {
        let target = Target::parse(field);
        matches!(target, Some(Target::Attribute(..) | Target::AttributeNamed(_)))
    };
    let fit = prepared.profile.fit(&prepared.header, &prepared.suggestions);
    let gone = fit.changes.iter().filter_map(|change| match change {
        Change::Missing { column, field } if !is_attribute(field) => {
            Some(format!("\"{column}\" ({field})"))
        }
        Change::Renamed { from, to, field, .. } => Some(format!("\"{from}\" ({field}; \"{to}\"?)")),
        _ => None,
    });
    let gone: Vec<String> = gone.collect();
    if gone.is_empty() || prepared.profile.joined {
        return Ok(());
    }
    // A letter lacks every column: it is not the columns that are wrong with it.
    if prepared.is_prose() {
        return Err(no_table().with("file", &prepared.source.name));
    }
    let gone = gone.join(", ");
    Err(prepared.error("profile_columns_gone").with("profile", name).with("columns", gone))
}

/// What the user says now goes over what the profile says.
pub(super) fn decide(prepared: &mut Prepared, request: &ImportPlan) {
    let profile = &mut prepared.profile;
    profile.mode = request.mode.unwrap_or(profile.mode);
    profile.blank = request.blank.unwrap_or(profile.blank);
    profile.on_edit = request.on_edit.unwrap_or(profile.on_edit);
    if !request.match_keys.is_empty() {
        profile.match_keys.clone_from(&request.match_keys);
    }
    for field in &request.shop_keeps {
        if !profile.shop_keeps.iter().any(|known| known == field) {
            profile.shop_keeps.push(field.into());
        }
    }
}

/// What is asked for has to make sense as a whole.
pub(super) fn fits_together(prepared: &Prepared, request: &ImportPlan) -> Result<(), ApiError> {
    let removes = prepared.profile.mode == Mode::Delete;
    let knows = |field: &&String| {
        Entity::ALL.into_iter().any(|entity| diff::is_writable(entity, field.as_str()))
    };
    if let Some(field) = request.shop_keeps.iter().find(|field| !knows(field)) {
        return Err(ApiError::new("field_unknown").with("field", field));
    }
    match request.missing {
        Some(_) if !prepared.profile.kind().is_sold() => {
            Err(ApiError::new("missing_of_products").with("kind", prepared.profile.kind().as_str()))
        }
        Some(_) if removes => Err(ApiError::new("missing_with_delete")),
        // Rows that nobody looks at would count as missing.
        Some(_) if request.limit.is_some() => Err(ApiError::new("missing_with_limit")),
        _ if request.for_good && !removes => Err(ApiError::new("force_without_delete")),
        _ => Ok(()),
    }
}
