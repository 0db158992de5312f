//! A copy of a file, taken in one go, that nobody can replace while it is read.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::Xxh3;

use super::folder::Seen;

/// A file as it was at one moment.
#[derive(Debug)]
pub(super) struct Copy {
    /// Removed with it.
    _folder: tempfile::TempDir,
    pub(super) path: PathBuf,
    /// By what the content is known again: 128 bits of it, and its size.
    pub(super) content: String,
    /// The xxh3 of the bytes, as a run notes it of its source.
    pub(super) fingerprint: u64,
}

impl Copy {
    /// Copies a file into a folder of its own below `into`, under its own name; `None` where it changed meanwhile.
    pub(super) fn of(seen: &Seen, into: &Path) -> io::Result<Option<Self>> {
        let folder = tempfile::Builder::new().prefix("file-").tempdir_in(into)?;
        let path = folder.path().join(seen.path.file_name().unwrap_or_default());
        let (mut from, mut to) = (fs::File::open(&seen.path)?, fs::File::create_new(&path)?);
        let (mut sum, mut size) = (Xxh3::new(), 0);
        let mut buffer = vec![0; 128 << 10];
        loop {
            let read = match from.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if read == 0 {
                break;
            }
            sum.update(&buffer[..read]);
            size += read as u64;
            to.write_all(&buffer[..read])?;
        }
        let is_same = Seen::now(&seen.path).is_ok_and(|now| now == *seen) && size == seen.size;
        let content = format!("{:032x}-{size}", sum.digest128());
        let copy = Self { _folder: folder, path, content, fingerprint: sum.digest() };
        Ok(is_same.then_some(copy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_is_known_by_any_name_and_a_changed_file_is_not_taken() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        for (name, text) in [("a.csv", "SKU\n1\n"), ("b.csv", "SKU\n1\n"), ("c.csv", "SKU\n2\n")] {
            fs::write(at(name), text).unwrap();
        }
        let copy = |name: &str| Copy::of(&Seen::now(&at(name)).unwrap(), home.path()).unwrap();
        let (a, b, c) = (copy("a.csv").unwrap(), copy("b.csv").unwrap(), copy("c.csv").unwrap());
        assert_eq!((a.content == b.content, a.content == c.content), (true, false));
        assert_eq!(fs::read_to_string(&b.path).unwrap(), "SKU\n1\n");
        assert_eq!(b.path.file_name().unwrap(), "b.csv");

        let seen = Seen::now(&at("a.csv")).unwrap();
        fs::write(at("a.csv"), "SKU\n1\n2\n").unwrap();
        assert!(Copy::of(&seen, home.path()).unwrap().is_none());
    }
}
