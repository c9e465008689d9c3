//! Just enough of Rust's lexical grammar to tell words from strings from comments, and test code from the rest.
//! The grammar is that of the Rust Reference, chapter "Lexical structure".

/// What a token is. Punctuation comes one character at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A string literal of any form, without quotes and with simple escapes undone.
    Text,
    /// A `char` or byte literal, or a lifetime: never interesting here.
    Small,
    Punctuation,
    Comment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// Counted from 1.
    pub line: usize,
    /// Inside an item marked `#[cfg(test)]`.
    pub in_test: bool,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Punctuation) && self.text == text
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at.saturating_add(ahead)).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> char {
        let c = self.peek(0);
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        c
    }

    fn done(&self) -> bool {
        self.at >= self.chars.len()
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut out = String::new();
        while !self.done() && keep(self.peek(0)) {
            out.push(self.next());
        }
        out
    }

    fn line_comment(&mut self) -> String {
        self.take_while(|c| c != '\n')
    }

    /// Block comments nest.
    fn block_comment(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 0usize;
        while !self.done() {
            if self.peek(0) == '/' && self.peek(1) == '*' {
                depth += 1;
                out.push(self.next());
            } else if self.peek(0) == '*' && self.peek(1) == '/' {
                depth -= 1;
                out.push(self.next());
                if depth == 0 {
                    out.push(self.next());
                    break;
                }
            }
            out.push(self.next());
        }
        out
    }

    /// After the opening quote.
    fn string(&mut self) -> String {
        let mut out = String::new();
        while !self.done() {
            match self.next() {
                '"' => break,
                '\\' => match self.next() {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    // A line continued: the break and the indentation vanish.
                    '\n' => {
                        self.take_while(char::is_whitespace);
                    }
                    other => out.push(other),
                },
                c => out.push(c),
            }
        }
        out
    }

    /// At the first `#` or the quote of `r"…"`, `r#"…"#`.
    fn raw_string(&mut self) -> String {
        let fence = self.take_while(|c| c == '#').len();
        self.next();
        let mut out = String::new();
        while !self.done() {
            if self.peek(0) == '"' && (1..=fence).all(|i| self.peek(i) == '#') {
                self.at += fence + 1;
                break;
            }
            out.push(self.next());
        }
        out
    }

    /// At a single quote: `'a'`, `'\n'`, `'\u{1ef9}'` or `'life`.
    fn small(&mut self) -> String {
        self.next();
        if self.peek(0) == '\\' {
            self.next();
            self.next();
            let rest = self.take_while(|c| c != '\'');
            self.next();
            return rest;
        }
        if self.peek(1) == '\'' {
            let c = self.next();
            self.next();
            return c.to_string();
        }
        self.take_while(|c| c.is_alphanumeric() || c == '_')
    }
}

fn raw_string_follows(r: &Reader, after: usize) -> bool {
    let mut i = after;
    while r.peek(i) == '#' {
        i += 1;
    }
    r.peek(i) == '"'
}

/// All tokens of a Rust file, comments included.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut r = Reader { chars: source.chars().collect(), at: 0, line: 1 };
    let mut out = Vec::new();
    while !r.done() {
        let line = r.line;
        let c = r.peek(0);
        let (kind, text) = if c.is_whitespace() {
            r.next();
            continue;
        } else if c == '/' && r.peek(1) == '/' {
            (Kind::Comment, r.line_comment())
        } else if c == '/' && r.peek(1) == '*' {
            (Kind::Comment, r.block_comment())
        } else if c == '"' {
            r.next();
            (Kind::Text, r.string())
        } else if (c == 'b' || c == 'c') && r.peek(1) == '"' {
            r.at += 2;
            (Kind::Text, r.string())
        } else if c == 'r' && matches!(r.peek(1), '"' | '#') && raw_string_follows(&r, 1) {
            r.next();
            (Kind::Text, r.raw_string())
        } else if (c == 'b' || c == 'c') && r.peek(1) == 'r' && raw_string_follows(&r, 2) {
            r.at += 2;
            (Kind::Text, r.raw_string())
        } else if c == 'b' && r.peek(1) == '\'' {
            r.next();
            (Kind::Small, r.small())
        } else if c == '\'' {
            (Kind::Small, r.small())
        } else if c.is_alphanumeric() || c == '_' {
            (Kind::Word, r.take_while(|c| c.is_alphanumeric() || c == '_'))
        } else {
            r.next();
            (Kind::Punctuation, c.to_string())
        };
        out.push(Token { kind, text, line, in_test: false });
    }
    mark_tests(&mut out);
    out
}

/// Marks the item after each `#[cfg(test)]`, to its closing brace or semicolon.
fn mark_tests(tokens: &mut [Token]) {
    let opening = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut i = 0;
    while i < tokens.len() {
        let here = tokens.iter().skip(i).filter(|t| t.kind != Kind::Comment);
        let matched = here.take(opening.len()).map(|t| t.text.as_str()).eq(opening);
        if !matched {
            i += 1;
            continue;
        }
        let mut depth = 0usize;
        while let Some(token) = tokens.get_mut(i) {
            token.in_test = true;
            i += 1;
            match token.text.as_str() {
                "{" if token.kind == Kind::Punctuation => depth += 1,
                "}" if token.kind == Kind::Punctuation => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                ";" if token.kind == Kind::Punctuation && depth == 0 => break,
                _ => {}
            }
        }
    }
}

/// The functions of a file: name, first line, number of lines from `fn` to the closing brace.
pub fn functions(tokens: &[Token]) -> Vec<(String, usize, usize)> {
    let code: Vec<&Token> = tokens.iter().filter(|t| t.kind != Kind::Comment).collect();
    let mut out = Vec::new();
    for (i, pair) in code.windows(2).enumerate() {
        let [word, name] = pair else { continue };
        if !word.is("fn") || name.kind != Kind::Word {
            continue;
        }
        let mut depth = 0usize;
        for (at, token) in code.iter().enumerate().skip(i) {
            if token.is(";") && depth == 0 {
                break;
            }
            // `[u8; 4]` and `(…; …)` in a signature are no end of the item.
            if token.is("[") || token.is("(") {
                depth += 1;
            } else if token.is("]") || token.is(")") {
                depth = depth.saturating_sub(1);
            } else if token.is("{") && depth == 0 {
                let end = closing_line(&code, at);
                out.push((name.text.clone(), word.line, end.saturating_sub(word.line) + 1));
                break;
            }
        }
    }
    out
}

fn closing_line(code: &[&Token], from: usize) -> usize {
    let mut depth = 0usize;
    for token in code.iter().skip(from) {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return token.line;
            }
        }
    }
    code.last().map_or(0, |t| t.line)
}

/// The text of the body of every function called `wanted`: its string literals with their lines.
pub fn literals_in_functions<'a>(tokens: &'a [Token], wanted: &str) -> Vec<&'a Token> {
    let spans: Vec<(usize, usize)> = functions(tokens)
        .into_iter()
        .filter(|(name, _, _)| name == wanted)
        .map(|(_, line, count)| (line, line + count - 1))
        .collect();
    tokens
        .iter()
        .filter(|t| t.kind == Kind::Text && spans.iter().any(|(a, b)| (*a..=*b).contains(&t.line)))
        .collect()
}
