//! The page through its doors, with ports that a test fills.
mod book;
mod numbers;
mod pages;
mod stream;
mod support;
