//! What may be opened outside of the window?
//!
//! Addresses of stores that Longshore knows, its own folders, and files that the user said where to write. A page that
//! was tricked can open nothing else.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use longshore_app::{ApiError, Studio, stores};
use serde::Deserialize;
use tauri::{AppHandle, Url};
use tauri_plugin_opener::OpenerExt;

/// Something to be shown in the system's own file manager.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// A folder of Longshore's.
    Folder(Folder),
    /// A file that the user said where to write.
    File(PathBuf),
}

/// A folder of Longshore's.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Folder {
    /// Where its data lies.
    Data,
    /// Where its log lies.
    Logs,
}

/// The places that the user chose in this window.
#[derive(Default)]
pub(crate) struct Chosen(Mutex<HashSet<PathBuf>>);

impl Chosen {
    pub(crate) fn add(&self, path: PathBuf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }

    fn has(&self, path: &PathBuf) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }
}

/// Opens an address of a known store in the user's browser.
pub(crate) async fn address(
    app: &AppHandle,
    studio: &Studio,
    address: &str,
) -> Result<(), ApiError> {
    let refused = || ApiError::new("address_refused").with("address", address);
    let wanted = Url::parse(address).map_err(|_| refused())?;
    let known = stores::list(studio, stores::Nothing {}).await?;
    let is_known = known
        .iter()
        .filter_map(|store| Url::parse(&store.url).ok())
        .any(|store| is_of(&wanted, &store));
    if !is_known {
        return Err(refused());
    }
    app.opener()
        .open_url(wanted, None::<&str>)
        .map_err(|error| ApiError::new("address_not_opened").with("address", address).detail(error))
}

/// Whether an address belongs to a store: same scheme, host and port, and nothing that hides another one.
fn is_of(wanted: &Url, store: &Url) -> bool {
    ["http", "https"].contains(&wanted.scheme())
        && wanted.origin() == store.origin()
        && wanted.username().is_empty()
        && wanted.password().is_none()
}

/// Shows a folder, or a file in its folder.
pub(crate) fn place(
    app: &AppHandle,
    studio: &Studio,
    chosen: &Chosen,
    place: &Place,
) -> Result<(), ApiError> {
    let opener = app.opener();
    let (path, shown) = match place {
        Place::Folder(folder) => {
            let path = match folder {
                Folder::Data => studio.home().folder().to_path_buf(),
                Folder::Logs => studio.home().logs(),
            };
            let shown = opener.open_path(path.to_string_lossy(), None::<&str>);
            (path, shown)
        }
        Place::File(file) if chosen.has(file) => (file.clone(), opener.reveal_item_in_dir(file)),
        Place::File(file) => {
            return Err(ApiError::new("place_refused").with("path", file.display()));
        }
    };
    shown.map_err(|error| {
        ApiError::new("place_not_shown").with("path", path.display()).detail(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_store_itself_are_its_own() {
        let store = Url::parse("https://shop.example/wp/").unwrap();
        let is = |address: &str| Url::parse(address).is_ok_and(|address| is_of(&address, &store));
        assert!(is("https://shop.example/?p=12"));
        assert!(is("https://SHOP.example:443/wp-admin/post.php?post=12&action=edit"));
        for wrong in [
            "http://shop.example/",
            "https://shop.example.evil.example/",
            "https://shop.example@evil.example/",
            "https://user@shop.example/",
            "https://shop.example:8443/",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ] {
            assert!(!is(wrong), "{wrong}");
        }
    }
}
