//! Products and variations: how requests change them, how answers show them.

mod apply;
mod assortment;
mod attributes;
mod files;
pub(crate) mod filters;
mod meta;
mod parts;
pub(crate) mod prices;
pub(crate) mod record;
pub(crate) mod render;
pub(crate) mod render_variation;
mod search;
mod stock;
mod terms;
mod variations;
mod write;
