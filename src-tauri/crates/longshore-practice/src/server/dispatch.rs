//! From a call to its answer: which records it is about, what happens to them, how it is told.

use super::answer::Answer;
use super::batch;
use super::call::{Call, forced};
use super::effects::{Action, Effect};
use super::lists::{list, list_products, meta_names};
use super::records::{create_one, delete_one, kept_of, show_one, update_one};
use super::route::{Route, Target};
use super::view::{Place, View};
use crate::files;
use crate::kinds::tax_classes;
use crate::products::filters::Scope;
use crate::products::render;
use crate::site::{countries, currencies, index, settings, status, totals};
use crate::store::Shop;
use crate::wordpress::arguments::{self, Argument};
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Fields;
use crate::wordpress::value::{given, integer, text};

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
    // Who is no more cannot be asked what may be done with him.
    let deleted_user = call.method == "DELETE"
        && matches!(&route, Route::Item(Target::Filed(kind, _), _) if kind.word == "customers");
    // WordPress names only what this visitor may do.
    let methods = match route {
        Route::Files | Route::File(_) if call.visitor.as_ref().is_none_or(|it| !it.may_upload) => {
            "GET"
        }
        _ => methods,
    };
    let of_wordpress = matches!(route, Route::Files | Route::File(_));
    match outcome {
        Ok(answer) if deleted_term || deleted_user => answer,
        Ok(answer) => answer.with("Allow", methods),
        Err(failure) => {
            let silent = failure.forbidden || failure.fatal || !(call.authenticated || free);
            let silent = silent && !of_wordpress;
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
        Route::Files if call.method == "POST" => return files::upload(shop, call),
        Route::Files => return files::list(shop, call),
        Route::File(id) if call.method == "DELETE" => return files::remove(shop, call, *id),
        Route::File(id) => return files::show(shop, call, *id),
        Route::Me => return files::me(call),
        Route::Collection(target) if call.method == "POST" => return create(shop, call, target),
        Route::Collection(target) => return list(shop, call, target),
        Route::Item(target, id) => return item(shop, call, target, *id),
        Route::Batch(target) => {
            let target = kept_of(shop, target)?;
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
            shop.effects.push(Effect { action: Action::Create, kind: "products", id: record.id });
            let fields = call.fields();
            let mut out = Vec::new();
            let view = View { place: Place::InList, ..view(call, &fields).editing() };
            render::product(shop, &record, &view, &mut out)?;
            return Ok(Answer::json(200, out));
        }
        Route::TaxClasses if call.method == "POST" => {
            let params = call.checked(&arguments::of("tax_classes").write, true)?;
            permit(call, "cannot_create", "Sorry, you are not allowed to create resources.")?;
            let name = given(&params, "name").map_or(Ok(String::new()), text)?;
            let (slug, class) = tax_classes::create(shop, &base, &name)?;
            let location = format!("{}/{slug}", call.address());
            let class = call.fields().filter(class);
            return Ok(Answer::value(201, &class).with("Location", location));
        }
        Route::TaxClasses => {
            permit(call, "cannot_view", "Sorry, you cannot list resources.")?;
            let classes = tax_classes::all(shop, &base)?;
            let total = classes.len().to_string();
            return Ok(Answer::value(200, &call.fields().filter(classes.into()))
                .with("X-WP-Total", total)
                .with("X-WP-TotalPages", "1"));
        }
        Route::TaxClass(slug) if call.method == "DELETE" => {
            let params = call.checked(&arguments::of("any").write, false)?;
            permit(call, "cannot_delete", "Sorry, you are not allowed to delete this resource.")?;
            let class = tax_classes::delete(shop, &base, slug, forced(&params))?;
            return Ok(Answer::value(200, &call.fields().filter(class)));
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
        Route::TaxClass(slug) => tax_classes::one(shop, &base, slug)?,
        Route::ProductTotals => totals::products(shop)?,
        Route::Countries => countries::all(&base),
        Route::Country(code) => countries::one(&base, code)?,
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
pub(super) fn permit(call: &Call, code: &str, message: &'static str) -> Outcome<()> {
    if call.authenticated {
        return Ok(());
    }
    Err(Failure::new(401, format!("woocommerce_rest_{code}"), message).forbidding())
}

pub(super) fn view<'a>(call: &'a Call, fields: &'a Fields) -> View<'a> {
    let edit = call.query_value("context").is_some_and(|context| context == "edit");
    let places = call.query_value("dp").map_or(2, integer).clamp(0, 12);
    View {
        base: &call.base,
        fields,
        edit,
        now: dates::now(),
        places: u32::try_from(places).unwrap_or(2),
        place: Place::Alone,
    }
}

fn create(shop: &mut Shop, call: &mut Call, target: &Target) -> Outcome<Answer> {
    let kept = kept_of(shop, target)?;
    let params = call.checked(&kept.writing(shop)?, true)?;
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
        Target::Filed(kind, _) if kind.word == "refunds" => {
            format!("{}/wp-json/wc/v3/orders/(?P<order_id>[\\d]+)/refunds/{id}", call.base)
        }
        _ => format!("{}/{id}", call.address()),
    };
    Ok(Answer::json(201, out).with("Location", location))
}

fn item(shop: &mut Shop, call: &mut Call, target: &Target, id: i64) -> Outcome<Answer> {
    let kept = kept_of(shop, target)?;
    let writing = kept.writing(shop)?;
    let rules: &[Argument] = match call.method.as_str() {
        "GET" | "HEAD" => &arguments::of("any").list,
        "DELETE" => &arguments::of("any").write,
        _ => &writing,
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
