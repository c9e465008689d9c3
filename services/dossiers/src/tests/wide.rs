//! A process that goes every way the engine knows, for the random walks.

/// A consultation, an outside system, a split with a wait for the person in one branch, a draft to confirm, a signature.
pub const WIDE: &str = r#"
code = "rong"
version = 1
title = "Nhiều ngả"
start = "receive"
[[steps]]
key = "receive"
title = "Tiếp nhận"
kind = "work"
role = "reception_officer"
place = "receiving"
minutes = 60
routes = [{ to = "assess" }]
[[steps]]
key = "assess"
title = "Thẩm định"
kind = "work"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 480
may_return_to = ["receive"]
routes = [{ to = "consult", outcome = "consult" }, { to = "apart", outcome = "apart" }, { to = "enter" }]
[[steps]]
key = "consult"
title = "Lấy ý kiến"
kind = "consult"
deemed = true
role = "civil_status_officer"
place = "asked"
limit = { amount = 2, unit = "working_day", source = "mẫu" }
routes = [{ to = "enter", outcome = "disagreed" }, { to = "enter" }]
[[steps]]
key = "apart"
title = "Chia việc"
kind = "work"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 60
split = true
routes = [{ to = "measure" }, { to = "site" }]
[[steps]]
key = "measure"
title = "Người dân xem kết quả đo"
kind = "wait_citizen"
default = "agree"
limit = { amount = 1, unit = "working_day", source = "mẫu" }
routes = [{ to = "join", outcome = "disagreed" }, { to = "join" }]
[[steps]]
key = "site"
title = "Kiểm tra thực địa"
kind = "work"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 480
may_return_to = ["apart"]
routes = [{ to = "join" }]
[[steps]]
key = "join"
title = "Tổng hợp"
kind = "work"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 60
join = true
routes = [{ to = "draft" }]
[[steps]]
key = "enter"
title = "Nhập phần mềm của Bộ"
kind = "external"
system = "bo"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 240
routes = [{ to = "draft", outcome = "failed" }, { to = "draft" }]
[[steps]]
key = "draft"
title = "Soạn kết quả"
kind = "propose"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 240
may_return_to = ["assess"]
routes = [{ to = "sign", outcome = "refused" }, { to = "confirm", when = 'channel = "online"' }, { to = "sign" }]
[[steps]]
key = "confirm"
title = "Người dân xem dự thảo"
kind = "wait_citizen"
default = "agree"
limit = { amount = 1, unit = "working_day", source = "mẫu" }
routes = [{ to = "draft", outcome = "disagreed" }, { to = "sign" }]
[[steps]]
key = "sign"
title = "Ký"
kind = "approve"
role = "chair"
place = "resolving"
minutes = 240
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
