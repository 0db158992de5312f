//! What a practice store is like: where it keeps its records, what it listens on, its units.

use std::path::PathBuf;

use crate::faults::Fault;

/// Where the store keeps its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Data {
    /// In memory: gone when the store stops.
    #[default]
    Memory,
    /// In a folder, with its keys and its certificate, from start to start.
    Folder(PathBuf),
}

/// How a practice store is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the records are.
    pub data: Data,
    /// Port for http on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Port for https; `None` serves https only if `strict` asks for it (then on any free port).
    pub https_port: Option<u16>,
    /// Both faces as a real store has them: http takes OAuth 1.0a only, https everything.
    pub strict: bool,
    /// The sub-folder of the host that the site lies in, such as `shop`; empty: the site is the whole host. Whatever
    /// is asked for beside it is no part of the site.
    pub sub_folder: String,
    /// Plain permalinks, as WordPress comes: the API is there by `?rest_route=` only, and takes no key there.
    pub plain_permalinks: bool,
    /// People of the site have application passwords; without, WordPress takes none from anybody.
    pub application_passwords: bool,
    /// Without the demo catalogue.
    pub empty: bool,
    /// ISO 4217 code of the store's currency.
    pub currency: String,
    /// What the store's own notation writes between units and cents: `.` or `,`.
    pub decimal_separator: char,
    /// `kg`, `g`, `lbs` or `oz`.
    pub weight_unit: String,
    /// `m`, `cm`, `mm`, `in` or `yd`.
    pub dimension_unit: String,
    /// Faults that are played from the start.
    pub faults: Vec<Fault>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: Data::Memory,
            port: 0,
            https_port: None,
            strict: false,
            sub_folder: String::new(),
            plain_permalinks: false,
            application_passwords: false,
            empty: false,
            currency: "USD".to_owned(),
            decimal_separator: '.',
            weight_unit: "kg".to_owned(),
            dimension_unit: "cm".to_owned(),
            faults: Vec::new(),
        }
    }
}
