### Trang của người dân: nộp hồ sơ, làm tiếp, tra cứu, bổ sung, xem bản nháp, nhận kết quả.

# Chung
dossiers-citizen-home = Trang chủ
dossiers-citizen-continue = Tiếp tục
dossiers-citizen-save-later = Lưu, làm sau
dossiers-citizen-print = In trang này
dossiers-citizen-code = Mã hồ sơ
dossiers-citizen-refused = Chưa làm được việc này. Hãy xem lại rồi làm lại.
dossiers-citizen-moment = { $time }, { $weekday } { $date }
dossiers-citizen-deadline = { $time } { $weekday } { $date }
dossiers-citizen-since = Từ { $at }
dossiers-citizen-saved = Đã lưu lúc { $time }
dossiers-citizen-limit-hours = { $n } giờ làm việc
dossiers-citizen-limit-working-days = { $n } ngày làm việc
dossiers-citizen-limit-days = { $n } ngày
dossiers-citizen-limit-same-day = Trong ngày làm việc. Quầy tiếp nhận sau 15 giờ thì trả ngày làm việc tiếp theo.
dossiers-citizen-issuer = Nơi cấp: { $name }

# Trước khi khai
dossiers-citizen-start-title = Nộp hồ sơ { $name }
dossiers-citizen-start-which = Trường hợp của bạn là gì?
dossiers-citizen-start-which-hint = Giấy tờ cần có khác nhau theo trường hợp.
dossiers-citizen-start-papers = Giấy tờ cần chụp
dossiers-citizen-start-no-papers = Không phải nộp giấy tờ nào, chỉ cần khai.
dossiers-citizen-paper-optional = Không bắt buộc.
dossiers-citizen-paper-sometimes = Chỉ cần khi câu trả lời của bạn thuộc trường hợp phải có.
dossiers-citizen-paper-original = Mang bản chính để đối chiếu khi nhận kết quả.
dossiers-citizen-paper-replaced = Không phải nộp khi tra được trong: { $base }.
dossiers-citizen-start-time = Thời gian giải quyết
dossiers-citizen-start-time-text = { $time }, tính từ khi quầy tiếp nhận.
dossiers-citizen-start-no-time = Quy định không ghi thời hạn cho trường hợp này.
dossiers-citizen-start-money = Phí, lệ phí
dossiers-citizen-start-free = Không phải nộp khoản nào.
dossiers-citizen-start-result = Bạn nhận được
dossiers-citizen-start-kept = Không cần khai xong một lần. Bản khai được giữ { $n } ngày kể từ lần lưu cuối; làm tiếp được ở máy khác bằng mã giữ bản khai.
dossiers-citizen-start-button = Bắt đầu khai
dossiers-citizen-start-have-key = Tôi đã có mã giữ bản khai

# Mã giữ bản khai
dossiers-citizen-key-title = Giữ lại mã này
dossiers-citizen-key-label = Mã giữ bản khai
dossiers-citizen-key-text = Ghi lại, chụp hoặc in trang này. Có mã là làm tiếp được ở bất kỳ máy nào, không cần tài khoản.
dossiers-citizen-key-where = Mở lại tại { $url }
dossiers-citizen-key-until = Bản khai được giữ đến { $until }. Mỗi lần lưu, hạn được tính lại.
dossiers-citizen-key-later = Nộp xong vẫn dùng mã này để bổ sung giấy tờ, xem bản nháp, rút hồ sơ và tải kết quả.
dossiers-citizen-key-secret = Ai có mã là làm được những việc đó thay bạn. Đừng đưa cho người không tin cậy.
dossiers-citizen-key-elsewhere = Máy này không giữ mã của bản khai. Bạn đang mở bản khai bằng tài khoản; đăng nhập lại ở máy khác là thấy bản khai ở mục Của tôi.
dossiers-citizen-reopen-title = Mở lại bản khai hoặc hồ sơ
dossiers-citizen-reopen-text = Nhập mã giữ bản khai đã hiện khi bạn bắt đầu khai.
dossiers-citizen-reopen-hint = 12 chữ và số, ví dụ ABCD-EFGH-2345. Chữ thường, chữ hoa, có gạch hay không đều được.
dossiers-citizen-reopen-button = Mở
dossiers-citizen-reopen-wrong = Không có bản khai hoặc hồ sơ nào mở bằng mã này. Hãy xem lại từng chữ; bản khai chưa nộp chỉ được giữ 30 ngày.
dossiers-citizen-reopen-account = Đã khai khi đăng nhập? Hãy mở mục

# Danh sách việc
dossiers-citizen-tasks-done = Đã xong { $done } trong { $all } phần.
dossiers-citizen-tasks-saved = Lưu lúc { $at }
dossiers-citizen-tasks-go-on = Làm tiếp
dossiers-citizen-tasks-check = Kiểm tra và nộp
dossiers-citizen-tasks-later = Để làm sau
dossiers-citizen-tasks-later-text = Cứ đóng trang, những gì đã lưu được giữ đến { $until }.
dossiers-citizen-tasks-key = Xem mã giữ bản khai
dossiers-citizen-task-done = Đã xong
dossiers-citizen-task-started = Đang làm
dossiers-citizen-task-to-do = Chưa làm
dossiers-citizen-task-change = Sửa
dossiers-citizen-task-go-on = Làm tiếp
dossiers-citizen-task-begin = Làm
dossiers-citizen-task-place = Nơi nộp
dossiers-citizen-task-submitter = Người nộp
dossiers-citizen-task-owner = Chủ hồ sơ
dossiers-citizen-task-papers = Giấy tờ
dossiers-citizen-task-return = Nhận kết quả

# Nơi nộp
dossiers-citizen-place-title = Bạn nộp hồ sơ về xã, phường nào?
dossiers-citizen-place-text = Chọn nơi thường trú, tạm trú hoặc nơi ở của người có hồ sơ. Trung tâm Phục vụ hành chính công ở đó sẽ nhận.
dossiers-citizen-place-province = Chọn xã, phường nơi có việc cần giải quyết. Trung tâm Phục vụ hành chính công của tỉnh sẽ nhận.
dossiers-citizen-place-label = Xã, phường, đặc khu
dossiers-citizen-place-hint = Tên mới, sau ngày 1/7/2025
dossiers-citizen-place-none = Chọn xã, phường
dossiers-citizen-place-old = Tôi chỉ biết tên xã cũ
dossiers-citizen-place-old-text = Gõ tên cũ, có dấu hay không dấu đều được, rồi chọn tên mới.
dossiers-citizen-place-old-label = Tên xã cũ hoặc một phần tên
dossiers-citizen-place-find = Tìm tên mới
dossiers-citizen-place-found = Chọn xã, phường của bạn
dossiers-citizen-place-formerly = Tên cũ: { $name }
dossiers-citizen-place-missing = Chọn xã, phường nơi nộp
dossiers-citizen-place-no-centre = Xã, phường này chưa có nơi nhận hồ sơ qua mạng. Hãy chọn lại, hoặc gọi 1022
dossiers-citizen-place-not-found = Không có xã, phường nào trong tỉnh có tên “{ $words }”. Hãy gõ ngắn hơn, hoặc gọi 1022

# Người nộp
dossiers-citizen-submitter-title = Bạn là ai?
dossiers-citizen-submitter-text = Người đang khai ở máy này. Quầy gọi cho bạn khi cần.
dossiers-citizen-standing = Bạn nộp hồ sơ cho ai?
dossiers-citizen-standing-self = Cho chính tôi
dossiers-citizen-standing-self-hint = Tôi là chủ hồ sơ
dossiers-citizen-standing-birth-relative = Cho bé cần khai sinh
dossiers-citizen-standing-birth-relative-hint = Cha, mẹ, ông, bà hoặc người thân thích; không cần ủy quyền
dossiers-citizen-standing-relative = Cho người thân
dossiers-citizen-standing-relative-hint = Ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột; giấy ủy quyền không phải chứng thực
dossiers-citizen-standing-authorised = Cho người đã ủy quyền cho tôi
dossiers-citizen-standing-authorised-hint = Có văn bản ủy quyền được chứng thực
dossiers-citizen-standing-legal-representative = Cho người hoặc tổ chức tôi đại diện theo pháp luật
dossiers-citizen-standing-legal-representative-hint = Người giám hộ, người đại diện của doanh nghiệp, hợp tác xã, hội
dossiers-citizen-standing-missing = Chọn bạn nộp hồ sơ cho ai
dossiers-citizen-me-name = Họ và tên của bạn
dossiers-citizen-me-name-hint = Viết như trên căn cước
dossiers-citizen-me-number = Số định danh cá nhân
dossiers-citizen-me-number-hint = 12 chữ số trên căn cước; không có thì ghi số hộ chiếu. Bốn số cuối dùng để tra cứu hồ sơ.
dossiers-citizen-me-birth = Ngày sinh (không bắt buộc)
dossiers-citizen-birth-hint = Ví dụ 7/11/1990; chỉ biết năm thì ghi năm
dossiers-citizen-me-phone = Số điện thoại
dossiers-citizen-me-phone-hint = Để quầy gọi khi hồ sơ cần bạn
dossiers-citizen-me-email = Thư điện tử (không bắt buộc)
dossiers-citizen-name-missing = Nhập họ và tên
dossiers-citizen-number-missing = Nhập số định danh cá nhân hoặc số hộ chiếu
dossiers-citizen-tax-missing = Nhập mã số thuế của tổ chức
dossiers-citizen-phone-missing = Nhập số điện thoại để quầy gọi khi cần
dossiers-citizen-birth-future = Ngày sinh không thể ở tương lai
dossiers-citizen-email-wrong = Nhập thư điện tử đúng dạng ten@noi.vn, hoặc để trống
dossiers-citizen-owner-source = phần chủ hồ sơ
dossiers-citizen-owner-title = Chủ hồ sơ là ai?
dossiers-citizen-owner-text = Người hoặc tổ chức đứng tên trên kết quả.
dossiers-citizen-owner-kind = Chủ hồ sơ là
dossiers-citizen-owner-person = Cá nhân
dossiers-citizen-owner-organisation = Tổ chức, doanh nghiệp
dossiers-citizen-owner-name = Họ và tên, hoặc tên tổ chức
dossiers-citizen-owner-name-hint = Khai sinh thì ghi tên đặt cho bé
dossiers-citizen-owner-number = Số định danh, hoặc mã số thuế của tổ chức (không bắt buộc với cá nhân)
dossiers-citizen-owner-number-hint = Bé mới sinh chưa có số thì để trống
dossiers-citizen-owner-birth = Ngày sinh (không bắt buộc)
dossiers-citizen-owner-phone = Số điện thoại của chủ hồ sơ (không bắt buộc)
dossiers-citizen-proof = Giấy tờ chứng minh tư cách của bạn
dossiers-citizen-proof-hint = Tên, số, ngày của giấy. Ví dụ: Văn bản ủy quyền số 12, chứng thực ngày 3/11/2026
dossiers-citizen-proof-missing = Nhập tên, số, ngày của giấy tờ cho phép bạn nộp thay

# Trang câu hỏi mở ở hai nơi
dossiers-citizen-stale-title = Trang này vừa được lưu ở máy hoặc thẻ khác
dossiers-citizen-stale-text = Bản đã lưu ở nơi khác:
dossiers-citizen-stale-below = Những gì bạn vừa gõ vẫn còn ở dưới, chưa lưu đè. Đúng thì bấm Tiếp tục; muốn giữ bản kia thì bấm Quay lại.

# Giấy tờ
dossiers-citizen-papers-title = Chụp và gửi giấy tờ
dossiers-citizen-papers-text = Chụp cả tờ, đủ bốn góc, đọc được chữ. Nhiều trang thì chụp từng trang. Mỗi tệp được lưu ngay khi gửi.
dossiers-citizen-papers-none = Không phải nộp giấy tờ nào. Bấm Tiếp tục.
dossiers-citizen-papers-help = Tôi không chụp được
dossiers-citizen-papers-help-text = Mang giấy tờ đến bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh, cán bộ sẽ chụp và nộp giúp; hoặc gọi 1022 để Tổ công nghệ số cộng đồng đến giúp. Bản khai vẫn được giữ.
dossiers-citizen-file-add = Thêm ảnh hoặc tệp
dossiers-citizen-file-add-more = Thêm ảnh hoặc tệp nữa
dossiers-citizen-file-hint = Ảnh, PDF, Word hoặc Excel; mỗi tệp không quá 20 MB.
dossiers-citizen-file-send = Gửi tệp này
dossiers-citizen-file-empty = Tệp rỗng, có thể mạng bị ngắt giữa chừng. Các tệp khác vẫn còn. Hãy gửi lại tệp này.
dossiers-citizen-file-none = Chọn ảnh hoặc tệp trước khi gửi
dossiers-citizen-file-refused = { $name }: { $why }
dossiers-citizen-file-other-inside = Tên tệp có đuôi { $ending } nhưng nội dung không phải là tệp { $kind }. Hãy chụp lại, hoặc xuất lại từ chương trình đã tạo ra tệp.

# Nhận kết quả
dossiers-citizen-return-title = Nhận kết quả
dossiers-citizen-return-label = Bạn muốn nhận kết quả ở đâu?
dossiers-citizen-return-counter = Tại Trung tâm Phục vụ hành chính công
dossiers-citizen-return-counter-hint = Mang theo căn cước và bản chính giấy tờ cần đối chiếu
dossiers-citizen-return-post = Qua bưu điện
dossiers-citizen-return-post-hint = Bạn trả cước cho bưu điện khi nhận
dossiers-citizen-return-electronic = Bản điện tử
dossiers-citizen-return-electronic-hint = Tải ở trang hồ sơ của bạn; bản giấy nhận tại trung tâm khi cần
dossiers-citizen-return-missing = Chọn nơi nhận kết quả
dossiers-citizen-quantity = Số bản cần cấp
dossiers-citizen-quantity-hint = Phí được tính theo số bản
dossiers-citizen-quantity-wrong = Số bản là số nguyên từ 1 đến { $max }

# Kiểm tra và nộp
dossiers-citizen-check-title = Kiểm tra trước khi nộp
dossiers-citizen-check-gaps = { $n ->
    [1] Còn một việc trước khi nộp được
   *[other] Còn { $n } việc trước khi nộp được
  }
dossiers-citizen-check-agree = Còn một việc trước khi nộp được
dossiers-citizen-check-agree-act = Đánh dấu vào ô cam đoan trước khi nộp
dossiers-citizen-check-people = Người nộp và chủ hồ sơ
dossiers-citizen-check-papers = Giấy tờ và kết quả
dossiers-citizen-gaps = Còn thiếu trước khi nộp
dossiers-citizen-gap-place = Chọn xã, phường nơi nộp
dossiers-citizen-gap-submitter = Khai người nộp hồ sơ
dossiers-citizen-gap-owner = Khai chủ hồ sơ
dossiers-citizen-gap-paper = Gửi { $name }
dossiers-citizen-gap-return = Chọn nơi nhận kết quả
dossiers-citizen-line-unit = Xã, phường
dossiers-citizen-line-centre = Nơi nhận hồ sơ
dossiers-citizen-line-submitter = Người nộp
dossiers-citizen-line-number = Số định danh
dossiers-citizen-line-phone = Điện thoại
dossiers-citizen-line-email = Thư điện tử
dossiers-citizen-line-standing = Tư cách
dossiers-citizen-line-owner = Chủ hồ sơ
dossiers-citizen-line-owner-number = Số của chủ hồ sơ
dossiers-citizen-line-proof = Giấy chứng minh tư cách
dossiers-citizen-line-return = Nhận kết quả
dossiers-citizen-line-quantity = Số bản
dossiers-citizen-files-received = { $n } tệp đã nhận đủ, { $size }
dossiers-citizen-fee-needs = chưa tính được, cần nhập { $needs }
dossiers-citizen-fee-by-form = tính theo nội dung bạn khai
dossiers-citizen-fee-before-receipt = { $amount }, nộp trước khi quầy tiếp nhận
dossiers-citizen-fee-before-return = { $amount }, nộp khi nhận kết quả
dossiers-citizen-declaration = Tôi cam đoan những điều khai trên là đúng sự thật và chịu trách nhiệm về lời khai.
dossiers-citizen-submit = Nộp hồ sơ { $name }

# Đã nộp
dossiers-citizen-filed-title = Đã nhận hồ sơ của bạn
dossiers-citizen-filed-lead = Nộp lúc { $at }, đã nhận { $n } tệp ({ $size }).
dossiers-citizen-filed-next = Việc tiếp theo
dossiers-citizen-filed-due = Hẹn trả kết quả: trước { $due }.
dossiers-citizen-filed-expected = Nếu quầy tiếp nhận đúng hạn trên, kết quả có trước { $due }. Ngày hẹn chính thức ghi ở trang theo dõi ngay khi quầy tiếp nhận.
dossiers-citizen-filed-no-limit = Quy định không ghi thời hạn cho trường hợp này; quầy sẽ báo khi tiếp nhận.
dossiers-citizen-filed-files = Tệp đã nhận
dossiers-citizen-filed-no-files = Hồ sơ này không có tệp kèm theo.
dossiers-citizen-filed-keep = Giữ lại
dossiers-citizen-filed-track = Trang theo dõi hồ sơ này
dossiers-citizen-filed-lookup = mở bằng mã hồ sơ và bốn số cuối số định danh.
dossiers-citizen-filed-key = Mã giữ bản khai, nay mở hồ sơ này:
dossiers-citizen-filed-key-page = Trang để in
dossiers-citizen-filed-wrong = Có gì không đúng?
dossiers-citizen-filed-wrong-text = Hỏi { $centre } trong giờ làm việc, hoặc gọi

# Biên nhận nộp hồ sơ
dossiers-citizen-receipt-get = Tải biên nhận nộp hồ sơ (PDF)
dossiers-citizen-receipt-file = bien-nhan-{ $code }.pdf

# Của tôi
dossiers-citizen-mine-title = Của tôi
dossiers-citizen-mine-waiting = Đang chờ bạn
dossiers-citizen-mine-drafts = Đang khai dở
dossiers-citizen-mine-dossiers = Hồ sơ
dossiers-citizen-mine-draft = Chưa nộp
dossiers-citizen-mine-draft-when = Lưu lúc { $at }. Giữ đến { $until }.
dossiers-citizen-mine-due = Hẹn trả trước { $due }
dossiers-citizen-mine-filed = Nộp lúc { $at }
dossiers-citizen-mine-empty = Chưa có hồ sơ nào
dossiers-citizen-mine-empty-text = Hồ sơ bạn nộp và bản khai dở sẽ hiện ở đây.
dossiers-citizen-mine-empty-act = Tìm thủ tục

# Ai đã xem dữ liệu của tôi
dossiers-citizen-looked-title = Ai đã xem dữ liệu của tôi
dossiers-citizen-looked-lead = Mỗi lần có người mở thông tin của bạn trong hồ sơ, hệ thống ghi lại ngay: chức vụ, cơ quan, lúc nào, để làm gì.
dossiers-citizen-looked-officer = Cán bộ
dossiers-citizen-looked-key = Người có mã giữ bản khai
dossiers-citizen-looked-system = Hệ thống kết nối của cơ quan
dossiers-citizen-looked-for-dossier = Để giải quyết hồ sơ
dossiers-citizen-looked-for-intake = Để tiếp nhận hồ sơ ở quầy
dossiers-citizen-looked-for-own = Mở hồ sơ bằng mã, không đăng nhập. Không phải bạn hay người bạn đưa mã thì hãy gọi số dưới đây.
dossiers-citizen-looked-shown = { $n } lần xem trên trang này
dossiers-citizen-looked-empty = Chưa có ai xem
dossiers-citizen-looked-empty-text = Khi cán bộ mở hồ sơ bạn đã nộp bằng tài khoản này, lần xem sẽ hiện ở đây.
dossiers-citizen-looked-what = Trang này ghi những gì?
dossiers-citizen-looked-own = Những lần người khác xem thông tin của bạn trong các hồ sơ nộp bằng tài khoản này. Những lần bạn tự xem không ghi ở đây.
dossiers-citizen-looked-lists = Danh sách công việc của cán bộ chỉ có tên chủ hồ sơ và mã hồ sơ; lần mở danh sách được ghi riêng để kiểm tra, không ghi theo từng người.
dossiers-citizen-looked-others = Hồ sơ nộp ở quầy hoặc nộp khi chưa đăng nhập không hiện ở đây, vì hệ thống chưa biết chắc đó là bạn. Muốn xem, hãy hỏi trung tâm đã nhận hồ sơ.
dossiers-citizen-looked-ask = Thấy lần xem nào không rõ lý do, hãy hỏi cơ quan ghi ở dòng đó hoặc gọi

# Tra cứu
dossiers-citizen-lookup-title = Tra cứu hồ sơ
dossiers-citizen-lookup-text = Xem hồ sơ đang ở đâu, đến bao giờ. Trang này chỉ để xem, tên được che bớt.
dossiers-citizen-lookup-code-hint = Trên giấy tiếp nhận hoặc trang xác nhận, ví dụ H41.77-261120-0014
dossiers-citizen-lookup-digits = Bốn số cuối
dossiers-citizen-lookup-digits-hint = Của số định danh hoặc mã số thuế; không có thì của số điện thoại đã khai
dossiers-citizen-lookup-button = Tra cứu
dossiers-citizen-lookup-code-missing = Nhập mã hồ sơ
dossiers-citizen-lookup-digits-missing = Nhập đúng bốn số cuối
dossiers-citizen-lookup-own = Bổ sung, xem bản nháp, tải kết quả: mở bằng mã giữ bản khai
dossiers-citizen-tracked-heading = { $name } cho { $owner }
dossiers-citizen-tracked-result = Kết quả đã ký lúc { $at }.
dossiers-citizen-tracked-more = Đây là hồ sơ của bạn?
dossiers-citizen-tracked-more-text = Mở bằng mã giữ bản khai hoặc tài khoản để xem giấy tờ, bổ sung, xem bản nháp, tải kết quả, rút hồ sơ.
dossiers-citizen-tracked-by-key = Mở bằng mã
dossiers-citizen-tracked-by-account = Mở bằng tài khoản

# Hành trình
dossiers-citizen-journey = Hành trình
dossiers-citizen-journey-note = Các bước chưa làm ghi theo quy trình thường gặp; hồ sơ cụ thể có thể khác.
dossiers-citizen-fact-at = Đang ở
dossiers-citizen-fact-since = Từ lúc
dossiers-citizen-fact-due = Hẹn trả
dossiers-citizen-fact-clock = Đồng hồ
dossiers-citizen-at-you = Chờ bạn
dossiers-citizen-due-moves = { $due }, lùi theo thời gian chờ bạn
dossiers-citizen-due-later = Có khi quầy tiếp nhận
dossiers-citizen-due-none = Quy định không ghi thời hạn
dossiers-citizen-clock-runs = Đang chạy
dossiers-citizen-clock-stands = Đang dừng
dossiers-citizen-clock-not-yet = Chưa chạy
dossiers-citizen-clock-over = Đã xong
dossiers-citizen-now-filed = Quầy tiếp nhận kiểm tra
dossiers-citizen-now-filed-text = { $agency }, trước { $until }
dossiers-citizen-now-step-text = { $agency }, trước { $until }
dossiers-citizen-now-resolved = Kết quả đang chờ bạn ở quầy
dossiers-citizen-wait-supplement = Tạm dừng: chờ bạn bổ sung giấy tờ
dossiers-citizen-wait-payment = Tạm dừng: chờ bạn nộp phí, lệ phí
dossiers-citizen-wait-draft-result = Tạm dừng: chờ bạn xem bản nháp
dossiers-citizen-wait-text = Thời gian chờ bạn không tính vào thời hạn của cơ quan.
dossiers-citizen-turn-supplement = Đến lượt bạn: bổ sung giấy tờ
dossiers-citizen-turn-supplement-until = Gửi trước { $until }. Quá hạn, hồ sơ có thể bị dừng giải quyết.
dossiers-citizen-turn-supplement-until-open = Gửi càng sớm càng tốt để hồ sơ được làm tiếp.
dossiers-citizen-turn-supplement-act = Bổ sung giấy tờ
dossiers-citizen-turn-payment = Đến lượt bạn: nộp phí, lệ phí
dossiers-citizen-turn-payment-text = Nộp tại quầy tiếp nhận. Hồ sơ được làm tiếp ngay khi quầy ghi biên lai.
dossiers-citizen-turn-draft = Đến lượt bạn: xem bản nháp
dossiers-citizen-turn-draft-until = Trả lời trước { $until }. Không trả lời thì bản nháp được coi là đúng.
dossiers-citizen-turn-draft-until-open = Hãy trả lời sớm để hồ sơ được làm tiếp.
dossiers-citizen-turn-draft-act = Xem bản nháp
dossiers-citizen-ending-granted = Đã giải quyết xong, có kết quả.
dossiers-citizen-ending-denied = Đã giải quyết xong; cơ quan có thông báo từ chối kèm lý do.
dossiers-citizen-ending-not-accepted = Hồ sơ không được tiếp nhận.
dossiers-citizen-ending-withdrawn = Hồ sơ đã được rút theo yêu cầu của người nộp.
dossiers-citizen-ending-stopped = Hồ sơ đã dừng giải quyết.

# Hồ sơ của tôi
dossiers-citizen-own-aside = Kết quả, giấy tờ, phí
dossiers-citizen-own-papers = Giấy tờ trong hồ sơ
dossiers-citizen-own-result = Kết quả
dossiers-citizen-own-result-get = Tải kết quả (PDF)
dossiers-citizen-own-result-owed = Kết quả đã ký. Trước khi nhận cần nộp { $fees }. Bạn nộp tại quầy trả kết quả; nộp xong, bản PDF tải được ở đây.
dossiers-citizen-given-missing = Chưa có
dossiers-citizen-given-paper = Đã nhận bản giấy ở quầy
dossiers-citizen-given-file = Đã nhận tệp
dossiers-citizen-given-form = Đã khai trên mạng
dossiers-citizen-given-database = Lấy từ cơ sở dữ liệu
dossiers-citizen-fee-due = { $amount }, chưa nộp
dossiers-citizen-fee-paid = { $amount }, đã nộp
dossiers-citizen-fee-exempt = { $amount }, được miễn

# Bổ sung
dossiers-citizen-supplement-title = Bổ sung giấy tờ
dossiers-citizen-supplement-until = Gửi trước { $until }.
dossiers-citizen-supplement-form = Sửa lời khai: ghi nội dung đúng vào ô lời nhắn ở cuối trang, hoặc gửi bản chụp tờ khai đã sửa.
dossiers-citizen-supplement-words = Lời nhắn cho quầy (không bắt buộc)
dossiers-citizen-supplement-send = Gửi bổ sung

# Bản nháp
dossiers-citizen-draft-title = Xem bản nháp
dossiers-citizen-draft-text = Đọc kỹ từng chữ. Trả lời trước { $until }; không trả lời thì bản nháp được coi là đúng.
dossiers-citizen-draft-text-open = Đọc kỹ từng chữ rồi trả lời.
dossiers-citizen-draft-pdf = Xem bản nháp như khi in (PDF)
dossiers-citizen-draft-agree = Bản nháp đúng, tôi đồng ý
dossiers-citizen-draft-wrong = Có chỗ chưa đúng?
dossiers-citizen-draft-words = Chỗ nào sai, đúng ra là gì?
dossiers-citizen-draft-words-hint = Ví dụ: Ngày sinh ghi 12/11, đúng ra là 11/11.
dossiers-citizen-draft-words-missing = Ghi chỗ sai và nội dung đúng
dossiers-citizen-draft-send = Gửi yêu cầu sửa

# Rút hồ sơ
dossiers-citizen-withdraw-title = Rút hồ sơ
dossiers-citizen-withdraw-text = Rút rồi thì hồ sơ này không được giải quyết nữa. Muốn làm lại, bạn nộp hồ sơ mới.
dossiers-citizen-withdraw-late = Hồ sơ đã đến bước không rút được nữa.
dossiers-citizen-withdraw-why = Vì sao bạn rút?
dossiers-citizen-withdraw-why-hint = Viết ngắn, một câu là đủ.
dossiers-citizen-withdraw-missing = Ghi lý do rút hồ sơ
dossiers-citizen-withdraw-keep = Không rút

# Kiểm tra kết quả bằng mã QR
dossiers-citizen-verify-title = Kiểm tra giấy tờ
dossiers-citizen-verify-agency = Cơ quan cấp
dossiers-citizen-verify-number = Số
dossiers-citizen-verify-signed = Ký lúc
dossiers-citizen-verify-signer = Người ký
dossiers-citizen-verify-procedure = Thủ tục
dossiers-citizen-verify-in-force = Giấy này do cơ quan cấp và đang có trong sổ
dossiers-citizen-verify-in-force-text = So số, ngày và người ký dưới đây với tờ giấy bạn đang cầm.
dossiers-citizen-verify-replaced = Giấy này đã thay thế
dossiers-citizen-verify-replaced-text = Cơ quan đã cấp bản khác thay cho bản này. Hãy hỏi người đưa giấy bản mới.
dossiers-citizen-verify-revoked = Giấy này đã thu hồi
dossiers-citizen-verify-revoked-text = Giấy không còn giá trị. Hãy hỏi cơ quan cấp.
dossiers-citizen-verify-private = Trang này không hiện tên và thông tin của người được cấp.
dossiers-citizen-verify-unknown = Không có giấy tờ nào mang mã này
dossiers-citizen-verify-unknown-text = Mã quét có thể bị mờ, hoặc giấy không phải do cơ quan trong tỉnh cấp. Hãy quét lại, hoặc hỏi cơ quan ghi trên giấy.
