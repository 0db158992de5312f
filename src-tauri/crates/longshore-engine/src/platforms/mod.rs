//! What is known of each platform, as data.

pub mod etsy_columns;
pub mod joining;
pub mod labels;
pub mod prestashop_columns;
pub mod product_types;
pub mod signatures;
pub mod synonyms;
pub mod woocommerce;
