//! One record: its fields as text, within limits, cleaned.
use base::ProcedureCode;
use serde_json::Value;

/// Characters of one field.
const FIELD_CHARS_MAX: usize = 200_000;
const NAME_CHARS_MAX: usize = 2_000;
const LINES_MAX: usize = 400;
const LIST_MAX: usize = 60;

/// The fields of a record that say something about the procedure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub code: String,
    pub name: String,
    pub decision: String,
    pub levels: String,
    pub field: String,
    pub audience: Vec<String>,
    pub authority: String,
    pub executing: String,
    pub steps: String,
    pub components: String,
    pub legal: String,
    pub conditions: String,
    pub results: String,
    pub channels: Vec<String>,
    pub result_codes: Vec<String>,
}

/// What the portal writes where there is nothing.
const NOTHING: [&str; 4] = ["Không có thông tin", "không quy định", "Không quy định", "--"];

/// The national records carry control and direction characters of word processors: nobody typed them on purpose here, so
/// they fall instead of refusing the record.
fn clean(raw: &str, max: usize) -> Result<String, &'static str> {
    let stray = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}')
    };
    let plain: String = raw.chars().filter(|c| !stray(*c)).collect();
    text::clean_text_within(&plain, max).map_err(|error| match error {
        text::TextError::TooLong { .. } => "too_long",
        _ => "bad_characters",
    })
}

fn text(value: &Value, key: &str, max: usize) -> Result<String, &'static str> {
    let raw = match value.get(key) {
        None | Some(Value::Null) => return Ok(String::new()),
        Some(Value::String(text)) => text,
        Some(_) => return Err("not_text"),
    };
    let cleaned = clean(raw, max)?;
    Ok(if NOTHING.contains(&cleaned.trim()) { String::new() } else { cleaned })
}

fn list(value: &Value, key: &str) -> Result<Vec<String>, &'static str> {
    let items = match value.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err("not_list"),
    };
    if items.len() > LIST_MAX {
        return Err("too_long");
    }
    items
        .iter()
        .map(|item| {
            let raw = item.as_str().ok_or("not_text")?;
            clean(raw, FIELD_CHARS_MAX)
        })
        .collect()
}

impl Record {
    /// # Errors
    /// What makes the record useless, as the end of `procedures-import-…`.
    pub(crate) fn read(value: Value) -> Result<Self, &'static str> {
        if !value.is_object() {
            return Err("not_object");
        }
        let field = |key: &str| text(&value, key, FIELD_CHARS_MAX);
        let code = ProcedureCode::parse(&field("ma_thu_tuc")?).map_err(|_| "bad_code")?.to_string();
        let name = name(&text(&value, "ten_thu_tuc", NAME_CHARS_MAX)?, &code);
        if name.is_empty() {
            return Err("no_name");
        }
        Ok(Self {
            code,
            name,
            decision: one_line(&field("so_quyet_dinh")?),
            levels: field("cap_thuc_hien")?,
            field: one_line(&field("linh_vuc")?),
            audience: split_audience(&field("doi_tuong_thuc_hien")?),
            authority: one_line(&field("co_quan_co_tham_quyen")?),
            executing: one_line(&field("co_quan_thuc_hien")?),
            steps: field("trinh_tu_thuc_hien")?,
            components: field("thanh_phan_ho_so")?,
            legal: field("can_cu_phap_ly")?,
            conditions: field("yeu_cau_dieu_kien")?,
            results: field("ket_qua_xu_ly")?,
            channels: list(&value, "kenh_parsed")?,
            result_codes: list(&value, "ket_qua_ma")?,
        })
    }

    pub(crate) fn step_lines(&self) -> Vec<String> {
        lines(&self.steps)
    }

    pub(crate) fn condition_lines(&self) -> Vec<String> {
        lines(&self.conditions)
    }

    /// Sentences of the steps (and of the channel cells) in which one of the words stands; what to read beside a question.
    pub(crate) fn sentences_with(&self, found: impl Fn(&str) -> bool) -> String {
        let cells = self.channels.iter().flat_map(|cell| cell.lines());
        let mut kept: Vec<&str> = Vec::new();
        let mut length = 0_usize;
        for line in self.steps.lines().chain(cells) {
            let line = line.trim();
            if length < 3_000 && !kept.contains(&line) && found(&text::fold(line)) {
                length += line.len();
                kept.push(line);
            }
        }
        kept.join("\n")
    }
}

fn one_line(text: &str) -> String {
    text::squeeze(text).trim_end_matches('.').to_owned()
}

/// Audiences have commas inside brackets: `Tổ chức (không bao gồm doanh nghiệp, HTX)`.
fn split_audience(text: &str) -> Vec<String> {
    let (mut list, mut word, mut depth) = (Vec::new(), String::new(), 0_i32);
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth <= 0 {
            list.push(std::mem::take(&mut word));
        } else {
            word.push(c);
        }
    }
    list.push(word);
    list.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// The name without its own code at the end: `… (cấp Tỉnh) ( 1.010727 )`.
fn name(raw: &str, code: &str) -> String {
    let name = text::squeeze(raw);
    let without = match name.rfind(code).and_then(|at| Some((name.get(..at)?, name.get(at + code.len()..)?)))
    {
        Some((before, after)) if after.trim_matches([' ', ')', '.']).is_empty() => {
            before.trim_end_matches([' ', '(', '-']).to_owned()
        }
        _ => name,
    };
    without.trim_end_matches(['.', ' ']).to_owned()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(text::squeeze).filter(|line| !line.is_empty()).take(LINES_MAX).collect()
}
