//! The catalogue's rules and its promises on both databases.
mod catalogue;
mod checks;
mod import;
mod overlays;
mod pages;
mod parts;
mod random;
mod sample;
mod traps;
