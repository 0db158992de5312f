//! WooCommerce: its entities as the REST API v3 has them.

pub mod alterations;
pub mod export;
pub mod labels;
pub mod lines;
pub mod rules;
pub mod schema;
