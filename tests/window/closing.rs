//! Closing the window never loses what goes on.

use std::process::Stdio;
use std::sync::Arc;

use serde_json::json;

use crate::desktop::Desktop;
use crate::driver::{PROGRAM, Window, wait_until};
use crate::screen::Screen;
use crate::shop::{Shop, planned};

const TITLE: &str = "Longshore Studio";

/// Whether the program runs on this desktop.
fn runs(desktop: &Desktop) -> bool {
    !desktop.studios().is_empty()
}

/// Starts a run and does not wait for its end.
fn start(window: &Window, run: &serde_json::Value) {
    window.evaluate(&format!(
        "window.__TAURI_INTERNALS__.invoke('rpc', {{ name: 'runs.start', request: {{ run: {run} }}, call: 'go' }})
             .then(report => {{ window.report = report; }}, error => {{ window.report = error; }});"
    ));
}

#[test]
fn a_window_with_nothing_to_do_ends_the_program_when_it_is_closed() {
    let window = Window::open();
    let mut screen = Screen::of(window.desktop().display());
    assert!(screen.shows(TITLE) && runs(window.desktop()));
    screen.press_cross_of(TITLE);
    wait_until("the program ends", || !runs(window.desktop()));
}

#[test]
fn the_window_opens_as_large_as_it_was_left() {
    let desktop = Arc::new(Desktop::new());
    let window = Window::open_on(Arc::clone(&desktop), &[]);
    window.resize(1111, 777);
    wait_until("the window is resized", || window.size() == json!([1111, 777]));
    // Later: there has to be somebody who answers the driver.
    window.evaluate("setTimeout(() => window.__TAURI_INTERNALS__.invoke('quit'), 200)");
    wait_until("the program ends", || !runs(&desktop));
    drop(window);

    let window = Window::open_on(desktop, &[]);
    wait_until("the window is as large as before", || window.size() == json!([1111, 777]));
}

#[test]
fn a_run_goes_on_behind_a_closed_window_and_starting_again_shows_it() {
    let desktop = Desktop::new();
    let shop = Shop::known_in(&desktop.data());
    let window = Window::open_on(desktop, &[]);
    let desktop = window.desktop();
    let run = planned(&window);
    let hold = shop.hold();
    start(&window, &run);
    shop.wait_for(&hold);

    let mut screen = Screen::of(desktop.display());
    screen.press_cross_of(TITLE);
    wait_until("the window hides", || !screen.shows(TITLE));
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(runs(desktop));

    let again = desktop.program(PROGRAM).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(again.expect("a second start").success());
    wait_until("the window is back", || screen.shows(TITLE));
    hold.release();
    wait_until("the run ends", || {
        window
            .ask("runs.show", &json!({ "run": run }))
            .is_ok_and(|run| run["status"] == "completed")
    });
    assert!(screen.shows(TITLE), "it is looked at");
}

#[test]
fn a_hidden_window_ends_with_its_last_run() {
    let desktop = Desktop::new();
    let shop = Shop::known_in(&desktop.data());
    let window = Window::open_on(desktop, &[]);
    let run = planned(&window);
    let hold = shop.hold();
    start(&window, &run);
    shop.wait_for(&hold);
    let mut screen = Screen::of(window.desktop().display());
    screen.press_cross_of(TITLE);
    wait_until("the window hides", || !screen.shows(TITLE));
    assert!(runs(window.desktop()));
    hold.release();
    wait_until("the program ends", || !runs(window.desktop()));
}

#[test]
fn the_end_of_a_run_is_told_to_a_user_who_looks_elsewhere() {
    let desktop = Desktop::new();
    let shop = Shop::known_in(&desktop.data());
    let told = desktop.notifications();
    let window = Window::open_on(desktop, &[]);
    // The words are those of the user's language.
    window.ask("settings.set", &json!({ "language": "de" })).expect("a setting");
    window.reads("Verlauf");
    let run = planned(&window);
    let hold = shop.hold();
    window.ask("runs.begin", &json!({ "run": run })).expect("a run that begins");
    shop.wait_for(&hold);
    let mut screen = Screen::of(window.desktop().display());
    screen.press_cross_of(TITLE);
    wait_until("the window hides", || !screen.shows(TITLE));
    assert_eq!(told.said(), "", "nothing before the end");
    hold.release();
    wait_until("the user is told", || told.said().contains("1 Produkt"));
    assert!(told.said().contains("shop"), "{}", told.said());
}

#[test]
fn quitting_stops_a_run_so_that_it_can_be_gone_on_with() {
    let desktop = Desktop::new();
    let shop = Shop::known_in(&desktop.data());
    let window = Window::open_on(desktop, &[]);
    let run = planned(&window);
    let hold = shop.hold();
    start(&window, &run);
    shop.wait_for(&hold);
    window.evaluate("window.__TAURI_INTERNALS__.invoke('quit')");
    assert!(runs(window.desktop()), "the request under way is waited for");
    hold.release();
    wait_until("the program ends", || !runs(window.desktop()));

    let status = shop.status_of(&window.desktop().data(), &run);
    assert!(!["running", "interrupted"].contains(&status.as_str()), "{status}");
}
