//! Which picture of this computer does a cell mean?
//!
//! A cell may name a picture by its path, in the notation of any system. Nothing is opened for that alone: somebody has
//! to name a folder in which pictures may be looked for, and the host looks there ([`PictureFiles`]). From then on a
//! picture is known by what it is, not by what it is called: its address holds the hash of its content, so that the
//! same content is uploaded once, whatever its names are.

use std::fmt::Debug;

use crate::suggest::values;

/// Before the name in the address of a picture of this computer.
const SCHEME: &str = "file:";
/// Between name and content in such an address.
const CONTENT: &str = "#sha256=";

/// The pictures that may be used, as the host finds them.
pub trait PictureFiles: Debug + Send + Sync {
    /// The picture that a cell names.
    fn find(&self, named: &str) -> FoundPicture;
}

/// What came of looking for a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundPicture {
    /// There is one of that name.
    One {
        /// Its path below the folder, with `/` between its parts.
        path: String,
        /// The SHA-256 of its content, in hexadecimal.
        content: String,
    },
    /// The folder has none of that name.
    Missing,
    /// There are several that differ in letter case only.
    Several,
    /// The path leads out of the folder.
    Elsewhere,
    /// It cannot be read, is empty, no picture, or too large.
    Unusable,
}

/// Whether a text names a picture by a path.
#[must_use]
pub fn is_path(text: &str) -> bool {
    let text = text.trim();
    if text.contains("://") && !is_file_address(text) {
        return false;
    }
    let is_of_the_web = text.starts_with("//")
        || text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    !is_of_the_web && has_picture_ending(text) && !text.contains(['\n', '\r', '\t', '\0'])
}

/// Whether a text ends as names of pictures do.
pub(crate) fn has_picture_ending(text: &str) -> bool {
    text.trim_end().rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_named = !stem.is_empty() && !stem.ends_with(['/', '\\']);
        is_named && values::IMAGE_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
    })
}

fn is_file_address(text: &str) -> bool {
    text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

/// A path in parts, as it is written on Windows, elsewhere, or in a `file:` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPath {
    /// Whether it begins at the root of a system or drive.
    pub is_absolute: bool,
    /// Its parts, without `.`; a drive or server is the first of an absolute one.
    pub parts: Vec<String>,
}

impl WrittenPath {
    /// Reads a path; `None` where it goes upwards, or says nothing.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (text, is_address) = match is_file_address(text) {
            true => (decoded(&text[SCHEME.len()..]), true),
            false => (text.to_owned(), false),
        };
        let slashed = text.replace('\\', "/");
        // "file:///home" and "file:///C:/" have no server; "file://server/" and "\\server\" have one.
        let rest = match is_address {
            true => slashed.strip_prefix("//").unwrap_or(&slashed),
            false => slashed.as_str(),
        };
        let has_server = is_address && slashed.starts_with("//") && !rest.starts_with('/');
        let bare = rest.trim_start_matches('/');
        let has_drive = bare.as_bytes().get(1) == Some(&b':')
            && bare.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        let is_absolute = rest.starts_with('/') || has_drive || has_server;
        let mut parts = Vec::new();
        for part in bare.split('/').filter(|part| !part.is_empty() && *part != ".") {
            if part == ".." {
                return None;
            }
            parts.push(part.to_owned());
        }
        (!parts.is_empty()).then_some(Self { is_absolute, parts })
    }
}

/// `%20` and the like as what they stand for; what is none stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The address of a picture of this computer.
#[must_use]
pub fn address(path: &str, content: &str) -> String {
    format!("{SCHEME}{path}{CONTENT}{content}")
}

/// Path and content of a picture of this computer, where an address is that of one.
#[must_use]
pub fn parts(address: &str) -> Option<(&str, &str)> {
    address.trim().strip_prefix(SCHEME)?.rsplit_once(CONTENT)
}

/// By what a picture is known again: its address on the web, or its content.
#[must_use]
pub fn identity(address: &str) -> &str {
    let address = address.trim();
    match parts(address) {
        Some((path, _)) => &address[SCHEME.len() + path.len() + 1..],
        None => address,
    }
}

/// An address as it is shown to people.
#[must_use]
pub fn shown(address: &str) -> &str {
    parts(address).map_or(address, |(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_any_system_are_told_from_addresses() {
        for path in [
            "a.jpg",
            "pictures/a.JPG",
            r"C:\Users\Anna\a.png",
            r"\\server\share\a.webp",
            "/home/anna/a.jpeg",
            "file:///C:/a%20b.gif",
            "./a.jpg",
            "hat one.jpg",
        ] {
            assert!(is_path(path), "{path}");
        }
        for other in [
            "https://a.example/a.jpg",
            "//cdn.example/a.jpg",
            "www.a.example/a.jpg",
            "ftp://a.example/a.jpg",
            "picture",
            ".jpg",
            "a/.png",
            "C:\\a.exe",
        ] {
            assert!(!is_path(other), "{other}");
        }
    }

    #[test]
    fn a_path_is_read_in_every_notation() {
        let read = |text: &str| {
            WrittenPath::read(text).map(|path| (path.is_absolute, path.parts.join("|")))
        };
        let absolute = |parts: &str| Some((true, parts.to_owned()));
        let relative = |parts: &str| Some((false, parts.to_owned()));
        assert_eq!(read(r"C:\Users\Anna\a.png"), absolute("C:|Users|Anna|a.png"));
        assert_eq!(read("file:///C:/a%20b.gif"), absolute("C:|a b.gif"));
        assert_eq!(read("file:///home/a.gif"), absolute("home|a.gif"));
        assert_eq!(read("file://server/share/a.gif"), absolute("server|share|a.gif"));
        assert_eq!(read(r"\\server\share\a.gif"), absolute("server|share|a.gif"));
        assert_eq!(read("/home/a.gif"), absolute("home|a.gif"));
        assert_eq!(read(r".\red\a.gif"), relative("red|a.gif"));
        assert_eq!(read("file:red/a.gif"), relative("red|a.gif"));
        assert_eq!(read("100%.gif"), relative("100%.gif"));
        assert_eq!(read("../a.gif"), None);
        assert_eq!(read(r"red\..\..\a.gif"), None);
    }

    #[test]
    fn what_is_known_of_a_picture_is_its_content() {
        let one = address("red/hat#1.jpg", "00ff");
        assert_eq!(parts(&one), Some(("red/hat#1.jpg", "00ff")));
        assert_eq!(identity(&one), identity(&address("other.jpg", "00ff")));
        assert_eq!(identity(&one), "sha256=00ff");
        assert_eq!(shown(&one), "red/hat#1.jpg");
        assert_eq!(identity(" https://a.example/a.jpg "), "https://a.example/a.jpg");
    }
}
