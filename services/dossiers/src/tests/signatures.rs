//! The block above a signature, word for word on the printed result, by dated seats and delegations (NĐ 30/2020/NĐ-CP
//! Điều 13, Phụ lục I II.7).
use super::fixture::{Staff, World, now};
use super::poppler::text_of;
use super::walk::{at, open_task, walk_in};
use crate::ops::{self, Approve, HandOver, ProposeResult, Received, Which};
use crate::{rules, store};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyFact, DossierId, HoldingFact, PositionId};
use db::DbError;
use org::OrgError;
use org::model::SignatureForm;
use org::ops::{Appointment, NewDelegation, NewPosition};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::sync::Arc;

const SINCE: Date = Date::constant(2026, 1, 1);

/// Seats of one commune with the accounts that hold them, in real tables.
pub struct Seats<'a> {
    pub world: &'a World,
    pub staff: Staff,
    pub committee: AgencyFact,
    pub office: AgencyFact,
}

impl<'a> Seats<'a> {
    pub async fn of(world: &'a World) -> Self {
        let committee = world.agency("c1", "commune_committee").await;
        let office = world.agency("c1", "commune_office").await;
        Self { world, staff: world.staff("c1").await, committee, office }
    }

    async fn write<T: Send + 'static>(
        &self,
        run: impl Fn(&mut db::Tx<'_>, &OpContext) -> Result<T, OrgError> + Send + 'static,
    ) -> T {
        let rights = ["org.manage_positions", "org.manage_delegations"];
        let manager = self.world.officer(90, &self.committee, "administrator", &rights);
        let mut standing = (*manager.standing).clone();
        standing.grants.iter_mut().for_each(|grant| grant.scope = Scope::All);
        let cx = OpContext { standing: Arc::new(standing), ..manager };
        self.world.deps.db.write(move |tx| run(tx, &cx)).await.unwrap()
    }

    pub async fn seat(&self, agency: &AgencyFact, role: &str, title: &str) -> PositionId {
        let new =
            NewPosition { agency: agency.id, role: role.to_owned(), title: title.to_owned(), from: SINCE };
        self.write(move |tx, cx| org::ops::create_position(tx, cx, &new)).await
    }

    async fn lend(
        &self,
        from: PositionId,
        to: PositionId,
        form: SignatureForm,
        period: (Date, Option<Date>),
    ) {
        let new = NewDelegation {
            from,
            to,
            matter: "*".to_owned(),
            form,
            legal_basis: "Quyết định mẫu".to_owned(),
            valid_from: period.0,
            valid_to: period.1,
        };
        self.write(move |tx, cx| org::ops::create_delegation(tx, cx, &new)).await;
    }

    /// Puts an account on a seat, and answers how she acts on `when`: with every seat she holds or was lent.
    pub async fn signer(&self, number: u8, seat: PositionId, when: Timestamp) -> OpContext {
        let account = AccountId::from(Id::from_bytes([number; 16]));
        let given = Appointment {
            account,
            position: seat,
            from: SINCE,
            to: None,
            basis: "Quyết định mẫu".to_owned(),
        };
        self.write(move |tx, cx| org::ops::appoint(tx, cx, &given)).await;
        self.standing(account, when).await
    }

    async fn standing(&self, account: AccountId, when: Timestamp) -> OpContext {
        let found = self.world.deps.db.read(move |tx| org::holdings_of(tx, account, when.date())).await;
        let holdings: Vec<HoldingFact> = found.map_err(|e: DbError| e).unwrap();
        let grants = holdings
            .iter()
            .flat_map(|held| {
                ["workflow.act", "dossiers.view"].map(|permission| GrantRow {
                    permission: permission.to_owned(),
                    scope: Scope::Agencies(vec![held.agency]),
                    holding: held.holding,
                })
            })
            .collect();
        let standing = Standing { account: Some(account), holdings, grants };
        let cx = OpContext { actor: Actor::Officer(account), ..OpContext::anonymous(when) };
        OpContext { standing: Arc::new(standing), ..cx }
    }

    /// A dossier that waits for a signature.
    async fn drafted(&self, key: &str) -> DossierId {
        let deps = &self.world.deps;
        let clerk = &self.staff.clerk;
        let Received { id, .. } =
            ops::receive_walk_in(deps, clerk, walk_in(&self.staff, self.world, key)).await.unwrap();
        ops::hand_over(deps, clerk, HandOver { dossiers: vec![id] }).await.unwrap();
        let task = open_task(deps, id).await;
        let body = serde_json::json!({ "rows": [["Họ và tên bé", "Lang Bảo Ngọc"]] });
        let cmd = ProposeResult { task: task.id, granted: true, title: "Giấy khai sinh".to_owned(), body };
        ops::propose_result(deps, &self.staff.case_officer, cmd).await.unwrap();
        id
    }

    /// Signs as the page does, and answers the block as a reader of the PDF finds it.
    async fn printed(&self, key: &str, signer: &OpContext, name: &str) -> Option<String> {
        let deps = &self.world.deps;
        let id = self.drafted(key).await;
        let task = open_task(deps, id).await;
        let step = ops::open_task(deps, signer, task.id).await.unwrap();
        let result = step.view.result.as_ref().unwrap().id;
        let signer_line = rules::signature_text(&step.signature_lines());
        let cmd = Approve { task: task.id, result, signer_line, signer_name: name.to_owned() };
        ops::approve_result(deps, signer, cmd).await.unwrap();
        let stored = deps.db.read(move |tx| store::result_of(tx, id)).await;
        assert!(stored.map_err(|e: DbError| e).unwrap().unwrap().signed_at.is_some());
        let reader = at(&self.staff.case_officer, signer.now);
        let (code, pdf) = ops::print_result(deps, &reader, id, Which::Signed).await.unwrap();
        // The block stands between the words beside the QR code and the name.
        let text = text_of(&pdf.bytes)?;
        let (_, after) = text.rsplit_once(&code).unwrap_or_else(|| panic!("{text}"));
        let (block, _) = after.split_once(name).unwrap_or_else(|| panic!("{text}"));
        Some(block.trim().to_owned())
    }
}

fn noon(day: Date) -> Timestamp {
    Timestamp::from_local(day.at(10, 24, 0, 0))
}

#[tokio::test]
async fn every_form_of_signature_prints_word_for_word_on_the_day_it_holds() {
    let world = World::new().await;
    let seats = Seats::of(&world).await;
    let chair = seats.seat(&seats.committee, "chair", "Chủ tịch").await;
    let deputy = seats.seat(&seats.committee, "vice_chair", "Phó Chủ tịch").await;
    let acting = seats.seat(&seats.committee, "member", "Ủy viên").await;
    let head = seats.seat(&seats.office, "head", "Chánh Văn phòng").await;
    let justice = seats.seat(&seats.office, "deputy_head", "Phó Chánh Văn phòng").await;
    let always = (SINCE, None);
    seats.lend(chair, deputy, SignatureForm::Kt, always).await;
    seats.lend(chair, head, SignatureForm::Tl, always).await;
    seats.lend(chair, justice, SignatureForm::Tuq, always).await;
    seats.lend(chair, acting, SignatureForm::Q, always).await;
    let cases = [
        (61, chair, "Lô Thị Kim Oanh", "CHỦ TỊCH"),
        (62, deputy, "Vi Văn Thành", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        (63, head, "Ngân Thị Hoài", "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG"),
        (64, justice, "Kha Văn Hai", "TUQ. CHỦ TỊCH PHÓ CHÁNH VĂN PHÒNG"),
        (65, acting, "Lương Văn Tuấn", "Q. CHỦ TỊCH"),
    ];
    for (number, seat, name, expected) in cases {
        let signer = seats.signer(number, seat, now()).await;
        let Some(block) = seats.printed(&format!("k{number}"), &signer, name).await else { return };
        assert_eq!(block, expected, "{name}");
    }
}

#[tokio::test]
async fn what_the_head_signs_for_the_collective_body_the_deputy_signs_for_it_too() {
    let world = World::new().await;
    let seats = Seats::of(&world).await;
    let chair = seats.seat(&seats.committee, "chair", "Chủ tịch").await;
    let deputy = seats.seat(&seats.committee, "vice_chair", "Phó Chủ tịch").await;
    // The body decides from tomorrow on; until then the chair signs in her own right.
    let tomorrow = Date::constant(2026, 11, 21);
    seats.lend(chair, chair, SignatureForm::Tm, (tomorrow, None)).await;
    seats.lend(chair, deputy, SignatureForm::Kt, (SINCE, None)).await;
    let later = noon(Date::constant(2026, 11, 23));
    let own = seats.signer(61, chair, now()).await;
    let Some(today) = seats.printed("k1", &own, "Lô Thị Kim Oanh").await else { return };
    assert_eq!(today, "CHỦ TỊCH");
    let own = seats.standing(AccountId::from(Id::from_bytes([61; 16])), later).await;
    let block = seats.printed("k2", &own, "Lô Thị Kim Oanh").await.unwrap();
    assert_eq!(block, "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH");
    let second = seats.signer(62, deputy, later).await;
    let block = seats.printed("k3", &second, "Vi Văn Thành").await.unwrap();
    assert_eq!(block, "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH");
}

#[tokio::test]
async fn a_delegation_that_is_over_lends_no_signature() {
    let world = World::new().await;
    let seats = Seats::of(&world).await;
    let chair = seats.seat(&seats.committee, "chair", "Chủ tịch").await;
    let deputy = seats.seat(&seats.committee, "vice_chair", "Phó Chủ tịch").await;
    seats.lend(chair, deputy, SignatureForm::Kt, (SINCE, Some(Date::constant(2026, 11, 20)))).await;
    let late = seats.signer(62, deputy, now()).await;
    let id = seats.drafted("k1").await;
    let task = open_task(&world.deps, id).await;
    assert!(ops::open_task(&world.deps, &late, task.id).await.is_err(), "the last day has passed");
}
