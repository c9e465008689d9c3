//! A small province on a fresh SQLite file: two communes with centre, committee and office in real `org` tables, one
//! procedure with a published form and process, officers, citizens, and the crate's pages behind a router.
use crate::{Deps, Settings};
use base::{Date, Id, Timestamp};
use calendar::{FixedClock, PolicyBook, WorkCalendar};
use contracts::{
    AccountId, AgencyFact, AgencyId, Catalogue, HoldingFact, HoldingId, PositionId, ProcedureFact,
    ProcedureId, UnitId, WorkingTime,
};
use db::testing::TestDb;
use db::{DbError, Tx};
use org::OrgDirectory;
pub use policy::testing::{Accounts, Answer, Site};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::sync::Arc;
use web::{Module, Secret, WebConfig};

/// Friday 20 November 2026, 10:24 in Vietnam.
pub fn now() -> Timestamp {
    Timestamp::from_local("2026-11-20T10:24:00".parse().unwrap())
}

pub const MIGRATIONS: &[db::MigrationSet] = &[
    db::MIGRATIONS,
    policy::MIGRATIONS,
    org::MIGRATIONS,
    parties::MIGRATIONS,
    forms::MIGRATIONS,
    workflow::MIGRATIONS,
    crate::MIGRATIONS,
];

const UNITS: &str = "key\tfrom\tto\tlevel\tcode\tkind\tname\tparent
p40\t2025-01-01\t\tprovince\t40\tTỉnh\tNghệ An\t
d1\t2025-01-01\t2025-07-01\tdistrict\t422\tHuyện\tCon Cuông\tp40
y1\t2025-01-01\t2025-07-01\tcommune\t17260\tXã\tYên Khê\td1
y2\t2025-01-01\t2025-07-01\tcommune\t17269\tXã\tLạng Khê\td1
c1\t2025-07-01\t\tcommune\t17254\tXã\tCon Cuông\tp40
c2\t2025-07-01\t\tcommune\t17263\tXã\tChâu Khê\tp40
";
const LINKS: &str = "from\tto\ton\tshare
y1\tc1\t2025-07-01\twhole
y2\tc2\t2025-07-01\twhole
";
const RESOLUTIONS: &str = "province\ton\tnumber\tsigned\np40\t2025-07-01\t1678/NQ-UBTVQH15\t2025-06-16\n";

const PROVINCE: &str = r#"
format = 1
[province]
unit = "p40"
code = "H41"
code_nature = "fact"
from = "2025-07-01"
[[agency]]
key = "ubnd"
kind = "provincial_committee"
name = "Ủy ban nhân dân tỉnh Nghệ An"
code = "H41"
from = "2025-01-01"
[[agency]]
key = "ttpvhcc"
parent = "ubnd"
kind = "provincial_centre"
name = "Trung tâm Phục vụ hành chính công tỉnh Nghệ An"
code = "H41.14"
from = "2025-01-01"
[[commune_agency]]
key = "ubnd"
kind = "commune_committee"
name = "Ủy ban nhân dân {unit}"
parent = "province"
code = "{code}"
[[commune_agency]]
key = "ttpvhcc"
kind = "commune_centre"
name = "Trung tâm Phục vụ hành chính công {unit}"
parent = "ubnd"
code = "{code}.01"
[[commune_agency]]
key = "vp"
kind = "commune_office"
name = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân {unit}"
parent = "ubnd"
code = "{code}.02"
[commune_codes]
c1 = "H41.77"
c2 = "H41.108"
"#;

const PROCESS: &str = r#"
code = "khai-sinh"
version = 1
title = "Đăng ký khai sinh"
start = "receive"
[[steps]]
key = "receive"
title = "Tiếp nhận, kiểm tra giấy tờ"
kind = "work"
role = "reception_officer"
place = "receiving"
minutes = 60
routes = [{ to = "draft" }]
[[steps]]
key = "draft"
title = "Lập bản nháp giấy khai sinh"
kind = "propose"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 120
may_return_to = ["receive"]
routes = [
  { to = "sign", outcome = "refused" },
  { to = "confirm", when = 'channel = "online"' },
  { to = "sign" },
]
[[steps]]
key = "confirm"
title = "Người yêu cầu xem bản nháp và xác nhận"
kind = "wait_citizen"
default = "agree"
limit = { amount = 1, unit = "calendar_day", source = "1.001193" }
routes = [{ to = "draft", outcome = "disagreed" }, { to = "sign" }]
[[steps]]
key = "sign"
title = "Lãnh đạo Ủy ban nhân dân xã ký"
kind = "approve"
role = "chair"
place = "resolving"
minutes = 60
may_return_to = ["draft"]
different_from = ["draft"]
routes = [{ to = "return" }]
[[steps]]
key = "return"
title = "Trả kết quả"
kind = "desk"
role = "reception_officer"
place = "receiving"
minutes = 60
may_return_to = ["draft"]
routes = [{ to = "end" }]
"#;

/// Four short pages: a choice, names and a date, an address, the person who files.
pub fn form() -> forms::FormDefinition {
    let text = serde_json::json!({
        "code": "khai-sinh", "version": 1, "title": "Đăng ký khai sinh", "facts": ["case", "channel"],
        "declaration": "Tôi cam đoan những điều khai trên là đúng sự thật.",
        "submit_label": "Nộp hồ sơ đăng ký khai sinh",
        "pages": [
            {"id": "relation-page", "title": "Bạn là ai của bé?", "section": "Người đi đăng ký", "fields": [
                {"id": "relation", "kind": "choice", "label": "Quan hệ với bé", "choices": [
                    {"code": "mother", "label": "Mẹ"}, {"code": "father", "label": "Cha"},
                    {"code": "authorised", "label": "Người được ủy quyền"}]}]},
            {"id": "child-page", "title": "Bé tên là gì, sinh ngày nào?", "section": "Bé", "fields": [
                {"id": "child_name", "kind": "person_name", "label": "Họ, chữ đệm, tên của bé", "prefill": "owner.name"},
                {"id": "child_birth", "kind": "date", "label": "Ngày sinh của bé",
                 "checks": [{"rule": "value <= today", "message": "Ngày sinh không thể ở tương lai"}]}]},
            {"id": "mother-home", "title": "Mẹ của bé đang thường trú ở đâu?", "section": "Mẹ", "fields": [
                {"id": "mother_home", "kind": "address", "label": "Nơi thường trú của mẹ", "reach": "province"}]},
            {"id": "requester-page", "title": "Họ và tên của bạn", "section": "Người đi đăng ký", "fields": [
                {"id": "requester_name", "kind": "person_name", "label": "Họ, chữ đệm, tên", "prefill": "account.name"}]}
        ]
    });
    let form: forms::FormDefinition = serde_json::from_value(text).unwrap();
    assert!(form.problems().is_empty(), "{:?}", form.problems());
    form
}

/// Birth registration: two cases, same day, a paper that depends on an answer.
pub fn procedure() -> ProcedureFact {
    let channels = serde_json::json!([
        {"channel": "online", "limit": {"unit": "same_day", "source": "1.001193"}},
        {"channel": "in_person", "limit": {"unit": "same_day", "source": "1.001193"}},
        {"channel": "post", "limit": {"unit": "same_day", "source": "1.001193"}}]);
    let components = serde_json::json!([
        {"code": "to_khai", "name": "Tờ khai đăng ký khai sinh", "originals": 1, "mandatory": true, "is_form": true},
        {"code": "giay_chung_sinh", "name": "Giấy chứng sinh", "help": "Chụp cả hai mặt.", "issuer": "Bệnh viện, trạm y tế nơi sinh",
         "originals": 1, "mandatory": true},
        {"code": "uy_quyen", "name": "Văn bản ủy quyền", "issuer": "Người ủy quyền", "originals": 1, "mandatory": true,
         "when": "relation = \"authorised\""}]);
    let fees = serde_json::json!([{"code": "ban_sao", "name": "Bản sao trích lục", "kind": "fee", "formula": "8000 * quantity",
        "channel": "online", "due": "before_return", "source": "giá trị mẫu"}]);
    serde_json::from_value(serde_json::json!({
        "id": Id::from_bytes([7; 16]), "code": "1.001193", "version": 1, "name": "Thủ tục đăng ký khai sinh",
        "field": "Hộ tịch", "level": "commune", "receiving": "own_commune", "resolving_kind": "commune_committee",
        "mode": "local", "audience": ["Công dân Việt Nam"], "life_event": "sinh-con",
        "cases": [
            {"code": "ordinary", "name": "Thông thường", "help": "Cha mẹ của bé đã đăng ký kết hôn.", "channels": channels,
             "components": components, "fees": fees, "form": "khai-sinh@1", "process": "khai-sinh@1"},
            {"code": "unmarried", "name": "Cha mẹ chưa kết hôn", "channels": channels, "components": components,
             "form": "khai-sinh@1", "process": "khai-sinh@1"}],
        "result": {"codes": ["KQ.G15.000031"], "name": "Giấy khai sinh", "register": "khai-sinh", "notation": "KS"},
        "supplements": [{"within_working_days": 3, "source": "NĐ 61/2018/NĐ-CP Đ17"}],
        "legal_basis": ["Luật Hộ tịch 60/2014/QH13"], "published_by": "163/QĐ-BTP", "effective_from": "2026-01-01"
    }))
    .unwrap()
}

/// Answers from memory.
pub struct Shelf(pub Vec<Arc<ProcedureFact>>);

impl Catalogue for Shelf {
    fn version(&self, _: &mut Tx<'_>, id: ProcedureId) -> Result<Option<Arc<ProcedureFact>>, DbError> {
        Ok(self.0.iter().find(|fact| fact.id == id).cloned())
    }
    fn in_force(&self, _: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<Arc<ProcedureFact>>, DbError> {
        Ok(self.0.iter().find(|fact| fact.code == code && fact.effective_from <= on).cloned())
    }
    fn all_in_force(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<Arc<ProcedureFact>>, DbError> {
        Ok(self.0.clone())
    }
}

struct Hours(WorkCalendar);

impl WorkingTime for Hours {
    fn calendar(&self) -> WorkCalendar {
        self.0.clone()
    }
    fn policies(&self) -> PolicyBook {
        PolicyBook::default()
    }
}

fn places() -> forms::ListedPlaces {
    let place = |key: &str, code: &str, name: &str| forms::Place {
        id: org::unit_id(key),
        code: code.to_owned(),
        name: name.to_owned(),
    };
    let commune = |key: &str, code: &str, name: &str, former: &str| forms::ListedCommune {
        place: place(key, code, name),
        province_code: "40".to_owned(),
        former_names: vec![former.to_owned()],
        from: Date::constant(2025, 7, 1),
        until: None,
    };
    forms::ListedPlaces::new(
        Some("40".to_owned()),
        vec![place("p40", "40", "Tỉnh Nghệ An")],
        vec![
            commune("c1", "17254", "Xã Con Cuông", "Xã Yên Khê"),
            commune("c2", "17263", "Xã Châu Khê", "Xã Lạng Khê"),
        ],
    )
}

/// The province, open for work.
pub struct World {
    pub deps: Deps,
    pub clock: Arc<FixedClock>,
    pub accounts: Accounts,
    _folder: tempfile::TempDir,
    _db: Option<TestDb>,
}

impl World {
    pub async fn new() -> Self {
        Self::with(vec![procedure()]).await
    }

    pub async fn with(procedures: Vec<ProcedureFact>) -> Self {
        let test = TestDb::sqlite(MIGRATIONS);
        Self::found(test.db(), Some(test), procedures).await
    }

    /// The same province on PostgreSQL; none when there is none and none is demanded.
    pub async fn on_postgres(procedures: Vec<ProcedureFact>) -> Option<Self> {
        let test = TestDb::postgres(MIGRATIONS)?;
        Some(Self::found(test.db(), Some(test), procedures).await)
    }

    /// Founds the province in a migrated, empty database, or opens it in one where it stands.
    pub async fn found(db: db::Db, test: Option<TestDb>, procedures: Vec<ProcedureFact>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let country = org::pack::CountryPack::from_texts(UNITS, LINKS, RESOLUTIONS).unwrap();
        org::import_country(&db, &country, now()).await.unwrap();
        let province = org::pack::ProvincePack::from_toml(PROVINCE).unwrap();
        org::import_province(&db, &province, now()).await.unwrap();
        let published = form();
        db.write(move |tx| forms::store::publish(tx, &published, Date::constant(2026, 1, 1), now()))
            .await
            .unwrap();
        let process = workflow::Definition::from_toml(PROCESS).unwrap();
        db.write(move |tx| workflow::publish_definition(tx, &process)).await.unwrap();
        let deps = Deps {
            db,
            catalogue: Arc::new(Shelf(procedures.into_iter().map(Arc::new).collect())),
            directory: Arc::new(OrgDirectory),
            time: Arc::new(Hours(WorkCalendar::standard().unwrap())),
            places: Arc::new(places()),
            codes: Arc::new(forms::ListedCodes::default()),
            objects: objects::Objects::open(folder.path()).unwrap(),
            settings: Arc::new(Settings::default()),
        };
        let clock = Arc::new(FixedClock::new(now()));
        Self { deps, clock, accounts: Accounts::default(), _folder: folder, _db: test }
    }

    pub fn unit(&self, key: &str) -> UnitId {
        org::unit_id(key)
    }

    /// The agency of a kind in a commune, e.g. `("c1", "commune_centre")`.
    pub async fn agency(&self, unit: &str, kind: &'static str) -> AgencyFact {
        let (directory, unit) = (Arc::clone(&self.deps.directory), org::unit_id(unit));
        let found = self
            .deps
            .db
            .read::<_, DbError, _>(move |tx| directory.agencies_of_kind(tx, unit, kind, now().date()))
            .await
            .unwrap();
        found.into_iter().next().unwrap()
    }

    /// An officer holding one position with these permissions over its agency.
    pub fn officer(
        &self,
        number: u8,
        agency: &AgencyFact,
        role: &str,
        permissions: &[&'static str],
    ) -> OpContext {
        let account = AccountId::from(Id::from_bytes([number; 16]));
        let holding = HoldingFact {
            holding: HoldingId::from(Id::from_bytes([number; 16])),
            position: PositionId::from(Id::from_bytes([number; 16])),
            agency: agency.id,
            agency_name: agency.name.clone(),
            role: role.to_owned(),
            title: role.to_owned(),
        };
        let grants = permissions
            .iter()
            .map(|permission| GrantRow {
                permission: (*permission).to_owned(),
                scope: Scope::Agencies(vec![agency.id]),
                holding: holding.holding,
            })
            .collect();
        let standing = Standing { account: Some(account), holdings: vec![holding], grants };
        self.context(Actor::Officer(account), standing)
    }

    fn context(&self, actor: Actor, standing: Standing) -> OpContext {
        use calendar::Clock;
        OpContext { actor, standing: Arc::new(standing), ..OpContext::anonymous(self.clock.now()) }
    }

    pub fn citizen(&self, number: u8) -> OpContext {
        self.context(Actor::Citizen(AccountId::from(Id::from_bytes([number; 16]))), Standing::default())
    }

    pub fn visitor(&self) -> OpContext {
        self.context(Actor::Anonymous, Standing::default())
    }

    /// Clerk of the centre, civil status officer of the office, and chair of the committee of a commune.
    pub async fn staff(&self, unit: &str) -> Staff {
        let centre = self.agency(unit, "commune_centre").await;
        let office = self.agency(unit, "commune_office").await;
        let committee = self.agency(unit, "commune_committee").await;
        let desk = &["dossiers.desk", "dossiers.receive", "dossiers.return", "dossiers.view", "workflow.act"];
        Staff {
            clerk: self.officer(21, &centre, "reception_officer", desk),
            director: self.officer(
                22,
                &centre,
                "centre_director",
                &["dossiers.approve_refusal", "dossiers.view"],
            ),
            case_officer: self.officer(
                23,
                &office,
                "civil_status_officer",
                &["workflow.act", "dossiers.view"],
            ),
            chair: self.officer(24, &committee, "chair", &["workflow.act", "dossiers.view"]),
            centre: centre.id,
        }
    }

    /// The pages of this crate as the program serves them.
    pub fn site(&self) -> Site {
        let mut config = WebConfig::new(
            "http://localhost:8080",
            Secret::new([7; 32]),
            Arc::clone(&self.clock) as Arc<dyn calendar::Clock>,
        );
        config.province = "Nghệ An".to_owned();
        let words = |name: &'static str, locales| Module { locales, ..Module::new(name) };
        let modules = vec![
            words("base", base::LOCALES),
            words("text", text::LOCALES),
            words("objects", objects::LOCALES),
            words("policy", policy::LOCALES),
            words("forms", forms::LOCALES),
            words("workflow", workflow::LOCALES),
            words("documents", documents::LOCALES),
            words("calendar", calendar::LOCALES),
            org::module(),
            parties::module(),
            crate::module(&self.deps),
        ];
        let (router, catalogue) = web::app_with(modules, config, self.accounts.clone()).unwrap();
        Site::new(router, catalogue)
    }
}

/// The people of one commune.
pub struct Staff {
    pub clerk: OpContext,
    pub director: OpContext,
    pub case_officer: OpContext,
    pub chair: OpContext,
    pub centre: AgencyId,
}
