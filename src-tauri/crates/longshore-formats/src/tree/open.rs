//! Finds the tables of a tree and the columns of one of them.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use longshore_engine::{platforms::joining::AROUND, reading::ReadSettings, row::Row};

use super::{
    columns::Columns,
    json::JsonSteps,
    keyed::Keyed,
    named::{self, NamedReader},
    rows::TreeReader,
    steps::{Letters, Markup, Steps},
    survey::Survey,
    table::{Segment, Table},
    tables::Tables,
    xml::XmlSteps,
};
use crate::{
    detected::{Detected, Reason},
    error::ReadError,
    limits::Limits,
    reader::RowReader,
    recognised::{Format, Recognised, Sheet},
    text::{encoding, open::Looked},
};

/// A tree of which everything is known.
pub(crate) struct TreeSource {
    path: PathBuf,
    markup: Markup,
    letters: Letters,
    table: Table,
    /// Objects that are lists.
    lists: Vec<Vec<Segment>>,
    columns: Columns,
    /// The record that names the columns; 0 for none.
    names_in: u64,
    length: u64,
    limits: Limits,
}

/// Records whose columns are known from the start.
const RECORDS: u64 = 300;
/// Bytes of them, at most.
const BYTES: u64 = 2 << 20;

impl TreeSource {
    /// Finds out how a tree is to be read that was looked at.
    pub(crate) fn open(
        path: &Path,
        markup: Markup,
        looked: Looked,
        settings: &ReadSettings,
        limits: &Limits,
    ) -> Result<(Self, Recognised), ReadError> {
        let mut coding = looked.coding;
        if markup == Markup::Xml {
            encoding::as_declared(&mut coding, &looked.text);
        }
        let letters = Letters {
            encoding: coding.encoding.value,
            fallback: coding.fallback,
            mark: coding.mark,
        };
        let mut source = Self {
            path: path.to_owned(),
            markup,
            letters,
            table: Table::named("", markup.separator(), &[]),
            lists: Vec::new(),
            columns: Columns::new(markup.separator(), limits.columns),
            names_in: 0,
            length: std::fs::metadata(path)?.len(),
            limits: limits.clone(),
        };
        let (survey, _) = match markup {
            Markup::Json => Survey::of(&mut source.json()?, markup)?,
            Markup::Xml => Survey::of(&mut source.xml()?, markup)?,
        };
        let Tables { tables, likely, lists } = survey.tables();
        source.lists = lists;
        let sheets =
            tables.iter().map(|table| Sheet { name: table.name.clone(), hidden: false }).collect();
        let (sheet, table) = choose(tables, likely, settings.sheet.as_deref(), markup)?;
        source.table = table;
        source.table.is_numbered = settings.joining.second_key.as_deref() == Some(AROUND);
        source.learn(sheet.overruled)?;
        let header_row = source.header_row(settings.header_row)?;
        source.names_in = header_row.value;
        let format = match markup {
            Markup::Json => Detected::new(Format::Json, Reason::new("json_text")),
            Markup::Xml => Detected::new(Format::Xml, Reason::new("xml_text")),
        };
        let recognised = Recognised {
            format,
            encoding: Some(Detected {
                value: coding.encoding.value.name().to_ascii_lowercase(),
                reason: coding.encoding.reason,
                overruled: coding.encoding.overruled,
            }),
            delimiter: None,
            quote: None,
            escape: None,
            header_row,
            sheet: Some(sheet),
            sheets,
            packed: None,
        };
        Ok((source, recognised))
    }

    /// The record that names the columns: only where they have no names of their own, as in arrays of arrays.
    fn header_row(&self, asked: Option<u64>) -> Result<Detected<u64>, ReadError> {
        let is_nameless = |name: &String| name.starts_with('[') && name.ends_with(']');
        let names = self.columns.names();
        match asked {
            _ if names.is_empty() || !names.iter().all(is_nameless) => {
                Ok(Detected::new(0, Reason::new("named_by_paths")))
            }
            Some(record) => Ok(Detected::chosen(record)),
            None => named::detect(&mut *self.records()?),
        }
    }

    /// Streams the rows of the table.
    pub(crate) fn reader(&self) -> Result<Box<dyn RowReader>, ReadError> {
        let records = self.records()?;
        Ok(match self.names_in {
            0 => records,
            names_in => Box::new(NamedReader::new(records, names_in)?),
        })
    }

    fn records(&self) -> Result<Box<dyn RowReader>, ReadError> {
        let columns = self.columns.clone();
        Ok(match self.markup {
            Markup::Json => Box::new(self.rows(self.json()?, columns)),
            Markup::Xml => Box::new(self.rows(self.xml()?, columns)),
        })
    }

    /// Meets the columns of the first records. Where the table was asked for, it need not begin near the beginning.
    fn learn(&mut self, is_asked_for: bool) -> Result<(), ReadError> {
        let columns = self.columns.clone();
        let (columns, rows) = match self.markup {
            Markup::Json => learned(self.rows(self.json()?, columns))?,
            Markup::Xml => learned(self.rows(self.xml()?, columns))?,
        };
        self.columns = columns;
        if rows == 0 && is_asked_for {
            return Err(ReadError::SheetNotFound { sheet: self.table.name.clone() });
        }
        Ok(())
    }

    fn rows<S: Steps>(&self, steps: S, columns: Columns) -> TreeReader<S> {
        TreeReader::new(steps, self.table.clone(), columns, self.length, &self.limits)
    }

    fn json(&self) -> Result<Keyed<JsonSteps>, ReadError> {
        let steps = JsonSteps::new(File::open(&self.path)?, self.letters, &self.limits)?;
        Ok(Keyed::new(steps, self.lists.clone()))
    }

    fn xml(&self) -> Result<XmlSteps, ReadError> {
        XmlSteps::new(File::open(&self.path)?, self.letters, &self.limits)
    }
}

/// The columns of the first records, and how many there were.
fn learned<S: Steps>(mut reader: TreeReader<S>) -> Result<(Columns, u64), ReadError> {
    let mut row = Row::new();
    let mut rows = 0;
    let mut begun = 0;
    while rows < RECORDS && (rows == 0 || reader.consumed() - begun < BYTES) {
        match reader.read(&mut row) {
            Ok(true) => {
                if rows == 0 {
                    begun = reader.consumed();
                }
                rows += 1;
            }
            Ok(false) => break,
            Err(error) if rows == 0 => return Err(error),
            // Whoever reads that far meets it.
            Err(_) => break,
        }
    }
    Ok((reader.into_columns(), rows))
}

/// The table that is asked for, else the one that is most like products.
fn choose(
    mut tables: Vec<Table>,
    likely: usize,
    asked: Option<&str>,
    markup: Markup,
) -> Result<(Detected<String>, Table), ReadError> {
    let count = tables.len();
    if let Some(name) = asked {
        let found = tables.iter().position(|table| table.name == name);
        let table = match found {
            Some(at) => tables.swap_remove(at),
            None => Table::named(name, markup.separator(), &tables),
        };
        return Ok((Detected::chosen(name.to_owned()), table));
    }
    if likely >= count {
        return Err(ReadError::NoSheet);
    }
    let table = tables.swap_remove(likely);
    let reason = match count {
        1 => Reason::new("only_table"),
        _ => Reason::new("most_like_products")
            .with("tables", count)
            .with("rows", table.rows)
            .with("fields", table.fields),
    };
    Ok((Detected::new(table.name.clone(), reason), table))
}
