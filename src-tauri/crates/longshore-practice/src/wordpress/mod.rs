//! What WordPress itself does to requests and texts, whatever the plugin.

pub(crate) mod arguments;
pub(crate) mod autop;
pub(crate) mod dates;
pub(crate) mod failure;
pub(crate) mod json;
pub(crate) mod kses;
pub(crate) mod query;
pub(crate) mod slug;
pub(crate) mod text;
pub(crate) mod value;
