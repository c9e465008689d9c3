# Packs: what is wrong with one, said so that its author can mend it.
packs-problem-bad-toml = Tệp không đúng cú pháp TOML hoặc có khóa lạ: { $detail }
packs-problem-bad-code = Mã gói “{ $code }” không hợp lệ: chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối.
packs-problem-no-title = Gói chưa có tên (title).
packs-problem-bad-json = Không ghi được nội dung của tệp: { $detail }
packs-problem-not-utf8 = Tệp không phải văn bản UTF-8.
packs-problem-no-manifest = Thiếu tệp pack.toml ở thư mục gốc của gói.
packs-problem-unreadable = Không đọc được thư mục của gói: { $detail }
packs-problem-unknown-file = Không có phần nào của chương trình đọc tệp này. Kiểm tra tên thư mục hoặc tên tệp.
packs-problem-file-missing = pack.toml nêu tệp “{ $path }” cho vai trò “{ $role }” nhưng trong gói không có tệp đó.
packs-problem-requirement-missing = Cần cài trước gói “{ $code }”, phiên bản từ { $version } trở lên.
packs-problem-twice = { $kind } “{ $reference }” được khai hai lần trong gói.
packs-problem-too-large = Gói quá lớn: tối đa { $files } tệp, mỗi tệp { $megabytes } MB.

refusal-packs-problems = Gói dữ liệu có { $n } lỗi, chưa cài gì.
refusal-packs-unreadable = Không đọc được thư mục của gói dữ liệu.
refusal-packs-lower = Gói “{ $code }” đang ở phiên bản { $installed }; không cài được phiên bản thấp hơn ({ $offered }).
refusal-packs-changed = Gói “{ $code }” phiên bản { $version } đã cài với nội dung khác. Hãy tăng số phiên bản.
refusal-packs-removed = Gói “{ $code }” phiên bản { $version } đã được gỡ. Hãy cài một phiên bản cao hơn.
refusal-packs-immutable = { $kind } “{ $reference }” đã công bố và không được sửa nội dung. Hãy đặt số phiên bản mới.
refusal-packs-not-installed = Gói “{ $code }” chưa được cài.
