//! The practice store: a look-alike of the WooCommerce REST API v3.
