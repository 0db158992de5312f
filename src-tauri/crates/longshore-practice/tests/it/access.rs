//! Keys, and the two faces of a strict store.

use longshore_practice::{Settings, serve};
use reqwest::Certificate;

use crate::client::{http, read};

#[tokio::test]
async fn a_strict_store_takes_plain_keys_over_https_only() {
    let settings = Settings { strict: true, empty: true, ..Settings::default() };
    let practice = serve(settings).await.unwrap();
    let authority =
        Certificate::from_pem(&std::fs::read(practice.ca_file().unwrap()).unwrap()).unwrap();
    let trusting = http().tls_certs_only([authority]).build().unwrap();
    let products = "/wp-json/wc/v3/products";
    let plain = format!("{}{products}", practice.url());
    let secure = format!("{}{products}", practice.https_url().unwrap());
    let basic =
        |url: &str, key: &str, secret: &str| trusting.get(url).basic_auth(key, Some(secret));
    let (key, secret) = (practice.consumer_key(), practice.consumer_secret());
    assert_eq!(read(basic(&secure, key, secret)).await.status, 200);
    assert_eq!(read(basic(&plain, key, secret)).await.code(), "woocommerce_rest_cannot_view");
    let in_query = format!("{secure}?consumer_key={key}&consumer_secret={secret}");
    assert_eq!(read(trusting.get(in_query)).await.status, 200);
    assert_eq!(read(basic(&secure, practice.read_key(), practice.read_secret())).await.status, 200);
    let writing = trusting
        .post(&secure)
        .basic_auth(practice.read_key(), Some(practice.read_secret()))
        .json(&serde_json::json!({"name": "x"}));
    let refused = read(writing).await;
    assert_eq!((refused.status, refused.code()), (401, "woocommerce_rest_authentication_error"));
    assert_eq!(
        read(basic(&secure, practice.write_key(), practice.write_secret())).await.status,
        401
    );
    let doubting = http().build().unwrap();
    assert!(doubting.get(&secure).send().await.is_err(), "nobody else vouches for the certificate");
}

#[tokio::test]
async fn a_store_that_is_not_strict_takes_basic_on_loopback() {
    let practice = serve(Settings { empty: true, ..Settings::default() }).await.unwrap();
    let client = http().build().unwrap();
    let url = format!("{}/wp-json/wc/v3/products", practice.url());
    let good =
        client.get(&url).basic_auth(practice.consumer_key(), Some(practice.consumer_secret()));
    assert_eq!(read(good).await.status, 200);
    let wrong = client.get(&url).basic_auth(practice.consumer_key(), Some("cs_wrong"));
    assert_eq!(read(wrong).await.body["message"], "Consumer secret is invalid.");
    assert_eq!(read(client.get(&url)).await.status, 401);
    let without_route = format!("{}/?rest_route=/wc/v3/products", practice.url());
    let plain = client
        .get(without_route)
        .basic_auth(practice.consumer_key(), Some(practice.consumer_secret()));
    assert_eq!(read(plain).await.status, 401, "no key counts there");
}
