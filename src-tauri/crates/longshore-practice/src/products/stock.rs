//! Stock: which fields follow from which.

use serde_json::{Map, Value};

use super::record::{Backorders, Record};
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{boolean, given, integer, text};

/// Takes the stock fields of a request.
pub(crate) fn apply(record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    let status = match given(params, "stock_status") {
        Some(status) => text(status)?,
        None => record.stock_status.clone(),
    };
    if let Some(manage) = given(params, "manage_stock") {
        record.manage_stock = boolean(manage);
    }
    if let Some(backorders) = given(params, "backorders") {
        record.backorders = match text(backorders)?.as_str() {
            "yes" => Backorders::Yes,
            "notify" => Backorders::Notify,
            _ => Backorders::No,
        };
    }
    if record.is("external") || record.is("grouped") {
        // The number is lost, whether stock is managed is kept for a later change of type.
        record.stock_quantity = None;
        record.backorders = Backorders::No;
        set_status(record, if record.is("external") { "instock" } else { &status });
    } else if record.manage_stock {
        if !record.is("variable") {
            set_status(record, &status);
        }
        if let Some(quantity) = given(params, "stock_quantity") {
            record.stock_quantity = Some(integer(quantity));
        } else if let Some(delta) = given(params, "inventory_delta") {
            record.stock_quantity =
                Some(record.stock_quantity.unwrap_or(0).saturating_add(integer(delta)));
        }
        if let Some(amount) = params.get("low_stock_amount") {
            record.low_stock_amount = match amount {
                Value::Null => None,
                Value::String(text) if text.is_empty() => None,
                amount => Some(integer(amount)),
            };
        }
    } else {
        record.stock_quantity = None;
        record.low_stock_amount = None;
        if !record.is("variable") {
            set_status(record, &status);
        }
    }
    Ok(())
}

fn set_status(record: &mut Record, status: &str) {
    let status = match status {
        "outofstock" | "onbackorder" => status,
        _ => "instock",
    };
    status.clone_into(&mut record.stock_status);
}

/// Brings quantity and status in line, as every save does.
pub(crate) fn settle(record: &mut Record) {
    if record.is("external") || record.is("grouped") {
        return;
    }
    if !record.manage_stock {
        record.stock_quantity = None;
        record.backorders = Backorders::No;
        record.low_stock_amount = None;
        return;
    }
    let status = if record.stock_quantity.unwrap_or(0) > 0 {
        "instock"
    } else if record.backorders == Backorders::No {
        "outofstock"
    } else {
        "onbackorder"
    };
    status.clone_into(&mut record.stock_status);
}

/// The status of a product whose variations decide.
pub(crate) fn of_children(children: &[Record]) -> &'static str {
    if children.iter().any(|child| child.stock_status == "instock") {
        "instock"
    } else if children.iter().any(|child| child.stock_status == "onbackorder") {
        "onbackorder"
    } else {
        "outofstock"
    }
}
