//! Files that a browser hands over, and files that it gets: by token, never by path.
//!
//! A browser cannot name a file of this computer. What a request says in a path's place is the token of a file that
//! was handed over (`upload:…`), or of a place that was made for one to be written (`download:…`) and fetched once.

mod paths;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use longshore_app::{ApiError, Home, home::make_private, uploads};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
    sync::Semaphore,
};
use tokio_util::io::ReaderStream;

use crate::{
    gate::refused,
    serve::{Shared, secret_name},
};

/// The largest file that is taken in.
const LARGEST: u64 = 16 << 30;
/// So many are taken in at a time.
const AT_A_TIME: usize = 4;
/// So many may wait to be fetched, and so many tokens are known.
const MOST: usize = 256;

/// The files under way.
pub(crate) struct Handing {
    home: Home,
    taken_in: Mutex<HashMap<String, PathBuf>>,
    to_be_fetched: Mutex<HashMap<String, Written>>,
    room: Semaphore,
}

/// A place that a command writes to.
struct Written {
    folder: TempDir,
    name: String,
}

/// What a file is to be called.
#[derive(Deserialize)]
pub(crate) struct Named {
    name: String,
}

impl Handing {
    pub(crate) fn new(home: &Home) -> Self {
        let (taken_in, to_be_fetched) = Default::default();
        Self { home: home.clone(), taken_in, to_be_fetched, room: Semaphore::new(AT_A_TIME) }
    }

    /// Puts paths where a request has tokens. A folder that is to be watched, or that has pictures, is typed: what comes into it
    /// later, or thousands of files, cannot be handed over now.
    ///
    /// # Errors
    /// `path_refused` where it has a path, `upload_unknown` and `download_unknown`; `folder_not_whole` where a typed
    /// folder does not begin at the top.
    pub(crate) fn put_paths_in(&self, command: &str, request: &mut Value) -> Result<(), ApiError> {
        if matches!(command, "watched.add" | "drafts.pictures") {
            return paths::typed_folder(request);
        }
        paths::put_in(request, |token| {
            if let Some(token) = token.strip_prefix("upload:") {
                let known = self.taken_in.lock().unwrap_or_else(PoisonError::into_inner);
                return known.get(token).cloned().ok_or_else(|| ApiError::new("upload_unknown"));
            }
            if let Some(token) = token.strip_prefix("download:") {
                let known = self.to_be_fetched.lock().unwrap_or_else(PoisonError::into_inner);
                let written = known.get(token).ok_or_else(|| ApiError::new("download_unknown"))?;
                return Ok(written.folder.path().join(&written.name));
            }
            Err(ApiError::new("path_refused"))
        })
    }
}

/// Takes a file in: the body is its bytes. Answers with a token.
pub(crate) async fn take_in(
    State(shared): State<Arc<Shared>>,
    Query(named): Query<Named>,
    body: Body,
) -> Response {
    match receive(&shared.handing, named.name, body).await {
        Ok(token) => Json(json!({ "upload": token })).into_response(),
        Err(error) if error.code == "upload_too_big" => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, error)
        }
        Err(error) => refused(StatusCode::UNPROCESSABLE_ENTITY, error),
    }
}

async fn receive(handing: &Handing, name: String, body: Body) -> Result<String, ApiError> {
    let _room = handing.room.acquire().await.map_err(ApiError::internal)?;
    let home = handing.home.clone();
    let upload = tokio::task::spawn_blocking(move || {
        let upload = uploads::begin(&home, &name)?;
        only_for_the_owner(&upload.path)?;
        Ok::<_, ApiError>(upload)
    });
    let upload = upload.await??;
    let file = File::options().write(true).truncate(true).open(&upload.path).await?;
    if let Err(error) = write(file, body).await {
        // Nobody knows its token; what cannot be removed now is swept up later.
        let _ = tokio::fs::remove_file(&upload.path).await;
        return Err(error);
    }
    let mut known = handing.taken_in.lock().unwrap_or_else(PoisonError::into_inner);
    // A path that is not known any more is only a file that can no longer be named in a path's place.
    known.retain(|_, path| path.exists());
    if known.len() < MOST {
        known.insert(upload.token.clone(), upload.path);
    }
    Ok(upload.token)
}

async fn write(file: File, body: Body) -> Result<(), ApiError> {
    let mut out = BufWriter::with_capacity(1 << 18, file);
    let mut bytes = body.into_data_stream();
    let mut size = 0;
    while let Some(part) = bytes.next().await {
        let part = part.map_err(|error| ApiError::new("upload_broken_off").detail(error))?;
        size += part.len() as u64;
        if size > LARGEST {
            return Err(ApiError::new("upload_too_big").with("most", LARGEST));
        }
        out.write_all(&part).await?;
    }
    out.flush().await?;
    out.get_ref().sync_all().await?;
    Ok(())
}

fn only_for_the_owner(path: &std::path::Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    // Elsewhere the folder's own rules hold.
    let _ = path;
    Ok(())
}

/// Makes room for a file that a command will write. Answers with a token.
pub(crate) async fn make_room(
    State(shared): State<Arc<Shared>>,
    Json(named): Json<Named>,
) -> Response {
    let home = shared.handing.home.clone();
    let made = tokio::task::spawn_blocking(move || {
        make_private(&home.uploads())?;
        tempfile::Builder::new().prefix("download-").tempdir_in(home.uploads())
    });
    let folder = match made.await.map_err(std::io::Error::other).and_then(|made| made) {
        Ok(folder) => folder,
        Err(error) => return refused(StatusCode::UNPROCESSABLE_ENTITY, error.into()),
    };
    let Ok(token) = secret_name() else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, ApiError::new("internal"));
    };
    let name = paths::file_name(&named.name);
    let mut known = shared.handing.to_be_fetched.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST {
        return refused(StatusCode::TOO_MANY_REQUESTS, ApiError::new("downloads_too_many"));
    }
    known.insert(token.clone(), Written { folder, name });
    Json(json!({ "download": token })).into_response()
}

/// Gives a file out that a command has written, once.
pub(crate) async fn give_out(
    State(shared): State<Arc<Shared>>,
    Path(token): Path<String>,
) -> Response {
    let taken = {
        let mut known = shared.handing.to_be_fetched.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&token)
    };
    let unknown = || refused(StatusCode::NOT_FOUND, ApiError::new("download_unknown"));
    let Some(Written { folder, name }) = taken else { return unknown() };
    let Ok(file) = File::open(folder.path().join(&name)).await else { return unknown() };
    let size = file.metadata().await.map(|found| found.len()).unwrap_or_default();
    // The folder goes when the last byte has gone.
    let bytes = ReaderStream::new(file).map(move |part| {
        let _ = &folder;
        part
    });
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, paths::attachment(&name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, Body::from_stream(bytes)).into_response()
}
