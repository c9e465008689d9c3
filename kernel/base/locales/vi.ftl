### Lời từ chối và vài từ dùng chung của kernel/base.

refusal-base-empty = Chưa nhập nội dung.
refusal-base-personal-number-characters = Số định danh chỉ gồm chữ số.
refusal-base-personal-number-length = Số định danh cá nhân có 12 chữ số; số chứng minh nhân dân cũ có 9 chữ số.
refusal-base-personal-number-place = Ba chữ số đầu không phải mã nơi đăng ký khai sinh. Hãy đối chiếu lại với thẻ.
refusal-base-personal-number-future-year = Năm sinh trong số định danh ở tương lai. Hãy đối chiếu lại với thẻ.
refusal-base-tax-code-characters = Mã số thuế chỉ gồm chữ số và dấu gạch nối.
refusal-base-tax-code-length = Mã số thuế có 10 hoặc 13 chữ số; mã số thuế của cá nhân có 12 chữ số.
refusal-base-tax-code-check-digit = Mã số thuế không đúng chữ số kiểm tra. Hãy đối chiếu lại từng chữ số.
refusal-base-tax-code-branch = Ba chữ số cuối của mã số thuế đơn vị phụ thuộc bắt đầu từ 001.
refusal-base-phone-characters = Số điện thoại chỉ gồm chữ số.
refusal-base-phone-length = Số điện thoại thiếu hoặc thừa chữ số: di động có 10 chữ số, cố định có 11 chữ số kể cả mã vùng.
refusal-base-phone-prefix = Đầu số không phải của Việt Nam. Hãy nhập số bắt đầu bằng 0 hoặc +84.
refusal-base-agency-code-invalid = Mã định danh cơ quan không đúng cấu trúc, ví dụ đúng: H41.12.
refusal-base-procedure-code-invalid = Mã thủ tục không đúng cấu trúc, ví dụ đúng: 1.001193.
refusal-base-result-code-invalid = Mã kết quả không đúng cấu trúc, ví dụ đúng: KQ.G15.000031.
refusal-base-dossier-code-invalid = Mã hồ sơ không đúng cấu trúc, ví dụ đúng: H41.12-260105-0001.
refusal-base-dossier-code-date = Ngày trong mã hồ sơ không có thật. Hãy đối chiếu lại với giấy tiếp nhận.
refusal-base-dossier-code-sequence = Phần cuối của mã hồ sơ phải có từ 4 đến 12 chữ số.
refusal-base-card-scan-invalid = Không đọc được mã QR trên thẻ. Hãy quét lại hoặc nhập tay.
refusal-base-date-invalid = Ngày không có thật. Hãy nhập theo thứ tự ngày/tháng/năm, ví dụ 05/06/2026.
refusal-base-amount-invalid = Số tiền không hợp lệ. Hãy nhập số đồng, ví dụ 50.000.
refusal-base-money-currencies-differ = Không cộng được các khoản khác loại tiền.
refusal-base-money-overflow = Số tiền quá lớn.

weekday-1 = Thứ Hai
weekday-2 = Thứ Ba
weekday-3 = Thứ Tư
weekday-4 = Thứ Năm
weekday-5 = Thứ Sáu
weekday-6 = Thứ Bảy
weekday-7 = Chủ nhật
sex-male = Nam
sex-female = Nữ
