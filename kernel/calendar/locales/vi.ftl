# Tên ngày nghỉ
calendar-day-new-year = Tết Dương lịch
calendar-day-tet = Tết Nguyên đán
calendar-day-hung-kings = Giỗ Tổ Hùng Vương
calendar-day-reunification = Ngày Chiến thắng 30/4
calendar-day-labour = Ngày Quốc tế Lao động 1/5
calendar-day-national-day = Quốc khánh
calendar-day-culture-day = Ngày Văn hóa Việt Nam
calendar-day-swap = hoán đổi ngày làm việc
calendar-day-other = ngày nghỉ khác

# Cách tính hạn: mỗi dòng một câu
calendar-line-limit-hours = Thời hạn: { $span }, tức { $hours }.
calendar-line-limit = Thời hạn: { $span }.
calendar-line-received = Tiếp nhận lúc { $at }.
calendar-line-from-receipt = Tính từ lúc tiếp nhận, { $at }.
calendar-line-from-before-opening = Tiếp nhận trước giờ làm việc nên tính từ { $at }.
calendar-line-from-break = Tiếp nhận trong giờ nghỉ trưa nên tính từ { $at }.
calendar-line-from-after-closing = Tiếp nhận sau giờ làm việc nên tính từ { $at }.
calendar-line-from-day-off = Tiếp nhận vào ngày nghỉ nên tính từ { $at }.
calendar-line-from-after-cut-off = Tiếp nhận sau giờ chốt nhận trong ngày nên tính từ { $at }.
calendar-line-from-next-working-day = Không tính ngày tiếp nhận; tính từ { $at }.
calendar-line-paused = Tạm dừng tính từ { $from } đến { $to }.
calendar-line-restarted = Yêu cầu bổ sung lúc { $suspended }; tính lại từ đầu từ { $at }.
calendar-line-day-off = Nghỉ { $date }: { $name } ({ $source }).
calendar-line-compensation = Nghỉ { $date } thay cho ngày { $instead }: { $name } ({ $source }).
calendar-line-worked-weekend = Làm việc { $date } thay cho ngày { $instead } ({ $source }).
calendar-line-pushed-off = Ngày cuối { $from } là ngày nghỉ nên chuyển sang { $to }.
calendar-line-due = Hạn trả: { $at }.
calendar-line-waiting-supplement = Ngừng tính từ { $since }, chờ bổ sung hồ sơ.
calendar-line-waiting = Tạm dừng tính từ { $since }, chờ người nộp hồ sơ.
calendar-line-provisional = Lịch nghỉ năm { $year } là dự kiến, chờ quyết định của Thủ tướng Chính phủ.

# Lời từ chối
refusal-calendar-sessions = Giờ làm việc áp dụng từ { $date } chưa đúng: mỗi buổi phải kết thúc sau khi bắt đầu, các buổi không chồng nhau và tính đến phút.
refusal-calendar-no-working-time = Giờ làm việc áp dụng từ { $date } phải có ít nhất một buổi trong tuần.
refusal-calendar-no-hours = Lịch chưa có giờ làm việc.
refusal-calendar-contradiction = Ngày { $date } vừa là ngày nghỉ vừa là ngày làm bù. Hãy giữ một trong hai.
refusal-calendar-outside-years = Ngày { $date } nằm ngoài các năm của lịch (2013–2099).
refusal-calendar-too-many-entries = Lịch có quá { $max } ngày. Hãy bỏ bớt những năm không dùng.
refusal-calendar-policies = Phải có ít nhất một cách tính hạn, và mỗi ngày chỉ một cách tính bắt đầu áp dụng.
refusal-calendar-span-amount = Số của thời hạn phải từ 0 trở lên và có tối đa hai chữ số thập phân.
refusal-calendar-span-unit = Đơn vị của thời hạn là giờ, ngày làm việc, ngày hoặc trong ngày.
refusal-calendar-span-fraction = Thời hạn theo ngày không có phần lẻ; theo giờ và ngày làm việc phải chẵn đến phút.
refusal-calendar-span-too-long = Thời hạn dài nhất là mười năm.
