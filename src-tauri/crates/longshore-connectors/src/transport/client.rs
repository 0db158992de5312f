//! With which certificates, proxies and time-outs do we connect?

use std::{
    sync::{Arc, Once},
    time::Duration,
};

use reqwest::{Certificate, Client, ClientBuilder, dns::Resolve, redirect::Policy, retry};
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use secrecy::ExposeSecret;

use crate::{
    connection::{Address, Connection, Manners},
    error::Fault,
};

const NAME: &str = concat!("Longshore/", env!("CARGO_PKG_VERSION"));

/// How long a connection waits for its next request. Servers hang up after five seconds and more; a write that
/// meets the hanging up would leave it open what was done.
const IDLE: Duration = Duration::from_secs(3);

/// The client for a connection: follows no redirect, because the key would go along.
pub(crate) fn with_key(connection: &Connection) -> Result<Client, Fault> {
    let usable = |text: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_graphic() && letter != ':')
    };
    if !usable(&connection.key) || !usable(connection.secret.expose_secret()) {
        return Err(Fault::KeyInvalid);
    }
    build(&connection.address, &connection.manners, connection.authority.as_deref())
}

/// The client for a user with a password: names may be e-mail addresses, or have spaces.
pub(crate) fn with_password(connection: &Connection) -> Result<Client, Fault> {
    let is_name = |name: &str| {
        !name.trim().is_empty() && !name.chars().any(|letter| letter.is_control() || letter == ':')
    };
    let password = connection.secret.expose_secret();
    let is_password = !password.trim().is_empty() && !password.chars().any(char::is_control);
    if !is_name(&connection.key) || !is_password {
        return Err(Fault::KeyInvalid);
    }
    build(&connection.address, &connection.manners, connection.authority.as_deref())
}

/// The client that looks for a store. It carries no key and follows no redirect by itself: each is looked at.
pub(crate) fn unauthenticated(
    address: &Address,
    manners: &Manners,
    authority: Option<&[u8]>,
) -> Result<Client, Fault> {
    build(address, manners, authority)
}

/// The client that fetches a file. It carries no key and follows no redirect by itself; nothing may come for so long.
pub(crate) fn downloading(
    address: &Address,
    manners: &Manners,
    silent_for: Duration,
) -> Result<Client, Fault> {
    built(begun(address, manners).read_timeout(silent_for), address, None)
}

/// The client that looks at what lies at addresses of a file. It carries no key, follows no redirect by itself, goes
/// through no proxy, which would look names up where nobody sees what they lead to, and asks only machines that the
/// resolver lets through.
pub(crate) fn looking<R: Resolve + 'static>(
    manners: &Manners,
    resolver: &Arc<R>,
) -> Result<Client, Fault> {
    let begun = || begun_for(manners).no_proxy().dns_resolver(Arc::clone(resolver));
    // A bare machine may have no certificates: then it cannot look at what is encrypted.
    begun()
        .build()
        .or_else(|_| begun().tls_certs_only([]).build())
        .map_err(|_| Fault::NoTrustedAuthorities)
}

fn build(address: &Address, manners: &Manners, authority: Option<&[u8]>) -> Result<Client, Fault> {
    built(begun(address, manners), address, authority)
}

fn begun(address: &Address, manners: &Manners) -> ClientBuilder {
    let builder = begun_for(manners);
    if address.is_loopback() { builder.no_proxy() } else { builder }
}

fn begun_for(manners: &Manners) -> ClientBuilder {
    choose_cryptography();
    Client::builder()
        .user_agent(NAME)
        .redirect(Policy::none())
        .retry(retry::never())
        .connect_timeout(manners.connect_within)
        .timeout(manners.answer_within)
        .pool_idle_timeout(IDLE)
        .tcp_keepalive(Duration::from_secs(30))
        .tcp_nodelay(true)
}

fn built(
    builder: ClientBuilder,
    address: &Address,
    authority: Option<&[u8]>,
) -> Result<Client, Fault> {
    let builder = trusting(builder, address, authority)?;
    builder.build().map_err(|error| {
        tracing::debug!(error = %innermost(&error), "no client");
        Fault::NoTrustedAuthorities
    })
}

fn trusting(
    builder: ClientBuilder,
    address: &Address,
    authority: Option<&[u8]>,
) -> Result<ClientBuilder, Fault> {
    let Some(pem) = authority else {
        let needs_none = address.is_loopback() && !address.is_encrypted();
        // A bare machine may have no certificates, and needs none to talk to itself in the clear.
        return Ok(if needs_none { builder.tls_certs_only([]) } else { builder });
    };
    check_authority(pem)?;
    let certificates = Certificate::from_pem_bundle(pem).map_err(|_| Fault::AuthorityInvalid)?;
    Ok(builder.tls_certs_merge(certificates))
}

/// Whether there are certificates in it, each of which can be trusted as an authority.
fn check_authority(pem: &[u8]) -> Result<(), Fault> {
    let mut trusted = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| Fault::AuthorityInvalid)?;
        trusted.add(certificate).map_err(|_| Fault::AuthorityInvalid)?;
    }
    if trusted.is_empty() { Err(Fault::AuthorityInvalid) } else { Ok(()) }
}

/// The process takes one provider of cryptography; whoever comes first chooses.
fn choose_cryptography() {
    static CHOICE: Once = Once::new();
    CHOICE.call_once(|| {
        // An error means that one is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn innermost<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> &'e (dyn std::error::Error + 'static) {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner
}
