#[allow(dead_code, reason = "each group of tests uses its part of the small province")]
mod fixture;
mod status;
mod province;
mod walk;
mod killed;
mod recompute;
