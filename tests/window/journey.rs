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
    window.press("Add 2 products");
    stands_at(&window, "Result");
    window.reads("2 products added in shop");
    assert_eq!(shop.products(), ["KNOT-1", "ROPE-1"]);
    window.photograph("result");

    window.press("Undo");
    window.press("Remove 2 products");
    wait_until("the shop is as it was", || shop.products().is_empty());
    assert_eq!(window.refused(), json!(null));
}

/// What somebody does at a step besides going on, and sees there again later.
struct Doing {
    step: &'static str,
    /// What leads to the next step.
    on: &'static str,
    /// The field that narrows the table, and what is typed into it.
    search: Option<(&'static str, &'static str)>,
}

const STEPS: [Doing; 6] = [
    Doing { step: "File", on: "Match the columns", search: None },
    Doing { step: "Columns", on: "Check the rows", search: Some(("Search columns", "regular")) },
    Doing { step: "Check", on: "See what would change", search: Some(("Search rows", "ROPE")) },
    Doing { step: "Changes", on: "Add 2 products", search: Some(("Search products", "KNOT")) },
    Doing { step: "Run", on: "", search: None },
    Doing { step: "Result", on: "", search: None },
];

/// The window opens at the import that was open. How soon the web view writes down which one that is, is its own
/// matter: killed before it did, the window opens at the first page, from which the import is opened.
fn opens_import(window: &Window) {
    let opens = "[...document.querySelectorAll('main li a')]
            .find(entry => entry.textContent.includes('spring list.csv'))?.click();
        return document.querySelector('[aria-current=step]') !== null";
    wait_until("the import", || window.evaluate(opens) == json!(true));
}

#[test]
fn a_window_that_is_killed_stands_where_it_stood() {
    let (desktop, shop, list) = desktop();
    let mut window = Window::open_on(Arc::clone(&desktop), &["--dialog-answer", &list]);
    window.press("Choose a file");
    let hold = shop.hold();
    let mut hold = Some(hold);
    for Doing { step, on, search } in STEPS {
        stands_at(&window, step);
        if let Some((field, text)) = search {
            window.type_into(field, text);
        }
        if step == "Check" {
            window.reads("1 row fits");
            window.edit_cell("Rope", "Long rope");
        }
        // What was decided is kept as soon as it was.
        wait_until("the step is kept", || {
            let drafts = window.ask("drafts.list", &json!({})).unwrap_or_default();
            let (draft, step) = (&drafts[0], step.to_lowercase());
            let kept = &draft["view"]["narrowed"][&step]["text"];
            draft["step"] == step
                && !draft["store"].is_null()
                && search.is_none_or(|(_, text)| kept == text)
                && (step != "check" || draft["edits"]["cells"] == 1)
        });
        kill(&desktop);
        drop(window);
        window = Window::open_on(Arc::clone(&desktop), &[]);
        opens_import(&window);
        stands_at(&window, step);
        if let Some((field, text)) = search {
            wait_until("the filter is there again", || window.value_of(field) == text);
        }
        match step {
            "Columns" => {
                window.reads("“regular price”");
                let columns =
                    "return document.querySelectorAll('button[aria-pressed] strong[title]').length";
                assert_eq!(window.evaluate(columns), 1);
            }
            // The row that fits, as it was edited, and no other.
            "Check" => {
                window.reads("Long rope");
                window.reads("1 row fits");
                assert!(!window.text_of("main").contains("Knot"));
            }
            "Changes" => {
                window.reads("Knot");
                assert!(!window.text_of("[role=grid]").contains("Long rope"));
            }
            _ => {}
        }
        if step == "Run" {
            // It was interrupted: it goes on where it was, and nothing is sent twice.
            hold.take().expect("one run").release();
            window.press("Go on");
        } else if !on.is_empty() {
            window.press(on);
        }
        if step == "Changes" {
            shop.wait_for(hold.as_ref().expect("one run"));
        }
    }
    assert_eq!(shop.products(), ["KNOT-1", "ROPE-1"]);
    assert_eq!(shop.names(), ["Knot", "Long rope"], "what was edited is what was imported");
}

/// Ends the program as a power cut would.
fn kill(desktop: &Desktop) {
    for program in desktop.studios() {
        let status = Command::new("kill").args(["-KILL", &program]).status();
        assert!(status.expect("kill").success());
    }
    wait_until("the program is gone", || desktop.studios().is_empty());
}
