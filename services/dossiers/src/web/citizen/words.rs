//! How this group's pages say moments, sizes, limits and names.
use crate::errors::Refused;
use crate::model::File;
use base::{Refusal, Timestamp, date_vi, time_vi, weekday_key};
use contracts::{Limit, LimitUnit};
use web::{Errors, Lang, Receipt};

/// The words of forms, in the language of the page.
pub(super) fn labels(lang: &Lang) -> impl Fn(&str, &[(&str, String)]) -> String + '_ {
    move |key, args| lang.with(key, args)
}

pub(super) fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn upper_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// “Đăng ký khai sinh” for “Thủ tục đăng ký khai sinh”.
pub(super) fn short_name(procedure: &str) -> String {
    let rest = procedure.strip_prefix("Thủ tục ").unwrap_or(procedure);
    upper_first(rest)
}

/// “10:38, thứ Sáu 20/11/2026”.
pub(super) fn moment(l: &Lang, at: Timestamp) -> String {
    let local = at.to_local();
    l.with(
        "dossiers-citizen-moment",
        &[
            ("time", time_vi(local.time())),
            ("weekday", lower_first(&l.t(weekday_key(local.date())))),
            ("date", date_vi(local.date())),
        ],
    )
}

/// “17:00 thứ Hai 23/11/2026”, after a “trước”.
pub(super) fn deadline(l: &Lang, at: Timestamp) -> String {
    let local = at.to_local();
    l.with(
        "dossiers-citizen-deadline",
        &[
            ("time", time_vi(local.time())),
            ("weekday", lower_first(&l.t(weekday_key(local.date())))),
            ("date", date_vi(local.date())),
        ],
    )
}

/// “3 ngày làm việc, tính từ khi quầy tiếp nhận.”
pub(super) fn limit(l: &Lang, limit: &Limit) -> String {
    let key = match limit.unit {
        LimitUnit::Hour => "dossiers-citizen-limit-hours",
        LimitUnit::WorkingDay => "dossiers-citizen-limit-working-days",
        LimitUnit::CalendarDay => "dossiers-citizen-limit-days",
        LimitUnit::SameDay => return l.t("dossiers-citizen-limit-same-day").into_owned(),
    };
    l.with("dossiers-citizen-start-time-text", &[("time", l.with(key, &[("n", limit.amount)]))])
}

pub(super) fn size(bytes: i64) -> String {
    forms::size_vi(u64::try_from(bytes).unwrap_or(0))
}

/// The first twelve signs of a SHA-256, in groups of four.
fn fingerprint(digest: &str) -> String {
    let head: Vec<char> = digest.chars().take(12).collect();
    head.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What was received of one file.  `folder` is the address its download lies under; `removable` adds the button.
pub(super) fn receipt(l: &Lang, file: &File, folder: &str, removable: bool) -> Receipt {
    let whole = file.size > 0;
    Receipt {
        name: file.name.clone(),
        detail: format!("{} · {}", size(file.size), moment(l, file.uploaded_at)),
        fingerprint: fingerprint(&file.digest),
        problem: if whole { String::new() } else { l.t("dossiers-citizen-file-empty").into_owned() },
        view_href: whole.then(|| format!("{folder}/tep/{}", file.id)),
        remove: removable.then(|| ("tep".to_owned(), file.id.to_string())),
    }
}

/// The sentence of a refusal.
pub(super) fn sentence(l: &Lang, refused: &dyn Refusal) -> String {
    l.refusal(refused.code(), &refused.args()).unwrap_or_else(|| l.t("dossiers-citizen-refused").into_owned())
}

/// Adds the refusal of one field, if there is one.
pub(super) fn note<T, E: Refusal>(
    l: &Lang,
    errors: &mut Errors,
    field: &str,
    read: Result<T, E>,
) -> Option<T> {
    read.map_err(|refused| errors.add(field, sentence(l, &refused))).ok()
}

/// The locale key's end for a stored word.
pub(super) fn hyphened(word: &str) -> String {
    word.replace('_', "-")
}

/// Whether the refusal is one of those that a page of the journey shows beside what was typed.
pub(super) fn is_field(refused: &Refused) -> bool {
    matches!(refused, Refused::Field { .. } | Refused::ComponentMissing(_) | Refused::FormIncomplete(_))
}
