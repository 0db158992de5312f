//! Spools that were kept on disk and are no longer as they were written.

use std::fs;

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{Limits, Source, Spool};

use super::desk::with_file;
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "spool", read, seeds, real: Vec::new, shape: Shape::Json, tokens: TOKENS };

const MARK: &[u8] = b"LSSPOOL1";

const TOKENS: &[&str] = &[
    "LSSPOOL1",
    "\"rows\":",
    "\"end\":",
    "\"places\":[",
    "\"header\":",
    "\"columns\":[",
    "\"report\":",
    "\"repairs\":",
    "\"recognised\":",
    "null",
    "[]",
    "{}",
    "[[[[",
    "{\"a\":",
    "\u{0}\u{1}",
    "\u{7f}",
    "\\ud800",
    "\\u0000",
    "\"",
    "8",
    "END",
];

/// What begins with an `E` is mended so that its end fits again: else hardly any spoiled spool would be opened.
fn read(input: &[u8]) -> bool {
    let mended;
    let bytes = match input.split_first() {
        Some((b'E', rest)) => {
            mended = with_end(rest);
            &mended
        }
        _ => input,
    };
    with_file(bytes, |path| {
        let Ok(spool) = Spool::open(path) else { return false };
        let _ = (spool.header(), spool.report(), spool.repairs());
        let mut row = Row::new();
        if let Ok(mut reader) = spool.read_from(1) {
            // A damaged spool may promise any number of rows; all of them lie in the file.
            let mut count = 0;
            while reader.read(&mut row).unwrap_or(false) {
                count += 1;
            }
            assert!(count <= bytes.len(), "no row without a byte");
        }
        for number in [0, 2, 33, 64, spool.rows(), u64::MAX] {
            let _ = spool.page(number, 3);
        }
        true
    })
}

/// Where the text behind the rows begins is written into it and behind it.
fn with_end(rest: &[u8]) -> Vec<u8> {
    const END: &[u8] = b"END";
    let begins = |at: &usize| rest[*at..].starts_with(b"{\"recognised");
    let end = (0..rest.len()).find(begins).unwrap_or(rest.len());
    let mut whole = rest.to_vec();
    let place = (end..rest.len()).rev().find(|at| rest[*at..].starts_with(END));
    if let Some(at) = place {
        whole.splice(at..at + END.len(), end.to_string().into_bytes());
    }
    whole.extend((end as u64).to_le_bytes());
    whole.extend(MARK);
    whole
}

fn seeds() -> Vec<Vec<u8>> {
    let tables = [
        "sku,name\nA,Shirt\nB,\n".to_owned(),
        "sku;name;price\n".to_owned() + &*"A-1;Größe;1,50\n;;\n\"x\"y;\"lone\n".repeat(40),
        (0..80).map(|row| format!("{row},a,{}\n", ",".repeat(row % 9))).collect(),
    ];
    let mut seeds = Vec::new();
    for table in tables {
        let Ok(folder) = tempfile::tempdir() else { continue };
        let path = folder.path().join("table");
        if fs::write(&path, table).is_err() {
            continue;
        }
        let built = Source::open(&path, &ReadSettings::default(), &Limits::default())
            .and_then(|mut source| Spool::build(&mut source, folder.path()));
        let Some(spool) = built.ok().and_then(|spool| fs::read(spool.path()).ok()) else {
            continue;
        };
        seeds.extend(without_end(&spool));
        seeds.push(spool);
    }
    seeds
}

/// The opposite of [`with_end`].
fn without_end(spool: &[u8]) -> Option<Vec<u8>> {
    let (rows, ending) = spool.split_at_checked(spool.len().checked_sub(16)?)?;
    let end = u64::from_le_bytes(ending.get(..8)?.try_into().ok()?);
    let written = format!("\"end\":{end}");
    let at = rows.windows(written.len()).rposition(|window| window == written.as_bytes())?;
    let mut open = b"E".to_vec();
    open.extend_from_slice(&rows[..at]);
    open.extend_from_slice(b"\"end\":END");
    open.extend_from_slice(&rows[at + written.len()..]);
    Some(open)
}
