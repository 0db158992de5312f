//! Which fault is behind an error of the http client?

use std::{error::Error, io};

use reqwest::Url;
use rustls::CertificateError;

use crate::{
    connection::{Manners, host_of},
    error::{Fault, StoreError},
};

/// Before an answer began.
pub(crate) fn before_answer(error: &reqwest::Error, manners: &Manners, url: &Url) -> StoreError {
    let host = host_of(url);
    if error.is_connect() {
        return StoreError::nothing_sent(unconnected(error, manners, host));
    }
    if error.is_builder() {
        let address = super::reply::bare(url);
        return StoreError::nothing_sent(Fault::AddressInvalid { address });
    }
    if error.is_timeout() {
        return StoreError::maybe_sent(Fault::TimedOut {
            seconds: manners.answer_within.as_secs(),
        });
    }
    if causes(error).any(is_no_http) {
        return StoreError::maybe_sent(Fault::NotHttp { host });
    }
    StoreError::maybe_sent(Fault::Dropped)
}

/// Whether what came is nothing that a web server says.
fn is_no_http(cause: &(dyn Error + 'static)) -> bool {
    cause.to_string().starts_with("invalid HTTP")
}

/// While the answer came in.
pub(crate) fn within_answer(
    error: &reqwest::Error,
    manners: &Manners,
    received: usize,
) -> StoreError {
    if error.is_timeout() {
        return StoreError::maybe_sent(Fault::TimedOut {
            seconds: manners.answer_within.as_secs(),
        });
    }
    StoreError::maybe_sent(Fault::AnswerCut { received })
}

fn unconnected(error: &reqwest::Error, manners: &Manners, host: String) -> Fault {
    if error.is_timeout() {
        return Fault::ConnectTimedOut { host, seconds: manners.connect_within.as_secs() };
    }
    let mut last: &(dyn Error + 'static) = error;
    for cause in causes(error) {
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return untrusted(tls, host);
        }
        if let Some(system) = cause.downcast_ref::<io::Error>()
            && let Some(fault) = refused(system, &host)
        {
            return fault;
        }
        if cause.to_string().starts_with("dns error") {
            return Fault::NameUnknown { host };
        }
        last = cause;
    }
    // The system's number of it tells nobody anything.
    let detail = last.to_string();
    let detail = detail.split(" (os error").next().unwrap_or_default();
    Fault::Unreachable { host, detail: detail.chars().take(300).collect() }
}

/// All errors behind an error. The system's errors hold others without naming them as their source.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    let inner = |error: &'e (dyn Error + 'static)| -> Option<&'e (dyn Error + 'static)> {
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        held.map(|held| held as &(dyn Error + 'static)).or_else(|| error.source())
    };
    std::iter::successors(inner(error), move |error| inner(*error)).take(20)
}

fn refused(error: &io::Error, host: &str) -> Option<Fault> {
    let host = host.to_owned();
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Fault::ConnectionRefused { host }),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            Some(Fault::TlsFailed { host, detail: error.to_string() })
        }
        _ => None,
    }
}

fn untrusted(error: &rustls::Error, host: String) -> Fault {
    use CertificateError as Certificate;
    match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => Fault::CertificateExpired { host },
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                Fault::CertificateForAnother { host }
            }
            _ => Fault::CertificateUntrusted { host },
        },
        rustls::Error::InvalidMessage(_) => Fault::NotEncrypted { host },
        other => Fault::TlsFailed { host, detail: other.to_string().chars().take(300).collect() },
    }
}
