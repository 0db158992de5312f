//! By which column names are the files of a platform known?
//!
//! Facts from files that merchants made and from the platforms' own samples.

/// What is known of one kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The kind of file, such as `shopify` or `prestashop_combinations`.
    pub platform: &'static str,
    /// Column names that all have to be there; compared as [`crate::label::key`] has them.
    pub columns: &'static [&'static str],
    /// What its rows are.
    pub rows: Rows,
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Each one is a product or a variation.
    Products,
    /// Several together are one product.
    PartsOfProducts,
    /// Something else.
    NoProducts,
}

const fn of(platform: &'static str, columns: &'static [&'static str], rows: Rows) -> Signature {
    Signature { platform, columns, rows }
}

use Rows::{NoProducts, PartsOfProducts, Products};

/// All signatures; the first that fits counts.
pub const ALL: &[Signature] = &[
    of("woocommerce_tax_rates", &["countrycode", "statecode", "rate%", "taxname"], NoProducts),
    of(
        "woocommerce_rest",
        &["id", "type", "catalog_visibility", "stock_status", "regular_price", "backorders"],
        PartsOfProducts,
    ),
    of("shopify_inventory", &["handle", "location", "onhand", "available"], NoProducts),
    of("shopify", &["handle", "variantsku"], PartsOfProducts),
    of("shopify", &["handle", "variantprice"], PartsOfProducts),
    of("shopify", &["handle", "option1name"], PartsOfProducts),
    of("shopify", &["urlhandle", "option1name"], PartsOfProducts),
    of("shopify", &["urlhandle", "title", "price"], PartsOfProducts),
    of("wix", &["handleid", "fieldtype"], PartsOfProducts),
    of("magento2", &["sku", "attribute_set_code", "product_type"], PartsOfProducts),
    of("magento2", &["sku", "product_type", "additional_attributes"], PartsOfProducts),
    of("magento2", &["sku", "product_type", "configurable_variations"], PartsOfProducts),
    of("magento2", &["sku", "product_type", "associated_skus"], PartsOfProducts),
    of("magento2", &["sku", "product_type", "product_websites"], PartsOfProducts),
    of("squarespace", &["productid[noneditable]", "variantid[noneditable]"], PartsOfProducts),
    of("bigcommerce", &["item", "options", "inventorytracking", "sku"], PartsOfProducts),
    of("bigcommerce_legacy", &["itemtype", "productid", "productcode/sku"], PartsOfProducts),
    of("prestashop_categories", &["active(0/1)", "parentcategory"], NoProducts),
    of("prestashop_combinations", &["productid", "options(group:value)"], PartsOfProducts),
    of("prestashop_combinations", &["productid", "attribute(name:type:position)"], PartsOfProducts),
    of("prestashop", &["active(0/1)", "reference#"], Products),
    of("etsy", &["currency_code", "image1", "materials"], Products),
    of("etsy", &["currency_code", "immagine1", "materiali"], Products),
    of("etsy", &["währungscode", "bild1", "materialien"], Products),
    of("meta_catalogue", &["id", "title", "image_link", "fb_product_category"], Products),
    of("meta_catalogue", &["id", "title", "image_link", "quantity_to_sell_on_facebook"], Products),
    of("yandex_yml", &["@id", "price", "categoryid"], PartsOfProducts),
    of("wxr", &["wp:post_id", "wp:post_type", "title"], PartsOfProducts),
    of("commerceml_offers", &["ид", "цены/цена/ценазаединицу"], PartsOfProducts),
    of("commerceml", &["ид", "наименование", "группы/ид"], PartsOfProducts),
    of("commerceml", &["ид", "артикул", "наименование"], PartsOfProducts),
    of("awin", &["aw_product_id", "product_name"], Products),
    of("awin", &["aw_deep_link", "product_name"], Products),
    of("google_merchant", &["id", "title", "item_group_id", "price"], Products),
    of("google_merchant", &["id", "title", "link", "image_link", "price"], Products),
    of("google_merchant", &["id", "title", "link", "imagelink", "price"], Products),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label;

    #[test]
    fn signatures_are_written_as_names_are_compared() {
        for signature in ALL {
            for column in signature.columns {
                assert_eq!(label::key(column), *column, "{}", signature.platform);
            }
        }
    }
}
