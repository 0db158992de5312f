//! A file that is larger than anybody waits for: its first rows are on screen at once, whatever its size.

use std::borrow::Cow;
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

/// Where the regular price stands; in one row of a thousand it is no number.
const PRICE: usize = 26;

/// Writes so many rows as WooCommerce would.
pub(crate) fn write(file: &Path, rows: u64) {
    let mut into = BufWriter::new(fs::File::create(file).expect("a file"));
    let mut line = |cells: &[String]| {
        let quoted: Vec<Cow<'_, str>> = cells
            .iter()
            .map(|cell| match cell.contains([',', '"', '\n']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")).into(),
                false => cell.into(),
            })
            .collect();
        writeln!(into, "{}", quoted.join(",")).expect("room on the disk");
    };
    line(&catalogue::HEADER.map(str::to_owned));
    for number in 0..rows {
        let mut cells = Vec::with_capacity(catalogue::HEADER.len());
        catalogue::row(number, &mut |cell| cells.push(cell.to_owned()));
        if number % 1_000 == 999 {
            "twelve".clone_into(&mut cells[PRICE]);
        }
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

#[test]
fn whoever_takes_a_search_back_sees_the_row_among_its_neighbours() {
    const FEW: u64 = 5_000;
    let desktop = Arc::new(Desktop::new());
    let file = desktop.home().join("catalogue.csv");
    write(&file, FEW);
    let answer = file.to_str().expect("a path");
    let window = Window::open_on(Arc::clone(&desktop), &["--dialog-answer", answer]);
    window.reads("Choose a file");
    opened(&window);
    let draft = window.ask("drafts.list", &json!({})).expect("drafts")[0]["draft"].clone();
    let whole = || {
        let shown = window.ask("drafts.show", &json!({ "draft": draft })).expect("the draft");
        shown["rows"]["is_complete"] == true
    };
    wait_until("all rows are read", whole);
    let step = json!({ "draft": draft, "step": "check", "view": {} });
    window.ask("drafts.save_view", &step).expect("another step");
    let goes_to = |search: &str| format!("location.hash = '#/import/{draft}{search}'");
    window.evaluate(&format!("{}; location.reload()", goes_to("")));
    window.reads("SKU-0000000");

    window.evaluate(&goes_to("?text=shirt%20number%204999%2C"));
    wait_until("only the last row is there", || window.text_of("main").contains("1 row fits"));
    window.evaluate(&goes_to(""));
    let rows_in_view = || {
        let view =
            "const view = document.querySelector('main .ag-grid-viewport').getBoundingClientRect();
            return [...document.querySelectorAll('main .ag-cell[col-id=row]')].filter(cell => {
                const { top, bottom } = cell.getBoundingClientRect();
                return top >= view.top && bottom <= view.bottom + 1;
            }).map(cell => Number(cell.textContent))";
        let rows = window.evaluate(view);
        let rows = rows.as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(serde_json::Value::as_u64).collect::<Vec<_>>()
    };
    wait_until("the last rows are in view", || {
        let rows = rows_in_view();
        rows.contains(&FEW) && rows.contains(&(FEW - 5))
    });
    assert_eq!(window.refused(), json!(null));
}
