//! Whatever goes wrong on the way has a name, and says whether the store can have done anything.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt};
use longshore_connectors::{
    Connection, Fault, Query, Sent, Store, StoreError, Waits,
    connection::{Address, KeyShown, Manners},
    woocommerce::WooCommerce,
};
use longshore_engine::{change::Change, entity::Entity};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_util::sync::CancellationToken;

use crate::{
    changes::{create, text},
    recordings,
    server::{Said, Server, connection, store},
};

fn one() -> Vec<Change> {
    vec![create(Entity::Product, &[("sku", text("A"))])]
}

/// What comes of sending a change to a store that always answers this.
async fn sending(said: Said) -> StoreError {
    let server = Server::start(move |_| said.clone()).await;
    let error = server.store().send(&one()).await.unwrap_err();
    let writes = server.seen().iter().filter(|seen| seen.method != "GET").count();
    assert_eq!(writes, 1, "a write is never repeated");
    error
}

/// What comes of reading from it, and how often it was asked.
async fn reading(said: Said) -> (StoreError, usize) {
    let server = Server::start(move |_| said.clone()).await;
    let outcome = server.store().pages(Query::all(Entity::Product)).next().await.unwrap();
    (outcome.unwrap_err(), server.seen().len())
}

/// A server that takes a request and then does what it likes with the connection.
async fn raw<F, W>(then: F) -> String
where
    F: Fn(TcpStream) -> W + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = vec![0; 65536];
            let _ = socket.read(&mut request).await;
            then(socket).await;
        }
    });
    url
}

async fn raw_answer(answer: &'static [u8]) -> String {
    raw(move |mut socket| async move {
        socket.write_all(answer).await.unwrap();
        socket.shutdown().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn nothing_was_sent_where_nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = store(&url).send(&one()).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_connection_refused", Sent::Nothing));
    assert!(error.is_unreachable() && !error.is_unauthorised());
}

#[tokio::test]
async fn a_name_without_a_machine_is_named() {
    let unknown = connection("https://longshore-no-such-host.invalid");
    let unknown = Connection { manners: Manners { retries: 0, ..unknown.manners }, ..unknown };
    let error = WooCommerce::new(unknown).unwrap().send(&one()).await.unwrap_err();
    assert_eq!(error.sent, Sent::Nothing);
    assert_eq!(
        error.fault,
        Fault::NameUnknown { host: "longshore-no-such-host.invalid".to_owned() }
    );
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer_leaves_it_open_what_was_done() {
    let url = raw(|socket| async move { drop(socket) }).await;
    let error = store(&url).send(&one()).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_connection_dropped", Sent::Maybe));
}

#[tokio::test]
async fn an_answer_that_breaks_off_leaves_it_open_what_was_done() {
    let url =
        raw_answer(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"create\": [{\"id\"").await;
    let error = store(&url).send(&one()).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_answer_cut", Sent::Maybe));
    // Cut by something that corrects the length: only the JSON tells.
    let error = sending(Said::text(200, "application/json", "{\"create\": [{\"id\": 5")).await;
    assert_eq!((error.code(), error.sent), ("store_answer_cut", Sent::Maybe));
}

#[tokio::test]
async fn a_store_that_takes_too_long_may_still_have_done_it() {
    let server = Server::start(|_| Said::json(&json!([])).after(Duration::from_secs(5))).await;
    let hasty = connection(&server.url);
    let hasty = Connection {
        manners: Manners { answer_within: Duration::from_millis(200), ..hasty.manners },
        ..hasty
    };
    let error = WooCommerce::new(hasty).unwrap().send(&one()).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_timed_out", Sent::Maybe));
    assert!(error.wants_smaller_requests());
}

#[tokio::test]
async fn each_refusal_of_a_whole_request_has_its_own_code() {
    let html = |status, body: &str| {
        Said::text(status, "text/html", &format!("<html><body>{body}</body></html>"))
    };
    let nginx = recordings::named("products-create-body-20mb-nginx-413");
    let nginx = Said::text(413, "text/html", nginx.body.as_str().unwrap());
    for (said, code, done) in [
        (nginx, "store_request_too_large", Sent::Nothing),
        (
            Said::error(413, "woocommerce_rest_request_entity_too_large", "100"),
            "store_request_too_large",
            Sent::Nothing,
        ),
        (Said::error(429, "rate_limited", ""), "store_too_many_requests", Sent::Maybe),
        (Said::error(400, "rest_invalid_json", "Invalid JSON"), "store_refused", Sent::Nothing),
        (Said::error(404, "rest_no_route", "No route"), "store_no_route", Sent::Nothing),
        (html(404, "Not found"), "store_no_rest_api", Sent::Nothing),
        (html(403, "Blocked by the firewall"), "store_forbidden", Sent::Nothing),
        (html(401, "Password, please"), "store_password_wanted", Sent::Nothing),
        (html(408, "Too slow"), "store_refused", Sent::Maybe),
        (html(502, "Bad gateway"), "store_unavailable", Sent::Maybe),
        (html(503, "Down"), "store_unavailable", Sent::Maybe),
        (html(504, "Time out"), "store_unavailable", Sent::Maybe),
        (Said::error(500, "internal_server_error", "critical"), "store_server_failed", Sent::Maybe),
        (html(500, "Error establishing a database connection"), "store_server_failed", Sent::Maybe),
        (html(200, "Welcome"), "store_answer_page", Sent::Maybe),
        (Said::text(200, "text/html", ""), "store_answer_empty", Sent::Maybe),
        (Said::text(204, "text/html", ""), "store_answer_empty", Sent::Maybe),
        (html(200, "<b>Fatal error</b>: memory"), "store_answer_php", Sent::Maybe),
        (
            Said { status: 200, ..Said::error(401, "woocommerce_rest_cannot_view", "Sorry") },
            "store_key_unknown",
            Sent::Nothing,
        ),
        (
            Said { status: 200, ..Said::error(500, "internal_server_error", "Oops") },
            "store_server_failed",
            Sent::Maybe,
        ),
        (Said::json(&json!("fine")), "store_answer_not_json", Sent::Maybe),
    ] {
        let shown = format!("{said:?}");
        let error = sending(said).await;
        assert_eq!((error.code(), error.sent), (code, done), "{shown}");
    }
}

#[tokio::test]
async fn what_stands_before_the_store_is_told_from_it() {
    let html = |status, body: &str| {
        Said::text(status, "text/html", &format!("<html><body>{body}</body></html>"))
    };
    let title = |status, title: &str| {
        Said::text(status, "text/html", &format!("<html><title>{title}</title></html>"))
    };
    let blocked = "Your access to this site has been limited. Generated by Wordfence";
    let login = "</body><body class=\"login wp-core-ui\"><form id=\"loginform\">";
    for (said, code, done) in [
        (html(406, "This error was generated by Mod_Security."), "store_firewall", Sent::Nothing),
        (html(503, blocked), "store_firewall", Sent::Nothing),
        (html(503, blocked).with("retry-after", "0"), "store_too_many_requests", Sent::Nothing),
        (title(403, "Attention Required! | Cloudflare"), "store_firewall", Sent::Nothing),
        (
            title(403, "Just a moment...").with("cf-mitigated", "challenge"),
            "store_robot_check",
            Sent::Nothing,
        ),
        (html(202, "/.well-known/sgcaptcha/?r=1"), "store_robot_check", Sent::Nothing),
        (html(405, "Method Not Allowed"), "store_forbidden", Sent::Nothing),
        (html(406, "No"), "store_forbidden", Sent::Nothing),
        (html(999, "No"), "store_forbidden", Sent::Nothing),
        (
            html(401, login).with("www-authenticate", "Basic realm=\"Staging\""),
            "store_password_wanted",
            Sent::Nothing,
        ),
        (html(200, login), "store_login_wanted", Sent::Maybe),
        (
            html(302, "").with("location", "/wp-login.php?redirect_to=%2F"),
            "store_login_wanted",
            Sent::Nothing,
        ),
        (html(302, "").with("location", "/coming-soon/"), "store_closed", Sent::Nothing),
        (title(200, "Coming soon"), "store_closed", Sent::Maybe),
        (title(503, "Maintenance"), "store_closed", Sent::Maybe),
        (
            html(400, "The plain HTTP request was sent to HTTPS port"),
            "store_encryption_wanted",
            Sent::Nothing,
        ),
        (
            Said::error(401, "rest_cannot_access", "DRA: No"),
            "store_rest_switched_off",
            Sent::Nothing,
        ),
        (Said::error(403, "rest_disabled", "No"), "store_rest_switched_off", Sent::Nothing),
        (Said::error(404, "wps_api_disabled", "No"), "store_rest_switched_off", Sent::Nothing),
        (
            Said::error(401, "itsec_rest_api_access_restricted", "No"),
            "store_rest_switched_off",
            Sent::Nothing,
        ),
        (Said::error(400, "woocommerce_rest_x_disabled", "No"), "store_refused", Sent::Nothing),
    ] {
        let shown = format!("{said:?}");
        let error = sending(said).await;
        assert_eq!((error.code(), error.sent), (code, done), "{shown}");
        let goes_on = error.is_unauthorised() || error.is_passing() || error.is_unreachable();
        assert!(goes_on || code == "store_refused", "what goes on is no record's matter: {shown}");
    }
}

#[tokio::test]
async fn a_failure_without_words_has_at_least_a_number() {
    for said in
        [Said::text(500, "text/html", "<html>Oops</html>"), Said::text(418, "text/plain", "")]
    {
        let status = said.status;
        let params = sending(said).await.params();
        let code = params.iter().find(|(name, _)| name == "code").map(|(_, value)| value.as_str());
        match status {
            500 => assert_eq!(code, Some("HTTP 500")),
            _ => assert!(params.iter().any(|(_, value)| value == "418")),
        }
    }
}

#[tokio::test]
async fn a_redirect_tells_the_site_and_never_the_key() {
    let server = Server::start(|seen| {
        let query: Vec<_> =
            seen.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let there = format!("https://www.shop.example/wp-json/wc/v3/products?{}", query.join("&"));
        Said::text(301, "text/html", "").with("location", &there)
    })
    .await;
    let shown = Connection { key_shown: KeyShown::Query, ..connection(&server.url) };
    let error = WooCommerce::new(shown).unwrap().facts().await.unwrap_err();
    let target = "https://www.shop.example".to_owned();
    assert_eq!(error.fault, Fault::Redirected { status: 301, target });
}

#[tokio::test]
async fn whoever_speaks_another_language_is_told_so() {
    let plain = raw_answer(b"SSH-2.0-OpenSSH_9.6\r\n").await;
    let error = store(&plain).send(&one()).await.unwrap_err();
    assert_eq!(error.code(), "store_not_http");
    let https = plain.replace("http://", "https://");
    let error = store(&https).send(&one()).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_not_encrypted", Sent::Nothing));
    // An alert of TLS: it takes only encrypted connections.
    let encrypted = raw_answer(b"\x15\x03\x01\x00\x02\x02\x46").await;
    let error = store(&encrypted).send(&one()).await.unwrap_err();
    assert_eq!(error.code(), "store_not_http");
}

#[tokio::test]
async fn every_recorded_refusal_of_a_key_is_known_as_one() {
    let refusals = recordings::all().into_iter().filter(|recording| recording.status == 401);
    let mut codes = std::collections::BTreeMap::new();
    for recording in refusals {
        let body = recording.body.to_string();
        let (error, asked) = reading(Said::text(401, "application/json", &body)).await;
        assert!(error.is_unauthorised() && error.sent == Sent::Nothing, "{}", recording.name);
        assert_eq!(asked, 1, "a refused key is not tried again");
        *codes.entry(error.code()).or_insert(0) += 1;
    }
    assert!(codes["store_key_unknown"] > 2 && codes["store_key_refused"] > 4, "{codes:?}");
}

#[tokio::test]
async fn every_recorded_error_has_a_code_and_keeps_the_stores_own() {
    for recording in recordings::all().into_iter().filter(|recording| recording.status >= 400) {
        let Some(code) = recording.body["code"].as_str() else { continue };
        let body = recording.body.to_string();
        let error = sending(Said::text(recording.status, "application/json", &body)).await;
        let own = error.params().iter().any(|(name, value)| name == "code" && value == code);
        let has_name = matches!(error.fault, Fault::NoRoute { .. } | Fault::TooLarge);
        assert!(own || has_name, "{}: {error:?}", recording.name);
        let may_be_done = recording.status >= 500;
        assert_eq!(error.sent == Sent::Maybe, may_be_done, "{}", recording.name);
        assert!(!error.to_string().contains('\n'));
    }
}

#[tokio::test]
async fn a_read_is_tried_again_until_the_store_is_back() {
    let troubles = [
        Said::text(502, "text/html", "<html>"),
        Said::error(503, "wp_die", "Briefly unavailable").with("retry-after", "0"),
        Said::text(200, "application/json", "[{\"id\": 1"),
    ];
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |seen| {
        let at = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        troubles.get(at).cloned().unwrap_or_else(|| Said::page(seen, &[json!({"id": 1})]))
    })
    .await;
    let pages: Vec<_> = server.store().pages(Query::all(Entity::Tag)).try_collect().await.unwrap();
    assert_eq!(pages[0].records.len(), 1);
    assert!(server.seen().len() >= 4);
}

#[tokio::test]
async fn a_store_that_asks_for_a_pause_gets_it() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server =
        Server::start(move |seen| match count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => Said::error(429, "rate_limited", "").with("retry-after", "1"),
            _ => Said::page(seen, &[json!({"id": 1})]),
        })
        .await;
    let started = Instant::now();
    let store = server.store();
    let page = store.pages(Query::all(Entity::Tag)).next().await.unwrap();
    assert!(page.is_ok() && started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_pause_longer_than_we_wait_is_told_at_once() {
    let (error, asked) =
        reading(Said::error(503, "wp_die", "Maintenance").with("retry-after", "600")).await;
    assert_eq!((error.retry_after(), asked), (Some(Duration::from_secs(600)), 1));
}

#[tokio::test]
async fn a_pause_that_a_store_asks_for_is_told_and_over_as_soon_as_nobody_wants_to_wait() {
    let busy = Said::error(429, "rate_limited", "").with("retry-after", "100");
    let server = Server::start(move |_| busy.clone()).await;
    let (end, (tell, mut told)) = (CancellationToken::new(), mpsc::unbounded_channel());
    let waits = Waits::new(
        move |wait| {
            let _ = tell.send(wait.map(|wait| (wait.error.code(), wait.whole.as_secs())));
        },
        end.clone(),
    );
    let patient = connection(&server.url);
    let manners = Manners { longest_pause: Duration::from_secs(200), ..patient.manners };
    let store = WooCommerce::new(Connection { manners, waits, ..patient }).unwrap();
    let started = Instant::now();
    let ending = async {
        assert_eq!(told.recv().await.unwrap(), Some(("store_too_many_requests", 100)));
        end.cancel();
    };
    let mut pages = store.pages(Query::all(Entity::Tag));
    let (page, ()) = tokio::join!(pages.next(), ending);
    assert_eq!(page.unwrap().unwrap_err().code(), "store_too_many_requests");
    // Everybody else is held up by the same pause: nothing is sent while it lasts.
    let write = store.send(&one()).await.unwrap_err();
    assert_eq!((write.code(), write.sent), ("store_too_many_requests", Sent::Nothing));
    assert_eq!(server.seen().len(), 1);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_read_that_is_never_answered_is_soon_given_up_when_nobody_waits_any_more() {
    let server = Server::start(|_| Said::json(&json!([])).after(Duration::from_secs(600))).await;
    let (end, patient) = (CancellationToken::new(), connection(&server.url));
    let manners = Manners { answer_within: Duration::from_secs(600), ..patient.manners };
    let waits = Waits::new(|_| {}, end.clone());
    let store = WooCommerce::new(Connection { manners, waits, ..patient }).unwrap();
    let ending = async {
        while server.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        end.cancel();
    };
    let mut pages = store.pages(Query::all(Entity::Tag));
    let (page, ()) = tokio::join!(pages.next(), ending);
    assert_eq!(page.unwrap().unwrap_err().code(), "store_timed_out");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_store_that_hangs_is_asked_once_by_whoever_meets_it_first() {
    let server = Server::start(|_| Said::json(&json!([])).after(Duration::from_secs(60))).await;
    let asked = async |manner: fn(Manners) -> Manners| {
        let before = server.seen().len();
        let hasty = connection(&server.url);
        let hasty = Manners { answer_within: Duration::from_millis(100), ..hasty.manners };
        let connection = Connection { manners: manner(hasty), ..connection(&server.url) };
        let error = WooCommerce::new(connection).unwrap().facts().await.unwrap_err();
        assert_eq!(error.code(), "store_timed_out");
        server.seen().len() - before
    };
    assert_eq!(asked(Manners::asking_once).await, 1);
    assert_eq!(asked(Manners::at_first_contact).await, 1);
    assert_eq!(asked(|usual| usual).await, 5, "whoever knows that it is there asks again");
    assert_eq!(Manners::default().asking_once().answer_within, Duration::from_secs(30));
}

#[tokio::test]
async fn a_saved_address_that_has_moved_is_not_followed() {
    let moved = Said::text(301, "text/html", "")
        .with("location", "https://elsewhere.example/wp-json/wc/v3/products");
    let (error, asked) = reading(moved).await;
    let target = "https://elsewhere.example".to_owned();
    assert_eq!(error.fault, Fault::Redirected { status: 301, target });
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn notices_of_php_do_not_hide_the_answer_to_a_write() {
    let body = "<br />\n<b>Deprecated</b>:  x {y} in <b>/z.php</b> on line <b>1</b><br />\n{\"create\":[{\"id\":5}]}";
    let server = Server::start(move |_| Said::text(200, "text/html", body)).await;
    assert_eq!(server.store().send(&one()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_endless_answer_does_not_fill_the_memory() {
    let url = raw(|mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n[").await;
        let spaces = vec![b' '; 1 << 20];
        while socket.write_all(&spaces).await.is_ok() {}
    })
    .await;
    let error = store(&url).send(&one()).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_answer_too_large", Sent::Maybe));
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_is_sent() {
    let refused = |connection| WooCommerce::new(connection).err().map(|error| error.code());
    let plain = Address::parse("http://shop.example").unwrap();
    let plain = Connection::new(plain, "ck_1", "cs_1".to_owned().into());
    assert_eq!(refused(plain), Some("store_plain_http"));
    let keyless = Connection { key: "c k".to_owned(), ..connection("https://shop.example") };
    assert_eq!(refused(keyless), Some("store_key_invalid"));
    let no_secret =
        Connection { secret: String::new().into(), ..connection("https://shop.example") };
    assert_eq!(refused(no_secret), Some("store_key_invalid"));
    for pem in ["no certificate", ""] {
        let authority = Some(pem.as_bytes().to_vec());
        let wrong = Connection { authority, ..connection("https://shop.example") };
        assert_eq!(refused(wrong), Some("store_authority_invalid"));
    }
}

#[tokio::test]
async fn the_secret_is_in_no_error() {
    let server = Server::start(|_| Said::error(500, "oops", "failed")).await;
    let error = server.store().send(&one()).await.unwrap_err();
    let shown = format!("{error:?} {error} {:?}", error.params());
    assert!(!shown.contains("cs_very_secret"));
    let authorization = server.seen()[0].headers["authorization"].to_str().unwrap().to_owned();
    assert!(authorization.starts_with("Basic "));
}
