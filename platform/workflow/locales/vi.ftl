### Quy trình giải quyết: lời từ chối, tên loại bước, lỗi trong định nghĩa quy trình.

refusal-workflow-started = Quy trình đã bắt đầu.
refusal-workflow-ended = Quy trình đã kết thúc, không thao tác được nữa.
refusal-workflow-stale-token = Bước này đã được xử lý xong. Hãy tải lại trang để xem bước hiện tại.
refusal-workflow-not-due = Chưa đến thời điểm nhắc hạn của bước này.
refusal-workflow-wrong-event = Bước “{ $step }” không nhận thao tác này.
refusal-workflow-no-route = Chưa có hướng đi tiếp từ bước “{ $step }” với kết quả đã chọn. Hãy chọn một kết quả có trong quy trình.
refusal-workflow-four-eyes = Bước “{ $step }” phải do người khác thực hiện: người soạn và người ký không được là một.
refusal-workflow-may-not-return = Từ bước “{ $step }” không được trả về bước “{ $to }”.
refusal-workflow-nobody-asked = Bước “{ $step }” cần chọn ít nhất một cơ quan để lấy ý kiến.
refusal-workflow-too-many-asked = Mỗi lần chỉ lấy ý kiến tối đa { $max } cơ quan.
refusal-workflow-not-asked = Cơ quan này không được hỏi ý kiến ở bước này.
refusal-workflow-answered = Cơ quan này đã trả lời ở bước này.
refusal-workflow-condition = Điều kiện của bước “{ $step }” không tính được. Hãy báo quản trị quy trình.
refusal-workflow-unknown-step = Quy trình không có bước “{ $step }”. Hãy báo quản trị quy trình.
refusal-workflow-too-many-tokens = Quy trình có quá nhiều nhánh cùng lúc. Hãy báo quản trị quy trình.
refusal-workflow-state-too-large = Quy trình giữ quá nhiều dữ liệu. Hãy báo quản trị quy trình.
refusal-workflow-no-definition = Quy trình { $reference } chưa được công bố.
refusal-workflow-definition = Quy trình { $reference } còn { $count } lỗi, chưa công bố được.
refusal-workflow-immutable = Quy trình { $reference } đã công bố với nội dung khác. Hãy công bố thành phiên bản mới.
refusal-workflow-no-process = Không tìm thấy quy trình.
refusal-workflow-no-agency = Không xác định được cơ quan thực hiện bước “{ $step }” ({ $place }).

workflow-permission-act = Xử lý bước công việc của cơ quan mình

workflow-kind-work = Xử lý
workflow-kind-propose = Soạn kết quả
workflow-kind-approve = Ký duyệt
workflow-kind-desk = Trả kết quả
workflow-kind-wait-citizen = Chờ người dân xác nhận
workflow-kind-consult = Lấy ý kiến
workflow-kind-external = Chờ hệ thống ngoài

workflow-how-forwarded = Đã chuyển tiếp
workflow-how-sent-back = Đã trả lại bước trước
workflow-how-agreed = Đồng ý
workflow-how-disagreed = Không đồng ý
workflow-how-deemed = Hết hạn, coi như đồng ý
workflow-how-ok = Hệ thống ngoài đã trả lời
workflow-how-failed = Hệ thống ngoài từ chối
workflow-how-withdrawn = Thu hồi do trả lại bước trước
workflow-how-cancelled = Đã dừng

workflow-problem-bad-code = { $place }: mã quy trình trống hoặc có ký tự không dùng được: “{ $detail }”.
workflow-problem-bad-version = { $place }: số phiên bản phải từ 1 trở lên, đang là { $detail }.
workflow-problem-empty = { $place }: chưa có nội dung.
workflow-problem-step-count = { $place }: quy trình phải có từ 1 đến 60 bước, đang có { $detail }.
workflow-problem-unknown-target = { $place }: không có bước “{ $detail }”.
workflow-problem-twice = { $place }: mã bước “{ $detail }” bị trùng.
workflow-problem-too-many-different-from = { $place }: quá nhiều bước phải khác người: { $detail }, tối đa 8.
workflow-problem-bad-key = { $place }: mã bước “{ $detail }” phải gồm a–z, 0–9, gạch dưới, tối đa 24 ký tự và khác “end”.
workflow-problem-role-of-citizen = { $place }: bước chờ người dân không có vai trò “{ $detail }”.
workflow-problem-bad-amount = { $place }: thời gian không hợp lệ { $detail }.
workflow-problem-silence-without-limit = { $place }: coi im lặng là trả lời thì phải có thời hạn.
workflow-problem-desk-goes-on = { $place }: sau bước trả kết quả quy trình phải kết thúc.
workflow-problem-asked-without-consult = { $place }: chỉ bước lấy ý kiến mới có nơi thực hiện “asked”.
workflow-problem-condition = { $place }: điều kiện viết sai ({ $detail }).
workflow-problem-itself = { $place }: bước chỉ tới chính nó.
workflow-problem-not-an-officers-step = { $place }: “{ $detail }” không phải bước do cán bộ thực hiện.
workflow-problem-no-routes = { $place }: không có hướng đi tiếp.
workflow-problem-split-of-one = { $place }: rẽ nhánh song song phải có ít nhất hai hướng.
workflow-problem-no-default-route = { $place }: có trường hợp không còn hướng đi tiếp { $detail }.
workflow-problem-no-route-for-no = { $place }: thiếu hướng đi riêng cho kết quả “{ $detail }”.
workflow-problem-nobody-can-ask = { $place }: bước trước “{ $detail }” không phải của cán bộ nên không ai chọn được cơ quan hỏi ý kiến.
workflow-problem-drafter-may-sign = { $place }: người soạn ở bước “{ $detail }” có thể tự ký.
workflow-problem-nothing-to-sign = { $place }: bước ký duyệt nhưng quy trình không có bước soạn kết quả.
workflow-problem-desk-at-once = { $place }: bước trả kết quả “{ $detail }” không được đứng đầu hay đi liền sau bước đầu tiên; ở giữa phải có bước giải quyết.
workflow-problem-draft-unsigned = { $place }: kết quả soạn ở bước này đi tới “{ $detail }” mà chưa qua bước ký duyệt. Thêm bước kind = "approve" ở giữa.
workflow-problem-unreachable = { $place }: không có đường nào dẫn tới bước này.
workflow-problem-no-way-to-end = { $place }: từ bước này không đi tới kết thúc được.
workflow-problem-inside-and-outside-of-split = { $place }: bước nằm cả trong và ngoài nhánh song song.
workflow-problem-join-without-split = { $place }: bước chờ các nhánh nhưng không có rẽ nhánh nào dẫn tới.
workflow-problem-split-without-join = { $place }: rẽ nhánh song song nhưng các nhánh không gặp lại.
workflow-problem-different-joins = { $place }: các nhánh gặp nhau ở những bước khác nhau.
workflow-problem-split-too-deep = { $place }: các nhánh song song lồng nhau quá sâu.
workflow-problem-over-limit = { $place }: tổng số phút của các bước vượt thời hạn theo quy định ({ $detail }).
