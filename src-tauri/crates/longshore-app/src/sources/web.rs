//! How does a file come from the web before it is read?

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use longshore_connectors::{
    Download, WebAddress,
    download::{Patience, Remembered},
};
use longshore_engine::reading::ReadSettings;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use tokio::{fs, io::AsyncWriteExt};
use ts_rs::TS;

use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    studio::Studio,
    uploads,
};

/// A file of this computer, or one that an address of the web leads to. An address may have a key in it: it does not
/// print.
#[derive(Clone)]
pub enum SourceFile {
    /// Where it lies.
    Here(PathBuf),
    /// Where it is to be fetched from.
    Web(WebAddress),
}

impl Default for SourceFile {
    fn default() -> Self {
        Self::Here(PathBuf::new())
    }
}

impl<P: Into<PathBuf>> From<P> for SourceFile {
    fn from(path: P) -> Self {
        let path = path.into();
        match path.to_str().and_then(WebAddress::of) {
            Some(address) => Self::Web(address),
            None => Self::Here(path),
        }
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown())
    }
}

impl<'de> Deserialize<'de> for SourceFile {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        PathBuf::deserialize(from).map(Self::from)
    }
}

impl SourceFile {
    /// As a sentence about it may name it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Here(path) => path.display().to_string(),
            Self::Web(address) => address.remembered().address,
        }
    }

    /// The file on this computer, fetched where it has to be.
    pub(crate) async fn at_hand(&self, studio: &Studio, watch: &Watch) -> Result<AtHand, ApiError> {
        match self {
            Self::Here(path) => Ok(AtHand { path: path.clone(), fetched: None }),
            Self::Web(address) => {
                let fetched = fetch_from(studio, address, watch).await?;
                Ok(AtHand { path: fetched.path.clone(), fetched: Some(Arc::new(fetched)) })
            }
        }
    }
}

/// A file that can be read; one that was fetched is there as long as this is.
#[derive(Clone)]
pub(crate) struct AtHand {
    pub(crate) path: PathBuf,
    pub(crate) fetched: Option<Arc<Fetched>>,
}

/// A second file that was named beside the first one, as long as it is read.
pub(crate) struct Beside(Option<(AtHand, String)>);

impl Beside {
    /// The same settings with a second file of this computer, fetched where it has to be.
    pub(crate) async fn of(
        studio: &Studio,
        mut settings: ReadSettings,
        watch: &Watch,
    ) -> Result<(ReadSettings, Self), ApiError> {
        let named = settings.joining.with.clone().filter(|named| !named.is_empty());
        let Some(file @ SourceFile::Web(_)) = named.map(SourceFile::from) else {
            return Ok((settings, Self(None)));
        };
        let shown = file.shown();
        let fetched = file.at_hand(studio, watch).await;
        let at_hand = fetched.map_err(|error| error.with("file", &shown))?;
        settings.joining.with = Some(at_hand.path.to_string_lossy().into_owned());
        Ok((settings, Self(Some((at_hand, shown)))))
    }

    /// An error that names the file as it was named, not where it lay meanwhile.
    pub(crate) fn told(&self, mut error: ApiError) -> ApiError {
        if let Some((at_hand, shown)) = &self.0 {
            let path = at_hand.path.to_string_lossy();
            let meant = error.params.values_mut().filter(|value| **value == *path);
            meant.for_each(|value| value.clone_from(shown));
        }
        error
    }
}

/// A file that was fetched; gone when dropped, unless somebody took it.
pub(crate) struct Fetched {
    path: PathBuf,
    token: String,
    studio: Studio,
    size: u64,
    pub(crate) name: String,
    pub(crate) from: FetchedFrom,
}

impl Drop for Fetched {
    fn drop(&mut self) {
        if !self.token.is_empty() {
            uploads::forget(self.studio.home(), &self.token);
        }
    }
}

/// The address that a file was fetched from, as far as it may be written down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FetchedFrom {
    /// Without login, and without whatever in it may be a key.
    pub address: String,
    /// Whether nothing had to be left out, so that it leads to the same file again.
    pub is_whole: bool,
}

impl FetchedFrom {
    /// What a file of that name is called that was fetched from here: "files.example.com – products.csv".
    pub(crate) fn named(&self, file: &str) -> String {
        let rest = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let file = file.trim();
        match (host.is_empty(), file.is_empty() || file == host) {
            (true, _) => file.to_owned(),
            (false, true) => host.to_owned(),
            (false, false) => format!("{host} \u{2013} {file}"),
        }
    }
}

impl From<Remembered> for FetchedFrom {
    fn from(Remembered { address, is_whole }: Remembered) -> Self {
        Self { address, is_whole }
    }
}

/// An address on its way in. It does not print.
#[derive(Clone)]
pub struct TypedAddress(SecretString);

impl fmt::Debug for TypedAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TypedAddress")
    }
}

impl<'de> Deserialize<'de> for TypedAddress {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(text.into()))
    }
}

/// A file to be fetched.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct FileFetch {
    /// The address as it was typed or pasted, of http or https.
    #[ts(as = "String")]
    pub address: TypedAddress,
}

/// A file that was fetched.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FileFetched {
    /// The token by which a draft takes it.
    pub upload: String,
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
}

/// Fetches a file from the web, for a draft to take it.
///
/// # Errors
/// `address_unusable` and the other codes of addresses, `cancelled`, or where the data folder cannot be written to.
pub async fn fetch(
    studio: &Studio,
    request: FileFetch,
    watch: &Watch,
) -> Result<FileFetched, ApiError> {
    let typed = request.address.0.expose_secret().trim();
    // People leave out what every browser knows.
    let address = WebAddress::of(typed).or_else(|| WebAddress::of(&format!("https://{typed}")));
    let address = address.ok_or_else(|| ApiError::new("address_unusable"))?;
    let mut fetched = fetch_from(studio, &address, watch).await?;
    let (home, token, from) = (studio.home().clone(), fetched.token.clone(), fetched.from.clone());
    tokio::task::spawn_blocking(move || uploads::set_from(&home, &token, &from)).await??;
    let upload = std::mem::take(&mut fetched.token);
    Ok(FileFetched { upload, name: std::mem::take(&mut fetched.name), size: fetched.size })
}

async fn fetch_from(
    studio: &Studio,
    address: &WebAddress,
    watch: &Watch,
) -> Result<Fetched, ApiError> {
    watch.tell(Stage::Fetching, 0, None);
    let begun = watch.unless_cancelled(Download::begin(address, Patience::default())).await?;
    let mut download = begun.map_err(ApiError::from)?;
    let (home, name) = (studio.home().clone(), download.name.clone());
    let room = tokio::task::spawn_blocking(move || uploads::begin(&home, &name)).await??;
    // From here on it goes with its owner, whatever happens.
    let mut fetched = Fetched {
        path: room.path,
        token: room.token,
        studio: studio.clone(),
        size: 0,
        name: download.name.clone(),
        from: address.remembered().into(),
    };
    let mut file = fs::OpenOptions::new().write(true).open(&fetched.path).await?;
    while let Some(piece) =
        watch.unless_cancelled(download.next()).await?.map_err(ApiError::from)?
    {
        file.write_all(&piece).await?;
        fetched.size += piece.len() as u64;
        watch.tell(Stage::Fetching, fetched.size, download.length);
    }
    file.sync_all().await?;
    Ok(fetched)
}

impl AtHand {
    /// What the file is called.
    pub(crate) fn name(&self) -> String {
        match &self.fetched {
            Some(fetched) => fetched.name.clone(),
            None => name_of(&self.path),
        }
    }

    /// The address that it came from.
    pub(crate) fn from(&self) -> Option<FetchedFrom> {
        self.fetched.as_ref().map(|fetched| fetched.from.clone())
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_no_path_and_does_not_print_its_key() {
        let web = SourceFile::from("https://me:s3cret@shop.example/feed.xml?token=s3cret");
        assert!(matches!(web, SourceFile::Web(_)));
        assert_eq!(format!("{web:?}"), "https://shop.example/feed.xml");
        let here = SourceFile::from("https.csv");
        assert!(matches!(here, SourceFile::Here(_)));
        let typed: FileFetch =
            serde_json::from_value(serde_json::json!({"address": "https://x.example/?s3cret"}))
                .unwrap();
        assert!(!format!("{typed:?}").contains("s3cret"));
    }

    #[test]
    fn a_file_from_the_web_is_called_by_its_host_and_its_name() {
        let from = |address: &str| FetchedFrom { address: address.to_owned(), is_whole: true };
        let named = |address: &str, file: &str| from(address).named(file);
        let wanted = "files.example.com \u{2013} products.csv";
        assert_eq!(named("https://files.example.com/lists/products.csv", "products.csv"), wanted);
        assert_eq!(named("https://me@files.example.com?list=1", "products.csv"), wanted);
        assert_eq!(named("https://files.example.com", ""), "files.example.com");
    }
}
