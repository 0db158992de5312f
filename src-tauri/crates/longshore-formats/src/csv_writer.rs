//! Writes rows as delimited text that every program reads.

use std::io::{self, Write};

/// What ends a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    /// A line feed.
    #[default]
    Lf,
    /// Carriage return and line feed.
    CrLf,
}

/// How rows are written. The default is what the WooCommerce exporter writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvStyle {
    /// Whether a byte order mark comes first.
    pub byte_order_mark: bool,
    /// Between two cells; one byte, neither a quote nor a line end.
    pub delimiter: u8,
    /// Behind each row.
    pub line_end: LineEnd,
    /// Whether cells that a spreadsheet would take for formulas get an apostrophe: those that begin with
    /// `= + - @`, tab or carriage return and are no numbers.
    pub escape_formulas: bool,
}

impl Default for CsvStyle {
    fn default() -> Self {
        Self {
            byte_order_mark: true,
            delimiter: b',',
            line_end: LineEnd::Lf,
            escape_formulas: true,
        }
    }
}

/// Writes rows, cell by cell.
pub struct CsvWriter<W: Write> {
    out: W,
    style: CsvStyle,
    buffer: Vec<u8>,
    cells: usize,
    row_start: usize,
    /// Bytes that make a cell need quotes.
    special: [bool; 256],
}

/// Bytes that are handed on at once.
const BLOCK: usize = 64 << 10;

impl<W: Write> CsvWriter<W> {
    /// Begins.
    pub fn new(out: W, style: CsvStyle) -> Self {
        let mut special = [false; 256];
        for byte in [b'"', b'\n', b'\r', style.delimiter] {
            special[usize::from(byte)] = true;
        }
        let mut buffer = Vec::with_capacity(BLOCK + (4 << 10));
        if style.byte_order_mark {
            buffer.extend("\u{feff}".as_bytes());
        }
        let row_start = buffer.len();
        Self { out, style, buffer, cells: 0, row_start, special }
    }

    /// Adds a cell to the row.
    pub fn cell(&mut self, cell: &str) {
        if self.cells > 0 {
            self.buffer.push(self.style.delimiter);
        }
        self.cells += 1;
        let bytes = cell.as_bytes();
        let Some(&first) = bytes.first() else { return };
        let formula = matches!(first, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
            && self.style.escape_formulas
            && !is_number(bytes);
        // Blank space at the edges and a byte order mark would not survive every reader.
        let edge = |byte: u8| byte == b' ' || byte == b'\t';
        let quoted = edge(first)
            || bytes.last().is_some_and(|&last| edge(last))
            || first == 0xEF
            || bytes.iter().any(|&byte| self.special[usize::from(byte)]);
        if !quoted {
            if formula {
                self.buffer.push(b'\'');
            }
            self.buffer.extend_from_slice(bytes);
            return;
        }
        self.buffer.push(b'"');
        if formula {
            self.buffer.push(b'\'');
        }
        let mut from = 0;
        for quote in memchr::memchr_iter(b'"', bytes) {
            self.buffer.extend_from_slice(&bytes[from..=quote]);
            self.buffer.push(b'"');
            from = quote + 1;
        }
        self.buffer.extend_from_slice(&bytes[from..]);
        self.buffer.push(b'"');
    }

    /// Ends the row.
    ///
    /// # Errors
    /// Where the bytes cannot be written.
    pub fn end_row(&mut self) -> io::Result<()> {
        if self.cells > 0 && self.buffer.len() == self.row_start {
            // One empty cell: without quotes it would be a blank line.
            self.buffer.extend(b"\"\"");
        }
        match self.style.line_end {
            LineEnd::Lf => self.buffer.push(b'\n'),
            LineEnd::CrLf => self.buffer.extend(b"\r\n"),
        }
        self.cells = 0;
        if self.buffer.len() >= BLOCK {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        self.row_start = self.buffer.len();
        Ok(())
    }

    /// Writes a whole row.
    ///
    /// # Errors
    /// Where the bytes cannot be written.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        for cell in cells {
            self.cell(cell);
        }
        self.end_row()
    }

    /// Hands on what is left and gives the destination back.
    ///
    /// # Errors
    /// Where the bytes cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Whether a cell is a number with a point, which no spreadsheet takes for a formula.
fn is_number(bytes: &[u8]) -> bool {
    let digits = match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        rest => rest,
    };
    let mut points = 0;
    let fits = digits.iter().all(|&byte| {
        points += usize::from(byte == b'.');
        byte == b'.' || byte.is_ascii_digit()
    });
    fits && points <= 1 && digits.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(style: CsvStyle, rows: &[&[&str]]) -> String {
        let mut writer = CsvWriter::new(Vec::new(), style);
        for row in rows {
            writer.row(row.iter().copied()).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn rows_are_written_as_woocommerce_writes_them() {
        let rows: &[&[&str]] =
            &[&["ID", "GTIN, UPC, EAN, or ISBN"], &["7", "5\" pipe"], &["8", "a\nb"]];
        let expected = "\u{feff}ID,\"GTIN, UPC, EAN, or ISBN\"\n7,\"5\"\" pipe\"\n8,\"a\nb\"\n";
        assert_eq!(written(CsvStyle::default(), rows), expected);
    }

    #[test]
    fn formulas_are_escaped_and_numbers_are_not() {
        let style = CsvStyle { byte_order_mark: false, ..CsvStyle::default() };
        let cells: &[&str] = &["=1+1", "+49 30", "-5.50", "@home", "\tx", "-", "+3"];
        assert_eq!(written(style, &[cells]), "'=1+1,'+49 30,-5.50,'@home,\"'\tx\",'-,+3\n");
    }

    #[test]
    fn a_row_of_one_empty_cell_is_no_blank_line() {
        let style = CsvStyle { byte_order_mark: false, ..CsvStyle::default() };
        assert_eq!(written(style, &[&[""], &["", ""]]), "\"\"\n,\n");
    }
}
