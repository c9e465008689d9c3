//! From source to tree (DMN 1.4 9.2 and the rules of 10.3.1.2 that we take), by recursive descent with a depth limit.
use crate::ast::{Arithmetic, Compare, Kind, Node, Test};
use crate::functions::{Function, NAMES};
use crate::tokens::{Kind as Tok, Token, tokenize};
use crate::value::{Duration, Value};
use crate::{DEPTH_MAX, SOURCE_BYTES_MAX};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Why the text is not an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprProblem {
    Empty,
    /// Over [`SOURCE_BYTES_MAX`] bytes.
    TooLong,
    /// Nested deeper than [`DEPTH_MAX`].
    TooDeep,
    UnexpectedCharacter,
    UnfinishedText,
    /// More than 28 digits.
    NumberTooLong,
    /// `@"…"` holds no date, date and time, or duration.
    BadLiteral,
    /// Not a name of the closed list of functions.
    UnknownFunction,
    WrongNumberOfArguments,
    /// Something else should stand here.
    Unexpected,
}

/// The text is not an expression; `at` is the byte offset where the trouble begins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expression refused at byte {at}: {problem:?}")]
pub struct ExprError {
    pub at: usize,
    pub problem: ExprProblem,
}

/// A parsed expression.  Serialises as its source.
#[derive(Clone)]
pub struct Expr {
    pub(crate) source: String,
    pub(crate) root: Node,
}

/// Parsed unary tests (10.3.1.2 rules 14–17), the input cells of a decision table: `< 5, [10..20]`, `not("a")`, `-`.
#[derive(Clone)]
pub struct UnaryTests {
    pub(crate) source: String,
    pub(crate) tests: Vec<Test>,
}

impl Expr {
    /// Parses one expression.
    ///
    /// # Errors
    /// [`ExprError`] with the byte offset where the trouble begins.
    pub fn parse(source: &str) -> Result<Self, ExprError> {
        let mut parser = Parser::new(source)?;
        let root = parser.expression()?;
        parser.end()?;
        Ok(Self { source: source.to_owned(), root })
    }

    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every name that the expression reads, as dotted paths (`mother.residence`): what a checker compares with
    /// what exists, because an unknown name evaluates to null.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.root.collect(&mut names);
        names
    }
}

impl UnaryTests {
    /// Parses the tests of one cell.
    ///
    /// # Errors
    /// [`ExprError`] with the byte offset where the trouble begins.
    pub fn parse(source: &str) -> Result<Self, ExprError> {
        let mut parser = Parser::new(source)?;
        let tests = if parser.is_sign("-") && parser.tokens.len() == 1 {
            parser.at += 1;
            vec![Test::Anything]
        } else if parser.is_name("not") && parser.peek_sign(1, "(") {
            parser.at += 2;
            let tests = parser.tests()?;
            parser.expect(")")?;
            vec![Test::Not(tests)]
        } else {
            parser.tests()?
        };
        parser.end()?;
        Ok(Self { source: source.to_owned(), tests })
    }

    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// As [`Expr::names`].
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.tests.iter().for_each(|test| test.collect(&mut names));
        names
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    /// Open recursive calls, so that brackets alone cannot overflow the stack.
    open: usize,
    source_bytes: usize,
}

impl Parser {
    fn new(source: &str) -> Result<Self, ExprError> {
        if source.len() > SOURCE_BYTES_MAX {
            return Err(ExprError { at: SOURCE_BYTES_MAX, problem: ExprProblem::TooLong });
        }
        let tokens = tokenize(source)?;
        if tokens.is_empty() {
            return Err(ExprError { at: 0, problem: ExprProblem::Empty });
        }
        Ok(Self { tokens, at: 0, open: 0, source_bytes: source.len() })
    }

    fn peek(&self) -> Option<&Tok> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn start(&self) -> usize {
        self.tokens.get(self.at).map_or(self.source_bytes, |token| token.start)
    }

    /// End of the token just taken.
    fn taken_end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.end)
    }

    fn refuse<T>(&self, problem: ExprProblem) -> Result<T, ExprError> {
        Err(ExprError { at: self.start(), problem })
    }

    fn peek_sign(&self, ahead: usize, sign: &str) -> bool {
        let token = self.tokens.get(self.at.saturating_add(ahead));
        matches!(token.map(|t| &t.kind), Some(Tok::Sign(found)) if *found == sign)
    }

    fn is_sign(&self, sign: &str) -> bool {
        self.peek_sign(0, sign)
    }

    fn is_name(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Tok::Name(name)) if name == word)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_name(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), ExprError> {
        if self.take_sign(sign) { Ok(()) } else { self.refuse(ExprProblem::Unexpected) }
    }

    fn expect_word(&mut self, word: &str) -> Result<(), ExprError> {
        if self.take_word(word) { Ok(()) } else { self.refuse(ExprProblem::Unexpected) }
    }

    fn end(&self) -> Result<(), ExprError> {
        if self.at == self.tokens.len() { Ok(()) } else { self.refuse(ExprProblem::Unexpected) }
    }

    fn node(&self, start: usize, deepest_part: usize, kind: Kind) -> Result<Node, ExprError> {
        let depth = deepest_part + 1;
        if depth > DEPTH_MAX {
            return Err(ExprError { at: start, problem: ExprProblem::TooDeep });
        }
        Ok(Node { start, end: self.taken_end(), depth, kind })
    }

    fn expression(&mut self) -> Result<Node, ExprError> {
        if self.open >= DEPTH_MAX {
            return self.refuse(ExprProblem::TooDeep);
        }
        self.open += 1;
        let node = if self.is_name("if") { self.condition() } else { self.disjunction() };
        self.open -= 1;
        node
    }

    fn condition(&mut self) -> Result<Node, ExprError> {
        let start = self.start();
        self.expect_word("if")?;
        let test = self.expression()?;
        self.expect_word("then")?;
        let yes = self.expression()?;
        self.expect_word("else")?;
        let no = self.expression()?;
        let depth = test.depth.max(yes.depth).max(no.depth);
        self.node(start, depth, Kind::If(Box::new(test), Box::new(yes), Box::new(no)))
    }

    fn disjunction(&mut self) -> Result<Node, ExprError> {
        self.chain("or", Self::conjunction, Kind::Any)
    }

    fn conjunction(&mut self) -> Result<Node, ExprError> {
        self.chain("and", Self::comparison, Kind::All)
    }

    fn chain(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Result<Node, ExprError>,
        make: fn(Vec<Node>) -> Kind,
    ) -> Result<Node, ExprError> {
        let start = self.start();
        let first = part(self)?;
        if !self.is_name(word) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take_word(word) {
            parts.push(part(self)?);
        }
        let depth = parts.iter().map(|node| node.depth).max().unwrap_or(0);
        self.node(start, depth, make(parts))
    }

    fn comparison(&mut self) -> Result<Node, ExprError> {
        let start = self.start();
        let left = self.sum()?;
        if self.take_word("between") {
            let low = self.sum()?;
            self.expect_word("and")?;
            let high = self.sum()?;
            let depth = left.depth.max(low.depth).max(high.depth);
            return self.node(start, depth, Kind::Between(Box::new(left), Box::new(low), Box::new(high)));
        }
        if self.take_word("in") {
            let group = self.is_sign("(") && !self.interval_ahead();
            let tests = if group {
                self.at += 1;
                let tests = self.tests()?;
                self.expect(")")?;
                tests
            } else {
                vec![self.test()?]
            };
            let depth = tests.iter().map(Test::depth).max().unwrap_or(0).max(left.depth);
            return self.node(start, depth, Kind::In(Box::new(left), tests));
        }
        match self.take_compare() {
            None => Ok(left),
            Some(operator) => {
                let right = self.sum()?;
                let depth = left.depth.max(right.depth);
                self.node(start, depth, Kind::Compare(operator, Box::new(left), Box::new(right)))
            }
        }
    }

    fn take_compare(&mut self) -> Option<Compare> {
        let Some(Tok::Sign(sign)) = self.peek() else { return None };
        let operator = match *sign {
            "=" => Compare::Equal,
            "!=" => Compare::NotEqual,
            "<" => Compare::Less,
            "<=" => Compare::LessOrEqual,
            ">" => Compare::Greater,
            ">=" => Compare::GreaterOrEqual,
            _ => return None,
        };
        self.at += 1;
        Some(operator)
    }

    fn sum(&mut self) -> Result<Node, ExprError> {
        self.left_chain(&[("+", Arithmetic::Add), ("-", Arithmetic::Subtract)], Self::product)
    }

    fn product(&mut self) -> Result<Node, ExprError> {
        self.left_chain(&[("*", Arithmetic::Multiply), ("/", Arithmetic::Divide)], Self::power)
    }

    fn power(&mut self) -> Result<Node, ExprError> {
        self.left_chain(&[("**", Arithmetic::Power)], Self::negation)
    }

    fn left_chain(
        &mut self,
        operators: &[(&str, Arithmetic)],
        part: fn(&mut Self) -> Result<Node, ExprError>,
    ) -> Result<Node, ExprError> {
        let start = self.start();
        let mut left = part(self)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.is_sign(sign)) {
            self.at += 1;
            let right = part(self)?;
            let depth = left.depth.max(right.depth);
            left = self.node(start, depth, Kind::Arithmetic(*operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Node, ExprError> {
        let start = self.start();
        let mut minuses = 0_usize;
        while self.take_sign("-") {
            minuses += 1;
        }
        let mut node = self.path()?;
        for _ in 0..minuses {
            let depth = node.depth;
            node = self.node(start, depth, Kind::Negate(Box::new(node)))?;
        }
        Ok(node)
    }

    fn path(&mut self) -> Result<Node, ExprError> {
        let start = self.start();
        let mut node = self.primary()?;
        while self.take_sign(".") {
            let Some(Tok::Name(name)) = self.peek().cloned() else {
                return self.refuse(ExprProblem::Unexpected);
            };
            self.at += 1;
            let depth = node.depth;
            node = self.node(start, depth, Kind::Path(Box::new(node), name))?;
        }
        Ok(node)
    }

    fn primary(&mut self) -> Result<Node, ExprError> {
        let start = self.start();
        let Some(token) = self.peek().cloned() else { return self.refuse(ExprProblem::Unexpected) };
        let literal = match token {
            Tok::Number(number) => Value::Number(number),
            Tok::Text(text) => Value::Text(text),
            Tok::At(text) => match at_literal(&text) {
                Some(value) => value,
                None => return self.refuse(ExprProblem::BadLiteral),
            },
            Tok::Name(name) => match name.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                "and" | "or" | "in" | "between" | "if" | "then" | "else" => {
                    return self.refuse(ExprProblem::Unexpected);
                }
                _ => return self.name_or_call(name),
            },
            Tok::Sign("(") => {
                self.at += 1;
                let inner = self.expression()?;
                self.expect(")")?;
                return Ok(Node { start, end: self.taken_end(), ..inner });
            }
            Tok::Sign("[") => {
                self.at += 1;
                let items = self.items("]")?;
                let depth = items.iter().map(|node| node.depth).max().unwrap_or(0);
                return self.node(start, depth, Kind::List(items));
            }
            Tok::Sign(_) => return self.refuse(ExprProblem::Unexpected),
        };
        self.at += 1;
        self.node(start, 0, Kind::Literal(literal))
    }

    /// Expressions up to the closing sign, which is taken.
    fn items(&mut self, closing: &str) -> Result<Vec<Node>, ExprError> {
        let mut items = Vec::new();
        if self.take_sign(closing) {
            return Ok(items);
        }
        loop {
            items.push(self.expression()?);
            if self.take_sign(closing) {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }

    fn name_or_call(&mut self, name: String) -> Result<Node, ExprError> {
        let start = self.start();
        let called = NAMES.iter().find(|(words, _)| self.words_then_bracket(words));
        if let Some((words, function)) = called {
            self.at += words.len() + 1;
            let arguments = self.items(")")?;
            let (least, most) = function.arity();
            // `date` takes one argument or three.
            let two_dates = *function == Function::Date && arguments.len() == 2;
            if arguments.len() < least || arguments.len() > most || two_dates {
                return Err(ExprError { at: start, problem: ExprProblem::WrongNumberOfArguments });
            }
            let depth = arguments.iter().map(|node| node.depth).max().unwrap_or(0);
            return self.node(start, depth, Kind::Call(*function, arguments));
        }
        if self.peek_sign(1, "(") {
            return self.refuse(ExprProblem::UnknownFunction);
        }
        self.at += 1;
        self.node(start, 0, Kind::Name(name))
    }

    fn words_then_bracket(&self, words: &[&str]) -> bool {
        let mut at = self.at;
        for word in words {
            match self.tokens.get(at).map(|token| &token.kind) {
                Some(Tok::Name(name)) if name == word => at += 1,
                _ => return false,
            }
        }
        matches!(self.tokens.get(at).map(|token| &token.kind), Some(Tok::Sign("(")))
    }

    fn tests(&mut self) -> Result<Vec<Test>, ExprError> {
        let mut tests = vec![self.test()?];
        while self.take_sign(",") {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    fn test(&mut self) -> Result<Test, ExprError> {
        if self.interval_ahead() {
            let low_open = !self.is_sign("[");
            self.at += 1;
            let low = self.sum()?;
            self.expect("..")?;
            let high = self.sum()?;
            let high_open = !self.is_sign("]");
            if !(self.take_sign("]") || self.take_sign(")") || self.take_sign("[")) {
                return self.refuse(ExprProblem::Unexpected);
            }
            return Ok(Test::Interval { low, low_open, high, high_open });
        }
        match self.take_compare() {
            Some(operator) => Ok(Test::Compare(operator, self.sum()?)),
            None => Ok(Test::Equal(self.sum()?)),
        }
    }

    /// Is the bracket here an interval's (`[1..5]`, `(1..5)`, `]1..5[`)?  Looks for `..` before its closing bracket,
    /// so that nothing is parsed twice.
    fn interval_ahead(&self) -> bool {
        match self.peek() {
            Some(Tok::Sign("]")) => return true,
            Some(Tok::Sign("[" | "(")) => {}
            _ => return false,
        }
        let mut depth = 0_usize;
        for token in self.tokens.iter().skip(self.at + 1) {
            match token.kind {
                Tok::Sign("..") if depth == 0 => return true,
                Tok::Sign("(" | "[") => depth += 1,
                Tok::Sign(")" | "]") if depth == 0 => return false,
                Tok::Sign(")" | "]") => depth -= 1,
                _ => {}
            }
        }
        false
    }
}

fn at_literal(text: &str) -> Option<Value> {
    Value::parse_date(text)
        .map(Value::Date)
        .or_else(|| Value::parse_date_time(text).map(Value::DateTime))
        .or_else(|| text.parse::<Duration>().ok().map(Value::Duration))
}

macro_rules! written_as_source {
    ($name:ident) => {
        impl FromStr for $name {
            type Err = ExprError;
            fn from_str(source: &str) -> Result<Self, ExprError> {
                Self::parse(source)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.source)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.source)
            }
        }
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.source == other.source
            }
        }
        impl Eq for $name {}
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.source)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let source = String::deserialize(deserializer)?;
                Self::parse(&source).map_err(serde::de::Error::custom)
            }
        }
    };
}
written_as_source!(Expr);
written_as_source!(UnaryTests);
