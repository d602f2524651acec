//! A small HTTP server on loopback: it serves one router until it is stopped or dropped.
//!
//! It is built on hyper's connection instead of `axum::serve`, because a practice service must be able to
//! cut a connection without answering, which an axum service cannot say.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A running server; dropping it closes its port and every connection at once.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: CancellationToken,
}

/// Marks an answer that must never be sent: the connection is closed in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CutConnection;

/// The error that makes hyper close a connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the practice server was told to cut this connection")]
struct Cut;

/// How long to wait after a failed accept (too many open files, say) before the next.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

impl Server {
    /// Binds 127.0.0.1 at a port that the system chooses, and serves on the current tokio runtime.
    ///
    /// It fails when no port can be bound, or outside a runtime.
    pub(crate) fn start(router: Router) -> io::Result<Self> {
        let runtime = tokio::runtime::Handle::try_current().map_err(io::Error::other)?;
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let stop = CancellationToken::new();
        runtime.spawn(accept(listener, router, stop.clone()));
        Ok(Self { address, stop })
    }

    /// The address to give to a client: `http://127.0.0.1:PORT`, without a slash at its end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Closes the port and every open connection.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn accept(listener: TcpListener, router: Router, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(serve(stream, router.clone(), stop.clone()));
            }
            Err(error) => {
                tracing::debug!(%error, "practice server could not accept");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, router: Router, stop: CancellationToken) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "practice server could not set TCP_NODELAY");
    }
    let service = service_fn(move |request| answer(router.clone(), request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        () = stop.cancelled() => {}
        ended = connection => if let Err(error) = ended {
            tracing::debug!(%error, "a connection of a practice server ended early");
        },
    }
}

async fn answer(router: Router, request: hyper::Request<Incoming>) -> Result<Response, Cut> {
    let answered: Result<Response, Infallible> = TowerToHyperService::new(router)
        .call(request.map(Body::new))
        .await;
    let Ok(response) = answered;
    if response.extensions().get::<CutConnection>().is_some() {
        return Err(Cut);
    }
    Ok(response)
}
