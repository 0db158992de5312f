//! A store that is gone for a while, and one that is suddenly somebody else.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use longshore_practice::{CarriedOut, Settings};
use serde_json::json;

use super::{faults_of, shop, told};
use crate::client::{Shop, http};

fn is_refused(shop: &Shop) -> bool {
    let url = shop.practice.url();
    match TcpStream::connect(url.trim_start_matches("http://")) {
        Ok(_) => false,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
            true
        }
    }
}

#[tokio::test]
async fn the_store_is_gone_for_a_time_and_back_on_the_same_port() {
    let shop = shop(&["refused=2s@write#1"]).await;
    let url = shop.practice.url();
    assert_eq!(shop.get("products").await.status, 200);
    let start = Instant::now();
    let last = shop.post("products", &json!({"name": "a"})).await;
    assert_eq!(last.status, 201, "the request that it happens with is answered");
    assert!(is_refused(&shop));
    let error = shop.request(reqwest::Method::GET, "products").send().await.unwrap_err();
    assert!(error.is_connect(), "kept connections have ended: {error:?}");
    let request = shop.last();
    assert_eq!(told(&request), (Some(201), CarriedOut::Once, vec!["refused=2s@write#1"]));
    while is_refused(&shop) {
        assert!(start.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(start.elapsed() >= Duration::from_secs(2));
    assert_eq!(shop.practice.url(), url);
    assert_eq!(shop.post("products", &json!({"name": "b"})).await.status, 201);
    assert_eq!(shop.products().await, ["a", "b"]);
}

#[tokio::test]
async fn new_faults_open_the_doors_at_once() {
    let shop = shop(&[]).await;
    shop.practice.refuse(Duration::from_secs(600)).await;
    assert!(is_refused(&shop));
    shop.set_faults(&[]);
    let start = Instant::now();
    while is_refused(&shop) {
        assert!(start.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(shop.get("products").await.status, 200);
}

#[tokio::test]
async fn who_is_at_work_when_the_doors_shut_gets_an_answer() {
    let shop = shop(&["latency=500ms@POST products", "refused=2s@GET products"]).await;
    let request = shop.request(reqwest::Method::POST, "products").json(&json!({"name": "a"}));
    let sending = tokio::spawn(request.send());
    while shop.practice.faults()[0].played == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(shop.get("products").await.status, 200);
    assert!(is_refused(&shop));
    assert_eq!(sending.await.unwrap().unwrap().status(), 201);
}

/// A client that trusts the store's own authority, and keeps its connection.
fn trusting(shop: &Shop) -> reqwest::Client {
    let authority = std::fs::read(shop.practice.ca_file().unwrap()).unwrap();
    http().tls_certs_only([reqwest::Certificate::from_pem(&authority).unwrap()]).build().unwrap()
}

async fn ask(shop: &Shop, client: &reqwest::Client) -> Result<u16, reqwest::Error> {
    let url = format!("{}/wp-json/wc/v3/products", shop.practice.https_url().unwrap());
    let request = client
        .get(url)
        .basic_auth(shop.practice.consumer_key(), Some(shop.practice.consumer_secret()));
    Ok(request.send().await?.status().as_u16())
}

#[tokio::test]
async fn the_certificate_is_suddenly_another_one() {
    let settings = Settings {
        empty: true,
        https_port: Some(0),
        faults: faults_of(&["certificate@read#2"]),
        ..Settings::default()
    };
    let shop = Shop::with(settings).await;
    let client = trusting(&shop);
    assert_eq!(ask(&shop, &client).await.unwrap(), 200);
    assert_eq!(ask(&shop, &client).await.unwrap(), 200, "the last that is answered");
    assert_eq!(shop.last().faults, ["certificate@read#2"]);
    for client in [client, trusting(&shop)] {
        let error = ask(&shop, &client).await.unwrap_err();
        assert!(error.is_connect() && format!("{error:?}").contains("UnknownIssuer"), "{error:?}");
    }
    assert_eq!(shop.practice.requests().len(), 2, "nothing came through");
    assert_eq!(shop.get("products").await.status, 200, "http has no certificate");
    shop.set_faults(&[]);
    let start = Instant::now();
    while ask(&shop, &trusting(&shop)).await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(10), "the old one comes back");
    }
}
