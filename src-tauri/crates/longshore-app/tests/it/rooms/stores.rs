//! A store is tried step by step, added with a secret that nobody prints, and changed.

use longshore_practice::Settings;
use serde_json::{Value, json};

use crate::desk::Desk;

fn states(tried: &Value) -> Vec<&str> {
    tried["steps"].as_array().unwrap().iter().map(|step| step["state"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_step_says_whether_it_passed_and_why_not() {
    let desk = Desk::new().await;
    let strict = Settings { empty: true, strict: true, ..Settings::default() };
    let shop = longshore_practice::serve(strict).await.unwrap();
    let ca_text = std::fs::read_to_string(shop.ca_file().unwrap()).unwrap();
    let url = shop.https_url().unwrap();
    let ask = async |key: &str, secret: &str| {
        let request = json!({ "url": url, "key": key, "secret": secret, "ca_text": ca_text });
        desk.ask("stores.try", request).await
    };
    let good = ask(shop.consumer_key(), shop.consumer_secret()).await;
    assert_eq!(states(&good), ["passed"; 6]);
    assert_eq!((&good["can_be_added"], &good["facts"]["currency"]), (&json!(true), &json!("USD")));
    let unknown = ask("ck_0000000000000000000000000000000000000000", "cs_00").await;
    assert_eq!(states(&unknown), ["passed", "passed", "passed", "failed", "open", "open"]);
    let swapped = ask(shop.consumer_secret(), shop.consumer_key()).await;
    assert_eq!(states(&swapped), ["passed", "passed", "passed", "failed", "open", "open"]);
    assert_eq!(swapped["steps"][3]["error"]["code"], "store_keys_swapped");
    let read_only = ask(shop.read_key(), shop.read_secret()).await;
    assert_eq!(states(&read_only), ["passed", "passed", "passed", "passed", "passed", "failed"]);
    assert_eq!(read_only["steps"][5]["error"]["code"], "store_key_cannot_write");

    let mistrusted = json!({ "url": url, "key": "ck_1", "secret": "cs_1" });
    let mistrusted = desk.ask("stores.try", mistrusted).await;
    assert_eq!(states(&mistrusted), ["passed", "failed", "open", "open", "open", "open"]);
    assert_eq!(mistrusted["steps"][1]["error"]["code"], "store_certificate_untrusted");
    let nothing = json!({ "url": "not an address", "key": "ck_1", "secret": "cs_1" });
    let nothing = desk.ask("stores.try", nothing).await;
    assert_eq!(states(&nothing), ["failed", "open", "open", "open", "open", "open"]);
}

#[tokio::test]
async fn a_store_is_added_renamed_and_slowed_down() {
    let desk = Desk::new().await;
    let shop = longshore_practice::serve(Settings::default()).await.unwrap();
    let added = json!({
        "name": "Shop",
        "url": shop.url(),
        "key": shop.consumer_key(),
        "secret": shop.consumer_secret(),
        "keep_secret_in": "file",
    });
    let added = desk.ask("stores.add", added).await;
    assert!(!added.to_string().contains(shop.consumer_secret()));
    let change = json!({
        "name": "Shop",
        "new_name": "Laden",
        "speed": { "per_second": 3 },
        "keep": { "days": 30 },
    });
    desk.ask("stores.change", change).await;
    let shown = desk.ask("stores.show", json!({ "name": "Laden" })).await;
    assert_eq!(
        (&shown["speed"], &shown["keep"]),
        (&json!({ "per_second": 3 }), &json!({ "days": 30 }))
    );
    desk.ask("stores.test", json!({ "name": "Laden" })).await;
    let journal = std::fs::read(desk.folder.path().join("home/journal.sqlite")).unwrap();
    let secret = shop.consumer_secret().as_bytes();
    assert!(!journal.windows(secret.len()).any(|part| part == secret));
}
