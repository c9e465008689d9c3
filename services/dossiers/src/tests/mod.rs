mod citizen;
mod citizen_after;
mod citizen_files;
#[allow(dead_code, reason = "each group of tests uses its part of the small province")]
mod fixture;
mod desk;
mod desk_doors;
mod desk_queue;
mod status;
mod province;
mod walk;
mod killed;
mod recompute;
mod work;
mod leader;
mod api;
