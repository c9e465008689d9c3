ioc-menu = Điều hành
ioc-title = Điều hành
ioc-heading = Điều hành, { $day }
ioc-as-of = Số lúc { $time }, { $day }
ioc-assign = Giao việc
ioc-explain = Nguồn, cách tính
ioc-print = In bản giao ban A4
ioc-open-wall = Mở màn hình lớn

# Trạng thái của số trực tiếp; {"{at}"} là giờ phút, trang tự điền
ioc-live-off = Số lúc { $at }. Tải lại trang để có số mới.
ioc-live-on = Số lúc { $at }, chậm không quá 2 giây
ioc-live-lost = Mất kết nối, số lúc { $at }
ioc-live-ended = Phiên làm việc đã hết, số lúc { $at }. Tải lại trang để đăng nhập.
ioc-live-changed = Danh sách đã đổi, xem bản mới

# Cần quyết định
ioc-decide = Cần quyết định
ioc-decide-nothing = Chưa có việc nào chờ.
ioc-decide-awaiting = Việc báo xong, chờ người giao xác nhận
ioc-decide-awaiting-text = Người giao xem văn bản, sản phẩm kèm theo rồi xác nhận hoặc trả lại.
ioc-decide-overdue = Việc được giao đã quá hạn
ioc-decide-overdue-text = Đôn đốc, cho gia hạn hoặc giao lại.
ioc-decide-not-accepted = Việc giao chưa được nhận
ioc-decide-not-accepted-text = Cơ quan được giao chưa nhận việc.
ioc-decide-late = Hồ sơ thủ tục hành chính đang quá hạn
ioc-decide-late-text = Mở danh sách để biết hồ sơ đang ở cơ quan nào.
ioc-decide-plan = Chỉ tiêu, nhiệm vụ chậm của { $plan }
ioc-own = Phần của bạn:
ioc-own-steps = Việc của tôi
ioc-own-dossiers = Hồ sơ trong phạm vi phụ trách

# Đổi từ hôm trước
ioc-changes = Đổi từ hôm trước
ioc-changes-since = So với số ghi lúc { $time } { $day }
ioc-changes-nothing = Không có gì đổi.
ioc-changes-first = Chưa có số của ngày trước để so. Số cuối mỗi ngày được ghi lại từ hôm nay.
ioc-change-more = tăng
ioc-change-less = giảm
ioc-change-late = Hồ sơ đang quá hạn: { $n } ({ $way } { $by })
ioc-change-overdue = Việc được giao quá hạn: { $n } ({ $way } { $by })
ioc-change-awaiting = Việc chờ xác nhận: { $n } ({ $way } { $by })
ioc-change-plan-new = Kế hoạch mới: { $plan }
ioc-change-targets-missed = { $plan }: { $n } chỉ tiêu chậm ({ $way } { $by })
ioc-change-tasks-missed = { $plan }: { $n } nhiệm vụ chậm ({ $way } { $by })
ioc-change-targets-risk = { $plan }: { $n } chỉ tiêu có nguy cơ ({ $way } { $by })
ioc-change-tasks-risk = { $plan }: { $n } nhiệm vụ có nguy cơ ({ $way } { $by })
ioc-change-indicator = { $title }: từ { $from } thành { $to } { $unit }

# Sáu con số
ioc-six = Sáu con số
ioc-tile-received = Nhận hôm nay
ioc-tile-online = Dân tự nộp qua mạng, hôm nay
ioc-tile-late = Đang quá hạn
ioc-tile-in-time = Đúng hạn, tháng này
ioc-tile-overdue = Việc giao quá hạn
ioc-tile-awaiting = Việc chờ xác nhận
ioc-unit-received = hồ sơ
ioc-unit-online = %
ioc-unit-late = hồ sơ
ioc-unit-in-time = %
ioc-unit-overdue = việc
ioc-unit-awaiting = việc
ioc-note-online-n = Số hồ sơ:
ioc-note-closed = Đã xong:
ioc-note-closed-late = Xong quá hạn:
ioc-note-running = Đang làm, trong hạn:
ioc-note-not-accepted = Chưa nhận việc:
ioc-note-done = Đã xong:
ioc-note-done-late = Xong quá hạn:
ioc-fact-source = Nguồn:
ioc-fact-method = Cách tính:
ioc-fact-answers = Ai trả lời:
ioc-source-dossiers = hồ sơ thủ tục hành chính của mọi cơ quan trong tỉnh, ghi ngay khi cán bộ làm. Danh sách sau con số chỉ có hồ sơ trong phạm vi bạn được xem.
ioc-source-work = sổ việc được giao của toàn tỉnh, ghi ngay khi có người giao, nhận, báo cáo hay xác nhận. Danh sách sau con số chỉ có việc trong phạm vi bạn được xem.
ioc-source-plans = kế hoạch đã nhận vào chương trình, báo cáo của cơ quan thực hiện và số của chỉ số gắn với từng chỉ tiêu.
ioc-answers-dossiers = cơ quan tiếp nhận và cơ quan giải quyết, ghi ở từng hồ sơ trong danh sách.
ioc-answers-work = cơ quan được giao, ghi ở từng việc; số chờ xác nhận là của người giao.
ioc-answers-plans = cơ quan chủ trì ghi ở từng chỉ tiêu, nhiệm vụ; cơ quan thường trực ghi ở trang kế hoạch.
ioc-method-received = hồ sơ được tiếp nhận từ 0 giờ hôm nay, giờ Việt Nam.
ioc-method-online = hồ sơ người dân tự nộp qua mạng chia cho mọi hồ sơ được tiếp nhận từ 0 giờ hôm nay; không tính hồ sơ được nộp hộ.
ioc-method-late = hồ sơ đã tiếp nhận, đang giải quyết, quá giờ hẹn trả và không chờ người nộp.
ioc-method-in-time = hồ sơ giải quyết xong không muộn hơn giờ hẹn trả, chia cho mọi hồ sơ giải quyết xong từ ngày 1 của tháng; cắt ở một số lẻ, không làm tròn lên.
ioc-method-overdue = việc đã qua ngày hết hạn mà chưa báo xong, kể cả việc chưa được nhận. Việc giao cho nhiều cơ quan tính mỗi cơ quan một việc.
ioc-method-awaiting = việc đã báo xong kèm sản phẩm, người giao chưa xác nhận.
ioc-method-plans = chỉ tiêu so với đường phải đi tới mốc; nhiệm vụ so với ngày phải xong và phần đã làm. Ngưỡng “có nguy cơ” ghi ở trang kế hoạch.

# Kế hoạch
ioc-plans = Kế hoạch đang thực hiện
ioc-plans-none = Chưa có kế hoạch nào được nhận vào chương trình.
ioc-bar-targets = { $n } chỉ tiêu
ioc-bar-tasks = { $n } nhiệm vụ
ioc-target-met = đạt trước hạn
ioc-target-on-course = đúng đường
ioc-target-at-risk = có nguy cơ
ioc-target-missed = chậm
ioc-target-no-data = thiếu số liệu
ioc-task-met = xong
ioc-task-on-course = đúng tiến độ
ioc-task-at-risk = có nguy cơ
ioc-task-missed = chậm
ioc-task-no-data = chưa báo cáo
ioc-lines-of = Cần chú ý trước: { $plan }
ioc-line-title = Cần chú ý trước
ioc-line-state = Tình trạng

# Chỉ số
ioc-indicators = Chỉ số
ioc-indicators-none = Chưa có chỉ số nào được định nghĩa.
ioc-indicator-title = Chỉ số
ioc-indicator-value = Đến nay
ioc-indicator-drawing = Biểu đồ theo tháng
ioc-indicator-of = Số của kỳ
ioc-indicator-counted = Chương trình tự đếm · { $agency }
ioc-indicator-reported = Cơ quan báo cáo · { $agency }
ioc-indicator-period = { $from }–{ $to }, tính lúc { $at }
ioc-indicator-none = Chưa có số
ioc-indicator-before = Hết tháng { $month }: { $value } { $unit }

# Màn hình lớn
ioc-wall-title = Màn hình điều hành
ioc-wall-heading = Điều hành tỉnh { $province }
ioc-wall-stop = Dừng tự chuyển trang
ioc-wall-go = Tự chuyển trang
ioc-wall-next = Trang sau
ioc-wall-leave = Về trang điều hành
