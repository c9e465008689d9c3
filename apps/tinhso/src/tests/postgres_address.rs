use crate::backup::postgres::{Connection, major};

#[test]
fn the_parts_of_an_address_are_read_and_decoded() {
    let whole =
        Connection::read("postgres://tinh%20so:m%40t%2Fkhau@db.tinh.example:5433/ho-so?sslmode=require");
    assert_eq!(
        whole,
        Connection {
            host: "db.tinh.example".to_owned(),
            port: "5433".to_owned(),
            user: "tinh so".to_owned(),
            password: "m@t/khau".to_owned(),
            database: "ho-so".to_owned(),
        }
    );
    let short = Connection::read("postgresql://127.0.0.1/a");
    assert_eq!((short.host.as_str(), short.port.as_str(), short.user.as_str()), ("127.0.0.1", "", ""));
    let socket = Connection::read("postgres:///a?host=/run/postgresql&user=tinhso");
    assert_eq!((socket.host.as_str(), socket.user.as_str()), ("/run/postgresql", "tinhso"));
    assert_eq!(Connection::read("postgres://u@[::1]:1/a").host, "::1");
}

#[test]
fn the_major_version_is_read_from_what_the_tools_say() {
    assert_eq!(major("pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)").as_deref(), Some("15"));
    assert_eq!(major("pg_dump (PostgreSQL) 17beta1").as_deref(), Some("17beta1"));
    assert_eq!(major("nothing"), None);
}
