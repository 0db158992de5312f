//! The barest ways to do things: what everything else is a multiple of.

use crate::work::measured;

/// Goes through a CSV file with the csv crate, one record re-used.
pub(crate) fn csv_rows(arguments: &[String]) {
    let count = measured(|| {
        let mut reader =
            csv::ReaderBuilder::new().buffer_capacity(64 << 10).from_path(&arguments[0]).unwrap();
        let mut record = csv::ByteRecord::new();
        let mut count = 0_u64;
        while reader.read_byte_record(&mut record).unwrap() {
            count += 1;
        }
        count
    });
    println!("rows {count}");
}

/// Goes through the cells of a workbook with calamine's reader of cells.
pub(crate) fn workbook_cells(arguments: &[String]) {
    let count = measured(|| {
        let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&arguments[0]).unwrap();
        let mut cells = workbook.worksheet_cells_reader(crate::sheet::NAME).unwrap();
        let mut count = 0_u64;
        while cells.next_cell().unwrap().is_some() {
            count += 1;
        }
        count
    });
    println!("cells {count}");
}
