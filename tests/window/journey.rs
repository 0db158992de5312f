//! The main job in the real window: from a file into the shop, and back.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use serde_json::json;

use crate::desktop::Desktop;
use crate::driver::{Window, wait_until};
use crate::shop::Shop;

const LIST: &str = "SKU,Name,Regular price\nROPE-1,Rope,19.90\nKNOT-1,Knot,4.50\n";

/// A desktop with a shop that the window knows, and a list.
fn desktop() -> (Arc<Desktop>, Shop, String) {
    let desktop = Desktop::new();
    let shop = Shop::known_in(&desktop.data());
    let list = desktop.home().join("spring list.csv");
    fs::write(&list, LIST).expect("a list");
    let list = list.display().to_string();
    (Arc::new(desktop), shop, list)
}

/// The step that the wizard stands at.
fn step(window: &Window) -> String {
    window.text_of("[aria-current=step]")
}

fn stands_at(window: &Window, name: &str) {
    wait_until(name, || step(window).contains(name));
}

#[test]
fn a_file_goes_into_the_shop_and_is_taken_back() {
    let (desktop, shop, list) = desktop();
    let window = Window::open_on(desktop, &["--dialog-answer", &list]);

    window.press("Choose a file");
    window.reads("spring list.csv");
    stands_at(&window, "File");
    window.press("Match the columns");
    stands_at(&window, "Columns");
    window.press("Check the rows");
    stands_at(&window, "Check");
    window.reads("All 2 rows can go in");
    window.press("See what would change");
    stands_at(&window, "Changes");
    assert_eq!(shop.products(), Vec::<String>::new(), "nothing changes before it is agreed to");
    window.photograph("changes");
    window.press("Change 2 products");
    stands_at(&window, "Result");
    window.reads("2 products changed in shop");
    assert_eq!(shop.products(), ["KNOT-1", "ROPE-1"]);
    window.photograph("result");

    window.press("Undo");
    window.press("Put 2 products back");
    wait_until("the shop is as it was", || shop.products().is_empty());
    assert_eq!(window.refused(), json!(null));
}

#[test]
fn a_window_that_is_killed_stands_where_it_stood() {
    let (desktop, shop, list) = desktop();
    let mut window = Window::open_on(Arc::clone(&desktop), &["--dialog-answer", &list]);
    window.press("Choose a file");
    let hold = shop.hold();
    let mut hold = Some(hold);
    for (name, on) in [
        ("File", "Match the columns"),
        ("Columns", "Check the rows"),
        ("Check", "See what would change"),
        ("Changes", "Change 2 products"),
        ("Run", ""),
        ("Result", ""),
    ] {
        stands_at(&window, name);
        // What was decided is kept as soon as it was.
        wait_until("the step is kept", || {
            let drafts = window.ask("drafts.list", &json!({})).unwrap_or_default();
            drafts[0]["step"] == name.to_lowercase() && !drafts[0]["store"].is_null()
        });
        kill(&desktop);
        drop(window);
        window = Window::open_on(Arc::clone(&desktop), &[]);
        window.press("spring list.csv");
        stands_at(&window, name);
        if name == "Run" {
            // It was interrupted: it goes on where it was, and nothing is sent twice.
            hold.take().expect("one run").release();
            window.press("Go on");
        } else if !on.is_empty() {
            window.press(on);
        }
        if name == "Changes" {
            shop.wait_for(hold.as_ref().expect("one run"));
        }
    }
    assert_eq!(shop.products(), ["KNOT-1", "ROPE-1"]);
}

/// Ends the program as a power cut would.
fn kill(desktop: &Desktop) {
    for program in desktop.studios() {
        let status = Command::new("kill").args(["-KILL", &program]).status();
        assert!(status.expect("kill").success());
    }
    wait_until("the program is gone", || desktop.studios().is_empty());
}
