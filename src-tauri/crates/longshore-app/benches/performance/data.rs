//! What is measured with: files that are made when they are first needed, always the same.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::{catalogue, sheet, work};

/// The rows of the workbook.
pub(crate) const WORKBOOK_ROWS: u64 = 100_000;

/// The most rows of a tree.
const TREE_ROWS: u64 = 200_000;

/// The folder of everything that is made.
pub(crate) struct Data {
    folder: PathBuf,
    pub(crate) rows: u64,
    /// Whether there is time for the longest runs.
    pub(crate) is_long: bool,
    /// Removes the folder in the end, unless it is kept.
    _temporary: Option<tempfile::TempDir>,
}

impl Data {
    pub(crate) fn new(rows: u64, is_long: bool, keep: Option<&str>) -> Self {
        let temporary = keep.is_none().then(|| tempfile::tempdir().unwrap());
        let folder = temporary.as_ref().map_or_else(
            || PathBuf::from(keep.unwrap_or_default()),
            |folder| folder.path().to_owned(),
        );
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, rows, is_long, _temporary: temporary }
    }

    /// A folder that goes when its owner is done with it.
    pub(crate) fn scratch(&self) -> tempfile::TempDir {
        tempfile::tempdir_in(&self.folder).unwrap()
    }

    /// All rows as a CSV file.
    pub(crate) fn csv(&self) -> String {
        self.csv_of(self.rows)
    }

    /// The first rows as a CSV file.
    pub(crate) fn csv_of(&self, rows: u64) -> String {
        self.made(&format!("catalogue-{rows}.csv"), |path| write_csv(path, rows))
    }

    /// All rows as a spool.
    pub(crate) fn spool(&self) -> String {
        self.made(&format!("catalogue-{}.spool", self.rows), |path| {
            let folder = self.scratch();
            let (csv, folder) = (self.csv(), folder.path().to_str().unwrap());
            work::once("spool", &[&csv, folder, path.to_str().unwrap()]);
        })
    }

    /// A mirror of a store that has every row as a product.
    pub(crate) fn mirror(&self) -> String {
        self.made(&format!("mirror-{}.sqlite", self.rows), |path| {
            work::once("mirror", &[&self.csv(), path.to_str().unwrap()]);
        })
    }

    pub(crate) fn workbook(&self) -> String {
        self.made("workbook.xlsx", |path| sheet::write(path, WORKBOOK_ROWS))
    }

    /// The rows of the trees.
    pub(crate) fn tree_rows(&self) -> u64 {
        self.rows.min(TREE_ROWS)
    }

    /// The first rows as objects of JSON.
    pub(crate) fn json(&self) -> String {
        let rows = self.tree_rows();
        self.made(&format!("catalogue-{rows}.json"), |path| write_json(path, rows))
    }

    /// The first rows as elements of XML.
    pub(crate) fn xml(&self) -> String {
        let rows = self.tree_rows();
        self.made(&format!("catalogue-{rows}.xml"), |path| write_xml(path, rows))
    }

    /// All rows as a CSV file, packed by gzip.
    pub(crate) fn gz(&self) -> String {
        let csv = self.csv();
        self.made(&format!("catalogue-{}.csv.gz", self.rows), |path| {
            let out = BufWriter::new(File::create(path).unwrap());
            let mut packed = flate2::write::GzEncoder::new(out, flate2::Compression::fast());
            std::io::copy(&mut File::open(csv).unwrap(), &mut packed).unwrap();
            packed.finish().unwrap().flush().unwrap();
        })
    }

    /// The same as the only file of a ZIP archive.
    pub(crate) fn zip(&self) -> String {
        let csv = self.csv();
        self.made(&format!("catalogue-{}.zip", self.rows), |path| {
            let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file("catalogue.csv", options).unwrap();
            std::io::copy(&mut File::open(csv).unwrap(), &mut zip).unwrap();
            zip.finish().unwrap().flush().unwrap();
        })
    }

    /// As many rows of Shopify's export: products of four variants with a picture each.
    pub(crate) fn shopify(&self) -> String {
        self.made(&format!("shopify-{}.csv", self.rows), |path| write_shopify(path, self.rows))
    }

    /// As many names of products, and their prices in a file of its own, in another order.
    pub(crate) fn two_files(&self) -> [String; 2] {
        let rows = self.rows;
        let names = self.made(&format!("names-{rows}.csv"), |path| {
            let mut out = BufWriter::new(File::create(path).unwrap());
            writeln!(out, "SKU,Name,Description").unwrap();
            for number in 0..rows {
                writeln!(
                    out,
                    "A-{number:07},Shirt {number},Made of combed cotton and made to last"
                )
                .unwrap();
            }
        });
        let prices = self.made(&format!("prices-{rows}.csv"), |path| {
            let mut out = BufWriter::new(File::create(path).unwrap());
            writeln!(out, "SKU,Price,Stock").unwrap();
            for number in 0..rows {
                // A prime leads to every row once, and never to one near the last.
                let number = number * 611_953 % rows;
                writeln!(out, "A-{number:07},{}.90,{}", number % 200 + 5, number % 97).unwrap();
            }
        });
        [names, prices]
    }

    fn made(&self, name: &str, make: impl FnOnce(&Path)) -> String {
        let path = self.folder.join(name);
        if !path.exists() {
            let unfinished = self.folder.join(format!("unfinished-{name}"));
            make(&unfinished);
            std::fs::rename(unfinished, &path).unwrap();
        }
        path.to_str().unwrap().to_owned()
    }
}

fn write_csv(path: &Path, rows: u64) {
    let mut writer = csv::Writer::from_writer(BufWriter::new(File::create(path).unwrap()));
    writer.write_record(catalogue::HEADER).unwrap();
    for number in 0..rows {
        catalogue::row(number, &mut |cell| writer.write_field(cell).unwrap());
        writer.write_record(None::<&[u8]>).unwrap();
    }
    writer.flush().unwrap();
}

/// The columns of Shopify's export that every shop has.
const SHOPIFY: &str = "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,\
    Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,\
    Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,\
    Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Variant Image,\
    Variant Weight Unit,Cost per item,Status";

/// The variants of each product.
const VARIANTS: u64 = 4;

fn write_shopify(path: &Path, rows: u64) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    writeln!(out, "{SHOPIFY}").unwrap();
    for number in 0..rows {
        let (product, variant) = (number / VARIANTS, number % VARIANTS);
        let size = ["S", "M", "L", "XL"][variant as usize];
        let (head, tail) = match variant {
            0 => (
                format!(
                    "Cotton shirt {product},\"<p>A shirt of combed cotton, made to last.</p><p>Wash at 40 degrees.</p>\",\
                     Example Wear,Shirts,\"cotton, shirt\",true,Size"
                ),
                format!("Shirt {product},Soft and warm"),
            ),
            _ => (",,,,,,".to_owned(), ",".to_owned()),
        };
        writeln!(
            out,
            "shirt-{product},{head},{size},,,SKU-{number:07},300,shopify,{},deny,manual,{}.90,,true,true,,\
             https://cdn.example/shirt-{product}-{variant}.jpg,{},,false,{tail},\
             https://cdn.example/shirt-{product}-{variant}.jpg,g,,{}",
            number % 97,
            product % 200 + 5,
            variant + 1,
            if variant == 0 { "active" } else { "" }
        )
        .unwrap();
    }
    out.flush().unwrap();
}

fn write_json(path: &Path, rows: u64) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    for number in 0..rows {
        out.write_all(if number == 0 { b"[\n{" } else { b",\n{" }).unwrap();
        let mut column = 0;
        catalogue::row(number, &mut |cell| {
            let name = serde_json::to_string(catalogue::HEADER[column]).unwrap();
            let cell = serde_json::to_string(cell).unwrap();
            write!(out, "{}{name}: {cell}", if column == 0 { "" } else { ", " }).unwrap();
            column += 1;
        });
        out.write_all(b"}").unwrap();
    }
    out.write_all(b"\n]\n").unwrap();
    out.flush().unwrap();
}

fn write_xml(path: &Path, rows: u64) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    out.write_all(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<shop><products>\n").unwrap();
    for number in 0..rows {
        out.write_all(b"<product>").unwrap();
        let mut column = 0;
        catalogue::row(number, &mut |cell| {
            let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
            write!(out, "<column{column}>{cell}</column{column}>").unwrap();
            column += 1;
        });
        out.write_all(b"</product>\n").unwrap();
    }
    out.write_all(b"</products></shop>\n").unwrap();
    out.flush().unwrap();
}
