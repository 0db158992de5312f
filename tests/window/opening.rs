//! Files come into the window, and it is opened once.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::desktop::{Desktop, Running};
use crate::driver::{PROGRAM, Window, wait_until};
use crate::screen::Screen;

const TITLE: &str = "Longshore Studio";

#[test]
fn dialogs_answer_with_what_was_chosen() {
    let desktop = Desktop::new();
    let (list, place) = (desktop.home().join("list.csv"), desktop.home().join("rejects.csv"));
    std::fs::write(&list, "SKU\n").expect("a list");
    let answers = format!("{}:{}", list.display(), place.display());
    let window = Window::open_on(desktop, &["--dialog-answer", &answers]);

    assert_eq!(window.invoke("pick", &json!({ "what": "table" })), Ok(json!(list)));
    let request = json!({ "what": "place", "name": "rejects.csv" });
    assert_eq!(window.invoke("pick", &request), Ok(json!(place)));
    assert_eq!(window.invoke("pick", &json!({ "what": "table" })), Ok(json!(null)));
}

#[test]
fn nothing_is_opened_outside_but_what_is_known() {
    let window = Window::open();

    for address in ["https://shop.example/", "file:///etc/passwd", "nonsense"] {
        let error = window.invoke("open_address", &json!({ "address": address }));
        assert_eq!(error.expect_err(address)["code"], "address_refused", "{address}");
    }
    let place = json!({ "place": { "file": "/etc/passwd" } });
    let error = window.invoke("show_place", &place).expect_err("nobody chose that");
    assert_eq!(error["code"], "place_refused");
}

#[test]
fn a_second_start_hands_its_file_over_to_the_window_that_is_there() {
    let window = Window::open();
    let desktop = window.desktop();
    std::fs::write(desktop.home().join("prices.csv"), "SKU,Name\nA,Rope\n").expect("a list");
    // Who asks first gets the files: the page is kept from it, so that the test does.
    window.evaluate_later(
        "const ours = window.__TAURI_INTERNALS__;
         const handler = ours.transformCallback(({ payload }) => {
             if (payload.event === 'files_given') { window.wereGiven = true; }
         });
         ours.invoke('plugin:event|listen', { event: 'longshore', target: { kind: 'Any' }, handler }).then(done);",
    );

    let mut again = desktop.program(PROGRAM);
    again.current_dir(desktop.home()).arg("prices.csv");
    let ended = again.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("a second start");
    assert!(ended.success(), "{ended}");
    wait_until("the first window is told", || {
        window.evaluate("return window.wereGiven === true") == true
    });
    assert!(Screen::of(desktop.display()).shows(TITLE));
}

#[test]
fn a_start_that_meets_a_window_which_goes_away_opens_one() {
    let window = Window::open();
    let desktop = window.desktop();
    let first = desktop.studios();
    let send = |signal: &str| {
        let status = Command::new("kill").arg(signal).args(&first).status();
        assert!(status.expect("kill").success());
    };
    // It has its name still, and answers nobody.
    send("-STOP");
    let mut again = desktop.program(PROGRAM);
    let _again = Running::start(again.stdout(Stdio::null()).stderr(Stdio::null()));
    wait_until("the second start is there", || desktop.studios().len() == 2);
    std::thread::sleep(Duration::from_secs(2));
    send("-KILL");
    wait_until("the first is gone", || !desktop.studios().iter().any(|one| first.contains(one)));
    let mut screen = Screen::of(desktop.display());
    wait_until("its window is shown", || screen.shows(TITLE));
}

#[test]
fn a_file_that_the_program_is_started_with_is_in_the_window() {
    let desktop = Desktop::new();
    let list = desktop.home().join("ropes and knots.csv");
    std::fs::write(&list, "SKU,Name,Regular price\nROPE-1,Rope,19.90\n").expect("a list");
    let window = Window::open_on(desktop, &[list.to_str().expect("a path")]);
    wait_until("the file is on screen", || window.text_of("main").contains("ropes and knots.csv"));
    assert_eq!(window.refused(), json!(null));
}
