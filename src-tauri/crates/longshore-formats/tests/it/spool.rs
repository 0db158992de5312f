//! A spool gives every row back, by its number, also while it grows.

use std::{ops::ControlFlow, path::Path};

use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{Limits, RepairCode, Source, Spool, Spooling};

use crate::made::{Made, read};

fn open(path: &Path) -> Source {
    Source::open(path, &ReadSettings::default(), &Limits::default()).unwrap()
}

/// A table of many rows, some of them short, long, or over several lines.
fn table(rows: usize) -> String {
    let mut text = String::from("sku,name,price,colour\n");
    for number in 0..rows {
        match number % 50 {
            7 => text.push_str(&format!("S{number},short\n")),
            13 => text.push_str(&format!("S{number},\"two\nlines\",1.5,red,more\n")),
            _ => text.push_str(&format!(
                "S{number},Größe {number},{}.90,colour {}\n",
                number % 300,
                number % 11
            )),
        }
    }
    text
}

#[test]
fn every_row_comes_back_by_its_number() {
    let made = Made::of(table(10_000));
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::build(&mut open(&made.path), folder.path()).unwrap();
    let whole = read(table(10_000));
    assert_eq!((spool.rows(), spool.header().columns.len()), (10_000, 5));
    assert_eq!(spool.header().columns, whole.columns);

    let mut reader = spool.read_from(1).unwrap();
    let mut row = Row::new();
    for expected in &whole.rows {
        assert!(reader.read(&mut row).unwrap());
        assert_eq!(&row, expected);
    }
    assert!(!reader.read(&mut row).unwrap());

    for number in [1, 2, 31, 32, 33, 64, 5_000, 9_999, 10_000] {
        let page = spool.page(number, 3).unwrap();
        let from = number as usize - 1;
        assert_eq!(page, whole.rows[from..(from + 3).min(10_000)], "{number}");
    }
    assert!(spool.page(10_001, 5).unwrap().is_empty());
    assert!(spool.page(u64::MAX, 5).unwrap().is_empty());
}

#[test]
fn a_spool_knows_what_its_columns_hold_and_what_was_mended() {
    let made = Made::of(table(10_000));
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::build(&mut open(&made.path), folder.path()).unwrap();
    let report = spool.report().unwrap();
    assert_eq!(report.rows, 10_000);
    let colour = &report.columns[3];
    assert_eq!((colour.filled, colour.distinct, colour.longest), (9_800, 12, 9));
    assert_eq!((colour.least.as_str(), colour.greatest.as_str()), ("colour 0", "red"));
    assert_eq!(report.columns[4].filled, 200);
    assert!((9_000..11_000).contains(&report.columns[0].distinct));
    let repairs = spool.repairs().unwrap();
    assert_eq!(
        (repairs.count(RepairCode::ShortRow), repairs.count(RepairCode::LongRow)),
        (200, 200)
    );
}

#[test]
fn rows_can_be_read_while_others_are_still_to_come() {
    let made = Made::of(table(20_000));
    let folder = tempfile::tempdir().unwrap();
    let mut source = open(&made.path);
    let spooling = Spooling::begin(&source, folder.path()).unwrap();
    let early = spooling.spool();
    assert_eq!(early.rows(), 0);
    let mut calls = 0;
    let mut first = 0;
    let spool = spooling
        .run(&mut source, |progress| {
            calls += 1;
            first = if calls == 1 { progress.rows } else { first };
            assert_eq!(early.rows(), progress.rows);
            assert!(!early.is_complete());
            let last = early.page(progress.rows, 2).unwrap();
            assert_eq!(last.len(), 1);
            assert_eq!(last[0].get(0).unwrap(), format!("S{}", progress.rows - 1));
            assert!(progress.position.done <= progress.position.total);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(first, 100);
    assert!(calls > 3);
    assert!(spool.is_complete() && early.is_complete());
}

#[test]
fn a_cancelled_spool_leaves_nothing_behind() {
    let made = Made::of(table(20_000));
    let folder = tempfile::tempdir().unwrap();
    let mut source = open(&made.path);
    let spooling = Spooling::begin(&source, folder.path()).unwrap();
    let Err(error) = spooling.run(&mut source, |_| ControlFlow::Break(())) else {
        panic!("went on")
    };
    assert_eq!(error.code(), "cancelled");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_file_goes_with_the_last_handle_unless_it_is_kept() {
    let made = Made::of(table(100));
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::build(&mut open(&made.path), folder.path()).unwrap();
    let path = spool.path().to_owned();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let other = spool.clone();
    drop(spool);
    assert!(path.exists());
    other.keep();
    let (rows, report, recognised) =
        (other.page(1, 200).unwrap(), other.report(), other.recognised().clone());
    drop(other);
    assert!(path.exists());

    let again = Spool::open(&path).unwrap();
    assert_eq!(again.page(1, 200).unwrap(), rows);
    assert_eq!((again.report(), again.recognised()), (report, &recognised));
    again.discard();
    drop(again);
    assert!(!path.exists());
}

#[test]
fn an_incomplete_or_damaged_spool_is_not_opened() {
    let made = Made::of(table(1_000));
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::build(&mut open(&made.path), folder.path()).unwrap();
    let bytes = std::fs::read(spool.path()).unwrap();
    let path = folder.path().join("damaged");
    for damage in [&bytes[..bytes.len() - 1], &bytes[..100], &bytes[..bytes.len() / 2], b""] {
        std::fs::write(&path, damage).unwrap();
        let Err(error) = Spool::open(&path) else { panic!("opened") };
        assert_eq!(error.code(), "broken_spool");
    }
    let mut damaged = bytes.clone();
    damaged[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    std::fs::write(&path, damaged).unwrap();
    let Err(error) = Spool::open(&path).unwrap().page(1, 1) else { panic!("read") };
    assert_eq!(error.code(), "broken_spool");
}

#[test]
fn a_preview_shows_first_rows_and_samples_from_all_over() {
    let made = Made::of(table(300_000));
    let preview = open(&made.path).preview(100).unwrap();
    assert_eq!((preview.rows.len(), preview.complete), (100, false));
    assert_eq!(preview.rows[0].get(0), Some("S0"));
    assert!((270_000..330_000).contains(&preview.rows_estimated), "{}", preview.rows_estimated);
    let late = preview.report.columns[0]
        .samples
        .iter()
        .filter(|sku| sku[1..].parse::<u32>().unwrap() > 150_000);
    assert!(late.count() > 20);
}

#[test]
fn the_preview_of_a_small_source_is_exact() {
    let preview = open(&Made::of(table(200)).path).preview(100).unwrap();
    assert_eq!((preview.rows.len(), preview.complete, preview.rows_estimated), (100, true, 200));
    assert_eq!(preview.header.columns.len(), 5);
    assert_eq!(preview.repairs.count(RepairCode::ShortRow), 4);
}

#[test]
fn sources_and_spools_may_go_to_other_threads() {
    fn goes<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    goes::<Source>();
    goes::<Spooling>();
    is_shared::<Spool>();
}
