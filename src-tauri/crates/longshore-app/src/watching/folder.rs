//! What lies in a watched folder, and where do files go?

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::Timestamp;

use crate::error::ApiError;

/// Where a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// What was imported.
    Done,
    /// What could not be, with the reason beside it.
    Failed,
    /// What no saved profile fits.
    Unrecognised,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// A file as a look at the folder shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) path: PathBuf,
    pub(super) size: u64,
    pub(super) modified: Option<SystemTime>,
}

impl Seen {
    /// The file as it is now.
    pub(super) fn now(path: &Path) -> io::Result<Self> {
        let found = fs::symlink_metadata(path)?;
        Ok(Self { path: path.to_owned(), size: found.len(), modified: found.modified().ok() })
    }

    /// What people call it.
    pub(super) fn name(&self) -> String {
        named(&self.path)
    }
}

/// What people call a file.
pub(super) fn named(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A watched folder.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder, with the places to which files go. Longshore's own data below it, or around it, would be moved
    /// about: such a folder is refused.
    pub(super) fn open(path: &Path, own: &Path) -> Result<Self, ApiError> {
        let unusable = |error: io::Error| {
            ApiError::new("folder_unusable").with("folder", path.display()).detail(error)
        };
        let folder = Self(std::path::absolute(path).map_err(unusable)?);
        if !folder.0.is_dir() {
            return Err(ApiError::new("folder_not_found").with("folder", path.display()));
        }
        let (watched, own) = (fs::canonicalize(&folder.0), fs::canonicalize(own));
        if let (Ok(watched), Ok(own)) = (watched, own)
            && (watched.starts_with(&own) || own.starts_with(&watched))
        {
            return Err(ApiError::new("folder_is_ours").with("folder", path.display()));
        }
        for place in [Place::Done, Place::Failed, Place::Unrecognised] {
            fs::create_dir_all(folder.0.join(place.name())).map_err(unusable)?;
        }
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The files that wait, the oldest first. What other programs are still busy with is left out by its name.
    pub(super) fn files(&self) -> io::Result<Vec<Seen>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if !is_file || is_temporary(&entry.file_name()) {
                continue;
            }
            // What is gone by now was taken away by whoever put it there.
            files.extend(Seen::now(&entry.path()).ok());
        }
        files.sort_by(|one, other| (one.modified, &one.path).cmp(&(other.modified, &other.path)));
        Ok(files)
    }

    /// Moves a file to its place, under a name that is free there; says where it is now. A file that was replaced
    /// since it was `seen` is left: it is another one.
    pub(super) fn put_away(&self, seen: &Seen, place: Place) -> io::Result<Option<PathBuf>> {
        let is_same = |path: &Path| {
            Seen::now(path).is_ok_and(|now| (now.size, now.modified) == (seen.size, seen.modified))
        };
        if !is_same(&seen.path) {
            return Ok(None);
        }
        let to = self.free_name(seen.path.file_name().unwrap_or_default(), place);
        fs::rename(&seen.path, &to)?;
        if is_same(&to) {
            return Ok(Some(to));
        }
        // It was replaced in that very moment: back with it.
        if !seen.path.exists() {
            fs::rename(&to, &seen.path)?;
        }
        Ok(None)
    }

    /// Writes what is to be said of a file beside it.
    pub(super) fn note_beside(&self, file: &Path, text: &str) -> io::Result<()> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        fs::write(file.with_file_name(fitting(&name, ".txt")), format!("{}\n", text.trim_end()))
    }

    /// A free name for what belongs to a file.
    pub(super) fn free_name(&self, name: &OsStr, place: Place) -> PathBuf {
        let folder = self.0.join(place.name());
        let wanted = folder.join(name);
        if !wanted.exists() && name.len() <= LONGEST_NAME {
            return wanted;
        }
        let path = Path::new(name);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path
            .extension()
            .map(|ending| format!(".{}", ending.to_string_lossy()))
            .unwrap_or_default();
        let when = Timestamp::now().strftime("%Y-%m-%d %H%M%S");
        (0..)
            .map(|number: u32| match number {
                0 => folder.join(fitting(&stem, &format!(" ({when}){ending}"))),
                _ => folder.join(fitting(&stem, &format!(" ({when} {number}){ending}"))),
            })
            .find(|path| !path.exists())
            .unwrap_or(wanted)
    }
}

/// So many bytes the name of a file has at most, on the systems that there are.
const LONGEST_NAME: usize = 255;

/// A name with something behind it; its end goes where both together would be too long for any system.
pub(super) fn fitting(name: &str, behind: &str) -> String {
    let room = LONGEST_NAME.saturating_sub(behind.len());
    format!("{}{behind}", &name[..name.floor_char_boundary(room)])
}

/// Whether a name is one that programs give to files that they have not finished.
fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let begins = [".", "~$", "._"].iter().any(|sign| name.starts_with(sign));
    let ends = ["~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart"]
        .iter()
        .any(|sign| name.ends_with(sign));
    begins || ends || matches!(name.as_str(), "thumbs.db" | "desktop.ini")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join("own");
        let watched = home.path().join("watched");
        fs::create_dir_all(&own).unwrap();
        fs::create_dir_all(&watched).unwrap();
        let folder = Folder::open(&watched, &own).unwrap();
        (home, folder)
    }

    #[test]
    fn longshore_s_own_folder_and_what_is_around_it_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join("own");
        let within = own.join("spools");
        fs::create_dir_all(&within).unwrap();
        for folder in [home.path(), &own, &within] {
            assert_eq!(Folder::open(folder, &own).unwrap_err().code, "folder_is_ours");
            assert!(!folder.join("done").exists());
        }
    }

    #[test]
    fn only_whole_files_wait() {
        let (_home, folder) = folder();
        for name in ["b.csv", "a.CSV", ".hidden.csv", "~$book.xlsx", "c.csv.part", "d.crdownload"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let mut names: Vec<_> = folder.files().unwrap().iter().map(Seen::name).collect();
        names.sort_unstable();
        assert_eq!(names, ["a.CSV", "b.csv"]);
    }

    #[test]
    fn nothing_that_was_put_away_is_written_over() {
        let (_home, folder) = folder();
        let mut places = Vec::new();
        for text in ["one", "two", "three"] {
            let path = folder.path().join("list.tar.gz");
            fs::write(&path, text).unwrap();
            let seen = Seen::now(&path).unwrap();
            places.push(folder.put_away(&seen, Place::Done).unwrap().unwrap());
        }
        let texts: Vec<_> = places.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts, ["one", "two", "three"]);
        assert!(places.iter().all(|path| path.extension().is_some_and(|ending| ending == "gz")));
    }

    #[test]
    fn a_name_as_long_as_names_can_be_finds_its_place_and_its_note() {
        let (_home, folder) = folder();
        let name = format!("{}.csv", "ä".repeat(125));
        let mut places = Vec::new();
        for text in ["one", "two"] {
            let path = folder.path().join(&name);
            fs::write(&path, text).unwrap();
            let place = folder.put_away(&Seen::now(&path).unwrap(), Place::Failed).unwrap();
            folder.note_beside(place.as_ref().unwrap(), "why").unwrap();
            places.push(place.unwrap());
        }
        assert_ne!(places[0], places[1]);
        assert!(places.iter().all(|path| path.extension().is_some_and(|ending| ending == "csv")));
    }

    #[test]
    fn what_was_replaced_since_stays_where_it_is() {
        let (_home, folder) = folder();
        let path = folder.path().join("list.csv");
        fs::write(&path, "one").unwrap();
        let seen = Seen::now(&path).unwrap();
        fs::write(&path, "another").unwrap();
        assert_eq!(folder.put_away(&seen, Place::Done).unwrap(), None);
        assert_eq!(fs::read_to_string(path).unwrap(), "another");
    }
}
