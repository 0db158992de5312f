//! How does a file come from an address of the web, whoever serves it?
//!
//! Each redirect is looked at before it is followed, a login goes nowhere but to the machine that it was typed for, and
//! no more comes in than was agreed. What is an error page is told apart from a file here; what the file is, elsewhere.

mod address;
mod fault;
mod name;
mod page;

use std::time::Duration;

use reqwest::{Response, StatusCode, Url, header};

pub use address::{Remembered, WebAddress};
pub use fault::DownloadError;
pub(crate) use page::is_web_page;

use crate::{
    connection::{Address, Manners, host_of},
    transport::{downloading, fetch, target},
};

/// So much is looked at before the rest is asked for: enough to know a page from a file.
const LOOKED_AT: usize = 1_024;

/// How long we wait for a file, and how much of it we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long a connection may take to come about.
    pub connect_within: Duration,
    /// How long nothing may come.
    pub silent_for: Duration,
    /// How long the file may take as a whole.
    pub whole_within: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
    /// The longest file that is taken, unpacked from what the transport packs.
    pub most_bytes: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect_within: Duration::from_secs(20),
            silent_for: Duration::from_secs(60),
            whole_within: Duration::from_secs(60 * 60),
            redirects: 5,
            most_bytes: 4 << 30,
        }
    }
}

/// A file that is coming in.
#[derive(Debug)]
pub struct Download {
    /// What the server or the address calls it, without anything that is no name. Text from outside.
    pub name: String,
    /// How many bytes it will have, where the server says so.
    pub length: Option<u64>,
    response: Response,
    host: String,
    begun: Vec<u8>,
    received: u64,
    patience: Patience,
}

impl Download {
    /// Asks for a file and waits for its first bytes.
    ///
    /// # Errors
    /// Where nobody answers, where something else than a file is there, and where it is longer than is agreed.
    pub async fn begin(address: &WebAddress, patience: Patience) -> Result<Self, DownloadError> {
        let (response, url) = walk(address, patience).await?;
        let host = host_of(&url);
        refused(response.status(), &host)?;
        let length = response.content_length();
        if length.is_some_and(|length| length > patience.most_bytes) {
            return Err(DownloadError::TooLarge { host, most: patience.most_bytes });
        }
        let disposition = response.headers().get(header::CONTENT_DISPOSITION);
        let name = name::of(disposition.map(header::HeaderValue::as_bytes), &url);
        let begun = Vec::new();
        let mut download = Self { name, length, response, host, begun, received: 0, patience };
        while download.begun.len() < LOOKED_AT {
            let Some(piece) = download.piece().await? else { break };
            download.begun.extend_from_slice(&piece);
        }
        if is_web_page(&download.begun) {
            return Err(DownloadError::WebPage { host: download.host });
        }
        Ok(download)
    }

    /// The next bytes; `None` at its end.
    ///
    /// # Errors
    /// Where it breaks off, where nothing comes any more, and where it is longer than is agreed.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, DownloadError> {
        if !self.begun.is_empty() {
            return Ok(Some(std::mem::take(&mut self.begun)));
        }
        self.piece().await
    }

    async fn piece(&mut self) -> Result<Option<Vec<u8>>, DownloadError> {
        let host = || self.host.clone();
        let piece = self.response.chunk().await.map_err(|error| match error.is_timeout() {
            true => DownloadError::TimedOut { host: host() },
            false => DownloadError::Cut { host: host(), received: self.received },
        })?;
        let Some(piece) = piece else { return Ok(None) };
        self.received += piece.len() as u64;
        if self.received > self.patience.most_bytes {
            return Err(DownloadError::TooLarge { host: host(), most: self.patience.most_bytes });
        }
        Ok(Some(piece.to_vec()))
    }
}

/// Follows redirects; each is looked at before it is followed.
async fn walk(address: &WebAddress, patience: Patience) -> Result<(Response, Url), DownloadError> {
    let manners = Manners {
        connect_within: patience.connect_within,
        answer_within: patience.whole_within,
        ..Manners::unlimited()
    };
    let mut url = address.with_login()?;
    for _ in 0..=patience.redirects {
        let at = Address::parse(url.as_str()).map_err(|_| DownloadError::Unusable)?;
        let client = downloading(&at, &manners, patience.silent_for)
            .map_err(|fault| DownloadError::of(&fault, &host_of(&url)))?;
        let response = fetch(client.get(url.clone()), &manners, &url)
            .await
            .map_err(|error| DownloadError::of(&error.fault, &host_of(&url)))?;
        if !is_redirect(response.status()) {
            return Ok((response, url));
        }
        let next = Url::parse(&target(response.headers(), &url)).ok();
        let next = next.ok_or_else(|| DownloadError::RedirectRefused { host: host_of(&url) })?;
        url = address::next(address, &url, next)?;
    }
    Err(DownloadError::TooManyRedirects { host: address.host() })
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What a status other than 2xx means.
fn refused(status: StatusCode, host: &str) -> Result<(), DownloadError> {
    let host = host.to_owned();
    let status = status.as_u16();
    Err(match status {
        200..=299 => return Ok(()),
        401 | 403 | 407 => DownloadError::Locked { host, status },
        404 | 410 => DownloadError::NotFound { host, status },
        429 | 500.. => DownloadError::Busy { host, status },
        _ => DownloadError::Refused { host, status },
    })
}
