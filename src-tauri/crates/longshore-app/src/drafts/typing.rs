//! What can be typed into a step?

use longshore_engine::steps::expression::{FUNCTIONS, Listed, WORDS};
use serde::Serialize;
use ts_rs::TS;

use crate::{ApiError, Studio, stores::Nothing};

/// What can be typed into an expression.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExpressionHelp {
    /// What stands for something in the row, and the signs.
    pub words: Vec<Listed>,
    /// The functions, by name.
    pub functions: Vec<Listed>,
}

/// Says what can be typed into an expression, with an example of each.
pub async fn expression_help(_: &Studio, _: Nothing) -> Result<ExpressionHelp, ApiError> {
    Ok(ExpressionHelp { words: WORDS.to_vec(), functions: FUNCTIONS.to_vec() })
}
