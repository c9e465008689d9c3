//! What needs no database.
use crate::migrate::render;
use crate::placeholders::rewrite;
use crate::{Db, DbConfig, DbError, Engine};
use base::Refusal;

#[test]
fn placeholders_are_rewritten_outside_literals_names_and_comments() {
    let cases = [
        ("SELECT ?1, ?12", "SELECT $1, $12", 12),
        ("SELECT '?1 it''s ?2', ?3", "SELECT '?1 it''s ?2', $3", 3),
        ("SELECT \"?1\" -- ?2\n, ?1", "SELECT \"?1\" \n, $1", 1),
        ("SELECT /* ?1 ** ?2 */ ?1", "SELECT   $1", 1),
        ("SELECT '$1', 'Tỉnh Số'", "SELECT '$1', 'Tỉnh Số'", 0),
        ("SELECT a - b / c", "SELECT a - b / c", 0),
    ];
    for (sql, expected, highest) in cases {
        assert_eq!(rewrite(sql), Ok((expected.to_owned(), highest)), "{sql}");
    }
}

#[test]
fn placeholders_without_a_number_and_dollar_placeholders_are_refused() {
    for sql in ["SELECT ?", "SELECT ?0", "SELECT ?1000", "SELECT $1", "SELECT $name"] {
        assert!(matches!(rewrite(sql), Err(DbError::Value(_))), "{sql}");
    }
}

#[test]
fn type_tokens_become_each_databases_types() {
    let sql = "{id} {ts} {date} {json} {bool} {int} {text} {bytes} {strict} '{}' '{\"a\":1}'";
    assert_eq!(
        render(sql, Engine::Sqlite).unwrap(),
        "BLOB INTEGER TEXT TEXT INTEGER INTEGER TEXT BLOB STRICT '{}' '{\"a\":1}'"
    );
    assert_eq!(
        render(sql, Engine::Postgres).unwrap(),
        "UUID BIGINT TEXT JSONB BOOLEAN BIGINT TEXT BYTEA  '{}' '{\"a\":1}'"
    );
}

#[test]
fn an_unknown_token_and_a_deferred_constraint_are_refused() {
    assert!(render("CREATE TABLE t (a {float})", Engine::Sqlite).is_err());
    assert!(render("a {int} REFERENCES b DEFERRABLE INITIALLY DEFERRED", Engine::Sqlite).is_err());
}

#[test]
fn what_may_be_tried_again_says_when() {
    for error in
        [DbError::Busy, DbError::OutcomeUnknown, DbError::TimedOut, DbError::Unavailable(String::new())]
    {
        assert_eq!(error.kind().status(), 503, "{error}");
        assert_eq!(error.args().first().map(|(name, _)| *name), Some("retry_after_seconds"));
    }
    assert_eq!(DbError::Poisoned.kind().status(), 500);
    assert_eq!(DbError::Poisoned.args(), []);
}

#[test]
fn a_wrong_url_is_refused() {
    for url in ["", "mysql://x", "test.db"] {
        assert!(matches!(Db::open(&DbConfig::new(url)), Err(DbError::Setup(_))), "{url}");
    }
}
