//! The doors of a store, http and https: open, shut for a time, or with a stranger's certificate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;

use super::certificate;
use super::listen::{OpenDoor, PlainListener, SecureListener};

/// How long whoever orders waits for the doors at most.
const PATIENCE: Duration = Duration::from_secs(5);
/// A port that is taken while the door is shut is tried again.
const PAUSE: Duration = Duration::from_millis(20);
/// As long as no store runs.
const FOR_GOOD: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// What the doors are to be like.
#[derive(Debug, Clone, Copy, Default)]
struct Order {
    number: u64,
    shut_until: Option<Instant>,
    stranger_until: Option<Instant>,
}

impl Order {
    fn is_shut(&self, now: Instant) -> bool {
        self.shut_until.is_some_and(|until| until > now)
    }

    fn is_stranger(&self, now: Instant) -> bool {
        self.stranger_until.is_some_and(|until| until > now)
    }

    /// When it is to be looked at again.
    fn next(&self, now: Instant) -> Instant {
        let ends = [self.shut_until, self.stranger_until].into_iter().flatten();
        ends.filter(|end| *end > now).min().unwrap_or(now + FOR_GOOD)
    }
}

/// Where the doors are told what to do.
pub(crate) struct Doors {
    order: watch::Sender<Order>,
    /// Per door, the number of the order that it last obeyed.
    obeyed: Vec<watch::Receiver<u64>>,
}

/// One door, before it opens.
pub(crate) struct Door {
    listener: std::net::TcpListener,
    address: SocketAddr,
    /// The store's own certificate; none for http.
    config: Option<Arc<ServerConfig>>,
    order: watch::Receiver<Order>,
    obeyed: watch::Sender<u64>,
}

impl Door {
    pub(crate) fn is_secure(&self) -> bool {
        self.config.is_some()
    }
}

impl Doors {
    /// Doors on these listeners; https has a certificate.
    pub(crate) fn new(
        listeners: Vec<(std::net::TcpListener, Option<Arc<ServerConfig>>)>,
    ) -> std::io::Result<(Self, Vec<Door>)> {
        let order = watch::Sender::new(Order::default());
        let mut doors = Vec::new();
        for (listener, config) in listeners {
            let address = listener.local_addr()?;
            let (order, obeyed) = (order.subscribe(), watch::Sender::new(0));
            doors.push(Door { listener, address, config, order, obeyed });
        }
        let obeyed = doors.iter().map(|door| door.obeyed.subscribe()).collect();
        Ok((Self { order, obeyed }, doors))
    }

    /// Shuts all doors for a time: connections are refused when this returns.
    pub(crate) async fn shut(&self, lasts: Duration) {
        self.tell(|order| order.shut_until = Some(Instant::now() + lasts)).await;
    }

    /// Shows a stranger's certificate, for a time or for good.
    pub(crate) async fn be_a_stranger(&self, lasts: Option<Duration>) {
        let until = Instant::now() + lasts.unwrap_or(FOR_GOOD);
        self.tell(|order| order.stranger_until = Some(until)).await;
    }

    /// Everything as it was.
    pub(crate) fn restore(&self) {
        self.order.send_if_modified(|order| {
            let is_disturbed = order.shut_until.is_some() || order.stranger_until.is_some();
            *order = Order { number: order.number + 1, ..Order::default() };
            is_disturbed
        });
    }

    async fn tell(&self, change: impl FnOnce(&mut Order)) {
        let mut number = 0;
        self.order.send_modify(|order| {
            change(order);
            order.number += 1;
            number = order.number;
        });
        let all = async {
            for obeyed in &self.obeyed {
                // A door that is no more obeys everybody.
                let _ = obeyed.clone().wait_for(|obeyed| *obeyed >= number).await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, all).await;
    }
}

/// What holds the port.
enum Port {
    Listening(Arc<TcpListener>),
    /// Bound, so that nobody else takes it, but nobody listens: who connects is refused.
    Bound(TcpSocket),
}

/// A server behind the open door.
struct Serving {
    /// Ends it when dropped: no new connections, and those that are there end after the request
    /// that they are at.
    _running: oneshot::Sender<()>,
    /// Ends when nothing holds the listener any more.
    left: oneshot::Receiver<()>,
    is_stranger: bool,
}

/// Keeps a door as it is ordered, until the store is no more.
pub(crate) async fn keep(door: Door, service: Router) -> std::io::Result<()> {
    let Door { listener, address, config, mut order, obeyed } = door;
    let mut port = Port::Listening(Arc::new(TcpListener::from_std(listener)?));
    let mut serving: Option<Serving> = None;
    loop {
        let wanted = *order.borrow_and_update();
        let now = Instant::now();
        let is_shut = wanted.is_shut(now);
        let is_stranger = config.is_some() && wanted.is_stranger(now);
        if let Some(ended) =
            serving.take_if(|running| is_shut || running.is_stranger != is_stranger)
        {
            drop(ended._running);
            let _ = ended.left.await;
        }
        port = match port {
            Port::Listening(listener) if is_shut => {
                drop(listener);
                Port::Bound(bind(address).await)
            }
            Port::Bound(socket) if !is_shut => Port::Listening(listen(socket, address).await),
            as_it_is => as_it_is,
        };
        if let (Port::Listening(listener), None) = (&port, &serving) {
            let config = match &config {
                Some(_) if is_stranger => certificate::stranger()
                    .inspect_err(|error| tracing::error!(%error, "no other certificate"))
                    .ok()
                    .or_else(|| config.clone()),
                own => own.clone(),
            };
            serving =
                Some(open(Arc::clone(listener), address, config, service.clone(), is_stranger));
        }
        obeyed.send_replace(wanted.number);
        tokio::select! {
            changed = order.changed() => if changed.is_err() { return Ok(()) },
            () = tokio::time::sleep_until(wanted.next(now)) => {}
        }
    }
}

fn open(
    listener: Arc<TcpListener>,
    address: SocketAddr,
    config: Option<Arc<ServerConfig>>,
    service: Router,
    is_stranger: bool,
) -> Serving {
    let (running, ended) = oneshot::channel::<()>();
    let (presence, left) = oneshot::channel::<()>();
    let door = OpenDoor { listener, _presence: presence, address };
    let end = async {
        let _ = ended.await;
    };
    match config {
        None => tokio::spawn(async move {
            axum::serve(PlainListener(door), service).with_graceful_shutdown(end).await
        }),
        Some(config) => tokio::spawn(async move {
            let listener = SecureListener::new(door, config);
            axum::serve(listener, service).with_graceful_shutdown(end).await
        }),
    };
    Serving { _running: running, left, is_stranger }
}

/// The port, without listening on it.
async fn bind(address: SocketAddr) -> TcpSocket {
    loop {
        let bound = TcpSocket::new_v4().and_then(|socket| {
            // Connections that end slowly keep it taken otherwise. On Windows they do not, and
            // this would let others in.
            #[cfg(unix)]
            socket.set_reuseaddr(true)?;
            socket.bind(address)?;
            Ok(socket)
        });
        match bound {
            Ok(socket) => return socket,
            Err(error) => tracing::debug!(%error, "the port is taken"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(socket: TcpSocket, address: SocketAddr) -> Arc<TcpListener> {
    let mut socket = socket;
    loop {
        match socket.listen(1024) {
            Ok(listener) => return Arc::new(listener),
            Err(error) => tracing::debug!(%error, "nobody can listen on the port"),
        }
        tokio::time::sleep(PAUSE).await;
        socket = bind(address).await;
    }
}
