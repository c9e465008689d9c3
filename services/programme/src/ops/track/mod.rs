//! Following an adopted plan: rounds, reports, chases, questions, money, and the plan as it stands.
mod act;
mod agency;
mod bind;
mod chase;
mod money;
mod refused;
mod report;
mod round_report;
mod rounds;
mod see;
mod see_money;
mod see_round;
mod summaries;
pub(crate) mod view;

pub use act::{NewFile, evidence_file};
pub use agency::{AgencyPage, AgencyPlan, OwedRow, agency_page, own_agencies};
pub use bind::{bind_target, put_path_rule};
pub use chase::{answer_question, ask_question, chase};
pub use money::{NewMoney, enter_money};
pub use refused::TrackRefused;
pub use report::{
    Accepted, NewReport, accept_report, accept_round, accept_round_until, return_report, send_report,
};
pub use round_report::{ReportTarget, ReportTask, RoundReport, round_report};
pub use rounds::{close_round, keep_rounds, open_rounds_on};
pub use see::{
    ListedPlan, TargetPage, TaskPage, finished, last_report, listed_plans, plan_page, plan_rules,
    public_plan, public_plans, target_page, task_page,
};
pub use see_money::{BudgetPage, budget_page, money_page};
pub use see_round::{RoundPage, RoundRow, round_page};
pub use summaries::PlanSummaries;
pub use view::{BudgetRow, Lead, MoneyView, PlanView, Ports, TargetRow, TaskRow, ValueSource, decimal};

/// Looking at plans; acting for the agency that leads a task; following as the standing office; changing a plan.
pub const READ: policy::Permission = "programme.read";
pub const REPORT: policy::Permission = "programme.report";
pub const FOLLOW: policy::Permission = "programme.follow";
pub const PLAN: policy::Permission = "programme.plan";

/// A decimal as Vietnamese print it: `1.234,5`; at most two places.
#[must_use]
pub fn number_vi(value: rust_decimal::Decimal) -> String {
    let value = value.round_dp(2).normalize();
    let (sign, printed) = (if value.is_sign_negative() { "−" } else { "" }, value.abs().to_string());
    let (whole, part) = printed.split_once('.').unwrap_or((&printed, ""));
    let whole = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), base::group_thousands);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{part}") }
}
