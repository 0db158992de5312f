//! The window as `cargo xtask studio` opens it: with a practice store and a price list to try.

use std::path::Path;

use serde_json::json;

use crate::desktop::Desktop;
use crate::driver::{Window, wait_until};

#[test]
fn the_practice_store_is_known_and_the_sample_is_on_screen() {
    let sample =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/supplier-price-list.csv");
    let window = Window::open_on(Desktop::new(), &["--practice", sample.to_str().expect("a path")]);

    wait_until("the practice store is known", || {
        window.ask("stores.list", &json!({})).is_ok_and(|stores| {
            stores.as_array().is_some_and(|stores| stores.len() == 1)
                && stores[0]["facts"]["is_practice"] == true
        })
    });
    window.reads("supplier-price-list.csv");
    assert_eq!(window.refused(), json!(null));
    window.photograph("practice");
}
