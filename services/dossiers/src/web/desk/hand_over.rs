//! Hand-over in a batch: `/quay/ban-giao` makes the slip, `/ban-giao/{id}` shows it.
use super::list::{Line, Picked, line, show};
use super::words;
use crate::Deps;
use crate::ops::{self, HandOver, SlipRead};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::Id;
use documents::{HandoverRow, HandoverSlip, Letterhead};
use http::StatusCode;
use policy::web::Cx;
use web::{Failure, FileAnswer, Form, Frame, Shell, page_status, see_other};

/// POST `/quay/ban-giao`.
pub async fn hand_over(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(picked): Form<Picked>,
) -> Result<Response, Failure> {
    match ops::hand_over(&deps, &cx, HandOver { dossiers: picked.ids() }).await {
        Ok(handed) => Ok(see_other(format!("/ban-giao/{}", handed.slip))),
        Err(refused) => {
            let wrong = words::trouble(&shell.lang(), refused, |_| "chon-0".to_owned())?;
            show(&deps, &shell, &cx, picked.list(), None, Some(wrong)).await
        }
    }
}

#[derive(Template)]
#[template(path = "desk/slip.html")]
struct SlipPage {
    frame: Frame,
    id: Id,
    number: String,
    from: String,
    to: String,
    at: String,
    lines: Vec<Line>,
}

fn number_of(slip: &SlipRead) -> String {
    slip.slip.number.map(|number| format!("{number}/{}", slip.slip.year)).unwrap_or_default()
}

/// GET `/ban-giao/{id}`.
pub async fn show_slip(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let slip = ops::read_slip(&deps, &cx, id).await?;
    let lang = shell.lang();
    let calendar = deps.time.calendar();
    let number = number_of(&slip);
    let title = lang.with("dossiers-desk-slip-title", &[("number", number.as_str())]);
    let frame = shell.frame_titled(title).at_work().crumb("dossiers-desk-title", "/quay");
    let page = SlipPage {
        frame,
        id,
        number,
        from: slip.from.name,
        to: slip.to.name,
        at: words::moment(&lang, slip.slip.at),
        lines: slip.rows.into_iter().map(|row| line(&lang, &calendar, cx.now, row)).collect(),
    };
    Ok(page_status(StatusCode::OK, page))
}

/// GET `/ban-giao/{id}/phieu.pdf`.
pub async fn print_slip(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let slip = ops::read_slip(&deps, &cx, id).await?;
    let number = number_of(&slip);
    let by = shell.principal().map(|who| who.name.clone()).unwrap_or_default();
    let mine = shell.principal().is_some_and(|who| who.account == slip.slip.by.id());
    let rows = slip.rows.iter().map(|row| HandoverRow {
        dossier_code: row.code.clone(),
        owner: row.owner_name.clone(),
        procedure: row.procedure_name.clone(),
        due: row.due_at,
        note: None,
    });
    let paper = HandoverSlip {
        letterhead: Letterhead {
            superior: slip.superior.as_ref().map(|agency| agency.name.clone()),
            agency: slip.from.name.clone(),
            number: Some(number.clone()),
            place: super::papers::place(slip.place.as_ref()),
            date: slip.slip.at.date(),
        },
        qr_text: Some(format!("{}/ban-giao/{id}", deps.settings.public_url)),
        at: slip.slip.at,
        from_unit: slip.from.name.clone(),
        // Printed by somebody else: the line is left for the hand.
        from_person: if mine { by } else { String::new() },
        to_unit: slip.to.name.clone(),
        to_person: None,
        rows: rows.collect(),
    };
    let name = shell.lang().with("dossiers-desk-file-slip", &[("number", number.replace('/', "-"))]);
    let pdf = super::papers::print(paper).await?;
    Ok(FileAnswer::bytes(&name, "application/pdf", pdf.bytes).into_response())
}
