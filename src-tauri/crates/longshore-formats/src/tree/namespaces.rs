//! How is an element called, whatever prefix a file has for its namespace?

/// The namespaces of a file, and the prefixes that stand for them.
#[derive(Default)]
pub(super) struct Namespaces {
    /// What stands before the names of each.
    known: Vec<(String, String)>,
    /// Prefixes that elements around here gave a meaning; the empty one for names without.
    prefixes: Vec<Prefix>,
    /// That of the outermost element.
    top: Option<usize>,
}

struct Prefix {
    depth: usize,
    prefix: String,
    /// `None` where a file takes the meaning away.
    namespace: Option<usize>,
}

/// More namespaces are none: their elements are called as they are written.
const MOST: usize = 200;

impl Namespaces {
    /// An element at this depth gives a prefix a meaning.
    pub(super) fn declare(&mut self, depth: usize, prefix: &str, address: &str) {
        let bare = bare(address);
        let found = self.known.iter().position(|(known, _)| known == bare);
        let namespace = found.or_else(|| {
            let is_new = !bare.is_empty() && self.known.len() < MOST;
            is_new.then(|| {
                let shown = usual(bare).unwrap_or(prefix);
                self.known.push((bare.to_owned(), shown.to_owned()));
                self.known.len() - 1
            })
        });
        self.prefixes.push(Prefix { depth, prefix: prefix.to_owned(), namespace });
    }

    /// An element at this depth ends.
    pub(super) fn close(&mut self, depth: usize) {
        let kept = self.prefixes.iter().rposition(|prefix| prefix.depth < depth);
        self.prefixes.truncate(kept.map_or(0, |last| last + 1));
    }

    /// Writes how an element at this depth is called: without a prefix where it is of the same namespace as the
    /// outermost one, else with the one that its namespace usually has, or had first in this file.
    pub(super) fn put(&mut self, depth: usize, written: &str, name: &mut String) {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let found = self.prefixes.iter().rev().find(|known| known.prefix == prefix);
        let namespace = found.and_then(|found| found.namespace);
        if depth == 1 {
            self.top = namespace;
        }
        let Some(of) = namespace else { return name.push_str(written) };
        let shown = self.known[of].1.as_str();
        if namespace != self.top && !shown.is_empty() {
            name.push_str(shown);
            name.push(':');
        }
        name.push_str(local);
    }
}

/// An address without what people write in one way or another.
fn bare(address: &str) -> &str {
    let address = address.trim();
    address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/')
}

/// The prefix that a namespace usually has: of Google's product feeds, as
/// <https://support.google.com/merchants/answer/7052112> has it, and of WordPress's own export.
fn usual(address: &str) -> Option<&'static str> {
    match address {
        "base.google.com/ns/1.0" => Some("g"),
        "purl.org/rss/1.0/modules/content" => Some("content"),
        "purl.org/dc/elements/1.1" => Some("dc"),
        _ => {
            let version = address.strip_prefix("wordpress.org/export/")?;
            Some(if version.ends_with("/excerpt") { "excerpt" } else { "wp" })
        }
    }
}
