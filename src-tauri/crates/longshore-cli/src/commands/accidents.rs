//! What looks like an accident in a plan, in words.

use longshore_app::{
    ApiError, Studio,
    runs::{self, RunNumber},
};

use crate::{
    progress::grouped,
    words::{say, wrapped},
};

/// Every sign that the changes of a plan are not meant, a line each, the largest first.
pub(super) async fn of_plan(studio: &Studio, number: RunNumber) -> Result<String, ApiError> {
    let told = runs::summary(studio, number).await?.accidents;
    let sentence = |one: &longshore_app::imports::Accident| {
        let (count, of) = (grouped(one.count), grouped(one.of));
        let params = [("count", count.as_str()), ("of", of.as_str())];
        wrapped(&say(&format!("accident_{}", one.code), params), "! ", "  ")
    };
    Ok(told.iter().map(sentence).collect())
}
