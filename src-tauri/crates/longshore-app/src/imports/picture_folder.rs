//! Which pictures lie in the folder that somebody named?
//!
//! Nothing outside of the folder is opened, whatever a cell says: the folder is listed, and cells choose from the list.
//! Links that lead out of it are not in the list.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use longshore_engine::picture_files::{self, FoundPicture, PictureFiles, WrittenPath};
use sha2::{Digest, Sha256};

use crate::error::ApiError;

/// Larger pictures are not uploaded: no shop takes them, and each is in memory while it leaves.
pub(crate) const LARGEST: u64 = 64 << 20;
/// More files and deeper folders are not looked at.
const MOST_FILES: usize = 1_000_000;
const DEEPEST: usize = 32;
/// So much is read of a file at a time.
const BLOCK: usize = 1 << 16;

/// A folder with pictures.
#[derive(Debug)]
pub(crate) struct PictureFolder {
    root: PathBuf,
    /// The folder's path, as it was named and as it is, in parts.
    roots: Vec<Vec<String>>,
    /// Paths below the folder, by themselves in lower case.
    listed: HashMap<String, Vec<String>>,
    /// What was looked at, by its path.
    looked_at: Mutex<HashMap<String, Looked>>,
}

/// A file that was looked at.
#[derive(Clone, Debug)]
struct Looked {
    found: FoundPicture,
    size: u64,
}

impl PictureFolder {
    /// The folder of that name, listed.
    pub(crate) async fn open(folder: Option<PathBuf>) -> Result<Option<Arc<Self>>, ApiError> {
        let Some(folder) = folder else { return Ok(None) };
        let listed = tokio::task::spawn_blocking(move || Self::list(&folder));
        Ok(Some(Arc::new(listed.await??)))
    }

    /// The whole path of a folder that can be looked at, to be kept for later.
    pub(crate) async fn usable(folder: Option<PathBuf>) -> Result<Option<PathBuf>, ApiError> {
        let Some(folder) = folder else { return Ok(None) };
        Self::open(Some(folder.clone())).await?;
        Ok(Some(std::path::absolute(&folder).unwrap_or(folder)))
    }

    /// [`Self::open`] on a thread that may wait for a disk.
    pub(crate) fn list(folder: &Path) -> Result<Self, ApiError> {
        let told = |code: &str| ApiError::new(code).with("folder", folder.display());
        let root = fs::canonicalize(folder).map_err(|_| told("folder_not_found"))?;
        if !root.is_dir() {
            return Err(told("folder_not_found"));
        }
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let roots = [&absolute, &root].map(|path| {
            let text = path.to_string_lossy();
            let text = text.strip_prefix(r"\\?\").unwrap_or(&text);
            WrittenPath::read(text).map_or_else(Vec::new, |path| path.parts)
        });
        let mut listed = HashMap::new();
        let mut count = 0;
        let mut folders = vec![(root.clone(), String::new(), 0)];
        while let Some((at, prefix, depth)) = folders.pop() {
            let entries = match fs::read_dir(&at) {
                Ok(entries) => entries,
                Err(error) if depth == 0 => {
                    return Err(told("pictures_folder_unusable").detail(error));
                }
                // Somebody else's part of the folder.
                Err(_) => continue,
            };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let (path, below) = (entry.path(), format!("{prefix}{name}"));
                let Ok(kind) = entry.file_type() else { continue };
                if kind.is_dir() {
                    if depth < DEEPEST {
                        folders.push((path, format!("{below}/"), depth + 1));
                    }
                    continue;
                }
                if !picture_files::is_path(&name) || !is_within(&root, &path) {
                    continue;
                }
                count += 1;
                if count > MOST_FILES {
                    return Err(told("pictures_folder_too_large").with("most", MOST_FILES));
                }
                listed.entry(below.to_lowercase()).or_insert_with(Vec::new).push(below);
            }
        }
        let roots = roots.into_iter().filter(|parts| !parts.is_empty()).collect();
        Ok(Self { root, roots, listed, looked_at: Mutex::default() })
    }

    /// The folder as it is, whatever links led to it.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// How large a file is that was found, in bytes.
    pub(crate) fn size(&self, path: &str) -> u64 {
        let looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        looked_at.get(path).map_or(0, |looked| looked.size)
    }

    /// What a path means below the folder; `None` where it lies elsewhere.
    fn below(&self, path: &WrittenPath) -> Option<Vec<String>> {
        let same = |one: &String, other: &String| one.to_lowercase() == other.to_lowercase();
        if path.is_absolute {
            let begins = |root: &&Vec<String>| {
                root.len() < path.parts.len()
                    && root.iter().zip(&path.parts).all(|(one, other)| same(one, other))
            };
            if let Some(root) = self.roots.iter().find(begins) {
                return Some(path.parts[root.len()..].to_vec());
            }
        } else if self.listed.contains_key(&path.parts.join("/").to_lowercase()) {
            return Some(path.parts.clone());
        }
        // The folder under another roof: the file was made on another computer, or lies beside the folder.
        let names: Vec<&String> = self.roots.iter().filter_map(|root| root.last()).collect();
        let at = path.parts.iter().rposition(|part| names.iter().any(|name| same(name, part)));
        match at.filter(|at| at + 1 < path.parts.len()) {
            Some(at) => Some(path.parts[at + 1..].to_vec()),
            None => (!path.is_absolute).then(|| path.parts.clone()),
        }
    }

    fn look(&self, path: &str) -> FoundPicture {
        let known = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(looked) = known.get(path) {
            return looked.found.clone();
        }
        drop(known);
        let unusable = Looked { found: FoundPicture::Unusable, size: 0 };
        let looked = match hash(&self.root, path) {
            Some((content, size)) => {
                Looked { found: FoundPicture::One { path: path.to_owned(), content }, size }
            }
            None => unusable,
        };
        let found = looked.found.clone();
        let mut known = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(path.to_owned(), looked);
        found
    }
}

impl PictureFiles for PictureFolder {
    fn find(&self, named: &str) -> FoundPicture {
        let below = WrittenPath::read(named).and_then(|path| self.below(&path));
        let Some(parts) = below else { return FoundPicture::Elsewhere };
        let path = parts.join("/");
        match self.listed.get(&path.to_lowercase()).map(Vec::as_slice) {
            None | Some([]) => FoundPicture::Missing,
            Some([only]) => self.look(only),
            Some(several) => match several.iter().find(|one| **one == path) {
                Some(exact) => self.look(exact),
                None => FoundPicture::Several,
            },
        }
    }
}

/// Whether a file, or what a link leads to, lies in the folder.
fn is_within(root: &Path, path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|real| real.starts_with(root) && real.is_file())
}

/// A picture's hash in hexadecimal and its size; `None` where it is no picture that can be used.
fn hash(root: &Path, path: &str) -> Option<(String, u64)> {
    let mut file = opened(root, path)?;
    let (mut hash, mut size) = (Sha256::new(), 0);
    let mut block = vec![0; BLOCK];
    loop {
        let read = file.read(&mut block).ok()?;
        if read == 0 {
            break;
        }
        if size == 0 && media_type(&block[..read]).is_none() {
            return None;
        }
        size += read as u64;
        if size > LARGEST {
            return None;
        }
        hash.update(&block[..read]);
    }
    (size > 0).then(|| (hexadecimal(&hash.finalize()), size))
}

fn opened(root: &Path, path: &str) -> Option<fs::File> {
    let path = root.join(path);
    is_within(root, &path).then(|| fs::File::open(path).ok()).flatten()
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The content of a picture that still is what it was, with its type; `None` where it is gone or another one.
pub(crate) fn read(root: &Path, path: &str, content: &str) -> Option<(Vec<u8>, &'static str)> {
    let mut bytes = Vec::new();
    opened(root, path)?.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    let kind = media_type(&bytes)?;
    (hexadecimal(&Sha256::digest(&bytes)) == content).then_some((bytes, kind))
}

/// What a picture is, by how it begins: what shops take.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => Some("image/avif"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = b"\xff\xd8\xff\xe0 picture";

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("Pictures");
        fs::create_dir_all(inner.join("red")).unwrap();
        fs::write(inner.join("Hat.JPG"), JPEG).unwrap();
        fs::write(inner.join("red/cap.jpg"), [JPEG, b"2"].concat()).unwrap();
        fs::write(inner.join("text.jpg"), "no picture").unwrap();
        fs::write(inner.join("empty.jpg"), "").unwrap();
        fs::write(outer.path().join("secret.jpg"), JPEG).unwrap();
        (outer, inner)
    }

    fn path(found: FoundPicture) -> String {
        match found {
            FoundPicture::One { path, .. } => path,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_picture_is_found_by_its_path_in_any_notation() {
        let (_outer, inner) = folder();
        let listed = PictureFolder::list(&inner).unwrap();
        let find = |named: &str| path(listed.find(named));
        assert_eq!(find("hat.jpg"), "Hat.JPG");
        assert_eq!(find(r".\RED\cap.jpg"), "red/cap.jpg");
        assert_eq!(find("Pictures/red/cap.jpg"), "red/cap.jpg");
        assert_eq!(find(inner.join("red/cap.jpg").to_str().unwrap()), "red/cap.jpg");
        assert_eq!(find(&format!("file://{}", inner.join("Hat.JPG").display())), "Hat.JPG");
        assert_eq!(find(r"D:\Anna\pictures\red\cap.jpg"), "red/cap.jpg");
        assert_eq!(find("cap.jpg"), "Missing");
        assert_eq!(find("text.jpg"), "Unusable");
        assert_eq!(find("empty.jpg"), "Unusable");
    }

    #[test]
    fn nothing_outside_of_the_folder_is_found() {
        let (outer, inner) = folder();
        let secret = outer.path().join("secret.jpg");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&secret, inner.join("link.jpg")).unwrap();
            std::os::unix::fs::symlink(outer.path(), inner.join("up")).unwrap();
            std::os::unix::fs::symlink(inner.join("Hat.JPG"), inner.join("same.jpg")).unwrap();
        }
        let listed = PictureFolder::list(&inner).unwrap();
        let find = |named: &str| path(listed.find(named));
        assert_eq!(find("../secret.jpg"), "Elsewhere");
        assert_eq!(find(secret.to_str().unwrap()), "Elsewhere");
        assert_eq!(find("red/../../secret.jpg"), "Elsewhere");
        #[cfg(unix)]
        {
            assert_eq!(find("link.jpg"), "Missing");
            assert_eq!(find("up/secret.jpg"), "Missing");
            assert_eq!(find("same.jpg"), "same.jpg");
            // A link that was put in the place of a file since the folder was listed.
            fs::remove_file(inner.join("Hat.JPG")).unwrap();
            std::os::unix::fs::symlink(&secret, inner.join("Hat.JPG")).unwrap();
            assert_eq!(find("hat.jpg"), "Unusable");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn of_names_that_differ_in_case_the_exact_one_counts() {
        let (_outer, inner) = folder();
        fs::write(inner.join("hat.jpg"), JPEG).unwrap();
        let listed = PictureFolder::list(&inner).unwrap();
        assert_eq!(path(listed.find("hat.jpg")), "hat.jpg");
        assert_eq!(path(listed.find("Hat.JPG")), "Hat.JPG");
        assert_eq!(path(listed.find("HAT.jpg")), "Several");
    }

    #[test]
    fn what_is_uploaded_is_what_was_looked_at() {
        let (_outer, inner) = folder();
        let listed = PictureFolder::list(&inner).unwrap();
        let FoundPicture::One { path, content } = listed.find("hat.jpg") else { panic!() };
        assert_eq!(listed.size(&path), JPEG.len() as u64);
        let read_again = || read(listed.root(), &path, &content);
        assert_eq!(read_again(), Some((JPEG.to_vec(), "image/jpeg")));
        fs::write(inner.join("Hat.JPG"), [JPEG, b"other"].concat()).unwrap();
        assert_eq!(read_again(), None);
    }
}
