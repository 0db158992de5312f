//! Where does Longshore keep what it remembers?

use std::path::{Path, PathBuf};

use crate::error::ApiError;

/// The folder of the application's data, readable by its owner only.
#[derive(Clone, Debug)]
pub struct Home(PathBuf);

impl Home {
    /// The folder that `LONGSHORE_HOME` names, else the platform's own place for it; made when missing.
    pub fn find() -> Result<Self, ApiError> {
        let none = || ApiError::new("no_data_folder").hint("set_longshore_home");
        Self::at(Self::named().ok_or_else(none)?)
    }

    /// Which folder that is, whether it is there or not.
    #[must_use]
    pub fn named() -> Option<PathBuf> {
        match std::env::var_os("LONGSHORE_HOME") {
            Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
            _ => {
                let folders = directories::ProjectDirs::from("", "Longshore", "Longshore")?;
                Some(folders.data_dir().to_path_buf())
            }
        }
    }

    /// That folder; made when missing.
    pub fn at(folder: PathBuf) -> Result<Self, ApiError> {
        make_private(&folder).map_err(|error| {
            ApiError::new("data_folder_unusable")
                .with("folder", folder.display())
                .detail(error)
                .hint("set_longshore_home")
        })?;
        Ok(Self(folder))
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The journal's file.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.sqlite")
    }

    /// The mirror of a connection. Its number, not its name: names are the user's.
    #[must_use]
    pub fn mirror(&self, connection: u64) -> PathBuf {
        self.0.join("mirrors").join(format!("{connection}.sqlite"))
    }

    /// Where spools lie while they are needed.
    pub fn spools(&self) -> Result<PathBuf, ApiError> {
        let folder = self.0.join("spools");
        make_private(&folder)?;
        Ok(folder)
    }

    /// Where the program writes down what it does.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// Where sources lie that have no file of the user's: what was pasted or handed over.
    #[must_use]
    pub fn drafts(&self) -> PathBuf {
        self.0.join("drafts")
    }

    /// Where files lie that a browser handed over, until somebody comes for them.
    #[must_use]
    pub fn uploads(&self) -> PathBuf {
        self.0.join("uploads")
    }

    /// Where certificates of private authorities lie.
    #[must_use]
    pub fn authorities(&self) -> PathBuf {
        self.0.join("authorities")
    }

    /// Where secrets lie that the user asked to keep in a file.
    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.0.join("secrets")
    }
}

/// A connection may be called anything: its bytes in hexadecimal are a file name everywhere.
pub(crate) fn file_name(connection: &str) -> String {
    connection.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a folder that only its owner may enter; where the platform has no such modes its own rules hold.
///
/// # Errors
/// Where it cannot be made.
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
