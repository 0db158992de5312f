//! `--notation "Column=comma"`: how the user says that numbers and dates of a column are written.

use longshore_engine::{
    profile::Profile,
    reading::{DateOrder, DecimalSeparator},
};

use crate::error::ApiError;

/// Sets how a column is written: `Preis=comma`, `#3=mdy` for the third column.
pub(super) fn assign(profile: &mut Profile, text: &str) -> Result<(), ApiError> {
    let (name, notation) = text
        .rsplit_once('=')
        .ok_or_else(|| ApiError::new("notation_not_readable").with("text", text))?;
    let at = profile
        .find(name)
        .ok_or_else(|| ApiError::new("column_unknown").with("column", name.trim()))?;
    let column = &mut profile.columns[at].notation;
    let mut decimal = |decimal, thousands| {
        column.decimal = Some(decimal);
        // What was found out for the other decimal separator holds no longer.
        column.thousands = Some(thousands);
    };
    match notation.trim().to_lowercase().as_str() {
        "comma" => decimal(DecimalSeparator::Comma, '.'),
        "point" => decimal(DecimalSeparator::Point, ','),
        "dmy" => column.date_order = Some(DateOrder::DayMonthYear),
        "mdy" => column.date_order = Some(DateOrder::MonthDayYear),
        "ymd" => column.date_order = Some(DateOrder::YearMonthDay),
        other => return Err(ApiError::new("notation_unknown").with("notation", other)),
    }
    Ok(())
}
