//! The page asks, and hears.

use serde_json::json;

use crate::desktop::Desktop;
use crate::driver::Window;

#[test]
fn commands_are_answered_and_their_failures_are_codes() {
    let window = Window::open();

    assert_eq!(window.ask("stores.list", &json!({})), Ok(json!([])));
    let error = window.ask("runs.show", &json!({ "run": 7 })).expect_err("there is no run");
    assert_eq!(error["code"], "run_not_found");
}

#[test]
fn the_page_hears_on_one_channel_what_changes() {
    let window = Window::open();
    let file = window.desktop().home().join("list.csv");
    std::fs::write(&file, format!("SKU,Name\n{}", "A,Rope\n".repeat(100_000))).expect("a list");

    let request = json!({ "name": "files.inspect", "request": { "file": file }, "call": "look" });
    let told = window.evaluate_later(&format!(
        "const ours = window.__TAURI_INTERNALS__;
         const handler = ours.transformCallback(({{ payload }}) => payload.call === 'look' && done(payload));
         ours.invoke('plugin:event|listen', {{ event: 'longshore', target: {{ kind: 'Any' }}, handler }})
             .then(() => ours.invoke('rpc', {request})).catch(error => done({{ error }}));"
    ));
    assert_eq!(
        (&told["event"], &told["stage"]),
        (&json!("call_progressed"), &json!("reading")),
        "{told}"
    );
}

#[test]
fn a_data_folder_that_cannot_be_used_is_said_and_tried_again() {
    let desktop = Desktop::new();
    std::fs::write(desktop.data(), "in the way").expect("a file");
    let window = Window::open_on(desktop, &[]);

    let error = window.ask("stores.list", &json!({})).expect_err("there is no data folder");
    assert_eq!(error["code"], "data_folder_unusable");
    std::fs::remove_file(window.desktop().data()).expect("out of the way");
    assert_eq!(window.ask("stores.list", &json!({})), Ok(json!([])));
}

#[test]
fn what_the_program_does_is_noted_in_a_log() {
    let desktop = Desktop::new();
    std::fs::create_dir(desktop.data()).expect("a data folder");
    std::fs::write(
        desktop.data().join("journal.sqlite"),
        "no journal at all, and long enough to be read",
    )
    .expect("a file");
    let window = Window::open_on(desktop, &[]);

    window.ask("stores.list", &json!({})).expect_err("the journal is damaged");
    let logs = window.desktop().data().join("logs");
    crate::driver::wait_until("it is in the log", || {
        let files = std::fs::read_dir(&logs).into_iter().flatten().flatten();
        files
            .map(|file| std::fs::read_to_string(file.path()).unwrap_or_default())
            .any(|text| text.contains("the data folder cannot be opened"))
    });
}
