//! Somebody assigns work: to one agency, or to several at once, each with its own part.
use super::act::office;
use super::rights::ASSIGN;
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Assignment, Helper, Phase, Priority};
use crate::rules;
use crate::store::{self, NewEntry, NewPart};
use base::{Date, Timestamp};
use contracts::{AgencyFact, AgencyId, AssignmentEvent, AssignmentId};
use db::Tx;
use policy::{Holding, OpContext};
use std::collections::BTreeSet;

/// What an assignment may come from; behind the colon stands an id or a code.
pub const SOURCE_KINDS: &[&str] = &["plan-task", "plan-target", "indicator", "figure", "dossier"];

/// The number or the row from which somebody assigns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// `plan-task:{id}` and the like; empty: from nothing.
    pub key: String,
    pub title: String,
    /// A path of ours, for the way back.
    pub href: String,
}

impl Source {
    /// A source as an address gives it; none where it is no source.
    #[must_use]
    pub fn read(key: &str, title: &str, href: &str) -> Option<Self> {
        if key.is_empty() {
            return Some(Self::default());
        }
        let (kind, rest) = key.split_once(':')?;
        let sound = SOURCE_KINDS.contains(&kind)
            && (1..=64).contains(&rest.len())
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let title = text::clean_line_within(title, 300).ok()?;
        let href = web::safe_next(href).unwrap_or_default().to_owned();
        sound.then(|| Self { key: key.to_owned(), title, href })
    }

    /// `plan-task`, …; empty without a source.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.key.split_once(':').map_or("", |(kind, _)| kind)
    }
}

/// The paragraph of a conclusion notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeRef {
    pub number: String,
    pub date: Option<Date>,
    pub paragraph: String,
}

/// What is assigned.
#[derive(Clone, Debug)]
pub struct NewAssignment {
    /// The same value twice is the same assignment; empty: none.
    pub once: String,
    /// Name of the officer, for the timeline.
    pub person: String,
    pub source: Source,
    pub notice: NoticeRef,
    pub title: String,
    pub product: String,
    pub words: String,
    pub agencies: Vec<AgencyFact>,
    pub helpers: Vec<AgencyFact>,
    /// What the receivers of a fan-out are called together.
    pub together: String,
    /// The last day as written; a day off moves it to the next working day.
    pub due: Date,
    pub priority: Priority,
}

const TITLE_MAX: usize = 500;
const PRODUCT_MAX: usize = 500;
const WORDS_MAX: usize = 10_000;
const NUMBER_MAX: usize = 100;
/// Agencies of one fan-out.
const PARTS_MAX: usize = 500;

fn line(text: &str, max: usize, field: &'static str) -> Result<String, Refused> {
    text::clean_line_within(text, max).map_err(|_| Refused::Field(field))
}

/// The position that reaches every agency; the agencies beyond reach are named.
fn reaching(cx: &OpContext, agencies: &[AgencyFact]) -> Result<Holding, Refused> {
    let mut missing: Option<Vec<&str>> = None;
    for grant in cx.standing.grants.iter().filter(|grant| grant.permission == ASSIGN) {
        let beyond: Vec<&str> = agencies
            .iter()
            .filter(|agency| !grant.scope.covers(agency.id))
            .map(|agency| agency.name.as_str())
            .collect();
        match cx.standing.holding(grant.holding) {
            Some(holding) if beyond.is_empty() => return Ok(holding.clone()),
            _ if missing.as_ref().is_none_or(|least| beyond.len() < least.len()) => missing = Some(beyond),
            _ => {}
        }
    }
    match missing {
        Some(names) => Err(Refused::OutOfReach(names.into_iter().take(5).collect::<Vec<_>>().join("; "))),
        None => Err(cx.scope(ASSIGN).err().map_or(Refused::NotFound, Refused::Denied)),
    }
}

/// Assigns.  The same `once` again answers with the first id.
///
/// # Errors
/// [`Refused`]: no right, an agency out of reach, nobody chosen, a wrong field.
pub async fn assign(deps: &Deps, cx: &OpContext, mut new: NewAssignment) -> Result<AssignmentId, Refused> {
    let account = cx.actor.account().ok_or(Refused::Denied(policy::Denied::Unauthenticated))?;
    new.title = line(&new.title, TITLE_MAX, "title")?;
    new.product = line(&new.product, PRODUCT_MAX, "product")?;
    new.words = text::clean_text_within(&new.words, WORDS_MAX).map_err(|_| Refused::Field("words"))?;
    new.notice.number = line(&new.notice.number, NUMBER_MAX, "notice")?;
    new.notice.paragraph = line(&new.notice.paragraph, NUMBER_MAX, "notice")?;
    for (missing, field) in [(new.title.is_empty(), "title"), (new.product.is_empty(), "product")] {
        if missing {
            return Err(Refused::Field(field));
        }
    }
    let mut seen: BTreeSet<AgencyId> = BTreeSet::new();
    new.agencies.retain(|agency| seen.insert(agency.id));
    new.helpers.retain(|agency| seen.insert(agency.id));
    if new.agencies.is_empty() {
        return Err(Refused::NoAgency);
    }
    if new.agencies.len() > PARTS_MAX {
        return Err(Refused::Field("agencies"));
    }
    let holding = reaching(cx, &new.agencies)?;
    let calendar = deps.time.calendar();
    let due = rules::moved_to_work(&calendar, new.due);
    if due < cx.now.date() {
        return Err(Refused::Field("due"));
    }
    let half_at = rules::half_time(&calendar, cx.now, due);
    let root = root(cx, &new, &holding, account, due, half_at);
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let scope = format!("tasks.assign:{account}");
            if !new.once.is_empty() {
                if let Some(known) = tx.idempotent(&scope, &new.once)? {
                    return known.trim_matches('"').parse().map_err(|_| Refused::Stale);
                }
                tx.remember(&scope, &new.once, &format!("\"{}\"", root.id), cx.now)?;
            }
            write(tx, &cx, &new, &root, &holding)?;
            Ok(root.id)
        })
        .await
}

fn root(
    cx: &OpContext,
    new: &NewAssignment,
    holding: &Holding,
    account: contracts::AccountId,
    due: Date,
    half_at: Option<Timestamp>,
) -> Assignment {
    let (agency, name, parts) = match new.agencies.as_slice() {
        [only] => (Some(only.id), only.name.clone(), 0),
        many => (None, new.together.clone(), i64::try_from(many.len()).unwrap_or(i64::MAX)),
    };
    Assignment {
        id: AssignmentId::new(cx.now),
        parent: None,
        parts,
        title: new.title.clone(),
        product: new.product.clone(),
        words: new.words.clone(),
        source: new.source.key.clone(),
        source_title: new.source.title.clone(),
        source_href: new.source.href.clone(),
        notice_number: new.notice.number.clone(),
        notice_date: new.notice.date,
        paragraph: new.notice.paragraph.clone(),
        agency,
        agency_name: name,
        assigner: holding.agency,
        assigner_name: holding.agency_name.clone(),
        assigned_by: account,
        person: match holding.title.is_empty() {
            true => new.person.clone(),
            false => format!("{}, {}", new.person, holding.title),
        },
        priority: new.priority,
        assigned_at: cx.now,
        first_due: due,
        due,
        phase: Phase::Given,
        accepted_at: None,
        percent: 0,
        reported_at: None,
        reported_by: String::new(),
        report: String::new(),
        submitted_on: None,
        submitted_by: None,
        product_number: String::new(),
        product_file: None,
        closed_at: None,
        late: false,
        extension_to: None,
        question_open: false,
        waits_since: None,
        chased_at: None,
        half_at,
        overdue_marked: None,
        version: 1,
        entries: 1,
    }
}

fn write(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    new: &NewAssignment,
    root: &Assignment,
    holding: &Holding,
) -> Result<(), Refused> {
    let own = NewPart { id: root.id, agency: root.agency, name: root.agency_name.clone() };
    store::insert(tx, root, &[own])?;
    let helper = |agency: &AgencyFact| Helper { agency: agency.id, name: agency.name.clone() };
    store::insert_helpers(tx, root.id, &new.helpers.iter().map(helper).collect::<Vec<_>>())?;
    let mut lines = vec![(root.id, 1)];
    if root.is_parent() {
        let parts: Vec<NewPart> = new
            .agencies
            .iter()
            .map(|agency| NewPart {
                id: AssignmentId::new(cx.now),
                agency: Some(agency.id),
                name: agency.name.clone(),
            })
            .collect();
        let part = Assignment { parent: Some(root.id), parts: 0, ..root.clone() };
        store::insert(tx, &part, &parts)?;
        lines.extend(parts.iter().map(|part| (part.id, 1)));
    }
    let detail = serde_json::json!({
        "due": root.due.to_string(), "asked": new.due.to_string(), "n": root.parts, "to": root.agency_name
    });
    let entry = NewEntry {
        kind: "assigned",
        agency: Some(holding.agency),
        actor: cx.actor.account(),
        person: new.person.clone(),
        office: office(Some(holding)),
        detail,
    };
    store::write_entries(tx, &lines, cx.now, &entry)?;
    let said = serde_json::json!({ "source": root.source, "due": root.due.to_string(), "parts": root.parts });
    policy::audit(tx, cx, "tasks.assigned", root.id.id(), Some(holding), &said)?;
    let event = AssignmentEvent {
        assignment: root.id,
        parent: None,
        assigner: root.assigner,
        agencies: new.agencies.iter().map(|agency| agency.id).collect(),
        at: cx.now,
        late: None,
    };
    tx.emit(root.id, "tasks.assigned", 1, &event, cx.now)?;
    Ok(())
}
