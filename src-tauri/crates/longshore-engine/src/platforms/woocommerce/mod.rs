//! WooCommerce: its entities as the REST API v3 has them.

pub mod labels;
pub mod schema;
