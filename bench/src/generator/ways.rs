//! The five ways through the house, as their packs draw them.
use super::acts::{Act, Kind, Plan};
use super::course::Course;
use super::days::{Limit, day_of, minute_of};
use dossiers::model::{Outcome, Status};

/// Working minutes of the desk's first step.
pub const fn first_minutes(kind: Kind) -> i64 {
    match kind {
        Kind::Copies => 10,
        Kind::Birth => 60,
        _ => 120,
    }
}

pub fn open_first(course: &mut Course<'_>, kind: Kind) {
    let limit = (kind == Kind::Food).then_some(Limit::Working(1));
    course.open("receive", Some(first_minutes(kind)), limit, false);
}

/// The fee that is settled when the result is collected.
pub const fn fee_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Copies => "phi_chung_thuc",
        Kind::Birth => "ban_sao",
        Kind::Household => "le_phi_dang_ky",
        Kind::House => "le_phi_giay_phep",
        Kind::Food => "phi_tham_dinh",
    }
}

pub fn after_hand_over(course: &mut Course<'_>, kind: Kind) {
    match kind {
        Kind::Copies | Kind::Household => open_draft(course, kind),
        Kind::Birth => course.open("check", Some(60), None, false),
        Kind::House => course.open("assess", Some(480), None, false),
        Kind::Food => course.open("check", Some(960), None, false),
    }
}

/// Key and working minutes of the step that drafts the result.
const fn draft_step(kind: Kind) -> (&'static str, i64) {
    match kind {
        Kind::Copies => ("compare", 20),
        Kind::Birth => ("draft", 120),
        Kind::Household => ("draft", 840),
        Kind::House => ("draft", 480),
        Kind::Food => ("draft", 960),
    }
}

pub fn open_draft(course: &mut Course<'_>, kind: Kind) {
    let (step, minutes) = draft_step(kind);
    course.open(step, Some(minutes), None, false);
}

/// The steps before the draft, then the draft, then the signature; true when the result lies at the desk.
pub fn to_the_desk(course: &mut Course<'_>, plan: &Plan) -> bool {
    let before = match plan.kind {
        Kind::Copies | Kind::Household => true,
        Kind::Birth => birth_checked(course),
        Kind::House => house_assessed(course),
        Kind::Food => food_visited(course),
    };
    before && drafted_again(course, plan)
}

fn forward(course: &mut Course<'_>, step: &'static str, minutes: i64, outcome: Option<&'static str>) -> bool {
    let at = course.taking(minutes);
    if !course.act(at, Act::Forward { step, outcome, consult: false }) {
        return false;
    }
    course.close(step);
    true
}

fn birth_checked(course: &mut Course<'_>) -> bool {
    let verify = course.random.chance(80);
    if !forward(course, "check", 60, verify.then_some("verify")) {
        return false;
    }
    if verify {
        course.open("verify", None, Some(Limit::Working(3)), false);
        let ok = course.random.chance(900);
        let minutes = 200 + course.random.below(1500);
        let at = course.later(minutes);
        if !course.act(at, Act::External { step: "verify", ok }) {
            return false;
        }
        course.close("verify");
    }
    open_draft(course, Kind::Birth);
    true
}

/// The site check and the consultation run side by side; silence of twelve days is consent.
fn house_assessed(course: &mut Course<'_>) -> bool {
    let consult = course.random.chance(400);
    let at = course.taking(480);
    let outcome = consult.then_some("consult");
    if !course.act(at, Act::Forward { step: "assess", outcome, consult }) {
        return false;
    }
    course.close("assess");
    course.open("site", None, Some(Limit::Working(7)), false);
    let minutes = 100 + course.random.below(2000);
    let site_at = course.later(minutes);
    let mut answer_at = None;
    if consult {
        course.open("consult", None, Some(Limit::Calendar(12)), true);
        if course.random.chance(600) {
            let minutes = 200 + course.random.below(2200);
            answer_at = Some(course.later(minutes)).filter(|at| *at != site_at);
        }
    }
    let mut first = vec![(site_at, Act::Forward { step: "site", outcome: None, consult: false })];
    first.extend(answer_at.map(|at| (at, Act::Consult { step: "consult" })));
    first.sort_by_key(|(at, _)| *at);
    for (at, act) in first {
        let step = if matches!(act, Act::Consult { .. }) { "consult" } else { "site" };
        if !course.is_open(step) {
            continue; // silence came first
        }
        // silence that answers this very step ends the waiting: what follows begins that morning
        while course.advance(at).is_some() && course.is_open(step) {}
        if course.over {
            return false;
        }
        if course.is_open(step) {
            course.note(act);
            course.close(step);
        }
    }
    while course.is_open("consult") {
        if course.over {
            return false;
        }
        let to = course.now + 1440;
        let _ = course.advance(to);
    }
    open_draft(course, Kind::House);
    true
}

fn food_visited(course: &mut Course<'_>) -> bool {
    if !forward(course, "check", 960, None) {
        return false;
    }
    course.open("team", Some(480), None, false);
    if !forward(course, "team", 480, None) {
        return false;
    }
    course.open("visit", Some(960), None, false);
    let mend = course.random.chance(120);
    if !forward(course, "visit", 960, mend.then_some("mend")) {
        return false;
    }
    if mend {
        course.open("mend", None, None, false);
        let days = 2 + course.random.below(6);
        let at = course.later(days * 480);
        if !course.act(at, Act::External { step: "mend", ok: true }) {
            return false;
        }
        course.close("mend");
        course.open("visit", Some(960), None, false);
        if !forward(course, "visit", 960, None) {
            return false;
        }
    }
    open_draft(course, Kind::Food);
    true
}

/// From an open draft step to the desk.
pub fn drafted_again(course: &mut Course<'_>, plan: &Plan) -> bool {
    let granted = course.random.chance(980);
    if !proposed(course, plan.kind, granted) {
        return false;
    }
    let after_no = plan.kind == Kind::Birth && course.x.online && granted;
    if after_no && !confirmed(course, plan.kind) {
        return false;
    }
    if granted && !registered(course, plan.kind) {
        return false;
    }
    if plan.kind == Kind::House {
        course.open("review", Some(240), None, false);
        if !forward(course, "review", 240, None) {
            return false;
        }
    }
    signed(course, plan.kind, granted)
}

fn proposed(course: &mut Course<'_>, kind: Kind, granted: bool) -> bool {
    let (step, minutes) = draft_step(kind);
    let at = course.taking(minutes);
    if !course.act(at, Act::Propose { step, granted }) {
        return false;
    }
    course.close(step);
    true
}

/// The parent looks at the draft certificate for a day: yes, no, or silence, which is yes.
fn confirmed(course: &mut Course<'_>, kind: Kind) -> bool {
    course.pause();
    course.open("confirm", None, Some(Limit::Calendar(1)), true);
    let fate = course.random.below(100);
    if fate < 50 {
        // silence: some morning the clock has run out
        loop {
            let to = course.now + 1440;
            if course.advance(to).is_some() {
                break;
            }
            if course.over {
                return false;
            }
        }
        course.unpause(false);
        return true;
    }
    let agreed = fate < 93;
    let at = minute_of(day_of(course.now), 1080 + course.random.below(200)).max(course.now + 1);
    if !course.act(at, Act::Confirm { agreed }) {
        return false;
    }
    course.close("confirm");
    course.unpause(false);
    if agreed {
        return true;
    }
    open_draft(course, kind);
    proposed(course, kind, true) && confirmed(course, kind)
}

/// Another system's part before the signature: the civil status register, the tax code.
fn registered(course: &mut Course<'_>, kind: Kind) -> bool {
    let (step, minutes) = match kind {
        Kind::Birth => ("enter", 120),
        Kind::Household => ("tax_code", 240),
        _ => return true,
    };
    course.open(step, Some(minutes), None, false);
    let at = course.taking(minutes);
    if !course.act(at, Act::External { step, ok: true }) {
        return false;
    }
    course.close(step);
    true
}

const fn sign_minutes(kind: Kind) -> i64 {
    match kind {
        Kind::Copies => 15,
        Kind::Birth => 60,
        Kind::Household => 180,
        Kind::House | Kind::Food => 240,
    }
}

const fn desk_minutes(kind: Kind) -> i64 {
    match kind {
        Kind::Copies => 5,
        Kind::Birth | Kind::Household => 60,
        Kind::House | Kind::Food => 120,
    }
}

fn signed(course: &mut Course<'_>, kind: Kind, granted: bool) -> bool {
    let minutes = sign_minutes(kind);
    course.open("sign", Some(minutes), None, false);
    let at = course.taking(minutes);
    if !course.act(at, Act::Approve { step: "sign" }) {
        return false;
    }
    course.close("sign");
    course.end_with(Status::Resolved, if granted { Outcome::Granted } else { Outcome::Denied });
    course.x.events += 1;
    course.x.signed += i64::from(granted);
    course.open("return", Some(desk_minutes(kind)), None, false);
    true
}
