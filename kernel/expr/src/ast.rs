//! The tree that parsing makes and evaluating walks.
use crate::functions::Function;
use crate::value::Value;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub start: usize,
    pub end: usize,
    pub depth: usize,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Literal(Value),
    Name(String),
    Path(Box<Node>, String),
    Negate(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Compare(Compare, Box<Node>, Box<Node>),
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    Between(Box<Node>, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Test>),
    If(Box<Node>, Box<Node>, Box<Node>),
    List(Vec<Node>),
    Call(Function, Vec<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Debug)]
pub(crate) enum Test {
    Anything,
    Compare(Compare, Node),
    Interval { low: Node, low_open: bool, high: Node, high_open: bool },
    Equal(Node),
    Not(Vec<Test>),
}

impl Node {
    fn dotted(&self) -> Option<String> {
        match &self.kind {
            Kind::Name(name) => Some(name.clone()),
            Kind::Path(inner, name) => inner.dotted().map(|path| format!("{path}.{name}")),
            _ => None,
        }
    }

    pub(crate) fn collect(&self, names: &mut BTreeSet<String>) {
        if let Some(path) = self.dotted() {
            names.insert(path);
            return;
        }
        match &self.kind {
            Kind::Literal(_) | Kind::Name(_) => {}
            Kind::Path(inner, _) | Kind::Negate(inner) => inner.collect(names),
            Kind::All(items) | Kind::Any(items) | Kind::List(items) | Kind::Call(_, items) => {
                items.iter().for_each(|item| item.collect(names));
            }
            Kind::Compare(_, a, b) | Kind::Arithmetic(_, a, b) => {
                [a, b].iter().for_each(|n| n.collect(names))
            }
            Kind::Between(a, b, c) | Kind::If(a, b, c) => [a, b, c].iter().for_each(|n| n.collect(names)),
            Kind::In(value, tests) => {
                value.collect(names);
                tests.iter().for_each(|test| test.collect(names));
            }
        }
    }
}

impl Test {
    pub(crate) fn collect(&self, names: &mut BTreeSet<String>) {
        match self {
            Self::Anything => {}
            Self::Compare(_, node) | Self::Equal(node) => node.collect(names),
            Self::Interval { low, high, .. } => [low, high].iter().for_each(|node| node.collect(names)),
            Self::Not(tests) => tests.iter().for_each(|test| test.collect(names)),
        }
    }

    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::Anything => 0,
            Self::Compare(_, node) | Self::Equal(node) => node.depth,
            Self::Interval { low, high, .. } => low.depth.max(high.depth),
            Self::Not(tests) => tests.iter().map(Self::depth).max().unwrap_or(0),
        }
    }
}
