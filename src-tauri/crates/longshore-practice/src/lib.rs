//! The practice store: a look-alike of the WooCommerce REST API v3.

mod access;
mod demo;
mod error;
mod practice;
mod products;
mod server;
mod settings;
mod site;
mod store;
mod terms;
mod wordpress;

pub use error::PracticeError;
pub use practice::{Practice, serve};
pub use server::hold::{Hold, Matcher, Moment};
pub use server::log::{Items, LoggedRequest};
pub use settings::{Data, Settings};
