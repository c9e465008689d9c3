//! The command line.  Words for people are Vietnamese; commands and keys are English, as everywhere in the program.
use clap::builder::styling::Styles;
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::path::PathBuf;

const TEMPLATE: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}";
const SAMPLES: &str = "nghe-an, son-la, quang-ngai, tay-ninh";

/// Tỉnh Số: hệ thống giải quyết thủ tục hành chính của một tỉnh, trong một chương trình.
#[derive(Debug, Parser)]
#[command(
    name = "tinhso",
    version,
    disable_version_flag = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    help_template = TEMPLATE,
    styles = Styles::plain(),
    subcommand_help_heading = "Lệnh",
    subcommand_value_name = "LỆNH",
    term_width = 100,
    after_help = "\nXem từng lệnh: tinhso LỆNH --help. Mọi khóa cấu hình: tinhso config."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

/// What every command takes.
#[derive(Debug, Default, Args)]
pub struct Common {
    /// Tệp cấu hình (TOML); không nêu thì đọc /etc/tinhso/tinhso.toml nếu có
    #[arg(long, global = true, value_name = "TỆP", help_heading = "Chung")]
    pub config: Option<PathBuf>,
    /// Thư mục dữ liệu
    #[arg(long, global = true, value_name = "THƯ_MỤC", help_heading = "Chung")]
    pub data: Option<String>,
    /// Cơ sở dữ liệu: sqlite:ĐƯỜNG_DẪN hoặc postgres://…
    #[arg(long, global = true, value_name = "URL", help_heading = "Chung")]
    pub database: Option<String>,
    /// Hiện hướng dẫn này
    #[arg(long, short, global = true, action = clap::ArgAction::Help, help_heading = "Chung")]
    pub help: Option<bool>,
    /// Hiện phiên bản
    #[arg(long, short = 'V', action = clap::ArgAction::Version, help_heading = "Chung")]
    pub version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Chạy hệ thống; dừng êm khi nhận SIGTERM hoặc Ctrl+C
    Serve(Serve),
    /// Kiểm tra cấu hình, cơ sở dữ liệu, tệp và các gói; không sửa gì
    Check,
    /// Đưa cơ sở dữ liệu lên cấu trúc của phiên bản này
    Migrate,
    /// Sao lưu cơ sở dữ liệu và tệp vào một thư mục mới; hệ thống vẫn chạy
    Backup(Folder),
    /// Khôi phục từ một thư mục sao lưu vào nơi còn trống
    Restore(Folder),
    /// Gói dữ liệu của một ngành: kiểm tra, cài đặt
    #[command(subcommand, subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH")]
    Pack(Pack),
    /// Kế hoạch, chương trình, đề án đã ban hành: đọc thành chỉ tiêu, nhiệm vụ, kinh phí
    #[command(subcommand, subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH")]
    Plan(Plan),
    /// Việc của người quản trị: lập tỉnh mới, cấp liên kết đăng nhập
    #[command(subcommand, subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH")]
    Admin(Admin),
    /// In mô tả API (OpenAPI 3.1)
    Openapi,
    /// In bảng mọi khóa cấu hình
    Config(Config),
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Chạy một tỉnh mẫu: nghe-an, son-la, quang-ngai hoặc tay-ninh
    #[arg(long, value_name = "TỈNH")]
    pub sample: Option<String>,
    /// Địa chỉ lắng nghe, ví dụ 127.0.0.1:8080
    #[arg(long, value_name = "ĐỊA_CHỈ")]
    pub listen: Option<String>,
    /// Địa chỉ người dân gõ, ví dụ https://tthc.tinh.example
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Chấp nhận http không mã hóa ngoài máy này (chỉ trong mạng nội bộ tin cậy)
    #[arg(long)]
    pub insecure: bool,
}

#[derive(Debug, Args)]
pub struct Folder {
    /// Thư mục sao lưu
    #[arg(value_name = "THƯ_MỤC")]
    pub dir: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Pack {
    /// Nêu đúng từng chỗ sai của một gói, không cài
    Check(PackFolder),
    /// Cài một phiên bản của gói
    Install(PackFolder),
}

#[derive(Debug, Args)]
pub struct PackFolder {
    /// Thư mục của gói (có pack.toml)
    #[arg(value_name = "THƯ_MỤC")]
    pub dir: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Plan {
    /// Đọc một văn bản (DOCX, PDF có chữ, HTML, văn bản thuần) và in những gì tìm thấy; không ghi gì
    Read(PlanFile),
    /// Đọc một văn bản vào chương trình; thêm --yes thì nhận thành kế hoạch khi không còn chỗ phải làm rõ
    Adopt(PlanAdopt),
    /// So hai văn bản và nói khác biệt bằng lời; không ghi gì
    Diff(PlanDiff),
}

#[derive(Debug, Args)]
pub struct PlanFile {
    /// Tệp văn bản
    #[arg(value_name = "TỆP")]
    pub file: PathBuf,
    /// In đầy đủ dưới dạng JSON, mỗi dòng có chỗ trong văn bản và độ chắc chắn
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct PlanAdopt {
    /// Tệp văn bản
    #[arg(value_name = "TỆP")]
    pub file: PathBuf,
    /// Mã cơ quan thường trực theo dõi kế hoạch; không nêu thì là Văn phòng UBND tỉnh
    #[arg(long, value_name = "MÃ")]
    pub standing: Option<String>,
    /// Nhận thành kế hoạch nếu không còn chỗ phải làm rõ
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct PlanDiff {
    /// Văn bản trước
    #[arg(value_name = "TRƯỚC")]
    pub old: PathBuf,
    /// Văn bản sau
    #[arg(value_name = "SAU")]
    pub new: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Lập một tỉnh trống; in liên kết dùng một lần để người quản trị đầu tiên tạo tài khoản
    Init(Init),
    /// In liên kết dùng một lần để chủ một tài khoản đặt mật khẩu mới
    Link(Link),
}

#[derive(Debug, Args)]
pub struct Init {
    /// Tỉnh: mã đơn vị hành chính hai chữ số, ví dụ 40
    #[arg(long, value_name = "MÃ")]
    pub province: String,
    /// Mã định danh điện tử của tỉnh theo QĐ 20/2020/QĐ-TTg, ví dụ H41; cần khi chương trình chưa biết mã của tỉnh
    #[arg(long, value_name = "MÃ")]
    pub agency_code: Option<String>,
}

#[derive(Debug, Args)]
pub struct Link {
    /// Tên đăng nhập
    #[arg(value_name = "TÊN")]
    pub login: String,
}

#[derive(Debug, Args)]
pub struct Config {
    /// In tệp cấu hình mẫu thay cho bảng
    #[arg(long)]
    pub file: bool,
}

/// Codes of the sample provinces, in words.
pub(crate) const fn sample_names() -> &'static str {
    SAMPLES
}

/// The help of every command, one after the other, for the golden test and the handbook.
#[must_use]
pub fn all_help() -> String {
    let mut out = String::new();
    let mut root = Cli::command();
    root.build();
    write_help(&mut root, &mut out);
    out
}

fn write_help(command: &mut clap::Command, out: &mut String) {
    out.push_str(&in_vietnamese(&command.render_long_help().to_string()));
    out.push_str("\n────────\n");
    for inner in command.get_subcommands_mut() {
        write_help(inner, out);
    }
}

/// The one word that the argument parser puts into a usage line itself.
pub(crate) fn in_vietnamese(help: &str) -> String {
    help.replace("[OPTIONS]", "[TÙY_CHỌN]")
}
