//! `system_status`: what the store runs on. It runs on nothing but this program, and says what a
//! WooCommerce of its version would.

use serde_json::{Value, json};

use super::VERSION;
use crate::store::Shop;

pub(crate) fn system_status(shop: &Shop, base: &str) -> Value {
    let site = &shop.site;
    let secure = base.starts_with("https://");
    let page = |name: &str, id: &str, shortcode: &str, block: &str| {
        json!({
            "page_name": name, "page_id": id, "page_set": true, "page_exists": true,
            "page_visible": true, "shortcode": shortcode, "block": block,
            "shortcode_required": !shortcode.is_empty(), "shortcode_present": false,
            "block_present": !block.is_empty(), "block_required": !block.is_empty(),
        })
    };
    json!({
        "environment": {
            "home_url": base, "site_url": base,
            "store_id": "00000000-0000-4000-8000-000000000000",
            "version": VERSION, "log_directory": "", "log_directory_writable": true,
            "wp_version": "6.9.1", "wp_multisite": false, "wp_memory_limit": 536_870_912,
            "wp_debug_mode": false, "wp_cron": false, "wp_environment_type": "production",
            "language": "en_US", "external_object_cache": Value::Null,
            "server_info": concat!("longshore-practice/", env!("CARGO_PKG_VERSION")),
            "server_architecture": std::env::consts::ARCH, "php_version": "8.2.36",
            "php_post_max_size": 33_554_432, "php_max_execution_time": 300,
            "php_max_input_vars": 5000, "curl_version": "", "suhosin_installed": false,
            "max_upload_size": 33_554_432, "mysql_version": "10.11.19",
            "mysql_version_string": "10.11.19-MariaDB", "default_timezone": "UTC",
            "fsockopen_or_curl_enabled": true, "soapclient_enabled": false,
            "domdocument_enabled": true, "gzip_enabled": true, "mbstring_enabled": true,
            "remote_post_successful": false, "remote_post_response": "",
            "remote_get_successful": false, "remote_get_response": "",
        },
        "database": {
            "wc_database_version": VERSION, "database_prefix": "wp_",
            "maxmind_geoip_database": "", "database_tables": {},
            "database_size": { "data": 0.0, "index": 0.0 },
        },
        "active_plugins": [{
            "plugin": "woocommerce/woocommerce.php", "name": "WooCommerce", "version": VERSION,
            "version_latest": VERSION, "url": "https://woocommerce.com/",
            "author_name": "Automattic", "author_url": "https://woocommerce.com",
            "network_activated": false,
        }],
        "inactive_plugins": [],
        "dropins_mu_plugins": { "dropins": [], "mu_plugins": [] },
        "theme": {
            "name": "Plain", "version": "1.0", "version_latest": 0, "author_url": "",
            "is_child_theme": false, "is_block_theme": false, "has_woocommerce_support": true,
            "has_woocommerce_file": false, "has_outdated_templates": false, "overrides": [],
            "parent_name": "", "parent_version": "", "parent_version_latest": "",
            "parent_author_url": "",
        },
        "settings": {
            "api_enabled": false, "force_ssl": false, "currency": site.currency,
            "currency_symbol": site.currency_symbol(), "currency_position": "left",
            "thousand_separator": site.thousands_separator(),
            "decimal_separator": site.decimal_separator, "number_of_decimals": 2,
            "geolocation_enabled": false,
            "taxonomies": { "external": "external", "grouped": "grouped", "simple": "simple", "variable": "variable" },
            "product_visibility_terms": {
                "exclude-from-catalog": "exclude-from-catalog",
                "exclude-from-search": "exclude-from-search", "featured": "featured",
                "outofstock": "outofstock", "rated-1": "rated-1", "rated-2": "rated-2",
                "rated-3": "rated-3", "rated-4": "rated-4", "rated-5": "rated-5",
            },
            "woocommerce_com_connected": "no", "enforce_approved_download_dirs": true,
            "order_datastore": "Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\OrdersTableDataStore",
            "HPOS_enabled": true, "HPOS_sync_enabled": false, "enabled_features": [],
        },
        "security": { "secure_connection": secure, "hide_errors": true },
        "pages": [
            page("Shop base", "5", "", ""),
            page("Cart", "6", "[woocommerce_cart]", "woocommerce/cart"),
            page("Checkout", "7", "[woocommerce_checkout]", "woocommerce/checkout"),
        ],
        "post_type_counts": [
            { "type": "product", "count": shop.tally(false, |_| true).to_string() },
            { "type": "product_variation", "count": shop.tally(true, |_| true).to_string() },
        ],
        "logging": {
            "logging_enabled": true, "default_handler": "", "retention_period_days": 30,
            "level_threshold": "", "log_directory_size": "0 KB",
        },
    })
}
