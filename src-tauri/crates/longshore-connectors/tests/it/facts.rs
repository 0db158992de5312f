//! A store says what it is, and what the key may do comes to light.

use longshore_connectors::{Pace, Store, StoreError};
use longshore_engine::{
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    reading::DecimalSeparator,
};
use serde_json::json;

use crate::{
    recordings,
    server::{Said, Seen, Server},
};

/// A key as the store judges it.
#[derive(Clone, Copy)]
struct Key {
    reads: bool,
    writes: bool,
    sees_settings: bool,
}

const FULL: Key = Key { reads: true, writes: true, sees_settings: true };

fn recorded(name: &str) -> Said {
    let recording = recordings::named(name);
    Said { status: recording.status, ..Said::json(&recording.body) }
}

fn answer(seen: &Seen, key: Key) -> Said {
    let may = if seen.method == "GET" { key.reads } else { key.writes };
    let path = seen.path.trim_start_matches("/wp-json/wc/v3/");
    match path {
        _ if !may && seen.method == "GET" => recorded("auth-write-key-read"),
        _ if !may => recorded("auth-read-key-write"),
        "products" => Said::page(seen, &[json!({"id": 1})]),
        "products/batch" => recorded("products-batch-empty"),
        "data/currencies/current" => recorded("data-currencies-current"),
        _ if !key.sees_settings => Said::error(403, "woocommerce_rest_cannot_view", "Sorry"),
        "system_status" => recorded("system-status-fields"),
        "settings/general" => Said::json(&json!([
            {"id": "woocommerce_currency", "value": "EUR"},
            {"id": "woocommerce_price_decimal_sep", "value": ","},
            {"id": "woocommerce_price_num_decimals", "value": "3"},
            {"id": "woocommerce_all_except_countries", "value": []},
            "no setting at all",
        ])),
        "settings/products" => Said::json(&json!([
            {"id": "woocommerce_weight_unit", "value": "lbs"},
            {"id": "woocommerce_dimension_unit", "value": "in"},
        ])),
        _ => Said::error(404, "rest_no_route", ""),
    }
}

async fn facts(key: Key) -> Result<StoreFacts, StoreError> {
    let server = Server::start(move |seen| answer(seen, key)).await;
    server.store().facts().await
}

#[tokio::test]
async fn a_full_key_learns_everything() {
    let expected = StoreFacts {
        currency: "EUR".to_owned(),
        decimal: DecimalSeparator::Comma,
        price_decimals: 3,
        weight_unit: WeightUnit::Lbs,
        dimension_unit: DimensionUnit::In,
        version: "10.5.0".to_owned(),
        access: Access { read: true, write: true },
        is_practice: false,
    };
    assert_eq!(facts(FULL).await.unwrap(), expected);
}

#[tokio::test]
async fn finding_out_changes_nothing() {
    let server = Server::start(|seen| answer(seen, FULL)).await;
    server.store().facts().await.unwrap();
    for seen in server.seen().iter().filter(|seen| seen.method != "GET") {
        assert_eq!((seen.path.as_str(), &seen.body), ("/wp-json/wc/v3/products/batch", &json!({})));
    }
}

#[tokio::test]
async fn a_read_only_key_a_write_only_key_and_a_wrong_one_are_told_apart() {
    let access =
        async |reads, writes| facts(Key { reads, writes, ..FULL }).await.map(|facts| facts.access);
    assert_eq!(access(true, false).await.unwrap(), Access { read: true, write: false });
    assert_eq!(access(false, true).await.unwrap(), Access { read: false, write: true });
    let error = access(false, false).await.unwrap_err();
    assert!(error.is_unauthorised() && !error.is_unreachable());
}

#[tokio::test]
async fn what_keeps_writes_away_is_told_with_what_a_store_says_of_itself() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "GET" => answer(seen, FULL),
        _ => Said::text(406, "text/html", "<h1>Not Acceptable!</h1> Mod_Security"),
    })
    .await;
    let met = server.store().meet().await.unwrap();
    assert_eq!(met.facts.access, Access { read: true, write: false });
    assert_eq!(met.write_refused.unwrap().code(), "store_firewall");
}

#[tokio::test]
async fn a_key_that_may_not_see_settings_learns_what_it_can() {
    let facts = facts(Key { sees_settings: false, ..FULL }).await.unwrap();
    assert_eq!((facts.currency.as_str(), facts.weight_unit), ("USD", WeightUnit::Kg));
    assert_eq!((facts.version.as_str(), facts.access.write), ("", true));
}

#[tokio::test]
async fn the_recorded_status_is_understood() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/wp-json/wc/v3/system_status" => recorded("system-status"),
        _ => answer(seen, FULL),
    })
    .await;
    assert_eq!(server.store().facts().await.unwrap().version, "10.5.0");
}

#[tokio::test]
async fn a_store_that_signs_as_the_practice_store_is_one() {
    let server = Server::start(|seen| answer(seen, FULL).with("x-longshore-practice", "1")).await;
    assert!(server.store().facts().await.unwrap().is_practice);
}

#[test]
fn a_store_on_this_machine_is_not_spared_and_others_are() {
    let here = crate::server::store("http://127.0.0.1:9");
    assert_eq!(here.pace(), Pace::unlimited());
    let address = longshore_connectors::Address::parse("https://shop.example").unwrap();
    let there = longshore_connectors::Connection::new(address, "ck_1", "cs_1".to_owned().into());
    let there = longshore_connectors::woocommerce::WooCommerce::new(there).unwrap();
    assert_eq!(there.pace(), Pace::careful());
}
