//! The WordPress below a shop, which alone takes files: for somebody with an application password.
//!
//! A key of the shop counts for nothing there (`media-wp-v2-upload-with-wc-key`).
//! Source: WordPress REST API Handbook, "Authentication" and the reference pages "Media" and "Users".

use std::collections::BTreeMap;

use longshore_engine::{change::Refusal, value::StoreId};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::{
    connection::{Connection, KeyShown},
    error::{Fault, StoreError},
    transport::{Reply, Transport},
};

/// Where the API lies below the site.
const API: &str = "wp-json/wp/v2";

/// More files are not asked for at a time.
const LARGEST_PAGE: usize = 100;

/// A WordPress site, to somebody who has signed in.
pub struct WordPress {
    transport: Transport,
}

/// A file to be uploaded.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its name, without folders.
    pub name: String,
    /// Its type, such as `image/png`.
    pub media_type: &'static str,
    /// By what it is found again where the answer is lost: its name in addresses.
    pub mark: String,
    /// What it is.
    pub content: Vec<u8>,
}

/// What the site said to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// It has it, under this number.
    Kept(StoreId),
    /// It does not take it.
    Refused(Refusal),
}

#[derive(Deserialize)]
struct Shown {
    id: u64,
}

#[derive(Deserialize)]
struct Called {
    id: u64,
    #[serde(default)]
    slug: String,
}

#[derive(Deserialize)]
struct Me {
    #[serde(default)]
    capabilities: BTreeMap<String, Json>,
}

impl WordPress {
    /// Gets ready to talk to a site; sends nothing yet. The connection's key is the user's name, its secret the
    /// application password, in which spaces do not count.
    ///
    /// # Errors
    /// Where name, password, address or certificates cannot be used at all; [`Fault::PlainHttp`] where everybody on
    /// the way could read the password.
    pub fn new(connection: Connection) -> Result<Self, StoreError> {
        let connection = Connection { key_shown: KeyShown::Header, ..connection };
        Ok(Self { transport: Transport::signed_in(connection, API)? })
    }

    /// Whether the user may upload files. An error where the site does not let the user in.
    ///
    /// # Errors
    /// Whatever is in the way.
    pub async fn may_upload(&self) -> Result<bool, StoreError> {
        let asked = vec![("context", "edit".to_owned()), ("_fields", "id,capabilities".to_owned())];
        let me: Me = self.transport.get("users/me", &asked).await?.read()?;
        Ok(me.capabilities.get("upload_files").is_some_and(|may| *may == true))
    }

    /// Uploads a file in exactly one request, which is never repeated in here.
    ///
    /// # Errors
    /// Where nothing was sent, or nobody knows what became of it.
    pub async fn upload(&self, file: NewFile) -> Result<FileAnswer, StoreError> {
        let unusable = || StoreError::nothing_sent(Fault::RequestMixed);
        let name: String =
            file.name.chars().filter(|letter| !matches!(letter, '"' | '\\' | ';')).collect();
        let disposition = format!("attachment; filename=\"{name}\"");
        let mut headers = HeaderMap::new();
        // WordPress takes the name as it stands, in UTF-8.
        let disposition =
            HeaderValue::from_bytes(disposition.as_bytes()).map_err(|_| unusable())?;
        headers.insert(CONTENT_DISPOSITION, disposition);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
        let said = vec![("slug", file.mark)];
        match self.transport.post_file("media", &said, headers, file.content).await {
            Ok(reply) => Ok(FileAnswer::Kept(kept(&reply)?)),
            Err(error) => refused(error).map(FileAnswer::Refused),
        }
    }

    /// The file that was uploaded with this mark.
    ///
    /// # Errors
    /// Whatever is in the way.
    pub async fn marked(&self, mark: &str) -> Result<Option<StoreId>, StoreError> {
        let asked = vec![("slug", mark.to_owned()), ("_fields", "id".to_owned())];
        let found: Vec<Shown> = self.transport.get("media", &asked).await?.read()?;
        Ok(found.first().map(|shown| StoreId(shown.id)))
    }

    /// What some files are called in addresses, as far as they are there; a hundred in each request. Those that were
    /// uploaded in here have their marks there.
    ///
    /// # Errors
    /// Whatever is in the way.
    pub async fn called(&self, files: &[StoreId]) -> Result<Vec<(StoreId, String)>, StoreError> {
        let mut called = Vec::new();
        for some in files.chunks(LARGEST_PAGE) {
            let numbers: Vec<String> = some.iter().map(|id| id.0.to_string()).collect();
            let asked = vec![
                ("include", numbers.join(",")),
                ("per_page", LARGEST_PAGE.to_string()),
                ("_fields", "id,slug".to_owned()),
            ];
            let found: Vec<Called> = self.transport.get("media", &asked).await?.read()?;
            called.extend(found.into_iter().map(|shown| (StoreId(shown.id), shown.slug)));
        }
        Ok(called)
    }

    /// Removes a file for good; one that is gone already is as good as removed.
    ///
    /// # Errors
    /// Where nothing was sent, or nobody knows what became of it.
    pub async fn remove(&self, file: StoreId) -> Result<FileAnswer, StoreError> {
        let path = format!("media/{}", file.0);
        match self.transport.delete(&path, &vec![("force", "true".to_owned())]).await {
            Ok(_) => Ok(FileAnswer::Kept(file)),
            Err(error) => match refused(error)? {
                Refusal { status: 404, .. } => Ok(FileAnswer::Kept(file)),
                refusal => Ok(FileAnswer::Refused(refusal)),
            },
        }
    }
}

fn kept(reply: &Reply) -> Result<StoreId, StoreError> {
    Ok(StoreId(reply.read::<Shown>()?.id))
}

/// What the site refuses, and would again; everything else stays an error. A file that it does not take is answered
/// with 500 `rest_upload_sideload_error`: it is not kept all the same.
fn refused(error: StoreError) -> Result<Refusal, StoreError> {
    match error.fault {
        Fault::Refused { status, code, message } => {
            Ok(Refusal { status, code, message, existing: None })
        }
        Fault::ServerFailed { status, code, message } if code.starts_with("rest_upload_") => {
            Ok(Refusal { status, code, message, existing: None })
        }
        Fault::TooLarge => {
            let code = "rest_upload_file_too_big".into();
            Ok(Refusal { status: 413, code, message: String::new(), existing: None })
        }
        fault => Err(StoreError { fault, ..error }),
    }
}
