//! How the client wants to see records.

use crate::wordpress::json::Fields;

/// How the client wants to see records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The address by which the client knows the store: `https://127.0.0.1:8443`.
    pub(crate) base: &'a str,
    pub(crate) fields: &'a Fields,
    /// As kept (`context=edit`), not as a page shows it.
    pub(crate) edit: bool,
    pub(crate) now: i64,
}

impl<'a> View<'a> {
    /// The view of whoever writes: what was kept.
    pub(crate) fn editing(self) -> Self {
        Self { edit: true, ..self }
    }
}
