mod acts;
mod api;
mod assigning;
mod doors;
mod events;
mod fan_out;
#[allow(dead_code, reason = "each group of tests uses its part of the small province")]
mod fixture;
mod notice;
mod pages;
mod plans;
mod random_walk;
#[allow(dead_code, reason = "each group of tests uses its part of the browser")]
mod timers;
mod together;
