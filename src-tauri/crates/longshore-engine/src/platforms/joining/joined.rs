//! What was found out about a file while its rows were joined?

use serde::{Deserialize, Serialize};

use super::Notice;
use crate::{recognise::Recognised, shape::RowShape};

/// What was found out about a file while its rows were joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// What the file was recognised as before.
    pub recognised: Recognised,
    /// How many rows it had.
    pub rows: u64,
    /// How many products they make.
    pub products: u64,
    /// How many variations of those.
    pub variations: u64,
    /// How many pictures of both.
    pub images: u64,
    /// What has to be said about it.
    pub notices: Vec<Notice>,
    /// From which columns of the file each column comes.
    pub from: Vec<Vec<String>>,
    /// The columns that came along from the file, by their places from 0.
    pub came_along: Vec<usize>,
    /// Whether two plain tables were put together by a key: their columns are as they were.
    #[serde(default)]
    pub is_plain: bool,
    /// Of how many rows the second file says something, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<u64>,
    /// The table of the same file with which they were joined, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// How the rows of a plain table became products, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shaped: Option<RowShape>,
}

impl Joined {
    /// What the file is now that its rows are joined.
    #[must_use]
    pub fn recognised(&self) -> Recognised {
        Recognised { rows_need_joining: false, has_products: true, ..self.recognised.clone() }
    }

    /// Within what the keys of the file are unique: files of the same platform.
    #[must_use]
    pub fn scope(&self) -> String {
        format!("joined:{}", self.recognised.platform)
    }
}
