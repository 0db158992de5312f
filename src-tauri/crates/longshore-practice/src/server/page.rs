//! Pages of lists, and the headers that lead from one to the next.

use serde_json::{Map, Value};

use crate::wordpress::query::{self, Query};
use crate::wordpress::value::{given, integer};

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) number: i64,
    pub(crate) per_page: i64,
    pub(crate) offset: Option<i64>,
}

impl Page {
    pub(crate) fn of(params: &Map<String, Value>) -> Self {
        Self {
            number: given(params, "page").map_or(1, integer).max(1),
            per_page: given(params, "per_page").map_or(10, integer).clamp(1, 100),
            offset: given(params, "offset").map(integer).filter(|offset| *offset >= 0),
        }
    }

    /// How many records come before this page.
    pub(crate) fn skip(&self) -> i64 {
        self.offset.unwrap_or_else(|| (self.number - 1).saturating_mul(self.per_page))
    }

    pub(crate) fn pages(&self, total: i64) -> i64 {
        (total + self.per_page - 1) / self.per_page
    }

    /// The `Link` header, if there is a page before or after this one.
    pub(crate) fn link(&self, total: i64, address: &str, query: &Query) -> Option<String> {
        let pages = self.pages(total);
        let link = |number: i64, rel: &str| {
            let mut query = query.clone();
            let number = Value::from(number);
            match query.iter_mut().find(|(name, _)| name == "page") {
                Some((_, page)) => *page = number,
                None => query.push(("page".to_owned(), number)),
            }
            format!("<{address}?{}>; rel=\"{rel}\"", query::build(&query))
        };
        let mut links = Vec::new();
        if self.number > 1 {
            links.push(link((self.number - 1).min(pages), "prev"));
        }
        if pages > self.number {
            links.push(link(self.number + 1, "next"));
        }
        (!links.is_empty()).then(|| links.join(", "))
    }
}
