# Chữ của dòng lệnh, của kiểm tra cấu hình và của bảng tham chiếu cấu hình.
tinhso-unexpected = Không làm được việc này ({ $code }: { $cause }). Ghi lại mã ấy và báo người bảo trì chương trình.
tinhso-io = Không đọc hoặc ghi được { $place }: { $cause }. Kiểm tra đường dẫn và quyền của tài khoản đang chạy lệnh.
tinhso-io-not-found = không có tệp hoặc thư mục này
tinhso-io-permission = tài khoản đang chạy lệnh không có quyền
tinhso-io-exists = đã có ở đó
tinhso-io-full = đĩa đã đầy
tinhso-io-read-only = đĩa chỉ cho đọc
tinhso-io-is-folder = đây là thư mục, cần một tệp
tinhso-io-no-folder = đây không phải thư mục
tinhso-io-no-text = đây không phải tệp văn bản UTF-8
tinhso-io-address-taken = cổng này đang có chương trình khác dùng
tinhso-io-address-foreign = máy này không có địa chỉ đó
tinhso-io-other = hệ điều hành báo lỗi số { $number }
tinhso-serving = Tỉnh Số đang chạy tại { $url }. Bấm Ctrl+C để dừng.
tinhso-serve = Không lắng nghe được tại { $listen }: { $cause }. Dừng chương trình kia, hoặc chọn địa chỉ khác bằng --listen.
tinhso-app = Các phần của chương trình không khớp nhau ({ $cause }). Cài lại đúng bản phát hành.
tinhso-log = Không bật được nhật ký ({ $cause }). Xem lại khóa log.
tinhso-theme-shape = Tệp màu { $file } phải là một khối :root với các biến màu, tối đa 4 KB. Sửa tệp, hoặc bỏ khóa theme.
tinhso-theme-token = Tệp màu { $file } đặt { $token }, biến mà tỉnh không được đổi. Bỏ dòng đó.
tinhso-theme-value = Tệp màu { $file }: giá trị của { $token } không phải một màu hay độ dài đơn giản. Sửa dòng đó.
tinhso-theme-contrast = Tệp màu { $file }: { $token } chỉ tương phản { $contrast }:1 với { $other }, chữ cần ít nhất 4,5:1. Chọn màu đậm hơn.
tinhso-no-province =
    Chưa có tỉnh nào ở đây. Lập tỉnh: { $command } --province MÃ. Xem thử với dữ liệu mẫu: tinhso serve --sample nghe-an --data THƯ_MỤC.
tinhso-is-sample =
    Cơ sở dữ liệu này là dữ liệu mẫu ({ $province }), không chạy như hệ thống thật. Thêm --sample { $province }, hoặc chọn thư mục dữ liệu khác.
tinhso-is-production = Cơ sở dữ liệu này là của { $province } thật, không dùng cho dữ liệu mẫu. Chọn thư mục dữ liệu khác cho --sample.
tinhso-other-sample = Thư mục này giữ tỉnh mẫu { $found }, không phải { $asked }. Chọn thư mục dữ liệu khác.
tinhso-no-such-sample = Không có tỉnh mẫu đó. Chọn một trong: { $samples }.
tinhso-secret-open = Tệp khóa { $file } người khác đọc được. Đặt quyền 0600: chmod 600 { $file }.
tinhso-already-serving = Thư mục dữ liệu { $data } đang do một bản chương trình khác phục vụ. Dừng bản kia trước, hoặc chọn thư mục khác.
tinhso-secret-broken = Tệp khóa { $file } không phải khóa do chương trình tạo. Khôi phục tệp cũ, hoặc xóa đi để tạo khóa mới (mọi phiên đăng nhập sẽ hết).
refusal-tinhso-not-migrated = Hệ thống đang được nâng cấp. Vui lòng thử lại sau ít phút.

# Lời từ chối nói ở dòng lệnh khác với trên trang
tinhso-database-other-file = tệp ấy không phải cơ sở dữ liệu của Tỉnh Số
tinhso-database-held = một chương trình khác đang giữ cơ sở dữ liệu
tinhso-database-password = máy chủ không nhận tên hoặc mật khẩu này
tinhso-database-name = máy chủ không có cơ sở dữ liệu tên đó
tinhso-database-silent = máy chủ cơ sở dữ liệu không nhận kết nối
tinhso-database-url = địa chỉ viết không đúng
refusal-tinhso-terminal-db-unavailable = Không dùng được cơ sở dữ liệu ({ $cause }). Xem lại khóa database và data, máy chủ PostgreSQL, chỗ trống trên đĩa, rồi chạy lại.
refusal-tinhso-terminal-db-setup = Không mở được cơ sở dữ liệu ({ $cause }). Xem lại khóa database và data trong cấu hình.
refusal-tinhso-terminal-db-newer-schema = Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình này ({ $cause }). Cài chương trình mới, hoặc khôi phục bản sao lưu lấy trước khi nâng cấp.
refusal-tinhso-terminal-db-checksum-changed = Một bước nâng cấp đã chạy không giống bước của chương trình này ({ $cause }). Dùng đúng bản phát hành, không dùng bản tự sửa.
refusal-tinhso-terminal-db-migration = Nâng cấp cơ sở dữ liệu không xong, chưa có gì thay đổi ({ $cause }). Sao lưu rồi báo người bảo trì chương trình.
refusal-tinhso-terminal-db-sql = Cơ sở dữ liệu từ chối ({ $cause }). Chạy tinhso check; vẫn sai thì báo người bảo trì chương trình.
refusal-tinhso-terminal-db-busy = Cơ sở dữ liệu đang bận. Chạy lại sau ít giây.
refusal-tinhso-terminal-db-contention = Cơ sở dữ liệu đang bận. Chạy lại sau ít giây.
refusal-tinhso-terminal-db-timed-out = Cơ sở dữ liệu trả lời quá chậm, chưa có gì thay đổi. Chạy lại khi máy rảnh hơn.
refusal-tinhso-terminal-objects-unavailable = Không đọc hoặc ghi được thư mục tệp hồ sơ ({ $cause }). Kiểm tra quyền của thư mục dữ liệu.
refusal-tinhso-terminal-identity-account-unknown = Không có tài khoản mang tên đăng nhập này. Xem danh sách ở trang /quan-tri/tai-khoan.
refusal-tinhso-terminal-identity-already-begun = Hệ thống đã có người quản trị; người ấy cấp liên kết cho người khác ở trang /quan-tri/tai-khoan. Mất mật khẩu thì chạy: tinhso admin link TÊN_ĐĂNG_NHẬP.
refusal-tinhso-terminal-packs-unreadable = Không đọc được thư mục của gói. Nêu thư mục có tệp pack.toml.

# Nâng cấp cấu trúc
tinhso-migrated-step = Đã thực hiện: { $step }.
tinhso-migrated = { $count ->
    [0] Cấu trúc cơ sở dữ liệu đã đúng phiên bản này.
   *[other] Cơ sở dữ liệu đã lên cấu trúc của phiên bản này ({ $count } bước).
}

# Dùng sai lệnh
tinhso-misuse-command = Không có lệnh { $argument }.
tinhso-misuse-argument = Không hiểu { $argument }.
tinhso-misuse-missing = Còn thiếu { $argument }.
tinhso-misuse-no-command = Hãy nêu một lệnh.
tinhso-misuse-help = Xem hướng dẫn: tinhso --help.

# Sai cấu hình
tinhso-fault-title = Cấu hình chưa đúng, chương trình không chạy:
tinhso-fault-file = không đọc được { $file }: { $cause }. Kiểm tra đường dẫn.
tinhso-fault-toml = { $file }, dòng { $line }: không đúng cú pháp TOML.
tinhso-fault-unknown = không có khóa này. Xem các khóa: tinhso config.
tinhso-fault-unknown-variable = không có biến môi trường này. Xem các khóa: tinhso config.
tinhso-fault-environment-only = không đặt trong tệp; đặt bằng biến môi trường { $variable } hoặc dùng secret_file.
tinhso-fault-type = giá trị không hợp lệ. Ví dụ đúng: { $example }.
tinhso-fault-flag = chỉ nhận true hoặc false.
tinhso-fault-number = phải là số từ { $least } đến { $most }.
tinhso-fault-word = chỉ nhận một trong: { $words }.
tinhso-fault-url = phải là http:// hoặc https:// cùng tên máy, không kèm đường dẫn, ví dụ https://tthc.tinh.example.
tinhso-fault-both = đã có { $other }; chỉ dùng một trong hai.
tinhso-fault-secret-short = quá ngắn; cần ít nhất 32 ký tự ngẫu nhiên.
tinhso-fault-database = phải bắt đầu bằng sqlite: hoặc postgres://.
tinhso-fault-schema-without-postgres = chỉ dùng với PostgreSQL.
tinhso-fault-https-without-proxy = public_url là https nhưng chương trình không tự mở TLS. Đặt một máy chủ proxy phía trước và behind_proxy = true.
tinhso-fault-proxy-without-https = behind_proxy = true nhưng public_url không phải https. Đặt public_url là địa chỉ https người dân gõ.
tinhso-fault-listen-open = { $listen } mở ra ngoài máy này qua http không mã hóa. Dùng 127.0.0.1 sau proxy TLS, hoặc thêm insecure = true nếu mạng nội bộ tin cậy.
tinhso-fault-http-public = địa chỉ http không mã hóa cho người ngoài máy này. Dùng https sau proxy TLS, hoặc thêm insecure = true nếu mạng nội bộ tin cậy.
tinhso-fault-sample-listen = tỉnh mẫu chỉ chạy trên máy này (127.0.0.1), không mở { $listen }: mật khẩu mẫu in ngay trên trang đăng nhập.
tinhso-fault-sample-url = tỉnh mẫu không nhận địa chỉ thật; bỏ public_url hoặc dùng http://localhost.
tinhso-fault-sample-proxy = tỉnh mẫu không đặt sau proxy; bỏ behind_proxy.
tinhso-fault-sample-in-production = { $data } giữ dữ liệu thật của một tỉnh. Chọn thư mục khác cho dữ liệu mẫu.
tinhso-fault-sample-database = tệp tên { $name } dành riêng cho dữ liệu mẫu, và dữ liệu mẫu chỉ dùng tệp tên đó.

# Tham chiếu cấu hình
tinhso-reference-title = Tham chiếu cấu hình
tinhso-reference-intro =
    Mọi khóa có thể đặt trong tệp TOML, bằng biến môi trường, hoặc (một số khóa) bằng tùy chọn dòng lệnh; cái sau thắng cái trước. Khóa lạ và các giá trị mâu thuẫn bị từ chối khi khởi động, kèm tên khóa. Tệp này do chương trình in ra (`tinhso config`), đừng sửa tay.
tinhso-reference-kind = Kiểu
tinhso-reference-default = Mặc định
tinhso-reference-default-follows = theo mô tả trên
tinhso-reference-environment = Biến môi trường
tinhso-reference-example = Trong tệp
tinhso-reference-environment-only = Chỉ bằng biến môi trường
tinhso-kind-text = chữ
tinhso-kind-path = đường dẫn
tinhso-kind-flag = true hoặc false
tinhso-kind-number = số từ { $least } đến { $most }
tinhso-kind-listen = địa chỉ IP và cổng
tinhso-kind-url = địa chỉ web
tinhso-kind-addresses = danh sách địa chỉ IP (biến môi trường: cách nhau bằng dấu phẩy)
tinhso-config-data = Thư mục giữ mọi thứ của hệ thống: cơ sở dữ liệu nhúng, tệp hồ sơ (`objects/`) và khóa bí mật. Chỉ tài khoản chạy chương trình được đọc.
tinhso-config-listen = Địa chỉ lắng nghe http. Chương trình không tự mở TLS: đặt sau một proxy TLS trên cùng máy. Địa chỉ ngoài 127.0.0.1 bị từ chối nếu không có `insecure`.
tinhso-config-public-url = Địa chỉ người dân gõ. Là https thì cookie có tiền tố `__Host-` và HSTS được bật, và `behind_proxy` phải là true. Không đặt thì lấy http://localhost với cổng của `listen`.
tinhso-config-behind-proxy = Có một proxy tin cậy phía trước, ghi địa chỉ người gọi vào mục cuối của X-Forwarded-For. Sai khóa này thì giới hạn số lần thử theo địa chỉ mất tác dụng.
tinhso-config-insecure = Chấp nhận http không mã hóa ngoài máy này. Chỉ dùng trong mạng nội bộ tin cậy.
tinhso-config-database = Cơ sở dữ liệu: `sqlite:ĐƯỜNG_DẪN` hoặc `postgres://…` (PostgreSQL 15 trở lên, mã hóa UTF8, so chuỗi C). Không đặt thì dùng `tinhso.db` trong thư mục dữ liệu. Có mật khẩu thì nên dùng `database_file`.
tinhso-config-database-file = Tệp chứa địa chỉ cơ sở dữ liệu (dòng duy nhất), để mật khẩu không nằm trong tệp cấu hình. Không dùng cùng `database`.
tinhso-config-database-schema = Lược đồ (schema) của PostgreSQL. Không đặt thì theo máy chủ.
tinhso-config-database-pool = Số kết nối PostgreSQL.
tinhso-config-database-readers = Số luồng đọc của cơ sở dữ liệu nhúng. Không đặt thì theo số nhân của máy, từ 2 đến 8.
tinhso-config-secret = Khóa bí mật của hệ thống, ít nhất 32 ký tự ngẫu nhiên. Không đặt thì dùng `secret_file`.
tinhso-config-secret-file = Tệp khóa bí mật, quyền 0600. Không đặt thì dùng `secret` trong thư mục dữ liệu; chương trình tạo tệp này khi chạy lần đầu. Mất khóa thì mọi phiên đăng nhập và bản nháp trên trình duyệt hết hiệu lực; dữ liệu không mất.
tinhso-config-province = Tên tỉnh trên đầu trang. Không đặt thì lấy tên đã ghi khi lập tỉnh.
tinhso-config-hotline = Số tổng đài in ở chân trang.
tinhso-config-theme = Tệp màu riêng của tỉnh, gồm một khối `:root` với các biến màu.
tinhso-config-workers = Số luồng trả lời yêu cầu. Không đặt thì theo số nhân của máy, từ 2 đến 4.
tinhso-config-stop-seconds = Khi dừng, chờ các yêu cầu đang chạy tối đa chừng này giây.
tinhso-config-log = Mức nhật ký theo từng phần. Nhật ký ra standard error và không chứa dữ liệu cá nhân.
tinhso-config-log-format = Dạng nhật ký: `text` cho người đọc, `json` cho máy thu thập.
tinhso-config-metrics-from = Địa chỉ IP được đọc `/metrics`. Mọi địa chỉ khác nhận 404.

# Sao lưu và khôi phục
tinhso-backup-taken = Đã sao lưu vào { $folder }: cơ sở dữ liệu { $megabytes } MB, { $objects } tệp. Nên chép thư mục này sang máy khác. Tệp khóa bí mật không nằm trong bản sao lưu.
tinhso-restored = Đã khôi phục bản sao lưu lúc { $taken } vào { $place }, cùng { $objects } tệp. Chạy tiếp: tinhso migrate, rồi tinhso serve.
tinhso-restored-without-secret = Bản sao lưu không giữ khóa bí mật. Chép tệp khóa cất riêng vào { $file } (quyền 600) trước khi chạy; không có thì chương trình tạo khóa mới và mọi người phải đăng nhập lại, dữ liệu không mất.
refusal-tinhso-backup-not-empty = Thư mục { $folder } không trống. Bản sao lưu không bao giờ ghi đè; chọn thư mục mới.
refusal-tinhso-backup-no-manifest = { $folder } không phải bản sao lưu hoàn chỉnh: thiếu manifest.json. Nêu đúng thư mục mà tinhso backup đã tạo.
refusal-tinhso-backup-broken-manifest = Tệp manifest.json của bản sao lưu bị hỏng. Dùng một bản sao lưu khác.
refusal-tinhso-backup-unknown-format = Bản sao lưu theo định dạng { $format } mà chương trình này không biết. Dùng phiên bản mới hơn.
refusal-tinhso-backup-damaged = Bản sao lưu bị hỏng: { $file } không khớp với manifest.json. Không có gì được khôi phục; dùng một bản sao lưu khác.
refusal-tinhso-backup-other-engine = Bản sao lưu là của { $found }, cấu hình lại đang dùng { $asked }. Sửa khóa database cho cùng loại.
refusal-tinhso-backup-target-taken = Đã có dữ liệu tại { $place }. Khôi phục chỉ ghi vào nơi còn trống; chọn thư mục dữ liệu hoặc cơ sở dữ liệu khác.
refusal-tinhso-backup-no-tool = Không tìm thấy { $tool }. Cài postgresql-client cùng phiên bản với máy chủ.
refusal-tinhso-backup-other-major = { $tool } phiên bản { $found }, máy chủ PostgreSQL phiên bản { $server }. Cài postgresql-client cùng phiên bản.
refusal-tinhso-backup-tool-failed = { $tool } không làm được ({ $message }). Kiểm tra quyền của tài khoản PostgreSQL rồi chạy lại.
refusal-tinhso-backup-io = Không đọc hoặc ghi được { $place }. Kiểm tra đường dẫn và quyền.

# Gói dữ liệu
tinhso-problem-part = { $sentence }
tinhso-pack-right = Gói { $code } phiên bản { $version } đúng: { $objects } đối tượng.
tinhso-plan-read = { $file }: { $targets } chỉ tiêu, { $tasks } nhiệm vụ, { $budgets } khoản kinh phí, { $figures } số hiện trạng, { $warnings } điều cần xem.
tinhso-plan-warning = Dòng { $line }: { $message }
tinhso-plan-adopted-before = Văn bản này đã được nhận thành kế hoạch { $place }.
tinhso-plan-must = Còn { $count } chỗ phải làm rõ trước khi nhận. Mở { $place } để làm rõ từng chỗ.
tinhso-plan-say-yes = Không còn chỗ phải làm rõ. Xem lại tại { $place }, hoặc chạy lại với --yes để nhận kế hoạch.
tinhso-plan-adopted = Đã nhận kế hoạch: { $place }
tinhso-pack-no-folder = Không có thư mục gói { $place }. Nêu thư mục có tệp pack.toml.
tinhso-pack-wrong = Gói có { $count } chỗ sai, chưa cài gì. Sửa các chỗ trên rồi chạy lại.
tinhso-pack-there = Gói { $code } phiên bản { $version } đã cài từ trước, nội dung không đổi.
tinhso-pack-installed = Đã cài gói { $code } phiên bản { $version }: { $objects } đối tượng.
tinhso-pack-installed-national = Thủ tục mới cài ở chế độ nộp trên Cổng Dịch vụ công quốc gia. Người quản trị chuyển từng thủ tục sang nhận tại đây ở trang /quan-tri/thu-tuc.
tinhso-migrate-first = Cơ sở dữ liệu còn { $count } bước nâng cấp chưa làm. Chạy: tinhso migrate.

# Kiểm tra
tinhso-check-settings = Cấu hình: đúng.
tinhso-check-no-database = Chưa có cơ sở dữ liệu tại { $path }. Lập tỉnh: tinhso admin init --province MÃ.
tinhso-check-database = Cơ sở dữ liệu: { $engine }, kết nối được.
tinhso-check-production = Tỉnh: { $province }.
tinhso-check-sample = Tỉnh mẫu: { $province }. Dữ liệu không thật.
tinhso-check-files = Tệp hồ sơ: { $place }, ghi được.
tinhso-check-pack = Gói: { $title }, phiên bản { $version }.
tinhso-check-packs = Đã cài { $count } phiên bản gói; chương trình mang sẵn { $inside } gói.
tinhso-check-good = Mọi thứ sẵn sàng.

# Lập tỉnh
tinhso-init-made = Đã lập { $province }. Chưa có cơ quan, thủ tục nào khác: cài gói của tỉnh bằng tinhso pack install, hoặc thêm trong trang quản trị.
tinhso-init-other = Ở đây đã có { $province }. Mỗi cơ sở dữ liệu giữ một tỉnh; chọn thư mục dữ liệu khác.
tinhso-init-no-province = Không có tỉnh nào mang mã { $code }. Dùng mã hai chữ số theo 19/2025/QĐ-TTg, ví dụ 40 của Nghệ An.
tinhso-init-no-code = Cần mã định danh điện tử của { $province }: thêm --agency-code, ví dụ --agency-code H41.
tinhso-init-administrator = Quản trị hệ thống
tinhso-init-committee = Ủy ban nhân dân { $province }
tinhso-init-committee-short = UBND tỉnh { $province }
tinhso-link =
    Liên kết dùng một lần, chỉ in lần này, có hạn:
      { $url }
    Mở trên trình duyệt của người nhận; ai giữ liên kết thì vào được, đừng gửi qua nơi công khai.

# Tỉnh mẫu
tinhso-sample-making = Đang dựng tỉnh mẫu { $province }, mất vài giây…
tinhso-sample-broken-off = Đã dừng khi tỉnh mẫu mới dựng dở. Lần chạy sau sẽ dựng lại từ đầu.
tinhso-sample-half-made = Tỉnh mẫu trong PostgreSQL mới dựng dở. Xóa rồi tạo lại lược đồ (schema) trống, sau đó chạy lại.
tinhso-sample-pack = Gói { $pack } trong chương trình:
