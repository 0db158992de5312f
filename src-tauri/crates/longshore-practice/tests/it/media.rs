//! WordPress' own media library, for people with an application password.

use longshore_practice::{Action, Settings};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::client::{Reply, Shop, http, read};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n another";

async fn shop() -> Shop {
    Shop::with(Settings { empty: true, application_passwords: true, ..Settings::default() }).await
}

fn ask(shop: &Shop, method: Method, path: &str) -> RequestBuilder {
    http().build().unwrap().request(method, format!("{}/wp-json/wp/v2/{path}", shop.practice.url()))
}

fn upload(shop: &Shop, path: &str, name: &str, content: &'static [u8]) -> RequestBuilder {
    let (login, password) = shop.practice.uploader().unwrap();
    ask(shop, Method::POST, path)
        .basic_auth(login, Some(password))
        .header("Content-Type", "image/jpeg")
        .header("Content-Disposition", format!("attachment; filename=\"{name}\""))
        .body(content)
}

fn told(reply: &Reply) -> (u16, &str) {
    (reply.status, reply.code())
}

#[tokio::test]
async fn an_uploaded_file_can_be_found_shown_by_a_product_and_removed() {
    let shop = shop().await;
    let made = read(upload(&shop, "media?slug=mark-1&title=A%20hat", "hat one.jpg", JPEG)).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let id = made.body["id"].as_i64().unwrap();
    assert_eq!(made.body["slug"], "mark-1");
    assert_eq!(made.body["title"], json!({ "raw": "A hat", "rendered": "A hat" }));
    assert_eq!(made.body["media_details"]["filesize"], JPEG.len());
    let address = made.body["source_url"].as_str().unwrap().to_owned();
    assert!(address.ends_with("/hat-one.jpg"), "{address}");
    assert!(made.header("Location").ends_with(&format!("/wp-json/wp/v2/media/{id}")));

    let other = read(upload(&shop, "media?slug=mark-1", "hat one.jpg", JPEG)).await;
    assert_eq!(other.body["slug"], "mark-1-2", "a slug that is taken gets a number");
    let found = read(ask(&shop, Method::GET, "media?slug=mark-1")).await;
    assert_eq!((found.ids(), found.header("X-WP-Total")), (vec![id], "1"));
    assert!(found.body[0]["title"].get("raw").is_none(), "visitors see no raw text");
    let both = read(ask(&shop, Method::GET, &format!("media?include={id},9999&per_page=100")));
    assert_eq!(both.await.ids(), [id]);

    let product = shop.post("products", &json!({ "name": "Hat", "images": [{ "id": id }] })).await;
    assert_eq!(product.body["images"][0]["src"], address.as_str());
    let path = format!("media/{id}");
    let (login, password) = shop.practice.uploader().unwrap();
    let with = |path: &str| ask(&shop, Method::DELETE, path).basic_auth(login, Some(password));
    assert_eq!(told(&read(with(&path)).await), (501, "rest_trash_not_supported"));
    let gone = read(with(&format!("{path}?force=true"))).await;
    assert_eq!((gone.status, &gone.body["deleted"]), (200, &json!(true)));
    assert_eq!(told(&read(ask(&shop, Method::GET, &path)).await), (404, "rest_post_invalid_id"));
    let product = shop.get(&format!("products/{}", product.body["id"])).await;
    assert_eq!(product.body["images"], json!([]));
    let effects: Vec<_> = shop.practice.requests().into_iter().flat_map(|it| it.effects).collect();
    let of_media = effects.iter().filter(|effect| effect.kind == "media");
    let actions: Vec<Action> = of_media.map(|effect| effect.action).collect();
    assert_eq!(actions, [Action::Create, Action::Create, Action::Delete]);
}

#[tokio::test]
async fn wordpress_says_who_may_not_and_why() {
    let shop = shop().await;
    let (login, password) = shop.practice.uploader().unwrap();
    let me = |login: &str, password: &str| {
        read(ask(&shop, Method::GET, "users/me?context=edit").basic_auth(login, Some(password)))
    };
    let known = me(login, password).await;
    assert_eq!(known.body["capabilities"]["upload_files"], true);
    assert_eq!(me(login, &password.replace(' ', "")).await.status, 200, "spaces do not count");
    assert_eq!(told(&me(login, "wrong").await), (401, "incorrect_password"));
    assert_eq!(told(&me("nobody", password).await), (401, "invalid_username"));
    assert_eq!(told(&me("a@b.example", password).await), (401, "invalid_email"));
    let (guest, guests) = shop.practice.guest().unwrap();
    assert!(me(guest, guests).await.body["capabilities"].get("upload_files").is_none());
    let reply = read(ask(&shop, Method::GET, "users/me")).await;
    assert_eq!(told(&reply), (401, "rest_not_logged_in"));

    let as_guest = ask(&shop, Method::POST, "media").basic_auth(guest, Some(guests)).body(JPEG);
    assert_eq!(told(&read(as_guest).await), (403, "rest_cannot_create"));
    let unknown = ask(&shop, Method::POST, "media").body(JPEG);
    assert_eq!(told(&read(unknown).await), (401, "rest_cannot_create"));
    let key = (shop.practice.consumer_key(), shop.practice.consumer_secret());
    let with_key = ask(&shop, Method::POST, "media").basic_auth(key.0, Some(key.1)).body(JPEG);
    assert_eq!(told(&read(with_key).await), (401, "invalid_username"));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_a_wrong_extension_put_right() {
    let shop = shop().await;
    let renamed = read(upload(&shop, "media", "hat.jpg", PNG)).await;
    assert!(renamed.body["source_url"].as_str().unwrap().ends_with("/hat.png"));
    for (name, content, expected) in [
        ("hat.jpg", &b"plain text"[..], (500, "rest_upload_sideload_error")),
        ("hat.exe", JPEG, (500, "rest_upload_sideload_error")),
        ("", JPEG, (400, "rest_upload_invalid_disposition")),
        ("hat.jpg", &b""[..], (400, "rest_upload_no_data")),
    ] {
        let refused = read(upload(&shop, "media", name, content)).await;
        assert_eq!(told(&refused), expected, "{name}");
    }
    let (login, password) = shop.practice.uploader().unwrap();
    let bare = ask(&shop, Method::POST, "media").basic_auth(login, Some(password));
    let bare = bare.header("Content-Type", "image/png").body(PNG);
    assert_eq!(told(&read(bare).await), (400, "rest_upload_no_content_disposition"));
}

#[tokio::test]
async fn a_site_where_nobody_made_a_password_takes_none() {
    let shop = Shop::empty().await;
    assert_eq!(shop.practice.uploader(), None);
    let reply = read(ask(&shop, Method::GET, "users/me").basic_auth("admin", Some("any"))).await;
    assert_eq!(told(&reply), (401, "rest_not_logged_in"));
    let settings =
        Settings { plain_permalinks: true, application_passwords: true, ..Settings::default() };
    let plain = Shop::with(settings).await;
    assert_eq!(read(ask(&plain, Method::GET, "users/me")).await.status, 404);
}

#[tokio::test]
async fn passwords_of_a_folder_stay_from_start_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = longshore_practice::Data::Folder(folder.path().to_owned());
    let settings =
        Settings { data, empty: true, application_passwords: true, ..Settings::default() };
    let mut seen = Vec::new();
    for _ in 0..2 {
        let practice = longshore_practice::serve(settings.clone()).await.unwrap();
        let (login, password) = practice.uploader().unwrap();
        seen.push((login.to_owned(), password.to_owned()));
        practice.shutdown().await;
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].1.len(), 29);
}
