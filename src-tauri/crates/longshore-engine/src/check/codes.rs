//! Which codes can an issue of a file have?
//!
//! One place, so that every host can translate all of them; a test asks for a case of each.

use smol_str::SmolStr;

use super::cut;
use crate::issue::{Fix, Issue, Severity};

/// A kind of issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The names of its parameters.
    pub params: &'static [&'static str],
    /// What it means, for those who translate it.
    pub meaning: &'static str,
}

impl Code {
    /// An issue of this kind. `values` belong to the parameters, in their order.
    #[must_use]
    pub fn issue(
        &self,
        row: Option<u64>,
        column: Option<usize>,
        values: &[&str],
        fix: Option<Fix>,
    ) -> Issue {
        debug_assert_eq!(values.len(), self.params.len(), "{}", self.code);
        let params = self.params.iter().zip(values);
        Issue {
            code: SmolStr::new_static(self.code),
            severity: self.severity,
            row,
            column,
            params: params.map(|(name, value)| (SmolStr::new_static(name), cut(value))).collect(),
            fix,
        }
    }
}

/// The kind of issue of a text that is no date, though one is needed.
pub(crate) fn of_no_date(text: &str) -> &'static Code {
    if crate::moment::is_no_such_day(text) { &DATE_NO_SUCH_DAY } else { &DATE_NOT_READ }
}

macro_rules! codes {
    ($($name:ident = $code:literal $severity:ident [$($param:literal),*] $meaning:literal);+ $(;)?) => {
        $(
            #[doc = $meaning]
            pub static $name: Code = Code {
                code: $code,
                severity: Severity::$severity,
                params: &[$($param),*],
                meaning: $meaning,
            };
        )+

        /// All codes.
        pub static ALL: &[&Code] = &[$(&$name),+];
    };
}

codes! {
    NUMBER_NOT_READ = "number_not_read" Error ["value"]
        "A cell that must hold a number holds something else.";
    NUMBER_AMBIGUOUS = "number_ambiguous" Error ["value", "fraction", "whole"]
        "A number that means two things, and nothing in its column decides which.";
    NUMBER_DAMAGED = "number_damaged" Error ["value"]
        "A spreadsheet rounded the digits away, as in 5,9E+12.";
    NUMBER_IN_OTHER_NOTATION = "number_in_other_notation" Error ["value", "meant"]
        "A number that is written in another way than the rest of its column.";
    NUMBER_IS_PERCENTAGE = "number_is_percentage" Error ["value"]
        "A percentage where an amount is needed.";
    NUMBER_NOT_WHOLE = "number_not_whole" Error ["value"]
        "A fraction where only whole numbers are kept.";
    NUMBER_TOO_LONG = "number_too_long" Error ["value"]
        "A number with more digits than can be kept exactly.";
    PRICE_NEGATIVE = "price_negative" Warning ["value"]
        "A price below zero; stores accept it.";
    CURRENCY_DIFFERS = "currency_differs" Warning ["currency", "store_currency"]
        "A price in another currency than the store's; the figure is taken as it is.";
    YES_OR_NO_NOT_READ = "yes_or_no_not_read" Error ["value"]
        "A cell that must say yes or no says something else.";
    CHOICE_NOT_KNOWN = "choice_not_known" Error ["value", "allowed"]
        "A cell that must hold one of a few words holds another one.";
    LINE_NOT_READ = "line_not_read" Error ["value"]
        "A line of an order that cannot be read.";
    TYPE_NOT_KNOWN = "type_not_known" Error ["value"]
        "A type of product that the store's interface does not have.";
    DATE_NOT_READ = "date_not_read" Error ["value"]
        "A cell that must hold a date holds something else.";
    DATE_NO_SUCH_DAY = "date_no_such_day" Error ["value"]
        "A date that no calendar has.";
    DATE_AMBIGUOUS = "date_ambiguous" Error ["value", "day_first", "month_first"]
        "A date that can be read with day or month first, and nothing in its column decides which.";
    IMAGE_NOT_AN_ADDRESS = "image_not_an_address" Error ["value"]
        "A picture that is no address on the web: the store refuses the whole product.";
    PICTURE_ON_COMPUTER = "picture_on_computer" Warning ["value"]
        "A picture of this computer, and nobody said in which folder pictures may be looked for.";
    PICTURE_FILE_MISSING = "picture_file_missing" Warning ["value"]
        "A picture of this computer that the folder of pictures does not have.";
    PICTURE_FILE_AMBIGUOUS = "picture_file_ambiguous" Warning ["value"]
        "A picture of this computer of whose name there are several that differ in letter case.";
    PICTURE_FILE_ELSEWHERE = "picture_file_elsewhere" Warning ["value"]
        "A picture of this computer that lies outside of the folder of pictures.";
    PICTURE_FILE_UNUSABLE = "picture_file_unusable" Warning ["value"]
        "A picture of this computer that cannot be read, is empty, no picture, or too large.";
    ADDRESS_NOT_READ = "address_not_read" Warning ["value"]
        "An address that is none on the web.";
    TEXT_TOO_LONG = "text_too_long" Error ["value"]
        "A text that became too long for a cell on its way through the steps.";
    FORMULA_ERROR = "formula_error" Error ["value"]
        "A spreadsheet's formula came to an error, and the error stands in the cell.";
    TEXT_IN_FORMULA = "text_in_formula" Warning ["value", "meant"]
        "A text that somebody hid in a formula, as in =\"0123\".";
    NUMBER_AS_TEXT = "number_as_text" Warning ["value", "meant"]
        "A number with the apostrophe by which a spreadsheet keeps it as text.";
    NUMBER_ROUNDED = "number_rounded" Warning ["value", "meant"]
        "A number that a spreadsheet wrote with an exponent, and of which enough is left to know it.";
    ZEROS_LOST = "zeros_lost" Warning ["value", "meant"]
        "A code that has lost the zeros before it: its check digit or the width of the others tells.";
    FRACTION_ADDED = "fraction_added" Warning ["value", "meant"]
        "A code that was taken for a number and got a fraction, as in 4711.0.";
    CATEGORY_MAY_BE_PATH = "category_may_be_path" Warning ["value", "meant"]
        "A category in which others of the column lie too, with another sign than > between the levels.";
    VALUE_BECAME_DATE = "value_became_date" Warning ["value", "meant"]
        "A size or the like that a spreadsheet took for a date, as in 2-Jan for 1-2.";
    VALUE_IS_DAY_NUMBER = "value_is_day_number" Warning ["value", "date", "meant"]
        "A size or the like of which a spreadsheet made a date, and of the date its number, as in 45293 for 1-2.";
    VALUE_BECAME_NUMBER = "value_became_number" Warning ["value", "meant"]
        "Two values that a spreadsheet took for one number, as in 30.32 for 30,32.";
    VALUE_MAY_BE_NUMBER = "value_may_be_number" Warning ["value", "meant"]
        "A number with a comma that is taken for two values, as in the size 38,5.";
    NUMBER_MINUS_BEHIND = "number_minus_behind" Warning ["value", "read", "meant"]
        "A number with its minus behind it, as in 12-: below zero, or the dash of a round price.";
    UNIT_MISSING = "unit_missing" Warning ["value", "unit", "meant"]
        "A measure without a unit where most others of its column name one.";
    PROPOSAL_TAKEN = "proposal_taken" Note ["value", "meant"]
        "A cell that reads as was proposed, because somebody takes all proposals of its kind.";
    NUMBER_OFF_SCALE = "number_off_scale" Warning ["value", "read", "meant"]
        "A number that is read a thousand times larger than the others of its column.";
    NUMBER_MAY_BE_FRACTION = "number_may_be_fraction" Warning ["value", "read", "other"]
        "A number that is read with its thousands set apart, while no other of its column has them so.";
    DATE_ORDER_DIFFERS = "date_order_differs" Warning ["value", "meant"]
        "A date with day and month in another order than others of its column.";
    NUMBER_KNOWN_BY_STORE = "number_known_by_store" Error ["value", "meant", "stored"]
        "A number that a spreadsheet damaged; what the store has tells which one was meant.";
    NUMBER_UNLIKE_STORE = "number_unlike_store" Warning ["value", "read", "meant", "stored"]
        "A number that is read a thousand times away from what the store has.";
    SKU_WITHOUT_ZEROS = "sku_without_zeros" Warning ["value", "stored"]
        "An article number that the store does not have, but has with zeros before it.";
    VALUE_NOT_IN_TABLE = "value_not_in_table" Error ["value"]
        "A value that a step looks up in a table, or leads through a tree, and that is not there.";
    EXPRESSION_FAILED = "expression_failed" Error ["value", "detail"]
        "A cell with which the expression of a step comes to nothing.";
    GTIN_WITHOUT_DIGITS = "gtin_without_digits" Warning ["value"]
        "A GTIN, UPC, EAN or ISBN without digits; the store would empty it without a word, so it is left out.";
    GTIN_LOSES_SIGNS = "gtin_loses_signs" Warning ["value", "kept"]
        "A GTIN, UPC, EAN or ISBN with other signs than digits; the store keeps the digits only.";
    GTIN_CHECK_DIGIT = "gtin_check_digit" Warning ["value"]
        "A GTIN whose last digit does not fit the others: probably mistyped.";
    SKU_LOSES_MARKUP = "sku_loses_markup" Warning ["value", "kept"]
        "A SKU with HTML in it; the store takes it out.";
    SKU_LONG = "sku_long" Warning ["value"]
        "A SKU of more than a hundred letters; the store's look-up table has no more.";
    SKU_WITH_COMMA = "sku_with_comma" Warning ["value"]
        "A SKU with a comma; stores cannot be asked for it by name.";
    SKU_OF_PARENT = "sku_of_parent" Note ["value"]
        "A variation that repeats its product's SKU has none of its own.";
    SLUG_ALTERED = "slug_altered" Warning ["value", "kept"]
        "A slug with signs that addresses cannot have; the store would change it, so it is changed here.";
    BACKSLASH_LOST = "backslash_lost" Warning ["value"]
        "A text with backslashes; the store removes them.";
    MARKUP_REMOVED = "markup_removed" Warning ["tag"]
        "A text with HTML that stores remove, such as script or iframe.";
    CATEGORY_LEVEL_EMPTY = "category_level_empty" Warning ["value"]
        "A category path with nothing between two levels; the empty level is left out.";
    CATEGORY_QUOTED = "category_quoted" Warning ["value", "kept"]
        "Quotation marks around a category do not protect a comma; a backslash before it does.";
    OPTION_SPLITS = "option_splits" Warning ["value"]
        "A value with a vertical bar; the store splits it in two.";
    ATTRIBUTE_WITHOUT_NAME = "attribute_without_name" Warning ["value"]
        "Values of an attribute that has no name; they are left out.";
    ATTRIBUTE_WITHOUT_VALUE = "attribute_without_value" Note ["attribute"]
        "An attribute without a value; it is left out.";
    ATTRIBUTE_TWICE = "attribute_twice" Warning ["attribute"]
        "The same attribute twice in a row; the first counts.";
    DEFAULT_NOT_OFFERED = "default_not_offered" Warning ["attribute", "value"]
        "A value that is chosen at first and is not among the attribute's values.";
    VARIATION_SEVERAL_VALUES = "variation_several_values" Warning ["attribute", "value"]
        "A variation with several values of one attribute; the first counts.";
    DOWNLOAD_WITHOUT_ADDRESS = "download_without_address" Warning ["name"]
        "A download without an address; it is left out.";
    SALE_PRICE_NOT_BELOW_PRICE = "sale_price_not_below_price" Warning ["sale_price", "regular_price"]
        "A sale price that is not below the price; the store would empty it without a word, so the product goes in without.";
    SALE_WITHOUT_PRICE = "sale_without_price" Warning ["sale_price"]
        "A sale price without a price.";
    SALE_ENDS_BEFORE_IT_STARTS = "sale_ends_before_it_starts" Warning ["from", "to"]
        "A sale that ends before it begins.";
    PRICE_NOT_KEPT = "price_not_kept" Warning ["type", "value"]
        "A price of a product that has none of its own, such as a variable one; it is left out.";
    STOCK_NOT_KEPT = "stock_not_kept" Warning ["type", "value"]
        "Stock of a product whose type has none; it is left out.";
    SIZE_NOT_KEPT = "size_not_kept" Warning ["field", "value"]
        "Weight or size of a virtual product; the store empties it without a word, so it is left out.";
    STOCK_STATUS_FOLLOWS_QUANTITY = "stock_status_follows_quantity" Note ["value", "quantity"]
        "In stock or not says the quantity; what the file says of it is left out.";
    STOCK_WITHOUT_MANAGEMENT = "stock_without_management" Warning ["value"]
        "A quantity while the stock is not managed; the store drops it, so it is left out.";
    NOT_FOR_VARIATIONS = "not_for_variations" Note ["field"]
        "A field that variations do not have; it is left out.";
    KEY_MISSING = "key_missing" Error []
        "A row has nothing that says which product it means: no SKU, no barcode, no number, no name.";
    ROW_IS_TOTAL = "row_is_total" Error ["called"]
        "A row without any key is called as lists call the sum of their rows.";
    NAME_MISSING = "name_missing" Error []
        "A product that is to be made has no name.";
    PRICE_MISSING = "price_missing" Warning []
        "A product that is to be made has no price; nobody can buy it.";
    VARIATION_WITHOUT_PARENT = "variation_without_parent" Error []
        "A variation that does not say which product it belongs to.";
    VARIATION_WITHOUT_CHOICES = "variation_without_choices" Warning []
        "A variation that does not say in what it differs.";
    SKU_TWICE = "sku_twice" Error ["value", "first_row"]
        "A SKU that stands in an earlier row too, letter case aside.";
    GTIN_TWICE = "gtin_twice" Error ["value", "first_row"]
        "A GTIN that stands in an earlier row too.";
    ID_TWICE = "id_twice" Error ["value", "first_row"]
        "A number that an earlier row has too.";
    PARENT_NOT_IN_FILE = "parent_not_in_file" Error ["value"]
        "A variation whose product is named by a number of this file, and no row has it.";
    PARENT_ONLY_IN_STORE = "parent_only_in_store" Note ["value"]
        "A variation whose product is not in this file; it has to be in the store.";
    PARENT_KEPT_OUT = "parent_kept_out" Error ["value", "parent_row"]
        "A variation whose product is kept out.";
    PARENT_NOT_VARIABLE = "parent_not_variable" Warning ["value", "parent_row"]
        "A variation of a row that is no variable product.";
    ATTRIBUTE_NOT_ON_PARENT = "attribute_not_on_parent" Warning ["attribute"]
        "An attribute that the product does not have; the store drops it and the variation fits any value.";
    VALUE_NOT_ON_PARENT = "value_not_on_parent" Warning ["attribute", "value"]
        "A value that the product does not offer.";
    COMBINATION_TWICE = "combination_twice" Warning ["first_row"]
        "A variation with the same choices as an earlier one of the same product.";
    COUPON_TWICE = "coupon_twice" Error ["value", "first_row"]
        "A coupon whose code stands in an earlier row too, letter case aside: the store keeps codes in small letters.";
    COUPON_OVER_WHOLE = "coupon_over_whole" Error ["value"]
        "A coupon that takes off more than 100 percent; the store refuses it.";
    COUPON_EMAIL_NOT_READ = "coupon_email_not_read" Warning ["value"]
        "What a coupon is restricted to and is no e-mail address.";
    COLUMN_MISSING = "column_missing" Warning ["column", "field"]
        "The profile imports a column that the file does not have.";
    COLUMNS_NOT_IMPORTED = "columns_not_imported" Note ["count", "columns"]
        "Columns that are not imported.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let mut names: Vec<_> = ALL.iter().map(|code| code.code).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
