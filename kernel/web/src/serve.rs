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
use tokio::time::{Sleep, sleep};

/// How much of a body nobody read is thrown away before the connection closes, and for how long.
const UNREAD_BYTES_MAX: usize = 32 * 1024 * 1024;
const UNREAD_TIME_MAX: Duration = Duration::from_secs(10);

/// Answers until `stop` resolves, then lets running requests finish.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(Patient(listener), router.into_make_service_with_connect_info::<Peer>())
        .with_graceful_shutdown(stop)
        .await
}

/// The other end of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub address: SocketAddr,
    /// Set once an answer left before its request was read to the end.
    unread: Arc<AtomicBool>,
}

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Self {
        Self { address: *stream.remote_addr(), unread: Arc::clone(&stream.io().unread) }
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
pub(crate) struct Patient(TcpListener);

impl Listener for Patient {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Connection { stream, unread: Arc::default(), closing: None, dropped: 0 }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    unread: Arc<AtomicBool>,
    /// Our side has ended; theirs may go on until then.
    closing: Option<Pin<Box<Sleep>>>,
    dropped: usize,
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
        Pin::new(&mut self.stream).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, from)
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
