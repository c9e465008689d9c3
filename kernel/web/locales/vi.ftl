# Chữ của khung trang.  Mỗi khóa bắt đầu bằng web- hoặc refusal-web-.
web-name = Tỉnh Số
web-title = { $title } – Tỉnh Số { $province }
web-title-error = Lỗi: { $title }
web-skip = Tới nội dung chính
web-sample = Bản dùng thử: người và hồ sơ ở đây là dữ liệu mẫu, không gửi đi đâu.
web-nav = Chính
web-crumbs = Đường dẫn
web-back = Quay lại
web-sign-in = Đăng nhập
web-sign-out = Đăng xuất
web-desk-help = Hỗ trợ cán bộ:
web-help-title = Cần người giúp?
web-help-text = Gọi tổng đài của tỉnh, nói việc bạn cần hoặc mã hồ sơ. Không cần biết tên thủ tục.
web-visit-title = Đến tận nơi
web-visit-text = Mang giấy tờ đến Trung tâm Phục vụ hành chính công của bất kỳ xã, phường nào trong tỉnh. Ở đó có người làm giúp bạn.
web-about-title = Về trang này

# Phím tắt
web-keys-title = Phím tắt
web-keys-move = Xuống, lên trong danh sách
web-keys-pick = Chọn dòng đang đứng
web-keys-open = Mở dòng đang đứng
web-keys-search = Tới ô tìm
web-keys-act = Nút có ghi chữ đó: tiếp nhận, bổ sung, chuyển, trả, in
web-keys-tick = Đánh dấu thành phần hồ sơ theo thứ tự
web-keys-main = Nút chính của trang
web-keys-close = Đóng bảng này
web-keys-turn-on = Bật phím tắt
web-keys-turn-off = Tắt phím tắt

# Trang báo lỗi
web-error-home = Về trang đầu
web-error-call = Cần giúp thì gọi
web-error-read = đọc mã
web-error-sign-in-title = Cần đăng nhập
web-error-sign-in-text = Bạn chưa đăng nhập, hoặc phiên đã hết. Đăng nhập rồi làm lại bước vừa rồi.
web-error-forbidden-title = Bạn không có quyền xem trang này
web-error-forbidden-text = Vị trí công tác của bạn không được giao việc này. Nếu cần, hãy hỏi người quản trị của cơ quan.
web-error-not-found-title = Không tìm thấy trang
web-error-not-found-text = Địa chỉ này không có, hoặc bạn không được xem. Hãy kiểm tra lại từng chữ, hoặc về trang đầu rồi tìm.
web-error-method-title = Không làm được như vậy ở đây
web-error-method-text = Trang này không nhận cách gửi vừa rồi. Hãy quay lại và bấm nút trên trang.
web-error-conflict-title = Việc này vừa có người làm
web-error-conflict-text = Dữ liệu đã thay đổi sau khi bạn mở trang. Hãy tải lại trang để xem bản mới rồi làm tiếp.
web-error-too-large-title = Gửi quá nhiều một lần
web-error-too-large-text = Những gì bạn gửi lớn hơn mức nhận được. Hãy chia ra nhiều lần.
web-error-too-many-title = Thử quá nhiều lần
web-error-too-many-text = Hãy đợi một lúc rồi thử lại.
web-error-unavailable-title = Hệ thống đang bận
web-error-unavailable-text = Việc của bạn chưa được ghi nhận. Hãy đợi ít phút rồi gửi lại, những gì đã lưu vẫn còn.
web-error-internal-title = Trang này đang gặp lỗi
web-error-internal-text = Lỗi ở phía chúng tôi, không phải do bạn. Những gì đã lưu vẫn còn.
web-error-bad-request-title = Chưa hiểu yêu cầu này
web-error-bad-request-text = Có chỗ trong yêu cầu không đúng cách viết. Hãy quay lại trang trước và làm lại.

refusal-web-csrf = Trang này mở đã lâu hoặc được gửi từ nơi khác, nên chưa nhận. Hãy quay lại, tải lại trang rồi gửi lại.
refusal-web-bad-cursor = Đường dẫn tới trang tiếp theo không còn dùng được. Hãy mở lại danh sách từ đầu.
refusal-web-bad-form = Có ô điền không đúng kiểu. Hãy quay lại và kiểm tra các ô số và ngày.
refusal-web-bad-json = Nội dung gửi lên không phải JSON đúng với mô tả của giao diện này.
refusal-web-broken-body = Mạng bị ngắt giữa chừng, chưa nhận đủ. Hãy gửi lại.
refusal-web-too-large = Nội dung gửi lên lớn hơn mức nhận được.
refusal-web-file-too-large = Tệp { $name } lớn hơn { $max } MB. Các ô khác vẫn còn; hãy thu nhỏ hoặc chia tệp rồi gửi lại.
refusal-web-upload-too-large = Các tệp gửi một lần lớn hơn { $max } MB. Hãy gửi từng tệp.
refusal-web-stale = Dữ liệu đã có bản mới hơn bản bạn đang xem. Hãy tải lại rồi làm tiếp.
refusal-web-version-needed = Thiếu phiên bản đang xem (If-Match).
refusal-web-timeout = Máy chủ trả lời chậm quá mức cho phép. Hãy thử lại sau ít phút.
web-gallery-title = Thư viện thành phần
