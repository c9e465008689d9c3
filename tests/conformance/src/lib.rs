//! The house against what others publish: tables, suites and standards that are not ours.
#[cfg(test)]
mod admin;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod packs_walk;
#[cfg(test)]
mod plan_names;
#[cfg(test)]
mod plan_packs;
#[cfg(test)]
mod plan_packs_adopt;
#[cfg(test)]
mod plans;
