//! Files go to the WordPress below a shop, for somebody with an application password.

use longshore_connectors::{
    Address, Connection, Fault, Sent,
    wordpress::{FileAnswer, NewFile, WordPress},
};
use longshore_engine::value::StoreId;
use reqwest::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::json;

use crate::server::{Said, Server};

fn site(url: &str) -> WordPress {
    let address = Address::parse(url).unwrap();
    WordPress::new(Connection::new(address, "anna@shop.example", "abcdEFGH".to_owned().into()))
        .unwrap()
}

fn file() -> NewFile {
    NewFile {
        name: "hüte \"1\".png".to_owned(),
        media_type: "image/png",
        mark: "longshore-1".to_owned(),
        content: b"\x89PNG".to_vec(),
    }
}

#[tokio::test]
async fn a_file_goes_as_it_is_with_its_mark() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => Said { status: 201, ..Said::json(&json!({ "id": 7, "slug": "longshore-1" })) },
        _ => Said::json(&json!([{ "id": 7, "slug": "longshore-1" }])),
    })
    .await;
    let site = site(&server.url);
    assert_eq!(site.upload(file()).await.unwrap(), FileAnswer::Kept(StoreId(7)));
    assert_eq!(site.marked("longshore-1").await.unwrap(), Some(StoreId(7)));
    let called = site.called(&[StoreId(7), StoreId(8)]).await.unwrap();
    assert_eq!(called, [(StoreId(7), "longshore-1".to_owned())]);
    let seen = server.seen();
    let [upload, looked, ..] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!(upload.path, "/wp-json/wp/v2/media");
    assert_eq!(upload.asked("slug"), Some("longshore-1"));
    assert_eq!(upload.headers[CONTENT_TYPE], "image/png");
    let disposition = upload.headers[CONTENT_DISPOSITION].as_bytes();
    assert_eq!(disposition, "attachment; filename=\"hüte 1.png\"".as_bytes());
    // anna@shop.example:abcdEFGH
    assert_eq!(upload.headers[AUTHORIZATION], "Basic YW5uYUBzaG9wLmV4YW1wbGU6YWJjZEVGR0g=");
    assert_eq!(looked.asked("slug"), Some("longshore-1"));
}

#[tokio::test]
async fn what_a_site_refuses_is_told_apart_from_what_nobody_knows() {
    let server = Server::start(|seen| match (seen.method.as_str(), seen.asked("slug")) {
        ("POST", Some("refused")) => {
            Said::error(500, "rest_upload_sideload_error", "Sorry, not this file type.")
        }
        ("POST", Some("large")) => Said::text(413, "text/html", "<html>"),
        ("POST", _) => Said::error(500, "internal_server_error", "Died."),
        ("DELETE", _) => Said::error(404, "rest_post_invalid_id", "Invalid post ID."),
        _ => Said::error(401, "incorrect_password", "Wrong."),
    })
    .await;
    let site = site(&server.url);
    let marked = |mark: &str| NewFile { mark: mark.to_owned(), ..file() };
    for (mark, code) in
        [("refused", "rest_upload_sideload_error"), ("large", "rest_upload_file_too_big")]
    {
        match site.upload(marked(mark)).await.unwrap() {
            FileAnswer::Refused(refusal) => assert_eq!(refusal.code, code),
            kept @ FileAnswer::Kept(_) => panic!("{kept:?}"),
        }
    }
    let unknown = site.upload(marked("dies")).await.unwrap_err();
    assert_eq!(unknown.sent, Sent::Maybe);
    assert_eq!(site.remove(StoreId(9)).await.unwrap(), FileAnswer::Kept(StoreId(9)));
    let refused = site.may_upload().await.unwrap_err();
    assert!(
        matches!(refused.fault, Fault::KeyRefused { code, .. } if code == "incorrect_password")
    );
}

#[test]
fn a_password_is_never_sent_in_the_clear() {
    let address = Address::parse("http://shop.example").unwrap();
    let connection = Connection::new(address, "anna", "abcd".to_owned().into());
    let error = WordPress::new(connection).err().unwrap();
    assert!(matches!(error.fault, Fault::PlainHttp { .. }));
}
