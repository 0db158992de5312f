//! A store whose site is not the whole host, or has no speaking addresses.

use longshore_practice::Settings;
use serde_json::json;

use crate::client::{Shop, http};

#[tokio::test]
async fn a_site_in_a_sub_folder_is_there_and_nowhere_else() {
    let settings = Settings { sub_folder: "/shop/".to_owned(), empty: true, ..Settings::default() };
    let shop = Shop::with(settings).await;
    let site = shop.practice.url();
    assert!(site.ends_with("/shop"), "{site}");
    let made = shop.post("products", &json!({ "name": "Hat", "sku": "HAT" })).await;
    assert_eq!(made.status, 201);
    let permalink = made.body["permalink"].as_str().unwrap();
    assert!(permalink.starts_with(&format!("{site}/product/")), "{permalink}");
    assert!(made.header("Location").starts_with(&format!("{site}/wp-json/wc/v3/products/")));

    let look = async |address: String| http().build().unwrap().get(address).send().await.unwrap();
    let home = look(format!("{site}/")).await;
    let link = home.headers()["link"].to_str().unwrap().to_owned();
    assert_eq!(link, format!("<{site}/wp-json/>; rel=\"https://api.w.org/\""));
    assert!(home.text().await.unwrap().contains(&format!("{site}/storefront.css")));
    assert_eq!(look(permalink.to_owned()).await.status(), 200);
    let host = site.trim_end_matches("/shop");
    for beside in ["/", "/wp-json/", "/wp-json/wc/v3/products", "/shopping", "/shop2/wp-json/"] {
        let page = look(format!("{host}{beside}")).await;
        assert_eq!((page.status().as_u16(), page.headers().get("link")), (404, None), "{beside}");
    }
}

#[tokio::test]
async fn with_plain_permalinks_the_api_is_elsewhere_and_takes_no_key() {
    let shop = Shop::with(Settings { plain_permalinks: true, ..Settings::default() }).await;
    let reply = shop.request(reqwest::Method::GET, "products").send().await.unwrap();
    assert_eq!(reply.status(), 404, "no speaking address leads to it");
    let hint =
        format!("<{}/index.php?rest_route=/>; rel=\"https://api.w.org/\"", shop.practice.url());
    assert_eq!(reply.headers()["link"], hint.as_str());
    let index = format!("{}/index.php?rest_route=/", shop.practice.url());
    assert_eq!(http().build().unwrap().get(index).send().await.unwrap().status(), 200);
    let list = format!("{}/?rest_route=/wc/v3/products", shop.practice.url());
    let (key, secret) = (shop.practice.consumer_key(), shop.practice.consumer_secret());
    let asked = http().build().unwrap().get(list).basic_auth(key, Some(secret)).send().await;
    assert_eq!(asked.unwrap().status(), 401, "index-plain-permalink-rest_route");
}
