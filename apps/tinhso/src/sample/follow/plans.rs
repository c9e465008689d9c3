//! Reports on the tasks and targets of a plan: the last round, from opening to closing, and the one that is open now.
use super::rounds::{Two, two_rounds};
use super::{Follow, plus, words};
use crate::sample::staff::Officer;
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, PlanTaskId};
use db::DbError;
use programme::model::plan::{Plan, PlanTarget, PlanTask};
use programme::model::rounds::RoundDates;
use programme::model::track::{Progress, Subject};
use programme::ops::track::{self, NewFile, NewReport, OwedRow};
use programme::rules::path::days;
use programme::store::plans;
use programme::store::track::{rounds, subjects};
use std::collections::BTreeSet;

/// Tasks on which the standing office, another agency and a commune report at most in a round.
const TASKS_OF_OFFICE: usize = 60;
const TASKS_OF_AGENCY: usize = 9;
const TASKS_OF_COMMUNE: usize = 4;
/// Files that come along in a sample.
const FILES: usize = 3;

/// How an agency is in a round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    InTime,
    Late,
    Silent,
}

/// Who reports in a round.
struct One {
    agency: AgencyId,
    /// At most so many of its tasks.
    most: usize,
    /// It may be late or silent: nothing that the sample shows hangs on it.
    free: bool,
}

/// Reports that were sent.
#[derive(Default)]
struct Sent {
    reports: Vec<(Id, NewReport)>,
}

impl Follow<'_> {
    /// # Errors
    /// [`DbError`]; a refusal of an operation is noted.
    pub(super) async fn plans(&mut self) -> Result<(), DbError> {
        let Some((_, planner)) = self.known("kehoach").await? else { return Ok(()) };
        let plans = self.parts.db.read(subjects::in_force).await?;
        for plan in plans {
            let (slug, today) = (plan.slug.clone(), self.today());
            let rounds = self.parts.db.read(move |tx| two_rounds(tx, &slug, today)).await?;
            if let Some(Two { last, open }) = rounds {
                if let Some(last) = last {
                    self.last_round(&plan, &planner, &last).await?;
                }
                self.open_round(&plan, &planner, &open).await?;
            }
            self.money(&plan, &planner).await?;
        }
        Ok(())
    }

    fn keep(&mut self, on: Date) {
        let at = Timestamp::from_local(on.at(6, 0, 0, 0)).max(self.begun.plus_seconds(60)).min(self.now);
        let outcome = track::keep_rounds(&self.parts.programme, at);
        self.note("rounds", outcome);
    }

    /// Opened, reported in, chased, one returned, accepted, closed.
    async fn last_round(
        &mut self,
        plan: &Plan,
        planner: &Officer,
        round: &RoundDates,
    ) -> Result<(), DbError> {
        self.keep(round.opens);
        let mut in_time = Sent::default();
        let all = self.agencies(plan, round).await?;
        let mut free = 0;
        let manners: Vec<Manner> = all
            .iter()
            .map(|one| {
                free += usize::from(one.free);
                match free % 6 {
                    2 if one.free => Manner::Late,
                    3 if one.free => Manner::Silent,
                    _ => Manner::InTime,
                }
            })
            .collect();
        for (one, manner) in all.iter().zip(&manners) {
            if *manner == Manner::InTime {
                let day = plus(round.agency_due, -self.random.between(1, 15));
                self.report_all(plan, (one.agency, one.most), round, (day, true), &mut in_time).await?;
            }
        }
        self.question(planner, &all, plus(round.agency_due, -9)).await?;
        let at = self.moment(plus(round.agency_due, 1));
        self.chase(plan, planner, round, None, (at, words::CHASE)).await;
        let mut late = Sent::default();
        for (one, manner) in all.iter().zip(&manners) {
            if *manner == Manner::Late {
                let day = plus(round.agency_due, 2);
                self.report_all(plan, (one.agency, one.most), round, (day, true), &mut late).await?;
            }
        }
        let not_of_office = in_time.reports.iter().find(|(_, report)| {
            report.kind == Subject::Task && report.agency != plan.standing && report.percent < Some(100)
        });
        if let Some((id, report)) = not_of_office.cloned() {
            self.returned_and_sent_again(plan, planner, round, (id, report)).await?;
        }
        let at = self.moment(plus(round.standing_due, 1));
        let accepted =
            track::accept_round(&self.parts.programme, &planner.at(at), &plan.slug, &round.code).await;
        self.note("accept", accepted);
        let at = self.moment(plus(round.standing_due, 2));
        let closed =
            track::close_round(&self.parts.programme, &planner.at(at), &plan.slug, &round.code).await;
        self.note("close", closed);
        Ok(())
    }

    /// Opened; half of the agencies have reported, some of it is accepted, one report came back, one agency is chased.
    async fn open_round(
        &mut self,
        plan: &Plan,
        planner: &Officer,
        round: &RoundDates,
    ) -> Result<(), DbError> {
        self.keep(round.opens);
        let mut sent = Sent::default();
        let all = self.agencies(plan, round).await?;
        let last_day = plus(self.today(), -2).min(round.agency_due);
        for (place, one) in all.iter().enumerate() {
            if !one.free || place % 2 == 0 {
                let most = one.most.min(if one.agency == plan.standing { 24 } else { 5 });
                self.report_all(plan, (one.agency, most), round, (last_day, false), &mut sent).await?;
            }
        }
        let at = self.moment(plus(self.today(), -1));
        let waiting = sent.reports.iter().rposition(|(_, report)| report.kind == Subject::Task);
        let back = waiting.and_then(|place| sent.reports.get(place)).map(|(id, _)| *id);
        if let Some(id) = back {
            let outcome =
                track::return_report(&self.parts.programme, &planner.at(at), &plan.slug, id, words::RETURNED)
                    .await;
            self.note("return", outcome);
        }
        for (place, (id, report)) in sent.reports.iter().enumerate() {
            let accept = report.kind == Subject::Target || place % 5 < 3;
            if accept && Some(*id) != back {
                let outcome =
                    track::accept_report(&self.parts.programme, &planner.at(at), &plan.slug, *id).await;
                self.note("accept", outcome);
            }
        }
        let home = self.nearby.first().copied();
        self.chase(plan, planner, round, home, (at, words::CHASE_OPEN)).await;
        Ok(())
    }

    /// Who owes something in a round and reports in the sample: the standing office, every department, the communes that
    /// have dossiers.
    async fn agencies(&self, plan: &Plan, round: &RoundDates) -> Result<Vec<One>, DbError> {
        let (of, code, year) = (plan.id, round.code.clone(), i64::from(self.today().year()));
        let (owing, owners) = self
            .parts
            .db
            .read(move |tx| {
                let owing = match rounds::round_by_code(tx, of, &code)? {
                    Some(round) => rounds::agencies(tx, round.id)?,
                    None => Vec::new(),
                };
                let owing: BTreeSet<AgencyId> =
                    owing.into_iter().filter(|row| row.tally.expected > 0).map(|row| row.agency).collect();
                let targets = plans::targets(tx, of)?.into_iter();
                let reported =
                    targets.filter(|target| target.indicator.is_none() && target.year >= Some(year));
                let owners: BTreeSet<AgencyId> = reported.filter_map(|target| target.owner).collect();
                Ok::<_, DbError>((owing, owners))
            })
            .await?;
        let departments = self.departments.iter().map(|fact| fact.id).filter(|id| *id != plan.standing);
        let mut all = vec![One { agency: plan.standing, most: TASKS_OF_OFFICE, free: false }];
        all.extend(departments.map(|id| One {
            agency: id,
            most: TASKS_OF_AGENCY,
            free: !owners.contains(&id),
        }));
        let communes = self.nearby.iter().skip(1);
        all.extend(communes.map(|id| One { agency: *id, most: TASKS_OF_COMMUNE, free: true }));
        all.retain(|one| owing.contains(&one.agency));
        Ok(all)
    }

    async fn report_all(
        &mut self,
        plan: &Plan,
        (agency, most): (AgencyId, usize),
        round: &RoundDates,
        (day, first): (Date, bool),
        sent: &mut Sent,
    ) -> Result<(), DbError> {
        let Some(officer) = self.reporter(agency).await? else { return Ok(()) };
        let at = self.moment(day);
        let page = track::agency_page(&self.parts.programme, &officer.at(at), Some(agency)).await;
        let Some(page) = self.note("page", page) else { return Ok(()) };
        let Some(own) = page.plans.into_iter().find(|one| one.plan.id == plan.id) else { return Ok(()) };
        let Some(stands) = own.round.as_ref().filter(|stands| stands.code == round.code) else {
            return Ok(());
        };
        let open: Vec<OwedRow> = own.rows.into_iter().filter(|row| row.is_open(Some(stands))).collect();
        // Whoever has much to report has not come to the end of it.
        let most = most.min(open.len() - open.len() / 8);
        for (place, row) in open.into_iter().take(most).enumerate() {
            let minutes = i64::try_from(place).unwrap_or(0) * 240;
            let at = at.plus_seconds(minutes).min(self.now.plus_seconds(-600));
            let new = match row {
                OwedRow::Task { task, .. } => Some(self.of_task(&task, round, at)),
                OwedRow::Target { target, progress, .. } => {
                    self.of_target(&target, progress.as_ref(), (at, first))
                }
            };
            let Some(mut new) = new else { continue };
            new.slug.clone_from(&plan.slug);
            new.round.clone_from(&round.code);
            (new.agency, new.by) = (agency, officer.name.clone());
            if sent.reports.len() < FILES && new.percent == Some(100) {
                new.files.push(self.file("minh-chung-hoan-thanh.png"));
            }
            let outcome = track::send_report(&self.parts.programme, &officer.at(at), new.clone()).await;
            if let Some(id) = self.note("report", outcome) {
                sent.reports.push((id, new));
            }
        }
        Ok(())
    }

    pub(super) fn file(&self, name: &str) -> NewFile {
        NewFile {
            name: name.to_owned(),
            media_type: "image/png".to_owned(),
            digest: self.sheet.digest.to_string(),
            size: self.sheet.digest.size_stored(),
        }
    }

    /// A task by its time: what is past its day is mostly done, the rest is late with a reason; a yearly one follows the
    /// year.
    fn of_task(&mut self, task: &PlanTask, round: &RoundDates, at: Timestamp) -> NewReport {
        let today = at.date();
        let overdue = task.due.is_some_and(|due| due < today);
        let seen = self.overdue.len();
        // Of what is past its day every third task is not done yet, the first one among them.
        let late = overdue && *self.overdue.entry(task.id).or_insert(seen.is_multiple_of(3));
        let random = &mut self.random;
        let percent = match task.due {
            _ if task.done >= 100 => 100,
            Some(_) if late => random.between(9, 18) * 5,
            Some(_) if overdue => 100,
            Some(due) => {
                let whole = days(round.from, due).max(1);
                let left = days(today, due).max(0);
                if task.position % 6 == 1 {
                    100
                } else {
                    (100 - 100 * left / whole).clamp(10, 85) / 5 * 5 + random.between(0, 2) * 5
                }
            }
            None if task.cadence == "yearly" && random.percent(28) => 100,
            None => (i64::from(today.month()) * 7 / 5 + random.between(-3, 3)) * 5,
        };
        let percent = percent.clamp(5, 100).max(task.done);
        let list = match percent {
            100 => words::DONE,
            _ if overdue => words::LATE,
            0..=30 => words::BEGUN,
            _ => words::ON_COURSE,
        };
        let reason = match today > round.agency_due {
            _ if overdue && percent < 100 => random.pick(words::REASONS),
            true => words::SENT_LATE,
            false => "",
        };
        NewReport {
            percent: Some(percent),
            words: random.pick(list).to_owned(),
            reason: reason.to_owned(),
            ..blank(Subject::Task, task.id.id(), today)
        }
    }

    /// A target by its place in the plan: reached, behind its path, on it, nothing said.  One whose year is over is mostly
    /// reached, else short of it.
    fn of_target(
        &mut self,
        target: &PlanTarget,
        before: Option<&Progress>,
        (at, first): (Timestamp, bool),
    ) -> Option<NewReport> {
        let aim = track::decimal(&target.value)?;
        let share = |thousandths: i64| {
            let share = track::decimal(&format!("0.{thousandths:03}"))?;
            Some(aim.checked_mul(share)?.round_dp(1).normalize().to_string())
        };
        let known = before.and_then(|row| row.accepted_figure.clone());
        let over = target.year.is_some_and(|year| year < i64::from(at.date().year()));
        let beginning = if over { 780 } else { 310 } + target.position * 37 % if over { 130 } else { 290 };
        let small = target.unit_normalised != "%";
        let (figure, words, reason) = match (target.position % 5, known) {
            (1, _) => return None,
            (0, _) => (aim.normalize().to_string(), words::TARGET_REACHED, ""),
            (3, _) if over => (aim.normalize().to_string(), words::TARGET_REACHED, ""),
            (_, _) if small => (aim.normalize().to_string(), words::TARGET_REACHED, ""),
            (2, Some(_)) if !first => (share(beginning - 58)?, words::TARGET_LESS, words::TARGET_REASON),
            (_, Some(_)) if !first => (share(beginning + 64)?, words::TARGET_MORE, ""),
            _ => (share(beginning)?, words::TARGET_FIRST, ""),
        };
        Some(NewReport {
            figure: Some(figure),
            words: words.to_owned(),
            reason: reason.to_owned(),
            ..blank(Subject::Target, target.id.id(), at.date())
        })
    }

    async fn returned_and_sent_again(
        &mut self,
        plan: &Plan,
        planner: &Officer,
        round: &RoundDates,
        (id, report): (Id, NewReport),
    ) -> Result<(), DbError> {
        let at = self.moment(plus(round.agency_due, 2));
        let back =
            track::return_report(&self.parts.programme, &planner.at(at), &plan.slug, id, words::RETURNED)
                .await;
        let (Some(()), Some(officer)) = (self.note("return", back), self.reporter(report.agency).await?)
        else {
            return Ok(());
        };
        let at = self.moment(plus(round.agency_due, 3)).max(at.plus_seconds(3_600));
        let files = vec![self.file("danh-sach-don-vi.png")];
        let reason =
            if report.reason.is_empty() { words::SENT_LATE.to_owned() } else { report.reason.clone() };
        let again = NewReport { words: words::ANSWER_TO_RETURN.to_owned(), seen: 1, reason, files, ..report };
        let outcome = track::send_report(&self.parts.programme, &officer.at(at), again).await;
        self.note("report", outcome);
        Ok(())
    }

    async fn chase(
        &mut self,
        plan: &Plan,
        planner: &Officer,
        round: &RoundDates,
        one: Option<AgencyId>,
        (at, note): (Timestamp, &str),
    ) {
        let by = (note, planner.name.as_str());
        let outcome =
            track::chase(&self.parts.programme, &planner.at(at), &plan.slug, &round.code, one, by).await;
        // Where everybody has reported there is nobody to chase.
        if !matches!(outcome, Err(track::TrackRefused::NobodyMissing)) {
            self.note("chase", outcome);
        }
    }

    /// The first department that leads a task, the standing office aside, asks; it is answered on the next day.
    async fn question(&mut self, planner: &Officer, all: &[One], day: Date) -> Result<(), DbError> {
        let agencies: Vec<AgencyId> = all.iter().skip(1).map(|one| one.agency).collect();
        let led = self
            .parts
            .db
            .read(move |tx| {
                let mut led: Vec<(AgencyId, PlanTaskId)> = Vec::new();
                for agency in &agencies {
                    led.extend(subjects::led_by(tx, *agency)?.first().map(|task| (*agency, *task)));
                }
                Ok::<_, DbError>(led)
            })
            .await?;
        let Some((agency, task)) = led.first().copied() else { return Ok(()) };
        let Some(officer) = self.reporter(agency).await? else { return Ok(()) };
        let at = self.moment(day);
        let by = (words::QUESTION, officer.name.as_str());
        let asked = track::ask_question(&self.parts.programme, &officer.at(at), task, agency, by, "").await;
        let Some(question) = self.note("question", asked) else { return Ok(()) };
        let at = self.moment(plus(day, 1)).max(at.plus_seconds(3_600));
        let by = (words::ANSWER, planner.name.as_str());
        let answered = track::answer_question(&self.parts.programme, &planner.at(at), question, by).await;
        self.note("answer", answered);
        Ok(())
    }
}

fn blank(kind: Subject, subject: Id, as_of: Date) -> NewReport {
    NewReport {
        slug: String::new(),
        round: String::new(),
        kind,
        subject,
        agency: AgencyId::from(subject),
        percent: None,
        figure: None,
        figure_total: None,
        figure_of: String::new(),
        as_of,
        words: String::new(),
        reason: String::new(),
        files: Vec::new(),
        seen: 0,
        by: String::new(),
    }
}
