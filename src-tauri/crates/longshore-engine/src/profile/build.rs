//! A first profile for a file that nobody has seen before.

use super::{ColumnMap, Profile};
use crate::{
    entity::Entity,
    matching,
    reading::ReadSettings,
    recognise::Recognised,
    suggest::{Suggestion, TAKEN_UNASKED},
    value::Key,
};

/// What tells a row and a record apart where the user does not say: from the surest key to the weakest.
pub const DEFAULT_MATCH_KEYS: [Key; 5] =
    [Key::Remembered, Key::Sku, Key::Gtin, Key::Slug, Key::Choices];

impl Profile {
    /// The same for rows that are no products.
    #[must_use]
    pub fn suggested_of(entity: Entity, suggestions: &[Suggestion], reading: ReadSettings) -> Self {
        let profile = Self::suggested(&Recognised::default(), suggestions, reading);
        let match_keys = matching::default_keys(entity).to_vec();
        Self { entity: Some(entity), match_keys, ..profile }
    }

    /// A profile that takes every suggestion that is sure enough.
    #[must_use]
    pub fn suggested(
        recognised: &Recognised,
        suggestions: &[Suggestion],
        reading: ReadSettings,
    ) -> Self {
        let column = |suggestion: &Suggestion| {
            let sure = suggestion.confidence >= TAKEN_UNASKED;
            let target = suggestion.target.as_ref().filter(|_| sure);
            ColumnMap {
                column: suggestion.name.clone(),
                occurrence: suggestion.occurrence,
                target: target.map(crate::target::Target::name),
                ..ColumnMap::default()
            }
        };
        Self {
            platform: recognised.platform.clone(),
            reading,
            columns: suggestions.iter().map(column).collect(),
            match_keys: DEFAULT_MATCH_KEYS.to_vec(),
            ..Self::default()
        }
    }
}
