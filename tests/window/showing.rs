//! The window shows itself, and its page can do nothing that it should not.

use crate::driver::{Window, wait_until};
use crate::picture::Picture;

#[test]
fn the_window_opens_and_shows_itself() {
    let window = Window::open();

    assert_eq!(window.title(), "Longshore Studio");
    assert!(!window.text_of("main").is_empty());
    assert_eq!(window.evaluate("return document.fonts.check('15px \"Inter Variable\"')"), true);
    // The theme's styles are written while the page runs; the content policy lets them in by their nonce only.
    assert_eq!(window.refused(), serde_json::Value::Null);
    let styled = "return getComputedStyle(document.documentElement).getPropertyValue('--mantine-scale').trim()";
    assert_eq!(window.evaluate(styled), "1");

    let brightness = ["light", "dark"].map(|scheme| {
        window
            .evaluate(&format!("document.documentElement.dataset.mantineColorScheme = '{scheme}'"));
        let picture = Picture::of(&window.photograph(scheme));
        assert!(
            picture.width >= 960 && picture.height >= 640,
            "{} x {}",
            picture.width,
            picture.height
        );
        let colours = picture.colours();
        assert!(colours > 100, "the window is all but blank in its {scheme} colours: {colours}");
        picture.brightness()
    });
    assert!(brightness[0] > 180 && brightness[1] < 90, "light and dark look alike: {brightness:?}");
}

#[test]
fn no_room_asks_for_what_the_content_policy_refuses() {
    let window = Window::open();
    for room in ["history", "stores", "stores/add", "watching", "profiles", "settings", ""] {
        window.evaluate(&format!("location.hash = '#/{room}'"));
        wait_until(room, || {
            window.evaluate("return location.hash") == format!("#/{room}")
                && !window.text_of("main").is_empty()
        });
        let refused = window.refused();
        assert_eq!(refused, serde_json::Value::Null, "in {room:?}");
    }
}

#[test]
fn the_page_may_neither_make_code_of_text_nor_call_what_it_was_not_given() {
    let window = Window::open();

    let made = window.evaluate(
        "const script = document.createElement('script');
         script.textContent = 'document.title = \"broken into\"';
         document.head.append(script);
         return document.title;",
    );
    assert_eq!(made, "Longshore Studio");

    for command in
        ["plugin:app|app_hide", "plugin:dialog|open", "plugin:opener|open_url", "plugin:event|emit"]
    {
        let refusal = window.invoke(command, &serde_json::json!({})).expect_err(command);
        let refusal = refusal.as_str().expect("a refusal in words");
        assert!(refusal.contains("not allowed"), "{command}: {refusal}");
    }

    let fetched = window.evaluate_later(
        "fetch('http://127.0.0.1:9/').then(() => done('sent'), () => done('kept in'));",
    );
    assert_eq!(fetched, "kept in");
    // What was refused is noted where the tests look for it.
    let refused = window.refused();
    let refused = refused.as_str().expect("something was refused");
    assert!(refused.contains("script-src") && refused.contains("connect-src"), "{refused}");
}
