//! Pictures are looked at before a store is to fetch them: are they there, are they pictures, how long are they?

use longshore_connectors::{
    Address,
    picture_check::{Trouble, look},
};

use crate::server::{Said, Server};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 and so on";

fn bytes(body: &[u8]) -> Said {
    Said { body: body.to_vec(), ..Said::text(200, "image/jpeg", "") }
}

#[tokio::test]
async fn what_a_store_could_not_take_is_told_for_each_picture() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/good.jpg" => bytes(JPEG),
        "/there.jpg" => Said::text(302, "text/plain", "").with("location", "/good.jpg"),
        "/away.jpg" => {
            Said::text(302, "text/plain", "").with("location", "http://127.0.0.1:9/a.jpg")
        }
        "/round.jpg" => Said::text(302, "text/plain", "").with("location", "/round.jpg"),
        "/page.jpg" => Said::text(200, "image/jpeg", "<!DOCTYPE html><html>Log in</html>"),
        "/list.jpg" => Said::text(200, "image/jpeg", "SKU,Name"),
        "/empty.jpg" => bytes(b""),
        "/large.jpg" => {
            Said { status: 206, ..bytes(JPEG) }.with("content-range", "bytes 0-1023/35000000")
        }
        "/unranged.jpg" if seen.headers.contains_key("range") => Said::text(416, "text/plain", ""),
        "/unranged.jpg" => bytes(JPEG),
        "/locked.jpg" => Said::text(403, "text/plain", "no"),
        _ => Said::text(404, "text/html", "<html>nothing here</html>"),
    })
    .await;
    let shop = Address::parse(&server.url).unwrap();
    let names = [
        "good", "there", "away", "round", "page", "list", "empty", "large", "unranged", "locked",
        "none",
    ];
    let mut all: Vec<String> =
        names.iter().map(|name| format!("{}/{name}.jpg", server.url)).collect();
    all.push("http://127.0.0.1:9/a.jpg".to_owned());
    all.push("https://nobody.invalid/a.jpg".to_owned());
    let mut looked = 0;
    let found = look(&all, &shop, || looked += 1).await;
    assert_eq!(looked, all.len());
    assert_eq!(
        found,
        [
            (2, Trouble::NotPublic),
            (3, Trouble::Unreachable),
            (4, Trouble::WebPage),
            (5, Trouble::NoPicture),
            (6, Trouble::Empty),
            (7, Trouble::TooLarge(35_000_000)),
            (9, Trouble::Refused(403)),
            (10, Trouble::Refused(404)),
            (11, Trouble::NotPublic),
            (12, Trouble::Unreachable),
        ]
    );
    let asked = server.seen();
    let of_good = asked.iter().filter(|seen| seen.path == "/good.jpg").count();
    assert_eq!(of_good, 2, "once for itself, once behind the redirect");
    assert!(asked.iter().all(|seen| !seen.headers.contains_key("authorization")));
}

#[tokio::test]
async fn a_shop_elsewhere_opens_no_door_into_this_machine() {
    let server = Server::start(|_| bytes(JPEG)).await;
    let shop = Address::parse("https://shop.example").unwrap();
    let found = look(&[format!("{}/good.jpg", server.url)], &shop, || ()).await;
    assert_eq!(found, [(0, Trouble::NotPublic)]);
    assert!(server.seen().is_empty());
}
