//! How does a body become a file (`WP_REST_Attachments_Controller::upload_from_data`)?

use super::{not_allowed, render};
use crate::server::answer::Answer;
use crate::server::call::Call;
use crate::server::effects::{Action, Effect};
use crate::store::Shop;
use crate::store::media::{NewFile, is_picture};
use crate::wordpress::arguments;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{given, text};
use crate::wordpress::{slug, text as texts};

/// Takes what was sent as a file; what else is said of it stands in the query.
pub(crate) fn upload(shop: &mut Shop, call: &mut Call) -> Outcome<Answer> {
    let params = call.checked(&arguments::of("media").write, false)?;
    let Some(person) = call.visitor.clone().filter(|person| person.may_upload) else {
        let message = "Sorry, you are not allowed to create posts as this user.";
        return Err(not_allowed(call, "rest_cannot_create", message));
    };
    let refuse = |status, code: &'static str, message: &'static str| {
        Err(Failure::new(status, code, message))
    };
    let Some(file) = call.file.as_ref().filter(|file| !file.bytes.is_empty()) else {
        return refuse(400, "rest_upload_no_data", "No data supplied.");
    };
    if file.content_type.is_empty() {
        return refuse(400, "rest_upload_no_content_type", "No Content-Type supplied.");
    }
    if file.disposition.is_empty() {
        let message = "No Content-Disposition supplied.";
        return refuse(400, "rest_upload_no_content_disposition", message);
    }
    let Some(name) = file_name(&file.disposition) else {
        let message = "Invalid Content-Disposition supplied. Content-Disposition needs to be formatted as `attachment; filename=\"image.png\"` or similar.";
        return refuse(400, "rest_upload_invalid_disposition", message);
    };
    let name = slug::file_name(&name);
    let not_this = "Sorry, you are not allowed to upload this file type.";
    // An extension that the content does not bear out is put right, or the file is no picture at all.
    let Some(extension) = extension(&file.bytes).filter(|_| is_picture(&name)) else {
        return refuse(500, "rest_upload_sideload_error", not_this);
    };
    let name = match render::mime(&name) == render::mime(extension) {
        true => name,
        false => {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            format!("{stem}{extension}")
        }
    };
    let said = |key: &str| given(&params, key).map(text).transpose();
    let new = NewFile {
        name,
        title: said("title")?.map(|title| texts::clean(&title)),
        slug: said("slug")?.filter(|slug| !slug.is_empty()),
        description: said("description")?.unwrap_or_default(),
        alt: said("alt_text")?.map(|alt| texts::clean(&alt)).unwrap_or_default(),
        author: person.id,
        size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
    };
    let id = shop.keep_file(&new)?;
    shop.effects.push(Effect { action: Action::Create, kind: "media", id });
    let kept = super::found(shop, id)?;
    let shown = call.fields().filter(render::file(&kept, &call.base, true));
    Ok(Answer::value(201, &shown).with("Location", format!("{}/{id}", call.address())))
}

/// The name in `attachment; filename="image.png"`.
fn file_name(disposition: &str) -> Option<String> {
    let parts = disposition.split(';').skip(1);
    let named = parts.filter_map(|part| part.trim().split_once('='));
    let mut names = named.filter(|(key, _)| key.trim().eq_ignore_ascii_case("filename"));
    let name = names.next()?.1.trim().trim_matches('"').trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The extension of a picture by how its content begins.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(".jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some(".png"),
        [b'G', b'I', b'F', b'8', ..] => Some(".gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(".webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => Some(".avif"),
        _ => None,
    }
}
