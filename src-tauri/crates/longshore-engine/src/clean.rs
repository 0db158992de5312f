//! Which values does a column have, and which of them mean the same?
//!
//! [`facets`] counts the values of a column while rows go by; [`clusters`] finds those that were probably meant to be
//! one ("Grey", "gray", "GREY "). A decision about them becomes a step of the profile ([`unified`]), so that it holds
//! for the next file too.

pub mod clusters;
pub mod facets;
mod keys;
mod unified;

pub use unified::unified;
