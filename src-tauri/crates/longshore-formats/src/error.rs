//! What can stop the reading of a source?

use std::io;

use thiserror::Error;

/// Why a source cannot be read, with the place where there is one. The texts are for logs; whoever shows an
/// error to people speaks from [`ReadError::code`] and [`ReadError::params`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    #[error("no such file")]
    FileNotFound,
    /// It is a directory.
    #[error("a directory")]
    IsDirectory,
    /// It is neither a file nor a directory: a device, a pipe.
    #[error("no regular file")]
    NotAFile,
    /// It may not be read.
    #[error("not allowed to read")]
    NotAllowed,
    /// It is empty or holds nothing but blank space.
    #[error("empty")]
    FileEmpty,
    /// It is something else than a table.
    #[error("no table but {kind}")]
    NotATable {
        /// What it is, such as `picture`.
        kind: &'static str,
        /// The exact format where it is known, such as `png`.
        format: &'static str,
    },
    /// It is a table in a format that cannot be read.
    #[error("cannot read {format}")]
    FormatNotSupported {
        /// Which, such as `xls`.
        format: &'static str,
    },
    /// The workbook is protected by a password.
    #[error("encrypted workbook")]
    EncryptedWorkbook,
    /// The workbook is damaged.
    #[error("broken workbook: {detail}")]
    BrokenWorkbook {
        /// The sheet where it is, if one was being read.
        sheet: Option<String>,
        /// The last row that could be read there.
        row: Option<u64>,
        /// For the log.
        detail: String,
    },
    /// The workbook has no sheet with rows.
    #[error("no sheet")]
    NoSheet,
    /// The workbook has no sheet of this name.
    #[error("no sheet {sheet}")]
    SheetNotFound {
        /// The name.
        sheet: String,
    },
    /// The workbook becomes too large when it is unpacked.
    #[error("unpacks to more than {limit} bytes")]
    UnpackedTooLarge {
        /// The most bytes that it may become.
        limit: u64,
    },
    /// A cell is too long.
    #[error("cell of more than {limit} bytes in line {line}")]
    CellTooLong {
        /// The line (for a sheet: the row) on which its row begins.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// The most bytes that a cell may have.
        limit: usize,
    },
    /// A row is too long.
    #[error("row of more than {limit} bytes in line {line}")]
    RowTooLong {
        /// The line on which it begins.
        line: u64,
        /// The most bytes that a row may have.
        limit: usize,
    },
    /// A row has too many cells.
    #[error("more than {limit} columns in line {line}")]
    TooManyColumns {
        /// The line (for a sheet: the row) on which it begins.
        line: u64,
        /// The most columns that there may be.
        limit: usize,
    },
    /// A cell of a sheet stands so far from all others that no table reaches it.
    #[error("cell {cell} is far from all others")]
    FarCell {
        /// Its name, such as `XFD1048576`.
        cell: String,
    },
    /// A quote opens a cell and never closes it.
    #[error("quote without end in line {line}")]
    EndlessQuote {
        /// The line on which its row begins.
        line: u64,
        /// The column, from 1.
        column: usize,
    },
    /// A tree, such as JSON or XML, breaks its own rules.
    #[error("broken {format} in line {line}: {detail}")]
    BrokenMarkup {
        /// Its format.
        format: &'static str,
        /// The line.
        line: u64,
        /// For the log.
        detail: String,
    },
    /// A tree is deeper than any that holds products.
    #[error("nested more than {limit} deep in line {line}")]
    NestedTooDeeply {
        /// The line.
        line: u64,
        /// How deep it may be.
        limit: usize,
    },
    /// An archive is damaged.
    #[error("broken archive: {detail}")]
    BrokenArchive {
        /// For the log.
        detail: String,
    },
    /// What lies in an archive is protected by a password.
    #[error("encrypted archive")]
    EncryptedArchive,
    /// There is no table in an archive.
    #[error("no table in the archive")]
    NoTableInArchive,
    /// What lies in an archive is an archive again.
    #[error("archive in an archive: {name}")]
    ArchiveInArchive {
        /// Its name there.
        name: String,
    },
    /// A read setting cannot be obeyed.
    #[error("setting {setting} cannot be {value:?}")]
    SettingNotPossible {
        /// Which.
        setting: &'static str,
        /// What was asked for.
        value: String,
    },
    /// The header line that was asked for does not exist.
    #[error("no line {line} for the header")]
    HeaderLineNotFound {
        /// The line.
        line: u64,
    },
    /// A spool is incomplete or damaged.
    #[error("broken spool: {detail}")]
    BrokenSpool {
        /// For the log.
        detail: &'static str,
    },
    /// Somebody stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The operating system says no.
    #[error("{source}")]
    Io {
        /// What it says.
        #[from]
        source: io::Error,
    },
}

impl ReadError {
    /// What it is.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileNotFound => "file_not_found",
            Self::IsDirectory => "is_directory",
            Self::NotAFile => "not_a_file",
            Self::NotAllowed => "not_allowed",
            Self::FileEmpty => "file_empty",
            Self::NotATable { .. } => "not_a_table",
            Self::FormatNotSupported { .. } => "format_not_supported",
            Self::EncryptedWorkbook => "encrypted_workbook",
            Self::BrokenWorkbook { .. } => "broken_workbook",
            Self::NoSheet => "no_sheet",
            Self::SheetNotFound { .. } => "sheet_not_found",
            Self::UnpackedTooLarge { .. } => "unpacked_too_large",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::RowTooLong { .. } => "row_too_long",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::FarCell { .. } => "far_cell",
            Self::EndlessQuote { .. } => "endless_quote",
            Self::BrokenMarkup { .. } => "broken_markup",
            Self::NestedTooDeeply { .. } => "nested_too_deeply",
            Self::BrokenArchive { .. } => "broken_archive",
            Self::EncryptedArchive => "encrypted_archive",
            Self::NoTableInArchive => "no_table_in_archive",
            Self::ArchiveInArchive { .. } => "archive_in_archive",
            Self::SettingNotPossible { .. } => "setting_not_possible",
            Self::HeaderLineNotFound { .. } => "header_line_not_found",
            Self::BrokenSpool { .. } => "broken_spool",
            Self::Cancelled => "cancelled",
            Self::Io { .. } => "file_unreadable",
        }
    }

    /// What the sentence about it needs: names and values.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotATable { kind, format } => {
                vec![("kind", (*kind).into()), ("format", (*format).into())]
            }
            Self::FormatNotSupported { format } => vec![("format", (*format).into())],
            Self::BrokenWorkbook { sheet, row, .. } => {
                let mut params = Vec::new();
                params.extend(sheet.iter().map(|sheet| ("sheet", sheet.clone())));
                params.extend(row.iter().map(|row| ("row", row.to_string())));
                params
            }
            Self::SheetNotFound { sheet } => vec![("sheet", sheet.clone())],
            Self::FarCell { cell } => vec![("cell", cell.clone())],
            Self::UnpackedTooLarge { limit } => vec![("limit", limit.to_string())],
            Self::CellTooLong { line, column, limit } => {
                vec![
                    ("line", line.to_string()),
                    ("column", column.to_string()),
                    ("limit", limit.to_string()),
                ]
            }
            Self::RowTooLong { line, limit } | Self::TooManyColumns { line, limit } => {
                vec![("line", line.to_string()), ("limit", limit.to_string())]
            }
            Self::BrokenMarkup { format, line, .. } => {
                vec![("format", (*format).into()), ("line", line.to_string())]
            }
            Self::NestedTooDeeply { line, limit } => {
                vec![("line", line.to_string()), ("limit", limit.to_string())]
            }
            Self::ArchiveInArchive { name } => vec![("name", name.clone())],
            Self::EndlessQuote { line, column } => {
                vec![("line", line.to_string()), ("column", column.to_string())]
            }
            Self::SettingNotPossible { setting, value } => {
                vec![("setting", (*setting).into()), ("value", value.clone())]
            }
            Self::HeaderLineNotFound { line } => vec![("line", line.to_string())],
            Self::FileNotFound
            | Self::IsDirectory
            | Self::NotAFile
            | Self::NotAllowed
            | Self::FileEmpty
            | Self::EncryptedWorkbook
            | Self::NoSheet
            | Self::BrokenArchive { .. }
            | Self::EncryptedArchive
            | Self::NoTableInArchive
            | Self::BrokenSpool { .. }
            | Self::Cancelled
            | Self::Io { .. } => Vec::new(),
        }
    }

    /// For the log, where there is more to say than the code and its parameters.
    #[must_use]
    pub fn detail(&self) -> String {
        self.to_string()
    }
}
