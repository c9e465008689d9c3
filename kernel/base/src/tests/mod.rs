mod codes;
mod dates_and_money;
mod fuzz;
mod ids;
mod numbers;
mod sentences;
