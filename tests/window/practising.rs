//! The window as `cargo xtask studio` opens it: with a practice store and a price list to try.

use serde_json::json;

use crate::desktop::Desktop;
use crate::driver::{Window, wait_until};

#[test]
fn the_practice_store_is_known_and_the_sample_is_offered() {
    let window = Window::open_on(Desktop::new(), &["--practice"]);

    wait_until("the practice store is known", || {
        window.ask("stores.list", &json!({})).is_ok_and(|stores| {
            stores.as_array().is_some_and(|stores| stores.len() == 1)
                && stores[0]["facts"]["is_practice"] == true
        })
    });
    window.photograph("practice");
    window.press("Try the sample file");
    window.reads("supplier-price-list.csv");
    let drafts = window.ask("drafts.list", &json!({})).expect("drafts");
    assert_eq!(drafts[0]["store"], "Practice store");
    assert_eq!(window.refused(), json!(null));
    window.photograph("sample");
}
