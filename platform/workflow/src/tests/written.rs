//! What authors write, and what they are told when it is wrong.
use super::*;

#[test]
fn toml_and_json_carry_the_same_definition() {
    let definition = permit();
    let json = serde_json::to_string(&definition).unwrap();
    assert_eq!(Definition::from_json(&json).unwrap(), definition);
    let text = toml::to_string(&definition).unwrap();
    assert_eq!(Definition::from_toml(&text).unwrap(), definition);
    assert_eq!(definition.reference(), "cap-phep-xay-dung@1");
}

#[test]
fn a_wrong_field_is_told_with_its_step_or_line() {
    let head =
        "code = \"x\"\nversion = 1\ntitle = \"X\"\nstart = \"a\"\n[[steps]]\nkey = \"a\"\ntitle = \"A\"\n";
    for (rest, words) in [
        ("kind = \"work\"\nhours = 3\n", "hours"),
        ("kind = \"wait_citizen\"\n", "step a: this kind needs `default`"),
        ("kind = \"external\"\n", "step a: this kind needs `system`"),
        ("kind = \"work\"\ndeemed = true\n", "step a: `deemed` is not for this kind"),
        ("kind = \"sleep\"\n", "sleep"),
        ("kind = \"work\"\nplace = \"nowhere\"\n", "nowhere"),
    ] {
        let error = Definition::from_toml(&format!("{head}{rest}")).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn a_state_reads_back_as_it_was_written() {
    let mut play = Play::start(permit(), &[("channel", "online".into())]);
    play.forward("receive", 1).unwrap();
    play.forward_with("open", 2, None, &[agency(1), agency(2)]).unwrap();
    play.timer("consult", TimerKind::Default).unwrap();
    let json = serde_json::to_string(&play.state).unwrap();
    assert!(json.len() < 400, "{json}");
    assert_eq!(serde_json::from_str::<State>(&json).unwrap(), play.state);
}
