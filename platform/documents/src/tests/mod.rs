mod money;
mod printing;
mod samples;
mod tools;
