//! Draws a dossier of the year.
use super::acts::{Act, Kind, Plan};
use super::course::Course;
use super::days::{Days, Limit, Minute, day_of, minute_of};
use super::random::Random;
use super::ways;
use dossiers::model::{Outcome, Status};

/// The year that is drawn, and how large the province is.
#[derive(Clone, Debug)]
pub struct Year {
    pub seed: u64,
    pub communes: usize,
    pub days: Days,
    /// First day of intake and the day after the last.
    pub first: i64,
    pub end: i64,
}

/// How many of a thousand dossiers each procedure has: our assumption of a commune's desk, chosen so that a dossier
/// has about six steps; the real mix of a province replaces it.
const MIX: [(Kind, i64); 5] =
    [(Kind::Copies, 330), (Kind::Birth, 330), (Kind::Household, 170), (Kind::House, 110), (Kind::Food, 60)];

fn kind(random: &mut Random) -> Kind {
    let mut drawn = random.below(1000);
    for (kind, share) in MIX {
        if drawn < share {
            return kind;
        }
        drawn -= share;
    }
    Kind::Copies
}

const fn limit(kind: Kind) -> Option<Limit> {
    match kind {
        Kind::Copies | Kind::Birth => Some(Limit::SameDay),
        Kind::Household => Some(Limit::Working(3)),
        Kind::House | Kind::Food => Some(Limit::Calendar(15)),
    }
}

impl Year {
    /// Dossier number `index` of the year; the same for ever.
    #[must_use]
    pub fn plan(&self, index: i64) -> Plan {
        let mut random = Random::new(self.seed, u64::try_from(index).unwrap_or(0));
        let kind = kind(&mut random);
        let online = matches!(kind, Kind::Birth | Kind::Household) && random.chance(250);
        let communes = i64::try_from(self.communes).unwrap_or(1);
        let at = |random: &mut Random| usize::try_from(random.below(communes)).unwrap_or(0);
        let commune = at(&mut random);
        // 1.001612: any commune of the province receives
        let receiving = if kind == Kind::Household && random.chance(150) { at(&mut random) } else { commune };
        let owner = if index > 0 && random.chance(150) { random.below(index) } else { index };
        let submitter = (kind != Kind::Birth && random.chance(100))
            .then(|| random.below(index + 1))
            .filter(|s| *s != owner);
        let quantity = if matches!(kind, Kind::Copies | Kind::Birth) { 1 + random.below(5) } else { 1 };
        let pages = 1 + random.below(9);
        let post = !online && kind != Kind::Copies && random.chance(60);
        let begun = if online { self.any_minute(&mut random) } else { self.office_minute(&mut random) };
        let mut course = Course::new(&self.days, random, minute_of(self.end, 0), limit(kind), begun);
        course.x.online = online;
        let mut plan = Plan {
            kind,
            post,
            commune,
            receiving,
            owner,
            submitter,
            quantity,
            pages,
            acts: Vec::new(),
            expected: course.x.clone(),
        };
        course.x.fees = fees(&plan, online);
        let accepted = if online { online_intake(&mut course, &plan) } else { walk_in(&mut course, &plan) };
        if accepted {
            processing(&mut course, &plan);
        }
        course.advance_to_end();
        course.x.open_steps = course.open_steps();
        plan.acts = course.acts;
        plan.expected = course.x;
        plan
    }

    /// A minute of office time, never at the edge of a session.
    fn office_minute(&self, random: &mut Random) -> Minute {
        loop {
            let day = self.first + random.below(self.end - self.first);
            if self.days.works(day) {
                let morning = random.chance(600);
                let minute = if morning { 425 + random.below(260) } else { 815 + random.below(200) };
                return minute_of(day, minute);
            }
        }
    }

    /// Between 07:05 and 21:55 of any day: people file in the evening and on Sundays.
    fn any_minute(&self, random: &mut Random) -> Minute {
        minute_of(self.first + random.below(self.end - self.first), 425 + random.below(890))
    }
}

/// The fee lines of the sample province, reckoned here once more.
fn fees(plan: &Plan, online: bool) -> i64 {
    match plan.kind {
        Kind::Copies => {
            let pages = plan.pages;
            let one = if pages <= 2 { pages * 2000 } else { 4000 + (pages - 2) * 1000 };
            plan.quantity * one.min(200_000)
        }
        Kind::Birth if online => plan.quantity * 8000,
        Kind::Birth => (plan.quantity - 1) * 8000,
        Kind::Household => 100_000,
        Kind::House => 75_000,
        Kind::Food => 700_000,
    }
}

fn received(course: &mut Course<'_>, at: Minute) {
    course.x.status = Status::Received;
    course.x.received = Some(at);
    course.count_from(at);
}

/// At the counter or by post: accepted at once, perhaps from paper taken before.
fn walk_in(course: &mut Course<'_>, plan: &Plan) -> bool {
    let late = course.random.chance(15).then(|| yesterday(course));
    course.begin(Act::Receive { late });
    let now = course.now;
    received(course, now);
    if matches!(plan.kind, Kind::Household | Kind::Food) {
        course.x.settled = 1; // paid before receipt, at the counter
    }
    ways::open_first(course, plan.kind);
    let Some(true_time) = late else { return true };
    let approve = course.random.chance(900);
    let minutes = 10 + course.random.below(50);
    let at = course.later(minutes);
    if !course.act(at, Act::DecideLate { approve }) {
        return false;
    }
    if approve {
        course.x.received = Some(true_time);
        course.x.events += 1; // whoever counts hears of the true time
        course.count_from(true_time);
    }
    true
}

/// An office minute of the working day before.
fn yesterday(course: &mut Course<'_>) -> Minute {
    let mut day = day_of(course.now) - 1;
    while !course.days.works(day) {
        day -= 1;
    }
    minute_of(day, 815 + course.random.below(200))
}

/// Filed by the person: looked at by the desk, perhaps supplemented, refused or taken back before it is accepted.
fn online_intake(course: &mut Course<'_>, plan: &Plan) -> bool {
    course.begin(Act::File);
    let fate = course.random.below(1000);
    if fate < 20 {
        let at = minute_of(day_of(course.now) + 1, 500 + course.random.below(700));
        if course.act(at, Act::Withdraw { online: true }) {
            course.end_with(Status::Withdrawn, Outcome::Withdrawn);
            course.x.events += 1;
        }
        return false;
    }
    let minutes = 20 + course.random.below(240);
    let mut at = course.later(minutes);
    if fate < 80 && !refused(course, at, &mut at) {
        return false;
    }
    if (80..140).contains(&fate) {
        if !course.act(at, Act::AskSupplement) {
            return false;
        }
        course.x.status = Status::Supplement;
        course.x.events += 1;
        course.x.supplements += 1;
        course.pause();
        let days = 1 + course.random.below(9);
        let at_answer = course.later(days * 480 + 30);
        if !course.act(at_answer, Act::AnswerSupplement) {
            return false;
        }
        course.x.status = Status::Filed;
        course.x.paused = None;
        course.x.events += 1;
        let minutes = 20 + course.random.below(200);
        at = course.later(minutes);
    }
    if plan.kind == Kind::Household {
        if !course.act(at, Act::SettleFee { code: "le_phi_dang_ky" }) {
            return false;
        }
        course.x.settled = 1;
        at = course.later(2);
    }
    if !course.act(at, Act::Accept) {
        return false;
    }
    let now = course.now;
    received(course, now);
    course.x.events += 1;
    ways::open_first(course, plan.kind);
    true
}

/// A refusal is proposed and decided; true when the director turned it down and the desk goes on at `next`.
fn refused(course: &mut Course<'_>, at: Minute, next: &mut Minute) -> bool {
    if !course.act(at, Act::ProposeRefusal) {
        return false;
    }
    let approve = course.random.chance(850);
    let minutes = 15 + course.random.below(300);
    let decided = course.later(minutes);
    if !course.act(decided, Act::DecideRefusal { approve }) {
        return false;
    }
    if approve {
        course.end_with(Status::Refused, Outcome::NotAccepted);
        course.x.events += 1;
        return false;
    }
    *next = course.later(25);
    true
}

/// From the hand-over to the person's hand.
fn processing(course: &mut Course<'_>, plan: &Plan) {
    if course.random.chance(5) {
        let at = course.later(3);
        if course.act(at, Act::Withdraw { online: false }) {
            course.end_with(Status::Withdrawn, Outcome::Withdrawn);
            course.x.events += 1;
            course.close_all();
        }
        return;
    }
    let norm = ways::first_minutes(plan.kind);
    let at = course.taking(norm);
    if !course.act(at, Act::HandOver) {
        return;
    }
    course.x.status = Status::Processing;
    course.x.events += 1;
    course.x.handed_over = true;
    course.close("receive");
    ways::after_hand_over(course, plan.kind);
    if !interrupted(course) || !ways::to_the_desk(course, plan) {
        return;
    }
    at_the_desk(course, plan);
}

/// A supplement or a later payment stops the clock; false when that was the end.
fn interrupted(course: &mut Course<'_>) -> bool {
    let fate = course.random.below(1000);
    if fate >= 50 {
        return true;
    }
    let payment = fate < 8;
    if !payment && course.x.supplements > 0 {
        return true; // one complete request: the desk used it before it accepted
    }
    let at = course.later(3);
    let asked = if payment { Act::RequestPayment } else { Act::AskSupplement };
    if !course.act(at, asked) {
        return false;
    }
    course.x.status = if payment { Status::PaymentDue } else { Status::Supplement };
    course.x.events += 1;
    course.x.fees += if payment { 50_000 } else { 0 };
    course.x.supplements += i64::from(!payment);
    course.pause();
    course.suspend();
    if !payment && course.random.chance(120) {
        let at = course.later(31 * 480);
        if course.act(at, Act::Stop) {
            // the time it stood still is not the agency's
            course.unpause(true);
            course.end_with(Status::Stopped, Outcome::Stopped);
            course.x.events += 1;
            course.close_all();
        }
        return false;
    }
    let days = course.random.below(8);
    let at = course.later(days * 480 + 45);
    let answer = if payment { Act::SettleFee { code: "chi_phi_them" } } else { Act::AnswerSupplement };
    if !course.act(at, answer) {
        return false;
    }
    course.x.status = Status::Processing;
    if payment {
        course.x.settled += 1;
    } else {
        course.x.events += 1;
    }
    course.unpause(!payment);
    course.resume();
    true
}

/// The result lies at the desk: perhaps corrected once, paid for, collected.
fn at_the_desk(course: &mut Course<'_>, plan: &Plan) {
    if course.random.chance(10) {
        let at = course.later(4);
        if !course.act(at, Act::Correct) {
            return;
        }
        course.x.status = Status::Processing;
        course.x.closed = None;
        course.x.outcome = None;
        course.x.events += 1;
        course.close("return");
        ways::open_draft(course, plan.kind);
        if !ways::drafted_again(course, plan) {
            return;
        }
    }
    let wait =
        if plan.kind == Kind::Copies { 1 + course.random.below(8) } else { 5 + course.random.below(1500) };
    let mut at = course.later(wait);
    if (course.x.settled == 0 && course.x.fees > 0) || owes_more(course, plan) {
        if !course.act(at, Act::SettleFee { code: ways::fee_code(plan.kind) }) {
            return;
        }
        course.x.settled += 1;
        at = course.later(1);
    }
    if course.act(at, Act::Return) {
        course.x.status = Status::Returned;
        course.x.returned = Some(course.now);
        course.x.events += 1;
        course.close("return");
    }
}

/// The fee of the procedure is still open although a later due was paid.
fn owes_more(course: &Course<'_>, plan: &Plan) -> bool {
    let own = fees(plan, course.x.online) > 0;
    let later = course.x.fees != fees(plan, course.x.online);
    own && later && course.x.settled < 2 && !matches!(plan.kind, Kind::Household | Kind::Food)
}

impl Course<'_> {
    /// Mornings until the year is over.
    fn advance_to_end(&mut self) {
        while !self.over {
            let _ = self.advance(self.last_minute());
        }
    }
}
