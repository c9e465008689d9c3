mod cleaning;
mod finding;
mod numbers;
mod sorting;
