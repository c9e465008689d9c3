mod grammar_agency;
mod grammar_bounds;
mod grammar_number;
mod grammar_quantity;
mod grammar_when;
