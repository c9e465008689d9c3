//! Whatever is typed, parsing and evaluating answer: no panic, no unbounded work.
use crate::{Expr, UnaryTests, Value};
use proptest::prelude::*;

fn fragments() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "1",
        "0.5",
        "99999999999999999999999999",
        "\"a\"",
        "\"",
        "@\"2026-01-31\"",
        "@\"P1M\"",
        "@\"P99999999999D\"",
        "@\"9999-12-31\"",
        "x",
        "y.z",
        "list",
        "true",
        "null",
        "+",
        "-",
        "*",
        "/",
        "**",
        "(",
        ")",
        "[",
        "]",
        "..",
        ",",
        "=",
        "!=",
        "<",
        ">=",
        "and",
        "or",
        "in",
        "between",
        "if",
        "then",
        "else",
        "not(",
        "sum(",
        "min(",
        "date(",
        "count(",
        "list contains(",
        "string length(",
        "floor(",
        "ả",
        "\u{1F600}",
        " ",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|parts| parts.join(" "))
}

/// Well-formed expressions, so that evaluation is reached often.
fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "1",
        "-3",
        "0.25",
        "79228162514264337593543950335",
        "\"a\"",
        "@\"2026-01-31\"",
        "@\"P13M\"",
        "@\"PT36H\"",
        "@\"-9999-01-01\"",
        "x",
        "list",
        "ctx.a",
        "true",
        "false",
        "null",
    ])
    .prop_filter("parses", |text| Expr::parse(text).is_ok())
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operators = prop::sample::select(vec![
            "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or",
        ]);
        let functions =
            prop::sample::select(vec!["sum", "min", "max", "count", "not", "floor", "date", "string length"]);
        prop_oneof![
            (inner.clone(), operators, inner.clone()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) in [{b}]")),
            (functions, inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a}) in [({b})..({c})]")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("[{a}, {b}].year")),
        ]
    })
}

fn scope() -> Value {
    Value::from(serde_json::json!({"x": 7, "list": [1, "a", null], "ctx": {"a": -2}}))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_parsed_or_refused(source in ".{0,200}") {
        if let Err(error) = Expr::parse(&source) {
            prop_assert!(error.at <= source.len());
        }
        let _ = UnaryTests::parse(&source);
    }

    #[test]
    fn any_heap_of_fragments_is_parsed_or_refused_and_evaluates(source in fragments()) {
        if let Ok(expr) = Expr::parse(&source) {
            let _ = expr.eval_explained(&scope());
        }
        if let Ok(tests) = UnaryTests::parse(&source) {
            let _ = tests.matches_in(&Value::from(7), &scope());
        }
    }

    #[test]
    fn well_formed_expressions_evaluate_the_same_twice_and_explained(source in expressions()) {
        prop_assume!(source.len() <= crate::SOURCE_BYTES_MAX);
        let expr = Expr::parse(&source).map_err(|error| TestCaseError::fail(format!("{source}: {error}")))?;
        let plain = expr.eval(&scope());
        prop_assert_eq!(&plain, &expr.eval(&scope()));
        if let Ok(value) = plain {
            let (explained, tree) = expr.eval_explained(&scope()).unwrap();
            prop_assert_eq!(&explained, &value);
            prop_assert_eq!(tree.value, value);
        }
    }

    #[test]
    fn a_value_written_out_reads_back(n in any::<i64>(), scale in 0u32..6, text in ".{0,20}", seconds in any::<i32>(), months in any::<i32>()) {
        use crate::{Decimal, Duration};
        let values = [
            Value::Number(Decimal::new(n, scale)),
            Value::Text(text.replace(|c: char| c.is_control(), "")),
            Value::Duration(Duration::DaysTime(seconds.into())),
            Value::Duration(Duration::YearsMonths(months.into())),
        ];
        let list = Value::List(values.to_vec());
        prop_assert_eq!(Expr::parse(&list.to_string()).unwrap().eval(&()).unwrap(), list);
    }
}
