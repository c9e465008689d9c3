//! HTML as legal sites serve it: block elements make lines, tables keep their spans, scripts and menus are left out.
use super::lines::clean;
use super::{DeclaredCell, DeclaredTable, Source};
use scraper::{ElementRef, Html, Node};

const SKIPPED: [&str; 12] = [
    "script", "style", "noscript", "head", "nav", "form", "button", "select", "iframe", "svg", "template",
    "title",
];
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "br",
    "tr",
    "td",
    "th",
    "section",
    "article",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "pre",
    "body",
    "hr",
];
/// Elements nested deeper than this are read as text only: no document of people is.
const DEPTH_MAX: usize = 200;

pub(super) fn read(text: &str) -> Source {
    let page = Html::parse_document(text);
    let mut walk = Walk::default();
    walk.children(page.root_element(), 0);
    walk.end_line();
    walk.source
}

#[derive(Default)]
struct Walk {
    source: Source,
    open: String,
}

impl Walk {
    fn end_line(&mut self) {
        let words = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        self.open.clear();
        if !words.is_empty() {
            self.source.lines.push(clean(&words));
        }
    }

    fn children(&mut self, element: ElementRef<'_>, depth: usize) {
        if depth > DEPTH_MAX {
            self.open.push_str(&element.text().collect::<String>());
            return;
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.open.push_str(text),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        let name = element.value().name();
        if SKIPPED.contains(&name) {
            return;
        }
        if name == "table" && !holds_table(element) {
            self.end_line();
            self.table(element, depth);
            return;
        }
        let block = BLOCKS.contains(&name);
        if block {
            self.end_line();
        }
        if name == "li" && element.parent().is_some() {
            self.open.push_str("- ");
        }
        self.children(element, depth);
        if block {
            self.end_line();
        }
    }

    fn table(&mut self, table: ElementRef<'_>, depth: usize) {
        let first = self.source.lines.len() + 1;
        let mut rows = Vec::new();
        for row in
            table.descendants().filter_map(ElementRef::wrap).filter(|found| found.value().name() == "tr")
        {
            let mut cells = Vec::new();
            for cell in row.children().filter_map(ElementRef::wrap) {
                if matches!(cell.value().name(), "td" | "th") {
                    cells.push(self.cell(cell, depth));
                }
            }
            rows.push(cells);
        }
        let last = self.source.lines.len();
        if last >= first {
            self.source.tables.push(DeclaredTable { first, last, rows });
        }
    }

    fn cell(&mut self, cell: ElementRef<'_>, depth: usize) -> DeclaredCell {
        let first = self.source.lines.len() + 1;
        self.children(cell, depth + 1);
        self.end_line();
        let last = self.source.lines.len();
        let text = self.source.lines.get(first - 1..last).unwrap_or_default().join(" ");
        let span = |name: &str| {
            cell.value().attr(name).and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1)
        };
        DeclaredCell {
            text,
            first: first.min(last.max(1)),
            last,
            columns: span("colspan"),
            rows: span("rowspan"),
        }
    }
}

/// A table that holds tables arranges the page; only the innermost hold data.
fn holds_table(element: ElementRef<'_>) -> bool {
    element.descendants().skip(1).filter_map(ElementRef::wrap).any(|inner| inner.value().name() == "table")
}
