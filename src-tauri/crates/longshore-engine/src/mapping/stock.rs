//! Stock: one column that says both whether and how much, and another that often follows from it.

use super::{
    cell::Cell,
    kind::{ProductType, RowKind},
    scalars::{text_value, whole_number},
    words,
};
use crate::{
    check::{Raised, codes},
    entity::Entity,
    profile::BlankPolicy,
    row::Row,
    truth,
    value::Value,
};

/// The columns that say it.
#[derive(Clone, Debug, Default)]
pub(super) struct StockCells {
    pub(super) quantity: Option<Cell>,
    pub(super) manage: Option<Cell>,
}

/// What a row says of the stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stock {
    says: Says,
    column: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Says {
    #[default]
    Nothing,
    Managed,
    Unmanaged,
    Number(i64),
    /// The product's stock counts for its variations.
    OfParent,
    /// Only whether there is any.
    Status(&'static str),
}

impl StockCells {
    pub(super) fn read(&self, row: &Row, kind: &RowKind, raised: &mut Raised<'_>) -> Stock {
        let Some(cell) = &self.quantity else { return self.managed(row, Stock::default(), raised) };
        let mut stock = Stock { says: Says::Nothing, column: cell.column };
        let text = cell.text(row, raised);
        stock.says = match &*text {
            "" if cell.blank == BlankPolicy::Clear => Says::Unmanaged,
            "" => Says::Nothing,
            "parent" => Says::OfParent,
            _ if text.eq_ignore_ascii_case("unlimited") => Says::Unmanaged,
            _ if text.bytes().any(|byte| byte.is_ascii_digit()) => match has_none(kind) {
                Some(product) => {
                    raised.raise(&codes::STOCK_NOT_KEPT, cell.column, &[product.as_str(), &text]);
                    Says::Nothing
                }
                None => whole_number(cell, &text, raised).map_or(Says::Nothing, Says::Number),
            },
            _ => match words::stock_status(&text.to_lowercase()) {
                Some(status) => Says::Status(status),
                None => {
                    raised.raise(&codes::NUMBER_NOT_READ, cell.column, &[&text]);
                    Says::Nothing
                }
            },
        };
        self.managed(row, stock, raised)
    }

    /// What a column of its own says about managing counts before what follows from the quantity.
    fn managed(&self, row: &Row, stock: Stock, raised: &mut Raised<'_>) -> Stock {
        let Some(cell) = &self.manage else { return stock };
        let text = cell.text(row, raised);
        let says = match (&*text, truth::parse(&text), stock.says) {
            ("", ..) => return stock,
            ("parent", ..) => Says::OfParent,
            (_, None, _) => {
                raised.raise(&codes::YES_OR_NO_NOT_READ, cell.column, &[&text]);
                return stock;
            }
            (_, Some(true), Says::Number(_)) => return stock,
            (_, Some(true), _) => Says::Managed,
            (_, Some(false), Says::Number(number)) => {
                raised.raise(
                    &codes::STOCK_WITHOUT_MANAGEMENT,
                    stock.column,
                    &[&number.to_string()],
                );
                Says::Unmanaged
            }
            (_, Some(false), _) => Says::Unmanaged,
        };
        Stock { says, ..stock }
    }
}

/// Grouped and external products have no stock of their own.
fn has_none(kind: &RowKind) -> Option<ProductType> {
    kind.product.filter(|product| matches!(product, ProductType::Grouped | ProductType::External))
}

impl Stock {
    pub(super) fn manage(&self) -> Option<Value> {
        match self.says {
            Says::Nothing | Says::Status(_) => None,
            Says::Managed | Says::Number(_) => Some(Value::Boolean(true)),
            Says::Unmanaged => Some(Value::Boolean(false)),
            Says::OfParent => Some(text_value("parent", Value::Empty)),
        }
    }

    pub(super) fn quantity(&self) -> Option<Value> {
        match self.says {
            Says::Number(number) => Some(Value::Integer(number)),
            _ => None,
        }
    }

    /// Whether there is any, as far as the store does not work it out itself: from the quantity where the stock
    /// is managed, from the variations of a variable product. External products always are in stock.
    pub(super) fn status(
        &self,
        said: Option<(&'static str, Option<usize>)>,
        kind: &RowKind,
        raised: &mut Raised<'_>,
    ) -> Option<&'static str> {
        let said = match self.says {
            Says::Status(status) => said.or(Some((status, self.column))),
            _ => said,
        };
        let (status, column) = said?;
        if let Says::Number(number) = self.says {
            let contradicts =
                (status == "instock" && number <= 0) || (status == "outofstock" && number > 0);
            if contradicts {
                raised.raise(
                    &codes::STOCK_STATUS_FOLLOWS_QUANTITY,
                    column,
                    &[status, &number.to_string()],
                );
            }
        }
        let is_worked_out = matches!(self.says, Says::Number(_) | Says::OfParent | Says::Managed)
            || (kind.entity == Entity::Product
                && matches!(kind.product, Some(ProductType::Variable | ProductType::External)));
        (!is_worked_out).then_some(status)
    }
}
