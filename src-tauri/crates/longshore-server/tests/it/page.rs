//! The interface as a browser gets it.

use std::fs;

use crate::door::{Answer, Door};

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let (_, rest) = policy.split_once("'nonce-").unwrap_or_else(|| panic!("{policy}"));
    rest.split('\'').next().unwrap().to_owned()
}

#[test]
fn the_page_may_do_only_what_the_window_may() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!doctype html><style>html{}</style><script type=\"module\" src=\"/assets/a.js\"></script>";
    fs::create_dir(folder.path().join("assets")).unwrap();
    fs::write(folder.path().join("index.html"), page).unwrap();
    fs::write(folder.path().join("assets/a.js"), "export {};").unwrap();
    fs::write(folder.path().parent().unwrap().join("secret.txt"), "x").unwrap();
    let door = Door::open_with(Some(folder.path().to_path_buf()));

    let [first, second] = ["/", "/index.html"].map(|path| door.send("GET", path, &[], b""));
    assert_ne!(nonce(&first), nonce(&second), "a nonce is used once");
    let policy = first.header("content-security-policy");
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert_eq!(first.header("cache-control"), "no-store");
    let nonce = nonce(&first);
    for part in ["<style", "<script"] {
        assert!(first.text().contains(&format!("{part} nonce=\"{nonce}\"")), "{}", first.text());
    }

    let script = door.send("GET", "/assets/a.js", &[], b"");
    assert_eq!((script.status, script.text().as_str()), (200, "export {};"));
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("x-content-type-options"), "nosniff");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/../../secret.txt",
        "//etc/passwd",
        "/missing",
    ] {
        assert_eq!(door.send("GET", path, &[], b"").status, 404, "{path}");
    }
}

#[test]
fn the_program_has_a_page_of_its_own() {
    let door = Door::open();
    let answer = door.send("GET", "/", &[], b"");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("Longshore Studio"));
}

#[test]
fn a_folder_without_a_page_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let home = longshore_app::Home::at(folder.path().join("home")).unwrap();
    let error = runtime.block_on(async {
        let studio = longshore_app::Studio::open(home).await.unwrap();
        let interface = Some(folder.path().to_path_buf());
        let settings = longshore_server::Settings { port: 0, interface };
        longshore_server::serve(studio, settings).await.unwrap_err()
    });
    assert_eq!(error.code(), "interface_missing");
}
