//! A certificate is trusted, or the reason why not is named.

use std::sync::Arc;

use longshore_connectors::{Connection, Sent, Store, StoreError, woocommerce::WooCommerce};
use longshore_engine::entity::Entity;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{changes::create, server::connection};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A store with a certificate for this name that is valid until this year.
async fn serve(authority: &Authority, name: &str, until: i32) -> String {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(socket).await else { continue };
            let mut request = vec![0; 65536];
            let _ = stream.read(&mut request).await;
            let _ = stream
                .write_all(
                    b"HTTP/1.1 200 OK\r\ncontent-length: 23\r\n\r\n{\"create\": [{\"id\": 5}]}",
                )
                .await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

/// What comes of sending something there.
async fn trying(url: &str, pem: Option<String>) -> Result<usize, StoreError> {
    let connection = Connection { authority: pem.map(String::into_bytes), ..connection(url) };
    let store = WooCommerce::new(connection)?;
    store.send(&[create(Entity::Product, &[])]).await.map(|answers| answers.len())
}

#[tokio::test]
async fn a_private_authority_is_trusted_by_those_who_added_it_and_by_nobody_else() {
    let (ours, other) = (authority(), authority());
    let url = serve(&ours, "127.0.0.1", 2100).await;
    assert_eq!(trying(&url, Some(ours.pem())).await.unwrap(), 1);
    for stranger in [None, Some(other.pem())] {
        let error = trying(&url, stranger).await.unwrap_err();
        // A machine without any authorities of its own cannot even begin.
        assert!(
            matches!(error.code(), "store_certificate_untrusted" | "store_no_trusted_authorities"),
            "{error}"
        );
        assert_eq!(error.sent, Sent::Nothing);
    }
}

#[tokio::test]
async fn a_certificate_that_does_not_fit_says_why() {
    let ours = authority();
    let expired = serve(&ours, "127.0.0.1", 2001).await;
    assert_eq!(
        trying(&expired, Some(ours.pem())).await.unwrap_err().code(),
        "store_certificate_expired"
    );
    let foreign = serve(&ours, "shop.example", 2100).await;
    assert_eq!(
        trying(&foreign, Some(ours.pem())).await.unwrap_err().code(),
        "store_certificate_for_another"
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_named() {
    let ours = authority();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let error = trying(&url, Some(ours.pem())).await.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_not_encrypted", Sent::Nothing));
}
