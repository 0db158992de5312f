//! What does a walk through a tree meet?

use encoding_rs::Encoding;

use super::input::Input;
use crate::{error::ReadError, repair::Repairs};

/// The languages that trees are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markup {
    Json,
    Xml,
}

impl Markup {
    /// As it is called in errors.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }

    /// What stands between the names of a path.
    pub(crate) fn separator(self) -> char {
        match self {
            Self::Json => '.',
            Self::Xml => '/',
        }
    }
}

/// One step of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Something with a name begins: an element, a member of an object, an item of an array.
    Open,
    /// Its attribute, directly after its beginning.
    Attribute,
    /// A piece of its text.
    Text,
    /// It ends.
    Close,
    /// There is nothing more.
    End,
}

/// How deep a tree may be.
pub(super) const DEPTH: usize = 256;

/// A walk through a tree, from its beginning to its end.
pub(super) trait Steps {
    /// Goes on.
    fn step(&mut self) -> Result<Step, ReadError>;

    /// What just began, or its attribute with an `@`.
    fn name(&self) -> &str;

    /// The text that was just met.
    fn text(&self) -> &str;

    /// The line on which it began.
    fn line(&self) -> u64;

    /// Whether what just began is an item of an array.
    fn is_listed(&self) -> bool;

    /// Whether to keep the markup that is met; what was kept before goes.
    fn keep(&mut self, keep: bool);

    /// How much markup was kept.
    fn kept(&self) -> usize;

    /// The markup from there to the end of what just ended, without the end itself.
    fn markup(&self, from: usize) -> &str;

    /// Where it comes from.
    fn input(&self) -> &Input;

    /// What had to be mended.
    fn repairs(&mut self) -> &mut Repairs;
}

/// How bytes mean characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    pub(super) encoding: &'static Encoding,
    pub(super) fallback: &'static Encoding,
    /// Bytes to skip at the beginning.
    pub(super) mark: u64,
}
