//! Reported values: the last periods of every indicator that agencies report.
use super::{Follow, plus};
use base::Date;
use contracts::{AgencyFact, AgencyId, ReportedValueId};
use db::DbError;
use indicators::model::{Definition, Period, PeriodKind, Reporters};
use indicators::ops::{self, ApproveAll, Book, Decide, LockPeriod, SendReport};
use std::collections::BTreeMap;

/// (indicator, least and most of the second input, tenths of a percent two periods ago, the same in the last one).
const COURSES: &[(&str, i64, i64, i64, i64)] = &[
    ("kinh_te_so_grdp", 118_000, 224_000, 96, 124),
    ("ho_co_cap_quang", 1_900, 8_600, 781, 842),
    ("chu_ky_so_ca_nhan", 900_000, 2_300_000, 214, 336),
    ("thanh_toan_dien_tu", 900_000, 2_300_000, 812, 868),
    ("ho_so_cong_viec_tren_mang", 900, 5_200, 838, 947),
    ("hai_long_nguoi_dan", 5_400, 9_800, 902, 961),
    ("can_bo_tap_huan_so", 90, 640, 640, 905),
    ("he_thong_cap_do", 38, 62, 520, 690),
    ("benh_an_dien_tu", 22, 38, 320, 610),
    ("so_hoa_ket_qua", 2_400, 21_000, 310, 468),
    ("ocop_san_thuong_mai", 180, 620, 540, 660),
    ("chi_chuyen_doi_so", 21_000_000, 38_000_000, 8, 10),
];

/// What becomes of a report of the last period.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Approved,
    Missing,
    Late,
    Returned,
    Waiting,
}

fn fate(place: usize, several: bool, code: &str) -> Fate {
    match (several, place, code) {
        // Of some indicators the last period is whole.
        (true, 0..=4 | 6.., "so_hoa_ket_qua" | "can_bo_tap_huan_so") => Fate::Approved,
        (true, 2, _) | (false, _, "benh_an_dien_tu") => Fate::Returned,
        (true, 5, _) | (false, _, "he_thong_cap_do") => Fate::Late,
        (false, _, "ocop_san_thuong_mai") => Fate::Missing,
        (false, _, "chu_ky_so_ca_nhan") => Fate::Waiting,
        (true, place, _) if place % 17 == 3 => Fate::Missing,
        (true, place, _) if place % 11 == 7 => Fate::Waiting,
        _ => Fate::Approved,
    }
}

/// One period of one indicator.
struct Turn<'a> {
    definition: &'a Definition,
    course: (i64, i64, i64),
    period: Period,
    deadline: Date,
    /// The newest of those that have ended.
    last: bool,
}

impl Follow<'_> {
    /// Sends, approves, returns and locks.
    ///
    /// # Errors
    /// [`DbError`]; a refusal of an operation is noted.
    pub(super) async fn values(&mut self) -> Result<(), DbError> {
        let today = self.today();
        let book = self.parts.db.read(Book::load).await?;
        let reported: Vec<Definition> =
            book.in_force(today).map(|dated| dated.definition.clone()).filter(|one| !one.counted()).collect();
        for definition in reported {
            let Some(course) = COURSES.iter().find(|course| course.0 == definition.code) else { continue };
            let (_, least, most, from, to) = *course;
            let back = match (definition.period, definition.reporters) {
                (PeriodKind::Year, _) => 1,
                (PeriodKind::Half, _) | (_, Reporters::Communes) => 2,
                _ => 3,
            };
            let mut periods = Vec::new();
            let mut period = Period::of(definition.period, definition.window_day, today);
            for _ in 0..back {
                period = period.before();
                periods.push(period);
            }
            periods.reverse();
            // The size of each agency is the same every time.
            let mut sizes = BTreeMap::new();
            for (place, period) in periods.iter().enumerate() {
                let last = place + 1 == periods.len();
                let steps = i64::try_from(periods.len().max(2) - 1).unwrap_or(1);
                let behind = i64::try_from(periods.len() - 1 - place).unwrap_or(0);
                let tenths = to - (to - from) * behind / steps;
                let deadline = period.deadline(definition.window_day, definition.deadline_days);
                // Nobody was in office: it would stand there as late.
                if deadline <= self.begun.date() && !last {
                    continue;
                }
                let course = (least, most, tenths);
                let turn = Turn { definition: &definition, course, period: *period, deadline, last };
                self.turn(&turn, &mut sizes).await?;
            }
        }
        Ok(())
    }

    async fn turn(&mut self, turn: &Turn<'_>, sizes: &mut BTreeMap<AgencyId, i64>) -> Result<(), DbError> {
        let (definition, end) = (turn.definition.clone(), turn.period.window(turn.definition.window_day).1);
        let names = self.parts.indicators.names.clone();
        let agencies = self
            .parts
            .db
            .read(move |tx| ops::expected_reporters(tx, names.as_ref(), &definition, end))
            .await?;
        let Some((_, statistician)) = self.known("thongke").await? else { return Ok(()) };
        let several = agencies.len() > 1;
        let fates: Vec<(AgencyFact, Fate)> = agencies
            .into_iter()
            .enumerate()
            .map(|(place, agency)| {
                let fate =
                    if turn.last { fate(place, several, &turn.definition.code) } else { Fate::Approved };
                (agency, fate)
            })
            .collect();
        // What is approved at once first: what comes after it waits for its own decision.
        let code = turn.definition.code.clone();
        let mut sent = 0;
        for (agency, _) in fates.iter().filter(|(_, fate)| *fate == Fate::Approved) {
            sent += usize::from(self.send(turn, agency, -2, sizes).await?.is_some());
        }
        if sent > 0 {
            let at = self.moment(plus(turn.deadline, 2));
            let cmd = ApproveAll { code: code.clone(), period: turn.period.first, until: None };
            let outcome = ops::approve_all(&self.parts.indicators, &statistician.at(at), cmd).await;
            self.note(&code, outcome);
        }
        for (agency, fate) in fates {
            match fate {
                Fate::Approved | Fate::Missing => {}
                Fate::Waiting => drop(self.send(turn, &agency, -1, sizes).await?),
                Fate::Late => self.decided(turn, &agency, true, sizes).await?,
                Fate::Returned => self.decided(turn, &agency, false, sizes).await?,
            }
        }
        if !turn.last && sent > 0 {
            let at = self.moment(plus(turn.deadline, 12));
            let cmd = LockPeriod { code: code.clone(), period: turn.period.first };
            let outcome = ops::lock_period(&self.parts.indicators, &statistician.at(at), cmd).await;
            self.note(&code, outcome);
        }
        Ok(())
    }

    /// One that comes late and is approved, or one that is sent back.
    async fn decided(
        &mut self,
        turn: &Turn<'_>,
        agency: &AgencyFact,
        approve: bool,
        sizes: &mut BTreeMap<AgencyId, i64>,
    ) -> Result<(), DbError> {
        let days = if approve { 3 } else { -1 };
        let Some(report) = self.send(turn, agency, days, sizes).await? else { return Ok(()) };
        let own = self.officers.find(agency.id, "head").await?.filter(|_| agency.kind == "department");
        let approver = match own {
            Some(head) => Some(head),
            None => self.known("thongke").await?.map(|(_, officer)| officer),
        };
        let Some(approver) = approver else { return Ok(()) };
        let at =
            self.moment(plus(turn.deadline, days + 1)).plus_seconds(1_800).min(self.now.plus_seconds(-600));
        let words = if approve { String::new() } else { super::words::VALUE_RETURNED.to_owned() };
        let cmd = Decide { report, approve, words };
        let outcome = ops::decide(&self.parts.indicators, &approver.at(at), cmd).await;
        self.note(&turn.definition.code, outcome);
        Ok(())
    }

    async fn send(
        &mut self,
        turn: &Turn<'_>,
        agency: &AgencyFact,
        days: i64,
        sizes: &mut BTreeMap<AgencyId, i64>,
    ) -> Result<Option<ReportedValueId>, DbError> {
        let Some(officer) = self.reporter(agency.id).await? else { return Ok(None) };
        let (least, most, tenths) = turn.course;
        let random = &mut self.random;
        let size = *sizes.entry(agency.id).or_insert_with(|| random.between(least, most));
        let spread = if turn.definition.reporters == Reporters::Responsible { 0 } else { 45 };
        let share = (tenths + random.between(-spread, spread)).clamp(1, 1_000);
        let numbers = [size * share / 1_000, size];
        let inputs = turn.definition.inputs.iter().zip(numbers);
        let cmd = SendReport {
            code: turn.definition.code.clone(),
            period: turn.period.first,
            agency: agency.id,
            inputs: inputs.map(|(input, number)| (input.code.clone(), number.to_string())).collect(),
            note: super::words::VALUE_NOTE.to_owned(),
            reason: String::new(),
            version: 0,
        };
        let at = self.moment(plus(turn.deadline, days));
        let outcome = ops::send_report(&self.parts.indicators, &officer.at(at), cmd).await;
        Ok(self.note(&turn.definition.code, outcome))
    }
}
