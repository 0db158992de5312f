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

/// Goes through the items of an array with serde_json, without keeping any.
pub(crate) fn json_items(arguments: &[String]) {
    struct Items;
    impl<'de> serde::de::Visitor<'de> for Items {
        type Value = u64;

        fn expecting(&self, text: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            text.write_str("an array")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<u64, A::Error> {
            let mut count = 0;
            while items.next_element::<serde::de::IgnoredAny>()?.is_some() {
                count += 1;
            }
            Ok(count)
        }
    }
    let count = measured(|| {
        let file = std::fs::File::open(&arguments[0]).unwrap();
        let file = std::io::BufReader::with_capacity(64 << 10, file);
        let mut deserializer = serde_json::Deserializer::from_reader(file);
        serde::Deserializer::deserialize_seq(&mut deserializer, Items).unwrap()
    });
    println!("rows {count}");
}

/// Goes through the events of XML with quick-xml.
pub(crate) fn xml_events(arguments: &[String]) {
    let count = measured(|| {
        let file = std::fs::File::open(&arguments[0]).unwrap();
        let file = std::io::BufReader::with_capacity(64 << 10, file);
        let mut reader = quick_xml::Reader::from_reader(file);
        let mut buffer = Vec::new();
        let mut count = 0_u64;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).unwrap() {
                quick_xml::events::Event::Eof => return count,
                _ => count += 1,
            }
        }
    });
    println!("events {count}");
}
