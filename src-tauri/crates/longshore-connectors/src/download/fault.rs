//! Why does no file come from an address?

use smol_str::SmolStr;

use crate::fault::Fault;

/// Why no file came. Machines are named, whole addresses never: there may be keys in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DownloadError {
    /// It is no address of a file on the web.
    #[error("no address of the web")]
    Unusable,
    /// A login would be readable on the way.
    #[error("a login in the clear to {host}")]
    PlainLogin {
        /// Where to.
        host: String,
    },
    /// No connection came about.
    #[error("{host} cannot be reached: {why}")]
    Unreachable {
        /// Where to.
        host: String,
        /// The code of what a store would be told.
        why: &'static str,
    },
    /// The machine does not prove who it is.
    #[error("the certificate of {host} does not hold: {why}")]
    Untrusted {
        /// Where to.
        host: String,
        /// The code of what a store would be told.
        why: &'static str,
    },
    /// Nothing came, or not in time.
    #[error("nothing more came from {host} in time")]
    TimedOut {
        /// From where.
        host: String,
    },
    /// It broke off.
    #[error("what came from {host} broke off after {received} bytes")]
    Cut {
        /// From where.
        host: String,
        /// What had come until then.
        received: u64,
    },
    /// It is longer than we take.
    #[error("what comes from {host} is longer than {most} bytes")]
    TooLarge {
        /// From where.
        host: String,
        /// What we take.
        most: u64,
    },
    /// There is a page for people: a login, mostly.
    #[error("{host} answers with a page of the web")]
    WebPage {
        /// From where.
        host: String,
    },
    /// There is no such file.
    #[error("{host} has no such file, status {status}")]
    NotFound {
        /// Where.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// It wants a login, or another one.
    #[error("{host} does not let us in, status {status}")]
    Locked {
        /// Where.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// It has no time for us, or something is wrong there.
    #[error("{host} cannot answer now, status {status}")]
    Busy {
        /// Where.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// It refuses for another reason.
    #[error("{host} refuses, status {status}")]
    Refused {
        /// Where.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// One redirect after the other.
    #[error("{host} sends us on and on")]
    TooManyRedirects {
        /// Where it began.
        host: String,
    },
    /// A redirect that is not followed: out of encryption, into this machine, or to no address at all.
    #[error("{host} sends us where we do not go")]
    RedirectRefused {
        /// Who sends.
        host: String,
    },
}

impl DownloadError {
    /// What a fault between us and a store means here.
    pub(super) fn of(fault: &Fault, host: &str) -> Self {
        let host = host.to_owned();
        let why = fault.code();
        match fault {
            Fault::AddressInvalid { .. } => Self::Unusable,
            Fault::CertificateUntrusted { .. }
            | Fault::CertificateExpired { .. }
            | Fault::CertificateForAnother { .. }
            | Fault::NoTrustedAuthorities
            | Fault::TlsFailed { .. } => Self::Untrusted { host, why },
            Fault::TimedOut { .. } => Self::TimedOut { host },
            Fault::Dropped => Self::Cut { host, received: 0 },
            _ => Self::Unreachable { host, why },
        }
    }

    /// The code of what happened.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unusable => "address_unusable",
            Self::PlainLogin { .. } => "address_plain_login",
            Self::Unreachable { .. } => "address_unreachable",
            Self::Untrusted { .. } => "address_untrusted",
            Self::TimedOut { .. } => "address_timed_out",
            Self::Cut { .. } => "address_cut",
            Self::TooLarge { .. } => "address_too_large",
            Self::WebPage { .. } => "address_web_page",
            Self::NotFound { .. } => "address_not_found",
            Self::Locked { .. } => "address_locked",
            Self::Busy { .. } => "address_busy",
            Self::Refused { .. } => "address_refuses",
            Self::TooManyRedirects { .. } => "address_redirects",
            Self::RedirectRefused { .. } => "address_redirect_refused",
        }
    }

    /// What a sentence about it needs.
    #[must_use]
    pub fn params(&self) -> Vec<(SmolStr, String)> {
        let own = |host: &String, more: Option<(&'static str, String)>| {
            let more = more.map(|(name, value)| (SmolStr::new_static(name), value));
            [(SmolStr::new_static("host"), host.clone())].into_iter().chain(more).collect()
        };
        match self {
            Self::Unusable => Vec::new(),
            Self::PlainLogin { host }
            | Self::Unreachable { host, .. }
            | Self::Untrusted { host, .. }
            | Self::TimedOut { host }
            | Self::WebPage { host }
            | Self::TooManyRedirects { host }
            | Self::RedirectRefused { host } => own(host, None),
            Self::Cut { host, received } => own(host, Some(("received", received.to_string()))),
            Self::TooLarge { host, most } => own(host, Some(("most", (most >> 20).to_string()))),
            Self::NotFound { host, status }
            | Self::Locked { host, status }
            | Self::Busy { host, status }
            | Self::Refused { host, status } => own(host, Some(("number", status.to_string()))),
        }
    }

    /// Whether the same may well succeed a little later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::TimedOut { .. } | Self::Cut { .. } | Self::Busy { .. }
        )
    }
}
