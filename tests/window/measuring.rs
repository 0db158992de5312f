//! How quick is the window, and how much memory does it take? `cargo xtask bench window` makes an optimised build and
//! calls this; a million rows and a hundred thousand runs, unless `LONGSHORE_ROWS` and `LONGSHORE_RUNS` say otherwise.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::driver::{Window, wait_for, wait_until};
use crate::large;
use crate::main_thread::Watch;
use crate::shop::{Shop, planned};

/// Whatever somebody asks of the window is there after this time, in milliseconds.
const AT_ONCE: f64 = 100.0;
/// What is looked for in all rows shows its first finds after this time.
const FIRST_FINDS: f64 = 1_000.0;
/// The main thread is never occupied for longer than this.
const OCCUPIED: f64 = 50.0;
/// The first rows of a file are on screen after this time.
const FIRST_ROWS: f64 = 1_000.0;

fn line(what: &str, figure: &str, target: Option<(String, bool)>) {
    let verdict = target.map_or(String::new(), |(target, is_met)| {
        format!("  target {target:<9} {}", if is_met { "met" } else { "NOT MET" })
    });
    println!("  {what:<62} {figure:>34}{verdict}");
}

fn milliseconds(what: &str, took: f64, most: f64) {
    line(what, &format!("{took:.0} ms"), Some((format!("< {most} ms"), took < most)));
}

/// The number that an environment variable sets.
fn wanted(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// Milliseconds from something that is done in the page until a condition holds and is painted.
fn took(window: &Window, act: &str, is_there: &str) -> f64 {
    let took = window.evaluate_later(&format!(
        "const text = () => document.querySelector('main').textContent;
         const began = performance.now();
         const look = () => {{
             if ({is_there}) {{
                 requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
             }} else if (performance.now() - began > 25000) {{
                 done('in vain: ' + text().slice(0, 500));
             }} else {{
                 setTimeout(look, 2);
             }}
         }};
         {act};
         look();"
    ));
    took.as_f64().unwrap_or_else(|| panic!("{act}: {took}"))
}

fn goes_to(address: &str) -> String {
    format!("location.hash = '#{address}'")
}

/// Whether a cell holds this and nothing else.
fn is_shown(text: &str) -> String {
    format!(
        "[...document.querySelectorAll('.ag-cell')].some(cell => cell.textContent === '{text}')"
    )
}

/// Milliseconds between frames while a grid is scrolled: the middle one, the slowest of twenty, the slowest.
fn frames(window: &Window) -> [f64; 3] {
    let frames = window.evaluate_later(
        "const place = document.querySelector('.ag-grid-viewport');
         const times = [];
         let last = performance.now();
         const step = now => {
             times.push(now - last);
             last = now;
             place.scrollTop += 500;
             times.length < 180 ? requestAnimationFrame(step) : done(times.slice(2));
         };
         requestAnimationFrame(step);",
    );
    let mut frames: Vec<f64> =
        frames.as_array().expect("times").iter().filter_map(Value::as_f64).collect();
    frames.sort_by(f64::total_cmp);
    [frames[frames.len() / 2], frames[frames.len() * 95 / 100], frames[frames.len() - 1]]
}

fn scrolls(window: &Window, what: &str) {
    let [middle, slow, slowest] = frames(window);
    let figure = format!("{middle:.0}, {slow:.0}, {slowest:.0} ms");
    let target = (format!("< {AT_ONCE} ms"), slowest < AT_ONCE);
    line(&format!("{what}: frames, median, 95 of 100, slowest"), &figure, Some(target));
}

fn memory(window: &Window, what: &str) {
    let parts = window.desktop().memory();
    let all: u64 = parts.iter().map(|(_, kilobytes)| kilobytes).sum();
    let told: Vec<String> =
        parts.iter().map(|(name, kilobytes)| format!("{name} {}", kilobytes / 1024)).collect();
    line(&format!("memory (PSS) {what}: {}", told.join(", ")), &format!("{} MB", all / 1024), None);
}

#[test]
#[ignore = "the long form: cargo xtask bench window"]
fn start_and_memory() {
    println!("\nstart");
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let window = Window::open_on(Desktop::without_pictures(), &[]);
            let painted = wait_for("the first paint", || {
                window
                    .evaluate(
                        "const [paint] = performance.getEntriesByName('first-contentful-paint');
                         return paint ? performance.timeOrigin + paint.startTime : null",
                    )
                    .as_f64()
            });
            painted - window.desktop().began()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let figure = format!("{:.0} ms ({:.0} to {:.0})", times[2], times[0], times[4]);
    line("from the start of the program to a window that can be used", &figure, None);
    let window = Window::open_on(Desktop::without_pictures(), &[]);
    window.reads("Choose a file");
    std::thread::sleep(std::time::Duration::from_secs(5));
    memory(&window, "of the idle window");
}

#[test]
#[ignore = "the long form: cargo xtask bench window"]
fn many_rows() {
    let rows = wanted("LONGSHORE_ROWS", 1_000_000);
    let desktop = Desktop::without_pictures();
    let _shop = Shop::known_in(&desktop.data());
    let file = desktop.home().join("catalogue.csv");
    large::write(&file, rows);
    let size = fs::metadata(&file).expect("the file").len() / 1_000_000;
    println!("\na file of {rows} rows and {size} MB");
    let answer = file.to_str().expect("a path");
    let window = Window::open_on(desktop, &["--dialog-answer", answer]);
    window.reads("Choose a file");
    let main_thread = Watch::of(&window.desktop().studios().pop().expect("the program runs"));
    let (first, is_still_read) = large::opened(&window);
    let rest = if is_still_read { "" } else { " (the rest is there too)" };
    milliseconds(&format!("first rows on screen{rest}"), first, FIRST_ROWS);
    let draft = window.ask("drafts.list", &json!({})).expect("drafts")[0]["draft"].clone();
    let ask = json!({ "draft": draft });
    while window.ask("drafts.show", &ask).expect("the draft")["rows"]["is_complete"] != true {
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let step = json!({ "draft": draft, "step": "check", "view": {} });
    window.ask("drafts.save_view", &step).expect("another step");
    window.evaluate(&format!("{}; location.reload()", goes_to(&format!("/import/{draft}"))));
    // Longer than one waits for anything else.
    for _ in 0..10 {
        std::thread::sleep(std::time::Duration::from_secs(2));
        if window.text_of("main").contains("stay out") {
            break;
        }
    }
    window.reads("stay out");
    window.reads("SKU-0000000");
    memory(&window, "with all rows checked");

    scrolls(&window, "the grid is scrolled");
    let middle = "document.querySelector('.ag-grid-viewport').scrollTop =
        document.querySelector('.ag-grid-viewport').scrollHeight / 2";
    let digits = (rows / 2 / 100_000).to_string();
    let there = format!(
        "/SKU-0[{}{digits}]\\d{{5}}/.test(text())",
        rows / 2 / 100_000 - u64::from(rows >= 200_000)
    );
    milliseconds("jump to the middle of the grid", took(&window, middle, &there), AT_ONCE);
    let what = "the main thread is occupied while all this goes on, at most";
    match main_thread.longest() {
        Some(longest) => milliseconds(what, longest, OCCUPIED),
        None => line(what, "this system does not tell", None),
    }

    let wrong = "[...document.querySelectorAll('button')].find(one => one.textContent.includes('No number'))";
    // Whoever presses a button holds it down for a moment.
    window.evaluate(&format!(
        "{wrong}.dispatchEvent(new PointerEvent('pointerdown', {{ bubbles: true }}))"
    ));
    let wrong = format!("{wrong}.click()");
    // The column of the issue is brought into view, which moves others out of it.
    let found =
        format!("text().includes('{} rows fit') && {}", grouped(rows / 1000), is_shown("1000"));
    milliseconds("only the rows with one kind of issue", took(&window, &wrong, &found), AT_ONCE);
    let address = format!("/import/{draft}");
    let last = is_shown(&rows.to_string());
    let search = goes_to(&format!("{address}?text=shirt%20number%20{}%2C", rows - 1));
    milliseconds("the last row is found by its text", took(&window, &search, &last), FIRST_FINDS);
    // The row that was found stays in view, among its neighbours.
    let beside = is_shown(&(rows - 1).to_string());
    let all = took(&window, &goes_to(&address), &beside);
    milliseconds("all rows again", all, AT_ONCE);
    milliseconds(
        "another view is opened",
        took(&window, &goes_to("/stores"), "text().includes('Practice store')"),
        AT_ONCE,
    );
    let back = took(&window, &goes_to(&address), &beside);
    milliseconds("back to the grid", back, AT_ONCE);
    assert_eq!(window.refused(), json!(null));
}

#[test]
#[ignore = "the long form: cargo xtask bench window"]
fn many_runs() {
    let runs = wanted("LONGSHORE_RUNS", 100_000);
    println!("\na history of {runs} runs");
    let desktop = Arc::new(Desktop::without_pictures());
    let shop = Shop::known_in(&desktop.data());
    {
        let window = Window::open_on(Arc::clone(&desktop), &[]);
        let run = planned(&window);
        window.ask("runs.start", &json!({ "run": run })).expect("a run");
    }
    wait_until("the program ends", || desktop.studios().is_empty());
    multiply_runs(&desktop.data().join("journal.sqlite"), runs);

    let window = Window::open_on(Arc::clone(&desktop), &[]);
    window.reads("Choose a file");
    // Somebody reads the page first.
    std::thread::sleep(std::time::Duration::from_secs(3));
    let newest = format!("text().includes('prices-{runs}.csv')");
    let opened = took(&window, &goes_to("/history"), &newest);
    milliseconds("the history is opened", opened, AT_ONCE);
    scrolls(&window, "the list is scrolled");
    let middle = "document.querySelector('.ag-grid-viewport').scrollTop =
        document.querySelector('.ag-grid-viewport').scrollHeight / 2";
    let half = (runs / 2) / 1_000;
    let there = format!("/prices-({half}|{})\\d{{3}}.csv/.test(text())", half.saturating_sub(1));
    milliseconds("jump to the middle of the list", took(&window, middle, &there), AT_ONCE);
    let found = format!(
        "text().includes('prices-{}.csv') && !text().includes('prices-{runs}.csv')",
        runs / 3
    );
    let search = goes_to(&format!("/history?text=prices-{}", runs / 3));
    let by_name = took(&window, &search, &found);
    milliseconds("a run is found by the name of its file", by_name, FIRST_FINDS);
    let undos = took(&window, &goes_to("/history?kind=undo"), "!text().includes('prices-')");
    milliseconds("only undos", undos, AT_ONCE);
    milliseconds(
        "only what ended",
        took(&window, &goes_to("/history?stand=done"), &newest),
        AT_ONCE,
    );
    window.evaluate(&goes_to("/history?text=list.csv"));
    wait_until("the run that there was first", || {
        window.evaluate(&format!("return {RUN}?.textContent.includes('list.csv')")) == true
    });
    window.evaluate(&format!(
        "{RUN}.dispatchEvent(new PointerEvent('pointerdown', {{ bubbles: true }}))"
    ));
    let opened = took(&window, &format!("{RUN}.click()"), "text().includes('ROPE-1')");
    milliseconds("one run is opened", opened, AT_ONCE);
    memory(&window, "with that history");
    drop(shop);
}

/// What the first run of a list is called, in the page.
const RUN: &str = "document.querySelector('.ag-row[row-index=\"0\"] .ag-cell')";

/// Makes many of the one run that is there.
fn multiply_runs(journal: &Path, runs: u64) {
    let journal = Connection::open(journal).expect("the journal");
    let columns = |table: &str| -> Vec<String> {
        let mut names = journal.prepare(&format!("PRAGMA table_info({table})")).expect("a table");
        let names = names.query_map([], |row| row.get::<_, String>(1)).expect("its columns");
        names.map(|name| name.expect("a name")).collect()
    };
    for (table, key) in [("run", "id"), ("run_detail", "run"), ("tally", "run")] {
        let columns = columns(table);
        let value = |name: &String| match name.as_str() {
            name if name == key => "many.number".to_owned(),
            "source_name" => "'prices-' || many.number || '.csv'".to_owned(),
            "search" => "'prices-' || many.number || '.csv shop'".to_owned(),
            // One an hour.
            "planned_at" | "started_at" | "finished_at" => {
                format!("{name} + 3600000 * (many.number - {runs})")
            }
            name => format!("one.{name}"),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let question = format!(
            "WITH RECURSIVE many (number) AS
                 (SELECT 2 UNION ALL SELECT number + 1 FROM many WHERE number < {runs})
             INSERT INTO {table} ({}) SELECT {} FROM many, {table} AS one WHERE one.{key} = 1",
            columns.join(", "),
            values.join(", "),
        );
        journal.execute(&question, []).unwrap_or_else(|error| panic!("{question}: {error}"));
    }
}

fn grouped(number: u64) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{thousands},{:03}", number % 1000),
    }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    since.as_secs_f64() * 1000.0
}
