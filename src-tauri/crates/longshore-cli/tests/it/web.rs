//! A file that an address leads to is imported like any other; the key in the address is written down nowhere.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
};

use crate::{files::LIST, shop::Shop, terminal::Longshore};

const SECRET: &str = "s3cret-c4n4ry";

const PRICES: &str = "SKU,Price\nW-1,4.50\nW-1,4.70\nW-2,9\n";

/// A server on this machine that gives out the list at `/list.csv`; its address.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = [0; 8192];
            let read = stream.read(&mut asked).unwrap_or_default();
            let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
            let (status, body) = match asked.split(' ').nth(1).unwrap_or_default() {
                path if path.starts_with("/list.csv") => ("200 OK", LIST),
                path if path.starts_with("/prices.csv") => ("200 OK", PRICES),
                path if path.starts_with("/login") => ("200 OK", "<!doctype html><form>"),
                path if path.starts_with("/empty") => ("200 OK", "SKU,Name\n"),
                _ => ("404 Not Found", "nothing"),
            };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    at
}

/// Files below a folder that hold the secret.
fn with_secret(folder: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read(&path)
                .unwrap_or_default()
                .windows(SECRET.len())
                .any(|at| at == SECRET.as_bytes())
            {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

#[test]
fn an_address_is_a_source_and_its_key_is_written_down_nowhere() {
    let at = serve();
    let shop = Shop::demo();
    let longshore = Longshore::with(&shop);
    let address = format!("http://me:{SECRET}@{at}/list.csv?token={SECRET}&format=csv");
    let login = format!("http://{at}/login?token={SECRET}");
    let gone = format!("http://{at}/gone?token={SECRET}");
    let empty = format!("http://{at}/empty.csv?token={SECRET}");
    let nobody = format!("http://me:{SECRET}@127.0.0.1:1/list.csv?token={SECRET}");

    let inspected = longshore.run(["inspect", &address, "--json"]);
    assert_eq!((inspected.status, &inspected.json()["rows"]), (0, &4.into()));

    let mut heard = Vec::new();
    for words in [
        &["import", &address, "--store", "shop", "--yes"][..],
        &["check", &address],
        &["inspect", &address, "--values", "Name"],
        &["inspect", &login],
        &["inspect", &gone],
        &["check", &empty],
        &["inspect", &nobody],
        &["import", &address, "--store", "shop", "--dry-run"],
        &["runs", "show", "1"],
    ] {
        for more in [None, Some("--json")] {
            let told =
                longshore.run_where(("LONGSHORE_LOG", "trace"), words.iter().copied().chain(more));
            heard.push(format!("{words:?} {}\n{}\n{}", told.status, told.out, told.err));
        }
    }
    assert!(heard.concat().len() > 5_000, "the log was on");
    // What was typed is no news.
    for told in &heard {
        let (_, told) = told.split_once('\n').unwrap();
        let at = told.find(SECRET).map(|at| &told[at.saturating_sub(200)..at]);
        assert_eq!(at, None);
    }
    assert_eq!(with_secret(longshore.home().parent().unwrap()), Vec::<String>::new());
    let uploads = longshore.home().join("uploads");
    assert_eq!(fs::read_dir(uploads).map_or(0, Iterator::count), 0, "what was fetched is gone");

    let run = longshore.run(["runs", "show", "1", "--json"]).json();
    assert_eq!(run["file"], "list.csv");
    assert_eq!(run["from"]["address"], format!("http://{at}/list.csv?format=csv"));
    assert_eq!(run["from"]["is_whole"], false);
    for (address, code) in [
        (&login, "address_web_page"),
        (&gone, "address_not_found"),
        (&nobody, "address_unreachable"),
        (&"https://".to_owned(), "address_unusable"),
    ] {
        let told = longshore.run(["inspect", address.as_str(), "--json"]);
        assert_eq!((told.status, told.error_code().as_str()), (2, code), "{}", told.out);
    }
}

#[test]
fn a_second_file_may_have_an_address_whose_key_is_written_down_nowhere() {
    let at = serve();
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", "SKU,Name\nW-1,Rope\nW-2,Sail\n");
    let prices = format!("http://{at}/prices.csv?token={SECRET}");
    longshore.import(0, &file, &["--with", &prices, "--save-profile", "with prices"]);
    let there = shop.witness();
    let price = |name: &str| {
        let products = there.products();
        let product = products.iter().find(|product| product["name"] == name).unwrap();
        product["regular_price"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!((price("Rope").as_str(), price("Sail").as_str()), ("4.50", "9"));
    let told = longshore.run(["check", file.to_str().unwrap(), "--with", &prices]);
    let words: Vec<&str> = told.out.split_whitespace().collect();
    let told = words.join(" ");
    let wanted = "for W-1, Price is \"4.50\" on line 2 and \"4.70\" on line 3";
    assert!(told.contains(wanted), "{told}");
    for (name, code) in [("gone", "address_not_found"), ("login", "address_web_page")] {
        let address = format!("http://{at}/{name}?token={SECRET}");
        let words = ["check", file.to_str().unwrap(), "--with", &address, "--json"];
        let told = longshore.run(words);
        assert_eq!((told.status, told.error_code().as_str()), (2, code), "{}", told.out);
        assert!(!told.out.contains(SECRET) && told.out.contains(name), "{}", told.out);
    }
    let other = format!("http://{at}/list.csv?token={SECRET}");
    let words = [
        "check",
        file.to_str().unwrap(),
        "--with",
        &other,
        "--key",
        "Name",
        "--with-key",
        "Nix",
        "--json",
    ];
    let told = longshore.run(words);
    assert_eq!(told.error_code(), "second_file_does_not_fit", "{}", told.out);
    assert!(told.out.contains(&format!("http://{at}/list.csv")), "{}", told.out);
    assert_eq!(with_secret(longshore.home().parent().unwrap()), Vec::<String>::new());
    let uploads = longshore.home().join("uploads");
    assert_eq!(fs::read_dir(uploads).map_or(0, Iterator::count), 0, "what was fetched is gone");
}
