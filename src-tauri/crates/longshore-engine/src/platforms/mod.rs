//! What is known of each platform, as data.

pub mod woocommerce;
