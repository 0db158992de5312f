//! Files that were opened with the program, until the page comes for them.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// The files.
#[derive(Default)]
pub(crate) struct Given(Mutex<Vec<PathBuf>>);

impl Given {
    /// Notes files that were opened.
    pub(crate) fn add(&self, files: Vec<PathBuf>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
    }

    /// Hands them over, once.
    pub(crate) fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
