//! The packs at work: every process walked through its ways, every form through its cases.  Needs no shared data.
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId};
use forms::{Answers, Context, FormPack, ListedCodes, ListedPlaces};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use workflow::{Definition, Event, State, StepKind, TimerKind};

fn text(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(file)).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_local(base::DateTime::constant(2026, 11, 9, 8, 0, 0, 0))
}

fn person(number: u8) -> AccountId {
    Id::from_bytes([number; 16]).into()
}

/// A process and where it stands.
struct Walk {
    definition: Definition,
    state: State,
}

impl Walk {
    fn start(file: &str, channel: &str) -> Self {
        let definition = Definition::from_toml(&text(file)).unwrap();
        let vars: Map<String, Json> = [("channel".to_owned(), json!(channel))].into_iter().collect();
        let (state, _) =
            workflow::step(&definition, &State::default(), &Event::Start { vars }, now()).unwrap();
        Self { definition, state }
    }

    fn places(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self
            .state
            .tokens()
            .iter()
            .map(|token| self.definition.steps[usize::from(token.step)].key.as_str())
            .collect();
        keys.sort_unstable();
        keys
    }

    fn token(&self, key: &str) -> u32 {
        let at = |step: u16| self.definition.steps[usize::from(step)].key == key;
        self.state
            .tokens()
            .iter()
            .find(|token| at(token.step))
            .unwrap_or_else(|| panic!("not at {key}"))
            .number
    }

    fn send(&mut self, event: &Event) {
        self.state = workflow::step(&self.definition, &self.state, event, now()).unwrap().0;
    }

    /// The step ends the way its kind ends; `by` does officers' steps.
    fn done(&mut self, key: &str, by: u8, outcome: Option<&str>, ask: &[AgencyId]) -> &mut Self {
        let token = self.token(key);
        let yes = outcome != Some("no");
        let event = match self.definition.step(key).unwrap().kind {
            StepKind::WaitCitizen { .. } => Event::CitizenAnswer { token, agreed: yes },
            StepKind::External { .. } => Event::ExternalAnswer { token, ok: yes, reference: "1".to_owned() },
            _ => Event::Forward {
                token,
                by: person(by),
                outcome: outcome.map(str::to_owned),
                set: Map::new(),
                ask: ask.to_vec(),
            },
        };
        self.send(&event);
        self
    }

    fn all(&mut self, steps: &[(&str, u8)]) -> &mut Self {
        for (key, by) in steps {
            self.done(key, *by, None, &[]);
        }
        self
    }
}

const BIRTH: &str = "khai-sinh/processes/khai-sinh.toml";

#[test]
fn a_birth_filed_online_waits_for_the_parent_and_silence_is_agreement() {
    let mut walk = Walk::start(BIRTH, "online");
    walk.all(&[("receive", 1), ("check", 2), ("draft", 2)]);
    assert_eq!(walk.places(), ["confirm"]);
    walk.send(&Event::Timer { token: walk.token("confirm"), kind: TimerKind::Default });
    walk.all(&[("enter", 2), ("sign", 3), ("return", 1)]);
    assert!(walk.state.ended());
}

#[test]
fn a_parent_who_disagrees_gets_another_draft() {
    let mut walk = Walk::start(BIRTH, "online");
    walk.all(&[("receive", 1), ("check", 2), ("draft", 2)]).done("confirm", 0, Some("no"), &[]);
    assert_eq!(walk.places(), ["draft"]);
}

#[test]
fn a_birth_at_the_counter_goes_straight_to_the_register() {
    let mut walk = Walk::start(BIRTH, "in_person");
    walk.all(&[("receive", 1), ("check", 2), ("draft", 2)]);
    assert_eq!(walk.places(), ["enter"]);
    walk.done("enter", 2, Some("no"), &[]);
    assert_eq!(walk.places(), ["draft"], "the Ministry's software refused");
}

#[test]
fn a_marriage_that_is_not_found_is_asked_of_another_commune() {
    let mut walk = Walk::start(BIRTH, "post");
    walk.done("receive", 1, None, &[]).done("check", 2, Some("verify"), &[]);
    assert_eq!(walk.places(), ["verify"]);
    walk.done("verify", 2, None, &[]);
    assert_eq!(walk.places(), ["draft"]);
}

#[test]
fn a_refusal_is_signed_without_asking_the_parent_or_the_ministry() {
    let mut walk = Walk::start(BIRTH, "online");
    walk.all(&[("receive", 1), ("check", 2)]).done("draft", 2, Some("refused"), &[]);
    assert_eq!(walk.places(), ["sign"]);
}

#[test]
fn certified_copies_and_household_business_reach_the_desk() {
    let mut copies = Walk::start("chung-thuc/processes/chung-thuc-ban-sao.toml", "in_person");
    copies.all(&[("receive", 1), ("compare", 2), ("sign", 3), ("return", 1)]);
    assert!(copies.state.ended());
    let business = "ho-kinh-doanh/processes/ho-kinh-doanh.toml";
    let mut granted = Walk::start(business, "online");
    granted.all(&[("receive", 1), ("draft", 2), ("tax_code", 2), ("sign", 3), ("return", 1)]);
    assert!(granted.state.ended());
    let mut notice = Walk::start(business, "online");
    notice.done("receive", 1, None, &[]).done("draft", 2, Some("refused"), &[]);
    assert_eq!(notice.places(), ["sign"], "no tax code for a notice");
}

#[test]
fn a_permit_consults_beside_the_site_check_and_silence_is_consent() {
    let asked: Vec<AgencyId> = vec![Id::from_bytes([70; 16]).into(), Id::from_bytes([71; 16]).into()];
    let mut walk = Walk::start("giay-phep-xay-dung/processes/giay-phep-xay-dung.toml", "online");
    walk.done("receive", 1, None, &[]).done("assess", 2, Some("consult"), &asked);
    assert_eq!(walk.places(), ["consult", "site"]);
    walk.done("site", 2, None, &[]);
    assert_eq!(walk.places(), ["consult"], "the draft waits for both");
    walk.send(&Event::Timer { token: walk.token("consult"), kind: TimerKind::Default });
    walk.all(&[("draft", 2), ("review", 4), ("sign", 3), ("return", 1)]);
    assert!(walk.state.ended());
}

#[test]
fn a_permit_that_needs_no_opinion_only_checks_the_site() {
    let mut walk = Walk::start("giay-phep-xay-dung/processes/giay-phep-xay-dung.toml", "in_person");
    walk.all(&[("receive", 1), ("assess", 2)]);
    assert_eq!(walk.places(), ["site"]);
    walk.done("site", 2, None, &[]);
    assert_eq!(walk.places(), ["draft"]);
}

#[test]
fn a_food_facility_mends_and_is_visited_again() {
    let mut walk = Walk::start("an-toan-thuc-pham/processes/an-toan-thuc-pham.toml", "post");
    walk.all(&[("receive", 1), ("check", 2), ("team", 3)]).done("visit", 2, Some("mend"), &[]);
    assert_eq!(walk.places(), ["mend"]);
    walk.all(&[("mend", 2), ("visit", 2), ("draft", 2), ("sign", 3), ("return", 1)]);
    assert!(walk.state.ended());
}

/// Ids of the pages asked in a case, given these answers.
fn pages(file: &str, case: &str, values: &Json) -> Vec<String> {
    let form = FormPack::read(&text(file)).unwrap().form;
    let answers = Answers { values: values.as_object().unwrap().clone(), ..Answers::default() };
    let places = ListedPlaces::new(None, Vec::new(), Vec::new());
    let codes = ListedCodes::default();
    let mut context = Context::new(now(), &places, &codes).with_fact("channel", "online");
    if !case.is_empty() {
        context = context.with_fact("case", case);
    }
    assert_eq!(context.today, Date::constant(2026, 11, 9));
    let mut ids: Vec<String> =
        forms::journey(&form, &answers, &context).into_iter().map(|step| step.at.page).collect();
    ids.dedup();
    ids
}

#[test]
fn the_birth_form_asks_what_the_case_needs_and_nothing_twice() {
    let form = "khai-sinh/forms/khai-sinh-1.json";
    let asked = |case: &str, values: Json, page: &str| pages(form, case, &values).contains(&page.to_owned());
    // A mother writes about herself once.
    assert!(!asked("ordinary", json!({ "relation": "mother" }), "mother-name-page"));
    assert!(asked("ordinary", json!({ "relation": "mother" }), "mother-people-page"));
    assert!(asked("ordinary", json!({ "relation": "grandparent", "has_mother": true }), "mother-name-page"));
    // Either parent may be left out.
    assert!(!asked("ordinary", json!({ "relation": "father", "has_mother": false }), "mother-name-page"));
    assert!(!asked("ordinary", json!({ "relation": "mother", "has_father": false }), "father-name-page"));
    assert!(asked("recognition", json!({ "relation": "father" }), "mother-page"));
    assert!(!asked("unmarried", json!({ "relation": "mother" }), "father-page"));
    for (case, marriage) in [
        ("ordinary", true),
        ("surrogacy", true),
        ("unmarried", false),
        ("recognition", false),
        ("abandoned", false),
    ] {
        assert_eq!(asked(case, json!({ "relation": "relative" }), "marriage-page"), marriage, "{case}");
        assert_eq!(
            asked(case, json!({ "relation": "relative" }), "found-page"),
            case == "abandoned",
            "{case}"
        );
        assert_eq!(asked(case, json!({}), "mother-page"), case != "abandoned", "{case}");
        assert!(asked(case, json!({}), "copies-page"), "{case}");
    }
    // A caller that names no case gets the ordinary questions.
    assert!(asked("", json!({ "relation": "relative" }), "marriage-page"));
}

/// What the page of somebody's identity paper refuses in an ordinary case.
fn refused_number(before: &Json, who: &str, number: &str) -> Vec<String> {
    let form = FormPack::read(&text("khai-sinh/forms/khai-sinh-1.json")).unwrap().form;
    let answers = Answers { values: before.as_object().unwrap().clone(), ..Answers::default() };
    let places = ListedPlaces::new(None, Vec::new(), Vec::new());
    let codes = ListedCodes::default();
    let context =
        Context::new(now(), &places, &codes).with_fact("channel", "online").with_fact("case", "ordinary");
    let pair = |name: &str, value: &str| (format!("{who}_{name}"), value.to_owned());
    let pairs = [pair("paper", "identity"), pair("number", number)];
    let page = format!("{who}-paper-page");
    let outcome = forms::parse_page(&form, &answers, &page, None, &pairs, &context).unwrap();
    outcome.errors.into_iter().map(|error| format!("{:?}", error.message)).collect()
}

#[test]
fn no_parent_bears_the_number_of_another_person_of_the_birth_form() {
    let (one, two, three) = ("040199000862", "040095001234", "040198001234");
    let before = json!({ "relation": "grandparent", "requester_paper": "identity", "requester_number": one,
        "has_mother": true, "mother_paper": "identity", "mother_number": two, "has_father": true });
    assert!(refused_number(&before, "father", two).concat().contains("Số này là của mẹ"));
    assert!(refused_number(&before, "father", one).concat().contains("Số này là của người đi đăng ký"));
    assert!(refused_number(&before, "mother", one).concat().contains("Số này là của người đi đăng ký"));
    assert_eq!(refused_number(&before, "mother", two), [""; 0]);
    assert_eq!(refused_number(&before, "father", three), [""; 0]);
    // The mother writes about herself: her number is the requester's, and the father has another.
    let herself = json!({ "relation": "mother", "requester_paper": "identity", "requester_number": one, "has_father": true });
    assert!(!refused_number(&herself, "father", one).is_empty());
    assert_eq!(refused_number(&herself, "father", three), [""; 0]);
}

#[test]
fn business_and_permit_forms_follow_their_cases() {
    let business = "ho-kinh-doanh/forms/ho-kinh-doanh-1.json";
    assert!(pages(business, "family", &json!({})).contains(&"members".to_owned()));
    assert!(!pages(business, "individual", &json!({})).contains(&"members".to_owned()));
    let permit = "giay-phep-xay-dung/forms/giay-phep-xay-dung-1.json";
    assert!(pages(permit, "house_family", &json!({})).contains(&"house-size-page".to_owned()));
    let linear = pages(permit, "linear", &json!({}));
    assert!(linear.contains(&"line-size-page".to_owned()) && !linear.contains(&"house-size-page".to_owned()));
    let food = "an-toan-thuc-pham/forms/an-toan-thuc-pham-1.json";
    assert!(pages(food, "ordinary", &json!({})).contains(&"products".to_owned()));
}
