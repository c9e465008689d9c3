//! Argon2id, two at a time, off the async workers.
use crate::IdentityError;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// 19 MiB each: more at once would let a crowd at the sign-in page take the machine's memory.
const AT_ONCE: usize = 2;
/// Who comes later is told to come again.
const WAITING_MAX: usize = 64;
/// Checked where there is no password, so that an unknown name takes as long as a known one.  No password is known
/// that fits.
pub(crate) const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$STdQ6T7d4GekxaBOfMaNOA$uj2i2S15CxkPuO8+C1jH5R4dRb0fkQOt385qgn+IkFA";

pub(crate) struct Passwords {
    seats: Arc<Semaphore>,
    waiting: AtomicUsize,
    runs: AtomicU64,
}

/// One place in the queue; left when dropped, also when the request is.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            seats: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
            runs: AtomicU64::new(0),
        }
    }

    /// How often Argon2 has run: tests prove by it that refusals cost the same.
    #[cfg(test)]
    pub(crate) fn runs(&self) -> u64 {
        self.runs.load(Ordering::SeqCst)
    }

    /// The PHC string of a password.
    pub(crate) async fn hash(&self, password: String) -> Result<String, IdentityError> {
        self.run(move || hash_blocking(&password)).await?
    }

    /// Whether the password fits; without a hash the work is the same and the answer no.
    pub(crate) async fn fits(&self, password: String, hash: Option<String>) -> Result<bool, IdentityError> {
        self.run(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| DECOY.to_owned());
            let fits = Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok();
            known && fits
        })
        .await
    }

    async fn run<T, F>(&self, work: F) -> Result<T, IdentityError>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(IdentityError::Busy);
        }
        let place = Waiting(&self.waiting);
        let seat = Arc::clone(&self.seats).acquire_owned().await.map_err(|_| IdentityError::Busy)?;
        self.runs.fetch_add(1, Ordering::SeqCst);
        let done = tokio::task::spawn_blocking(move || {
            // The seat is kept by the work, not by the request: a visitor who goes away frees nothing early.
            let _seat = seat;
            work()
        })
        .await;
        drop(place);
        done.map_err(|_| IdentityError::Hashing)
    }
}

/// The PHC string of a password with a fresh salt; for places without async workers (packs, the command line).
///
/// # Errors
/// [`IdentityError::Hashing`] without random bytes or memory.
pub(crate) fn hash_blocking(password: &str) -> Result<String, IdentityError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| IdentityError::Hashing)
}
