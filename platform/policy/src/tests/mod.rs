mod authorize;
mod store;
