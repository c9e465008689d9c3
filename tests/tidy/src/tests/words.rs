use super::{rust, told};
use crate::tree::File;
use crate::words::{asked, catalogue, messages, missing, unused};

fn vi(text: &str) -> File {
    File::new("services/portal/locales/vi.ftl", text)
}

#[test]
fn a_key_that_no_catalogue_has_is_told() {
    let files = [
        vi("portal-title = Trang chủ\n    .label = Nhãn\nrefusal-portal-closed = Đã đóng.\n"),
        File::new(
            "services/portal/templates/a.html",
            "\n{{ frame.l.t(\"portal-title\") }}\n{{ frame.l.t(\"portal-lost\") }}",
        ),
    ];
    let sources = [rust(
        "services/portal/src/web/a.rs",
        "fn a() { l.with(\"portal-gone\", &[]); l.t(\"portal-title.label\"); x.t(\"id\") }\n\
         impl Refusal for E { fn code(&self) -> &str { match self { A => \"portal.closed\", B => \"portal.not_there\" } } }",
    )];
    assert_eq!(
        told(&missing(&asked(&sources, &files), &messages(&files))),
        [
            "services/portal/src/web/a.rs:1: asks for portal-gone, which no catalogue has",
            "services/portal/templates/a.html:3: asks for portal-lost, which no catalogue has",
            "services/portal/src/web/a.rs:2: refuses with portal.not_there, but no catalogue has refusal-portal-not-there",
        ]
    );
}

#[test]
fn a_key_that_nothing_asks_for_is_told() {
    let files =
        [vi("# Trang\nportal-title = Trang\n\nportal-status-open = Mở { portal-word }\nportal-word = từ\n\
         portal-table = Bảng\nrefusal-portal-closed = Đóng\nportal-old = Cũ\n    nhiều dòng\n")];
    let sources = [rust(
        "services/portal/src/web/a.rs",
        "fn a() { l.t(\"portal-title\"); l.t(&format!(\"portal-status-{}\", s)); const T: &str = \"portal-table\"; let c = \"portal.closed\"; }\n\
         #[cfg(test)] mod tests { const OLD: &str = \"portal-old\"; }",
    )];
    assert_eq!(
        told(&unused(&asked(&sources, &files), &messages(&files))),
        ["services/portal/locales/vi.ftl:8: nothing asks for portal-old"]
    );
}

#[test]
fn a_key_told_twice_without_its_crate_or_only_in_english_is_told() {
    let files = [
        vi("portal-title = Trang\nportal-title = Trang\ndossiers-x = X\n"),
        File::new("services/portal/locales/en.ftl", "portal-title = Page\nportal-extra = More\n"),
    ];
    assert_eq!(
        told(&catalogue(&messages(&files))),
        [
            "services/portal/locales/vi.ftl:2: portal-title stands at services/portal/locales/vi.ftl:1 already",
            "services/portal/locales/vi.ftl:3: dossiers-x does not begin with portal-",
            "services/portal/locales/en.ftl:2: portal-extra has no Vietnamese",
        ]
    );
}
