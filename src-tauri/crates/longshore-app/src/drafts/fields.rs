//! What can a column be for?

use longshore_engine::{
    entity::Entity,
    platforms::woocommerce,
    schema::{self, Kind},
    target::{Plain, Target, WITHIN},
};
use serde::Serialize;
use ts_rs::TS;

use crate::{ApiError, Studio, stores::Nothing};

/// Something that a column can be for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FieldInfo {
    /// Its name. One that ends with `*` takes a number or a name there: `attributes:name*`, `meta:*`.
    pub field: String,
    /// The kind of record that has it; `None`: products and variations, and of meta data all.
    pub of: Option<Entity>,
    /// What it holds.
    pub kind: FieldKind,
    /// The words that it may hold, where there are only some.
    pub choices: Vec<String>,
    /// Whether several columns may feed it.
    pub takes_several: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line or more.
    Text,
    /// Text with markup.
    Html,
    /// An address in the web.
    Url,
    /// One of a few words.
    Choice,
    /// Money.
    Money,
    /// A number with a unit.
    Measure,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A date.
    Moment,
    /// Other records by their names.
    References,
    /// Attributes of a product, or the choices of a variation.
    Attributes,
    /// Pictures.
    Images,
    /// Files to be downloaded.
    Downloads,
    /// What names the record, or the record that it belongs to.
    Name,
}

/// The parts of a numbered attribute or download, and meta data.
const PATTERNS: [(&str, FieldKind); 10] = [
    ("attribute:*", FieldKind::Attributes),
    ("attributes:name*", FieldKind::Attributes),
    ("attributes:value*", FieldKind::Attributes),
    ("attributes:visible*", FieldKind::Boolean),
    ("attributes:global*", FieldKind::Boolean),
    ("attributes:default*", FieldKind::Attributes),
    ("downloads:id*", FieldKind::Downloads),
    ("downloads:name*", FieldKind::Downloads),
    ("downloads:url*", FieldKind::Downloads),
    ("meta:*", FieldKind::Text),
];

/// Everything that a column can be for.
pub async fn fields(_: &Studio, _: Nothing) -> Result<Vec<FieldInfo>, ApiError> {
    let plain = Plain::ALL.iter().map(|plain| {
        let kind = plain.feeds().iter().find_map(|field| {
            [Entity::Product, Entity::Variation]
                .into_iter()
                .find_map(|entity| schema::field(woocommerce::schema::of(entity), field))
        });
        let kind = kind.map(|field| field.kind);
        let choices = match kind {
            Some(Kind::Choice(words)) => words.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        FieldInfo {
            field: plain.as_str().to_owned(),
            of: None,
            kind: kind.map_or(FieldKind::Name, FieldKind::from),
            choices,
            takes_several: plain.takes_several(),
        }
    });
    let patterns = PATTERNS.iter().map(|(field, kind)| FieldInfo {
        field: (*field).to_owned(),
        of: None,
        kind: *kind,
        choices: Vec::new(),
        takes_several: false,
    });
    let others = Entity::ALL.into_iter().filter(|entity| !entity.is_sold()).flat_map(of_kind);
    Ok(plain.chain(patterns).chain(others).collect())
}

/// What a column can be for whose rows are no products.
fn of_kind(entity: Entity) -> Vec<FieldInfo> {
    let named = |name: &str| Some(Target::of_kind(entity, name)?.name().to_string());
    let bare = |field: String| FieldInfo {
        field,
        of: Some(entity),
        kind: FieldKind::Name,
        choices: Vec::new(),
        takes_several: false,
    };
    let keys = ["id", WITHIN].into_iter().filter_map(named).map(bare);
    let fields = woocommerce::schema::of(entity).iter().filter_map(|def| {
        let choices = match def.kind {
            Kind::Choice(words) => words.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        Some(FieldInfo { kind: def.kind.into(), choices, ..bare(named(def.name)?) })
    });
    keys.chain(fields).collect()
}

impl From<Kind> for FieldKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Plain => Self::Text,
            Kind::Html => Self::Html,
            Kind::Url => Self::Url,
            Kind::Choice(_) => Self::Choice,
            Kind::Money => Self::Money,
            Kind::Weight | Kind::Length => Self::Measure,
            Kind::Integer => Self::Integer,
            Kind::Boolean | Kind::BooleanOrParent => Self::Boolean,
            Kind::Moment => Self::Moment,
            Kind::Reference(_) | Kind::References(_) => Self::References,
            Kind::Attributes | Kind::Choices => Self::Attributes,
            Kind::Images | Kind::Image => Self::Images,
            Kind::Downloads => Self::Downloads,
            Kind::Texts | Kind::Lines(_) => Self::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_with_a_number_is_a_target() {
        for (pattern, _) in PATTERNS {
            assert!(Target::parse(&pattern.replace('*', "3")).is_some(), "{pattern}");
        }
    }
}
