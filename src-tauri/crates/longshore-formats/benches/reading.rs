//! How fast are files read and written? Prints processor seconds, and their ratio to the barest way to do the same.
//!
//! `cargo bench -p longshore-formats -- [rows] [part]`; without a part, all of them.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for people to read")]

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{CsvStyle, CsvWriter, Limits, Source, Spool};

/// Writes rows of the shape that the WooCommerce exporter writes: 52 columns, 637 bytes a row.
fn generate(path: &Path, rows: u64) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    let mut writer = CsvWriter::new(&mut out, CsvStyle::default());
    let fixed = [
        "ID",
        "Type",
        "SKU",
        "GTIN, UPC, EAN, or ISBN",
        "Name",
        "Published",
        "Is featured?",
        "Visibility in catalog",
        "Short description",
        "Description",
        "Date sale price starts",
        "Date sale price ends",
        "Tax status",
        "Tax class",
        "In stock?",
        "Stock",
        "Low stock amount",
        "Backorders allowed?",
        "Sold individually?",
        "Weight (kg)",
        "Length (cm)",
        "Width (cm)",
        "Height (cm)",
        "Allow customer reviews?",
        "Purchase note",
        "Sale price",
        "Regular price",
        "Categories",
        "Tags",
        "Shipping class",
        "Images",
        "Download limit",
        "Download expiry days",
        "Parent",
        "Grouped products",
        "Upsells",
        "Cross-sells",
        "External URL",
        "Button text",
        "Position",
        "Brands",
        "Attribute 1 name",
        "Attribute 1 value(s)",
        "Attribute 1 visible",
        "Attribute 1 global",
        "Attribute 2 name",
        "Attribute 2 value(s)",
        "Attribute 2 visible",
        "Attribute 2 global",
        "Meta: _custom",
        "Meta: _note",
        "Meta: _source",
    ];
    assert_eq!(fixed.len(), 52);
    writer.row(fixed).unwrap();
    for n in 0..rows {
        let id = (n + 1).to_string();
        let sku = format!("SKU-{n:07}");
        let gtin = format!("40{n:011}");
        let name = format!("Cotton shirt number {n}, long sleeved");
        let stock = (n % 97).to_string();
        let price = format!("{}.{:02}", n % 200 + 5, n % 100);
        let images = format!(
            "https://shop.example/wp-content/uploads/2026/01/shirt-{n}-front.jpg, \
             https://shop.example/wp-content/uploads/2026/01/shirt-{n}-back.jpg"
        );
        let text = "<p>A shirt of combed cotton with \"mother of pearl\" buttons, made to last.</p>\\nWash at 40 degrees, \
                    iron while damp, do not tumble. Second line of the text, which goes on for a while.";
        for cell in [
            id.as_str(),
            "simple",
            &sku,
            &gtin,
            &name,
            "1",
            "0",
            "visible",
            "Soft and warm, for every day",
            text,
            "",
            "",
            "taxable",
            "",
            "1",
            &stock,
            "",
            "0",
            "0",
            "0.3",
            "30",
            "20",
            "3",
            "1",
            "",
            "",
            &price,
            "Clothing > Shirts, Sale",
            "cotton, shirt",
            "",
            &images,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            &id,
            "Example Wear",
            "Colour",
            "Red, Blue",
            "1",
            "1",
            "Size",
            "S, M, L",
            "1",
            "0",
            "value",
            "",
            "import",
        ] {
            writer.cell(cell);
        }
        writer.end_row().unwrap();
    }
    writer.finish().unwrap();
    out.flush().unwrap();
}

/// Processor seconds of this process, where the system tells; else those of the clock.
fn processor_seconds() -> f64 {
    thread_local!(static BEGUN: Instant = Instant::now());
    let ticks = std::fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    });
    ticks.map_or_else(|| BEGUN.with(|begun| begun.elapsed().as_secs_f64()), |ticks| ticks / 100.0)
}

fn measured(what: &str, bare: Option<f64>, run: impl FnOnce()) -> f64 {
    let (clock, processor) = (Instant::now(), processor_seconds());
    run();
    let (clock, processor) = (clock.elapsed().as_secs_f64(), processor_seconds() - processor);
    let ratio = bare.map_or(String::new(), |bare| format!("  ratio {:.2}", processor / bare));
    println!("{what:<44} {processor:>6.2} s processor {clock:>6.2} s clock{ratio}");
    processor
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
}

/// Writes a workbook of rows with 31 cells: texts that are shared, numbers, prices, dates.
fn generate_workbook(path: &Path, rows: u64) {
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    let options = zip::write::SimpleFileOptions::default();
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    part("[Content_Types].xml", "<Types/>");
    part(
        "_rels/.rels",
        &format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships><Relationship Id=\"s\" Type=\"{office}/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
        ),
    );
    part(
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"2\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
    );
    let mut strings = format!("<sst uniqueCount=\"{}\">", rows + 1_000);
    for n in 0..rows + 1_000 {
        strings.push_str(&format!("<si><t>Cotton shirt number {n}, long sleeved</t></si>"));
    }
    strings.push_str("</sst>");
    part("xl/sharedStrings.xml", &strings);
    let mut sheet = String::from("<worksheet><sheetData>");
    for n in 1..=rows {
        sheet.push_str(&format!("<row r=\"{n}\">"));
        for column in 0..31u8 {
            let letters = if column < 26 {
                ((b'A' + column) as char).to_string()
            } else {
                format!("A{}", (b'A' + column - 26) as char)
            };
            sheet.push_str(&match column {
                0 => format!("<c r=\"{letters}{n}\" t=\"s\"><v>{}</v></c>", n + 500),
                1..=12 => format!(
                    "<c r=\"{letters}{n}\" t=\"s\"><v>{}</v></c>",
                    (n + u64::from(column)) % 1_000
                ),
                13..=18 => format!("<c r=\"{letters}{n}\"><v>{}</v></c>", n * 7),
                19..=26 => {
                    format!("<c r=\"{letters}{n}\" s=\"1\"><v>{}.{:02}</v></c>", n % 300, n % 100)
                }
                _ => format!("<c r=\"{letters}{n}\" s=\"2\"><v>{}</v></c>", 40_000 + n % 6_000),
            });
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    part("xl/worksheets/s.xml", &sheet);
    zip.finish().unwrap().flush().unwrap();
}

fn measure_workbook() {
    let path = made("workbook.xlsx", |path| generate_workbook(path, 100_000));
    let bare = measured("calamine's cells reader", None, || {
        let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
        let mut cells = workbook.worksheet_cells_reader("S").unwrap();
        let mut count = 0;
        while cells.next_cell().unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, 3_100_000);
    });
    measured("a workbook to rows", Some(bare), || assert_eq!(read(&path), 100_000));
}

/// A file that is made once and kept for the next time.
fn made(name: &str, make: impl FnOnce(&Path)) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !path.exists() {
        let unfinished = path.with_extension("unfinished");
        make(&unfinished);
        std::fs::rename(unfinished, &path).unwrap();
    }
    path
}

fn open(path: &Path) -> Source {
    Source::open(path, &ReadSettings::default(), &Limits::default()).unwrap()
}

fn read(path: &Path) -> u64 {
    let mut source = open(path);
    let mut reader = source.reader().unwrap();
    let mut row = Row::new();
    while reader.read(&mut row).unwrap() {}
    row.number
}

fn measure_text(rows: u64, wanted: impl Fn(&str) -> bool) {
    let path = made(&format!("woocommerce-{rows}.csv"), |path| generate(path, rows));
    let size = std::fs::metadata(&path).unwrap().len();
    println!("{rows} rows, {} MB, {} bytes a row", size >> 20, size / rows);
    let bare = measured("bare csv iteration", None, || {
        let mut reader =
            csv::ReaderBuilder::new().buffer_capacity(64 << 10).from_path(&path).unwrap();
        let mut record = csv::ByteRecord::new();
        let mut count = 0;
        while reader.read_byte_record(&mut record).unwrap() {
            count += 1;
        }
        assert_eq!(count, rows);
    });
    if wanted("preview") {
        measured("open, first rows and column report", Some(bare), || {
            let preview = open(&path).preview(100).unwrap();
            assert_eq!(preview.rows.len(), 100);
        });
    }
    if wanted("read") {
        measured("read to rows", Some(bare), || assert_eq!(read(&path), rows));
    }
    if wanted("spool") {
        measure_spool(&path, rows, bare);
    }
}

fn measure_spool(path: &Path, rows: u64, bare: f64) {
    let folder = tempfile::tempdir().unwrap();
    let mut made = None;
    measured("read into a spool", Some(bare), || {
        made = Some(Spool::build(&mut open(path), folder.path()).unwrap());
    });
    let spool = made.unwrap();
    measured("read the spool", Some(bare), || {
        let mut reader = spool.read_from(1).unwrap();
        let mut row = Row::new();
        let mut count = 0;
        while reader.read(&mut row).unwrap() {
            count += 1;
        }
        assert_eq!(count, rows);
    });
    measured("1,000 pages of 100 rows from anywhere", None, || {
        for n in 0..1_000 {
            assert!(!spool.page((n * 1_037_389) % rows + 1, 100).unwrap().is_empty());
        }
    });
}

fn measure_writing() {
    const TIMES: usize = 10;
    let path = made("woocommerce-20000.csv", |path| generate(path, 20_000));
    let mut source = open(&path);
    let mut reader = source.reader().unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = Row::new();
    while reader.read(&mut row).unwrap() {
        rows.push(row.iter().map(str::to_owned).collect());
    }
    let theirs = measured("the csv crate's writer, 200,000 rows", None, || {
        for _ in 0..TIMES {
            let mut writer = csv::Writer::from_writer(std::io::sink());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            writer.flush().unwrap();
        }
    });
    measured("our writer, the same cells", Some(theirs), || {
        for _ in 0..TIMES {
            let mut writer = CsvWriter::new(std::io::sink(), CsvStyle::default());
            rows.iter().for_each(|row| writer.row(row.iter().map(String::as_str)).unwrap());
            writer.finish().unwrap();
        }
    });
}

fn main() {
    // Test runners start this file too, without the word.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let rows = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let parts: Vec<&String> =
        arguments.iter().filter(|word| word.chars().all(char::is_alphabetic)).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|word| *word == part);
    if ["preview", "read", "spool"].into_iter().any(wanted) {
        measure_text(rows, wanted);
    }
    if wanted("write") {
        measure_writing();
    }
    if wanted("workbook") {
        measure_workbook();
    }
    println!("{}", peak_memory());
}
