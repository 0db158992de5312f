//! A file that is larger than anybody waits for: its first rows are on screen at once, whatever its size.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::catalogue;
use crate::desktop::Desktop;
use crate::driver::{Window, wait_until};

/// So many rows, of 52 columns and 637 bytes each, unless `LONGSHORE_ROWS` says otherwise.
const ROWS: u64 = 100_000;

/// How many rows the file of a test has.
pub(crate) fn rows() -> u64 {
    let wanted = std::env::var("LONGSHORE_ROWS").ok().and_then(|rows| rows.parse().ok());
    wanted.unwrap_or(ROWS)
}

/// Writes so many rows as WooCommerce would.
pub(crate) fn write(file: &Path, rows: u64) {
    let mut into = BufWriter::new(fs::File::create(file).expect("a file"));
    let mut line = |cells: &[String]| {
        let quoted: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        writeln!(into, "{}", quoted.join(",")).expect("room on the disk");
    };
    line(&catalogue::HEADER.map(str::to_owned));
    for number in 0..rows {
        let mut cells = Vec::with_capacity(catalogue::HEADER.len());
        catalogue::row(number, &mut |cell| cells.push(cell.to_owned()));
        line(&cells);
    }
}

/// Presses the button that opens the file; milliseconds until its first row is painted, and whether there was more
/// to read then.
pub(crate) fn opened(window: &Window) -> (f64, bool) {
    let opened = window.evaluate_later(
        "const began = performance.now();
         const ours = window.__TAURI_INTERNALS__;
         const watch = new MutationObserver(() => {
             if (!document.body.textContent.includes('SKU-0000000')) { return; }
             watch.disconnect();
             requestAnimationFrame(() => requestAnimationFrame(() => {
                 const took = performance.now() - began;
                 const draft = Number(location.hash.match(/import.(\\d+)/)[1]);
                 ours.invoke('rpc', { name: 'drafts.show', request: { draft }, call: null })
                     .then(shown => done([took, !shown.rows.is_complete]), error => done([String(error), false]));
             }));
         });
         watch.observe(document.body, { childList: true, subtree: true, characterData: true });
         [...document.querySelectorAll('button')].find(one => one.textContent.includes('Choose a file')).click();",
    );
    let took = opened[0].as_f64().unwrap_or_else(|| panic!("no first rows: {opened}"));
    (took, opened[1] == true)
}

#[test]
fn a_large_file_shows_its_first_rows_and_then_all_of_them() {
    let desktop = Arc::new(Desktop::new());
    let file = desktop.home().join("catalogue.csv");
    write(&file, rows());
    let size = fs::metadata(&file).expect("the file").len() / 1_000_000;
    let answer = file.to_str().expect("a path");
    let window = Window::open_on(Arc::clone(&desktop), &["--dialog-answer", answer]);
    window.reads("Choose a file");

    let (took, is_still_read) = opened(&window);
    // Not asserted: how far the reading is by then is the machine's matter.
    let rest = if is_still_read { "is still being read" } else { "is read too" };
    println!("first rows of {size} MB on screen after {took:.0} ms; the rest {rest}");
    let all = rows().to_string();
    wait_until("all rows are there", || {
        window.text_of("main").replace(',', "").contains(&format!("{all} rows"))
    });
    assert_eq!(
        window.ask("drafts.list", &json!({})).expect("drafts")[0]["file"]["name"],
        "catalogue.csv"
    );
    assert_eq!(window.refused(), json!(null));
    window.photograph("large");
}
