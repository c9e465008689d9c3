//! Work that the province's leader has assigned: to every commune, from a plan, from a notice; in every state.
use super::{Follow, plus};
use crate::sample::staff::Officer;
use base::{Date, Timestamp};
use contracts::{AgencyFact, AgencyId, AssignmentId, Directory};
use db::DbError;
use org::OrgDirectory;
use programme::store::{plans, track::subjects};
use tasks::model::{Deed, Priority};
use tasks::ops::{self, Brought, Command, Gather, GatherDeed, NewAssignment, NoticeRef, Resolved, Source};

const NOTICE: &str = "Số: 412/TB-UBND, ngày {DAY} tháng {MONTH} năm {YEAR}\n\
THÔNG BÁO\n\
Kết luận tại cuộc họp giao ban công tác chuyển đổi số\n\
1. Sở Khoa học và Công nghệ tổng hợp khó khăn của cấp xã khi dùng các hệ thống dùng chung, đề xuất cách xử lý, \
báo cáo Ủy ban nhân dân tỉnh.\n\
2. Sở Nội vụ lập danh sách công chức cấp xã chưa qua bồi dưỡng kỹ năng số, trình kế hoạch bồi dưỡng.\n\
3. Sở Tài chính rà soát kinh phí chuyển đổi số chưa giải ngân, đề xuất điều chuyển.\n\
4. Ủy ban nhân dân tỉnh ghi nhận kết quả của các địa phương trong quý vừa qua.\n";

/// How a work of one agency went on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    NotAccepted,
    /// Accepted and reported on; its day has passed.
    Running,
    ExtensionAsked,
    Awaiting,
    DoneLate,
    DoneInTime,
}

/// A work of one agency, in days from today.
struct Work {
    login: &'static str,
    title: &'static str,
    product: &'static str,
    words: &'static str,
    /// Assigned so many days ago.
    back: i64,
    /// Its day, from today; before today it has passed.
    due: i64,
    course: Course,
    priority: Priority,
}

const WORKS: &[Work] = &[
    Work {
        login: "giamdoc.nnmt",
        title: "Rà soát dữ liệu đất đai chưa khớp với cơ sở dữ liệu dân cư",
        product: "Báo cáo kèm danh sách thửa cần chỉnh sửa",
        words: "Nêu rõ số thửa theo từng xã và thời gian làm xong.",
        back: 24,
        due: -4,
        course: Course::Running,
        priority: Priority::Urgent,
    },
    Work {
        login: "chuyenvien.khcn",
        title: "Đánh giá an toàn thông tin của hệ thống một cửa sau nâng cấp",
        product: "Báo cáo đánh giá",
        words: "Phối hợp với đơn vị vận hành; nêu điểm yếu và hạn khắc phục.",
        back: 15,
        due: 6,
        course: Course::ExtensionAsked,
        priority: Priority::Normal,
    },
    Work {
        login: "giamdoc.nnmt",
        title: "Cử đầu mối tiếp nhận phản ánh về hồ sơ trực tuyến",
        product: "Văn bản cử đầu mối",
        words: "",
        back: 1,
        due: 5,
        course: Course::NotAccepted,
        priority: Priority::Normal,
    },
    Work {
        login: "chutich",
        title: "Báo cáo việc hỗ trợ người dân nộp hồ sơ tại nhà văn hóa thôn, bản",
        product: "Báo cáo kết quả",
        words: "Nêu số điểm hỗ trợ, số lượt người được giúp.",
        back: 1,
        due: 9,
        course: Course::NotAccepted,
        priority: Priority::Normal,
    },
    Work {
        login: "chuyenvien.taichinh",
        title: "Tổng hợp kinh phí chuyển đổi số đã phân bổ trong năm",
        product: "Bảng tổng hợp theo cơ quan, địa phương",
        words: "Tách phần chi đầu tư và chi thường xuyên.",
        back: 40,
        due: -18,
        course: Course::DoneLate,
        priority: Priority::Normal,
    },
    Work {
        login: "chuyenvien.khcn",
        title: "Hướng dẫn cấp xã dùng chữ ký số trên thiết bị di động",
        product: "Văn bản hướng dẫn",
        words: "Ngắn gọn, có hình từng bước.",
        back: 46,
        due: -20,
        course: Course::DoneInTime,
        priority: Priority::Normal,
    },
];

impl Follow<'_> {
    /// # Errors
    /// [`DbError`]; a refusal of an operation is noted.
    pub(super) async fn works(&mut self) -> Result<(), DbError> {
        let Some((_, leader)) = self.known("lanhdao.tinh").await? else { return Ok(()) };
        self.every_commune(&leader).await?;
        for work in WORKS {
            let Some((agency, worker)) = self.worker(work.login).await? else { continue };
            self.work(&leader, work, agency, &worker, Source::default()).await?;
        }
        self.task_of_a_plan(&leader).await?;
        self.paragraphs_of_a_notice(&leader).await
    }

    /// `chutich`: whoever chairs the commune of the sign-in page.
    async fn worker(&mut self, login: &str) -> Result<Option<(AgencyId, Officer)>, DbError> {
        if login != "chutich" {
            return self.known(login).await;
        }
        let Some(home) = self.nearby.first().copied() else { return Ok(None) };
        Ok(self.officers.find(home, "chair").await?.map(|officer| (home, officer)))
    }

    async fn facts(&self, agency: AgencyId) -> Result<Vec<AgencyFact>, DbError> {
        self.parts.db.read(move |tx| OrgDirectory.agencies(tx, &[agency])).await
    }

    async fn act(
        &mut self,
        officer: &Officer,
        at: Timestamp,
        id: AssignmentId,
        deed: Deed,
        file: bool,
    ) -> bool {
        let brought =
            |bytes: &[u8]| Brought { name: "san-pham.png".to_owned(), bytes: bytes.to_vec().into() };
        let command = Command {
            id,
            version: None,
            once: String::new(),
            person: officer.name.clone(),
            deed,
            file: file.then(|| brought(&self.sheet.bytes)),
        };
        let outcome =
            ops::act(&self.parts.tasks, &officer.at(at.min(self.now.plus_seconds(-300))), command).await;
        self.note("act", outcome).is_some()
    }

    async fn assigned(
        &mut self,
        leader: &Officer,
        at: Timestamp,
        new: NewAssignment,
    ) -> Option<AssignmentId> {
        let new = NewAssignment { person: leader.name.clone(), ..new };
        let outcome = ops::assign(&self.parts.tasks, &leader.at(at), new).await;
        self.note("assign", outcome)
    }

    async fn work(
        &mut self,
        leader: &Officer,
        work: &Work,
        agency: AgencyId,
        worker: &Officer,
        source: Source,
    ) -> Result<(), DbError> {
        let (today, given) = (self.today(), self.moment(plus(self.today(), -work.back)));
        let due = plus(today, work.due);
        let new = NewAssignment {
            words: work.words.to_owned(),
            source,
            priority: work.priority,
            ..blank(work.title, work.product, self.facts(agency).await?, due)
        };
        let Some(id) = self.assigned(leader, given, new).await else { return Ok(()) };
        if work.course == Course::NotAccepted {
            return Ok(());
        }
        let accepted = given.plus_seconds(5 * 3_600);
        if !self.act(worker, accepted, id, Deed::Accept, false).await {
            return Ok(());
        }
        let half = self.moment(plus(today, -work.back / 2));
        let said = |percent: i64, words: &str| Deed::Report { percent, words: words.to_owned(), file: None };
        match work.course {
            Course::Running => {
                let deed = said(60, "Đã đối chiếu 11 xã, còn 7 xã đang chờ bản đồ chỉnh lý.");
                self.act(worker, half, id, deed, false).await;
            }
            Course::ExtensionAsked => {
                let deed = said(40, "Đã quét lỗ hổng, đang kiểm tra phân quyền.");
                self.act(worker, half, id, deed, false).await;
                let reason = "Đơn vị vận hành bàn giao nhật ký chậm 5 ngày.".to_owned();
                let at = self.moment(plus(today, -1));
                self.act(worker, at, id, Deed::AskExtension { to: plus(due, 7), reason }, false).await;
            }
            Course::Awaiting | Course::DoneInTime | Course::DoneLate => {
                let day = match work.course {
                    Course::DoneLate => plus(due, 4),
                    Course::Awaiting => plus(today, -1),
                    _ => plus(due, -2),
                };
                let words = "Đã hoàn thành theo yêu cầu, gửi kèm sản phẩm.".to_owned();
                let number = format!("{}/BC", self.random.between(120, 980));
                let at = self.moment(day);
                self.act(worker, at, id, Deed::Submit { words, number, file: None }, true).await;
                if work.course != Course::Awaiting {
                    let confirm = Deed::Confirm { words: "Đồng ý.".to_owned() };
                    let at = self.moment(plus(day, 2));
                    self.act(leader, at, id, confirm, false).await;
                }
            }
            Course::NotAccepted => {}
        }
        Ok(())
    }

    /// One work for all: nine of ten communes have handed in, most of it is confirmed.
    async fn every_commune(&mut self, leader: &Officer) -> Result<(), DbError> {
        let given = self.moment(plus(self.today(), -34));
        let due = plus(self.today(), -6);
        let new = NewAssignment {
            words: "Ghi số hộ theo từng thôn, bản, xóm, khối; nêu nơi chưa có sóng di động.".to_owned(),
            together: "UBND các xã, phường".to_owned(),
            ..blank(
                "Rà soát hộ gia đình chưa có đường truyền Internet cáp quang",
                "Danh sách hộ theo mẫu",
                self.communes.clone(),
                due,
            )
        };
        let Some(id) = self.assigned(leader, given, new).await else { return Ok(()) };
        let parts = self.parts.db.read(move |tx| tasks::store::parts(tx, id)).await?;
        let mut handed_in = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let Some(agency) = part.agency else { continue };
            let Some(chair) = self.officers.find(agency, "chair").await? else { continue };
            // One in twenty has not even accepted.
            if place % 20 == 9 {
                continue;
            }
            let at = given.plus_seconds(self.random.between(2, 70) * 3_600);
            if !self.act(&chair, at, part.id, Deed::Accept, false).await || place % 20 == 14 {
                continue;
            }
            let day = plus(due, if place % 9 == 4 { 3 } else { -self.random.between(1, 14) });
            let number = format!("{}/UBND", self.random.between(80, 640));
            let words = "Gửi danh sách hộ chưa có cáp quang trên địa bàn.".to_owned();
            let at = self.moment(day);
            if self.act(&chair, at, part.id, Deed::Submit { words, number, file: None }, false).await
                && place % 12 != 7
            {
                handed_in.push(part.id);
            }
        }
        let at = self.moment(plus(self.today(), -2));
        self.gather(leader, at, id, GatherDeed::Confirm { parts: handed_in }).await;
        let words = "Đã quá hạn, đề nghị gửi danh sách trong ngày.".to_owned();
        let at = self.moment(plus(self.today(), -1));
        self.gather(leader, at, id, GatherDeed::ChaseRest { words }).await;
        Ok(())
    }

    async fn gather(&mut self, leader: &Officer, at: Timestamp, id: AssignmentId, deed: GatherDeed) {
        let ask = Gather { id, once: String::new(), person: leader.name.clone(), deed };
        let outcome = ops::gather_act(&self.parts.tasks, &leader.at(at), ask).await;
        self.note("gather", outcome);
    }

    /// From a task of the plan that the science department leads; handed in, not yet confirmed.
    async fn task_of_a_plan(&mut self, leader: &Officer) -> Result<(), DbError> {
        let Some((agency, worker)) = self.known("chuyenvien.khcn").await? else { return Ok(()) };
        let found = self
            .parts
            .db
            .read(move |tx| {
                let Some(plan) = subjects::in_force(tx)?.into_iter().next() else { return Ok(None) };
                let led = subjects::led_by(tx, agency)?;
                let task = plans::tasks(tx, plan.id)?.into_iter().find(|task| led.contains(&task.id));
                Ok::<_, DbError>(task.map(|task| (plan, task)))
            })
            .await?;
        let Some((plan, task)) = found else { return Ok(()) };
        let source = Source {
            key: format!("plan-task:{}", task.id),
            title: format!("{} {}", task.code, task.text)
                .chars()
                .take(200)
                .collect::<String>()
                .trim()
                .to_owned(),
            href: format!("/ke-hoach/{}/nhiem-vu/{}", plan.slug, task.id),
        };
        let work = Work {
            login: "chuyenvien.khcn",
            title: "Báo cáo kết quả và phần việc còn lại của nhiệm vụ",
            product: "Báo cáo kèm minh chứng",
            words: "Nêu rõ việc nào xong trong năm, việc nào chuyển sang năm sau.",
            back: 12,
            due: 3,
            course: Course::Awaiting,
            priority: Priority::Urgent,
        };
        self.work(leader, &work, agency, &worker, source).await
    }

    /// A notice of conclusion: each paragraph that names an agency becomes a work.
    async fn paragraphs_of_a_notice(&mut self, leader: &Officer) -> Result<(), DbError> {
        let given = self.moment(plus(self.today(), -9));
        let issued = given.date();
        let text = NOTICE
            .replace("{DAY}", &format!("{:02}", issued.day()))
            .replace("{MONTH}", &format!("{:02}", issued.month()))
            .replace("{YEAR}", &issued.year().to_string());
        let cx = leader.at(given);
        let read = ops::suggest(&self.parts.tasks, &cx, &text).await;
        let Some((notice, paragraphs)) = self.note("notice", read) else { return Ok(()) };
        let due = plus(self.today(), 12);
        for (place, paragraph) in paragraphs.into_iter().filter(|one| one.tick).enumerate() {
            let names = paragraph.agencies.join("; ");
            let resolved = ops::resolve(&self.parts.tasks, &cx, &names).await;
            let Some(resolved) = self.note("names", resolved) else { continue };
            let agencies: Vec<AgencyFact> = resolved
                .into_iter()
                .filter_map(|one| match one {
                    Resolved::One(agency) => Some(agency),
                    _ => None,
                })
                .collect();
            let Some(first) = agencies.first().map(|agency| agency.id) else { continue };
            let new = NewAssignment {
                notice: NoticeRef {
                    number: notice.number.clone(),
                    date: notice.issued.or(Some(issued)),
                    paragraph: paragraph.number.clone(),
                },
                ..blank(&paragraph.text, "Báo cáo bằng văn bản", agencies, due)
            };
            let Some(id) = self.assigned(leader, given, new).await else { continue };
            let Some(worker) = self.reporter(first).await? else { continue };
            // The last paragraph waits to be accepted.
            if place < 2 && self.act(&worker, given.plus_seconds(20 * 3_600), id, Deed::Accept, false).await {
                let words = "Đã giao phòng chuyên môn, đang tổng hợp.".to_owned();
                let at = self.moment(plus(self.today(), -3));
                self.act(&worker, at, id, Deed::Report { percent: 35, words, file: None }, false).await;
            }
        }
        Ok(())
    }
}

fn blank(title: &str, product: &str, agencies: Vec<AgencyFact>, due: Date) -> NewAssignment {
    NewAssignment {
        once: String::new(),
        person: String::new(),
        source: Source::default(),
        notice: NoticeRef::default(),
        title: title.to_owned(),
        product: product.to_owned(),
        words: String::new(),
        agencies,
        helpers: Vec::new(),
        together: String::new(),
        due,
        priority: Priority::Normal,
    }
}
