//! Sign-in, sessions, links, tokens on both databases; pages through the shell; the packs' accounts.
mod accounts;
mod packs;
mod pages;
mod pages_admin;
mod rules;
mod sessions;
mod sign_in;
mod support;
mod tokens;
