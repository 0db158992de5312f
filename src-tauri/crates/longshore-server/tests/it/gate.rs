//! Who comes in, and who does not.

use serde_json::json;

use crate::door::Door;

const PROTECTED: [(&str, &str); 5] = [
    ("POST", "/rpc"),
    ("GET", "/events"),
    ("POST", "/uploads?name=a.csv"),
    ("POST", "/downloads"),
    ("GET", "/about"),
];

#[test]
fn nobody_comes_in_without_the_token() {
    let door = Door::open();
    let mut wrong = door.token().to_owned();
    wrong.replace_range(0..1, if wrong.starts_with('A') { "B" } else { "A" });
    for (method, path) in PROTECTED {
        for header in [
            None,
            Some(format!("Bearer {wrong}")),
            Some("Bearer ".into()),
            Some(door.token().into()),
        ] {
            let headers: Vec<_> =
                header.iter().map(|value| ("authorization", value.as_str())).collect();
            let answer = door.send(method, path, &headers, b"{}");
            assert_eq!(
                (answer.status, answer.json()["code"].clone()),
                (401, json!("token_wrong")),
                "{path}"
            );
        }
    }
}

#[test]
fn a_stranger_that_points_to_this_computer_is_sent_away() {
    let door = Door::open();
    let token = format!("Bearer {}", door.token());
    let host = |name: &str| {
        let headers = [("authorization", token.as_str()), ("host", name)];
        ["/", "/about", "/downloads/x"].map(|path| door.send("GET", path, &headers, b"").status)
    };
    assert_eq!(host("shop.example"), [403; 3]);
    assert_eq!(host("127.0.0.1"), [403; 3], "another port is another server");
    assert_eq!(
        host(&format!("127.0.0.1.shop.example:{}", door.address.rsplit(':').next().unwrap())),
        [403; 3]
    );
    assert_eq!(host(&door.address)[..2], [200; 2]);
    assert_eq!(host(&door.address.replace("127.0.0.1", "LocalHost"))[..2], [200; 2]);
}

#[test]
fn pages_of_other_origins_are_sent_away_even_with_the_token() {
    let door = Door::open();
    let token = format!("Bearer {}", door.token());
    let from = |name: &str, value: &str| {
        let headers = [("authorization", token.as_str()), (name, value)];
        door.send("GET", "/about", &headers, b"").status
    };
    assert_eq!(from("origin", "https://shop.example"), 403);
    assert_eq!(from("origin", "null"), 403);
    assert_eq!(from("origin", &format!("https://{}", door.address)), 403);
    assert_eq!(from("sec-fetch-site", "cross-site"), 403);
    assert_eq!(from("sec-fetch-site", "same-site"), 403, "another port of this computer");
    assert_eq!(from("origin", &format!("http://{}", door.address)), 200);
    assert_eq!(from("sec-fetch-site", "same-origin"), 200);
}

#[test]
fn the_server_is_heard_on_this_computer_only() {
    let door = Door::open();
    assert!(door.address.starts_with("127.0.0.1:"), "{}", door.address);
}
