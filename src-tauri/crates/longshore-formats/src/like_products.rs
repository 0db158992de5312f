//! Which of several tables is that of the products?

use longshore_engine::{
    recognise::recognise,
    row::Header,
    suggest::{TAKEN_UNASKED, suggest},
};

/// So many tables are looked at for one that is like a table of products.
pub(crate) const LOOKED_AT: usize = 20;
/// Fewer known columns than these may stand on any cover sheet, or in a letter.
pub(crate) const KNOWN_AT_LEAST: usize = 2;

/// How many columns have names that products are known by.
pub(crate) fn known_columns(header: &Header) -> usize {
    let suggested = suggest(header, &recognise(header), &[]);
    suggested.iter().filter(|one| one.target.is_some() && one.confidence >= TAKEN_UNASKED).count()
}
