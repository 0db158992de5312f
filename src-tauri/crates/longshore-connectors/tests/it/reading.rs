//! Questions reach the right lists, and nothing is left out or given twice.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::{StreamExt, TryStreamExt};
use longshore_connectors::{Filter, Order, Query, Store, StoreError};
use longshore_engine::{entity::Entity, record::StoreRecord, value::StoreId};
use serde_json::{Value, json};

use crate::{
    recordings,
    server::{Said, Seen, Server},
};

async fn all(server: &Server, query: Query) -> Result<Vec<StoreRecord>, StoreError> {
    let store = server.store();
    let pages: Vec<_> = store.pages(query).try_collect().await?;
    Ok(pages.into_iter().flat_map(|page| page.records).collect())
}

fn ids(records: &[StoreRecord]) -> Vec<u64> {
    records.iter().map(|record| record.id.0).collect()
}

fn numbered(ids: impl IntoIterator<Item = u64>) -> Vec<Value> {
    ids.into_iter().map(|id| json!({"id": id, "name": format!("P {id}")})).collect()
}

fn paths(server: &Server) -> Vec<String> {
    server
        .seen()
        .iter()
        .map(|seen| seen.path.trim_start_matches("/wp-json/wc/v3/").to_owned())
        .collect()
}

#[tokio::test]
async fn a_catalogue_is_read_in_hundreds_by_number_with_everything_shown_raw() {
    let shown = numbered(1..=250);
    let server = Server::start(move |seen| Said::page(seen, &shown)).await;
    let store = server.store();
    let pages: Vec<_> = store.pages(Query::all(Entity::Product)).try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.records.len()).collect::<Vec<_>>(), [100, 100, 50]);
    assert_eq!(pages[0].total, Some(250));
    let seen = server.seen();
    assert_eq!(seen.len(), 3, "no request beyond the last page");
    for (at, seen) in seen.iter().enumerate() {
        let asked = |name| seen.asked(name).unwrap().to_owned();
        assert_eq!(asked("page"), (at + 1).to_string());
        assert_eq!(
            (asked("per_page"), asked("context"), asked("status")),
            ("100".into(), "edit".into(), "any".into())
        );
        assert_eq!((asked("orderby"), asked("order")), ("id".into(), "asc".into()));
    }
}

#[tokio::test]
async fn the_next_page_is_fetched_while_the_last_is_worked_on_and_not_the_one_after() {
    let shown = numbered(1..=900);
    let server = Server::start(move |seen| Said::page(seen, &shown)).await;
    let store = server.store();
    let mut pages = store.pages(Query::all(Entity::Product));
    assert_eq!(server.seen().len(), 0, "nothing is asked before somebody wants it");
    let first = pages.next().await.unwrap().unwrap();
    // Nobody has asked for the second page, and it is asked for all the same.
    let begun = std::time::Instant::now();
    while server.seen().len() < 2 && begun.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.seen()[1].asked("page"), Some("2"));
    assert_eq!(ids(&first.records), (1..=100).collect::<Vec<_>>(), "still being worked on");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(server.seen().len(), 2, "and not the one after");
    drop(pages);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.seen().len(), 2, "and nothing more when nobody does");
}

#[tokio::test]
async fn records_that_vanish_while_we_read_hide_no_others() {
    let requests = Arc::new(AtomicUsize::new(0));
    let server = Server::start(move |seen| {
        // From the third request on, 130 of the first records are gone: the others have moved up.
        let gone = if requests.fetch_add(1, Relaxed) < 2 { 0 } else { 130 };
        Said::page(seen, &numbered((1 + gone)..=420))
    })
    .await;
    let records = all(&server, Query::all(Entity::Product)).await.unwrap();
    assert_eq!(ids(&records), (1..=420).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_newest_come_first_where_asked_and_new_ones_in_front_double_nothing() {
    let requests = Arc::new(AtomicUsize::new(0));
    let server = Server::start(move |seen| {
        let added = requests.fetch_add(1, Relaxed) as u64 * 3;
        Said::page(seen, &numbered((1..=250 + added).rev()))
    })
    .await;
    let query = Query { order: Order::NewestFirst, ..Query::all(Entity::Product) };
    let records = all(&server, query).await.unwrap();
    assert_eq!(ids(&records), (1..=250).rev().collect::<Vec<_>>());
    assert_eq!(server.seen()[0].asked("order"), Some("desc"));
}

#[tokio::test]
async fn pages_shrink_when_they_are_too_much_for_the_store() {
    let shown = numbered(1..=130);
    let server = Server::start(move |seen| {
        let size: usize = seen.asked("per_page").unwrap().parse().unwrap();
        let page: usize = seen.asked("page").unwrap().parse().unwrap();
        // The record at position 110 makes every larger answer fail.
        let holds_heavy = ((page - 1) * size..page * size).contains(&110);
        if holds_heavy && size > 25 {
            Said::text(504, "text/html", "<html>")
        } else {
            Said::page(seen, &shown)
        }
    })
    .await;
    let records = all(&server, Query::all(Entity::Product)).await.unwrap();
    assert_eq!(ids(&records), (1..=130).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_question_that_waits_goes_on_where_the_store_went_away() {
    for status in [503, 504] {
        let shown = numbered(1..=330);
        let is_away = Arc::new(AtomicBool::new(true));
        let away = Arc::clone(&is_away);
        let server = Server::start(move |seen| {
            let size: usize = seen.asked("per_page").unwrap().parse().unwrap();
            let page: usize = seen.asked("page").unwrap().parse().unwrap();
            match away.load(Relaxed) && page * size > 100 {
                true => Said::text(status, "text/html", "<html>"),
                false => Said::page(seen, &shown),
            }
        })
        .await;
        let store = server.store();
        let mut pages = store.pages(Query::all(Entity::Product).waiting(true));
        let mut found = Vec::new();
        let mut failures = 0;
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => found.extend(ids(&page.records)),
                Err(_) => {
                    failures += 1;
                    is_away.store(false, Relaxed);
                }
            }
        }
        assert_eq!((found, failures), ((1..=330).collect(), 1), "{status}");
        let asked = server.seen().last().unwrap().asked("per_page").map(str::to_owned);
        assert_eq!(asked.as_deref(), Some("100"), "pages are as large as before");
        // Who does not wait is told and gets nothing more.
        is_away.store(true, Relaxed);
        assert!(all(&server, Query::all(Entity::Product)).await.is_err());
    }
}

#[tokio::test]
async fn without_paging_headers_an_empty_page_is_the_last() {
    let shown = numbered(1..=150);
    let server = Server::start(move |seen| {
        let mut said = Said::page(seen, &shown);
        said.headers.retain(|(name, _)| !name.starts_with("x-wp"));
        said
    })
    .await;
    let records = all(&server, Query::all(Entity::Tag)).await.unwrap();
    assert_eq!((records.len(), server.seen().len()), (150, 3));
}

#[tokio::test]
async fn attributes_come_all_at_once_and_terms_by_attribute() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/wp-json/wc/v3/products/attributes" => Said::json(&json!(numbered([1, 2]))),
        "/wp-json/wc/v3/products/attributes/1/terms" => Said::page(seen, &numbered([25, 26])),
        "/wp-json/wc/v3/products/attributes/2/terms" => Said::page(seen, &numbered([27])),
        _ => Said::error(404, "rest_no_route", ""),
    })
    .await;
    let attributes = all(&server, Query::all(Entity::Attribute)).await.unwrap();
    assert_eq!(ids(&attributes), [1, 2]);
    assert!(server.seen()[0].asked("per_page").is_none());
    let terms = all(&server, Query::all(Entity::Term)).await.unwrap();
    let parents: Vec<_> = terms.iter().map(|term| (term.parent.unwrap().0, term.id.0)).collect();
    assert_eq!(parents, [(1, 25), (1, 26), (2, 27)]);
    let of_two = all(&server, Query::all(Entity::Term).within(vec![StoreId(2)])).await.unwrap();
    assert_eq!(ids(&of_two), [27]);
    let second = all(&server, Query::ids(Entity::Attribute, vec![StoreId(2)])).await.unwrap();
    assert_eq!(ids(&second), [2]);
}

#[tokio::test]
async fn the_slug_of_an_attribute_is_known_with_and_without_its_prefix() {
    let shown = json!([{"id": 1, "slug": "pa_color"}, {"id": 2, "slug": "pa_size"}]);
    let server = Server::start(move |_| Said::json(&shown)).await;
    for slug in ["size", "pa_size"] {
        let query = Query::all(Entity::Attribute).only(Filter::Slugs(vec![slug.to_owned()]));
        assert_eq!(ids(&all(&server, query).await.unwrap()), [2]);
    }
}

#[tokio::test]
async fn what_has_no_sku_is_not_asked_for_by_one() {
    let server = Server::start(|seen| Said::page(seen, &numbered([1]))).await;
    let query = Query::all(Entity::Tag).only(Filter::Skus(vec!["A".to_owned()]));
    assert_eq!(all(&server, query).await.unwrap(), []);
    assert_eq!(server.seen().len(), 0);
}

/// A store with products 15 (variations 61, 62) and 20 (variation 70).
fn variations(seen: &Seen, has_all: bool) -> Said {
    let child = |id: u64, parent: u64| json!({"id": id, "type": "variation", "parent_id": parent, "sku": format!("V-{id}")});
    let children = [child(61, 15), child(62, 15), child(70, 20)];
    let listed = |name: &str| -> Option<Vec<u64>> {
        Some(seen.asked(name)?.split(',').map(|id| id.parse().unwrap()).collect())
    };
    let chosen = |parents: Option<Vec<u64>>| -> Vec<Value> {
        let is_in = |list: &Option<Vec<u64>>, value: &Value| {
            list.as_ref().is_none_or(|list| list.contains(&value.as_u64().unwrap()))
        };
        let include = listed("include");
        children
            .iter()
            .filter(|one| is_in(&parents, &one["parent_id"]) && is_in(&include, &one["id"]))
            .cloned()
            .collect()
    };
    match seen.path.trim_start_matches("/wp-json/wc/v3/") {
        "variations" if has_all => Said::page(seen, &chosen(listed("parent"))),
        "products/15/variations" => Said::page(seen, &chosen(Some(vec![15]))),
        "products/20/variations" => Said::page(seen, &chosen(Some(vec![20]))),
        "products" if seen.asked("sku").is_some() => {
            let plain = json!({"id": 10, "type": "simple", "sku": "TEE-1"});
            let found = [vec![plain], children[1..].to_vec()].concat();
            Said::page(seen, &found)
        }
        "products" => Said::page(seen, &numbered([15, 20])),
        "products/70" => Said::json(&json!({"id": 70, "parent_id": 20})),
        _ => Said::error(404, "rest_no_route", ""),
    }
}

#[tokio::test]
async fn variations_of_many_products_take_one_request() {
    let server = Server::start(|seen| variations(seen, true)).await;
    let records =
        all(&server, Query::all(Entity::Variation).within(vec![StoreId(15), StoreId(20)]))
            .await
            .unwrap();
    assert_eq!(ids(&records), [61, 62, 70]);
    assert_eq!(records[2].parent, Some(StoreId(20)));
    assert_eq!(paths(&server), ["variations"]);
    assert_eq!(server.seen()[0].asked("parent"), Some("15,20"));
}

#[tokio::test]
async fn an_older_store_is_asked_product_by_product() {
    let server = Server::start(|seen| variations(seen, false)).await;
    let store = server.store();
    let read = async |query: Query| -> Vec<u64> {
        let pages: Vec<_> = store.pages(query).try_collect().await.unwrap();
        ids(&pages.into_iter().flat_map(|page| page.records).collect::<Vec<_>>())
    };
    assert_eq!(
        read(Query::all(Entity::Variation).within(vec![StoreId(15), StoreId(20)])).await,
        [61, 62, 70]
    );
    assert_eq!(read(Query::all(Entity::Variation)).await, [61, 62, 70]);
    assert_eq!(read(Query::ids(Entity::Variation, vec![StoreId(70)])).await, [70]);
    let asked_in_vain = paths(&server).iter().filter(|path| *path == "variations").count();
    assert_eq!(asked_in_vain, 1, "remembered for the next time");
}

#[tokio::test]
async fn a_store_that_does_not_heed_the_question_is_asked_product_by_product() {
    let server = Server::start(|seen| {
        let mut deaf = seen.clone();
        deaf.query.retain(|(name, _)| name != "parent");
        variations(&deaf, true)
    })
    .await;
    let several = Query::all(Entity::Variation).within(vec![StoreId(20), StoreId(99)]);
    assert!(all(&server, several).await.is_err(), "99 is unknown to this store");
    let server = Server::start(|seen| {
        let mut deaf = seen.clone();
        deaf.query.retain(|(name, _)| name != "parent");
        if deaf.path.ends_with("/99/variations") {
            Said::page(seen, &[])
        } else {
            variations(&deaf, true)
        }
    })
    .await;
    let several = Query::all(Entity::Variation).within(vec![StoreId(20), StoreId(99)]);
    assert_eq!(ids(&all(&server, several).await.unwrap()), [70]);
}

#[tokio::test]
async fn variations_found_by_sku_are_read_again_whole() {
    for has_all in [true, false] {
        let server = Server::start(move |seen| variations(seen, has_all)).await;
        let skus = ["TEE-1", "V-62", "V-70"].map(str::to_owned).to_vec();
        let records =
            all(&server, Query::all(Entity::Product).only(Filter::Skus(skus))).await.unwrap();
        let kinds: Vec<_> = records.iter().map(|record| (record.entity, record.id.0)).collect();
        assert_eq!(
            kinds,
            [(Entity::Product, 10), (Entity::Variation, 62), (Entity::Variation, 70)]
        );
        assert_eq!(server.seen()[0].asked("sku"), Some("TEE-1,V-62,V-70"));
    }
}

#[tokio::test]
async fn a_sku_with_a_comma_finds_itself_and_not_its_parts() {
    let server = Server::start(|seen| {
        let shown = ["A,B", "A", "b"].map(|sku| json!({"id": sku.len(), "sku": sku}));
        Said::page(seen, &shown)
    })
    .await;
    let query = Query::all(Entity::Product).only(Filter::Skus(vec!["A,B".to_owned()]));
    let records = all(&server, query).await.unwrap();
    assert_eq!(
        records.iter().map(|one| one.fields.text("sku").unwrap()).collect::<Vec<_>>(),
        ["A,B"]
    );
}

#[tokio::test]
async fn a_name_is_searched_as_the_store_keeps_it_and_only_it_is_given() {
    let shown = recordings::named("categories-list").body.as_array().unwrap().clone();
    let server = Server::start(move |seen| Said::page(seen, &shown)).await;
    let query = Query::all(Entity::Category).only(Filter::Name("home & garden".to_owned()));
    let records = all(&server, query).await.unwrap();
    assert_eq!(
        records.iter().map(|one| one.fields.text("name").unwrap()).collect::<Vec<_>>(),
        ["Home & Garden"]
    );
    assert_eq!(server.seen()[0].asked("search"), Some("home &amp; garden"));
}

#[tokio::test]
async fn what_has_changed_since_is_asked_for_in_utc_and_the_trash_apart() {
    let server = Server::start(|seen| Said::page(seen, &[])).await;
    let since = Filter::ModifiedAfter("2026-11-21T20:11:00".parse().unwrap());
    all(&server, Query { trash: true, ..Query::all(Entity::Product).only(since) }).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.asked("modified_after"), Some("2026-11-21T20:11:00"));
    assert_eq!((seen.asked("dates_are_gmt"), seen.asked("status")), (Some("true"), Some("trash")));
    all(&server, Query { trash: true, ..Query::all(Entity::Tag) }).await.unwrap();
    assert_eq!(server.seen().len(), 1, "terms have no trash");
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let server = Server::start(|seen| match seen.asked("page") {
        Some("1") => Said::page(seen, &numbered(1..=300)),
        _ => Said::error(401, "woocommerce_rest_cannot_view", "Sorry"),
    })
    .await;
    let store = server.store();
    let pages: Vec<_> = store.pages(Query::all(Entity::Product)).collect().await;
    assert_eq!(pages.len(), 2);
    assert!(pages[0].is_ok());
    assert!(pages[1].as_ref().is_err_and(StoreError::is_unauthorised));
}
