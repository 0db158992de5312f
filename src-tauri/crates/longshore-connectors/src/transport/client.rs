//! With which certificates, proxies and time-outs do we connect?

use std::sync::Once;

use reqwest::{Certificate, Client, ClientBuilder, redirect::Policy, retry};

use crate::{
    connection::{Address, Connection, Manners},
    error::Fault,
};

const NAME: &str = concat!("Longshore/", env!("CARGO_PKG_VERSION"));

/// The client for a connection: follows no redirect, because the key would go along.
pub(crate) fn with_key(connection: &Connection) -> Result<Client, Fault> {
    let usable = |text: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_graphic() && letter != ':')
    };
    if !usable(&connection.key) {
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

fn build(address: &Address, manners: &Manners, authority: Option<&[u8]>) -> Result<Client, Fault> {
    choose_cryptography();
    let mut builder = Client::builder()
        .user_agent(NAME)
        .redirect(Policy::none())
        .retry(retry::never())
        .connect_timeout(manners.connect_within)
        .timeout(manners.answer_within)
        .tcp_nodelay(true);
    if address.is_loopback() {
        builder = builder.no_proxy();
    }
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
    if !address.is_encrypted() {
        // No certificates are needed, and a bare machine may have none.
        return Ok(builder.tls_certs_only([]));
    }
    let Some(pem) = authority else { return Ok(builder) };
    let certificates = Certificate::from_pem_bundle(pem).map_err(|_| Fault::AuthorityInvalid)?;
    if certificates.is_empty() {
        return Err(Fault::AuthorityInvalid);
    }
    Ok(builder.tls_certs_merge(certificates))
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
