//! From a call to its answer: which records it is about, what happens to them, how it is told.

use serde_json::{Map, Value};

use super::answer::Answer;
use super::batch;
use super::call::{Call, forced};
use super::page::Page;
use super::route::{Route, Target};
use super::view::{Place, View};
use crate::products::filters::Scope;
use crate::products::render;
use crate::site::{currencies, index, settings, status};
use crate::store::Shop;
use crate::terms::Taxonomy;
use crate::wordpress::arguments::{self, Argument};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::{self, Fields};
use crate::wordpress::{dates, slug};

/// Answers a call. Whatever was written is kept, even if the call fails half-way.
pub(crate) fn answer(shop: &mut Shop, call: &mut Call) -> Answer {
    let Some((route, methods)) = Route::find(&call.route) else {
        return Answer::failure(&Failure::no_route());
    };
    let read = if call.method == "HEAD" { "GET" } else { call.method.as_str() };
    if call.method == "OPTIONS" {
        return Answer::value(200, &serde_json::json!({ "namespace": "wc/v3", "methods": methods.split(", ").collect::<Vec<_>>() }))
            .with("Allow", methods);
    }
    if route == Route::Upload {
        let refusal = Failure::new(
            401,
            "rest_cannot_create",
            "Sorry, you are not allowed to create posts as this user.",
        );
        return Answer::failure(&refusal).with("Allow", methods);
    }
    if !methods.split(", ").any(|method| method == read) {
        return Answer::failure(&Failure::no_route());
    }
    let writes = read != "GET";
    let outcome = begun(shop, writes).and_then(|()| dispatch(shop, call, &route));
    let outcome = match if writes { shop.commit() } else { Ok(()) } {
        Ok(()) => outcome,
        Err(failure) => Err(failure),
    };
    let free = matches!(route, Route::Root | Route::Namespace);
    let deleted_term = call.method == "DELETE"
        && matches!(
            route,
            Route::Item(Target::Terms(_) | Target::AttributeTerms(_) | Target::Attributes, _)
        );
    match outcome {
        Ok(answer) if deleted_term => answer,
        Ok(answer) => answer.with("Allow", methods),
        Err(failure) => {
            let silent = failure.forbidden || failure.fatal || !(call.authenticated || free);
            let answer = Answer::failure(&failure);
            if silent { answer } else { answer.with("Allow", methods) }
        }
    }
}

fn begun(shop: &mut Shop, writes: bool) -> Outcome<()> {
    if writes { shop.begin() } else { Ok(()) }
}

fn dispatch(shop: &mut Shop, call: &mut Call, route: &Route) -> Outcome<Answer> {
    let base = call.base.clone();
    match route {
        Route::Root => return Ok(Answer::value(200, &call.fields().filter(index::root(&base)))),
        Route::Namespace => {
            return Ok(Answer::value(200, &call.fields().filter(index::namespace(&base))));
        }
        Route::Collection(target) if call.method == "POST" => return create(shop, call, target),
        Route::Collection(target) => return list(shop, call, target),
        Route::Item(target, id) => return item(shop, call, target, *id),
        Route::Batch(target) => {
            let target = taxonomy_of(shop, target)?;
            permit(
                call,
                "cannot_batch",
                "Sorry, you are not allowed to batch manipulate this resource.",
            )?;
            return batch::answer(shop, call, &target);
        }
        Route::AllVariations => return list_products(shop, call, Scope::AllVariations),
        Route::Duplicate(id) => {
            permit(call, "cannot_create", "Sorry, you are not allowed to create resources.")?;
            let record = shop.duplicate_product(*id)?;
            let fields = call.fields();
            let mut out = Vec::new();
            let view = View { place: Place::InList, ..view(call, &fields).editing() };
            render::product(shop, &record, &view, &mut out)?;
            return Ok(Answer::json(200, out));
        }
        _ => {}
    }
    permit(call, "cannot_view", "Sorry, you cannot list resources.")?;
    let value = match route {
        Route::MetaNames => return meta_names(shop, call),
        Route::SettingGroups => settings::groups(&base),
        Route::SettingGroup(group) => settings::group(&shop.site, &base, group)?,
        Route::Setting(group, id) if call.method == "GET" => {
            settings::one(&shop.site, &base, group, id)?
        }
        Route::Setting(group, id) => {
            let params = call.unchecked()?;
            let value = params.get("value").cloned().unwrap_or_default();
            settings::change(&mut shop.site, &base, group, id, &value)?
        }
        Route::SystemStatus => status::system_status(shop, &base),
        Route::Data => serde_json::json!([{
            "slug": "currencies",
            "description": "List of supported currencies.",
            "_links": { "self": [{ "href": format!("{base}/wp-json/wc/v3/data/currencies") }],
                        "collection": [{ "href": format!("{base}/wp-json/wc/v3/data") }] },
        }]),
        Route::Currencies => currencies::all().map(|currency| currency.value(&base)).collect(),
        Route::Currency(code) => {
            let code = if code == "current" { &shop.site.currency } else { code };
            currencies::find(code).map(|currency| currency.value(&base)).ok_or_else(|| {
                Failure::new(
                    404,
                    "woocommerce_rest_data_invalid_currency",
                    "There are no currencies matching these parameters.",
                )
            })?
        }
        _ => return Err(Failure::no_route()),
    };
    Ok(Answer::value(200, &call.fields().filter(value)))
}

/// What an unknown visitor may not do.
fn permit(call: &Call, code: &str, message: &'static str) -> Outcome<()> {
    if call.authenticated {
        return Ok(());
    }
    Err(Failure::new(401, format!("woocommerce_rest_{code}"), message).forbidding())
}

/// What a target's records are kept as.
pub(crate) enum Kept {
    Products,
    Variations(i64),
    Terms(Taxonomy),
    Attributes,
}

impl Kept {
    fn arguments(&self) -> &'static arguments::Arguments {
        arguments::of(match self {
            Self::Products => "products",
            Self::Variations(_) => "variations",
            Self::Terms(taxonomy) => taxonomy.arguments,
            Self::Attributes => "attributes",
        })
    }
}

fn taxonomy_of(shop: &Shop, target: &Target) -> Outcome<Kept> {
    Ok(match target {
        Target::Products => Kept::Products,
        Target::Variations(parent) => Kept::Variations(*parent),
        Target::Attributes => Kept::Attributes,
        Target::Terms(segment) => {
            Kept::Terms(Taxonomy::of_segment(segment).ok_or_else(Failure::no_route)?)
        }
        Target::AttributeTerms(id) => Kept::Terms(Taxonomy::of_attribute(
            &shop.attribute_of(*id, "Taxonomy does not exist.")?,
        )),
    })
}

fn view<'a>(call: &'a Call, fields: &'a Fields) -> View<'a> {
    let edit = call.query_value("context").is_some_and(|context| context == "edit");
    View { base: &call.base, fields, edit, now: dates::now(), place: Place::Alone }
}

fn create(shop: &mut Shop, call: &mut Call, target: &Target) -> Outcome<Answer> {
    let kept = taxonomy_of(shop, target)?;
    let params = call.checked(&kept.arguments().write, true)?;
    permit(call, "cannot_create", "Sorry, you are not allowed to create resources.")?;
    let fields = call.fields();
    let view = view(call, &fields).editing();
    let mut out = Vec::new();
    let id = create_one(shop, &kept, &params, &view, &mut out)?;
    let location = match target {
        // The store forgets to fill in its own pattern here.
        Target::Variations(_) => {
            format!("{}/wp-json/wc/v3/products/(?P<product_id>[\\d]+)/variations/{id}", call.base)
        }
        _ => format!("{}/{id}", call.address()),
    };
    Ok(Answer::json(201, out).with("Location", location))
}

fn item(shop: &mut Shop, call: &mut Call, target: &Target, id: i64) -> Outcome<Answer> {
    let kept = taxonomy_of(shop, target)?;
    let rules: &[Argument] = match call.method.as_str() {
        "GET" | "HEAD" => &arguments::of("any").list,
        "DELETE" => &arguments::of("any").write,
        _ => &kept.arguments().write,
    };
    let params = call.checked(rules, false)?;
    match call.method.as_str() {
        "GET" | "HEAD" => permit(call, "cannot_view", "Sorry, you cannot view this resource.")?,
        "DELETE" => {
            permit(call, "cannot_delete", "Sorry, you are not allowed to delete this resource.")?;
        }
        _ => permit(call, "cannot_edit", "Sorry, you are not allowed to edit this resource.")?,
    }
    let fields = call.fields();
    let view = view(call, &fields);
    let mut out = Vec::new();
    match call.method.as_str() {
        "GET" | "HEAD" => show_one(shop, &kept, id, &view, &mut out)?,
        "DELETE" => delete_one(shop, &kept, id, forced(&params), &view.editing(), &mut out)?,
        _ => update_one(shop, &kept, id, &params, &view.editing(), &mut out)?,
    }
    Ok(Answer::json(200, out))
}

pub(crate) fn create_one(
    shop: &mut Shop,
    kept: &Kept,
    params: &Map<String, Value>,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<i64> {
    match kept {
        Kept::Products => {
            let record = shop.create_product(params)?;
            render::product(shop, &record, view, out)?;
            Ok(record.id)
        }
        Kept::Variations(parent) => {
            let record = shop.create_variation(*parent, params)?;
            let parent = shop.record(*parent)?;
            render::variation(shop, &record, parent.as_ref(), view, true, out)?;
            Ok(record.id)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.create_term(taxonomy, params)?;
            crate::terms::render::term(shop, taxonomy, &term, view, out)?;
            Ok(term.id)
        }
        Kept::Attributes => {
            let attribute = shop.create_attribute(params)?;
            attribute.render(view, out);
            Ok(attribute.id)
        }
    }
}

fn show_one(shop: &Shop, kept: &Kept, id: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    match kept {
        Kept::Products => {
            let record = shop.record(id)?.ok_or_else(|| Failure::invalid_id(404, "product"))?;
            render::product(shop, &record, view, out)
        }
        Kept::Variations(parent) => {
            let record = shop.variation(*parent, id)?;
            render::variation(shop, &record, shop.record(*parent)?.as_ref(), view, true, out)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.term_of(id, &taxonomy.name)?;
            crate::terms::render::term(shop, taxonomy, &term, view, out)
        }
        Kept::Attributes => {
            shop.attribute_of(id, "Resource does not exist.")?.render(view, out);
            Ok(())
        }
    }
}

pub(crate) fn update_one(
    shop: &mut Shop,
    kept: &Kept,
    id: i64,
    params: &Map<String, Value>,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    match kept {
        Kept::Products => {
            let record = shop.update_product(id, params)?;
            render::product(shop, &record, view, out)
        }
        Kept::Variations(parent) => {
            let record = shop.update_variation(*parent, id, params)?;
            render::variation(shop, &record, shop.record(*parent)?.as_ref(), view, true, out)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.update_term(taxonomy, id, params)?;
            crate::terms::render::term(shop, taxonomy, &term, view, out)
        }
        Kept::Attributes => {
            shop.update_attribute(id, params)?.render(view, out);
            Ok(())
        }
    }
}

/// Deletes a record and tells how it was.
pub(crate) fn delete_one(
    shop: &mut Shop,
    kept: &Kept,
    id: i64,
    force: bool,
    view: &View<'_>,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    match kept {
        Kept::Products => {
            let record = shop.delete_product(id, force)?;
            render::product(shop, &record, view, out)?;
            shop.dispose_of(&record, force)
        }
        Kept::Variations(parent) => {
            let record = shop.variation(*parent, id)?;
            render::variation(shop, &record, shop.record(*parent)?.as_ref(), view, true, out)?;
            shop.delete_variation(&record)
        }
        Kept::Terms(taxonomy) => {
            let term = shop.delete_term(taxonomy, id, force)?;
            let view = View { place: view.place.of_the_gone(), ..*view };
            crate::terms::render::term(shop, taxonomy, &term, &view, out)
        }
        Kept::Attributes => {
            let view = View { place: view.place.of_the_gone(), ..*view };
            shop.delete_attribute(id, force)?.render(&view, out);
            Ok(())
        }
    }
}

fn list(shop: &Shop, call: &mut Call, target: &Target) -> Outcome<Answer> {
    let kept = taxonomy_of(shop, target)?;
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
    }
}

fn list_products(shop: &Shop, call: &mut Call, scope: Scope) -> Outcome<Answer> {
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
                render::variation(shop, record, Some(&parent), &view, below_parent, &mut out)?;
            }
        }
    }
    out.push(b']');
    Ok(paged(call, Answer::json(200, out), &page, total))
}

fn meta_names(shop: &Shop, call: &mut Call) -> Outcome<Answer> {
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

fn paged(call: &Call, answer: Answer, page: &Page, total: i64) -> Answer {
    let answer = answer
        .with("X-WP-Total", total.to_string())
        .with("X-WP-TotalPages", page.pages(total).to_string());
    match page.link(total, &call.address(), &call.query) {
        Some(link) => answer.with("Link", link),
        None => answer,
    }
}
