//! What can go wrong with a profile?

use smol_str::SmolStr;
use thiserror::Error;

use crate::steps::BadStep;

/// Why a profile cannot be applied to a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MappingError {
    /// No column of the file is imported.
    #[error("no column of the file is matched with a field")]
    NothingMatched,
    /// A target that nobody knows.
    #[error("column {column:?}: there is no field {target:?}")]
    UnknownTarget {
        /// The column, or the constant's target itself.
        column: String,
        /// What was named.
        target: String,
    },
    /// Two columns want the same field, and it can only have one value.
    #[error("columns {first:?} and {second:?} both feed {target}")]
    TargetTwice {
        /// The target.
        target: SmolStr,
        /// One column.
        first: String,
        /// The other.
        second: String,
    },
    /// None of the columns that the profile imports is in the file.
    #[error("the file has none of the profile's columns")]
    OtherFile,
    /// A step that cannot be carried out.
    #[error("column {column:?}: step {step}: {fault}")]
    BadStep {
        /// The column.
        column: String,
        /// Which one, from 1.
        step: usize,
        /// What is wrong with it.
        fault: BadStep,
    },
}

impl MappingError {
    /// Its code, with the parameters of the sentence about it.
    #[must_use]
    pub fn code(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::NothingMatched => ("no_column_matched", vec![]),
            Self::UnknownTarget { column, target } => {
                ("field_unknown", vec![("column", column.clone()), ("field", target.clone())])
            }
            Self::TargetTwice { target, first, second } => (
                "field_twice",
                vec![
                    ("field", target.to_string()),
                    ("first", first.clone()),
                    ("second", second.clone()),
                ],
            ),
            Self::OtherFile => ("profile_of_other_file", vec![]),
            Self::BadStep { column, step, fault } => {
                let mut params = vec![("column", column.clone()), ("step", step.to_string())];
                let code = match fault {
                    BadStep::Impossible => "step_impossible",
                    BadStep::TooBig => "step_too_big",
                    BadStep::Pattern(detail) => {
                        params.push(("detail", detail.clone()));
                        "step_pattern"
                    }
                    BadStep::Column(other) => {
                        params.push(("other", other.clone()));
                        "step_column_missing"
                    }
                    BadStep::Expression { detail, at } => {
                        params.extend([("detail", detail.clone()), ("at", at.to_string())]);
                        "step_expression"
                    }
                };
                (code, params)
            }
        }
    }
}

/// Why a profile cannot be read or changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// It is no profile file.
    #[error("no profile: {0}")]
    NotAProfile(String),
    /// It is one, and cannot be read from this line on.
    #[error("line {line} cannot be read: {detail}")]
    Broken {
        /// Which line, from 1.
        line: usize,
        /// Why, for whoever wrote it.
        detail: String,
    },
    /// A newer version of this program wrote it.
    #[error("written in version {0} of the format")]
    Newer(u64),
    /// It is too big for a profile.
    #[error("too big")]
    TooBig,
    /// `Column=field` was expected.
    #[error("{0:?} is not of the form Column=field")]
    NotAnAssignment(String),
    /// The file has no such column.
    #[error("the file has no column {0:?}")]
    UnknownColumn(String),
    /// There is no such field.
    #[error("there is no field {0:?}")]
    UnknownTarget(String),
}

impl ProfileError {
    /// Its code, with the parameters of the sentence about it.
    #[must_use]
    pub fn code(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::NotAProfile(detail) => ("profile_not_readable", vec![("detail", detail.clone())]),
            Self::Broken { line, detail } => {
                ("profile_broken", vec![("line", line.to_string()), ("detail", detail.clone())])
            }
            Self::Newer(version) => ("profile_newer", vec![("version", version.to_string())]),
            Self::TooBig => ("profile_too_big", vec![]),
            Self::NotAnAssignment(text) => ("map_not_readable", vec![("text", text.clone())]),
            Self::UnknownColumn(column) => ("column_unknown", vec![("column", column.clone())]),
            Self::UnknownTarget(field) => ("field_unknown", vec![("field", field.clone())]),
        }
    }
}
