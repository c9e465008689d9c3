//! Tables over DMN 1.4; the clause stands before each group.
use super::value;
use crate::{EvalError, Expr, ExprProblem, Note, UnaryTests, Value};

const SCOPE: &str = r#"{
  "n": 7, "name": "Nguyễn", "yes": true, "no": false, "nothing": null, "born": "2026-11-07",
  "mother": {"residence": "con-cuong", "year": 1999},
  "members": [{"share": 40}, {"share": 60.5}], "channels": ["post", "desk"]
}"#;

fn expect(rows: &[(&str, &str)]) {
    for (source, expected) in rows {
        assert_eq!(value(source, SCOPE).to_string(), *expected, "{source}");
    }
}

#[test]
fn arithmetic_is_decimal_and_binds_as_written_in_9_2() {
    expect(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("0.1 + 0.2", "0.3"),
        ("10 - 2 - 3", "5"),
        ("2 ** 3 ** 2", "64"),
        ("2 ** -1", "0.5"),
        ("-n + 1", "-6"),
        ("--3", "3"),
        ("1 / 4", "0.25"),
        (".5 * 4", "2"),
        ("1 / 0", "null"),
        ("79228162514264337593543950335 * 10", "null"),
        (r#""Lô " + "Vi""#, r#""Lô Vi""#),
        (r#"1 + "a""#, "null"),
        ("1 + null", "null"),
    ]);
}

#[test]
fn comparison_and_equality_follow_10_3_2_2() {
    expect(&[
        ("n > 5", "true"),
        ("n >= 7.00", "true"),
        ("n = 7.0", "true"),
        ("n != 7", "false"),
        (r#"n = "7""#, "null"),
        (r#"name = "Nguyễn""#, "true"),
        ("nothing = null", "true"),
        ("n = null", "false"),
        ("n != null", "true"),
        ("nothing < 5", "null"),
        (r#"n < "a""#, "null"),
        ("[1, 2.0] = [1.0, 2]", "true"),
        ("n between 1 and 7", "true"),
        ("n between 8 and null", "false"),
        ("n between 1 and null", "null"),
        ("true < false", "null"),
    ]);
}

#[test]
fn logic_has_three_values_as_in_10_3_2_4() {
    expect(&[
        ("true and true", "true"),
        ("true and false", "false"),
        ("true and null", "null"),
        ("null and false", "false"),
        ("null and null", "null"),
        ("true or null", "true"),
        ("false or null", "null"),
        ("null or false or true", "true"),
        ("false or false", "false"),
        ("true and 1", "null"),
        ("false and 1", "false"),
        ("not(true)", "false"),
        ("not(nothing)", "null"),
        ("yes and n > 5 or no", "true"),
        ("yes or no and no", "true"),
        ("if n > 5 then \"many\" else \"few\"", "\"many\""),
        ("if nothing then 1 else 2", "2"),
    ]);
}

#[test]
fn membership_and_ranges_follow_10_3_2_7() {
    expect(&[
        ("n in [1..7]", "true"),
        ("n in [1..7)", "false"),
        ("n in ]7..9]", "false"),
        ("n in (6..8[", "true"),
        ("n in (1, 7, 9)", "true"),
        ("n in (<5, >6)", "true"),
        ("n in >= 8", "false"),
        ("n in [1, 2, 7]", "true"),
        ("n in (n + 1)", "false"),
        ("n in [1..nothing]", "null"),
        ("n in [8..nothing]", "false"),
        (r#""desk" in channels"#, "true"),
        (r#""van" in channels"#, "false"),
        (r#"born in [@"2026-11-01"..@"2026-11-30"]"#, "true"),
        (r#"mother.residence in ("con-cuong", "chau-khe")"#, "true"),
    ]);
}

#[test]
fn dates_and_durations_follow_10_3_2_3() {
    expect(&[
        (r#"born + duration("P1M")"#, "@\"2026-12-07\""),
        (r#"@"2026-01-31" + @"P1M""#, "@\"2026-02-28\""),
        (r#"@"2024-02-29" + @"P1Y""#, "@\"2025-02-28\""),
        (r#"born - @"P14Y""#, "@\"2012-11-07\""),
        (r#"date("2026-11-08") - born"#, "@\"P1D\""),
        (r#"(date("2027-01-01") - born).days"#, "55"),
        (r#"date("2026-11-08") > born"#, "true"),
        (r#"date(2026, 2, 30)"#, "null"),
        (r#"date(2026, 2, 28)"#, "@\"2026-02-28\""),
        (r#"date("31/11/2026")"#, "null"),
        ("born.year", "2026"),
        ("born.weekday", "6"),
        (r#"@"2026-11-07T16:30:00" + @"PT10H""#, "@\"2026-11-08T02:30:00\""),
        (r#"date and time("2026-11-07T15:00:00").hour"#, "15"),
        (r#"date and time("2026-11-07T15:00:00Z")"#, "null"),
        (r#"@"P1Y" = @"P12M""#, "true"),
        (r#"@"P1M" = @"P30D""#, "null"),
        (r#"@"P1M" < @"P30D""#, "null"),
        (r#"@"PT8H" * 2.5"#, "@\"PT20H\""),
        (r#"@"P1DT1H" - @"PT1H""#, "@\"P1D\""),
        (r#"@"9999-12-31" + @"P1D""#, "null"),
        (r#"duration("P1Y2D")"#, "null"),
    ]);
}

#[test]
fn built_in_functions_follow_10_3_4() {
    expect(&[
        (r#"string length(name)"#, "6"),
        (r#"contains(name, "guy")"#, "true"),
        (r#"list contains(channels, "post")"#, "true"),
        ("count(members)", "2"),
        ("count([])", "0"),
        ("count(nothing)", "null"),
        ("sum(members.share)", "100.5"),
        ("sum([])", "null"),
        ("sum(1, 2, 3)", "6"),
        ("min(3, 1, 2)", "1"),
        ("max([born, @\"2027-01-01\"])", "@\"2027-01-01\""),
        ("min([])", "null"),
        ("max(1, \"a\")", "null"),
        ("max(200000, 2000 * 2 + 1000 * 3)", "200000"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.2)", "2"),
    ]);
}

#[test]
fn paths_reach_into_contexts_and_over_lists() {
    expect(&[
        ("mother.year", "1999"),
        ("mother.unknown", "null"),
        ("nothing.year", "null"),
        ("members.share", "[40, 60.5]"),
        ("n.year", "null"),
    ]);
}

#[test]
fn unary_tests_read_the_cells_of_a_decision_table() {
    for (cell, input, expected) in [
        ("-", "5", true),
        ("< 10", "5", true),
        ("[1..4], 7", "5", false),
        ("[1..4], 5", "5", true),
        ("not(5, 6)", "5", false),
        ("not(< 3)", "5", true),
        ("\"a\", \"b\"", "\"b\"", true),
        ("[\"a\", \"b\"]", "\"b\"", true),
        ("null", "null", true),
        ("> 3", "null", false),
        ("true", "true", true),
        ("-5", "5", false),
        ("(1..5]", "5", true),
    ] {
        let input = Expr::parse(input).unwrap().eval(&()).unwrap();
        assert_eq!(
            UnaryTests::parse(cell).unwrap().matches(&input).unwrap(),
            expected,
            "{input} against {cell}"
        );
    }
}

#[test]
fn what_is_not_an_expression_is_refused_with_its_place() {
    use ExprProblem::{
        BadLiteral, Empty, NumberTooLong, TooDeep, TooLong, Unexpected, UnexpectedCharacter, UnfinishedText,
        UnknownFunction, WrongNumberOfArguments,
    };
    let brackets = format!("{}1{}", "(".repeat(400), ")".repeat(400));
    let sums = vec!["1"; 400].join("+");
    for (source, at, problem) in [
        ("", 0, Empty),
        ("   ", 0, Empty),
        ("1 +", 3, Unexpected),
        ("1 2", 2, Unexpected),
        ("a = ", 4, Unexpected),
        ("a & b", 2, UnexpectedCharacter),
        ("\"abc", 0, UnfinishedText),
        ("\"\\u12\"", 0, UnfinishedText),
        ("@\"2026-02-30\"", 0, BadLiteral),
        ("launch(1)", 0, UnknownFunction),
        ("date()", 0, WrongNumberOfArguments),
        ("date(1, 2)", 0, WrongNumberOfArguments),
        ("not(1, 2)", 0, WrongNumberOfArguments),
        ("x in [1..", 9, Unexpected),
        ("and", 0, Unexpected),
        ("a.b.", 4, Unexpected),
        ("99999999999999999999999999999999", 0, NumberTooLong),
        (&"x".repeat(2001), 2000, TooLong),
        (&brackets, 48, TooDeep),
        (&sums, 0, TooDeep),
    ] {
        let error = Expr::parse(source).unwrap_err();
        assert_eq!((error.at, error.problem), (at, problem), "{source}");
    }
    assert!(Expr::parse(&vec!["yes"; 200].join(" or ")).is_ok(), "a long chain of or is one level");
}

#[test]
fn the_explanation_shows_every_part_and_why_a_part_is_null() {
    let expr = Expr::parse("fee > 1000 and missing = 1").unwrap();
    let scope = Value::from(serde_json::json!({"fee": 2000}));
    let (value, tree) = expr.eval_explained(&scope).unwrap();
    assert_eq!(value, Value::Bool(false), "an unknown name is null, and null is not 1");
    let json = serde_json::to_value(&tree).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "text": "fee > 1000 and missing = 1", "value": "false",
            "parts": [
                {"text": "fee > 1000", "value": "true", "parts": [{"text": "fee", "value": "2000"}]},
                {"text": "missing = 1", "value": "false",
                 "parts": [{"text": "missing", "value": "null", "note": "unknown_name"}]}
            ]
        })
    );
    let (_, tree) = Expr::parse("1 / 0").unwrap().eval_explained(&()).unwrap();
    assert_eq!(tree.note, Some(Note::DivisionByZero));
}

#[test]
fn names_are_listed_as_dotted_paths() {
    let expr =
        Expr::parse("if mother.year in [a..b] then count(c) else not(d = \"e\") and f.g.h > -i").unwrap();
    let names: Vec<String> = expr.names().into_iter().collect();
    assert_eq!(names, ["a", "b", "c", "d", "f.g.h", "i", "mother.year"]);
}

#[test]
fn evaluation_stops_at_its_limits() {
    let long = Value::List(vec![Value::from(1); 60_000]);
    let scope = Value::Context([("l".to_owned(), long)].into());
    let expr = Expr::parse("sum(l) + sum(l)").unwrap();
    assert_eq!(expr.eval(&scope), Err(EvalError::TooManySteps));
    let scope = Value::Context([("t".to_owned(), Value::Text("x".repeat(40_000)))].into());
    assert_eq!(Expr::parse("t + t").unwrap().eval(&scope), Err(EvalError::TextTooLong));
}

#[test]
fn an_expression_is_stored_as_its_source() {
    let expr: Expr = serde_json::from_str("\"n > 1\"").unwrap();
    assert_eq!(serde_json::to_string(&expr).unwrap(), "\"n > 1\"");
    assert!(serde_json::from_str::<Expr>("\"n >\"").is_err());
    assert_eq!(Value::from(serde_json::json!(0.1)).to_string(), "0.1");
    assert_eq!(
        Value::from(serde_json::json!({"a": [1, 2.5, null]})).to_json(),
        serde_json::json!({"a": [1, 2.5, null]})
    );
}
