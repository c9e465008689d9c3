//! One use case per file.  Every operation takes the [`policy::OpContext`] first and runs in one transaction that
//! also writes the timeline, the audit entry and the outbox event.
mod accept;
mod address;
mod approve;
mod asked;
mod attach_scan;
mod beside;
mod citizen;
mod clock;
mod decide_refusal;
mod deps;
mod drafts;
mod effects;
mod export_desk;
mod fees;
mod file_online;
mod finding;
mod hand_over;
mod intake;
mod late_entry;
mod leader;
mod list_desk;
mod list_work;
mod look_up;
mod looked;
mod notice;
mod officer_file;
mod open_task;
mod own;
mod prepare_walk_in;
mod print_result;
mod read_desk;
mod receive_walk_in;
mod recompute_due;
mod record;
mod return_result;
mod supplement;
mod supplement_files;
mod tasks;
mod timers;
mod track;
mod turn;
mod view;

pub use crate::model::{ResultBody, ResultLine};
pub use accept::{Accept, accept};
pub use address::address_line;
pub use approve::{Approve, ProposeResult, approve_result, propose_result, return_for_correction};
pub use attach_scan::{AttachScan, attach_scan};
pub use beside::Beside;
pub use citizen::{Holder, answer_draft_result, withdraw};
pub use decide_refusal::{DecideRefusal, ProposeRefusal, decide_refusal, propose_refusal};
pub use deps::{Deps, Settings};
pub use drafts::{
    AttachFile, NewDraft, OpenedDraft, SaveAnswers, attach_file, held, open_draft, remove_draft_file,
    save_answers, start_draft,
};
pub use export_desk::{DeskExport, EXPORT_MAX, begin_export};
pub use fees::{SettleFee, request_payment, settle_fee};
pub use file_online::{FileOnline, Filed, file_online, form_context};
pub use finding::{ReportFinding, StopDossier, TurnDownFinding, report_finding, stop, turn_down_finding};
pub use hand_over::{HandOver, HandedOver, hand_over};
pub use intake::{Person, Submitter};
pub use late_entry::{DecideLateEntry, decide_late_entry};
pub use leader::{
    AgencyLine, LateNotices, LeaderFigures, ListBehind, ListedBehind, ProcedureLine, StandingView, Sums,
    leader_figures, list_behind, list_late_notices, view_standing,
};
pub use list_desk::{
    COUNT_MAX, DeskListing, DeskQuery, Found, WaitingDecisions, find_dossiers, list_desk, number_of,
    waiting_decisions,
};
pub use list_work::{WorkListing, WorkQuery, WorkRow, list_work, working_positions};
pub use look_up::{LookUp, LookedUp, check_result, look_up};
pub use looked::{Look, Looker, Looks, list_looks};
pub use officer_file::officer_file;
pub use open_task::{StepView, WayOn, open_task};
pub use own::{
    Journey, Mine, dossier_by_key, issuer_of, key_of_draft, list_mine, open_journey, open_round, own_file,
    proof_of,
};
pub use prepare_walk_in::{Chosen, Prepare, Prepared, known_person, prepare_walk_in};
pub use print_result::{
    Letter, Which, check_address, letter_of, letterhead_of, paper_of, print_paper, print_result, print_slip,
    unsaved,
};
pub use read_desk::{DeskFacts, SlipRead, desk_facts, read_received, read_slip};
pub use receive_walk_in::{Received, WalkIn, receive_walk_in};
pub use recompute_due::recompute_open_due_times;
pub use return_result::{ReturnRead, ReturnResult, read_return, return_result, return_result_to, to_compare};
pub use supplement::{AnswerSupplement, RequestSupplement, answer_supplement, request_supplement};
pub use supplement_files::{AttachSupplementFile, attach_supplement_file, remove_supplement_file};
pub use tasks::{ActOnTask, TaskAct, act_on_task};
pub use timers::run_timers;
pub use track::{Ahead, FiledView, Track, filed_view, track};
pub use view::{DossierView, view_dossier};
