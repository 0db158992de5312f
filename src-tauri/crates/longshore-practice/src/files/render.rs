//! A file as answers show it.

use serde_json::{Value, json};

use crate::store::media::Media;
use crate::wordpress::{autop, dates, text};

/// One file; with its raw texts for editors.
pub(super) fn file(file: &Media, base: &str, is_edit: bool) -> Value {
    let address = file.address(base);
    let link = format!("{base}/{}/", file.slug);
    let both = |raw: &str, rendered: String| match is_edit {
        true => json!({ "raw": raw, "rendered": rendered }),
        false => json!({ "rendered": rendered }),
    };
    let mut shown = json!({
        "id": file.id,
        "date": dates::show(file.created),
        "date_gmt": dates::show(file.created),
        "guid": both(&address, address.clone()),
        "modified": dates::show(file.modified),
        "modified_gmt": dates::show(file.modified),
        "slug": file.slug,
        "status": "inherit",
        "type": "attachment",
        "link": link,
        "title": both(&file.name, text::escape(&file.name)),
        "author": file.author,
        "featured_media": 0,
        "comment_status": "open",
        "ping_status": "closed",
        "template": "",
        "meta": [],
        "description": both(&file.description, autop::paragraphs(&file.description)),
        "caption": both("", String::new()),
        "alt_text": file.alt,
        "media_type": "image",
        "mime_type": mime(&file.file),
        "media_details": {
            "width": 640, "height": 480, "file": file.file, "filesize": file.size,
            "sizes": {}, "image_meta": {},
        },
        "post": Value::Null,
        "source_url": address,
        "_links": { "self": [{ "href": format!("{base}/wp-json/wp/v2/media/{}", file.id) }] },
    });
    if is_edit {
        shown["permalink_template"] = link.into();
        shown["generated_slug"] = file.slug.as_str().into();
    }
    shown
}

/// The type that WordPress takes a file for, by its extension.
pub(super) fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).as_deref() {
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("heic") => "image/heic",
        _ => "image/jpeg",
    }
}
