//! What happened between us and a store? Each kind of trouble has a code and the parameters of a sentence about it.

use std::time::Duration;

use smol_str::SmolStr;

/// What happened. Each has a code and parameters; texts in them come from outside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The address cannot be read.
    #[error("the address {address} cannot be read")]
    AddressInvalid {
        /// As it was given.
        address: String,
    },
    /// Plain http to a machine that is not this one: the secret would be readable on the way.
    #[error("plain http to {host}")]
    PlainHttp {
        /// Where to.
        host: String,
    },
    /// The key or the secret has characters that no key has.
    #[error("the key cannot be sent")]
    KeyInvalid,
    /// The file of the private certificate authority cannot be read.
    #[error("the certificate authority cannot be read")]
    AuthorityInvalid,
    /// This machine has no list of trusted certificate authorities.
    #[error("no trusted certificate authorities on this machine")]
    NoTrustedAuthorities,
    /// There is no machine of that name.
    #[error("{host} has no address")]
    NameUnknown {
        /// The name.
        host: String,
    },
    /// The machine is there and takes no connection.
    #[error("{host} refuses connections")]
    ConnectionRefused {
        /// Where to, with the port.
        host: String,
    },
    /// The machine cannot be reached.
    #[error("{host} cannot be reached: {detail}")]
    Unreachable {
        /// Where to, with the port.
        host: String,
        /// The system's words.
        detail: String,
    },
    /// No connection came about in time.
    #[error("{host} did not take the connection within {seconds} s")]
    ConnectTimedOut {
        /// Where to, with the port.
        host: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The certificate is not trusted: self-signed, or by an authority that this machine does not know.
    #[error("the certificate of {host} is not trusted")]
    CertificateUntrusted {
        /// Whose.
        host: String,
    },
    /// The certificate has run out, or is not valid yet (or this machine's clock is wrong).
    #[error("the certificate of {host} is out of date")]
    CertificateExpired {
        /// Whose.
        host: String,
    },
    /// The certificate is for another name.
    #[error("the certificate of {host} is for another name")]
    CertificateForAnother {
        /// Whose.
        host: String,
    },
    /// No encrypted connection came about.
    #[error("no encrypted connection to {host}: {detail}")]
    TlsFailed {
        /// Where to.
        host: String,
        /// The library's words.
        detail: String,
    },
    /// The connection ended before an answer.
    #[error("the connection ended before an answer")]
    Dropped,
    /// No answer in time.
    #[error("no answer within {seconds} s")]
    TimedOut {
        /// How long was waited.
        seconds: u64,
    },
    /// The answer broke off.
    #[error("the answer broke off after {received} bytes")]
    AnswerCut {
        /// What had come until then.
        received: usize,
    },
    /// The answer is longer than we take.
    #[error("the answer is longer than {limit} bytes")]
    AnswerTooLarge {
        /// What we take.
        limit: usize,
    },
    /// The answer is no JSON.
    #[error("the answer (status {status}) is {looks_like}, not JSON")]
    AnswerNotJson {
        /// The HTTP status.
        status: u16,
        /// `html`, `php`, `text`, `empty`.
        looks_like: &'static str,
    },
    /// The answer is JSON of another shape than it should be.
    #[error("the answer has another shape: {detail}")]
    AnswerUnexpected {
        /// Where and what, in the parser's words.
        detail: String,
    },
    /// The answers of a batch cannot be told apart.
    #[error("{answered} answers to {asked} changes")]
    AnswersUnmatched {
        /// How many changes were sent.
        asked: usize,
        /// How many answers came.
        answered: usize,
    },
    /// The address has moved. Never followed once a store is saved: the secret would go elsewhere.
    #[error("moved to {target}")]
    Redirected {
        /// The HTTP status.
        status: u16,
        /// Where to.
        target: String,
    },
    /// Each address leads to another one, or back to itself.
    #[error("{address} leads nowhere")]
    SentInCircles {
        /// The last one.
        address: String,
    },
    /// What answers does not speak https.
    #[error("{host} does not speak https")]
    NotEncrypted {
        /// Who, with the port.
        host: String,
    },
    /// What answers does not speak the web's language.
    #[error("{host} does not speak http")]
    NotHttp {
        /// Who, with the port.
        host: String,
    },
    /// The store does not know the key, or does not see it (some hosts drop the header): the answer is the same.
    #[error("the key is not accepted: {code}")]
    KeyUnknown {
        /// The store's code.
        code: SmolStr,
    },
    /// The store knows the key and refuses it: wrong secret, or not allowed to do this.
    #[error("the key is refused: {code} {message}")]
    KeyRefused {
        /// The store's code.
        code: SmolStr,
        /// The store's words, in the store's language.
        message: String,
    },
    /// The whole site wants a password of its own, as test sites do.
    #[error("the site wants a password")]
    PasswordWanted,
    /// Something in front of the store (a firewall) refuses.
    #[error("refused on the way, status {status}")]
    Forbidden {
        /// The HTTP status.
        status: u16,
    },
    /// A firewall that is known by its page refuses.
    #[error("the firewall {name} refuses, status {status}")]
    Firewall {
        /// The HTTP status.
        status: u16,
        /// What it is called.
        name: &'static str,
    },
    /// Something in front of the store wants to see a browser with a person before it.
    #[error("{name} asks whether this is a person, status {status}")]
    RobotCheck {
        /// The HTTP status.
        status: u16,
        /// What it is called.
        name: &'static str,
    },
    /// The site sends everybody to sign in to WordPress first.
    #[error("a login page at {address}")]
    LoginWanted {
        /// Where.
        address: String,
    },
    /// A page says that the site is being built or mended.
    #[error("the site is closed, status {status}")]
    Closed {
        /// The HTTP status.
        status: u16,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// The server takes only encrypted connections at this port.
    #[error("{host} takes only encrypted connections")]
    EncryptionWanted {
        /// Which, with the port.
        host: String,
    },
    /// A plugin switched the REST API off, for everybody or for whoever is not signed in.
    #[error("the REST API is switched off: {code}")]
    RestSwitchedOff {
        /// The plugin's code.
        code: SmolStr,
    },
    /// No WordPress REST API there.
    #[error("no REST API at {address}")]
    NoRestApi {
        /// Where it was looked for.
        address: String,
    },
    /// The site uses plain permalinks, on which the REST API accepts no key.
    #[error("plain permalinks at {address}")]
    PlainPermalinks {
        /// The site.
        address: String,
    },
    /// WordPress without WooCommerce.
    #[error("no WooCommerce at {address}")]
    NoWooCommerce {
        /// The site.
        address: String,
    },
    /// The store does not have this route.
    #[error("no route {route}")]
    NoRoute {
        /// Which one.
        route: String,
    },
    /// The store wants fewer requests.
    #[error("too many requests")]
    TooManyRequests {
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// The request is too large: fewer records a request.
    #[error("the request is too large")]
    TooLarge,
    /// The store is down for a moment: 502, 503, 504.
    #[error("not available, status {status}")]
    Unavailable {
        /// The HTTP status.
        status: u16,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// The store failed: 500 and its like.
    #[error("the store failed, status {status}: {code}")]
    ServerFailed {
        /// The HTTP status.
        status: u16,
        /// The store's code.
        code: SmolStr,
        /// The store's words.
        message: String,
    },
    /// The store refuses the request as a whole.
    #[error("refused, status {status}: {code} {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The store's code.
        code: SmolStr,
        /// The store's words.
        message: String,
    },
    /// A change names a record that the connector cannot name to the store: not resolved yet, or unknown.
    #[error("{field} names a record that is not known")]
    ReferenceUnresolved {
        /// Which field, or `record`, `parent`.
        field: SmolStr,
    },
    /// The platform has no such field.
    #[error("there is no field {field}")]
    FieldUnknown {
        /// Which one.
        field: SmolStr,
    },
    /// Money is to go back for something that the order does not have.
    #[error("the order has no such line: {line}")]
    RefundLineUnknown {
        /// What it is called: its SKU, else its name.
        line: String,
    },
    /// Changes of different routes, or too many for one request.
    #[error("these changes do not fit in one request")]
    RequestMixed,
}

impl Fault {
    /// The code of what happened.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::AddressInvalid { .. } => "store_address_invalid",
            Self::PlainHttp { .. } => "store_plain_http",
            Self::KeyInvalid => "store_key_invalid",
            Self::AuthorityInvalid => "store_authority_invalid",
            Self::NoTrustedAuthorities => "store_no_trusted_authorities",
            Self::NameUnknown { .. } => "store_name_unknown",
            Self::ConnectionRefused { .. } => "store_connection_refused",
            Self::Unreachable { .. } => "store_unreachable",
            Self::ConnectTimedOut { .. } => "store_connect_timed_out",
            Self::CertificateUntrusted { .. } => "store_certificate_untrusted",
            Self::CertificateExpired { .. } => "store_certificate_expired",
            Self::CertificateForAnother { .. } => "store_certificate_for_another",
            Self::TlsFailed { .. } => "store_tls_failed",
            Self::Dropped => "store_connection_dropped",
            Self::TimedOut { .. } => "store_timed_out",
            Self::AnswerCut { .. } => "store_answer_cut",
            Self::AnswerTooLarge { .. } => "store_answer_too_large",
            Self::AnswerNotJson { looks_like: "empty", .. } => "store_answer_empty",
            Self::AnswerNotJson { looks_like: "html", .. } => "store_answer_page",
            Self::AnswerNotJson { looks_like: "php", .. } => "store_answer_php",
            Self::AnswerNotJson { .. } => "store_answer_not_json",
            Self::AnswerUnexpected { .. } => "store_answer_unexpected",
            Self::AnswersUnmatched { .. } => "store_answers_unmatched",
            Self::Redirected { .. } => "store_redirected",
            Self::SentInCircles { .. } => "store_sent_in_circles",
            Self::NotEncrypted { .. } => "store_not_encrypted",
            Self::NotHttp { .. } => "store_not_http",
            Self::KeyUnknown { .. } => "store_key_unknown",
            Self::KeyRefused { .. } => "store_key_refused",
            Self::PasswordWanted => "store_password_wanted",
            Self::Forbidden { .. } => "store_forbidden",
            Self::Firewall { .. } => "store_firewall",
            Self::RobotCheck { .. } => "store_robot_check",
            Self::LoginWanted { .. } => "store_login_wanted",
            Self::Closed { .. } => "store_closed",
            Self::EncryptionWanted { .. } => "store_encryption_wanted",
            Self::RestSwitchedOff { .. } => "store_rest_switched_off",
            Self::NoRestApi { .. } => "store_no_rest_api",
            Self::PlainPermalinks { .. } => "store_plain_permalinks",
            Self::NoWooCommerce { .. } => "store_no_woocommerce",
            Self::NoRoute { .. } => "store_no_route",
            Self::TooManyRequests { .. } => "store_too_many_requests",
            Self::TooLarge => "store_request_too_large",
            Self::Unavailable { .. } => "store_unavailable",
            Self::ServerFailed { .. } => "store_server_failed",
            Self::Refused { .. } => "store_refused",
            Self::ReferenceUnresolved { .. } => "reference_unresolved",
            Self::FieldUnknown { .. } => "field_unknown",
            Self::RequestMixed => "request_mixed",
            Self::RefundLineUnknown { .. } => "refund_line_unknown",
        }
    }

    /// What a sentence about it needs: names and values.
    #[must_use]
    pub fn params(&self) -> Vec<(SmolStr, String)> {
        let own = |params: &[(&'static str, &dyn ToString)]| {
            params
                .iter()
                .map(|(name, value)| (SmolStr::new_static(name), value.to_string()))
                .collect()
        };
        let seconds = |wait: &Option<Duration>| {
            let wait = wait.filter(|wait| wait.as_secs() > 0);
            wait.map(|wait| wait.as_secs().to_string()).unwrap_or_default()
        };
        match self {
            Self::AddressInvalid { address }
            | Self::LoginWanted { address }
            | Self::SentInCircles { address }
            | Self::NoRestApi { address }
            | Self::PlainPermalinks { address }
            | Self::NoWooCommerce { address } => own(&[("address", address)]),
            Self::PlainHttp { host }
            | Self::NameUnknown { host }
            | Self::ConnectionRefused { host }
            | Self::CertificateUntrusted { host }
            | Self::CertificateExpired { host }
            | Self::CertificateForAnother { host }
            | Self::EncryptionWanted { host }
            | Self::NotEncrypted { host }
            | Self::NotHttp { host } => own(&[("host", host)]),
            Self::Unreachable { host, detail } | Self::TlsFailed { host, detail } => {
                own(&[("host", host), ("detail", detail)])
            }
            Self::ConnectTimedOut { host, seconds } => own(&[("host", host), ("seconds", seconds)]),
            Self::TimedOut { seconds } => own(&[("seconds", seconds)]),
            Self::AnswerCut { received } => own(&[("received", received)]),
            Self::AnswerTooLarge { limit } => own(&[("limit", limit)]),
            Self::AnswerNotJson { status, looks_like } => {
                own(&[("status", status), ("looks_like", looks_like)])
            }
            Self::AnswerUnexpected { detail } => own(&[("detail", detail)]),
            Self::AnswersUnmatched { asked, answered } => {
                own(&[("asked", asked), ("answered", answered)])
            }
            Self::Redirected { status, target } => own(&[("status", status), ("target", target)]),
            Self::KeyUnknown { code } | Self::RestSwitchedOff { code } => own(&[("code", code)]),
            Self::KeyRefused { code, message } => own(&[("code", code), ("message", message)]),
            Self::Forbidden { status } => own(&[("status", status)]),
            Self::Firewall { status, name } | Self::RobotCheck { status, name } => {
                own(&[("status", status), ("firewall", name)])
            }
            Self::NoRoute { route } => own(&[("route", route)]),
            Self::TooManyRequests { retry_after } => own(&[("retry_after", &seconds(retry_after))]),
            Self::Unavailable { status, retry_after } | Self::Closed { status, retry_after } => {
                own(&[("status", status), ("retry_after", &seconds(retry_after))])
            }
            Self::ServerFailed { status, code, message }
            | Self::Refused { status, code, message } => {
                // Whoever has no word for it has a number.
                let bare = SmolStr::from(format!("HTTP {status}"));
                let code = if code.is_empty() { &bare } else { code };
                own(&[("status", status), ("code", code), ("message", message)])
            }
            Self::RefundLineUnknown { line } => own(&[("line", line)]),
            Self::ReferenceUnresolved { field } | Self::FieldUnknown { field } => {
                own(&[("field", field)])
            }
            Self::KeyInvalid
            | Self::AuthorityInvalid
            | Self::NoTrustedAuthorities
            | Self::Dropped
            | Self::TooLarge
            | Self::PasswordWanted
            | Self::RequestMixed => Vec::new(),
        }
    }

    /// The HTTP status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::AnswerNotJson { status, .. }
            | Self::Redirected { status, .. }
            | Self::Forbidden { status }
            | Self::Firewall { status, .. }
            | Self::RobotCheck { status, .. }
            | Self::Closed { status, .. }
            | Self::Unavailable { status, .. }
            | Self::ServerFailed { status, .. }
            | Self::Refused { status, .. } => Some(*status),
            Self::TooManyRequests { .. } => Some(429),
            Self::PasswordWanted => Some(401),
            Self::TooLarge => Some(413),
            _ => None,
        }
    }

    /// Whether nothing at all could be heard of the store, or it is down.
    pub(crate) fn is_unreachable(&self) -> bool {
        matches!(
            self,
            Self::AddressInvalid { .. }
                | Self::AuthorityInvalid
                | Self::NoTrustedAuthorities
                | Self::NameUnknown { .. }
                | Self::ConnectionRefused { .. }
                | Self::Unreachable { .. }
                | Self::ConnectTimedOut { .. }
                | Self::CertificateUntrusted { .. }
                | Self::CertificateExpired { .. }
                | Self::CertificateForAnother { .. }
                | Self::TlsFailed { .. }
                | Self::Dropped
                | Self::TimedOut { .. }
                | Self::AnswerCut { .. }
                | Self::AnswerNotJson { .. }
                | Self::Redirected { .. }
                | Self::SentInCircles { .. }
                | Self::NotEncrypted { .. }
                | Self::NotHttp { .. }
                | Self::LoginWanted { .. }
                | Self::Closed { .. }
                | Self::EncryptionWanted { .. }
                | Self::NoRestApi { .. }
                | Self::PlainPermalinks { .. }
                | Self::NoWooCommerce { .. }
                | Self::TooManyRequests { .. }
                | Self::Unavailable { .. }
        )
    }
}
