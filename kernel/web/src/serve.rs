//! Listening.  Here, so that no other crate names the server framework for it.
use axum::Router;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Answers until `stop` resolves, then lets running requests finish.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop)
        .await
}
