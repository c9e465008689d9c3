//! What the invented officers write: short, by how far the matter has come; no sentence is anybody's.
pub(super) const VALUE_NOTE: &str = "Số liệu mẫu.";
pub(super) const VALUE_RETURNED: &str =
    "Mẫu số khác kỳ trước mà không có lý do. Đề nghị kiểm tra lại tổng số và gửi lại.";

pub(super) const DONE: &[&str] = &[
    "Đã hoàn thành, đã gửi sản phẩm về cơ quan thường trực.",
    "Hoàn thành. Kết quả đã nghiệm thu và đưa vào sử dụng.",
    "Đã xong; hồ sơ lưu tại cơ quan, sẵn sàng cung cấp khi kiểm tra.",
    "Đã ban hành văn bản và triển khai tới các đơn vị trực thuộc.",
];
pub(super) const ON_COURSE: &[&str] = &[
    "Đang làm đúng kế hoạch, phần việc của quý đã xong.",
    "Đã triển khai tại các phòng, đơn vị trực thuộc; quý sau đánh giá kết quả.",
    "Đã chọn xong đơn vị thực hiện, đang cài đặt và hướng dẫn sử dụng.",
    "Đã tổ chức hai đợt hướng dẫn, còn một đợt trong tháng tới.",
    "Dự thảo đã lấy ý kiến các cơ quan, đang tiếp thu để trình.",
    "Đang vận hành thử; lỗi phát hiện được sửa trong tuần.",
];
pub(super) const BEGUN: &[&str] = &[
    "Đã phân công người phụ trách và lập kế hoạch chi tiết.",
    "Đang khảo sát nhu cầu, chưa chọn phương án.",
    "Mới hoàn thành bước rà soát hiện trạng.",
];
pub(super) const LATE: &[&str] = &[
    "Còn lại phần nghiệm thu và bàn giao.",
    "Phần chính đã chạy, còn thiếu kết nối với hệ thống dùng chung.",
    "Dự thảo đang chờ ý kiến thẩm định.",
    "Đã làm ở một nửa số đơn vị, phần còn lại đang chờ kinh phí.",
];
pub(super) const REASONS: &[&str] = &[
    "Kinh phí được giao muộn so với kế hoạch.",
    "Nhà thầu chậm bàn giao; đã nhắc bằng văn bản.",
    "Chờ hướng dẫn kỹ thuật của bộ, ngành.",
    "Sau sắp xếp đơn vị hành chính phải rà soát lại đầu mối và số liệu.",
    "Thiếu người phụ trách chuyên môn trong quý.",
];
pub(super) const SENT_LATE: &str = "Gửi sau hạn do chờ số liệu của đơn vị trực thuộc.";
pub(super) const RETURNED: &str =
    "Chưa nêu kết quả cụ thể. Đề nghị ghi rõ đã làm ở bao nhiêu đơn vị và gửi minh chứng.";
pub(super) const ANSWER_TO_RETURN: &str =
    "Bổ sung: đã làm ở 9/12 đơn vị trực thuộc, 3 đơn vị còn lại làm xong trong tháng tới.";
pub(super) const CHASE: &str = "Đã qua hạn báo cáo. Đề nghị gửi trong hai ngày làm việc.";
pub(super) const CHASE_OPEN: &str = "Kỳ báo cáo năm đã mở, đề nghị gửi trước hạn để kịp tổng hợp.";
pub(super) const QUESTION: &str =
    "Nhiệm vụ này có tính phần việc của đơn vị trực thuộc đã bàn giao cho cấp xã không?";
pub(super) const ANSWER: &str = "Có. Cơ quan chủ trì tổng hợp cả phần đã bàn giao, ghi rõ số của từng nơi.";

pub(super) const TARGET_FIRST: &str = "Số tổng hợp từ đơn vị trực thuộc đến cuối kỳ.";
pub(super) const TARGET_REACHED: &str = "Đã đạt; số liệu lấy từ hệ thống, có danh sách kèm theo.";
pub(super) const TARGET_LESS: &str = "Đã rà soát, loại các trường hợp tính trùng nên giảm so với kỳ trước.";
pub(super) const TARGET_MORE: &str = "Tăng so với kỳ trước, đúng lộ trình của ngành.";
pub(super) const TARGET_REASON: &str = "Đang bổ sung kinh phí để làm nốt phần còn lại.";
