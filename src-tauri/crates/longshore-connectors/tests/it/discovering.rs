//! The store behind an address is found, and each reason why not has a code of its own.

use futures_util::StreamExt;
use longshore_connectors::{
    Address, Connection, Query, Store,
    connection::KeyShown,
    woocommerce::{WooCommerce, discover, discover::find},
};
use longshore_engine::entity::Entity;
use serde_json::json;

use crate::{
    changes::{create, text},
    recordings,
    server::{Said, Seen, Server, connection},
};

fn html(status: u16) -> Said {
    Said::text(
        status,
        "text/html; charset=UTF-8",
        "<!DOCTYPE html><html><body>Welcome</body></html>",
    )
}

fn moved(target: &str) -> Said {
    html(301).with("location", target)
}

fn index() -> Said {
    Said::json(&recordings::named("index-wp-json").body)
}

/// A store below `/shop`.
fn store(seen: &Seen) -> Said {
    match seen.path.as_str() {
        "/shop/wp-json/" => index(),
        "/shop/wp-json/wc/v3/products" => Said::page(seen, &[]),
        "/shop/wp-json/wc/v3/products/batch" => Said::json(&json!([])),
        path if path.starts_with("/shop/wp-json/") => Said::error(404, "rest_no_route", ""),
        _ => html(404),
    }
}

async fn found(typed: &str) -> Result<String, &'static str> {
    let address = Address::parse(typed).unwrap();
    find(&address, None).await.map(|found| found.to_string()).map_err(|error| error.code())
}

#[tokio::test]
async fn a_site_in_a_sub_folder_is_found_and_its_key_tried_only_there() {
    let server = Server::start(store).await;
    let typed = format!("{}/shop/wp-admin/", server.url);
    let discovered =
        discover(&typed, "ck_test", "cs_secret".to_owned().into(), None).await.unwrap();
    assert_eq!(discovered.address.as_str(), format!("{}/shop", server.url));
    assert!(discovered.facts.access.read && discovered.facts.access.write);
    for seen in server.seen() {
        let is_index = seen.path == "/shop/wp-json/";
        assert_eq!(seen.headers.contains_key("authorization"), !is_index, "{}", seen.path);
    }
}

#[tokio::test]
async fn redirects_are_followed_without_the_key_to_an_address_that_is_shown() {
    let target = Server::start(store).await;
    let there = format!("{}/shop/wp-json/?_fields=namespaces", target.url);
    let server = Server::start(move |_| moved(&there)).await;
    let typed = server.url.clone();
    let discovered =
        discover(&typed, "ck_test", "cs_secret".to_owned().into(), None).await.unwrap();
    assert_eq!(discovered.address.as_str(), format!("{}/shop", target.url));
    assert!(server.seen().iter().all(|seen| !seen.headers.contains_key("authorization")));
}

#[tokio::test]
async fn a_page_that_says_where_its_api_is_is_believed() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/" => html(200)
            .with("link", "</shop/wp-json/>; rel=\"https://api.w.org/\", <x>; rel=shortlink"),
        _ => store(seen),
    })
    .await;
    assert_eq!(found(&server.url).await, Ok(format!("{}/shop", server.url)));
}

#[tokio::test]
async fn each_reason_why_there_is_no_store_has_its_own_code() {
    let plain = Server::start(|seen| match seen.path.as_str() {
        "/" => html(200).with("link", "</?rest_route=/>; rel=\"https://api.w.org/\""),
        _ => html(404),
    })
    .await;
    assert_eq!(found(&plain.url).await, Err("store_plain_permalinks"));

    let no_woo = Server::start(|_| Said::json(&json!({"namespaces": ["wp/v2"]}))).await;
    assert_eq!(found(&no_woo.url).await, Err("store_no_woocommerce"));

    let no_wordpress = Server::start(|_| html(404)).await;
    assert_eq!(found(&no_wordpress.url).await, Err("store_no_rest_api"));

    let any_page = Server::start(|_| html(200)).await;
    assert_eq!(found(&any_page.url).await, Err("store_answer_page"));

    let down = Server::start(|_| html(503)).await;
    assert_eq!(found(&down.url).await, Err("store_unavailable"));

    let walled = Server::start(|_| html(403)).await;
    assert_eq!(found(&walled.url).await, Err("store_forbidden"));

    let endless = Server::start(|seen| moved(&format!("{}x", seen.path))).await;
    assert_eq!(found(&endless.url).await, Err("store_sent_in_circles"));

    let to_itself = Server::start(|seen| moved(&seen.path)).await;
    assert_eq!(found(&to_itself.url).await, Err("store_sent_in_circles"));

    // Plain permalinks, and a security plugin that takes the hint away.
    let hintless = Server::start(|seen| match seen.asked("rest_route") {
        Some("/") => Said::json(&json!({"namespaces": ["wp/v2", "wc/v3"]})),
        _ if seen.path == "/" => html(200),
        _ => html(404),
    })
    .await;
    assert_eq!(found(&hintless.url).await, Err("store_plain_permalinks"));

    let closed = Server::start(|seen| match seen.path.as_str() {
        "/soon/" => Said::text(200, "text/html", "<title>Coming soon</title>"),
        _ => moved("/soon/"),
    })
    .await;
    assert_eq!(found(&closed.url).await, Err("store_closed"));

    let odd = Server::start(|_| moved("ftp://elsewhere.example/")).await;
    assert_eq!(found(&odd.url).await, Err("store_redirected"));
}

/// A store behind a host that takes the header of the key away.
fn headerless(seen: &Seen) -> Said {
    let has_key = seen.asked("consumer_key") == Some("ck_test")
        && seen.asked("consumer_secret") == Some("cs_very_secret");
    if has_key { known(seen) } else { unknown() }
}

fn known(seen: &Seen) -> Said {
    match seen.path.as_str() {
        "/wp-json/wc/v3/products" => Said::page(seen, &[]),
        "/wp-json/wc/v3/products/batch" => Said::json(&json!([])),
        _ => Said::error(404, "rest_no_route", ""),
    }
}

fn unknown() -> Said {
    Said::error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
}

#[tokio::test]
async fn a_key_in_the_address_is_what_is_sent_where_the_header_is_lost() {
    let server = Server::start(headerless).await;
    let shown = Connection { key_shown: KeyShown::Query, ..connection(&server.url) };
    let facts = WooCommerce::new(shown).unwrap().facts().await.unwrap();
    assert!(facts.access.read && facts.access.write);
    assert!(server.seen().iter().all(|seen| !seen.headers.contains_key("authorization")));
    let refused = WooCommerce::new(connection(&server.url)).unwrap().facts().await;
    assert_eq!(refused.map_err(|error| error.code()), Err("store_key_unknown"));
}

#[tokio::test]
async fn a_store_that_knows_only_old_signatures_is_asked_with_those() {
    let server = Server::start(|seen| match seen.asked("oauth_signature_method") {
        _ if seen.path == "/wp-json/" => index(),
        Some("HMAC-SHA1") => known(seen),
        Some(_) => Said::error(
            401,
            "woocommerce_rest_authentication_error",
            "Invalid signature - signature method is invalid.",
        ),
        None => unknown(),
    })
    .await;
    let found = discover(&server.url, "ck_test", "cs_very_secret".to_owned().into(), None).await;
    assert_eq!(found.map(|found| found.key_shown).unwrap(), KeyShown::SignedSha1);
    let mut words = Vec::new();
    for seen in server.seen() {
        assert!(
            !format!("{seen:?}").contains("cs_very_secret")
                || seen.headers.contains_key("authorization")
        );
        words.extend(seen.asked("oauth_nonce").map(str::to_owned));
    }
    let all = words.len();
    words.sort();
    words.dedup();
    assert!(all > 2 && words.len() == all, "no word comes twice");
}

#[tokio::test]
async fn an_index_that_only_the_known_may_see_does_not_hide_the_store() {
    let server = Server::start(|seen| match seen.headers.contains_key("authorization") {
        true => known(seen),
        false => Said::error(401, "rest_cannot_access", "Only authenticated users can."),
    })
    .await;
    let secret = || "cs_very_secret".to_owned().into();
    let found = discover(&server.url, "ck_test", secret(), None).await.unwrap();
    assert_eq!(found.address.as_str(), server.url);
    let closed = Server::start(|_| Said::error(401, "rest_cannot_access", "No.")).await;
    let refused = discover(&closed.url, "ck_test", secret(), None).await;
    assert_eq!(refused.map_err(|error| error.code()).unwrap_err(), "store_rest_switched_off");
}

/// What is told of a known store that answers so: to whoever asks for its facts, its records, and to whoever writes.
async fn told(answer: fn(&Seen) -> Said) -> [&'static str; 3] {
    let server = Server::start(answer).await;
    let store = server.store();
    let facts = store.facts().await.unwrap_err();
    let page = store.pages(Query::all(Entity::Category)).next().await.unwrap().unwrap_err();
    let change = create(Entity::Tag, &[("name", text("A"))]);
    let sent = store.send(&[change]).await.unwrap_err();
    [facts.code(), page.code(), sent.code()]
}

#[tokio::test]
async fn a_known_store_that_is_no_store_any_more_is_explained() {
    let switched_off = told(|seen| match seen.path.as_str() {
        "/wp-json/" => Said::json(&json!({"namespaces": ["wp/v2"]})),
        _ => Said::error(404, "rest_no_route", "No route was found."),
    });
    assert_eq!(switched_off.await, ["store_no_woocommerce"; 3]);
    let plain = told(|seen| match seen.path.as_str() {
        "/" => html(200).with("link", "</?rest_route=/>; rel=\"https://api.w.org/\""),
        _ => html(404),
    });
    assert_eq!(plain.await, ["store_plain_permalinks"; 3]);
    let front_page = told(|seen| match seen.path.as_str() {
        _ if seen.asked("rest_route").is_some() => Said::json(&json!({"namespaces": ["wc/v3"]})),
        _ => html(200),
    });
    assert_eq!(front_page.await, ["store_plain_permalinks"; 3]);
    // One that only lacks what was asked for stays what it is.
    let old = told(|seen| match seen.path.as_str() {
        "/wp-json/" => index(),
        _ => Said::error(404, "rest_no_route", "No route was found."),
    });
    assert_eq!(old.await, ["store_no_route"; 3]);
}

#[test]
fn in_the_clear_only_signatures_are_sent_to_others() {
    let connection = connection("http://shop.example");
    for shown in KeyShown::ALL {
        let connection = Connection { key_shown: shown, ..connection.clone() };
        assert_eq!(WooCommerce::new(connection).is_ok(), shown.is_signature(), "{shown:?}");
    }
}

#[tokio::test]
async fn the_index_answers_without_a_key_and_proves_nothing_about_it() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/wp-json/" => index(),
        _ => Said::error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
    })
    .await;
    let outcome = discover(&server.url, "ck_wrong", "cs_wrong".to_owned().into(), None).await;
    assert_eq!(
        outcome.map(|found| found.address).map_err(|error| error.code()),
        Err("store_key_unknown")
    );
}
