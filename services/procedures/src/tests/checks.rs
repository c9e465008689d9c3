//! What is wrong with a version, and how decisions of the province are laid on.
use super::sample::day;
use crate::ProcedureFile;
use crate::rules::{check_fact, longest_working_minutes, unknown_keys};
use base::Id;
use contracts::{ProcedureFact, ProcedureId};
use serde_json::json;

pub(super) const GOOD: &str = r#"
code = "1.999001"
version = 1
name = "Cấp phép thử nghiệm"
field = "Thử nghiệm"
resolving_kind = "commune_committee"
published_by = "1/QĐ-THU"
effective_from = 2026-01-01

[result]
codes = ["KQ.G01.000001"]
name = "Giấy phép"

[[cases]]
code = "ordinary"
name = "Thông thường"
form = "thu@1"
process = "thu@1"
[[cases.channels]]
channel = "in_person"
limit = { amount = 3, unit = "working_day", source = "1/QĐ-THU" }
[[cases.components]]
code = "don"
name = "Đơn đề nghị"
originals = 1
mandatory = true
when = "kind = \"a\""
[[cases.fees]]
code = "phi"
name = "Phí"
kind = "fee"
formula = "2000 * quantity"
source = "1/QĐ-THU"
"#;

pub(super) fn fact(text: &str) -> ProcedureFact {
    let file: ProcedureFile = toml::from_str(text).unwrap();
    file.into_fact(ProcedureId::from(Id::from_bytes([0; 16])), 0)
}

fn codes(change: impl FnOnce(&mut ProcedureFact)) -> Vec<&'static str> {
    let mut fact = fact(GOOD);
    change(&mut fact);
    check_fact(&fact).into_iter().map(|finding| finding.code).collect()
}

#[test]
fn a_good_version_has_nothing_wrong() {
    assert_eq!(check_fact(&fact(GOOD)), []);
    assert_eq!(fact(GOOD).effective_from, day("2026-01-01"), "a day may be TOML's own date");
    assert_eq!(fact(&GOOD.replace("2026-01-01", "\"2026-01-01\"")).effective_from, day("2026-01-01"));
}

#[test]
fn every_fault_has_its_own_name() {
    assert_eq!(codes(|fact| fact.code = "4.1".into()), ["bad_code"]);
    assert_eq!(codes(|fact| fact.result.codes = vec!["KQ.X".into()]), ["result_code"]);
    assert_eq!(codes(|fact| fact.cases[0].fees[0].formula = Some("2000 *".into())), ["fee_formula"]);
    assert_eq!(codes(|fact| fact.cases[0].fees[0].amount = Some(base::Money::vnd(1))), ["fee_both"]);
    assert_eq!(codes(|fact| fact.cases[0].components[0].when = Some("a = = b".into())), ["component_when"]);
    assert_eq!(codes(|fact| fact.cases[0].process = Some("thu".into())), ["bad_reference"]);
    assert_eq!(codes(|fact| fact.cases[0].channels.clear()), ["no_channel"]);
    assert_eq!(codes(|fact| fact.cases.push(fact.cases[0].clone())), ["case_code"]);
    assert_eq!(codes(|fact| fact.effective_from = day("1970-01-01")), ["bad_date"]);
    assert_eq!(codes(|fact| fact.cases[0].channels[0].limit.as_mut().unwrap().amount = 0), ["limit_amount"]);
    let pages = |fact: &mut ProcedureFact| fact.cases[0].fees[0].formula = Some("2000 * pages".into());
    assert_eq!(codes(pages), ["fee_not_counted"], "the counter asks no pages");
    let count = |code: &str| contracts::CountRule {
        code: code.into(),
        label: "Số trang".into(),
        hint: String::new(),
    };
    let counted = |fact: &mut ProcedureFact| {
        pages(fact);
        fact.cases[0].counts = vec![count("pages")];
    };
    assert_eq!(codes(counted), [""; 0], "now it does");
    for bad in ["", "quantity", "so-trang", "2a"] {
        assert_eq!(codes(|fact| fact.cases[0].counts = vec![count(bad)]), ["count_code"], "{bad}");
    }
    assert_eq!(codes(|fact| fact.cases[0].counts = vec![count("a"), count("a")]), ["count_code"]);
    let online = |fact: &mut ProcedureFact| {
        pages(fact);
        fact.cases[0].channels[0].channel = contracts::Channel::Online;
    };
    assert_eq!(codes(online), [""; 0], "the form asks");
    let formless = |fact: &mut ProcedureFact| {
        online(fact);
        fact.cases[0].form = None;
    };
    assert_eq!(codes(formless), ["fee_without_form"], "nothing asks");
    let elsewhere = |fact: &mut ProcedureFact| {
        pages(fact);
        fact.cases[0].fees[0].channel = Some(contracts::Channel::Online);
    };
    assert_eq!(codes(elsewhere), [""; 0], "the case is not filed online");
    let local = |fact: &mut ProcedureFact| {
        fact.mode = contracts::Mode::Local;
        fact.cases[0].process = None;
    };
    assert_eq!(codes(local), ["local_without_process"]);
    let unknown = |fact: &mut ProcedureFact| {
        fact.mode = contracts::Mode::Local;
        fact.cases[0].fees[0].formula = None;
    };
    assert_eq!(codes(unknown), ["fee_unknown"]);
}

#[test]
fn working_minutes_add_up_and_calendar_days_do_not() {
    assert_eq!(longest_working_minutes(&fact(GOOD).cases[0]), Some(3 * 480));
    let calendar = GOOD.replace("working_day", "calendar_day");
    assert_eq!(longest_working_minutes(&fact(&calendar).cases[0]), None);
}

#[test]
fn a_misspelled_key_is_found_where_it_stands() {
    let written = json!({ "name": "x", "cases": [{ "code": "a", "chanels": [] }], "audiense": [] });
    let read = json!({ "name": "x", "cases": [{ "code": "a", "channels": [] }], "audience": [] });
    assert_eq!(unknown_keys(&written, &read), ["cases[0].chanels", "audiense"]);
}
