//! The house rules, kept by tests instead of by memory.  Each rule is a function from facts to findings; `src/tests`
//! runs it over the real tree and proves on made-up violations that it fires.  See README.md.

pub mod crates;
pub mod doors;
pub mod leftovers;
pub mod lexer;
pub mod licences;
pub mod shipped;
pub mod sizes;
pub mod sql;
pub mod templates;
pub mod tree;
pub mod words;

/// One broken rule at one place; `place` is a path from the root of the repository, with a line where one is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub place: String,
    pub rule: &'static str,
    pub detail: String,
}

impl Finding {
    pub fn new(place: impl Into<String>, rule: &'static str, detail: impl Into<String>) -> Self {
        Self { place: place.into(), rule, detail: detail.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: [{}] {}", self.place, self.rule, self.detail)
    }
}

#[cfg(test)]
mod tests;
