//! An adopted plan as its rows.
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, PlanId, PlanSourceId, PlanTaskId, TargetId};

/// Who changes a plan: how the later text stands to the earlier one.
pub const AMENDS: &str = "amends";
pub const REPLACES: &str = "replaces";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub source: PlanSourceId,
    pub slug: String,
    /// As printed.
    pub number: String,
    pub issued: Option<Date>,
    pub issuer: String,
    pub title: String,
    pub period_from: Option<i64>,
    pub period_to: Option<i64>,
    /// The agency that follows the plan and writes its reports.
    pub standing: AgencyId,
    /// `in_force`, `amended`, `replaced`, `ended`.
    pub state: String,
    pub earlier: Option<PlanId>,
    pub relation: Option<String>,
    pub adopted_at: Timestamp,
    pub adopted_by: Option<AccountId>,
    pub version: i64,
}

impl policy::Governed for Plan {
    fn agencies(&self) -> Vec<AgencyId> {
        vec![self.standing]
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTarget {
    pub id: TargetId,
    pub plan: PlanId,
    pub position: i64,
    pub continues: Option<TargetId>,
    pub pillar: String,
    pub text: String,
    pub measure: String,
    pub comparator: String,
    /// Decimal as text.
    pub value: String,
    pub unit: String,
    pub unit_normalised: String,
    pub level: String,
    pub year: Option<i64>,
    pub owner: Option<AgencyId>,
    pub owner_printed: String,
    /// Lines of the published text, from 1; 0 where the row came from elsewhere.
    pub line: i64,
    pub end_line: i64,
    pub indicator: Option<String>,
    pub base_value: Option<String>,
    pub base_date: Option<Date>,
    pub ended_at: Option<Timestamp>,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTask {
    pub id: PlanTaskId,
    pub plan: PlanId,
    pub position: i64,
    pub continues: Option<PlanTaskId>,
    pub group_title: String,
    pub code: String,
    pub text: String,
    /// As read, in printed order.
    pub deadlines: Vec<String>,
    pub due: Option<Date>,
    pub first_due: Option<Date>,
    /// Empty: once.
    pub cadence: String,
    pub product: String,
    pub legal_basis: String,
    pub note: String,
    pub line: i64,
    pub end_line: i64,
    /// Percent, as last reported and accepted.
    pub done: i64,
    pub done_at: Option<Date>,
    pub ended_at: Option<Timestamp>,
    pub version: i64,
}

/// One agency of a task; outside of the province both `agency` and `group_code` are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskAgency {
    pub task: PlanTaskId,
    /// `lead`, `coordinating`, `directing`.
    pub role: String,
    pub position: i64,
    pub printed: String,
    pub agency: Option<AgencyId>,
    /// `communes`, `departments`.
    pub group_code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanBudget {
    pub id: Id,
    pub plan: PlanId,
    pub task: Option<PlanTaskId>,
    pub position: i64,
    pub text: String,
    pub source_of_money: String,
    pub year: Option<i64>,
    /// Decimal as text, in `unit`.
    pub amount: String,
    pub unit: String,
    pub dong: Option<i64>,
    pub is_sum: bool,
    pub line: i64,
    pub end_line: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFigure {
    pub id: Id,
    pub plan: PlanId,
    pub position: i64,
    pub text: String,
    pub measure: String,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    pub rate: Option<String>,
    /// ISO date, month or year; empty where none was said.
    pub as_of: String,
    pub line: i64,
    pub end_line: i64,
}

/// Everything that adoption writes at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholePlan {
    pub plan: Plan,
    pub targets: Vec<PlanTarget>,
    pub tasks: Vec<PlanTask>,
    pub agencies: Vec<TaskAgency>,
    pub budgets: Vec<PlanBudget>,
    pub figures: Vec<PlanFigure>,
}
