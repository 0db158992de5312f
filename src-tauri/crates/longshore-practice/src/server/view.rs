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
    /// How many places amounts of orders are shown with.
    pub(crate) places: u32,
    pub(crate) place: Place,
}

/// Where in an answer a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It is the answer. Its links come with it, whatever `_fields` asks for.
    Alone,
    InList,
    InBatch,
    /// It is the answer, but there is no such term any more: nobody can say what may be done with it.
    Gone,
}

impl Place {
    pub(crate) fn of_the_gone(self) -> Self {
        if self == Self::Alone { Self::Gone } else { self }
    }
}

impl<'a> View<'a> {
    /// The view of whoever writes: what was kept.
    pub(crate) fn editing(self) -> Self {
        Self { edit: true, ..self }
    }
}
