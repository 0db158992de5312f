//! Uploaded pictures: taken by their address, never fetched.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use super::{Counter, Shop};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::{dates, slug, text};

/// Extensions that WordPress takes for pictures.
const PICTURES: &[&str] = &["jpg", "jpeg", "jpe", "gif", "png", "webp", "avif", "ico", "heic"];

/// One uploaded file.
#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) id: i64,
    /// Path below the uploads folder: `2026/11/good.jpg`.
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) alt: String,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

/// A picture as answers show it.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
    id: i64,
    date_created: String,
    date_created_gmt: String,
    date_modified: String,
    date_modified_gmt: String,
    src: String,
    name: String,
    alt: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    sizes: Option<Sizes>,
}

/// Smaller copies of a picture; products show them, terms and variations do not.
#[derive(Debug, Serialize)]
struct Sizes {
    srcset: String,
    sizes: &'static str,
    thumbnail: String,
}

impl Media {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            file: row.get(1)?,
            name: row.get(2)?,
            alt: row.get(3)?,
            created: row.get(4)?,
            modified: row.get(5)?,
        })
    }

    /// Where the file can be fetched.
    pub(crate) fn address(&self, base: &str) -> String {
        format!("{base}/wp-content/uploads/{}", self.file)
    }

    /// The picture under the address by which the client knows the store. As nothing is fetched,
    /// every picture counts as one of 640 by 480.
    pub(crate) fn picture(&self, base: &str, with_sizes: bool) -> Picture {
        let src = self.address(base);
        let sizes = with_sizes.then(|| {
            let (stem, extension) = src.rsplit_once('.').unwrap_or((&src, ""));
            Sizes {
                srcset: format!(
                    "{src} 640w, {stem}-300x225.{extension} 300w, {stem}-600x450.{extension} 600w"
                ),
                sizes: "(max-width: 640px) 100vw, 640px",
                thumbnail: format!("{stem}-300x300.{extension}"),
            }
        });
        Picture {
            id: self.id,
            date_created: dates::show(self.created),
            date_created_gmt: dates::show(self.created),
            date_modified: dates::show(self.modified),
            date_modified_gmt: dates::show(self.modified),
            src,
            name: self.name.clone(),
            alt: self.alt.clone(),
            sizes,
        }
    }
}

impl Shop {
    pub(crate) fn media(&self, id: i64) -> Outcome<Option<Media>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, file, name, alt, created, modified FROM media WHERE id = ?1",
        )?;
        Ok(find.query_row([id], Media::from_row).optional()?)
    }

    /// Takes a picture by its address, under a new number and a free file name.
    pub(crate) fn upload(&mut self, address: &str) -> Outcome<i64> {
        let address = address.trim();
        let refuse = |message: String| Failure::new(400, "woocommerce_rest_invalid_image", message);
        let remote = |why: &str| {
            Failure::new(
                400,
                "woocommerce_rest_invalid_remote_image_url",
                format!("Error getting remote image {address}. Error: {why}"),
            )
        };
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))
            .filter(|rest| !rest.is_empty() && !rest.starts_with('/'));
        let Some(rest) = rest else { return Err(remote("A valid URL was not provided.")) };
        // Names that no name server knows (RFC 2606).
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        if host.ends_with(".invalid") {
            return Err(remote("A valid URL was not provided."));
        }
        if rest.contains("/missing/") {
            return Err(remote("Not Found"));
        }
        if rest.contains("/empty-file/") {
            return Err(refuse("Invalid image: File is empty. Please upload something more substantial. This error could also be caused by uploads being disabled in your php.ini file or by post_max_size being defined as smaller than upload_max_filesize in php.ini.".to_owned()));
        }
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let name = slug::file_name(path.rsplit_once('/').map_or("", |(_, name)| name));
        let picture = name.rsplit_once('.').is_some_and(|(stem, extension)| {
            !stem.is_empty() && PICTURES.contains(&extension.to_ascii_lowercase().as_str())
        });
        if !picture || rest.contains("/not-an-image/") {
            return Err(refuse(
                "Invalid image: Sorry, you are not allowed to upload this file type.".to_owned(),
            ));
        }
        let now = dates::now();
        let (file, name) = self.free_file(&name, now)?;
        let id = self.next(Counter::Post);
        self.db
            .prepare_cached(
                "INSERT INTO media (id, file, name, alt, created, modified) VALUES (?1, ?2, ?3, '', ?4, ?4)",
            )?
            .execute(params![id, file, name, now])?;
        Ok(id)
    }

    fn free_file(&self, name: &str, now: i64) -> Outcome<(String, String)> {
        let (year, month) = dates::year_and_month(now);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let mut taken = self.db.prepare_cached("SELECT 1 FROM media WHERE file = ?1")?;
        let mut number = 0;
        loop {
            let name = match number {
                0 => name.to_owned(),
                number => format!("{stem}-{number}.{extension}"),
            };
            let file = format!("{year:04}/{month:02}/{name}");
            if !taken.exists([&file])? {
                return Ok((file, name));
            }
            number += 1;
        }
    }

    /// Gives a picture the name and the alternative text that came with it.
    pub(crate) fn describe_media(
        &self,
        id: i64,
        name: Option<&str>,
        alt: Option<&str>,
    ) -> Outcome<()> {
        if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
            self.db
                .prepare_cached("UPDATE media SET alt = ?2 WHERE id = ?1")?
                .execute(params![id, text::clean(alt)])?;
        }
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.db
                .prepare_cached("UPDATE media SET name = ?2, modified = ?3 WHERE id = ?1")?
                .execute(params![id, name, dates::now()])?;
        }
        Ok(())
    }
}
