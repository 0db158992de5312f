//! Network to records and back: everything that talks to a store.
//!
//! A [`store::Store`] is what the rest of the house sees: it tells [facts](store::Store::facts), reads records
//! in [pages](store::Store::pages) as a [`query::Query`] asks, and [sends](store::Store::send) changes, one request
//! at a time. [`pace::Pace`] says how many records and connections the store bears. [`look_up`] finds what became
//! of creates without an answer. Whatever goes wrong is a [`error::StoreError`], which says whether the store can
//! have done anything.
//!
//! [`woocommerce`] is the one platform so far. Beneath it lies `transport`: one http client per connection
//! with its certificates, limits, pace and retries; it knows nothing of records. A [`connection::Connection`] is
//! what a user says about a store: address, key, secret; its [`waits::Waits`] say who is told that the store asks for
//! a pause, and who may end it. [`mod@woocommerce::discover`] finds the store behind an
//! address as people type it. [`wordpress`] is what lies below it and
//! alone takes files. A [`download::Download`] is a file that comes from any address, which no store is.

pub mod connection;
pub mod download;
pub mod error;
mod fault;
pub mod look_up;
pub mod pace;
pub mod picture_check;
pub mod query;
pub mod store;
mod transport;
pub mod waits;
pub mod woocommerce;
pub mod wordpress;

pub use connection::{Address, Connection};
pub use download::{Download, DownloadError, WebAddress};
pub use error::{Fault, Sent, StoreError};
pub use pace::Pace;
pub use query::{Filter, Order, Page, Query};
pub use store::{Answer, Route, Store};
pub use waits::{Wait, Waits};
