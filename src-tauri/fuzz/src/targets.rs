//! The readers, one file each: how bytes reach it, and what must hold besides.

pub(crate) mod answers;
pub(crate) mod archive;
pub(crate) mod blobs;
mod desk;
pub(crate) mod detection;
pub(crate) mod expressions;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod mapping;
mod pieces;
pub(crate) mod profile;
pub(crate) mod spool;
pub(crate) mod text;
pub(crate) mod workbook;
pub(crate) mod xml;
