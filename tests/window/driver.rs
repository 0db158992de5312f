//! The window in a test's hand, through WebKit's own driver: as much of the W3C WebDriver protocol as is used here.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};

use crate::desktop::{Desktop, Running};

/// Generous: test machines are busy.
const PATIENCE: Duration = Duration::from_secs(60);
/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_longshore-studio");
/// The protocol's name of an element in an answer.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An open window of the program, closed with this value.
pub(crate) struct Window {
    agent: ureq::Agent,
    session: String,
    // The driver before the desktop that it stands on.
    _driver: Running,
    desktop: Arc<Desktop>,
}

impl Window {
    /// Starts the program on a desktop of its own.
    pub(crate) fn open() -> Self {
        Self::open_on(Desktop::new(), &[])
    }

    /// Starts the program on a desktop, with words behind its name.
    pub(crate) fn open_on(desktop: impl Into<Arc<Desktop>>, words: &[&str]) -> Self {
        Self::open_program(desktop, PROGRAM, words)
    }

    /// Starts the program of another place.
    pub(crate) fn open_program(
        desktop: impl Into<Arc<Desktop>>,
        program: &str,
        words: &[&str],
    ) -> Self {
        let desktop = desktop.into();
        let port = free_port();
        let log =
            File::create(desktop.home().join("driver.log")).expect("a log in the home folder");
        let mut driver = desktop.program("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        // Into a file: an inherited output would outlive the test.
        let driver = Running::start(driver.stdout(Stdio::null()).stderr(log));
        wait_until("the driver listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());

        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build()
            .new_agent();
        let program = json!({ "binary": program, "args": words });
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": program } } });
        let address = format!("http://127.0.0.1:{port}/session");
        let opened = answer(agent.post(&address).send_json(&wanted)).unwrap_or_else(|problem| {
            let log = fs::read_to_string(desktop.home().join("driver.log")).unwrap_or_default();
            panic!("no window: {problem}\n{log}")
        });
        let id = opened["sessionId"].as_str().expect("the session's id");
        let window = Self { session: format!("{address}/{id}"), agent, _driver: driver, desktop };
        wait_until("the page is there", || {
            window.evaluate("return document.querySelector('#root')?.childElementCount > 0") == true
        });
        window
    }

    /// The desktop that it stands on.
    pub(crate) fn desktop(&self) -> &Desktop {
        &self.desktop
    }

    /// Makes the window so large.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height });
        self.post("window/rect", &size).expect("a window of that size");
    }

    /// How large the window's page is.
    pub(crate) fn size(&self) -> Value {
        self.evaluate("return [window.innerWidth, window.innerHeight]")
    }

    /// Calls what the window offers to its page.
    pub(crate) fn invoke(&self, command: &str, given: &Value) -> Result<Value, Value> {
        let answer = self.evaluate_later(&format!(
            "window.__TAURI_INTERNALS__.invoke('{command}', {given})
                .then(answer => done({{ answer }}), error => done({{ error }}));"
        ));
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["answer"].clone()),
        }
    }

    /// Asks for something by its name in the table of commands.
    pub(crate) fn ask(&self, name: &str, request: &Value) -> Result<Value, Value> {
        self.invoke("rpc", &json!({ "name": name, "request": request, "call": null }))
    }

    /// What the content policy has refused so far.
    pub(crate) fn refused(&self) -> Value {
        self.evaluate("return document.documentElement.dataset.refused ?? null")
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        answer(self.agent.get(format!("{}/{path}", self.session)).call())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        answer(self.agent.post(format!("{}/{path}", self.session)).send_json(body))
    }

    /// The page's title.
    pub(crate) fn title(&self) -> String {
        self.get("title").expect("a title").as_str().expect("a text").to_owned()
    }

    fn find(&self, using: &str, value: &str) -> Result<String, String> {
        let found = self.post("element", &json!({ "using": using, "value": value }))?;
        found[ELEMENT].as_str().map(str::to_owned).ok_or_else(|| "no element".to_owned())
    }

    /// Presses the button or link that says this, as soon as that can be done.
    pub(crate) fn press(&self, label: &str) {
        let says = format!("contains(normalize-space(.), '{label}')");
        // What lies on top comes last.
        let path =
            format!("(//*[(self::button and not(@disabled) or self::a) and {says}])[last()]");
        wait_until(label, || {
            self.find("xpath", &path)
                .and_then(|id| self.post(&format!("element/{id}/click"), &json!({})))
                .is_ok()
        });
    }

    /// Presses keys, one after the other, as somebody at the keyboard does.
    pub(crate) fn keys(&self, keys: &str) {
        let steps: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": steps });
        self.post("actions", &json!({ "actions": [keyboard] })).expect("pressed keys");
    }

    /// Types into the empty field of that name, as soon as it is there.
    pub(crate) fn type_into(&self, field: &str, text: &str) {
        let selector = format!("input[aria-label='{field}']");
        wait_until(field, || {
            self.find("css selector", &selector)
                .and_then(|id| self.post(&format!("element/{id}/click"), &json!({})))
                .is_ok()
        });
        self.keys(text);
        wait_until(text, || self.value_of(field) == text);
    }

    /// What stands in the field of that name.
    pub(crate) fn value_of(&self, field: &str) -> Value {
        self.evaluate(&format!(
            "return document.querySelector('input[aria-label=\"{field}\"]')?.value ?? null"
        ))
    }

    /// Writes over the cell of a grid that says this, as soon as it is there.
    pub(crate) fn edit_cell(&self, says: &str, text: &str) {
        const ENTER: char = '\u{e007}';
        let path = format!("//*[@role='gridcell' and normalize-space(.)='{says}']");
        wait_until(says, || {
            self.find("xpath", &path)
                .and_then(|id| self.post(&format!("element/{id}/click"), &json!({})))
                .is_ok()
        });
        // Whoever begins to type writes over what was there.
        self.keys(&format!("{text}{ENTER}"));
        self.reads(text);
    }

    /// Waits until this is read somewhere in the window.
    pub(crate) fn reads(&self, text: &str) {
        wait_until(text, || {
            let body = self.find_text("body").unwrap_or_default();
            body.split_whitespace().collect::<Vec<_>>().join(" ").contains(text)
        });
    }

    /// The driver's own way takes cells of grids for hidden.
    fn find_text(&self, selector: &str) -> Result<String, String> {
        let script = format!("return document.querySelector('{selector}')?.innerText ?? null");
        let found = self.post("execute/sync", &json!({ "script": script, "args": [] }))?;
        found.as_str().map(str::to_owned).ok_or_else(|| "no element".to_owned())
    }

    /// What a person reads there, as soon as it is there.
    pub(crate) fn text_of(&self, selector: &str) -> String {
        wait_for(selector, || self.find_text(selector).ok().filter(|text| !text.trim().is_empty()))
    }

    /// The value that a script returns in the page.
    pub(crate) fn evaluate(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
            .expect("a script that ends")
    }

    /// The value with which a script calls `done`, some time.
    pub(crate) fn evaluate_later(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.post("execute/async", &json!({ "script": script, "args": [] }))
            .expect("a script that calls done")
    }

    /// A picture of the page (PNG), which is also kept for people in the target folder.
    pub(crate) fn photograph(&self, name: &str) -> Vec<u8> {
        self.evaluate_later(
            "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));",
        );
        // The first pictures of a fresh window are white, however much the page holds: wait until it holds still.
        let mut last = Vec::new();
        let picture = wait_for("a picture", || {
            let taken = self.take_picture();
            let still = taken == last && taken.len() > 5_000;
            last = taken;
            still.then(|| last.clone())
        });
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        fs::create_dir_all(&folder).expect("a folder for pictures");
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, &picture).expect("a picture on disk");
        println!("picture: {}", file.display());
        picture
    }

    fn take_picture(&self) -> Vec<u8> {
        let encoded = self.get("screenshot").expect("a picture");
        let encoded = encoded.as_str().expect("a picture as text");
        base64::engine::general_purpose::STANDARD.decode(encoded).expect("a picture in base64")
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Ok(text) = self.find_text("body")
        {
            eprintln!("in the window:\n{text}\n");
        }
        // The driver's end would end the window too, only less politely.
        let _ = self.agent.delete(&self.session).call();
        if std::thread::panicking() {
            eprintln!(
                "{}",
                fs::read_to_string(self.desktop.home().join("driver.log")).unwrap_or_default()
            );
        }
    }
}

/// The `value` of an answer, or what went wrong in words.
fn answer(
    response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Value, String> {
    let mut response = response.map_err(|error| error.to_string())?;
    let mut body: Value = response
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_json()
        .map_err(|error| error.to_string())?;
    let value = body["value"].take();
    if response.status().is_success() {
        Ok(value)
    } else {
        Err(format!("{}: {}", value["error"], value["message"]))
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// Waits for something, and not for ever.
pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until something is so, and not for ever.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    wait_for(what, || is_so().then_some(()));
}
