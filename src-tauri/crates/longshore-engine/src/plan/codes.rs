//! Which codes can planning raise, and what does each mean?
//!
//! One place, so that every host can translate all of them. A skipped row's [`super::Verdict`] has the code of the
//! issue that says why.

use crate::{
    check::codes::Code,
    issue::Severity::{Error, Note, Warning},
};

/// Only new records are wanted, and the store has this one.
pub static ALREADY_IN_STORE: Code = Code {
    code: "already_in_store",
    severity: Note,
    params: &[],
    meaning: "Only new records are wanted, and the store has this one.",
};

/// Only known records are wanted, and the store lacks this one.
pub static NOT_IN_STORE: Code = Code {
    code: "not_in_store",
    severity: Note,
    params: &[],
    meaning: "Only known records are wanted, and the store lacks this one.",
};

/// An earlier row is about the same record.
pub static SAME_RECORD_TWICE: Code = Code {
    code: "same_record_twice",
    severity: Error,
    params: &[],
    meaning: "An earlier row is about the same record.",
};

/// An earlier row without a key of its own says exactly the same. Raised by whoever tells rows of one name apart.
pub static ROW_TWICE: Code = Code {
    code: "row_twice",
    severity: Warning,
    params: &["first_row"],
    meaning: "An earlier row without a key of its own says exactly the same; both go in.",
};

/// The store has another record under the row's number.
pub static ID_IS_ANOTHERS: Code = Code {
    code: "id_is_anothers",
    severity: Warning,
    params: &["id", "name"],
    meaning: "The store's record of the row's number has neither its name nor its SKU, so it is not the same.",
};

/// A product that becomes virtual loses its weight and size.
pub static SIZE_LOST: Code = Code {
    code: "size_lost",
    severity: Warning,
    params: &["fields"],
    meaning: "The record becomes virtual, and the store forgets its weight and size.",
};

/// Several records of the store have the row's key.
pub static KEY_AMBIGUOUS: Code = Code {
    code: "key_ambiguous",
    severity: Error,
    params: &["key", "count"],
    meaning: "Several records of the store have the row's key.",
};

/// The store has the record and did not show it.
pub static RECORD_UNKNOWN: Code = Code {
    code: "record_unknown",
    severity: Error,
    params: &["id"],
    meaning: "The store has the record and did not show it.",
};

/// Neither file nor store has the variation's product.
pub static PARENT_MISSING: Code = Code {
    code: "parent_missing",
    severity: Error,
    params: &["parent"],
    meaning: "Neither file nor store has the variation's product.",
};

/// The store has the variation under another product.
pub static VARIATION_OF_OTHER_PRODUCT: Code = Code {
    code: "variation_of_other_product",
    severity: Error,
    params: &["id"],
    meaning: "The store has the variation under another product.",
};

/// A variation of the store has the product's SKU.
pub static SKU_IS_OF_VARIATION: Code = Code {
    code: "sku_is_of_variation",
    severity: Error,
    params: &[],
    meaning: "A variation of the store has the product's SKU.",
};

/// The record was found by another key, and its SKU changes.
pub static SKU_CHANGES: Code = Code {
    code: "sku_changes",
    severity: Warning,
    params: &["before", "after"],
    meaning: "The record was found by another key, and its SKU changes.",
};

/// The row is about a variation, which does not have these fields.
pub static LEFT_OUT_OF_VARIATION: Code = Code {
    code: "left_out_of_variation",
    severity: Note,
    params: &["fields"],
    meaning: "The row is about a variation, which does not have these fields.",
};

/// A product of the store has the variation's SKU.
pub static SKU_IS_OF_PRODUCT: Code = Code {
    code: "sku_is_of_product",
    severity: Error,
    params: &[],
    meaning: "A product of the store has the variation's SKU.",
};

/// The variation's product is not variable: nobody can choose it.
pub static STORED_PARENT_NOT_VARIABLE: Code = Code {
    code: "stored_parent_not_variable",
    severity: Warning,
    params: &["parent"],
    meaning: "The variation's product is not variable: nobody can choose it.",
};

/// Several terms have the name: the field stays as it is.
pub static TERM_AMBIGUOUS: Code = Code {
    code: "term_ambiguous",
    severity: Warning,
    params: &["entity", "name", "count"],
    meaning: "Several terms have the name: the field stays as it is.",
};

/// A path through a tree is too deep: the field stays as it is.
pub static PATH_TOO_DEEP: Code = Code {
    code: "path_too_deep",
    severity: Warning,
    params: &["entity", "name"],
    meaning: "A path through a tree is too deep: the field stays as it is.",
};

/// Neither file nor store has the product that is linked.
pub static LINKED_PRODUCT_MISSING: Code = Code {
    code: "linked_product_missing",
    severity: Warning,
    params: &["field", "name"],
    meaning: "Neither file nor store has the product that is linked.",
};

/// The row has a quantity and says that stock is not managed.
pub static STOCK_NOT_MANAGED: Code = Code {
    code: "stock_not_managed",
    severity: Warning,
    params: &[],
    meaning: "The row has a quantity and says that stock is not managed.",
};

/// The product changes its type.
pub static TYPE_CHANGES: Code = Code {
    code: "type_changes",
    severity: Warning,
    params: &["from", "to"],
    meaning: "The product changes its type.",
};

/// The product is no longer variable: its variations cannot be sold.
pub static VARIATIONS_ORPHANED: Code = Code {
    code: "variations_orphaned",
    severity: Warning,
    params: &["from", "to"],
    meaning: "The product is no longer variable: its variations cannot be sold.",
};

/// The store forgets the stock quantity.
pub static STOCK_LOST: Code = Code {
    code: "stock_lost",
    severity: Warning,
    params: &["quantity"],
    meaning: "The store forgets the stock quantity.",
};

/// The new price is not above the sale price, which the store drops.
pub static SALE_PRICE_LOST: Code = Code {
    code: "sale_price_lost",
    severity: Warning,
    params: &["sale_price"],
    meaning: "The new price is not above the sale price, which the store drops.",
};

/// The row does not name an attribute that the product has.
pub static ATTRIBUTE_LOST: Code = Code {
    code: "attribute_lost",
    severity: Warning,
    params: &["attribute"],
    meaning: "The row does not name an attribute that the product has.",
};

/// The variation goes with its product.
pub static GOES_WITH_PRODUCT: Code = Code {
    code: "goes_with_product",
    severity: Note,
    params: &[],
    meaning: "The variation goes with its product.",
};

/// A variation has no trash: it would be gone for good, and nobody asked for that.
pub static VARIATION_HAS_NO_TRASH: Code = Code {
    code: "variation_has_no_trash",
    severity: Error,
    params: &[],
    meaning: "A variation has no trash: it would be gone for good, and nobody asked for that.",
};

/// The store has a record that the file does not name.
pub static NOT_IN_FILE: Code = Code {
    code: "not_in_file",
    severity: Note,
    params: &["label"],
    meaning: "The store has a record that the file does not name.",
};

/// Another record has the key: the store will refuse it.
pub static KEY_TAKEN: Code = Code {
    code: "key_taken",
    severity: Warning,
    params: &["field", "value", "id"],
    meaning: "Another record has the key: the store will refuse it.",
};

/// What a row lies in is not in the store.
pub static WITHIN_NOTHING: Code = Code {
    code: "within_nothing",
    severity: Error,
    params: &["kind", "name"],
    meaning: "The attribute or the order that the row belongs to is not in the store.",
};

/// A field without which no record of that kind is made is empty.
pub static FIELD_NEEDED: Code = Code {
    code: "field_needed",
    severity: Error,
    params: &["kind", "field"],
    meaning: "A new record of that kind needs the field, and the row has nothing there.",
};

/// A record that a row names is not in the store.
pub static REFERENCE_UNKNOWN: Code = Code {
    code: "reference_unknown",
    severity: Warning,
    params: &["field", "name"],
    meaning: "The store has nothing of that name; the field is left as it is.",
};

/// A new coupon is for records of which the store lacks one.
pub static COUPON_FOR_MORE: Code = Code {
    code: "coupon_for_more",
    severity: Error,
    params: &["field", "name"],
    meaning: "The store has nothing of that name; without it the coupon would hold for more than it is meant for.",
};

/// No product has the SKU of a line of an order.
pub static LINE_WITHOUT_PRODUCT: Code = Code {
    code: "line_without_product",
    severity: Warning,
    params: &["sku"],
    meaning: "No product of the store has the SKU of the order's line; the line goes in without a product.",
};

/// The SKU of an order's line is that of a product with variations: which one was bought is not said.
pub static LINE_WITHOUT_VARIATION: Code = Code {
    code: "line_without_variation",
    severity: Warning,
    params: &["sku"],
    meaning: "The SKU of the order's line is that of a product with variations; which of them is not said.",
};

/// The number of a line's product is that of another product here.
pub static LINE_OF_OTHER_PRODUCT: Code = Code {
    code: "line_of_other_product",
    severity: Warning,
    params: &["name", "id", "other"],
    meaning: "The number of a line's product is that of another product here; the line goes in without a product.",
};

/// The order has a coupon that the store lacks; it would refuse the order.
pub static ORDER_COUPON_UNKNOWN: Code = Code {
    code: "order_coupon_unknown",
    severity: Error,
    params: &["code"],
    meaning: "The order has a coupon that the store lacks, and the store refuses such an order.",
};

/// Several places in the tree are called as the row's parent is.
pub static PARENT_AMBIGUOUS: Code = Code {
    code: "parent_ambiguous",
    severity: Error,
    params: &["parent"],
    meaning: "Several places in the tree are called as the parent of the row is; the whole way to it would tell them apart.",
};

/// Whoever goes from parent to parent comes back to the row.
pub static IN_CIRCLE: Code = Code {
    code: "in_circle",
    severity: Error,
    params: &["name"],
    meaning: "The parents of the row lead back to it.",
};

/// Two orders of the store have the number: one as its own, one from where it was imported.
pub static ORDER_NUMBER_AMBIGUOUS: Code = Code {
    code: "order_number_ambiguous",
    severity: Error,
    params: &["number"],
    meaning: "Several orders of the store have the number: as their own, or where they come from.",
};

/// The row names an order that the store lacks, and says nothing of what was bought.
pub static ORDER_UNKNOWN: Code = Code {
    code: "order_unknown",
    severity: Error,
    params: &["number"],
    meaning: "The store has no order of that number, and the row does not say what was bought.",
};

/// A product's class of tax is none of the store's, which would tax it by the standard rates.
pub static TAX_CLASS_NOT_KEPT: Code = Code {
    code: "tax_class_not_kept",
    severity: Warning,
    params: &["class"],
    meaning: "The store has no such class of tax; the product keeps the class that it has, a new one the standard class.",
};

/// A rate is of a class that the store lacks.
pub static TAX_CLASS_UNKNOWN: Code = Code {
    code: "tax_class_unknown",
    severity: Error,
    params: &["class"],
    meaning: "The store has no such class of tax, and refuses a rate of it.",
};

/// The API takes some fields of nobody; they go into meta data.
pub static KEPT_IN_META: Code = Code {
    code: "kept_in_meta",
    severity: Note,
    params: &["fields"],
    meaning: "The store gives new records these values itself; those of the file are kept in meta data.",
};

/// The API takes some fields of nobody, and there is no meta data.
pub static NOT_KEPT: Code = Code {
    code: "not_kept",
    severity: Note,
    params: &["fields"],
    meaning: "The store gives new records these values itself and has no place for those of the file.",
};

/// Some fields are taken when a record is made and never again.
pub static ONLY_WHEN_MADE: Code = Code {
    code: "only_when_made",
    severity: Warning,
    params: &["fields"],
    meaning: "The store takes these fields of new records only; those of this one stay as they are.",
};

/// A status that writes to buyers or moves stock goes in.
pub static STATUS_ACTS: Code = Code {
    code: "status_acts",
    severity: Warning,
    params: &["status"],
    meaning: "With this status the store may write to the buyer and change the stock.",
};

/// A status that writes to buyers or moves stock stays out.
pub static STATUS_NOT_TAKEN: Code = Code {
    code: "status_not_taken",
    severity: Note,
    params: &["status"],
    meaning: "With this status the store may write to the buyer and change the stock: a new order is pending instead, a known one keeps its own.",
};

/// A status of an order that WooCommerce does not have by itself.
pub static STATUS_OF_PLUGIN: Code = Code {
    code: "status_of_plugin",
    severity: Warning,
    params: &["status"],
    meaning: "WooCommerce itself has no such status: unless a plugin has it, the store keeps another one without a word.",
};

/// The server of a picture does not give it away.
pub static PICTURE_NOT_THERE: Code = Code {
    code: "picture_not_there",
    severity: Warning,
    params: &["address", "status"],
    meaning: "The server of a picture does not give it away.",
};

/// Nobody answers where a picture should be.
pub static PICTURE_UNREACHABLE: Code = Code {
    code: "picture_unreachable",
    severity: Warning,
    params: &["address"],
    meaning: "Nobody answers where a picture should be.",
};

/// A picture is not on the public web; it was not looked at.
pub static PICTURE_NOT_PUBLIC: Code = Code {
    code: "picture_not_public",
    severity: Warning,
    params: &["address"],
    meaning: "A picture is not on the public web; it was not looked at.",
};

/// A web page is there instead of a picture.
pub static PICTURE_IS_PAGE: Code = Code {
    code: "picture_is_page",
    severity: Warning,
    params: &["address"],
    meaning: "A web page is there instead of a picture.",
};

/// What is there is no picture that stores take, by its first bytes.
pub static PICTURE_OF_NO_TYPE: Code = Code {
    code: "picture_of_no_type",
    severity: Warning,
    params: &["address"],
    meaning: "What is there is no picture that stores take, by its first bytes.",
};

/// A picture has no content.
pub static PICTURE_EMPTY: Code = Code {
    code: "picture_empty",
    severity: Warning,
    params: &["address"],
    meaning: "A picture has no content.",
};

/// A picture is very large: stores fail to make small copies of it.
pub static PICTURE_TOO_LARGE: Code = Code {
    code: "picture_too_large",
    severity: Warning,
    params: &["address", "megabytes"],
    meaning: "A picture is very large: stores fail to make small copies of it.",
};

/// What a look at the pictures of a plan finds out, before the store is to fetch them.
pub static OF_PICTURES: &[&Code] = &[
    &PICTURE_NOT_THERE,
    &PICTURE_UNREACHABLE,
    &PICTURE_NOT_PUBLIC,
    &PICTURE_IS_PAGE,
    &PICTURE_OF_NO_TYPE,
    &PICTURE_EMPTY,
    &PICTURE_TOO_LARGE,
];

/// All codes of planning.
pub static ALL: &[&Code] = &[
    &WITHIN_NOTHING,
    &FIELD_NEEDED,
    &REFERENCE_UNKNOWN,
    &COUPON_FOR_MORE,
    &LINE_WITHOUT_PRODUCT,
    &LINE_WITHOUT_VARIATION,
    &LINE_OF_OTHER_PRODUCT,
    &ORDER_COUPON_UNKNOWN,
    &PARENT_AMBIGUOUS,
    &IN_CIRCLE,
    &ORDER_NUMBER_AMBIGUOUS,
    &ORDER_UNKNOWN,
    &TAX_CLASS_NOT_KEPT,
    &TAX_CLASS_UNKNOWN,
    &KEPT_IN_META,
    &NOT_KEPT,
    &ONLY_WHEN_MADE,
    &STATUS_ACTS,
    &STATUS_NOT_TAKEN,
    &STATUS_OF_PLUGIN,
    &ALREADY_IN_STORE,
    &NOT_IN_STORE,
    &SAME_RECORD_TWICE,
    &ROW_TWICE,
    &ID_IS_ANOTHERS,
    &SIZE_LOST,
    &KEY_AMBIGUOUS,
    &RECORD_UNKNOWN,
    &PARENT_MISSING,
    &VARIATION_OF_OTHER_PRODUCT,
    &SKU_IS_OF_VARIATION,
    &LEFT_OUT_OF_VARIATION,
    &SKU_CHANGES,
    &SKU_IS_OF_PRODUCT,
    &STORED_PARENT_NOT_VARIABLE,
    &TERM_AMBIGUOUS,
    &PATH_TOO_DEEP,
    &LINKED_PRODUCT_MISSING,
    &STOCK_NOT_MANAGED,
    &TYPE_CHANGES,
    &VARIATIONS_ORPHANED,
    &STOCK_LOST,
    &SALE_PRICE_LOST,
    &ATTRIBUTE_LOST,
    &KEY_TAKEN,
    &GOES_WITH_PRODUCT,
    &VARIATION_HAS_NO_TRASH,
    &NOT_IN_FILE,
    &PICTURE_NOT_THERE,
    &PICTURE_UNREACHABLE,
    &PICTURE_NOT_PUBLIC,
    &PICTURE_IS_PAGE,
    &PICTURE_OF_NO_TYPE,
    &PICTURE_EMPTY,
    &PICTURE_TOO_LARGE,
];
