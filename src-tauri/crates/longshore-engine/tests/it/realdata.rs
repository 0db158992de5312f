//! Real files of real merchants, read here where they are at hand; they are no part of the project.

use std::path::PathBuf;

use longshore_engine::row::{Header, Row};

/// A file as the readers of the program would hand it over.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) header: Header,
    pub(crate) rows: Vec<Row>,
}

impl File {
    /// The first cells of each column.
    pub(crate) fn samples(&self) -> Vec<Vec<String>> {
        let cells = |column| {
            let some = self.rows.iter().take(50);
            some.map(|row| row.get(column).unwrap_or_default().to_owned()).collect()
        };
        (0..self.header.columns.len()).map(cells).collect()
    }
}

/// The folder, where there is one.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from("../../../../shared/realdata");
    let named = std::env::var_os("LONGSHORE_REALDATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(beside);
    folder.is_dir().then_some(folder)
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests has to see what was left out")]
fn say_skipped(name: &str) {
    eprintln!("SKIPPED 1: no folder with real files ({name})");
}

/// A file of the folder; `None`, and said so, where there is no folder.
pub(crate) fn read(name: &str, delimiter: u8) -> Option<File> {
    let Some(folder) = folder() else {
        say_skipped(name);
        return None;
    };
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        // Windows-1252 is Latin-1 where these files use it.
        error.into_bytes().iter().map(|byte| char::from(*byte)).collect()
    });
    Some(parse(&text, delimiter))
}

/// A file from its text. Comment lines and the bytes before a header are left out.
pub(crate) fn parse(text: &str, delimiter: u8) -> File {
    let text =
        text.trim_start_matches(['\u{feff}', '\r', '\n', '\t']).trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut file = File { header: Header::default(), rows: Vec::new() };
    for record in reader.records() {
        let record = record.unwrap();
        if file.header.columns.is_empty() {
            if !record.get(0).unwrap_or_default().starts_with('#') {
                file.header.columns = record.iter().map(|name| name.trim().to_owned()).collect();
            }
            continue;
        }
        let mut row = Row::new();
        record.iter().for_each(|cell| row.push(cell));
        row.pad(file.header.columns.len());
        row.number = file.rows.len() as u64 + 1;
        file.rows.push(row);
    }
    file
}
