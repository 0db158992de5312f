//! The real window, as a person has it: started, looked into, photographed. On Linux, where a window can be driven on
//! a screen that nobody sees.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test that cannot go on says why by panicking")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what a failed test has to show")]

mod desktop;
mod driver;
mod picture;

use driver::Window;
use picture::Picture;

#[test]
fn the_window_opens_and_shows_itself() {
    let window = Window::open();

    assert_eq!(window.title(), "Longshore Studio");
    assert_eq!(window.text_of("h1"), "Longshore Studio");
    assert!(window.text_of("main p").contains("There is nothing to do in this window yet."));
    // The version comes from the program, through the only permission that the window has.
    window.waits_for_text("footer", concat!("Version ", env!("CARGO_PKG_VERSION")));

    // The theme's styles are written while the page runs; the content policy lets them in by their nonce only.
    assert_eq!(
        window.evaluate("return getComputedStyle(document.querySelector('h1')).fontSize"),
        "22px"
    );
    assert_eq!(window.evaluate("return document.fonts.check('15px \"Inter Variable\"')"), true);

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
    assert!(brightness[0] > 200 && brightness[1] < 80, "light and dark look alike: {brightness:?}");
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

    let called = window.evaluate_later(
        "window.__TAURI_INTERNALS__.invoke('plugin:app|app_hide').then(() => done('hidden'), error => done(`${error}`));",
    );
    let refusal = called.as_str().expect("an answer in words");
    assert!(refusal.contains("not allowed"), "{refusal}");

    let fetched = window.evaluate_later(
        "fetch('http://127.0.0.1:9/').then(() => done('sent'), () => done('kept in'));",
    );
    assert_eq!(fetched, "kept in");
    let violated = window.evaluate_later(
        "document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
         fetch('http://127.0.0.1:9/').catch(() => {});",
    );
    assert_eq!(violated, "connect-src");
}
