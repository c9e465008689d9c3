### Lời từ chối của kernel/text.

refusal-text-control-character = Nội dung có ký tự điều khiển không hiển thị được. Hãy xóa đi và gõ lại.
refusal-text-line-break = Mục này chỉ nhận một dòng.
refusal-text-too-long = Nội dung dài quá { $max } ký tự.
refusal-text-not-in-name = Họ tên chỉ gồm chữ cái, dấu cách, dấu gạch nối, dấu chấm và dấu nháy đơn.
refusal-text-name-empty = Chưa nhập họ tên.
