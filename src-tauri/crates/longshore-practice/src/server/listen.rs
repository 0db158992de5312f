//! Listening on http and https.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::deliver;
use super::gateway::{self, Shared};

/// The one service behind every path and method.
pub(crate) fn service(shared: Arc<Shared>, secure: bool) -> Router {
    Router::new().fallback(move |request: Request| {
        let shared = Arc::clone(&shared);
        async move {
            match gateway::handle(shared, request, secure).await {
                Some(response) => response,
                None => deliver::nothing(),
            }
        }
    })
}

/// A listener in use, and what its door needs to know of it.
pub(crate) struct OpenDoor {
    pub(crate) listener: Arc<TcpListener>,
    /// Dropped with the listener: then the door may be shut.
    pub(crate) _presence: oneshot::Sender<()>,
    pub(crate) address: SocketAddr,
}

impl OpenDoor {
    async fn connection(&self) -> (TcpStream, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok(connection) => return connection,
                // Too many open files, mostly: a pause helps.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

/// Hands out connections as they come.
pub(crate) struct PlainListener(pub(crate) OpenDoor);

impl Listener for PlainListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        self.0.connection().await
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.0.address)
    }
}

/// Hands out connections whose handshake is done; slow ones do not hold up the others.
pub(crate) struct SecureListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl SecureListener {
    pub(crate) fn new(door: OpenDoor, config: Arc<ServerConfig>) -> Self {
        let address = door.address;
        let (sender, ready) = mpsc::channel(64);
        let acceptor = TlsAcceptor::from(config);
        tokio::spawn(async move {
            loop {
                let (stream, peer) = tokio::select! {
                    connection = door.connection() => connection,
                    () = sender.closed() => return,
                };
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
        Self { address, ready }
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
