//! Listening.  Here, so that no other crate names the server framework for it.
//!
//! Whoever is refused while still sending gets to read why.  A socket closed over unread bytes resets the connection,
//! and the reset overtakes the answer: nginx would say 502 and a browser "connection reset".  So an answer given
//! before the body was read is followed by the end of our side only, and what still comes is thrown away, in bounds.
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request};
use axum::serve::{IncomingStream, Listener};
use hyper::body::{Frame, SizeHint};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Sleep, sleep};

/// How much of a body nobody read is thrown away before the connection closes, and for how long.
const UNREAD_BYTES_MAX: usize = 32 * 1024 * 1024;
const UNREAD_TIME_MAX: Duration = Duration::from_secs(10);
/// Whoever takes nothing of an answer for so long has gone: her connection ends, and what it holds.
const UNTAKEN_TIME_MAX: Duration = Duration::from_secs(60);

/// Answers until `stop` resolves, then lets running requests finish; streams without an end ([`crate::Feed`]) end then.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    serve_with(listener, router, stop, UNTAKEN_TIME_MAX).await
}

pub(crate) async fn serve_with(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    untaken: Duration,
) -> std::io::Result<()> {
    let (begin, stopping) = watch::channel(false);
    let told = async move {
        stop.await;
        let _ = begin.send(true);
    };
    axum::serve(Patient { listener, stopping, untaken }, router.into_make_service_with_connect_info::<Peer>())
        .with_graceful_shutdown(told)
        .await
}

/// The other end of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub address: SocketAddr,
    /// Set once an answer left before its request was read to the end.
    unread: Arc<AtomicBool>,
    /// True once the program begins to stop.
    pub stopping: watch::Receiver<bool>,
}

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Self {
        let connection = stream.io();
        Self {
            address: *stream.remote_addr(),
            unread: Arc::clone(&connection.unread),
            stopping: connection.stopping.clone(),
        }
    }
}

/// Has the connection told when this request's body is dropped with something left in it.
pub(crate) fn watched(request: Request) -> Request {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<Peer>>().cloned() else {
        return request;
    };
    if request.body().is_end_stream() {
        return request;
    }
    request.map(|inner| Body::new(Watched { inner, unread: peer.unread, ended: false }))
}

struct Watched {
    inner: Body,
    unread: Arc<AtomicBool>,
    ended: bool,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        self.ended = frame.is_none();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if !self.ended && !self.inner.is_end_stream() {
            self.unread.store(true, Ordering::Relaxed);
        }
    }
}

/// A listener whose connections close patiently.
pub(crate) struct Patient {
    listener: TcpListener,
    stopping: watch::Receiver<bool>,
    untaken: Duration,
}

impl Listener for Patient {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let connection = Connection {
            stream,
            unread: Arc::default(),
            stopping: self.stopping.clone(),
            untaken: self.untaken,
            stuck: None,
            closing: None,
            dropped: 0,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    unread: Arc<AtomicBool>,
    stopping: watch::Receiver<bool>,
    untaken: Duration,
    /// Nothing of ours has been taken for a while; runs out after `untaken`.
    stuck: Option<Pin<Box<Sleep>>>,
    /// Our side has ended; theirs may go on until then.
    closing: Option<Pin<Box<Sleep>>>,
    dropped: usize,
}

impl Connection {
    /// The outcome of a write, or the end of our patience with a reader who takes nothing.
    fn taken(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if outcome.is_ready() {
            self.stuck = None;
            return outcome;
        }
        let untaken = self.untaken;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(untaken)));
        ready!(stuck.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, from);
        self.taken(cx, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, from);
        self.taken(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let until = match &mut this.closing {
            Some(until) => until,
            None => {
                ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
                if !this.unread.load(Ordering::Relaxed) {
                    return Poll::Ready(Ok(()));
                }
                this.closing.insert(Box::pin(sleep(UNREAD_TIME_MAX)))
            }
        };
        let mut space = [0; 16 * 1024];
        while this.dropped < UNREAD_BYTES_MAX && until.as_mut().poll(cx).is_pending() {
            let mut piece = ReadBuf::new(&mut space);
            let read = ready!(Pin::new(&mut this.stream).poll_read(cx, &mut piece));
            if read.is_err() || piece.filled().is_empty() {
                break;
            }
            this.dropped = this.dropped.saturating_add(piece.filled().len());
        }
        Poll::Ready(Ok(()))
    }
}
