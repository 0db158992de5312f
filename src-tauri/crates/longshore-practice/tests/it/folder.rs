//! A store in a folder: what survives a restart.

use longshore_practice::{Data, Settings};
use serde_json::json;

use crate::client::Shop;

#[tokio::test]
async fn keys_certificate_and_records_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        data: Data::Folder(folder.path().join("store")),
        strict: false,
        https_port: Some(0),
        ..Settings::default()
    };
    let first = Shop::with(settings.clone()).await;
    let made = first.post("products", &json!({"name": "Kept", "sku": "KEPT"})).await;
    let removed = first.post("products", &json!({"name": "Gone", "sku": "GONE"})).await;
    first.delete(&format!("products/{}?force=true", removed.body["id"])).await;
    let before = first
        .get("products?per_page=100&context=edit&_fields=id,name,sku,price,date_modified")
        .await;
    let key = first.practice.consumer_key().to_owned();
    let authority = std::fs::read(first.practice.ca_file().unwrap()).unwrap();
    first.practice.shutdown().await;

    let second = Shop::with(settings).await;
    assert_eq!(second.practice.consumer_key(), key);
    assert_eq!(std::fs::read(second.practice.ca_file().unwrap()).unwrap(), authority);
    let after = second
        .get("products?per_page=100&context=edit&_fields=id,name,sku,price,date_modified")
        .await;
    assert_eq!(after.body, before.body);
    assert_eq!(after.header("X-WP-Total"), "25", "the demo catalogue comes once");
    let next = second.post("products", &json!({"name": "Next"})).await;
    assert!(next.body["id"].as_i64() > removed.body["id"].as_i64(), "no number is given out twice");
    assert_eq!(second.get(&format!("products/{}", made.body["id"])).await.body["sku"], "KEPT");
}

#[tokio::test]
async fn an_empty_store_stays_without_the_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |empty| Settings {
        data: Data::Folder(folder.path().to_owned()),
        empty,
        ..Settings::default()
    };
    Shop::with(settings(true)).await.practice.shutdown().await;
    let shop = Shop::with(settings(false)).await;
    assert_eq!(shop.get("products").await.ids().len(), 0);
    assert_eq!(shop.get("products/categories").await.body[0]["slug"], "uncategorized");
}

#[tokio::test]
async fn a_folder_serves_one_store_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data: Data::Folder(folder.path().to_owned()), ..Settings::default() };
    let first = Shop::with(settings.clone()).await;
    let second = longshore_practice::serve(settings.clone()).await;
    assert!(matches!(second, Err(longshore_practice::PracticeError::FolderInUse { .. })));
    first.practice.shutdown().await;
    Shop::with(settings).await;
}
