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

/// All codes of planning.
pub static ALL: &[&Code] = &[
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
];
