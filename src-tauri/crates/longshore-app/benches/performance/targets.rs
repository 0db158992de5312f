//! The table of targets, line by line: what is done, against what, and what is aimed at.

use std::time::Duration;

use crate::{
    data::{Data, WORKBOOK_ROWS},
    proxy::{Proxy, Request, warm_up},
    shop::Shop,
    work::{Took, in_turn, once},
};

/// 1234567 as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

fn line(what: &str, figure: &str, target: &str, is_met: Option<bool>) {
    let verdict = match is_met {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "",
    };
    println!("  {what:<62} {figure:>34}  target {target:<9} {verdict}");
}

/// A figure that nothing is aimed at.
fn also(what: &str, figure: &str) {
    println!("  {what:<62} {figure:>34}");
}

fn ratio(what: &str, ours: &Took, bare: &Took, most: f64) {
    let ratio = ours.processor / bare.processor;
    let figure = format!("{:.2} s / {:.2} s = {ratio:.2}", ours.processor, bare.processor);
    line(what, &figure, &format!("<= {most}"), Some(ratio <= most));
}

fn also_ratio(what: &str, ours: &Took, bare: &Took) {
    let ratio = ours.processor / bare.processor;
    also(what, &format!("{:.2} s / {:.2} s = {ratio:.2}", ours.processor, bare.processor));
}

fn memory(what: &str, took: &Took, most: f64) {
    match took.peak {
        Some(peak) => {
            line(what, &format!("{peak:.0} MB"), &format!("< {most} MB"), Some(peak < most));
        }
        None => also(what, "not measured on this system"),
    }
}

fn all_rows(took: &Took, rows: u64) {
    assert_eq!(took.said("rows") as u64, rows, "every row counts");
}

pub(crate) fn validation(data: &Data) {
    let csv = data.csv();
    let [bare, rows, ours, whole] =
        in_turn([("csv", &[&csv]), ("rows", &[&csv]), ("validate", &[&csv]), ("check", &[&csv])]);
    all_rows(&ours, data.rows);
    all_rows(&whole, data.rows);
    ratio("validation as a stream / bare csv", &ours, &bare, 3.0);
    memory("  its memory", &ours, 150.0);
    also_ratio("  of that reading to rows", &rows, &bare);
    also_ratio("the command check as a whole, through the spool", &whole, &bare);
    memory("  its memory", &whole, 150.0);
}

pub(crate) fn mapping(data: &Data) {
    let (csv, spool) = (data.csv(), data.spool());
    let [bare, ours] = in_turn([("csv", &[&csv]), ("bodies", &[&spool])]);
    all_rows(&ours, data.rows);
    ratio("mapping + checks + JSON bodies from a spool / bare csv", &ours, &bare, 6.0);
    memory("  its memory", &ours, 150.0);
}

pub(crate) fn preview(data: &Data) {
    let csv = data.csv();
    let first = once("preview", &[&csv]);
    let seconds = first.clock;
    line(
        "first 100 rows and the column report",
        &format!("{seconds:.3} s"),
        "< 1 s",
        Some(seconds < 1.0),
    );
    let whole = once("inspect", &[&csv]);
    all_rows(&whole, data.rows);
    also("inspect of the whole file, with its spool", &format!("{:.2} s", whole.clock));
}

pub(crate) fn workbook(data: &Data) {
    let path = data.workbook();
    let [bare, ours] = in_turn([("cells", &[&path]), ("rows", &[&path])]);
    all_rows(&ours, WORKBOOK_ROWS);
    ratio("a workbook to rows / calamine's cells reader", &ours, &bare, 1.5);
    memory("  its memory at 100,000 rows", &ours, 150.0);
}

pub(crate) fn trees(data: &Data) {
    let (json, xml) = (data.json(), data.xml());
    let [bare, ours] = in_turn([("json", &[&json]), ("rows", &[&json])]);
    all_rows(&ours, data.tree_rows());
    ratio("JSON to rows / serde_json passing over the same", &ours, &bare, 3.0);
    memory("  its memory", &ours, 50.0);
    let [bare, ours] = in_turn([("xml", &[&xml]), ("rows", &[&xml])]);
    all_rows(&ours, data.tree_rows());
    ratio("XML to rows / quick-xml's events", &ours, &bare, 3.0);
    memory("  its memory", &ours, 50.0);
    let first = once("preview", &[&xml]);
    also("first look at the XML", &format!("{:.2} s", first.clock));
}

/// What comes first out of an archive: the bench's files are far larger than what people pack.
pub(crate) fn packed(data: &Data) {
    let (csv, gz, zip) = (data.csv(), data.gz(), data.zip());
    let bytes = std::fs::metadata(&csv).unwrap().len() / 1_000_000;
    for (what, path) in [("gzip", &gz), ("a ZIP archive", &zip)] {
        let first = once("preview", &[path]);
        let what = format!("first 100 rows of {bytes} MB in {what}");
        line(&what, &format!("{:.2} s", first.clock), "< 1 s", Some(first.clock < 1.0));
        memory("  its memory", &first, 150.0);
    }
    let [plain, packed] = in_turn([("rows", &[&csv]), ("rows", &[&gz])]);
    all_rows(&packed, data.rows);
    also_ratio("all rows out of gzip / out of the file itself", &packed, &plain);
}

/// Rows of which several make one product.
pub(crate) fn joined(data: &Data) {
    let shopify = data.shopify();
    let [bare, plain, ours] =
        in_turn([("csv", &[&shopify]), ("inspect-plain", &[&shopify]), ("inspect", &[&shopify])]);
    all_rows(&plain, data.rows);
    // The variations, and a product above each four of them.
    assert_eq!(ours.said("rows") as u64, data.rows + data.rows.div_ceil(4), "every row counts");
    also_ratio("a Shopify export joined / the same left as it is", &ours, &plain);
    memory("  its memory", &ours, 150.0);
    also_ratio("  joined / bare csv", &ours, &bare);
    also_ratio("  left as it is / bare csv", &plain, &bare);
}

/// Two files that belong together, against reading each by itself.
pub(crate) fn second(data: &Data) {
    let [names, prices] = data.two_files();
    let [names_alone, prices_alone, ours] = in_turn([
        ("inspect", &[&names]),
        ("inspect", &[&prices]),
        ("inspect-with", &[&names, &prices]),
    ]);
    all_rows(&ours, data.rows);
    let both = names_alone.processor + prices_alone.processor;
    let figure = format!("{:.2} s / {both:.2} s = {:.2}", ours.processor, ours.processor / both);
    also("a second file joined / reading both", &figure);
    memory("  its memory", &ours, 250.0);
}

pub(crate) fn matching(data: &Data) {
    let (csv, mirror) = (data.csv(), data.mirror());
    let [bare, ours] = in_turn([("csv", &[&csv]), ("match", &[&csv, &mirror])]);
    all_rows(&ours, data.rows);
    ratio("matching, with loading the keys / bare csv", &ours, &bare, 2.0);
    memory("  its memory", &ours, 150.0);
}

pub(crate) fn comparing(data: &Data) {
    let (csv, mirror) = (data.csv(), data.mirror());
    let [bare, rows, mapped, ours] = in_turn([
        ("csv", &[&csv]),
        ("rows", &[&csv]),
        ("map", &[&csv]),
        ("compare", &[&csv, &mirror]),
    ]);
    all_rows(&ours, data.rows);
    // Parsing, matching and comparing: what mapping takes between them has its own line.
    let processor = ours.processor - (mapped.processor - rows.processor);
    let own = Took { processor, ..ours.clone() };
    ratio("reading, matching, comparing all fields / bare csv", &own, &bare, 8.0);
    memory("  its memory", &ours, 200.0);
    also_ratio("  the same with mapping", &ours, &bare);
    also_ratio("  reading and mapping alone", &mapped, &bare);
}

pub(crate) fn export(data: &Data) {
    let rows = data.rows.min(400_000).to_string();
    let [theirs, ours] = in_turn([("csv-writer", &[&rows]), ("writer", &[&rows])]);
    ratio("CSV writer / csv crate writing the same cells", &ours, &theirs, 2.0);
    let mirror = data.mirror();
    let whole = once("export", &[&mirror]);
    all_rows(&whole, data.rows);
    let theirs = Took {
        processor: theirs.processor * data.rows as f64 / rows.parse::<f64>().unwrap(),
        ..theirs
    };
    also_ratio("export from a mirror as a whole / csv crate writing", &whole, &theirs);
    memory("  its memory", &whole, 150.0);
}

/// An import that has been planned.
struct Planned {
    home: tempfile::TempDir,
    plan: Took,
}

fn planned(data: &Data, shop: &Shop, url: &str, file: &str) -> Planned {
    let home = data.scratch();
    let folder = home.path().to_str().unwrap();
    warm_up(url);
    once("add-store", &[folder, url, &shop.key, &shop.secret]);
    let plan = once("plan", &[folder, file]);
    Planned { home, plan }
}

impl Planned {
    fn run(&self) -> Took {
        let run = self.plan.said("run").to_string();
        once("run", &[self.home.path().to_str().unwrap(), &run])
    }

    /// Plans the same file once more.
    fn again(&self, file: &str) -> Took {
        once("plan", &[self.home.path().to_str().unwrap(), file])
    }
}

/// What a run sends to a store that is as new.
fn requests(data: &Data, file: &str) -> Vec<Request> {
    let shop = Shop::open();
    let proxy = Proxy::before(&shop.url, None);
    let planned = planned(data, &shop, &proxy.url, file);
    proxy.take();
    planned.run();
    proxy.take()
}

fn bare(shop: &Shop, url: &str, requests: &str) -> Took {
    once("replay", &[url, &shop.key, &shop.secret, requests])
}

fn middle(mut took: Vec<Took>) -> Took {
    took.sort_by(|one, other| one.clock.total_cmp(&other.clock));
    took.swap_remove(took.len() / 2)
}

fn overhead_line(what: &str, ours: &Took, bare: &Took, most: f64) {
    let percent = (ours.clock / bare.clock - 1.0) * 100.0;
    let figure = format!("{:.2} s / {:.2} s = {percent:+.0} %", ours.clock, bare.clock);
    line(what, &figure, &format!("<= {most} %"), Some(percent <= most));
}

/// How long a store of 200 products a second takes for one.
const EACH: Duration = Duration::from_millis(5);

pub(crate) fn overhead(data: &Data) {
    let folder = data.scratch();
    let saved = |rows: u64| {
        let path = folder.path().join(format!("requests-{rows}.json"));
        let requests = requests(data, &data.csv_of(rows));
        std::fs::write(&path, serde_json::to_vec(&requests).unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };

    let few = 2_000;
    let requests = saved(few);
    let (ours, theirs) = {
        let shop = Shop::open();
        let proxy = Proxy::before(&shop.url, Some(EACH));
        let ours = planned(data, &shop, &proxy.url, &data.csv_of(few)).run();
        let shop = Shop::open();
        let proxy = Proxy::before(&shop.url, Some(EACH));
        (ours, bare(&shop, &proxy.url, &requests))
    };
    overhead_line("a run / its requests sent bare, at 200 products/s", &ours, &theirs, 10.0);

    let many = data.rows.min(20_000);
    let requests = saved(many);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let shop = Shop::open();
        ours.push(planned(data, &shop, &shop.url, &data.csv_of(many)).run());
        let shop = Shop::open();
        theirs.push(bare(&shop, &shop.url, &requests));
    }
    let (ours, theirs) = (middle(ours), middle(theirs));
    assert_eq!(ours.said("created") as u64, many);
    overhead_line("a run / its requests sent bare, at full speed", &ours, &theirs, 50.0);
    also(
        "  the practice store by itself",
        &format!("{:.0} bare creates/s", many as f64 / theirs.clock),
    );
    let microseconds = |took: &Took| took.processor * 1e6 / many as f64;
    also(
        "  processor time of the client for a record, ours and bare",
        &format!("{:.0} us, {:.0} us", microseconds(&ours), microseconds(&theirs)),
    );
}

pub(crate) fn again(data: &Data) {
    let rows = data.rows.min(20_000);
    let file = data.csv_of(rows);
    let shop = Shop::open();
    let proxy = Proxy::before(&shop.url, None);
    let planned = planned(data, &shop, &proxy.url, &file);
    planned.run();
    proxy.take();
    let took = planned.again(&file);
    let requests = proxy.take();
    let writes = requests.iter().filter(|request| request.records() > 0).count();
    let is_all = took.said("unchanged") as u64 == rows;
    let what = format!("{} rows again, nothing changed: requests that write", grouped(rows));
    line(&what, &writes.to_string(), "0", Some(writes == 0 && is_all));
    also("  rows that are unchanged", &grouped(took.said("unchanged") as u64));
    also("  requests that read", &(requests.len() - writes).to_string());
    also("  time", &format!("{:.2} s, {:.2} s processor", took.clock, took.processor));
}

pub(crate) fn run(data: &Data) {
    let sizes: &[u64] = match (data.is_long, data.rows >= 100_000) {
        (true, _) => &[10_000, 100_000, 1_000_000],
        (false, true) => &[10_000, 100_000],
        (false, false) => &[2_000, 10_000],
    };
    let mut first = None;
    for rows in sizes {
        let file = data.csv_of(*rows);
        let shop = Shop::open();
        let planned = planned(data, &shop, &shop.url, &file);
        let took = planned.run();
        let (count, speed) = (grouped(*rows), took.said("records") / took.clock);
        assert_eq!(took.said("created") as u64, *rows);
        let figure = format!("{:.1} s = {speed:.0} records/s", took.clock);
        line(&format!("run of {count} new records"), &figure, ">= 5,000", Some(speed >= 5_000.0));
        let rate = *rows as f64 / planned.plan.clock;
        also("  its plan", &format!("{:.1} s = {rate:.0} records/s", planned.plan.clock));
        if let (Some(plan), Some(run)) = (planned.plan.peak, took.peak) {
            also("  memory of plan and run", &format!("{plan:.0} MB, {run:.0} MB"));
            let (least_plan, least_run) = *first.get_or_insert((plan, run));
            if (plan, run) != (least_plan, least_run) {
                let growth = (plan / least_plan).max(run / least_run);
                let what = format!("memory at {count} / at {} records", grouped(sizes[0]));
                line(&what, &format!("{growth:.2}"), "<= 1.5", Some(growth <= 1.5));
            }
        }
    }
}
