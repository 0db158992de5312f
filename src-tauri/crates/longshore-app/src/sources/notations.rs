//! `--notation "Column=comma"`: how the user says that the cells of a column are written.

use longshore_engine::{
    profile::Profile,
    reading::{DateOrder, DecimalSeparator, Markup},
    truth::Language,
    unit::Unit,
};

use crate::error::ApiError;

/// Sets how a column is written: `Preis=comma`, `#3=mdy` for the third column, `Größen=list:|`, `Gewicht=unit:g`,
/// `Aktiv=yes:tr` for Turkish words of yes and no, `Text=plain`.
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
        "html" => column.markup = Some(Markup::Html),
        "plain" => column.markup = Some(Markup::Plain),
        other if other.starts_with("list:") => {
            let mut signs = other["list:".len()..].chars();
            column.list = match (signs.next(), signs.next()) {
                (Some(sign), None) => Some(sign),
                _ => return Err(ApiError::new("notation_unknown").with("notation", other)),
            };
        }
        other if other.starts_with("unit:") => {
            let unit = Unit::named(&other["unit:".len()..]);
            let unknown = || ApiError::new("notation_unknown").with("notation", other);
            column.unit = Some(unit.ok_or_else(unknown)?);
        }
        other if other.starts_with("yes:") => {
            let language = Language::coded(&other["yes:".len()..]);
            let unknown = || ApiError::new("notation_unknown").with("notation", other);
            column.truths = Some(language.ok_or_else(unknown)?);
        }
        other => return Err(ApiError::new("notation_unknown").with("notation", other)),
    }
    Ok(())
}
