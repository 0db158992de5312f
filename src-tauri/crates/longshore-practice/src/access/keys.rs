//! The store's keys: made at its first start, and kept in its data folder.

use std::fmt::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::PracticeError;

/// What a key may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Right {
    Both,
    Read,
    Write,
}

/// A key and its secret.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) key: String,
    pub(crate) secret: String,
    pub(crate) right: Right,
}

/// All keys of a store, one for each right.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Keys {
    keys: Vec<Key>,
}

impl Keys {
    /// Fresh keys.
    pub(crate) fn generate() -> Result<Self, PracticeError> {
        let mut keys = Vec::new();
        for right in [Right::Both, Right::Read, Right::Write] {
            keys.push(Key { key: random("ck_")?, secret: random("cs_")?, right });
        }
        Ok(Self { keys })
    }

    /// The keys of a data folder, made if there are none.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, PracticeError> {
        let path = folder.join("keys.json");
        let failed = |source| PracticeError::Folder { path: path.clone(), source };
        if path.exists() {
            let text = std::fs::read(&path).map_err(failed)?;
            return serde_json::from_slice(&text).map_err(|error| failed(error.into()));
        }
        let keys = Self::generate()?;
        let text = serde_json::to_vec_pretty(&keys).map_err(|error| failed(error.into()))?;
        write_private(&path, &text).map_err(failed)?;
        Ok(keys)
    }

    pub(crate) fn find(&self, key: &str) -> Option<&Key> {
        self.keys.iter().find(|known| known.key == key)
    }

    /// The key with exactly a right; each store has one.
    pub(crate) fn with(&self, right: Right) -> Option<&Key> {
        self.keys.iter().find(|key| key.right == right)
    }
}

/// A file that only its owner can read.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(content)
}

fn random(prefix: &str) -> Result<String, PracticeError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|_| PracticeError::Random)?;
    let mut text = prefix.to_owned();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
