//! `/ke-hoach/{slug}/kinh-phi`: budget lines with their stages; an amount entered with what proves it.
use super::files::bring;
use super::words::{self, FileLine, billions, files};
use crate::Deps;
use crate::model::money::Stage;
use crate::ops::track::{self, NewMoney, TrackRefused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, Money, date_vi, group_thousands, moment_vi, parse_date_vi};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use web::{Choice, Errors, Failure, Fields, Frame, Lang, Shell, Upload, page, page_status, see_other};

struct Line {
    href: String,
    text: String,
    source: String,
    year: String,
    sum: bool,
    cells: [String; 4],
}

#[derive(Template)]
#[template(path = "tracking/money.html")]
struct ListPage {
    frame: Frame,
    heading: String,
    lines: Vec<Line>,
}

pub(super) async fn list_plan_money(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let (plan, money) = track::money_page(&deps, &cx, &slug).await?;
    let heading = shell.lang().t("programme-track-money-lines").into_owned();
    let lines = money.lines.iter().map(|row| Line {
        href: format!("/ke-hoach/{slug}/kinh-phi/{}", row.budget.id),
        text: row.budget.text.clone(),
        source: row.budget.source_of_money.clone(),
        year: row.budget.year.map(|year| year.to_string()).unwrap_or_default(),
        sum: row.budget.is_sum,
        cells: Stage::ALL.map(|stage| billions(row.stages.get(stage))),
    });
    Ok(page(ListPage {
        lines: lines.collect(),
        frame: shell
            .frame_titled(heading.clone())
            .at_work()
            .crumb_text(plan.title.clone(), format!("/ke-hoach/{slug}")),
        heading,
    }))
}

struct Entry {
    stage: String,
    dong: String,
    when: String,
    words: String,
    holds: bool,
    files: Vec<FileLine>,
}

#[derive(Default)]
struct Typed {
    stage: String,
    dong: String,
    as_of: String,
    words: String,
}

#[derive(Template)]
#[template(path = "tracking/budget.html")]
struct BudgetPage {
    frame: Frame,
    action: String,
    heading: String,
    facts: Vec<(String, String)>,
    entries: Vec<Entry>,
    may_enter: bool,
    /// Revisions that the writer sees, by stage.
    seen: Vec<(&'static str, i64)>,
    stages: Vec<Choice>,
    typed: Typed,
    errors: Errors,
}

fn dong(amount: Option<i64>) -> String {
    amount.map_or_else(
        || "–".to_owned(),
        |amount| Money { minor: amount, currency: base::Currency::Vnd }.display_vi(),
    )
}

fn facts(l: &Lang, p: &track::BudgetPage) -> Vec<(String, String)> {
    let budget = &p.row.budget;
    let printed = format!("{} {}", budget.amount.replace('.', ","), budget.unit);
    let mut facts = vec![
        (l.t("programme-track-source").into_owned(), budget.source_of_money.clone()),
        (
            l.t("programme-track-year").into_owned(),
            budget.year.map(|year| year.to_string()).unwrap_or_default(),
        ),
        (l.t("programme-track-printed").into_owned(), printed),
    ];
    facts.extend(Stage::ALL.into_iter().map(|stage| {
        (l.t(&format!("programme-track-stage-{}", stage.word())).into_owned(), dong(p.row.stages.get(stage)))
    }));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    (slug, id): (&str, &str),
    (typed, errors, status): (Option<Typed>, Errors, StatusCode),
) -> Result<Response, Failure> {
    let budget: Id = id.parse().map_err(|_| TrackRefused::NoSuch)?;
    let p = track::budget_page(deps, cx, slug, budget).await?;
    let l = shell.lang();
    let typed = typed.unwrap_or_else(|| Typed { as_of: date_vi(cx.now.date()), ..Typed::default() });
    let stage_word = |stage: Stage| l.t(&format!("programme-track-stage-{}", stage.word())).into_owned();
    let entries = p.history.iter().map(|row| Entry {
        stage: stage_word(row.stage),
        dong: format!("{} đ", group_thousands(row.dong)),
        when: l.with(
            "programme-track-entered",
            &[
                ("day", date_vi(row.as_of)),
                ("by", row.entered_name.clone()),
                ("at", moment_vi(row.entered_at)),
            ],
        ),
        words: row.words.clone(),
        holds: row.current,
        files: files(&p.evidence, row.id),
    });
    let seen = Stage::ALL.map(|stage| {
        let last = p.history.iter().filter(|row| row.stage == stage).map(|row| row.revision).max();
        (stage.word(), last.unwrap_or(0))
    });
    Ok(page_status(
        status,
        BudgetPage {
            action: format!("/ke-hoach/{slug}/kinh-phi/{id}"),
            facts: facts(&l, &p),
            entries: entries.collect(),
            may_enter: !p.may_enter.is_empty(),
            seen: seen.to_vec(),
            stages: p
                .may_enter
                .iter()
                .map(|&stage| {
                    Choice::new(stage.word(), stage_word(stage)).chosen(typed.stage == stage.word())
                })
                .collect(),
            frame: shell
                .frame_titled(p.row.budget.text.clone())
                .at_work()
                .with_errors(&errors)
                .crumb_text(p.plan.title.clone(), format!("/ke-hoach/{slug}"))
                .crumb("programme-track-money-lines", format!("/ke-hoach/{slug}/kinh-phi")),
            heading: p.row.budget.text.clone(),
            typed,
            errors,
        },
    ))
}

pub(super) async fn show_plan_budget(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, (&slug, &id), (None, Errors::new(), StatusCode::OK)).await
}

fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.text(name).trim().to_owned();
    Typed { stage: text("stage"), dong: text("dong"), as_of: text("as_of"), words: text("words") }
}

fn read(slug: &str, id: &str, fields: &Fields, by: String) -> Result<NewMoney, TrackRefused> {
    let typed = typed(fields);
    let wrong = |field, problem| TrackRefused::Entry { field, problem };
    let stage = Stage::from_word(&typed.stage).ok_or(wrong("stage", "empty"))?;
    let dong = Money::parse_dong(&typed.dong).map_err(|_| wrong("dong", "number"))?;
    Ok(NewMoney {
        slug: slug.to_owned(),
        budget: id.parse().map_err(|_| TrackRefused::NoSuch)?,
        stage,
        dong: dong.minor,
        as_of: parse_date_vi(&typed.as_of).map_err(|_| wrong("as_of", "day"))?,
        words: typed.words,
        files: Vec::new(),
        seen: fields.text(&format!("seen-{}", stage.word())).parse().unwrap_or(0),
        by,
    })
}

pub(super) async fn enter_plan_money(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, id)): Path<(String, String)>,
    upload: Upload,
) -> Result<Response, Failure> {
    let brought = bring(&deps, upload).await?;
    let fields = brought.fields();
    let entered = match (read(&slug, &id, &fields, super::writer(&shell)), brought.refused) {
        (_, Some(refused)) | (Err(refused), None) => Err(refused),
        (Ok(new), None) => track::enter_money(&deps, &cx, NewMoney { files: brought.files, ..new }).await,
    };
    let l = shell.lang();
    let (errors, status) = match entered {
        Ok(_) => return Ok(see_other(format!("/ke-hoach/{slug}/kinh-phi/{id}"))),
        Err(refused @ TrackRefused::Overtaken) => {
            let mut errors = Errors::new();
            errors.add("dong", words::sentence(&l, &refused));
            (errors, StatusCode::CONFLICT)
        }
        Err(refused) => (words::at_field(&l, refused)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    render(&deps, &shell, &cx, (&slug, &id), (Some(typed(&fields)), errors, status)).await
}
