use crate::lexer::{Kind, functions, literals_in_functions, tokens};

fn texts(source: &str, kind: Kind) -> Vec<String> {
    tokens(source).into_iter().filter(|t| t.kind == kind).map(|t| t.text).collect()
}

#[test]
fn strings_of_every_form_are_read_whole() {
    let source = r####"let a = "x \"y\" // no comment"; let b = r#"raw "quote" here"#; let c = b"bytes"; let d = br"\";"####;
    assert_eq!(texts(source, Kind::Text), ["x \"y\" // no comment", "raw \"quote\" here", "bytes", "\\"]);
}

#[test]
fn a_line_continued_in_a_string_joins() {
    assert_eq!(texts("let a = \"SELECT id \\\n      FROM t\";", Kind::Text), ["SELECT id FROM t"]);
}

#[test]
fn lifetimes_and_characters_do_not_open_strings() {
    let source = "fn f<'a>(x: &'a str) { let q = '\"'; let n = '\\''; let u = '\\u{1ef9}'; g(\"end\") }";
    assert_eq!(texts(source, Kind::Text), ["end"]);
}

#[test]
fn block_comments_nest() {
    assert_eq!(texts("/* a /* b */ \"no\" */ \"yes\"", Kind::Text), ["yes"]);
}

#[test]
fn an_item_for_tests_is_marked_and_nothing_after_it() {
    let source = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { if x { y } } }\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}";
    let all = tokens(source);
    let marked = |name: &str| all.iter().find(|t| t.text == name).unwrap().in_test;
    assert_eq!(["a", "b", "y", "c", "more", "d"].map(marked), [false, true, true, false, true, false]);
}

#[test]
fn functions_are_measured_from_fn_to_their_brace() {
    let source = "trait T { fn declared(&self); }\nfn one() { body() }\nfn three(a: [u8; 2])\n  -> u8 {\n  if a { \"}\" } }\n";
    assert_eq!(functions(&tokens(source)), [("one".to_owned(), 2, 1), ("three".to_owned(), 3, 3)]);
}

#[test]
fn literals_are_found_in_the_function_asked_for() {
    let source = "fn code() {\n \"a.b\"\n}\nfn other() {\n \"c.d\"\n}";
    let all = tokens(source);
    let found: Vec<&str> = literals_in_functions(&all, "code").iter().map(|t| t.text.as_str()).collect();
    assert_eq!(found, ["a.b"]);
}
