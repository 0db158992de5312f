//! Products and variations: how requests change them, how answers show them.

mod apply;
mod assortment;
pub(crate) mod attributes;
mod files;
pub(crate) mod filters;
pub(crate) mod meta;
pub(crate) mod parts;
pub(crate) mod prices;
pub(crate) mod record;
pub(crate) mod render;
pub(crate) mod render_variation;
mod search;
pub(crate) mod stock;
mod terms;
mod variations;
mod write;
