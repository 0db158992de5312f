//! Which objects are lists whose parts have keys? `"variants": {"T-S": {…}, "T-M": {…}}` is walked through as an array
//! would be, each item with an attribute `@key`.

use super::{
    input::Input,
    steps::{Step, Steps},
    table::Segment,
};
use crate::{error::ReadError, repair::Repairs};

/// A walk in which some objects are taken for lists.
pub(super) struct Keyed<S> {
    steps: S,
    /// The ways to these objects, from the outside in.
    paths: Vec<Vec<Segment>>,
    /// The names of what is open.
    open: Vec<String>,
    /// How much was open with each of these objects.
    lists: Vec<usize>,
    /// The item that just began: what its list is called.
    name: Option<String>,
    /// Its key.
    key: String,
    met: Met,
}

/// What was met last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Met {
    Plain,
    Item,
    Key,
}

impl<S: Steps> Keyed<S> {
    pub(super) fn new(steps: S, paths: Vec<Vec<Segment>>) -> Self {
        let (open, lists, key) = (Vec::new(), Vec::new(), String::new());
        Self { steps, paths, open, lists, name: None, key, met: Met::Plain }
    }

    fn is_list(&self) -> bool {
        let fits = |path: &Vec<Segment>| {
            path.len() == self.open.len()
                && path.iter().zip(&self.open).all(|(part, name)| part.fits(name))
        };
        self.paths.iter().any(fits)
    }
}

impl<S: Steps> Steps for Keyed<S> {
    fn step(&mut self) -> Result<Step, ReadError> {
        if self.paths.is_empty() {
            return self.steps.step();
        }
        if self.met == Met::Item {
            self.met = Met::Key;
            return Ok(Step::Attribute);
        }
        (self.met, self.name) = (Met::Plain, None);
        loop {
            match self.steps.step()? {
                Step::Open => {
                    let is_item = self.lists.last() == Some(&self.open.len());
                    if is_item {
                        self.name = self.open.last().cloned();
                        self.key.clear();
                        self.key.push_str(self.steps.name());
                        self.met = Met::Item;
                    }
                    self.open.push(self.steps.name().to_owned());
                    if !is_item && !self.steps.is_listed() && self.is_list() {
                        self.lists.push(self.open.len());
                        continue;
                    }
                    return Ok(Step::Open);
                }
                Step::Close => {
                    let is_list = self.lists.last() == Some(&self.open.len());
                    self.open.pop();
                    if is_list {
                        self.lists.pop();
                        continue;
                    }
                    return Ok(Step::Close);
                }
                // What stands there instead of an object is nothing.
                Step::Text if self.lists.last() == Some(&self.open.len()) => {}
                step => return Ok(step),
            }
        }
    }

    fn name(&self) -> &str {
        match (self.met, &self.name) {
            (Met::Key, _) => "@key",
            (Met::Item, Some(name)) => name,
            _ => self.steps.name(),
        }
    }

    fn text(&self) -> &str {
        if self.met == Met::Key { &self.key } else { self.steps.text() }
    }

    fn line(&self) -> u64 {
        self.steps.line()
    }

    fn is_listed(&self) -> bool {
        self.met == Met::Item || self.steps.is_listed()
    }

    fn keep(&mut self, keep: bool) {
        self.steps.keep(keep);
    }

    fn kept(&self) -> usize {
        self.steps.kept()
    }

    fn markup(&self, from: usize) -> &str {
        self.steps.markup(from)
    }

    fn input(&self) -> &Input {
        self.steps.input()
    }

    fn repairs(&mut self) -> &mut Repairs {
        self.steps.repairs()
    }
}
