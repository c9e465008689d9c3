portal-menu-procedures = Thủ tục
portal-menu-look-up = Tra cứu

portal-home = Trang chủ
portal-home-title = Bạn cần làm việc gì?
portal-search-hint = Gõ tên việc, có dấu hay không dấu đều được
portal-search-label = Tìm việc cần làm
portal-search-go = Tìm
portal-popular-lead = Nhiều người đang tìm:
portal-popular = khai sinh; sao y bản chính; mở hộ kinh doanh; xây nhà; tách thửa

portal-look-up-title = Hồ sơ của tôi đến đâu?
portal-look-up-code = Mã hồ sơ
portal-look-up-example = Ví dụ H41.77-261120-0014
portal-look-up-digits = 4 số cuối của giấy tờ đã khai
portal-look-up-go = Xem hồ sơ

portal-events-title = Theo việc trong đời
portal-event-sinh-con = Sinh con
portal-event-sinh-con-words = Khai sinh, thẻ bảo hiểm y tế, nhập cư trú cho trẻ
portal-event-ket-hon-gia-dinh = Kết hôn, gia đình
portal-event-ket-hon-gia-dinh-words = Đăng ký kết hôn, xác nhận độc thân, nhận con nuôi
portal-event-nha-o-cu-tru = Nhà ở, nơi cư trú
portal-event-nha-o-cu-tru-words = Thường trú, tạm trú, giấy phép xây nhà
portal-event-dat-dai = Đất đai
portal-event-dat-dai-words = Cấp sổ lần đầu, tách thửa, hợp thửa
portal-event-kinh-doanh = Kinh doanh
portal-event-kinh-doanh-words = Mở hộ kinh doanh, công ty, hợp tác xã, an toàn thực phẩm
portal-event-giay-to = Giấy tờ
portal-event-giay-to-words = Sao y, chứng thực chữ ký, lý lịch tư pháp
portal-event-hoc-hanh-viec-lam = Học hành, việc làm
portal-event-hoc-hanh-viec-lam-words = Vận tải, hành nghề, trợ giúp pháp lý
portal-event-qua-doi = Khi có người qua đời
portal-event-qua-doi-words = Khai tử và các việc kèm theo

portal-figures-title = Tỉnh đang làm tới đâu
portal-as-of = Số liệu lúc { $time }, { $weekday } { $date }
portal-received-today = Hồ sơ nhận hôm nay
portal-received-online = { $percent }% do người dân tự nộp qua mạng.
portal-received-none = Chưa nhận hồ sơ nào từ đầu ngày.
portal-in-time = Giải quyết đúng hạn tháng này
portal-in-time-of = { $part } trên { $whole } hồ sơ đã giải quyết xong.
portal-in-time-none = Tháng này chưa có hồ sơ nào giải quyết xong.
portal-late-now = Đang trễ hẹn với dân
portal-late-now-words = hồ sơ đã quá ngày hẹn mà chưa xong, không kể lúc chờ người nộp.

portal-help-title = Không có điện thoại thông minh, hoặc không rành?
portal-help-key = Đang khai dở? Dùng mã giữ bản khai để làm tiếp trên máy khác, không cần tài khoản.
portal-help-key-link = Mở lại bản khai
portal-help-counter = Hoặc mang giấy tờ đến Trung tâm Phục vụ hành chính công của xã, phường. Cán bộ sẽ nhập giúp bạn.

portal-results-for = { $count } việc khớp “{ $words }”
portal-results-all = { $count } thủ tục
portal-results-loose = Không có việc nào khớp đủ từng chữ. Dưới đây là những việc gần nhất.
portal-results-empty = Chưa tìm thấy việc này. Hãy thử từ khác ngắn hơn, hoặc xem theo việc trong đời.
portal-label-time = Thời gian:
portal-label-fee = Phí, lệ phí:
portal-label-channels = Nộp:
portal-narrow-label = Thu hẹp và giúp đỡ
portal-narrow-title = Thu hẹp
portal-narrow-qua-mang = Nộp qua mạng được
portal-narrow-trong-ngay = Làm trong ngày
portal-narrow-field = Lĩnh vực { $field }
portal-narrow-all = Bỏ thu hẹp
portal-not-found-title = Không thấy việc của bạn?
portal-not-found-words = Gọi 1022, nói việc bạn cần.
portal-not-found-link = Xem theo việc trong đời

portal-channel-online = qua mạng
portal-channel-in-person = tại quầy
portal-channel-post = bưu điện
portal-channel-name-online = Qua mạng
portal-channel-name-in-person = Tại quầy
portal-channel-name-post = Bưu điện

portal-time-none = Không quy định, hoặc trả ngay tại quầy
portal-time-hours = { $amount } giờ làm việc
portal-time-working-days = { $amount } ngày làm việc
portal-time-days = { $amount } ngày
portal-time-same-day = Trong ngày
portal-same-day-note = * Nộp đủ sau 15:00 thì nhận kết quả vào ngày làm việc tiếp theo.

portal-fee-none = Không
portal-fee-council = Theo mức của HĐND tỉnh
portal-fee-varies = Tùy trường hợp
portal-fee-table = Xem bảng bên dưới
portal-fee-by-rule = Tính theo hồ sơ
portal-fee-not-here = –
portal-kind-fee = Phí: { $name }
portal-kind-charge = Lệ phí: { $name }

portal-fact-time = Thời gian
portal-fact-fee = Phí, lệ phí
portal-fact-place = Nơi nộp
portal-fact-result = Kết quả
portal-place-own-commune = Xã, phường giải quyết, hoặc trung tâm của tỉnh
portal-place-any-commune = Bất kỳ xã, phường nào trong tỉnh
portal-place-province = Trung tâm Phục vụ hành chính công tỉnh

portal-file-here = Bắt đầu nộp hồ sơ
portal-file-here-note = Tự lưu từng trang, có thể dừng và làm tiếp trong 30 ngày.
portal-file-national = Nộp tại Cổng Dịch vụ công quốc gia
portal-file-national-note = Hồ sơ nộp ở Cổng quốc gia được chuyển về đúng cơ quan giải quyết. Bạn vẫn tra cứu được ở đây.
portal-file-counter = Việc này nộp tại Trung tâm Phục vụ hành chính công. Mang theo giấy tờ trong bảng dưới đây.
portal-key-notice = Khi bắt đầu, bạn nhận một mã giữ bản khai. Ghi lại mã ấy để làm tiếp trên điện thoại khác.

portal-cases-title = Trường hợp của bạn
portal-papers-title = Giấy tờ cần có
portal-papers-none = Không phải nộp giấy tờ nào.
portal-paper = Giấy tờ
portal-paper-count = Số lượng
portal-paper-need = Có phải nộp?
portal-paper-originals = { $count } bản chính
portal-paper-copies = { $count } bản sao
portal-paper-issuer = Nơi cấp: { $issuer }
portal-paper-database = Không phải nộp nếu tìm thấy trong { $database }.
portal-paper-compare = Mang bản chính để đối chiếu khi nhận kết quả.
portal-need-form = Khai ngay khi nộp
portal-need-always = Bắt buộc
portal-need-sometimes = Tùy trường hợp
portal-need-database = Không cần nếu đã có trên hệ thống
portal-need-optional = Nếu có

portal-steps-title = Hồ sơ đi qua những đâu
portal-fees-title = Tiền phải trả
portal-conditions-title = Yêu cầu, điều kiện
portal-law-title = Căn cứ pháp lý
portal-published = Mã thủ tục { $code } · Quyết định công bố { $decision }
portal-where-title = Nộp ở đâu thì tiện?

portal-accessibility-title = Khả năng tiếp cận
portal-accessibility-lead = Mục tiêu: mọi người tự làm được việc của mình, ở mức AA của tiêu chuẩn WCAG 2.2 (Hướng dẫn về khả năng tiếp cận nội dung web).
portal-accessibility-tested = Đã kiểm tra
portal-accessibility-tested-1 = Mỗi trang được kiểm tra bằng máy ở mỗi lần phát hành: tên của ô nhập và nút, tiêu đề, độ tương phản, mã trang.
portal-accessibility-tested-2 = Dùng được chỉ với bàn phím, trên màn hình điện thoại rộng 360 điểm ảnh, và khi trình duyệt tắt JavaScript.
portal-accessibility-tested-3 = Mọi trạng thái viết bằng chữ, không chỉ bằng màu. Ô sai được nhắc ngay tại chỗ và những gì bạn đã gõ được giữ lại.
portal-accessibility-not-tested = Chưa kiểm tra hoặc chưa đạt
portal-accessibility-not-tested-1 = Chưa kiểm tra cùng người khuyết tật và chưa nghe thử hết các trang bằng trình đọc màn hình.
portal-accessibility-not-tested-2 = Tệp PDF và ảnh chụp giấy tờ có thể chưa đọc được bằng trình đọc màn hình. Bạn có quyền yêu cầu cán bộ đọc hoặc gửi bản chữ.
portal-accessibility-not-tested-3 = Trang chưa có tiếng dân tộc thiểu số.
portal-accessibility-complain = Gặp chỗ khó dùng
portal-accessibility-complain-1 = Gọi { $hotline } và nói tên trang, hoặc nói với cán bộ tại Trung tâm Phục vụ hành chính công. Chúng tôi giúp bạn làm xong việc trước, rồi sửa trang.
portal-accessibility-complain-2 = Không dùng được trang này không làm bạn mất quyền: cán bộ nhập hồ sơ giúp bạn tại quầy. Nếu chưa được giúp, bạn có quyền khiếu nại với Ủy ban nhân dân nơi nộp hồ sơ.

portal-privacy-title = Quyền riêng tư
portal-privacy-lead = Dữ liệu cá nhân của bạn được xử lý theo Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 và Nghị định 356/2025/NĐ-CP.
portal-privacy-which = Dữ liệu nào, để làm gì
portal-privacy-which-1 = Họ tên, số định danh, ngày sinh, số điện thoại, địa chỉ, nội dung tờ khai và giấy tờ bạn nộp: để giải quyết đúng thủ tục bạn yêu cầu và báo kết quả cho bạn. Căn cứ của từng thủ tục ghi ở trang thủ tục đó.
portal-privacy-which-2 = Tên đăng nhập và dấu mật mã của mật khẩu, nếu bạn mở tài khoản. Không ai đọc được mật khẩu của bạn.
portal-privacy-which-3 = Mỗi lần cán bộ xem thông tin đầy đủ của bạn đều được ghi lại: ai, lúc nào, để làm việc gì, trong hồ sơ nào. Trang tra cứu chỉ hiện thông tin đã che.
portal-privacy-which-4 = Trang này không dùng công cụ theo dõi, không quảng cáo. Cookie chỉ để giữ phiên đăng nhập và bản khai. Dữ liệu chỉ chuyển cho cơ quan có thẩm quyền giải quyết hồ sơ của bạn.
portal-privacy-how-long = Giữ bao lâu
portal-privacy-how-long-1 = Bản khai chưa nộp: 30 ngày kể từ lần lưu cuối, rồi tự xóa.
portal-privacy-how-long-2 = Hồ sơ đã nộp và kết quả: theo thời hạn lưu trữ của từng loại hồ sơ, theo Luật Lưu trữ 33/2024/QH15. Trong thời hạn đó hồ sơ không xóa được.
portal-privacy-rights = Quyền của bạn, hỏi ở đâu
portal-privacy-rights-1 = Bạn có quyền biết, xem, yêu cầu sửa dữ liệu sai, yêu cầu xóa hoặc hạn chế xử lý trong phạm vi luật cho phép, và khiếu nại.
portal-privacy-rights-2 = Gọi { $hotline }, hoặc hỏi Trung tâm Phục vụ hành chính công nơi bạn nộp hồ sơ; mang theo giấy tờ tùy thân để không ai khác nhận dữ liệu thay bạn.

portal-state-title = Tình trạng hệ thống
portal-state-well = Hệ thống đang chạy bình thường.
portal-state-well-words = Bạn có thể nộp và tra cứu hồ sơ.
portal-state-ill = Hệ thống đang gặp sự cố.
portal-state-ill-words = Bản khai đã lưu vẫn được giữ. Hãy thử lại sau ít phút, hoặc gọi { $hotline }.
portal-state-behind = Một số việc tự động đang chậm.
portal-state-behind-words = Hồ sơ không mất và vẫn được tính đúng ngày nhận.
portal-state-version = Phiên bản
portal-state-since = Chạy liên tục từ
portal-state-as-of = Xem lúc
