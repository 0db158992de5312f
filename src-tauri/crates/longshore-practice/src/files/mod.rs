//! WordPress' own media library: `wp/v2/media`, and who asks: `wp/v2/users/me`.
//!
//! Source: WordPress REST API Handbook, reference pages "Media" and "Users"; codes and sentences are those of
//! `WP_REST_Attachments_Controller` and `WP_REST_Posts_Controller`.

mod render;
mod upload;

use serde_json::{Value, json};

use crate::server::answer::Answer;
use crate::server::call::{Call, forced};
use crate::server::effects::{Action, Effect};
use crate::server::lists::paged;
use crate::server::page::Page;
use crate::store::Shop;
use crate::store::media::{FileFilter, Media};
use crate::wordpress::arguments;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{given, ids, items, split_list, text};

pub(crate) use upload::upload;

/// A refusal for want of rights: 401 of somebody unknown, 403 of somebody known.
fn not_allowed(call: &Call, code: &'static str, message: &'static str) -> Failure {
    let status = if call.visitor.is_some() { 403 } else { 401 };
    Failure::new(status, code, message).forbidding()
}

fn may_write(call: &Call) -> bool {
    call.visitor.as_ref().is_some_and(|person| person.may_upload)
}

/// Whether the answer has what only editors see.
fn is_edited(call: &Call, params: &serde_json::Map<String, Value>) -> Outcome<bool> {
    let is_edit = given(params, "context").is_some_and(|context| context == "edit");
    if is_edit && !may_write(call) {
        return Err(not_allowed(
            call,
            "rest_forbidden_context",
            "Sorry, you are not allowed to edit posts in this post type.",
        ));
    }
    Ok(is_edit)
}

fn found(shop: &Shop, id: i64) -> Outcome<Media> {
    let none = || Failure::new(404, "rest_post_invalid_id", "Invalid post ID.").forbidding();
    shop.media(id)?.ok_or_else(none)
}

/// A page of files; anybody may look.
pub(crate) fn list(shop: &Shop, call: &mut Call) -> Outcome<Answer> {
    let params = call.checked(&arguments::of("media").list, false)?;
    let is_edit = is_edited(call, &params)?;
    let page = Page::of(&params);
    let words = |value: &Value| -> Vec<String> {
        match value {
            Value::String(text) => split_list(text).map(str::to_owned).collect(),
            list => items(list).into_iter().filter_map(|item| text(item).ok()).collect(),
        }
    };
    let filter = FileFilter {
        include: given(&params, "include").map(ids).filter(|all| !all.is_empty()),
        slugs: given(&params, "slug").map(words).filter(|all| !all.is_empty()),
        search: given(&params, "search").map(text).transpose()?.filter(|text| !text.is_empty()),
    };
    let (files, total) = shop.files(&filter, &page)?;
    if files.is_empty() && page.number > 1 && page.number > page.pages(total).max(1) {
        let message = "The page number requested is larger than the number of pages available.";
        return Err(Failure::new(400, "rest_post_invalid_page_number", message));
    }
    let fields = call.fields();
    let shown = files.iter().map(|file| fields.filter(render::file(file, &call.base, is_edit)));
    let answer = Answer::value(200, &shown.collect());
    Ok(paged(call, answer, &page, total))
}

/// One file; anybody may look.
pub(crate) fn show(shop: &Shop, call: &mut Call, id: i64) -> Outcome<Answer> {
    let params = call.checked(&arguments::of("any").list, false)?;
    let file = found(shop, id)?;
    let is_edit = is_edited(call, &params)?;
    Ok(Answer::value(200, &call.fields().filter(render::file(&file, &call.base, is_edit))))
}

/// Removes a file; WordPress has no trash for files unless somebody sets it up.
pub(crate) fn remove(shop: &mut Shop, call: &mut Call, id: i64) -> Outcome<Answer> {
    let params = call.checked(&arguments::of("any").write, false)?;
    let file = found(shop, id)?;
    if !may_write(call) {
        let message = "Sorry, you are not allowed to delete this post.";
        return Err(not_allowed(call, "rest_cannot_delete", message));
    }
    if !forced(&params) {
        let message = "The post does not support trashing. Set 'force=true' to delete.";
        return Err(Failure::new(501, "rest_trash_not_supported", message));
    }
    shop.drop_file(id)?;
    shop.effects.push(Effect { action: Action::Delete, kind: "media", id });
    let previous = render::file(&file, &call.base, true);
    Ok(Answer::value(200, &json!({ "deleted": true, "previous": previous })))
}

/// The user who asks.
pub(crate) fn me(call: &mut Call) -> Outcome<Answer> {
    let params = call.checked(&arguments::of("any").list, false)?;
    let Some(person) = &call.visitor else {
        let message = "You are not currently logged in.";
        return Err(Failure::new(401, "rest_not_logged_in", message).forbidding());
    };
    let mut shown = json!({
        "id": person.id, "name": person.login, "url": "", "description": "",
        "link": format!("{}/author/{}/", call.base, person.login), "slug": person.login,
        "meta": [],
    });
    if given(&params, "context").is_some_and(|context| context == "edit") {
        let role = if person.may_upload { "shop_manager" } else { "subscriber" };
        shown["username"] = person.login.as_str().into();
        shown["roles"] = json!([role]);
        shown["capabilities"] = match person.may_upload {
            true => json!({ "read": true, "upload_files": true, "edit_posts": true,
                            "delete_posts": true, role: true }),
            false => json!({ "read": true, role: true }),
        };
    }
    Ok(Answer::value(200, &call.fields().filter(shown)))
}
