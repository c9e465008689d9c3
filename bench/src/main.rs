//! `bench`: see README.md.
fn main() {}
