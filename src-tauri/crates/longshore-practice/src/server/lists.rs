//! Lists of records, a page at a time.

use super::answer::Answer;
use super::call::Call;
use super::dispatch::{permit, view};
use super::page::Page;
use super::records::{Kept, kept_of};
use super::route::Target;
use super::view::{Place, View};
use crate::kinds::Kind;
use crate::products::filters::Scope;
use crate::products::{render, render_variation};
use crate::store::Shop;
use crate::wordpress::arguments;
use crate::wordpress::failure::Outcome;
use crate::wordpress::{json, slug};
use serde_json::Value;

pub(super) fn list(shop: &Shop, call: &mut Call, target: &Target) -> Outcome<Answer> {
    let kept = kept_of(shop, target)?;
    match &kept {
        Kept::Products => list_products(shop, call, Scope::Products),
        Kept::Variations(parent) => list_products(shop, call, Scope::VariationsOf(*parent)),
        Kept::Terms(taxonomy) => {
            let params = call.checked(&kept.arguments().list, false)?;
            permit(call, "cannot_view", "Sorry, you cannot list resources.")?;
            let page = Page::of(&params);
            let (terms, total) = shop.terms_page(taxonomy, &params, &page)?;
            let fields = call.fields();
            let view = View { place: Place::InList, ..view(call, &fields) };
            let mut out = vec![b'['];
            for term in &terms {
                separate(&mut out);
                crate::terms::render::term(shop, taxonomy, term, &view, &mut out)?;
            }
            out.push(b']');
            Ok(paged(call, Answer::json(200, out), &page, total))
        }
        Kept::Attributes => {
            call.checked(&kept.arguments().list, false)?;
            permit(call, "cannot_view", "Sorry, you cannot list resources.")?;
            let attributes = shop.attributes()?;
            let fields = call.fields();
            let view = View { place: Place::InList, ..view(call, &fields) };
            let mut out = vec![b'['];
            for attribute in &attributes {
                separate(&mut out);
                attribute.render(&view, &mut out);
            }
            out.push(b']');
            Ok(Answer::json(200, out)
                .with("X-WP-Total", attributes.len().to_string())
                .with("X-WP-TotalPages", "1"))
        }
        Kept::Filed(kind, parent) => filed(shop, call, kind, *parent),
    }
}

/// Records that are kept as documents.
fn filed(shop: &Shop, call: &mut Call, kind: &Kind, parent: i64) -> Outcome<Answer> {
    let params = call.checked(&arguments::of(kind.word).list, false)?;
    permit(call, "cannot_view", "Sorry, you cannot list resources.")?;
    let page = Page::of(&params);
    let (found, total) = (kind.list)(shop, &params, parent, &page)?;
    if kind.word == "orders" {
        say_defaults(call, found.is_empty());
    }
    let fields = call.fields();
    let view = View { place: Place::InList, ..view(call, &fields) };
    let mut out = vec![b'['];
    for id in found {
        separate(&mut out);
        (kind.show)(shop, id, parent, &view, &mut out)?;
    }
    out.push(b']');
    let answer = Answer::json(200, out);
    Ok(if kind.is_paged { paged(call, answer, &page, total) } else { answer })
}

/// Links from page to page of orders say what nobody asked for: the statuses, and, where there was
/// an order to show, its places and context.
fn say_defaults(call: &mut Call, is_empty: bool) {
    let defaults = [
        ("status", serde_json::json!(["any"])),
        ("dp", Value::from(2)),
        ("context", Value::from("view")),
    ];
    for (name, value) in defaults.into_iter().take(if is_empty { 1 } else { 3 }) {
        if call.query_value(name).is_none() {
            call.query.push((name.to_owned(), value));
        }
    }
}

pub(super) fn list_products(shop: &Shop, call: &mut Call, scope: Scope) -> Outcome<Answer> {
    let rules = arguments::of(if scope == Scope::Products { "products" } else { "variations" });
    let params = call.checked(&rules.list, false)?;
    permit(call, "cannot_view", "Sorry, you cannot list resources.")?;
    let page = Page::of(&params);
    let (records, total) = shop.products_page(scope, &params, &page)?;
    let fields = call.fields();
    let view = View { place: Place::InList, ..view(call, &fields) };
    let mut out = vec![b'['];
    for record in &records {
        match scope {
            Scope::Products => {
                separate(&mut out);
                render::product(shop, record, &view, &mut out)?;
            }
            _ => {
                // A variation without its parent is counted, but cannot be shown.
                let Some(parent) = shop.record(record.parent)? else { continue };
                separate(&mut out);
                let below_parent = scope != Scope::AllVariations;
                render_variation::variation(
                    shop,
                    record,
                    Some(&parent),
                    &view,
                    below_parent,
                    &mut out,
                )?;
            }
        }
    }
    out.push(b']');
    Ok(paged(call, Answer::json(200, out), &page, total))
}

pub(super) fn meta_names(shop: &Shop, call: &mut Call) -> Outcome<Answer> {
    let rules = &arguments::of("tags").list;
    let params = call.checked(rules, false)?;
    let page = Page::of(&params);
    let mut find = shop.db.prepare_cached(
        "SELECT DISTINCT json_extract(entry.value, '$.key') AS name
         FROM products, json_each(products.document, '$.meta') AS entry WHERE name NOT LIKE '\\_%' ESCAPE '\\'",
    )?;
    let mut names: Vec<String> = find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if shop.tally(false, |_| true) > 0 {
        names.push("total_sales".to_owned());
    }
    names.sort_by_cached_key(|name| slug::fold(name));
    let total = i64::try_from(names.len()).unwrap_or(i64::MAX);
    let skip = usize::try_from(page.skip()).unwrap_or(usize::MAX);
    let size = usize::try_from(page.per_page).unwrap_or(100);
    let shown: Vec<String> = names.into_iter().skip(skip).take(size).collect();
    let mut out = Vec::new();
    json::write(&mut out, &shown);
    Ok(paged(call, Answer::json(200, out), &page, total))
}

/// A comma, unless it is the first of a list.
pub(crate) fn separate(out: &mut Vec<u8>) {
    if out.last() != Some(&b'[') {
        out.push(b',');
    }
}

pub(crate) fn paged(call: &Call, answer: Answer, page: &Page, total: i64) -> Answer {
    let answer = answer
        .with("X-WP-Total", total.to_string())
        .with("X-WP-TotalPages", page.pages(total).to_string());
    match page.link(total, &call.address(), &call.query) {
        Some(link) => answer.with("Link", link),
        None => answer,
    }
}
