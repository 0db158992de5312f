//! Reads what is a tree: JSON and XML.
//!
//! A tree holds one or more **tables**: the things in it that are repeated. They are presented as the sheets of a
//! workbook are, named by their path: `yml_catalog/shop/offers/offer` in XML; `data.products` in JSON, and nothing
//! for an array (or lines, or a single object) at the very top. Everything that occurs several times in one place is
//! a table, as is whatever is usually called so (`item`, `offer`, `Товар`), and in JSON every array of objects and
//! every object whose members are objects of the same kind. A table inside the records of another one is a table
//! too, where its records have three fields or more. The default is what looks most like products.
//!
//! **Columns** are the paths of the leaves below the record, in the order in which they are met: `price`,
//! `shipping/price`, `@id`, `param/@name` in XML; `dimensions.width` in JSON. What is repeated is numbered from the
//! second on: `picture`, `picture[2]`, `param[2]/@name`, `images[2].src`. The members of an array that lies directly in
//! an array are `[1]`, `[2]` and so on; where all columns are such ones, the first record may name them. What stands
//! directly in the record, beside its members, is called `.`; the name under which an object keeps a record is `@key`.
//! Elements are told by their namespace, whatever its prefix is: those of the outermost element's have none, Google's
//! is always written `g:` and WordPress's `wp:`, and others have the prefix that the file has first.
//!
//! A table whose records lie in each other (groups in groups) has them all as rows, those further up first, and a
//! table that lies in the records of another one has those of all of them. Both have a column `..`: the first value
//! of the record around this one, empty at the top. Where [`AROUND`] is asked for, a table in the records of another
//! one has a column with the number of the record around this one instead, counted as that one's rows are.
//!
//! An object in records whose members are variants of the same kind under keys (`"variants": {"T-S": {…}}`) is a list
//! of them, each with its `@key`.
//!
//! **Values** are text as it stands there. Numbers in JSON keep every digit, written without an exponent; `true` and `false` are words, `null` is
//! empty. In XML, blank space at the edges goes; where an element has text between its elements, as HTML has, its
//! inner markup is the text. Entities that XML and HTML do not know stay as written and are counted; a document
//! type is passed over, and nothing in it is obeyed.
//!
//! Only the beginning of a file is looked at to find its tables: some megabytes, and some more where nothing there
//! looks like products. A table that begins further down is found when it is asked for by its name. Columns that no
//! record near the beginning has are added at the end when they are met.

mod columns;
mod input;
mod json;
mod json_number;
mod keyed;
mod named;
mod namespaces;
mod open;
mod record;
mod rows;
mod steps;
mod survey;
mod table;
mod tables;
mod xml;

pub(crate) use open::TreeSource;
pub(crate) use steps::Markup;
