//! Products and variations: how requests change them, how answers show them.

pub(crate) mod apply;
pub(crate) mod assortment;
pub(crate) mod attributes;
pub(crate) mod filters;
pub(crate) mod meta;
pub(crate) mod prices;
pub(crate) mod record;
pub(crate) mod render;
pub(crate) mod stock;
pub(crate) mod variations;
pub(crate) mod write;
