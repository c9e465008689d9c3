mod golden;
mod journeys;
mod kinds;
mod lint;
mod properties;
mod stored;
mod words;

use crate::{
    Answers, Context, FieldError, FormDefinition, FormPack, Labels, ListedCodes, ListedCommune, ListedPlaces,
    PageOutcome, Place, parse_page,
};
use base::{Date, Id, Timestamp};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::sync::LazyLock;

fn now() -> Timestamp {
    Timestamp::from_local("2026-11-20T10:24:00".parse().unwrap())
}

fn form() -> FormDefinition {
    static FORM: LazyLock<FormDefinition> =
        LazyLock::new(|| FormPack::read(include_str!("birth.json")).unwrap().form);
    FORM.clone()
}

fn place(number: u8, code: &str, name: &str) -> Place {
    Place { id: Id::from_bytes([number; 16]).into(), code: code.to_owned(), name: name.to_owned() }
}

fn commune(number: u8, code: &str, name: &str, province: &str, former: &[&str]) -> ListedCommune {
    ListedCommune {
        place: place(number, code, name),
        province_code: province.to_owned(),
        former_names: former.iter().map(|name| (*name).to_owned()).collect(),
        from: Date::constant(2025, 7, 1),
        until: None,
    }
}

static PLACES: LazyLock<ListedPlaces> = LazyLock::new(|| {
    let provinces = vec![place(1, "40", "Tỉnh Nghệ An"), place(2, "01", "Thành phố Hà Nội")];
    let communes = vec![
        commune(3, "17230", "Xã Con Cuông", "40", &["Xã Yên Khê", "Xã Chi Khê", "Thị trấn Trà Lân"]),
        commune(4, "17236", "Xã Châu Khê", "40", &["Xã Lạng Khê"]),
        commune(5, "16681", "Phường Thành Vinh", "40", &[]),
        commune(6, "00004", "Phường Ba Đình", "01", &[]),
        commune(7, "00008", "Phường Yên Khê", "01", &[]),
    ];
    ListedPlaces::new(Some("40".to_owned()), provinces, communes)
});

static CODES: LazyLock<ListedCodes> = LazyLock::new(ListedCodes::default);

fn context() -> Context<'static> {
    Context::new(now(), &*PLACES, &*CODES).with_fact("case", "ordinary")
}

/// Real Fluent over the crate's own words, so that a missing key or argument is seen.
struct Words;

impl Labels for Words {
    fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        let mut bundle = FluentBundle::new(vec!["vi".parse().unwrap()]);
        bundle.set_use_isolating(false);
        for text in [crate::LOCALES, base::LOCALES].iter().flat_map(|list| list.iter().map(|(_, text)| *text))
        {
            let resource = FluentResource::try_new(text.to_owned()).unwrap();
            bundle.add_resource(resource).unwrap();
        }
        let pattern =
            bundle.get_message(key).unwrap_or_else(|| panic!("no words for {key}")).value().unwrap();
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set((*name).to_owned(), FluentValue::from(value.as_str()));
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned();
        assert!(errors.is_empty(), "{key}: {errors:?}");
        text
    }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn submit(answers: &Answers, page: &str, list: &[(&str, &str)]) -> PageOutcome {
    submit_item(answers, page, None, list)
}

fn submit_item(answers: &Answers, page: &str, item: Option<usize>, list: &[(&str, &str)]) -> PageOutcome {
    parse_page(&form(), answers, page, item, &pairs(list), &context()).unwrap()
}

fn sentences(errors: &[FieldError]) -> Vec<String> {
    errors.iter().map(|error| error.message.text(&Words)).collect()
}

const CHILD: &[(&str, &str)] = &[
    ("child_name-family", "Lô Vi"),
    ("child_name-middle", "Nhật"),
    ("child_name-given", "Minh"),
    ("child_born-d", "11"),
    ("child_born-m", "11"),
    ("child_born-y", "2026"),
    ("child_sex", "male"),
    ("child_people", "04"),
];

const MOTHER: &[(&str, &str)] =
    &[("mother_name-given", "Thương"), ("mother_born-y", "1999"), ("mother_number", "040199000862")];

const RESULT: &[(&str, &str)] =
    &[("copies", "2"), ("phone", "0987 654 214"), ("ways", "desk"), ("ways", "post")];

/// A draft with everything answered but the file.
fn almost_done() -> Answers {
    let answers = submit(&Answers::default(), "child", CHILD).answers;
    let answers = submit(&answers, "mother-known", &[("has_mother", "yes")]).answers;
    let answers = submit(&answers, "mother", MOTHER).answers;
    let answers =
        submit(&answers, "mother-home", &[("mother_home-unit", "17230"), ("mother_home-village", "Bản Nưa")]);
    let answers = submit(&answers.answers, "siblings", &[]).answers;
    submit(&answers, "result", RESULT).answers
}

fn receipt(number: u8, size: u64) -> crate::FileReference {
    crate::FileReference {
        id: Id::from_bytes([number; 16]).into(),
        name: format!("IMG_{number}.jpg"),
        size,
        sha256: "9f2c41ab77e0".repeat(5) + "9f2c",
        received_at: now(),
    }
}
