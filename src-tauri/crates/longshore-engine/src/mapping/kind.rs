//! What kind of record does a row describe?

use super::{Mapping, cell::Cell};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    row::Row,
    truth,
    value::{Key, Name},
};

/// The columns that say it.
#[derive(Clone, Debug, Default)]
pub(super) struct KindCells {
    pub(super) kind: Option<Cell>,
    pub(super) is_virtual: Option<Cell>,
    pub(super) is_downloadable: Option<Cell>,
    pub(super) parent: Option<Cell>,
}

/// What a row describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowKind {
    pub(super) entity: Entity,
    /// The type of a product; `None` where the row does not say.
    pub(super) product: Option<ProductType>,
    pub(super) is_virtual: Option<bool>,
    pub(super) is_downloadable: Option<bool>,
}

/// The types of product that the store's interface has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProductType {
    Simple,
    Variable,
    Grouped,
    External,
}

impl ProductType {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Variable => "variable",
            Self::Grouped => "grouped",
            Self::External => "external",
        }
    }
}

impl KindCells {
    pub(super) fn read(&self, row: &Row, raised: &mut Raised<'_>) -> RowKind {
        let mut kind = RowKind {
            entity: Entity::Product,
            product: None,
            is_virtual: None,
            is_downloadable: None,
        };
        let mut is_said = false;
        if let Some(cell) = &self.kind {
            let text = cell.text(row, raised);
            is_said = !text.is_empty();
            match &*text {
                "" => {}
                // Nearly all rows have one of these, and neither flag.
                "simple" => kind.product = Some(ProductType::Simple),
                "variation" => kind.entity = Entity::Variation,
                "variable" => kind.product = Some(ProductType::Variable),
                _ => read_words(&text, cell.column, &mut kind, raised),
            }
            if is_said {
                kind.is_virtual.get_or_insert(false);
                kind.is_downloadable.get_or_insert(false);
            }
        }
        let has_parent = || self.parent.as_ref().is_some_and(|cell| !cell.plain(row).is_empty());
        if !is_said && has_parent() {
            kind.entity = Entity::Variation;
        }
        for (cell, flag) in [
            (&self.is_virtual, &mut kind.is_virtual),
            (&self.is_downloadable, &mut kind.is_downloadable),
        ] {
            let Some(cell) = cell else { continue };
            let text = cell.text(row, raised);
            if text.is_empty() {
                continue;
            }
            match truth::parse(&text) {
                Some(truth) => *flag = Some(truth),
                None => raised.raise(&codes::YES_OR_NO_NOT_READ, cell.column, &[&text]),
            }
        }
        kind
    }
}

/// `simple, downloadable, virtual`
fn read_words(text: &str, column: Option<usize>, kind: &mut RowKind, raised: &mut Raised<'_>) {
    let mut named = None;
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "virtual" => kind.is_virtual = Some(true),
            "downloadable" => kind.is_downloadable = Some(true),
            other if named.is_none() => named = Some(other.to_owned()),
            _ => {}
        }
    }
    match named.as_deref() {
        None | Some("simple") => kind.product = Some(ProductType::Simple),
        // `configurable` is Magento's word.
        Some("variable" | "configurable") => kind.product = Some(ProductType::Variable),
        Some("grouped") => kind.product = Some(ProductType::Grouped),
        Some("external") => kind.product = Some(ProductType::External),
        Some("variation") => kind.entity = Entity::Variation,
        Some(_) => raised.raise(&codes::TYPE_NOT_KNOWN, column, &[text]),
    }
}

impl Mapping {
    /// The product of a variation, as the row names it. A row that names none can still mean a variation that the
    /// store has under its SKU; one without a SKU means nothing.
    pub(super) fn parent(
        &self,
        row: &Row,
        kind: &RowKind,
        raised: &mut Raised<'_>,
    ) -> Option<Name> {
        if kind.entity != Entity::Variation {
            return None;
        }
        let cell = self.kind.parent.as_ref();
        let parent = cell.and_then(|cell| product_named(&cell.text(row, raised)));
        self.check_missing(parent.is_some(), row, raised);
        parent
    }

    /// Raises what [`Mapping::parent`] raises.
    pub(super) fn check_parent(&self, row: &Row, kind: &RowKind, raised: &mut Raised<'_>) {
        if kind.entity == Entity::Variation {
            let cell = self.kind.parent.as_ref();
            let is_there = cell.is_some_and(|cell| !cell.text(row, raised).is_empty());
            self.check_missing(is_there, row, raised);
        }
    }

    fn check_missing(&self, is_there: bool, row: &Row, raised: &mut Raised<'_>) {
        let has_sku = || self.sku.as_ref().is_some_and(|cell| !cell.plain(row).is_empty());
        if !is_there && !has_sku() {
            let column = self.kind.parent.as_ref().and_then(|cell| cell.column);
            raised.raise(&codes::VARIATION_WITHOUT_PARENT, column, &[]);
        }
    }
}

/// A product by its SKU, or by `id:` and its number in the file.
pub(super) fn product_named(text: &str) -> Option<Name> {
    if text.is_empty() {
        return None;
    }
    let number = text
        .get(..3)
        .filter(|start| start.eq_ignore_ascii_case("id:"))
        .and_then(|_| text[3..].trim().parse::<u64>().ok());
    Some(match number {
        Some(number) => Name::new(Entity::Product, Key::Id, number.to_string()),
        None => Name::new(Entity::Product, Key::Sku, text),
    })
}
