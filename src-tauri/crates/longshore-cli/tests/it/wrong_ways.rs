//! A connection can be wrong in many ways, and each is explained in words of its own.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    shop::Shop,
    terminal::{Ended, Longshore},
};

/// What a server answers to a request; nothing: it hangs up.
type Answers = fn(&str, &str) -> Option<String>;

fn answer(status: &str, kind: &str, body: &str) -> Option<String> {
    let length = body.len();
    Some(format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

fn json(status: &str, body: &str) -> Option<String> {
    answer(status, "application/json", body)
}

fn page(status: &str) -> Option<String> {
    answer(status, "text/html", "<!DOCTYPE html><html><body>Hello</body></html>")
}

fn refusal(status: &str, code: &str, message: &str) -> Option<String> {
    json(status, &format!(r#"{{"code":"{code}","message":"{message}","data":{{}}}}"#))
}

/// A store with nothing in it.
fn good(method: &str, path: &str) -> Option<String> {
    if path.starts_with("/wp-json/?") || path == "/wp-json/" {
        return json("200 OK", r#"{"namespaces":["wc/v3","wp/v2"]}"#);
    }
    match (method, path.split('?').next().unwrap_or_default()) {
        (_, "/wp-json/wc/v3/products" | "/wp-json/wc/v3/products/batch") => json("200 OK", "[]"),
        _ => refusal("404 Not Found", "rest_no_route", "No route was found"),
    }
}

fn moved(target: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 301 Moved Permanently\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    ))
}

/// The servers that are wrong once the store has been added: a name, the code, and how they answer.
const WRONG: &[(&str, &str, Answers)] = &[
    ("hangs_up", "store_connection_dropped", |_, _| None),
    ("breaks_off", "store_answer_cut", |_, _| {
        Some(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n[{"
                .to_owned(),
        )
    }),
    ("a_page", "store_answer_not_json", |_, _| page("200 OK")),
    ("php_alone", "store_answer_not_json", |_, _| {
        answer(
            "200 OK",
            "text/html",
            "<br />\n<b>Fatal error</b>: Uncaught Error in /srv/x.php on line 3",
        )
    }),
    ("nothing_said", "store_answer_not_json", |_, _| answer("200 OK", "text/html", "")),
    ("other_json", "store_answer_unexpected", |_, _| json("200 OK", r#"{"status":"fine"}"#)),
    ("key_unknown", "store_key_unknown", |_, _| {
        refusal(
            "401 Unauthorized",
            "woocommerce_rest_cannot_view",
            "Sorry, you cannot list resources.",
        )
    }),
    ("secret_wrong", "store_key_refused", |_, _| {
        refusal(
            "401 Unauthorized",
            "woocommerce_rest_authentication_error",
            "Consumer secret is invalid.",
        )
    }),
    ("firewall", "store_forbidden", |_, _| page("403 Forbidden")),
    ("password_before_it", "store_password_wanted", |_, _| page("401 Unauthorized")),
    ("too_old", "store_no_route", |_, _| {
        refusal("404 Not Found", "rest_no_route", "No route was found")
    }),
    ("no_wordpress", "store_no_rest_api", |_, _| page("404 Not Found")),
    ("too_busy", "store_too_many_requests", |_, _| {
        Some("HTTP/1.1 429 Too Many\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned())
    }),
    ("maintenance", "store_unavailable", |_, _| {
        Some("HTTP/1.1 503 Unavailable\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned())
    }),
    ("database_down", "store_server_failed", |_, _| {
        refusal("500 Internal Server Error", "wp_die", "Error establishing a database connection")
    }),
    ("moved", "store_redirected", |_, _| moved("https://elsewhere.example/")),
    ("too_large", "store_request_too_large", |_, _| page("413 Request Entity Too Large")),
];

/// The servers that are wrong from the beginning.
const WRONG_AT_FIRST: &[(&str, &str, Answers)] = &[
    ("no_woocommerce", "store_no_woocommerce", |_, _| {
        json("200 OK", r#"{"namespaces":["wp/v2"]}"#)
    }),
    ("plain_permalinks", "store_plain_permalinks", |_, path| {
        match path {
        "/" => Some(
            "HTTP/1.1 200 OK\r\nlink: </?rest_route=/>; rel=\"https://api.w.org/\"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .to_owned(),
        ),
        _ => page("404 Not Found"),
    }
    }),
    ("round_and_round", "store_redirected", |_, path| moved(&format!("{path}x"))),
    ("writes_only", "store_key_cannot_read", |method, path| match method {
        "GET" if path.contains("/wc/v3/") => refusal(
            "401 Unauthorized",
            "woocommerce_rest_authentication_error",
            "The API key provided does not have read permissions.",
        ),
        _ => good(method, path),
    }),
];

/// A server whose way to answer can be changed; it ends with the test.
struct Server {
    url: String,
    way: Arc<AtomicUsize>,
}

impl Server {
    fn start(answers: Vec<Answers>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let way = Arc::new(AtomicUsize::new(0));
        let chosen = Arc::clone(&way);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let answers = answers[chosen.load(Ordering::SeqCst)];
                std::thread::spawn(move || serve(stream, answers));
            }
        });
        Self { url, way }
    }
}

fn serve(mut stream: TcpStream, answers: Answers) {
    let (mut head, mut room) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut room) {
            Ok(0) | Err(_) => return,
            Ok(read) => head.extend_from_slice(&room[..read]),
        }
    }
    let text = String::from_utf8_lossy(&head);
    let mut words = text.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if let Some(said) = answers(method, path) {
        let _ = stream.write_all(said.as_bytes());
    }
}

fn add(longshore: &Longshore, url: &str, more: &[&str]) -> Ended {
    let words = ["store", "add", "shop", "--url", url, "--key", "ck_1", "--secret-stdin"];
    let rest = ["--keep-secret-in", "file", "--json"];
    longshore.run_with_input(words.into_iter().chain(rest).chain(more.iter().copied()), "cs_1")
}

fn sentence(ended: &Ended, code: &str, name: &str) -> String {
    assert_ne!(ended.status, 0, "{name}: {}", ended.out);
    let json = ended.json();
    assert_eq!(json["error"]["code"], code, "{name}: {json}");
    json["error"]["message"].as_str().unwrap().to_owned()
}

/// Tries a store that was right when it was added.
fn tested(name: &str, code: &str, wrong: Answers) -> String {
    let server = Server::start(vec![good, wrong]);
    let longshore = Longshore::new();
    let added = add(&longshore, &server.url, &[]);
    assert_eq!(added.status, 0, "{}", added.out);
    server.way.store(1, Ordering::SeqCst);
    sentence(&longshore.run(["store", "test", "shop", "--json"]), code, name)
}

fn told() -> BTreeMap<String, String> {
    let threads: Vec<_> = WRONG
        .iter()
        .map(|(name, code, wrong)| {
            std::thread::spawn(move || ((*name).to_owned(), tested(name, code, *wrong)))
        })
        .collect();
    let mut told: BTreeMap<String, String> =
        threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    for (name, code, wrong) in WRONG_AT_FIRST {
        let server = Server::start(vec![*wrong]);
        let said = sentence(&add(&Longshore::new(), &server.url, &[]), code, name);
        told.insert((*name).to_owned(), said);
    }
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (name, url, code) in [
        ("nobody_there", format!("http://{gone}"), "store_connection_refused"),
        ("no_such_name", "https://shop.invalid".to_owned(), "store_name_unknown"),
        ("no_address", "ftp://shop.example".to_owned(), "store_address_invalid"),
    ] {
        told.insert(name.to_owned(), sentence(&add(&Longshore::new(), &url, &[]), code, name));
    }
    let shop = Shop::strict();
    let https = shop.practice.https_url().unwrap();
    let said = add(&Longshore::new(), &https, &[]);
    told.insert(
        "own_authority".to_owned(),
        sentence(&said, "store_certificate_untrusted", "own_authority"),
    );
    let longshore = Longshore::new();
    let text = longshore.write("authority.pem", "no certificate");
    let said = add(&longshore, &https, &["--ca-file", text.to_str().unwrap()]);
    told.insert(
        "no_authority".to_owned(),
        sentence(&said, "store_authority_invalid", "no_authority"),
    );
    told
}

#[test]
fn every_way_in_which_a_connection_is_wrong_is_explained_in_its_own_words() {
    let told = told();
    assert!(told.len() >= 25, "{}", told.len());
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (name, said) in &told {
        // Addresses differ anyway: they are no words of their own.
        let words: String = said.chars().filter(|letter| !letter.is_ascii_digit()).collect();
        assert!(said.ends_with(['.', '?']) && said.len() > 50, "{name}: {said}");
        if let Some(other) = seen.insert(words, name) {
            panic!("{other} and {name} are told in the same words: {said}");
        }
    }
}
