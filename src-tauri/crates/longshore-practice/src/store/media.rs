//! Uploaded pictures: taken by their address, never fetched, or as a file.

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use super::{Counter, Shop};
use crate::server::page::Page;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::{dates, slug, text};

/// Extensions that WordPress takes for pictures.
const PICTURES: &[&str] = &["jpg", "jpeg", "jpe", "gif", "png", "webp", "avif", "ico", "heic"];

/// What is read of a file.
const COLUMNS: &str = "id, file, name, alt, created, modified, slug, description, author, size";

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
    /// Its name in addresses.
    pub(crate) slug: String,
    pub(crate) description: String,
    /// The user who uploaded it; 0: the store did.
    pub(crate) author: i64,
    /// In bytes; 0 for what was never fetched.
    pub(crate) size: i64,
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
            slug: row.get(6)?,
            description: row.get(7)?,
            author: row.get(8)?,
            size: row.get(9)?,
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

/// A file on its way into the uploads folder.
pub(crate) struct NewFile {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) slug: Option<String>,
    pub(crate) description: String,
    pub(crate) alt: String,
    pub(crate) author: i64,
    pub(crate) size: i64,
}

/// Which files are asked for.
#[derive(Default)]
pub(crate) struct FileFilter {
    pub(crate) include: Option<Vec<i64>>,
    pub(crate) slugs: Option<Vec<String>>,
    pub(crate) search: Option<String>,
}

/// Whether a file's name is that of a picture.
pub(crate) fn is_picture(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && PICTURES.contains(&extension.to_ascii_lowercase().as_str())
    })
}

impl Shop {
    pub(crate) fn media(&self, id: i64) -> Outcome<Option<Media>> {
        let question = format!("SELECT {COLUMNS} FROM media WHERE id = ?1");
        let mut find = self.db.prepare_cached(&question)?;
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
        if !is_picture(&name) || rest.contains("/not-an-image/") {
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

    /// Keeps a file that somebody uploaded, under a new number, a free file name and a free slug.
    pub(crate) fn keep_file(&mut self, new: &NewFile) -> Outcome<i64> {
        let now = dates::now();
        let (file, name) = self.free_file(&new.name, now)?;
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let title = new.title.clone().unwrap_or_else(|| stem.to_owned());
        let wanted = slug::slug(new.slug.as_deref().unwrap_or(&title));
        let slug = self.free_slug(&wanted)?;
        let id = self.next(Counter::Post);
        self.db
            .prepare_cached(
                "INSERT INTO media (id, file, name, alt, created, modified, slug, description, author, size)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                id, file, title, new.alt, now, slug, new.description, new.author, new.size
            ])?;
        Ok(id)
    }

    fn free_slug(&self, wanted: &str) -> Outcome<String> {
        let mut taken = self.db.prepare_cached("SELECT 1 FROM media WHERE slug = ?1")?;
        let mut number = 1;
        loop {
            let slug = match number {
                1 => wanted.to_owned(),
                number => format!("{wanted}-{number}"),
            };
            if slug.is_empty() || !taken.exists([&slug])? {
                return Ok(slug);
            }
            number += 1;
        }
    }

    /// Files, the newest first, with how many there are.
    pub(crate) fn files(&self, filter: &FileFilter, page: &Page) -> Outcome<(Vec<Media>, i64)> {
        let include = filter.include.as_ref().map(serde_json::to_string).transpose()?;
        let within = "(?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))
             AND (?2 IS NULL OR slug IN (SELECT value FROM json_each(?2)))
             AND (?3 IS NULL OR instr(lower(name || ' ' || description), lower(?3)) > 0)";
        let slugs = filter.slugs.as_ref().map(serde_json::to_string).transpose()?;
        let total = self
            .db
            .prepare_cached(&format!("SELECT count(*) FROM media WHERE {within}"))?
            .query_row(params![include, slugs, filter.search], |row| row.get(0))?;
        let question = format!(
            "SELECT {COLUMNS} FROM media WHERE {within} ORDER BY created DESC, id DESC LIMIT ?4 OFFSET ?5"
        );
        let mut list = self.db.prepare_cached(&question)?;
        let found = list.query_map(
            params![include, slugs, filter.search, page.per_page, page.skip()],
            Media::from_row,
        )?;
        Ok((found.collect::<Result<_, _>>()?, total))
    }

    /// Removes a file for good. What showed it shows it no more.
    pub(crate) fn drop_file(&mut self, id: i64) -> Outcome<()> {
        self.db.prepare_cached("DELETE FROM media WHERE id = ?1")?.execute([id])?;
        Ok(())
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
