//! PostgreSQL goes away and comes back, seen through a wire that can be cut.
use super::{EXAMPLE, paper, papers};
use crate::testing::TestDb;
use crate::{Db, DbError};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Passes bytes between 127.0.0.1:port and PostgreSQL while `up`.
struct Wire {
    port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    up: bool,
    open: Vec<TcpStream>,
}

impl Wire {
    fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { up: true, open: Vec::new() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let near = near.unwrap();
                let mut state = shared.lock().unwrap();
                if !state.up {
                    continue;
                }
                let far = TcpStream::connect(&target).unwrap();
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    std::thread::spawn(move || pass(from, to));
                }
                state.open.extend([near, far]);
            }
        });
        Self { port, state }
    }

    fn set(&self, up: bool) {
        let mut state = self.state.lock().unwrap();
        state.up = up;
        for stream in state.open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0u8; 16 * 1024];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

#[test]
fn while_postgresql_is_away_the_answer_is_503_and_afterwards_all_is_well() {
    let Some(test) = TestDb::postgres(&[EXAMPLE]) else { return };
    let mut config = test.config().clone();
    let (before, after) = config.url.rsplit_once('@').unwrap();
    let (target, rest) = after.split_once('/').unwrap();
    let wire = Wire::to(target.to_owned());
    config.url = format!("{before}@127.0.0.1:{}/{rest}", wire.port);
    config.pool = 2;
    let db = Db::open(&config).unwrap();
    assert_eq!(db.write_blocking(|tx| paper(tx, 1)), Ok(()));

    wire.set(false);
    for _ in 0..4 {
        let away = db.write_blocking(|tx| paper(tx, 2));
        assert!(matches!(away, Err(DbError::Unavailable(_))), "{away:?}");
    }
    assert!(Db::open(&config).is_err());

    wire.set(true);
    let started = Instant::now();
    while db.write_blocking(|tx| paper(tx, 3)).is_err() {
        assert!(started.elapsed() < Duration::from_secs(5), "it does not come back");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(db.read_blocking(papers), Ok(2));
    assert!(db.metrics().reconnects >= 1);
}
