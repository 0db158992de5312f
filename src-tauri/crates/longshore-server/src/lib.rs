//! Longshore in a browser: what the window asks and hears, over http on this computer.
//!
//! [`serve`] opens the door: on the loopback interface only, for whoever has the token. `gate` looks at every request
//! before anything else does; `rpc` carries commands to `longshore-app`, `hearing` what changed to the page, `handing`
//! takes files in and gives files out by token, never by path; `page` is the interface itself.

mod error;
mod gate;
mod handing;
mod hearing;
mod page;
mod rpc;
mod serve;

pub use error::ServeError;
pub use serve::{Serving, Settings, serve};
