mod money;
mod printing;
mod reports;
mod samples;
mod tools;
