//! How fast are journal and mirror? Prints figures and their targets; `LONGSHORE_BENCH_ROWS` says how many rows.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench that cannot go on fails, and its figures are read by people"
)]

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    path::Path,
    sync::Arc,
    time::Instant,
};

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Change, Outcome, Phase},
    entity::Entity,
    known::{Found, Known},
    profile::Mode,
    reading::ReadSettings,
    record::{Fields, StoreRecord},
    value::{ChangeId, Image, Key, Reference, StoreId, Value},
};
use longshore_journal::{
    Journal, Mirror,
    connections::{NewConnection, SecretPlace},
    intents::{Finished, Sent},
    plan::Planned,
    runs::{NewRun, RunKind, RunSource, RunStatus},
    search::RunFilter,
    selection::{ChangeFilter, SelectionOrder},
    state::State,
};

fn main() {
    let rows = std::env::var("LONGSHORE_BENCH_ROWS")
        .ok()
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(200_000);
    let folder = tempfile::tempdir().unwrap();
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    if is_wanted("journal") {
        journal(&folder.path().join("journal.db"), (rows / 4).clamp(1_000, 100_000));
    }
    if is_wanted("history") {
        history(&folder.path().join("history.db"));
    }
    if is_wanted("mirror") {
        mirror(folder.path(), rows);
    }
}

/// Does some work and says how much of it a second: of the clock, and of the processor alone.
fn rate(what: &str, count: u64, target: &str, work: impl FnOnce()) {
    let start = Instant::now();
    let (processor, ()) = timed(work);
    let clock = start.elapsed().as_secs_f64();
    println!(
        "{what}: {:.0}/s by the clock, {:.0}/s by the processor ({:.2} us each; target: {target})",
        count as f64 / clock,
        count as f64 / processor,
        processor * 1e6 / count as f64
    );
}

/// Does some work and says how many seconds of the processor it took.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = (Instant::now(), processor_seconds());
    let done = work();
    let seconds = match (start.1, processor_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => start.0.elapsed().as_secs_f64(),
    };
    (seconds, done)
}

/// What this thread took of the processor so far, where the system says so in a file: a busy machine then measures
/// the same as an idle one.
fn processor_seconds() -> Option<f64> {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    said.split_whitespace().next()?.parse().ok().map(|nanoseconds: f64| nanoseconds / 1e9)
}

fn new_run(journal: &Journal) -> NewRun {
    let at = Timestamp::UNIX_EPOCH;
    let connection = NewConnection {
        name: "bench".to_owned(),
        url: "https://bench.example".to_owned(),
        consumer_key: String::new(),
        secret_kept_in: SecretPlace::Keychain,
        ca_file: None,
        facts: None,
        settings: serde_json::Map::new(),
        added_at: at,
    };
    let connection = journal.add_connection(&connection).unwrap();
    NewRun {
        connection,
        kind: RunKind::Import { source: RunSource::default() },
        mode: Mode::CreateUpdate,
        reading: ReadSettings::default(),
        profile: None,
        options: serde_json::Map::new(),
        is_reversed: false,
        at,
    }
}

/// 100,000 runs, and one of a million changes.
fn history(path: &Path) {
    let journal = Journal::open(path).unwrap();
    let run = journal.new_run(&new_run(&journal)).unwrap();
    let many = rusqlite::Connection::open(path).unwrap();
    let multiply = "
        WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        INSERT INTO run (id, connection, kind, mode, is_reversed, status, source_name, search, planned_at)
        SELECT i, connection, kind, mode, is_reversed, 4, 'prices-' || i || '.csv',
            'bench' || char(10) || 'prices-' || i || '.csv', i * 1000 FROM n, run WHERE run.id = 1;
        INSERT INTO tally (run, part, action, state, count) SELECT id, 0, 0, 2, 10 FROM run;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
        INSERT INTO change (id, run, phase, action, entity, kin, part, state, counted, row, label, reason)
        SELECT i, 1, 1, i % 2, 0, 0, 0, 2 + i % 3, 2, i, 'SKU-' || i, 'fields_differ' FROM n;";
    many.execute_batch(multiply).unwrap();
    let asked = |what: &str, filter: &RunFilter, offset: u64| {
        let (seconds, page) = timed(|| journal.search_runs(filter, offset, 50).unwrap());
        println!(
            "history of 100,000 runs, {what}: {:.1} ms, {} found (target: 100 ms)",
            seconds * 1e3,
            page.total
        );
    };
    asked("the first page", &RunFilter::default(), 0);
    asked("page 1,500", &RunFilter::default(), 75_000);
    asked(
        "searched for a word",
        &RunFilter { text: "prices-777".to_owned(), ..RunFilter::default() },
        0,
    );
    asked(
        "searched for what is not there",
        &RunFilter { text: "nothing".to_owned(), ..RunFilter::default() },
        0,
    );
    let select = |what: &str, filter: &ChangeFilter| {
        let (seconds, found) =
            timed(|| journal.select_changes(run, filter, SelectionOrder::Planned).unwrap());
        println!(
            "a run of 1,000,000 changes, {what}: {:.0} ms, {} found",
            seconds * 1e3,
            found.len()
        );
    };
    let all = ChangeFilter::default();
    select("all of them", &all);
    select("by action", &ChangeFilter { actions: vec![Action::Update], ..all.clone() });
    select("by state", &ChangeFilter { states: vec![State::Failed], ..all.clone() });
    select("by text (target: 1 s)", &ChangeFilter { text: "sku-99999".to_owned(), ..all });
    let (seconds, _) = timed(|| journal.run_counts(run).unwrap());
    println!("a run of 1,000,000 changes, counts: {:.2} ms", seconds * 1e3);
}

fn journal(path: &Path, count: u64) {
    let journal = Journal::open(path).unwrap();
    let new = new_run(&journal);
    let at = new.at;
    for (what, action) in [("creates", Action::Create), ("updates", Action::Update)] {
        let run = journal.new_run(&new).unwrap();
        let ids: Vec<ChangeId> = journal.reserve_changes(count).unwrap().collect();
        let plan: Vec<Planned> = ids.iter().map(|id| planned(*id, action).into()).collect();
        rate(&format!("journal, planned {what}, 5,000 a transaction"), count, "-", || {
            for some in plan.chunks(5_000) {
                journal.append_plan(run, some).unwrap();
            }
        });
        drop(plan);
        journal.set_run_status(run, RunStatus::Running, at).unwrap();
        let mut pending = Vec::new();
        rate("journal, read in the order of sending", count, "-", || {
            let mut place = None;
            loop {
                let page = journal.pending(run, place, 1_000).unwrap();
                pending.extend(page.changes.iter().map(|planned| planned.change.id));
                let Some(next) = page.next else { break };
                place = Some(next);
            }
        });
        let requests: Vec<(Vec<Sent>, Vec<Finished>)> =
            pending.chunks(100).map(|some| request(some, action)).collect();
        rate(
            &format!("journal, {what} promised and finished, 100 an intent, FULL"),
            count,
            "40,000/s where the disk allows",
            || {
                for (sent, results) in requests {
                    let intent = journal.begin(run, at, sent).unwrap();
                    journal.finish(&intent, at, &results).unwrap();
                }
            },
        );
        let counts = journal.counts(run).unwrap();
        assert_eq!(counts.create + counts.update, count);
    }
    println!(
        "journal, size: {:.0} bytes a change",
        std::fs::metadata(path).unwrap().len() as f64 / (2 * count) as f64
    );
}

fn planned(id: ChangeId, action: Action) -> Change {
    let whole = record(id.0).fields;
    let (fields, before) = match action {
        Action::Create => (whole, Fields::new()),
        _ => {
            let price = |price: &str| {
                let price = Value::Decimal(price.parse().unwrap());
                [("regular_price".into(), price)].into_iter().collect::<Fields>()
            };
            (price("21.90"), price("19.90"))
        }
    };
    Change {
        id,
        phase: Phase::Products,
        action,
        entity: Entity::Product,
        record: (action != Action::Create).then_some(Reference::Stored(StoreId(id.0))),
        parent: None,
        fields,
        before,
        label: format!("SKU-{}", id.0),
        row: Some(id.0),
        completes: None,
        reason: "fields_differ".into(),
    }
}

fn request(ids: &[ChangeId], action: Action) -> (Vec<Sent>, Vec<Finished>) {
    let one = |id: &ChangeId| {
        let before = record(id.0);
        let mut kept = before.clone();
        kept.fields.set("regular_price", Value::Decimal("21.90".parse().unwrap()));
        let sent = Sent {
            change: *id,
            fields: None,
            before: (action != Action::Create).then_some(before),
            along: Vec::new(),
        };
        let result = Finished {
            kept: Some(kept),
            touched: vec!["regular_price".into()],
            ..Finished::new(*id, Outcome::Applied)
        };
        (sent, result)
    };
    ids.iter().map(one).unzip()
}

/// A product with what WooCommerce shows of it: about 50 fields.
fn record(id: u64) -> StoreRecord {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut fields: Vec<(&str, Value)> = vec![
        ("sku", Value::Text(format!("SKU-{id:08}"))),
        ("name", Value::Text(format!("A hat of the finest straw, number {id}"))),
        ("slug", Value::Text(format!("a-hat-of-the-finest-straw-number-{id}"))),
        ("global_unique_id", Value::Text(format!("40{id:011}"))),
        (
            "description",
            Value::Text(format!(
                "<p>Number {id}. {}</p>",
                "Woven by hand in the old town. ".repeat(6)
            )),
        ),
        ("short_description", text("<p>Woven by hand.</p>")),
        ("regular_price", Value::Decimal("19.90".parse().unwrap())),
        ("sale_price", Value::Empty),
        ("weight", Value::Decimal("0.25".parse().unwrap())),
        ("stock_quantity", Value::Integer(12)),
        (
            "categories",
            Value::References(vec![Reference::Stored(StoreId(17)), Reference::Stored(StoreId(4))]),
        ),
        ("tags", Value::References(Vec::new())),
        ("permalink", Value::Text(format!("https://shop.example/product/a-hat-number-{id}"))),
        ("type", text("simple")),
        ("status", text("publish")),
        ("stock_status", text("instock")),
        ("tax_status", text("taxable")),
        ("catalog_visibility", text("visible")),
        ("backorders", text("no")),
        ("meta:_supplier", Value::Json(serde_json::json!("north"))),
    ];
    let image = Image {
        id: Some(StoreId(id + 5)),
        src: format!("https://shop.example/uploads/{id}.jpg"),
        name: Some(format!("{id}.jpg")),
        alt: None,
    };
    fields.push(("images", Value::Images(vec![image])));
    for name in [
        "featured",
        "virtual",
        "downloadable",
        "manage_stock",
        "reviews_allowed",
        "sold_individually",
    ] {
        fields.push((name, Value::Boolean(true)));
    }
    for name in [
        "attributes",
        "brands",
        "cross_sell_ids",
        "date_on_sale_from",
        "date_on_sale_to",
        "default_attributes",
        "downloads",
        "external_url",
        "grouped_products",
        "height",
        "length",
        "low_stock_amount",
        "post_password",
        "purchase_note",
        "shipping_class",
        "tax_class",
        "upsell_ids",
        "width",
        "button_text",
    ] {
        fields.push((name, Value::Empty));
    }
    for name in ["download_expiry", "download_limit", "menu_order", "total_sales"] {
        fields.push((name, Value::Integer(0)));
    }
    let fields = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
    StoreRecord { entity: Entity::Product, id: StoreId(id), parent: None, modified: None, fields }
}

fn mirror(folder: &Path, rows: u64) {
    let mirror = Mirror::open(&folder.join("mirror.db")).unwrap();
    rate("mirror, records put, 1,000 at a time", rows, "tens of thousands/s", || {
        for first in (1..=rows).step_by(1_000) {
            let some: Vec<StoreRecord> =
                (first..(first + 1_000).min(rows + 1)).map(record).collect();
            mirror.put(&some).unwrap();
        }
    });
    rate("  of which making them", rows, "-", || {
        assert!((1..=rows).map(record).all(|record| record.fields.len() > 40));
    });
    println!(
        "mirror, size: {:.0} bytes a record",
        std::fs::metadata(folder.join("mirror.db")).unwrap().len() as f64 / rows as f64
    );

    for (order, step) in [("in the order of the store", 1), ("in no order", 7_919)] {
        let csv = folder.join("rows.csv");
        write_csv(&csv, rows, step);
        println!("rows {order}");
        let (parsing, ()) = timed(|| read_csv(&csv, |_| {}));
        println!("  csv, bare iteration: {:.2} us a row", parsing * 1e6 / rows as f64);
        for keys in [&[Key::Sku][..], &[Key::Sku, Key::Gtin, Key::Slug, Key::Name]] {
            matching(&mirror, &csv, keys, rows, parsing);
        }
    }
}

fn matching(mirror: &Mirror, csv: &Path, keys: &[Key], rows: u64, parsing: f64) {
    let (loading, index) = timed(|| Arc::new(mirror.index(keys).unwrap()));
    println!(
        "  index of {keys:?}: {:.1} MB, {:.2} times the parsing",
        index.bytes() as f64 / 1e6,
        loading / parsing
    );
    let known = mirror.known(index, None).unwrap();
    let find = |row: &csv::ByteRecord| {
        let sku = std::str::from_utf8(&row[0]).unwrap();
        known.find(Entity::Product, None, Key::Sku, sku)
    };
    let mut found = 0;
    let (matching, ()) =
        timed(|| read_csv(csv, |row| found += u64::from(find(row) != Found::None)));
    assert_eq!(found, rows);
    println!(
        "    matching by SKU: {:.2} times the parsing, with making the index {:.2} (target: 2, stretch: 1.5)",
        matching / parsing,
        (matching + loading) / parsing
    );
    let mut fields = 0;
    let (reading, ()) = timed(|| {
        read_csv(csv, |row| {
            if let Found::One(id) = find(row) {
                fields += known.record(Entity::Product, id).unwrap().fields.len();
            }
        });
    });
    assert!(known.take_failure().is_none() && fields as u64 > 40 * rows);
    println!(
        "    matching and reading whole records: {:.2} times the parsing, {:.2} us a record (target with comparing: 8, about 5 us)",
        reading / parsing,
        (reading - matching) * 1e6 / rows as f64,
    );
}

/// Rows of 52 columns and about 640 bytes, the SKU first.
fn write_csv(path: &Path, rows: u64, step: u64) {
    let mut to = csv::Writer::from_writer(BufWriter::new(File::create(path).unwrap()));
    let filler = "Woven by hand in the old town. ".repeat(6);
    for row in 0..rows {
        let id = row * step % rows + 1;
        let mut cells = vec![
            format!("sku-{id:08}"),
            format!("A hat of the finest straw, number {id}"),
            filler.clone(),
        ];
        cells.resize(52, "value 12".to_owned());
        to.write_record(&cells).unwrap();
    }
    to.flush().unwrap();
}

fn read_csv(path: &Path, mut each: impl FnMut(&csv::ByteRecord)) {
    let mut from = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(BufReader::with_capacity(64 << 10, File::open(path).unwrap()));
    let mut row = csv::ByteRecord::new();
    while from.read_byte_record(&mut row).unwrap() {
        each(&row);
    }
}
