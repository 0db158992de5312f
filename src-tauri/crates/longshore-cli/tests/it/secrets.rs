//! The secret of a store is in its own place and nowhere else: not in a log, an error, the journal, a mirror, a spool, an
//! export, a file beside it, nor, while a command runs, in the arguments and the environment of its process.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::Child,
};

use longshore_practice::{Matcher, Moment, Settings};
use serde_json::{Value, json};

use crate::{
    files::LIST,
    shop::Shop,
    terminal::{Ended, Longshore, ended},
    witness::base64,
};

/// A secret in every writing in which it could get somewhere.
struct Canary(Vec<(&'static str, Vec<u8>)>);

impl Canary {
    fn new(key: &str, secret: &str) -> Self {
        let pair = format!("{key}:{secret}");
        let text = |text: String| text.into_bytes();
        let reversed: String = secret.chars().rev().collect();
        Self(vec![
            ("itself", text(secret.to_owned())),
            ("as Basic sends it", text(base64(pair.as_bytes()))),
            ("in base64", text(base64(secret.as_bytes()).trim_end_matches('=').to_owned())),
            ("URL-encoded", text(encoded(secret))),
            ("in an OAuth signature base", text(encoded(&encoded(&format!("{secret}&"))))),
            ("as UTF-16", secret.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("backwards", text(reversed)),
        ])
    }

    /// In which writing it stands there.
    fn found_in(&self, bytes: &[u8]) -> Option<&'static str> {
        let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
        self.0.iter().find(|(_, wanted)| has(wanted)).map(|(writing, _)| *writing)
    }

    /// Where it stands in a folder, and how many files were looked into. What `but` names is left out.
    fn found_below(&self, folder: &Path, but: &Path) -> (Vec<(PathBuf, &'static str)>, usize) {
        let (mut found, mut looked_into, mut folders) = (Vec::new(), 0, vec![folder.to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path == but {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                looked_into += 1;
                let name = path.as_os_str().as_encoded_bytes().to_owned();
                let bytes = fs::read(&path).unwrap_or_default();
                let writing = self.found_in(&name).or_else(|| self.found_in(&bytes));
                found.extend(writing.map(|writing| (path, writing)));
            }
        }
        (found, looked_into)
    }
}

/// Every byte that is no letter and no digit with a percent sign.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The arguments and the environment of a process, as anybody on this machine can read them.
fn seen_of_process(id: u32) -> Vec<u8> {
    let proc = Path::new("/proc").join(id.to_string());
    ["cmdline", "environ"]
        .iter()
        .flat_map(|what| fs::read(proc.join(what)).unwrap_or_default())
        .collect()
}

#[test]
fn a_planted_secret_is_found_in_every_writing() {
    let (key, secret) = ("ck_of/the shop", "cs_c4n4ry+of/the=shop&more");
    let canary = Canary::new(key, secret);
    for (writing, bytes) in &canary.0 {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("deep").join("er");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("innocent.log"), [b"before ", &bytes[..], b" after"].concat()).unwrap();
        fs::write(folder.path().join("other.log"), "nothing at all").unwrap();
        let (found, looked_into) = canary.found_below(folder.path(), Path::new(""));
        assert_eq!((found.len(), looked_into), (1, 2), "{writing}");
    }
    assert_eq!(canary.found_in(b"cs_c4n4ry of somebody else"), None);
}

#[test]
fn a_secret_is_in_no_output_no_file_and_no_process() {
    let shop = Shop::demo();
    let longshore = Longshore::with(&shop);
    let right = Canary::new(shop.practice.consumer_key(), shop.secret());
    let wrong_secret = "cs_wr0ng+/=&0123456789abcdef0123456789abcdef";
    let wrong = Canary::new(shop.practice.consumer_key(), wrong_secret);
    let file = longshore.write("list.csv", LIST);
    let path = file.to_str().unwrap();
    let at = |name: &str| longshore.file(name).to_str().unwrap().to_owned();
    let watched = longshore.file("watched");
    fs::create_dir(&watched).unwrap();

    let mut heard = Vec::new();
    let refused = longshore.add_with("stranger", &shop, shop.practice.consumer_key(), wrong_secret);
    assert_eq!(refused.status, 3);
    heard.extend([refused.out, refused.err]);

    // A run is killed in the middle, looked at from outside before, and gone on with.
    let batch = Matcher::new("POST", "/products/batch", Moment::Before);
    let hold = shop.hold(Matcher { body: "create".to_owned(), ..batch });
    let words = ["import", path, "--store", "shop", "--yes", "--save-profile", "Mine"];
    let mut child = longshore.command(words).env("LONGSHORE_LOG", "trace").spawn().unwrap();
    shop.wait_for(&hold);
    let process = seen_of_process(child.id());
    #[cfg(target_os = "linux")]
    assert!(process.windows(6).any(|window| window == b"import"), "the process was seen");
    assert_eq!((right.found_in(&process), wrong.found_in(&process)), (None, None));
    let (found, _) =
        right.found_below(longshore.home().parent().unwrap(), &longshore.home().join("secrets"));
    assert_eq!(found, [], "while a request is under way");
    child.kill().unwrap();
    let killed = ended(child);
    heard.extend([killed.out, killed.err]);
    hold.discard();

    fs::copy(&file, watched.join("again.csv")).unwrap();
    for words in [
        &["resume", "1", "--yes"][..],
        &["store", "list"],
        &["store", "test", "shop"],
        &["inspect", path],
        &["check", path, "--store", "shop"],
        &["import", path, "--store", "shop", "--dry-run", "--rejects", &at("rejects.csv")],
        &["export", "products", "--store", "shop", "--out", &at("out.csv")],
        &["profile", "export", "Mine", "--out", &at("mine.json")],
        &["watch", watched.to_str().unwrap(), "--store", "shop", "--once", "--quiet", "0"],
        &["runs", "changes", "1"],
        &["journal", "check"],
        &["journal", "export", "--out", &at("journal.jsonl")],
        &["undo", "1", "--yes"],
        &["runs", "list"],
        &["import", &at("nowhere.csv"), "--store", "shop", "--yes"],
    ] {
        for json in [false, true] {
            let more = json.then_some("--json");
            let told =
                longshore.run_where(("LONGSHORE_LOG", "trace"), words.iter().copied().chain(more));
            heard.extend([told.out, told.err]);
        }
    }
    shop.practice.set_faults(["500@any".parse().unwrap()]);
    let failed = longshore.run_where(("LONGSHORE_LOG", "trace"), ["store", "test", "shop"]);
    assert_ne!(failed.status, 0);
    heard.extend([failed.out, failed.err]);

    let heard = heard.concat();
    assert!(heard.len() > 10_000, "the log was on");
    for canary in [&right, &wrong] {
        assert_eq!(canary.found_in(heard.as_bytes()), None, "said aloud");
        let secrets = longshore.home().join("secrets");
        let (found, looked_into) = canary.found_below(longshore.home().parent().unwrap(), &secrets);
        assert_eq!(found, []);
        assert!(looked_into > 8, "only {looked_into} files were looked into");
    }
    let (kept, _) = right.found_below(&longshore.home().join("secrets"), Path::new(""));
    assert_eq!(kept.len(), 1, "it is in its own place, so the search sees it");
}

#[test]
fn an_application_password_is_in_no_output_no_file_and_no_process() {
    let settings = Settings { empty: true, application_passwords: true, ..Settings::default() };
    let shop = Shop::set_up(settings);
    let longshore = Longshore::with(&shop);
    let (user, password) = shop.practice.uploader().unwrap();
    let bare = password.replace(' ', "");
    let canaries = [Canary::new(user, password), Canary::new(user, &bare)];
    let pictures = longshore.file("pictures");
    fs::create_dir(&pictures).unwrap();
    fs::write(pictures.join("hat.jpg"), b"\xff\xd8\xff a hat").unwrap();
    let list = "SKU,Name,Regular price,Images\nA,Hat,1,hat.jpg\n";
    let list = longshore.write("list.csv", list).to_str().unwrap().to_owned();
    let words = ["store", "edit", "shop", "--wordpress-user", user, "--wordpress-password-stdin"];
    let mut heard = Vec::new();
    let mut hear = |ended: Ended| heard.extend([ended.out, ended.err]);
    let wrong = longshore.run_with_input(words, &password.to_uppercase());
    assert_eq!(wrong.status, 3);
    hear(longshore.run_with_input(words, password));

    let from = pictures.to_str().unwrap();
    let import = ["import", &list, "--store", "shop", "--yes", "--pictures-from", from];
    let hold = shop.hold(Matcher::new("POST", "/wp/v2/media", Moment::Before));
    let child = longshore.command(import).env("LONGSHORE_LOG", "trace").spawn().unwrap();
    shop.wait_for(&hold);
    let process = seen_of_process(child.id());
    hold.release();
    let imported = ended(child);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    hear(imported);
    let out = longshore.file("journal.jsonl").to_str().unwrap().to_owned();
    for words in [
        &["store", "list"][..],
        &["store", "test", "shop"],
        &["journal", "export", "--out", &out],
        &["undo", "1", "--yes"],
        &["store", "edit", "shop", "--no-wordpress-user"],
    ] {
        let words = words.iter().copied().chain(["--json"]);
        let told = longshore.run_where(("LONGSHORE_LOG", "trace"), words);
        assert_eq!(told.status, 0, "{}{}", told.out, told.err);
        if told.out.contains("\"removed\"") {
            assert!(told.out.contains("\"removed\":1"), "{}", told.out);
        }
        hear(told);
    }
    let heard = heard.concat();
    assert!(heard.len() > 5_000, "the log was on");
    for canary in canaries {
        assert_eq!(canary.found_in(&process), None);
        assert_eq!(canary.found_in(heard.as_bytes()), None, "said aloud");
        let home = longshore.home();
        // It was forgotten, so that it is not in its own place any more either.
        assert_eq!(canary.found_below(home.parent().unwrap(), Path::new("")).0, []);
    }
}

/// The window as it is served to browsers, with its log in a file; ended with this value.
struct Served {
    child: Option<Child>,
    address: String,
    token: String,
    agent: ureq::Agent,
    /// What it said on standard output, and every answer.
    heard: Vec<u8>,
}

impl Served {
    fn begin(longshore: &Longshore, log: &Path) -> Self {
        let mut command = longshore.command(["serve", "--json"]);
        let log = fs::File::create(log).unwrap();
        let mut child = command.env("LONGSHORE_LOG", "trace").stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let part = |name: &str| said[name].as_str().unwrap().to_owned();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .new_agent();
        let (address, token) = (part("address"), part("token"));
        Self { child: Some(child), address, token, agent, heard: line.into_bytes() }
    }

    fn post(&mut self, path: &str, body: &[u8]) -> Value {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let mut answer = request.header("content-type", "application/json").send(body).unwrap();
        let headers = format!("{:?}", answer.headers());
        let answer = answer.body_mut().read_to_vec().unwrap();
        self.heard.extend(headers.into_bytes());
        self.heard.extend(&answer);
        serde_json::from_slice(&answer).unwrap()
    }

    fn rpc(&mut self, name: &str, request: &Value) -> Value {
        let body = json!({ "name": name, "request": request, "call": name });
        self.post("/rpc", body.to_string().as_bytes())
    }

    /// Everything that its pages are told, until it ends.
    fn listen(&self) -> std::thread::JoinHandle<Vec<u8>> {
        let request = self.agent.get(format!("{}/events", self.address));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let answer = request.call().unwrap();
        std::thread::spawn(move || {
            let mut told = Vec::new();
            // It ends in the middle of a line, when the server does.
            let _ = answer.into_body().into_reader().read_to_end(&mut told);
            told
        })
    }

    /// Ends it as somebody does who switches the computer off; what it still said.
    fn end(mut self) -> Vec<u8> {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        let mut heard = std::mem::take(&mut self.heard);
        heard.extend(ended(child).out.into_bytes());
        heard
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill().and_then(|()| child.wait());
        }
    }
}

#[test]
fn a_secret_that_comes_in_by_the_window_goes_nowhere_but_into_its_place() {
    let shop = Shop::demo();
    let longshore = Longshore::new();
    let log = longshore.file("serve.log");
    let (key, secret) = (shop.practice.consumer_key(), shop.secret());
    let wrong_secret = "cs_wr0ng+/=&0123456789abcdef0123456789abcdef";
    let canaries = [Canary::new(key, secret), Canary::new(key, wrong_secret)];
    let mut served = Served::begin(&longshore, &log);
    let events = served.listen();

    let store = |secret: &str| json!({ "url": shop.practice.url(), "key": key, "secret": secret });
    let named = |secret: &str| {
        let mut store = store(secret);
        store["name"] = json!("shop");
        store["keep_secret_in"] = json!("file");
        store
    };
    served.rpc("stores.try", &store(wrong_secret));
    let refused = served.rpc("stores.add", &named(wrong_secret));
    assert_eq!(refused["code"], "store_key_refused", "{refused}");
    served.rpc("stores.try", &store(secret));
    served.rpc("stores.add", &named(secret));
    // What is wrong with a request is said without it.
    let again = served.rpc("stores.add", &named(secret));
    assert_eq!(again["code"], "name_taken", "{again}");
    let mut strange = named(secret);
    strange["secret"] = json!({ "is": secret });
    assert_eq!(served.rpc("stores.add", &strange)["code"], "request_unreadable");
    strange["secret"] = json!([secret, wrong_secret]);
    served.rpc("stores.try", &strange);
    let mut swapped = named(key);
    swapped["key"] = json!(secret);
    served.rpc("stores.try", &swapped);
    let half = json!({ "name": "stores.add", "request": named(secret) }).to_string();
    served.post("/rpc", &half.as_bytes()[..half.len() - 2]);
    let process = seen_of_process(served.child.as_ref().unwrap().id());

    let upload = served.post("/uploads?name=list.csv", LIST.as_bytes());
    let file = format!("upload:{}", upload["upload"].as_str().unwrap());
    let planned = served.rpc("imports.plan", &json!({ "file": file, "store": "shop" }));
    let run = planned["run"]["run"].clone();
    let ended = served.rpc("runs.start", &json!({ "run": run }));
    assert_eq!((&ended["status"], &ended["counts"]["create"]), (&json!("completed"), &json!(4)));
    served.rpc("runs.changes", &json!({ "run": run, "count": 100 }));
    let undone = served.rpc("undo.plan", &json!({ "run": run }));
    shop.practice.set_faults(["wrong-json=half@write".parse().unwrap()]);
    let failed = served.rpc("runs.start", &json!({ "run": undone["run"] }));
    assert!(failed["code"].is_string(), "{failed}");
    shop.practice.set_faults(["wrong-json@any".parse().unwrap()]);
    served.rpc("stores.test", &json!({ "name": "shop" }));
    served.rpc("stores.list", &json!({}));
    served.rpc("journal.check", &json!({}));
    served.rpc("stores.show", &json!({ "name": "shop" }));

    let answers = served.end();
    let told = events.join().unwrap();
    let logged = fs::read(&log).unwrap();
    assert!(logged.len() > 10_000, "the log was on");
    let told_of = |event: &[u8]| told.windows(event.len()).any(|window| window == event);
    assert!(told_of(b"stores_changed") && told_of(b"call_progressed"), "the page was told");
    let secrets = longshore.home().join("secrets");
    for canary in &canaries {
        for (place, bytes) in [("answers", &answers), ("events", &told), ("log", &logged)] {
            assert_eq!(canary.found_in(bytes), None, "in {place}");
        }
        assert_eq!(canary.found_in(&process), None, "in arguments or environment");
        let (found, looked_into) = canary.found_below(longshore.home().parent().unwrap(), &secrets);
        assert_eq!(found, []);
        assert!(looked_into > 4, "only {looked_into} files were looked into");
    }
    let (kept, _) = canaries[0].found_below(&secrets, Path::new(""));
    assert_eq!(kept.len(), 1, "it is in its own place, so the search sees it");
}
