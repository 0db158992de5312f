//! The way of a request: wire, keys, route, records, answer.

pub(crate) mod answer;
pub(crate) mod batch;
pub(crate) mod call;
pub(crate) mod certificate;
pub(crate) mod control;
pub(crate) mod deliver;
pub(crate) mod dispatch;
pub(crate) mod disturb;
pub(crate) mod doors;
pub(crate) mod effects;
pub(crate) mod gateway;
pub(crate) mod hold;
pub(crate) mod listen;
pub(crate) mod lists;
pub(crate) mod log;
pub(crate) mod page;
pub(crate) mod records;
pub(crate) mod route;
mod storefront;
pub(crate) mod view;
pub(crate) mod work;
