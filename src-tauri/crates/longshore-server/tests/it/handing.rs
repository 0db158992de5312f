//! Files come and go by token.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::door::Door;

fn upload(door: &Door, name: &str, bytes: &[u8]) -> String {
    let answer = door.ask("POST", &format!("/uploads?name={name}"), bytes);
    answer.json()["upload"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

fn inspect(door: &Door, file: &str) -> Value {
    door.rpc("files.inspect", &json!({ "file": file })).json()
}

#[test]
fn a_file_that_was_handed_over_is_read_by_its_token() {
    let door = Door::open();
    let token = upload(&door, "list.csv", b"SKU;Name\nA;Rope\n");
    assert_eq!(inspect(&door, &format!("upload:{token}"))["rows"], 1);
    assert_eq!(inspect(&door, "upload:upload-another")["code"], "upload_unknown");
}

#[test]
fn no_file_of_this_computer_can_be_named_by_its_path() {
    let door = Door::open();
    let file = door.folder.path().join("mine.csv");
    fs::write(&file, "SKU,Name\nA,Rope\n").unwrap();
    for path in [file.to_str().unwrap(), "upload:../../mine.csv", "download:x", "~/mine.csv", ""] {
        let code = inspect(&door, path)["code"].clone();
        assert!(
            ["path_refused", "upload_unknown", "download_unknown"].map(Value::from).contains(&code),
            "{path}: {code}"
        );
    }
    let answer = door.rpc("exports.products", &json!({ "store": "x", "file": file }));
    assert_eq!(answer.json()["code"], "path_refused");
}

#[test]
fn only_a_folder_that_is_to_be_watched_is_named_by_its_path_and_that_one_whole() {
    let door = Door::open();
    let watch = |folder: &str| {
        let request = json!({ "folder": folder, "store": "nobody" });
        door.rpc("watched.add", &request).json()["code"].clone()
    };
    assert_eq!(watch("incoming"), "folder_not_whole");
    assert_eq!(watch("../incoming"), "folder_not_whole");
    // A whole one comes as far as the program, which knows better.
    assert_eq!(watch(door.folder.path().to_str().unwrap()), "folder_is_ours");
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_what_was_handed_over() {
    use std::os::unix::fs::PermissionsExt;
    let door = Door::open();
    let token = upload(&door, "list.csv", b"SKU\n");
    let folder = door.folder.path().join("home/uploads");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let file = folder.join(token).join("file");
    assert_eq!(mode(&file), 0o600);
    assert_eq!(fs::read(file).unwrap(), b"SKU\n");
}

#[test]
fn what_a_command_writes_is_fetched_once() {
    let door = Door::open();
    let made = door.ask("POST", "/downloads", br#"{"name":"../every thing.jsonl"}"#).json();
    let token = made["download"].as_str().unwrap();
    let fetch = || door.send("GET", &format!("/downloads/{token}"), &[], b"");

    let answer = door.rpc("journal.export", &json!({ "file": format!("download:{token}") }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let fetched = fetch();
    assert_eq!(fetched.status, 200);
    assert_eq!(
        fetched.header("content-disposition"),
        "attachment; filename=\"every thing.jsonl\"; filename*=UTF-8''every%20thing.jsonl"
    );
    let lines = fetched.text().lines().count() as u64;
    assert_eq!(answer.json()["lines"].as_u64(), Some(lines));
    assert_eq!(fetch().status, 404);
    assert_eq!(fs::read_dir(door.folder.path().join("home/uploads")).unwrap().count(), 0);
}

/// The names under which the requests of `longshore-app` have paths.
fn path_fields(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            path_fields(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut is_request = false;
        for line in text.lines() {
            if line.starts_with("#[derive(") {
                is_request = line.contains("Deserialize");
            }
            // What no window can ask with.
            if line.starts_with("pub(crate) struct") || line.starts_with("pub(super) struct") {
                is_request = false;
            }
            if line.starts_with('}') {
                is_request = false;
            }
            let field = line.trim().trim_start_matches("pub ");
            let is_path = field.contains("PathBuf") || field.contains("SourceFile");
            if is_request && is_path && !field.starts_with('#') {
                let name = field.split([':', '(']).next().unwrap();
                found.push(name.to_lowercase());
            }
        }
    }
}

#[test]
fn every_path_of_a_request_stands_where_tokens_are_put_in() {
    let sources = Path::new("../longshore-app/src");
    let mut found = Vec::new();
    path_fields(sources, &mut found);
    found.sort();
    found.dedup();
    assert!(found.len() >= 2, "{found:?}");
    let door = Door::open();
    for name in found {
        // What is never sent by a window: where a watched file came from, where it lies now, and where its rows that
        // stayed out are.
        if ["watched", "lies", "rejects"].contains(&name.as_str()) {
            continue;
        }
        for request in
            [json!({ name.as_str(): "/x" }), json!({ "source": { name.as_str(): "/x" } })]
        {
            let answer = door.rpc("stores.list", &request);
            assert_eq!(answer.json()["code"], "path_refused", "{request}");
        }
    }
}

#[test]
fn no_second_file_is_opened_by_its_path() {
    let door = Door::open();
    let file = door.folder.path().join("mine.csv");
    fs::write(&file, "SKU,Price\nA,9\n").unwrap();
    let token = upload(&door, "list.csv", b"SKU;Name\nA;Rope\n");
    let reading = json!({ "joining": { "with": file, "key": "SKU" } });
    let request = json!({ "file": format!("upload:{token}"), "reading": reading });
    let answer = door.rpc("files.inspect", &request);
    assert_eq!(
        (&answer.json()["code"], &answer.json()["params"]["name"]),
        (&json!("path_refused"), &json!("with"))
    );
}
