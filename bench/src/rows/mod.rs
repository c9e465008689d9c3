//! The rows of bench/README.md.
mod bare;
mod bare_postgres;
mod bare_sqlite;
pub mod clerks;
pub mod desk;
pub mod facts;
pub mod http;
pub mod live;
pub mod process;
pub mod province_year;
pub mod receive;
pub mod server;
pub mod small;
pub mod table;
