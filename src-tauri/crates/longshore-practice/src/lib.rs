//! The practice store: a look-alike of the WooCommerce REST API v3, to try things with and to test
//! against. It shares no code with the rest of Longshore, because it is the other side's judge: it
//! behaves as a real store was seen to behave, quirks included.
//!
//! [`serve`] starts a store with [`Settings`]; the [`Practice`] that it answers knows addresses and
//! keys, the requests that came and what they did ([`Practice::requests`]), can pause inside of them
//! ([`Practice::hold`]), and plays faults ([`Practice::set_faults`], [`faults`]). Other processes find
//! log, holds and faults below `/practice`.
//!
//! A walk through the rooms, in the order in which a request passes them:
//! * `server` is the way of a request: `doors` and `listen` (http and https), `gateway` (every step
//!   from bytes to answer), `work` (who asks, and what for), `route`, `dispatch`, `records` and `lists`, `batch`, `deliver`.
//! * `faults` is how the store is disturbed: the language, and what is due for a request;
//!   `server::disturb` plays it between the steps.
//! * `access` knows who asks: keys as Basic, in the query, or behind an OAuth 1.0a signature.
//! * `wordpress` is what WordPress does to any request and text, whatever the plugin: parameters
//!   checked against tables, errors, slugs, allowed HTML, dates, `_fields`.
//! * `products` and `terms` are the records: how a request changes them (`apply`, `write`), how
//!   answers show them (`render`), how lists are filtered.
//! * `kinds` are the records that are kept as documents: what can be done with each, and those that
//!   need one file; `orders` (with notes and refunds) and `customers` have rooms of their own.
//! * `files` is WordPress' own media library (`wp/v2/media`), for people with an application password.
//! * `store` keeps everything in one SQLite connection: records as documents, beside them the
//!   columns that queries need.
//! * `site` is what is no record: settings, status, currencies, the index of routes.
//! * `demo` puts the demo catalogue in, as a client would.
//!
//! What the store knows of a real one is data where it can be (`data/`): arguments, settings,
//! currencies, catalogue. `tests/it/replay` sends recorded requests and counts agreeing answers.

mod access;
mod customers;
mod demo;
mod error;
pub mod faults;
mod files;
mod kinds;
mod orders;
mod practice;
mod products;
mod server;
mod settings;
mod site;
mod store;
mod terms;
mod wordpress;

pub use error::{FaultError, FaultProblem, PracticeError};
pub use faults::Fault;
pub use practice::{Practice, serve};
pub use server::effects::{Action, CarriedOut, Effect};
pub use server::hold::{Hold, Matcher, Moment};
pub use server::log::{Items, LoggedRequest};
pub use settings::{Data, Settings};
