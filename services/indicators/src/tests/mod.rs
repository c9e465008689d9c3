mod counting;
mod definitions;
mod random_life;
mod reports;
mod rules;
mod sql;
mod support;
mod values;
