//! The store's certificate, from an authority of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::access::write_private;
use crate::error::PracticeError;

/// What https needs.
pub(crate) struct Identity {
    pub(crate) config: Arc<ServerConfig>,
    /// The authority, for clients to trust.
    pub(crate) ca_file: PathBuf,
}

/// The certificate of a folder, made if there is none.
pub(crate) fn in_folder(folder: &Path) -> Result<Identity, PracticeError> {
    let ca_file = folder.join("ca.pem");
    let certificate_file = folder.join("certificate.pem");
    let key_file = folder.join("key.pem");
    if !(ca_file.exists() && certificate_file.exists() && key_file.exists()) {
        let made = generate("Longshore practice authority")
            .map_err(|error| PracticeError::Certificate(error.to_string()))?;
        for (file, content) in [
            (&ca_file, made.authority),
            (&certificate_file, made.certificate),
            (&key_file, made.key),
        ] {
            write_private(file, content.as_bytes())
                .map_err(|source| PracticeError::Folder { path: file.clone(), source })?;
        }
    }
    let failed =
        |error: rustls::pki_types::pem::Error| PracticeError::Certificate(error.to_string());
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&certificate_file)
        .map_err(failed)?
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    let key = PrivateKeyDer::from_pem_file(&key_file).map_err(failed)?;
    Ok(Identity { config: config(chain, key)?, ca_file })
}

/// A certificate from another authority, that no client trusts.
pub(crate) fn stranger() -> Result<Arc<ServerConfig>, PracticeError> {
    let failed = |error: &dyn std::fmt::Display| PracticeError::Certificate(error.to_string());
    let made = generate("Another practice authority").map_err(|error| failed(&error))?;
    let chain = CertificateDer::pem_slice_iter(made.certificate.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| failed(&error))?;
    let key = PrivateKeyDer::from_pem_slice(made.key.as_bytes()).map_err(|error| failed(&error))?;
    config(chain, key)
}

fn config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, PracticeError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| PracticeError::Certificate(error.to_string()))?;
    Ok(Arc::new(config))
}

struct Made {
    authority: String,
    certificate: String,
    key: String,
}

fn generate(authority_name: &str) -> Result<Made, rcgen::Error> {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, authority_name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let mut server = CertificateParams::new(vec![
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        "::1".to_owned(),
    ])?;
    server.distinguished_name.push(DnType::CommonName, "Longshore practice store");
    let key = KeyPair::generate()?;
    let certificate = server.signed_by(&key, &issuer)?;
    Ok(Made { authority: issuer.pem(), certificate: certificate.pem(), key: key.serialize_pem() })
}
