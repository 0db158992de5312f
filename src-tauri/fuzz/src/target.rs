//! What is fed with hostile input?

use crate::mutation::Shape;
use crate::targets::{
    answers, archive, blobs, detection, expressions, header, json, mapping, profile, spool, text,
    workbook, xml,
};

/// Something that reads what others wrote.
#[derive(Clone, Copy)]
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Reads any bytes and says whether it could make something of them. Panics only where something is broken.
    pub read: fn(&[u8]) -> bool,
    /// Sound input made by code, beside the files in the corpus of the same name.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Pieces of real files, where there are any.
    pub real: fn() -> Vec<Vec<u8>>,
    /// What sound input looks like.
    pub shape: Shape,
    /// What means something to the reader.
    pub tokens: &'static [&'static str],
}

/// All of them.
#[must_use]
pub fn targets() -> [Target; 13] {
    [
        text::TARGET,
        detection::TARGET,
        workbook::TARGET,
        json::TARGET,
        xml::TARGET,
        archive::TARGET,
        spool::TARGET,
        header::TARGET,
        expressions::TARGET,
        mapping::TARGET,
        profile::TARGET,
        answers::TARGET,
        blobs::TARGET,
    ]
}

/// The one of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    targets().into_iter().find(|target| target.name == name)
}

/// Lets the one of this name read, if there is one.
pub fn read(name: &str, input: &[u8]) {
    if let Some(target) = target(name) {
        let _ = (target.read)(input);
    }
}
