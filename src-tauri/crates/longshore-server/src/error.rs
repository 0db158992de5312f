//! Why can nothing be served?

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The port cannot be listened on.
    #[error("port {port} cannot be listened on: {source}")]
    Port {
        /// Which.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The folder of the interface has no page.
    #[error("{folder} has no index.html")]
    NoPage {
        /// Which.
        folder: String,
    },
    /// The system has no random numbers to give.
    #[error("no token can be made: {0}")]
    NoToken(String),
}

impl ServeError {
    /// What it is, for whoever words it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Port { .. } => "port_taken",
            Self::NoPage { .. } => "interface_missing",
            Self::NoToken(_) => "internal",
        }
    }

    /// What a sentence about it needs.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Port { port, source } => {
                vec![("port", port.to_string()), ("reason", source.to_string())]
            }
            Self::NoPage { folder } => vec![("folder", folder.clone())],
            Self::NoToken(_) => Vec::new(),
        }
    }
}
