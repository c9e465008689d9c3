//! What happens in the sample, day by day: who comes with what, and how briskly it goes on.
use super::random::Random;
use base::{Date, Timestamp};
use calendar::WorkCalendar;
use contracts::UnitFact;

/// Days back to which dossiers reach.
pub(super) const DAYS: i64 = 56;
/// Dossiers in a sample, those of citizens online aside.
pub(super) const DOSSIERS: usize = 196;

/// A kind of request: procedure, case, share, usual minutes of office time between two steps.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind {
    pub procedure: &'static str,
    pub case: &'static str,
    share: usize,
    pub step_minutes: i64,
    /// The owner is a newborn, a parent comes.
    pub birth: bool,
}

const KINDS: &[Kind] = &[
    Kind { procedure: "1.001193", case: "ordinary", share: 34, step_minutes: 45, birth: true },
    Kind { procedure: "2.000815", case: "ordinary", share: 30, step_minutes: 12, birth: false },
    Kind { procedure: "1.001612", case: "individual", share: 18, step_minutes: 230, birth: false },
    Kind { procedure: "1.013225", case: "house_family", share: 12, step_minutes: 560, birth: false },
    Kind { procedure: "2.001827", case: "ordinary", share: 6, step_minutes: 700, birth: false },
];

/// How a dossier goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Brisk,
    /// Four times the usual minutes: mostly late.
    Slow,
    /// Nobody acts any more after so many steps.
    Stuck(usize),
    /// A paper is found wrong at the desk; true: it has been brought by now.
    Supplement(bool),
    /// The process ends with a reasoned notice instead of what was asked.
    Denied,
    /// Online only: refused at the desk; true: the director has agreed.
    Refused(bool),
    Withdrawn,
}

/// How it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Counter,
    Post,
    /// By the sample's citizen account, or by somebody with a draft key.
    Online {
        own: bool,
    },
}

/// One dossier to be.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    pub at: Timestamp,
    pub commune: UnitFact,
    pub kind: Kind,
    pub fate: Fate,
    pub way: Way,
    pub random: Random,
}

/// The plan, in the order of time.  The first commune is the one whose officers have accounts on the sign-in page.
pub(super) fn plan(communes: &[UnitFact], calendar: &WorkCalendar, now: Timestamp, seed: u64) -> Vec<Coming> {
    let mut random = Random::new(seed);
    let mut all = Vec::with_capacity(DOSSIERS);
    for number in 0..DOSSIERS {
        // Every fifth of the last three days, so that the desks of today are not empty.
        let back = if number % 5 == 0 { random.between(0, 3) } else { random.between(0, DAYS - 2) };
        let Some(at) = moment(calendar, now, back, &mut random) else { continue };
        let home = random.percent(42);
        let commune = if home { communes.first() } else { communes.get(random.below(communes.len())) };
        let Some(commune) = commune.cloned() else { continue };
        let own = Random::new(seed ^ u64::try_from(number).unwrap_or(0).wrapping_mul(0x5851_F42D_4C95_7F2D));
        let kind = kind(&mut random);
        let posted = !kind.birth && kind.procedure != "2.000815" && random.percent(8);
        let way = if posted { Way::Post } else { Way::Counter };
        all.push(Coming { at, commune, kind, fate: fate(number, &mut random), way, random: own });
    }
    all.extend(online(communes, calendar, now, &mut random));
    all.sort_by_key(|coming| coming.at);
    all
}

/// Births filed by parents: days ago, by the citizen of the sign-in page or not, how it goes.
const ONLINE: &[(i64, bool, Fate)] = &[
    (41, true, Fate::Brisk),
    (12, true, Fate::Supplement(true)),
    (3, true, Fate::Supplement(false)),
    (0, true, Fate::Stuck(0)),
    (33, false, Fate::Brisk),
    (27, false, Fate::Brisk),
    (19, false, Fate::Refused(true)),
    (14, false, Fate::Slow),
    (8, false, Fate::Brisk),
    (5, false, Fate::Brisk),
    (2, false, Fate::Refused(false)),
    (1, false, Fate::Brisk),
    (1, false, Fate::Stuck(0)),
    (0, false, Fate::Stuck(0)),
    (0, false, Fate::Stuck(0)),
];

fn online(
    communes: &[UnitFact],
    calendar: &WorkCalendar,
    now: Timestamp,
    random: &mut Random,
) -> Vec<Coming> {
    let mut all = Vec::new();
    for (number, (back, own, fate)) in ONLINE.iter().enumerate() {
        let Some(at) = moment(calendar, now, *back, random) else { continue };
        let home = *own || random.percent(60);
        let commune = if home { communes.first() } else { communes.get(random.below(communes.len())) };
        let (Some(commune), Some(kind)) = (commune.cloned(), KINDS.first().copied()) else { continue };
        let seed = u64::try_from(number).unwrap_or(0).wrapping_mul(0xA24B_AED4_963E_E407);
        let way = Way::Online { own: *own };
        all.push(Coming { at, commune, kind, fate: *fate, way, random: Random::new(seed) });
    }
    all
}

fn kind(random: &mut Random) -> Kind {
    let mut place = random.below(KINDS.iter().map(|kind| kind.share).sum());
    for kind in KINDS {
        if place < kind.share {
            return *kind;
        }
        place -= kind.share;
    }
    Kind::default()
}

fn fate(number: usize, random: &mut Random) -> Fate {
    match number % 50 {
        3 | 21 => Fate::Supplement(true),
        11 | 33 => Fate::Supplement(false),
        17 | 29 => Fate::Denied,
        41 => Fate::Withdrawn,
        _ => match random.between(1, 100) {
            1..=5 => Fate::Stuck(random.below(3)),
            6..=15 => Fate::Slow,
            _ => Fate::Brisk,
        },
    }
}

/// A moment of office time, the last working day on or before so many days ago; none when it is still to come.
fn moment(calendar: &WorkCalendar, now: Timestamp, back: i64, random: &mut Random) -> Option<Timestamp> {
    let mut day = now.plus_seconds(-back * 86_400).date();
    for _ in 0..12 {
        let minutes = calendar.minutes_on(day);
        if minutes > 60 {
            let at = calendar.plus_minutes(midnight(day), random.between(8, minutes - 25));
            // At least a quarter of an hour ago, so that nothing lies in the future.
            if at < now.plus_seconds(-900) {
                return Some(at);
            }
        }
        day = day.yesterday().ok()?;
    }
    None
}

fn midnight(day: Date) -> Timestamp {
    Timestamp::from_local(day.at(0, 0, 0, 0))
}
