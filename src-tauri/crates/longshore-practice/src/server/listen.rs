//! Listening on http and https.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::gateway::{self, Shared};

/// The one service behind every path and method.
pub(crate) fn service(shared: Arc<Shared>, secure: bool) -> Router {
    Router::new().fallback(move |request: Request| {
        let shared = Arc::clone(&shared);
        async move {
            match gateway::handle(shared, request, secure).await {
                Some(response) => response,
                None => broken(),
            }
        }
    })
}

/// An answer that breaks off before its first byte: the client sees its connection end.
fn broken() -> Response<Body> {
    let error = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
    let mut response = Response::new(Body::from_stream(Failing(Some(error))));
    response.headers_mut().insert("content-length", axum::http::HeaderValue::from_static("1"));
    response
}

/// A body that fails at once.
struct Failing(Option<std::io::Error>);

impl futures_util::Stream for Failing {
    type Item = Result<Vec<u8>, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Err))
    }
}

/// Hands out connections whose handshake is done; slow ones do not hold up the others.
pub(crate) struct SecureListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl SecureListener {
    pub(crate) fn new(listener: TcpListener, config: Arc<ServerConfig>) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(64);
        let acceptor = TlsAcceptor::from(config);
        tokio::spawn(async move {
            loop {
                let Ok((stream, peer)) = listener.accept().await else {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                if sender.is_closed() {
                    return;
                }
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    let handshake =
                        tokio::time::timeout(Duration::from_secs(10), acceptor.accept(stream));
                    if let Ok(Ok(stream)) = handshake.await {
                        // The store may have stopped in the meantime.
                        let _ = sender.send((stream, peer)).await;
                    }
                });
            }
        });
        Ok(Self { address, ready })
    }
}

impl Listener for SecureListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}
