//! Finding on both databases, and the pure rules.
mod contract;
mod pure;
