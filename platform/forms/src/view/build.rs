//! From a field, its answer and its errors to the shape that a template draws.
use super::View;
use super::shape::{AddressView, BoxView, FieldView, FileView, Input, OptionView, Shape};
use crate::model::{Answers, Field, FieldKind, Page, Reach};
use crate::ports::Place;
use crate::rules::controls::{belongs, filled};
use crate::rules::display::{display, size_vi};
use crate::rules::messages::FieldError;
use crate::rules::page::files_of;
use crate::rules::read::{Typed, choices};
use crate::rules::review::masked_number;
use crate::rules::visible::{Layers, named_value};
use base::{moment_vi, time_vi};
use expr::Value;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The page's fields that are asked.  On a refused page the answers that were accepted decide, as when reading.
pub(super) fn fields_to_show<'f>(
    page: &'f Page,
    item: Option<usize>,
    answers: &Answers,
    stored: &Map<String, Json>,
    names: &BTreeMap<String, Value>,
) -> Vec<&'f Field> {
    let mut known = BTreeMap::new();
    let slot = Answers::slot(&page.id, item);
    let mut shown = Vec::new();
    for field in &page.fields {
        let layers = Layers { inner: &known, outer: names, value: None };
        let typed_now = answers.typed.get(&slot).is_some_and(|typed| {
            typed.iter().any(|(name, value)| !value.is_empty() && belongs(std::slice::from_ref(field), name))
        });
        let asked = field.show_if.as_ref().is_none_or(|rule| rule.holds(&layers).unwrap_or(false));
        // A box with something typed in it is never taken away together with what it holds while the page is refused.
        if asked || (typed_now && field.show_if.is_some()) {
            shown.push(field);
        }
        let value = stored.get(&field.id).filter(|_| asked);
        known.insert(field.id.clone(), value.map_or(Value::Null, |value| named_value(field.kind, value)));
    }
    shown
}

pub(super) fn field_view(
    view: &View<'_>,
    page: &Page,
    item: Option<usize>,
    field: &Field,
    stored: &Map<String, Json>,
    errors: &[FieldError],
) -> FieldView {
    let slot = Answers::slot(&page.id, item);
    let value = stored.get(&field.id);
    let typed = view.answers.typed.get(&slot).cloned();
    let pairs = typed.unwrap_or_else(|| value.map(|value| filled(field, value)).unwrap_or_default());
    let typed = Typed(&pairs);
    let own: Vec<&FieldError> = errors.iter().filter(|error| error.field == field.id).collect();
    let wrong = |control: &str| own.iter().any(|error| error.control == control);
    let locked = item.is_none() && view.answers.is_locked(&field.id) && value.is_some();
    let shape = match value {
        Some(value) if locked => {
            let masked = |value: &Json| {
                if field.kind == FieldKind::PersonalNumber { masked_number(value) } else { None }
            };
            Shape::Locked(
                masked(value)
                    .unwrap_or_else(|| display(view.form, field, value, view.cx, view.labels).join(", ")),
            )
        }
        _ => shape(view, field, typed, value, &wrong),
    };
    let error = own.iter().map(|error| error.message.text(view.labels)).collect::<Vec<_>>().join(". ");
    let hint = hint(view, field);
    let source = source(view, field, item);
    let notes = [("h", !hint.is_empty()), ("s", !source.is_empty()), ("e", !error.is_empty())];
    let described: Vec<String> = notes
        .into_iter()
        .filter(|(_, present)| *present)
        .map(|(end, _)| format!("{}-{end}", field.id))
        .collect();
    FieldView {
        id: field.id.clone(),
        label: field.label.clone(),
        full_label: full_label(view, field),
        hint,
        source,
        error,
        described: described.join(" "),
        shape,
    }
}

fn full_label(view: &View<'_>, field: &Field) -> String {
    let dong = || view.labels.t("forms-unit-dong");
    let unit = if field.kind == FieldKind::Money { dong() } else { field.unit.clone() };
    let label = if unit.is_empty() {
        field.label.clone()
    } else {
        view.labels.with("forms-with-unit", &[("label", field.label.clone()), ("unit", unit)])
    };
    if field.optional { view.labels.with("forms-optional", &[("label", label)]) } else { label }
}

fn hint(view: &View<'_>, field: &Field) -> String {
    match field.kind {
        _ if !field.help.is_empty() => field.help.clone(),
        FieldKind::Date => view.labels.t("forms-date-hint"),
        FieldKind::PartialDate => view.labels.t("forms-partial-date-hint"),
        FieldKind::PersonName => view.labels.t("forms-name-hint"),
        _ => String::new(),
    }
}

fn source(view: &View<'_>, field: &Field, item: Option<usize>) -> String {
    let Some(source) = view.answers.sources.get(&field.id).filter(|_| item.is_none()) else {
        return String::new();
    };
    let key = match (&source.reported, source.open) {
        (Some(_), _) => "forms-source-reported",
        (None, true) => "forms-source-own",
        (None, false) => "forms-source",
    };
    view.labels.with(key, &[("source", source.name.clone()), ("time", moment_vi(source.at))])
}

fn shape(
    view: &View<'_>,
    field: &Field,
    typed: Typed<'_>,
    value: Option<&Json>,
    wrong: &dyn Fn(&str) -> bool,
) -> Shape {
    let raw = || typed.get(&field.id).unwrap_or_default().to_owned();
    let input = |kind, width, inputmode| {
        Shape::Input(Input { kind, width, inputmode, autocomplete: field.autocomplete.clone(), value: raw() })
    };
    match field.kind {
        FieldKind::Text => input("text", "w-20", ""),
        FieldKind::LongText => Shape::Area(raw()),
        FieldKind::Number => input("text", "w-12", "decimal"),
        FieldKind::Integer | FieldKind::Money | FieldKind::PersonalNumber => input("text", "w-12", "numeric"),
        FieldKind::TaxCode => input("text", "w-12", ""),
        FieldKind::Phone => input("tel", "w-12", ""),
        FieldKind::Email => input("email", "w-20", ""),
        FieldKind::Date | FieldKind::PartialDate => date_boxes(view, field, typed, wrong),
        FieldKind::PersonName => name_boxes(view, field, typed, wrong),
        FieldKind::Choice => Shape::Choices { kind: "radio", options: listed(view, field, typed) },
        FieldKind::MultiChoice => Shape::Choices { kind: "checkbox", options: listed(view, field, typed) },
        FieldKind::Code => Shape::Select(listed(view, field, typed)),
        FieldKind::YesNo => {
            let options = [("yes", "forms-yes"), ("no", "forms-no")].into_iter().enumerate();
            let options = options.map(|(at, (code, key))| OptionView {
                id: format!("{}-{}", field.id, at.saturating_add(1)),
                code: code.to_owned(),
                label: view.labels.t(key),
                help: String::new(),
                chosen: typed.get(&field.id) == Some(code),
            });
            Shape::Choices { kind: "radio", options: options.collect() }
        }
        FieldKind::Address => Shape::Address(address(view, field, typed, wrong)),
        FieldKind::File => Shape::Files(files(view, value)),
    }
}

fn listed(view: &View<'_>, field: &Field, typed: Typed<'_>) -> Vec<OptionView> {
    let options = choices(view.form, field, view.cx).into_iter().enumerate();
    let options = options.map(|(at, choice)| OptionView {
        id: format!("{}-{}", field.id, at.saturating_add(1)),
        chosen: typed.all(&field.id).any(|code| code == choice.code),
        code: choice.code,
        label: choice.label,
        help: choice.help,
    });
    options.collect()
}

fn boxes(
    view: &View<'_>,
    field: &Field,
    typed: Typed<'_>,
    wrong: &dyn Fn(&str) -> bool,
    parts: [(&str, &str, &'static str, &str); 3],
) -> Vec<BoxView> {
    let parts = parts.into_iter().map(|(suffix, key, width, autocomplete)| {
        let id = format!("{}{suffix}", field.id);
        BoxView {
            label: view.labels.t(key),
            value: typed.get(&id).unwrap_or_default().to_owned(),
            width,
            autocomplete: autocomplete.to_owned(),
            wrong: wrong(&id),
            id,
        }
    });
    parts.collect()
}

fn date_boxes(view: &View<'_>, field: &Field, typed: Typed<'_>, wrong: &dyn Fn(&str) -> bool) -> Shape {
    let fill = if field.autocomplete == "bday" { ["bday-day", "bday-month", "bday-year"] } else { [""; 3] };
    let [day, month, year] = fill;
    let parts = [
        ("-d", "forms-date-day", "w-2", day),
        ("-m", "forms-date-month", "w-2", month),
        ("-y", "forms-date-year", "w-4", year),
    ];
    Shape::Boxes { boxes: boxes(view, field, typed, wrong, parts), inline: true }
}

fn name_boxes(view: &View<'_>, field: &Field, typed: Typed<'_>, wrong: &dyn Fn(&str) -> bool) -> Shape {
    let fill =
        if field.autocomplete == "name" { ["family-name", "additional-name", "given-name"] } else { [""; 3] };
    let [family, middle, given] = fill;
    let parts = [
        ("-family", "forms-name-family", "w-20", family),
        ("-middle", "forms-name-middle", "w-20", middle),
        ("-given", "forms-name-given", "w-20", given),
    ];
    Shape::Boxes { boxes: boxes(view, field, typed, wrong, parts), inline: false }
}

fn address(view: &View<'_>, field: &Field, typed: Typed<'_>, wrong: &dyn Fn(&str) -> bool) -> AddressView {
    let (book, today) = (view.cx.addresses, view.cx.today);
    let unit = typed.part(field, "-unit");
    let home = book.home_province().unwrap_or_default();
    let of_unit = book.commune(unit, today).map(|(_, province)| province.code);
    let asked = typed.part(field, "-province");
    let province = if field.reach == Some(Reach::Province) {
        home
    } else if asked.is_empty() {
        of_unit.unwrap_or(home)
    } else {
        asked.to_owned()
    };
    let option = |place: Place, chosen: &str| OptionView {
        id: String::new(),
        chosen: place.code == chosen,
        code: place.code,
        label: place.name,
        help: String::new(),
    };
    let all = book.provinces(today);
    let province_name = all.iter().find(|place| place.code == province).map(|place| place.name.clone());
    let provinces = if field.reach == Some(Reach::Province) { Vec::new() } else { all };
    let words = typed.part(field, "-q").to_owned();
    let at = |suffix: &str| format!("{}{suffix}", field.id);
    let free =
        [("-village", "forms-village"), ("-house", "forms-house")].into_iter().map(|(suffix, key)| BoxView {
            id: at(suffix),
            label: view.labels.t(key),
            value: typed.get(&at(suffix)).unwrap_or_default().to_owned(),
            width: "w-20",
            autocomplete: String::new(),
            wrong: wrong(&at(suffix)),
        });
    AddressView {
        provinces: provinces.into_iter().map(|place| option(place, &province)).collect(),
        province_name: province_name.unwrap_or_default(),
        communes: book.communes(&province, today).into_iter().map(|place| option(place, unit)).collect(),
        found: found(view, field, typed, &words),
        searched: !words.is_empty() || wrong(&at("-q")),
        words,
        boxes: free.collect(),
        wrong_unit: wrong(&at("-unit")),
        wrong_words: wrong(&at("-q")),
    }
}

fn found(view: &View<'_>, field: &Field, typed: Typed<'_>, words: &str) -> Vec<OptionView> {
    if words.is_empty() {
        return Vec::new();
    }
    let places = view.cx.addresses.search(words, view.cx.today);
    let only_one = places.len() == 1;
    let options = places.into_iter().enumerate().map(|(at, place)| {
        let former = place.former_name.map(|name| view.labels.with("forms-found-former", &[("name", name)]));
        let picked = typed.part(field, "-found");
        OptionView {
            id: format!("{}-found-{}", field.id, at.saturating_add(1)),
            label: format!("{}, {}", place.commune.name, crate::model::lower_first(&place.province.name)),
            help: former.unwrap_or_default(),
            chosen: only_one || picked == place.commune.code,
            code: place.commune.code,
        }
    });
    options.collect()
}

fn files(view: &View<'_>, value: Option<&Json>) -> Vec<FileView> {
    let files = files_of(value).into_iter().map(|file| {
        let digest: String = file.sha256.chars().take(12).collect();
        let groups: Vec<String> =
            digest.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect();
        let time = time_vi(file.received_at.to_local().time());
        FileView {
            id: file.id.to_string(),
            whole: file.size > 0,
            facts: format!("{} · {time}", size_vi(file.size)),
            digest: view.labels.with("forms-file-digest", &[("digest", groups.join(" "))]),
            name: file.name,
        }
    });
    files.collect()
}
