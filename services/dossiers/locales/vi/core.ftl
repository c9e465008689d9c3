# Trạng thái hồ sơ
dossiers-status-filed = Mới đăng ký
dossiers-status-received = Được tiếp nhận
dossiers-status-refused = Không được tiếp nhận
dossiers-status-processing = Đang xử lý
dossiers-status-supplement = Yêu cầu bổ sung giấy tờ
dossiers-status-payment-due = Yêu cầu nộp phí, lệ phí
dossiers-status-withdrawn = Người nộp rút hồ sơ
dossiers-status-stopped = Dừng xử lý
dossiers-status-resolved = Đã xử lý xong
dossiers-status-returned = Đã trả kết quả

# Kênh
dossiers-channel-in-person = Tại quầy
dossiers-channel-online = Qua mạng
dossiers-channel-post = Bưu chính

# Tư cách người nộp
dossiers-standing-self = Chính chủ hồ sơ
dossiers-standing-legal-representative = Người đại diện theo pháp luật
dossiers-standing-authorised = Người được ủy quyền có chứng thực
dossiers-standing-relative = Người thân nộp thay
dossiers-standing-birth-relative = Người thân đi đăng ký khai sinh
dossiers-standing-post = Nhân viên bưu chính
dossiers-standing-assisted = Người nộp hộ

# Lý do
dossiers-reason-missing-component = Thiếu giấy tờ
dossiers-reason-unreadable = Bản chụp mờ hoặc thiếu trang
dossiers-reason-wrong-content = Nội dung khai chưa đúng
dossiers-reason-expired = Giấy tờ hết hiệu lực
dossiers-reason-not-matching = Thông tin không khớp giữa các giấy tờ
dossiers-reason-not-competent = Không thuộc thẩm quyền của cơ quan
dossiers-reason-conditions-not-met = Không đủ điều kiện theo quy định
dossiers-reason-duplicate = Đã có hồ sơ giống hồ sơ này
dossiers-reason-other = Lý do khác

# Nơi nhận kết quả
dossiers-return-counter = Tại trung tâm
dossiers-return-post = Qua bưu điện
dossiers-return-electronic = Bản điện tử

# Dòng thời gian
dossiers-entry-filed = Đã nộp hồ sơ qua mạng
dossiers-entry-received = Trung tâm đã tiếp nhận hồ sơ
dossiers-entry-refusal-proposed = Cán bộ đề nghị không tiếp nhận
dossiers-entry-refusal-turned-down = Giám đốc trung tâm không đồng ý từ chối
dossiers-entry-refused = Hồ sơ không được tiếp nhận
dossiers-entry-supplement-requested = Trung tâm đề nghị bổ sung giấy tờ
dossiers-entry-supplemented = Đã bổ sung giấy tờ
dossiers-entry-handed-over = Đã chuyển đến nơi giải quyết
dossiers-entry-forwarded = Đã xong bước: { $step }
dossiers-entry-sent-back = Trả lại bước trước: { $words }
dossiers-entry-consult-agreed = Cơ quan được hỏi đồng ý
dossiers-entry-consult-disagreed = Cơ quan được hỏi không đồng ý: { $words }
dossiers-entry-consult-deemed = Quá hạn trả lời, coi như cơ quan được hỏi đồng ý
dossiers-entry-external-answered = Hệ thống ngoài đã trả lời: { $step }
dossiers-entry-external-failed = Hệ thống ngoài báo không thực hiện được: { $words }
dossiers-entry-result-drafted = Đã soạn xong kết quả
dossiers-entry-draft-agreed = Người nộp đồng ý với bản dự thảo
dossiers-entry-draft-disputed = Người nộp đề nghị sửa bản dự thảo: { $words }
dossiers-entry-draft-deemed-agreed = Hết hạn trả lời, coi như người nộp đồng ý với bản dự thảo
dossiers-entry-signed = Người có thẩm quyền đã ký kết quả
dossiers-entry-result-sent-back = Trung tâm trả lại kết quả để sửa: { $words }
dossiers-entry-returned = Đã trả kết quả
dossiers-entry-withdrawn = Người nộp rút hồ sơ: { $words }
dossiers-entry-stopped = Dừng giải quyết: { $words }
dossiers-entry-finding-reported = Người giải quyết báo lại quầy
dossiers-entry-finding-turned-down = Quầy gửi lại người giải quyết: { $words }
dossiers-entry-fee-paid = Đã nộp phí, lệ phí
dossiers-entry-fee-exempted = Được miễn phí, lệ phí
dossiers-entry-fee-requested = Trung tâm thông báo khoản phải nộp
dossiers-entry-late-entry-approved = Giám đốc trung tâm xác nhận thời điểm nhận thực tế
dossiers-entry-late-entry-turned-down = Giám đốc trung tâm không xác nhận thời điểm nhận thực tế
dossiers-entry-step-escalated = Nhắc việc: bước đang làm sắp hết hoặc đã hết giờ
dossiers-entry-due-recomputed = Ngày hẹn trả được tính lại do lịch làm việc thay đổi

# Lời từ chối
refusal-dossiers-not-found = Không có hồ sơ này, hoặc bạn không được xem.
refusal-dossiers-stale = Hồ sơ vừa được người khác cập nhật. Hãy mở lại trang rồi làm tiếp; những gì bạn gõ vẫn còn ở trang trước.
refusal-dossiers-transition = Hồ sơ không còn ở trạng thái làm được việc này. Hãy mở lại trang để xem trạng thái mới.
refusal-dossiers-no-procedure = Không có thủ tục hoặc trường hợp này trong danh mục đang áp dụng.
refusal-dossiers-not-received-here = Thủ tục này không nhận theo cách bạn chọn. Hãy xem nơi nộp ở trang của thủ tục.
refusal-dossiers-no-resolving-agency = Chưa tìm được cơ quan giải quyết cho địa bàn này. Hãy chọn lại xã, phường.
refusal-dossiers-fee-unpaid = Còn khoản phí, lệ phí chưa nộp. Hãy nhập số biên lai, hoặc lý do được miễn.
refusal-dossiers-component-missing = Còn thiếu: { $component }. Hãy thêm giấy tờ này rồi nộp lại.
refusal-dossiers-component-undecided = { $component }: hãy đánh dấu đã nhận, hoặc đánh dấu không thuộc trường hợp phải nộp. Chỉ chọn một trong hai.
refusal-dossiers-fee-needs = Chưa tính được khoản “{ $fee }”. Hãy nhập: { $needs }.
refusal-dossiers-fee-wrong = Khoản “{ $fee }” tính ra số tiền không hợp lệ. Hãy xem lại các số đã nhập; nếu đã đúng, hãy báo người quản trị danh mục thủ tục.
refusal-dossiers-form-incomplete = Còn { $count } chỗ trong tờ khai cần xem lại. Hãy mở từng phần có ghi “Cần sửa”.
refusal-dossiers-field = Có ô chưa đúng. Hãy xem lời nhắc ở ngay ô đó.
refusal-dossiers-no-further-round = Thủ tục này không cho yêu cầu bổ sung thêm lần nữa.
refusal-dossiers-proposal-open = Đã có đề nghị đang chờ giải quyết. Hãy chờ kết quả của đề nghị đó.
refusal-dossiers-nothing-to-decide = Không có việc gì đang chờ quyết định ở hồ sơ này.
refusal-dossiers-same-person = Người đề nghị hoặc soạn thảo không được tự duyệt. Hãy để người khác quyết định.
refusal-dossiers-mixed-agencies = Một phiếu bàn giao chỉ gồm hồ sơ của một nơi giải quyết. Hãy chọn lại.
refusal-dossiers-nothing-chosen = Chưa chọn hồ sơ nào, hoặc hồ sơ đã được bàn giao.
refusal-dossiers-no-result = Chưa có kết quả để ký hoặc trả.
refusal-dossiers-draft-closed = Bản khai này đã nộp hoặc đã quá 30 ngày. Hãy tra cứu hồ sơ đã nộp, hoặc khai bản mới.
refusal-dossiers-draft-stale = Bản khai vừa được lưu ở thiết bị khác. Hãy mở lại trang để lấy bản mới nhất.
refusal-dossiers-file-empty = Tệp này không có nội dung. Hãy chụp hoặc chọn lại.
refusal-dossiers-file-kind = Chỉ nhận ảnh (JPG, PNG, WebP, HEIC), PDF, Word và Excel. Hãy chọn tệp khác.
refusal-dossiers-file-too-large = Tệp lớn hơn 20 MB. Hãy chụp lại nhỏ hơn hoặc tách thành nhiều tệp.
refusal-dossiers-file-unsafe = Tệp nén này không an toàn để mở. Hãy gửi từng ảnh hoặc tệp PDF.
refusal-dossiers-too-many-tries = Bạn đã thử quá nhiều lần. Hãy đợi một giờ, hoặc gọi 1022 để được giúp.
refusal-dossiers-lookup-mismatch = Mã hồ sơ và bốn số cuối không khớp với hồ sơ nào. Hãy xem lại trên giấy tiếp nhận.
refusal-dossiers-not-yours = Mã giữ bản khai hoặc tài khoản này không mở được hồ sơ.

# Trình đơn
dossiers-menu-desk = Quầy
dossiers-menu-work = Việc của tôi
dossiers-menu-leader = Hôm nay
refusal-dossiers-key-missing = Thiếu khóa bắt buộc trong nội dung gửi lên: { $key }.
