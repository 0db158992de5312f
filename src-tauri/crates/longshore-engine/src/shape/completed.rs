//! What does a shape leave out that the columns of the file tell?

use super::RowShape;
use crate::{
    suggest::{Suggestion, TAKEN_UNASKED},
    target::{Plain, Target},
};

/// What each variant has for itself, whether or not the file has it as a list.
const ALONG: [Plain; 2] = [Plain::RegularPrice, Plain::SalePrice];
/// The same, where several rows are one product.
const ALONG_IN_ROWS: [Plain; 6] = [
    Plain::RegularPrice,
    Plain::SalePrice,
    Plain::Stock,
    Plain::InStock,
    Plain::Gtin,
    Plain::Weight,
];

impl RowShape {
    /// The same with the columns of SKU and name, and with what each variant has for itself, where it says nothing of them.
    #[must_use]
    pub fn completed(mut self, suggestions: &[Suggestion]) -> Self {
        let chosen: Vec<String> =
            self.options().iter().map(|option| option.column.clone()).collect();
        let named = |wanted: &[Plain]| -> Vec<String> {
            let is_it = |suggestion: &&Suggestion| {
                let target = suggestion.target.as_ref();
                suggestion.confidence >= TAKEN_UNASKED
                    && wanted.iter().any(|plain| target == Some(&Target::Plain(*plain)))
                    && !chosen.contains(&suggestion.name)
            };
            suggestions.iter().filter(is_it).map(|suggestion| suggestion.name.clone()).collect()
        };
        let wanted: &[Plain] = match &self {
            Self::Split { .. } => &ALONG,
            Self::Join { .. } => &ALONG_IN_ROWS,
        };
        let (Self::Split { along, sku, name, .. } | Self::Join { along, sku, name, .. }) =
            &mut self;
        if along.is_empty() {
            *along = named(wanted);
        }
        if name.is_none() {
            *name = named(&[Plain::Name]).into_iter().next();
        }
        if sku.is_none() {
            *sku = named(&[Plain::Sku]).into_iter().next();
        }
        self
    }
}
