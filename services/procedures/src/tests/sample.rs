//! What the tests stand on: made-up records, files and people.
use crate::rules::{ImportSettings, Imported, read_catalogue};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId, PositionId};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// 22/11/2026 10:00 in Vietnam.
pub(super) fn now() -> Timestamp {
    Timestamp::from_local(day("2026-11-22").at(10, 0, 0, 0))
}

pub(super) fn settings() -> ImportSettings {
    ImportSettings { province: "Nghệ An".into(), effective_from: day("2026-01-01") }
}

/// An officer who may manage the catalogue.
pub(super) fn manager() -> OpContext {
    officer(&[crate::MANAGE, crate::READ])
}

pub(super) fn officer(permissions: &[&str]) -> OpContext {
    let account = AccountId::new(now());
    let holding = HoldingFact {
        holding: HoldingId::new(now()),
        position: PositionId::new(now()),
        agency: AgencyId::new(now()),
        agency_name: "Trung tâm".into(),
        role: "procedure_control".into(),
        title: "Chuyên viên".into(),
    };
    let grants = permissions
        .iter()
        .map(|permission| GrantRow {
            permission: (*permission).to_owned(),
            scope: Scope::All,
            holding: holding.holding,
        })
        .collect();
    let standing = Standing { account: Some(account), holdings: vec![holding], grants };
    OpContext {
        actor: Actor::Officer(account),
        standing: Arc::new(standing),
        purpose: None,
        now: now(),
        request_id: Id::new(now()),
    }
}

const HEADER: &str = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";

/// A record as the national portal's page gives it, with `changes` laid over.
pub(super) fn record(changes: &[(&str, Value)]) -> Value {
    let mut record = json!({
        "ma_thu_tuc": "1.999001",
        "ten_thu_tuc": "Cấp phép thử nghiệm",
        "so_quyet_dinh": "1/QĐ-THU",
        "cap_thuc_hien": "Cấp xã",
        "linh_vuc": "Thử nghiệm",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "co_quan_co_tham_quyen": "",
        "co_quan_thuc_hien": "Ủy ban nhân dân xã",
        "trinh_tu_thuc_hien": "Nộp hồ sơ.\nNhận kết quả.",
        "thanh_phan_ho_so": papers(&[("--", &[("Đơn đề nghị", "1 bản chính")])]),
        "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Thử nghiệm1/2020/QH14",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": "Giấy phépMã: KQ.G01.000001Từ khóaKhông có thông tin",
        "kenh_parsed": ["Trực tuyến5 Ngày làm việcMiễn phí", "Trực tiếp5 Ngày làm việcMiễn phí"],
        "ket_qua_ma": ["KQ.G01.000001"],
    });
    for (key, value) in changes {
        record[*key] = value.clone();
    }
    record
}

/// A component list as glued by the portal.
pub(super) fn papers(groups: &[(&str, &[(&str, &str)])]) -> String {
    groups
        .iter()
        .map(|(heading, rows)| {
            let rows: String = rows.iter().map(|(name, count)| format!("{name}{count}")).collect();
            format!("{heading}{HEADER}{rows}")
        })
        .collect()
}

pub(super) fn file(records: &[Value]) -> Vec<u8> {
    serde_json::to_vec(records).unwrap()
}

/// The one draft of one record.
pub(super) fn import(changes: &[(&str, Value)]) -> Imported {
    let (mut drafts, problems) = read_catalogue(&file(&[record(changes)]), &settings()).unwrap();
    assert_eq!(problems, []);
    drafts.remove(0)
}

/// The codes of its questions.
pub(super) fn asked(draft: &Imported) -> Vec<&str> {
    draft.questions.iter().map(|question| question.code.as_str()).collect()
}
