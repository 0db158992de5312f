//! The shape in which WordPress refuses: a code, a message, a status.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

/// A refusal on its way out. Everything that a request can be denied for ends in one of these.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: Cow<'static, str>,
    /// What stands in `data` beside the status.
    pub(crate) data: Map<String, Value>,
    /// The request ends here, whatever it still had to do: a PHP error that nothing catches.
    pub(crate) fatal: bool,
    /// The permission check refused: no `Allow` header comes with it.
    pub(crate) forbidden: bool,
    /// `data` is the status itself, where the store forgot to wrap it.
    pub(crate) is_bare: bool,
}

pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            data: Map::new(),
            fatal: false,
            forbidden: false,
            is_bare: false,
        }
    }

    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.data.insert(key.to_owned(), value.into());
        self
    }

    /// The permission check of the route says no, before anything else is looked at.
    pub(crate) fn forbidding(mut self) -> Self {
        self.forbidden = true;
        self
    }

    /// With the bare status in the place of `data`.
    pub(crate) fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    /// A value of a type that PHP cannot work with at all.
    pub(crate) fn fatal(what: &str) -> Self {
        Self::died(&format!("Uncaught TypeError: {what}"))
    }

    /// PHP ended in the middle of its work.
    pub(crate) fn died(why: &str) -> Self {
        let mut failure = Self::new(
            500,
            "internal_server_error",
            "<p>There has been a critical error on this website.</p><p><a href=\"https://wordpress.org/documentation/article/faq-troubleshooting/\">Learn more about troubleshooting WordPress.</a></p>",
        )
        .with("error", json!({ "type": 1, "message": why, "file": "", "line": 0 }));
        failure.fatal = true;
        failure
    }

    /// PHP has used up its memory, as it does under large batches.
    pub(crate) fn out_of_memory() -> Self {
        Self::died(
            "Allowed memory size of 268435456 bytes exhausted (tried to allocate 20480 bytes)",
        )
    }

    /// The practice store's own database refused.
    pub(crate) fn database(error: &rusqlite::Error) -> Self {
        tracing::error!(%error, "the practice store's database refused");
        Self::fatal(&error.to_string())
    }

    pub(crate) fn no_route() -> Self {
        Self::new(404, "rest_no_route", "No route was found matching the URL and request method.")
            .forbidding()
    }

    pub(crate) fn invalid_id(status: u16, kind: &str) -> Self {
        Self::new(status, format!("woocommerce_rest_{kind}_invalid_id"), "Invalid ID.")
    }

    pub(crate) fn trash_not_supported() -> Self {
        Self::new(
            501,
            "woocommerce_rest_trash_not_supported",
            "Resource does not support trashing.",
        )
    }

    /// The same, of records that are called by their name.
    pub(crate) fn not_trashable(these: &str) -> Self {
        Self::new(
            501,
            "woocommerce_rest_trash_not_supported",
            format!("{these} do not support trashing."),
        )
    }

    pub(crate) fn already_in_trash(what: &str) -> Self {
        Self::new(
            410,
            "woocommerce_rest_already_trashed",
            format!("The {what} has already been deleted."),
        )
    }

    pub(crate) fn too_many_items() -> Self {
        Self::new(
            413,
            "woocommerce_rest_request_entity_too_large",
            "Unable to accept more than 100 items for this request.",
        )
    }

    /// `data` as it is answered.
    fn data(&self) -> Value {
        if self.is_bare {
            return Value::from(self.status);
        }
        let mut data = Map::new();
        data.insert("status".to_owned(), Value::from(self.status));
        data.extend(self.data.clone());
        Value::Object(data)
    }

    /// What stands under `error` in a batch's answer.
    pub(crate) fn item(&self) -> Value {
        json!({ "code": self.code, "message": self.message, "data": self.data() })
    }

    /// The whole body of a refused request.
    pub(crate) fn body(&self) -> Value {
        let mut body = self.item();
        if self.fatal {
            body["additional_errors"] = json!([]);
        }
        body
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::database(&error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "a stored record cannot be read");
        Self::fatal(&error.to_string())
    }
}
