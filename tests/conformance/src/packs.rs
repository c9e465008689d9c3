//! The packs of procedures: readable to the last field, right in themselves, and true to the national records.
use contracts::{Channel, Limit, LimitUnit, ProcedureFact};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Packs that configure a procedure whole, and its code.
const WHOLE: [(&str, &str); 5] = [
    ("khai-sinh", "1.001193"),
    ("chung-thuc", "2.000815"),
    ("ho-kinh-doanh", "1.001612"),
    ("giay-phep-xay-dung", "1.013225"),
    ("an-toan-thuc-pham", "2.001827"),
];

struct Pack {
    name: &'static str,
    procedures: Vec<ProcedureFact>,
    forms: BTreeMap<String, forms::FormPack>,
    processes: BTreeMap<String, workflow::Definition>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut list: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    list.sort();
    list
}

/// What is written must be read: every key of `written` is in `read` with the same value.
fn nothing_unread(written: &Json, read: &Json, at: &str) {
    match (written, read) {
        (Json::Object(written), Json::Object(read)) => {
            for (key, value) in written {
                let found = read.get(key).unwrap_or_else(|| panic!("{at}: nobody reads `{key}`"));
                nothing_unread(value, found, &format!("{at}/{key}"));
            }
        }
        (Json::Array(written), Json::Array(read)) => {
            assert_eq!(written.len(), read.len(), "{at}");
            for (number, (one, other)) in written.iter().zip(read).enumerate() {
                nothing_unread(one, other, &format!("{at}/{number}"));
            }
        }
        _ => assert_eq!(written, read, "{at}"),
    }
}

fn procedure(file: &Path) -> ProcedureFact {
    let text = fs::read_to_string(file).unwrap();
    let written: Json = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut with_id = written.clone();
    with_id["id"] = "00000000-0000-7000-8000-000000000000".into();
    let fact: ProcedureFact =
        serde_json::from_value(with_id).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    nothing_unread(&written, &serde_json::to_value(&fact).unwrap(), &file.display().to_string());
    assert_eq!(file.file_stem().unwrap().to_str(), Some(fact.code.as_str()));
    fact
}

fn pack(name: &'static str) -> Pack {
    let folder = root().join(name);
    let mut pack = Pack {
        name,
        procedures: files(&folder.join("procedures")).iter().map(|file| procedure(file)).collect(),
        forms: BTreeMap::new(),
        processes: BTreeMap::new(),
    };
    for file in files(&folder.join("forms")) {
        let form = forms::FormPack::read(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|faults| panic!("{}: {faults:#?}", file.display()));
        pack.forms.insert(form.form.reference(), form);
    }
    for file in files(&folder.join("processes")) {
        let process = workflow::Definition::from_toml(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        pack.processes.insert(process.reference(), process);
    }
    pack
}

fn packs() -> Vec<Pack> {
    WHOLE.iter().map(|(name, _)| *name).chain(["danh-muc"]).map(pack).collect()
}

fn all() -> Vec<ProcedureFact> {
    packs().into_iter().flat_map(|pack| pack.procedures).collect()
}

#[test]
fn thirty_procedures_stand_once_each_and_five_of_them_are_whole() {
    let all = all();
    let codes: BTreeSet<&str> = all.iter().map(|fact| fact.code.as_str()).collect();
    assert_eq!((all.len(), codes.len()), (30, 30));
    for (name, code) in WHOLE {
        let pack = pack(name);
        assert_eq!(pack.procedures.len(), 1, "{name}");
        assert!(pack.procedures[0].code == code && pack.procedures[0].configured(), "{name}");
    }
    assert_eq!(all.iter().filter(|fact| fact.configured()).count(), 5);
    assert!(all.iter().all(|fact| fact.mode == contracts::Mode::National));
}

#[test]
fn every_case_names_its_form_and_process_and_every_rule_parses() {
    for pack in packs() {
        for fact in &pack.procedures {
            assert!(!fact.cases.is_empty(), "{}", fact.code);
            let mut cases = BTreeSet::new();
            for case in &fact.cases {
                let place = format!("{} {} {}", pack.name, fact.code, case.code);
                assert!(cases.insert(&case.code) && !case.channels.is_empty(), "{place}");
                assert!(case.form.as_ref().is_none_or(|form| pack.forms.contains_key(form)), "{place}");
                let known = case.process.as_ref().is_none_or(|name| pack.processes.contains_key(name));
                assert!(known, "{place}");
                let codes: BTreeSet<&str> = case.components.iter().map(|paper| paper.code.as_str()).collect();
                assert_eq!(codes.len(), case.components.len(), "{place}: a paper's code twice");
                let forms = case.components.iter().filter(|paper| paper.is_form).count();
                assert_eq!(
                    forms,
                    usize::from(case.form.is_some()),
                    "{place}: the form stands in for one paper"
                );
                for rule in case.components.iter().filter_map(|paper| paper.when.as_deref()) {
                    let rule = expr::Expr::parse(rule).unwrap_or_else(|error| panic!("{place}: {error:?}"));
                    let form = case.form.as_ref().map(|form| &pack.forms[form].form);
                    let asked = |name: &String| form.is_some_and(|form| form.field(name).is_some());
                    assert!(rule.names().iter().all(asked), "{place}: {:?} is no question", rule.names());
                }
                for fee in &case.fees {
                    assert!(fee.amount.is_some() != fee.formula.is_some(), "{place} {}", fee.code);
                    if let Some(formula) = &fee.formula {
                        expr::Expr::parse(formula).unwrap_or_else(|error| panic!("{place}: {error:?}"));
                    }
                }
            }
        }
    }
}

/// What a pack of this form must be able to do; the program's own readers, over all packs in their order.
#[test]
fn the_packs_pass_the_check_that_installing_makes() {
    let readers = packs::Readers::new(procedures::pack_readers());
    let mut installed = packs::Installed::default();
    for name in WHOLE.iter().map(|(name, _)| *name).chain(["danh-muc"]) {
        let report = packs::check(&packs::Dir(root().join(name)), &readers, &installed);
        let problems: Vec<String> = report.problems.iter().map(packs::Problem::plain).collect();
        assert_eq!(problems, Vec::<String>::new(), "{name}");
        installed.absorb(&report);
    }
    assert_eq!(installed.objects.iter().filter(|(kind, _)| kind == "procedure").count(), 30);
}

/// A walk-in has no answers of the form: every condition still says yes or no, never "ask to be safe".
#[test]
fn conditions_of_papers_are_answered_when_the_form_was_not_filled_in() {
    for fact in all() {
        for paper in fact.cases.iter().flat_map(|case| &case.components) {
            let Some(when) = &paper.when else { continue };
            let nothing = expr::Value::from(serde_json::json!({}));
            let asked = expr::Expr::parse(when).unwrap().eval(&nothing).unwrap().as_bool();
            assert!(asked.is_some(), "{} {}: {when}", fact.code, paper.code);
            let birth_paper = paper.code == "giay_chung_sinh";
            assert!(birth_paper || !paper.mandatory || asked == Some(false), "{} {}", fact.code, paper.code);
        }
    }
}

/// The overlays of the sample parse, are marked as samples, and name procedures that stand.
#[test]
fn overlays_of_the_sample_are_marked_and_fit_their_procedures() {
    let text = fs::read_to_string(root().join("nghe-an/overlays.toml")).unwrap();
    let overlays: Json = toml::from_str(&text).unwrap();
    let all = all();
    let find = |code: &str| all.iter().find(|fact| fact.code == code);
    for code in overlays["local"].as_array().unwrap() {
        assert!(find(code.as_str().unwrap()).is_some_and(ProcedureFact::configured), "{code}");
    }
    for overlay in overlays["overlay"].as_array().unwrap() {
        let fact = find(overlay["code"].as_str().unwrap()).unwrap();
        assert!(overlay["decision"].as_str().unwrap().contains("mẫu"), "{overlay}");
        assert!(overlay["case"].as_str().is_none_or(|case| fact.case(case).is_some()), "{overlay}");
        let change: procedures::Change = serde_json::from_value(overlay["change"].clone()).unwrap();
        if let procedures::Change::Fee { fee } = change {
            assert!(fee.formula.is_none_or(|formula| expr::Expr::parse(&formula).is_ok()), "{overlay}");
        }
    }
}

#[test]
fn certified_copies_cost_what_the_circular_says() {
    let fact = &pack("chung-thuc").procedures[0];
    let formula = expr::Expr::parse(fact.cases[0].fees[0].formula.as_deref().unwrap()).unwrap();
    for (pages, copies, dong) in
        [(1, 1, 2_000), (2, 1, 4_000), (3, 1, 5_000), (10, 2, 24_000), (198, 1, 200_000), (500, 3, 600_000)]
    {
        let scope = expr::Value::from(serde_json::json!({ "pages": pages, "quantity": copies }));
        assert_eq!(formula.eval(&scope).unwrap(), expr::Value::from(i64::from(dong)), "{pages} × {copies}");
    }
    let asked: Vec<&str> = fact.cases[0].counts.iter().map(|count| count.code.as_str()).collect();
    assert_eq!(asked, ["pages"], "the counter asks what the formula reads");
}

#[test]
fn processes_have_no_problem_and_stay_within_the_legal_limit() {
    for pack in packs() {
        for (reference, process) in &pack.processes {
            assert_eq!(workflow::check(process, None), Vec::new(), "{reference}");
            let cases = pack.procedures.iter().flat_map(|fact| &fact.cases);
            for case in cases.filter(|case| case.process.as_ref() == Some(reference)) {
                for limit in case.channels.iter().filter_map(|channel| channel.limit.as_ref()) {
                    assert_eq!(
                        workflow::check(process, Some(limit)),
                        Vec::new(),
                        "{reference} {}",
                        case.code
                    );
                }
            }
        }
    }
}

/// Hours add up where the limit counts working time: eight hours are one day.
#[test]
fn the_hours_of_the_steps_add_up_to_the_limit_in_working_days() {
    for (name, reference, minutes) in
        [("khai-sinh", "khai-sinh@1", 480), ("ho-kinh-doanh", "ho-kinh-doanh@1", 3 * 480)]
    {
        let process = &pack(name).processes[reference];
        assert_eq!(process.steps.iter().filter_map(|step| step.minutes).sum::<i64>(), minutes, "{name}");
    }
}

#[test]
fn everything_that_people_read_is_there() {
    let events = [
        "sinh-con",
        "ket-hon-gia-dinh",
        "nha-o-cu-tru",
        "dat-dai",
        "kinh-doanh",
        "giay-to",
        "hoc-hanh-viec-lam",
        "qua-doi",
    ];
    for fact in all() {
        let code = &fact.code;
        assert!(fact.life_event.as_deref().is_some_and(|event| events.contains(&event)), "{code}");
        assert!(fact.synonyms.len() >= 4 && fact.steps.len() >= 2, "{code}");
        assert!(!fact.legal_basis.is_empty() && !fact.result.codes.is_empty(), "{code}");
        let shown = fact.steps.iter().chain(&fact.notes).chain(&fact.office_notes).chain(&fact.conditions);
        for sentence in shown.clone() {
            assert!(sentence.ends_with(['.', '?', ')']), "{code}: {sentence}");
            assert_eq!(*sentence, text::nfc(sentence), "{code}");
        }
        // Former names and forms of address that no screen uses any more.
        for word in ["huyện", "thị trấn", "Quảng Trị", "Hải Phòng", "Không có thông tin"] {
            assert!(!shown.clone().any(|sentence| sentence.contains(word)), "{code}: {word}");
            assert!(!fact.resolving_kind.contains(word), "{code}");
        }
    }
}

// ------------------------------------------------------------------------------------ against the national records

fn records() -> Option<BTreeMap<String, Json>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/procedures-30.json");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("SKIPPED: no shared data ({})", file.display());
        return None;
    };
    let list: Vec<Json> = serde_json::from_str(&text).unwrap();
    Some(list.into_iter().map(|record| (words(&record, "ma_thu_tuc"), record)).collect())
}

fn words(record: &Json, key: &str) -> String {
    record[key].as_str().unwrap_or_default().to_owned()
}

fn squeezed(text: &str) -> String {
    text::nfc(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The name without the code that some records repeat behind it.
fn bare_name(record: &Json) -> String {
    let name = squeezed(&words(record, "ten_thu_tuc"));
    let code = words(record, "ma_thu_tuc");
    let name = name.replace(&format!("( {code} )"), "").replace(&format!("({code})"), "");
    squeezed(name.trim().trim_end_matches('.'))
}

#[test]
fn codes_names_decisions_fields_audiences_and_result_codes_are_those_of_the_records() {
    let Some(records) = records() else { return };
    assert_eq!(records.len(), 30);
    for fact in all() {
        let record = &records[&fact.code];
        assert_eq!(fact.name, bare_name(record), "{}", fact.code);
        assert_eq!(fact.published_by, words(record, "so_quyet_dinh"), "{}", fact.code);
        assert_eq!(fact.field, squeezed(&words(record, "linh_vuc")), "{}", fact.code);
        assert_eq!(
            squeezed(&fact.audience.join(", ")),
            squeezed(&words(record, "doi_tuong_thuc_hien")),
            "{}",
            fact.code
        );
        let theirs: BTreeSet<&str> =
            record["ket_qua_ma"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
        assert_eq!(
            fact.result.codes.iter().map(String::as_str).collect::<BTreeSet<_>>(),
            theirs,
            "{}",
            fact.code
        );
        let basis = fact.legal_basis.join(" ");
        let numbers = words(record, "can_cu_phap_ly");
        let cited = fact.legal_basis.iter().filter(|act| cited_in(act, &numbers)).count();
        assert!(cited * 2 >= fact.legal_basis.len(), "{}: {basis}", fact.code);
    }
}

fn cited_in(act: &str, source: &str) -> bool {
    act.split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .any(|word| word.contains('/') && source.contains(word))
}

/// (channel, what stands behind its name) of a record's cells.
fn cells(record: &Json) -> Vec<(Channel, String)> {
    let names = [
        ("Trực tuyến", Channel::Online),
        ("Dịch vụ bưu chính", Channel::Post),
        ("Trực tiếp", Channel::InPerson),
    ];
    let cells = record["kenh_parsed"].as_array().unwrap().iter().filter_map(Json::as_str);
    cells
        .map(|cell| {
            let (name, channel) = names.iter().find(|(name, _)| cell.starts_with(name)).unwrap();
            (*channel, cell.trim_start_matches(name).to_owned())
        })
        .collect()
}

/// The limit that a cell writes out, where it does.
fn limit_of(cell: &str) -> Option<(i64, LimitUnit)> {
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    let amount = digits.parse().ok()?;
    let rest = cell.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    if rest.starts_with("Ngày làm việc") {
        Some((amount, LimitUnit::WorkingDay))
    } else if rest.starts_with("Ngày") {
        Some((amount, LimitUnit::CalendarDay))
    } else {
        None
    }
}

/// Where the cells do not mean what they say; each is explained in the procedure's notes.
const CELLS_OF_THEIR_OWN: [&str; 6] =
    ["1.013225", "1.012784", "1.012753", "1.001612", "1.010727", "1.007918"];

/// Every note, whoever reads it.
fn noted(fact: &ProcedureFact) -> impl Iterator<Item = &String> {
    fact.notes.iter().chain(&fact.office_notes)
}

#[test]
fn what_citizens_read_is_no_working_note() {
    for fact in all() {
        let helps = fact.cases.iter().flat_map(|case| {
            std::iter::once(&case.help).chain(case.components.iter().map(|paper| &paper.help))
        });
        for sentence in fact.notes.iter().chain(&fact.steps).chain(&fact.conditions).chain(helps) {
            let plain = sentence.to_lowercase();
            for word in ["câu hỏi còn mở", "đối chiếu trước khi", "bản ghi", "danh mục chung"]
            {
                assert!(!plain.contains(word), "{}: {sentence}", fact.code);
            }
        }
    }
}

#[test]
fn channels_and_times_are_those_of_the_records() {
    let Some(records) = records() else { return };
    for fact in all() {
        let cells = cells(&records[&fact.code]);
        let theirs: BTreeSet<Channel> = cells.iter().map(|(channel, _)| *channel).collect();
        let ours: BTreeSet<Channel> =
            fact.cases.iter().flat_map(|case| &case.channels).map(|rule| rule.channel).collect();
        assert_eq!(ours, theirs, "{}", fact.code);
        if CELLS_OF_THEIR_OWN.contains(&fact.code.as_str()) {
            assert!(noted(&fact).any(|note| note.contains("ghi") && note.contains("ngày")), "{}", fact.code);
            continue;
        }
        for (channel, cell) in &cells {
            let Some((amount, unit)) = limit_of(cell) else { continue };
            for case in &fact.cases {
                let limit: Option<&Limit> = case.channel(*channel).and_then(|rule| rule.limit.as_ref());
                let ours = limit.map(|limit| (limit.amount, limit.unit));
                assert_eq!(ours, Some((amount, unit)), "{} {} {channel:?}", fact.code, case.code);
            }
        }
    }
}

/// The number of đồng that a cell writes in digits before its note.
fn dong_of(cell: &str) -> Option<i64> {
    let head = cell.split('(').next()?;
    let (before, _) = head.split_once("Việt Nam Đồng").or_else(|| head.split_once("VNĐ"))?;
    let tail: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    tail.chars().rev().filter(char::is_ascii_digit).collect::<String>().parse().ok()
}

#[test]
fn fees_are_those_of_the_records_and_placeholders_are_left_out_with_a_note() {
    let Some(records) = records() else { return };
    for fact in all() {
        let fees: Vec<_> = fact.cases.iter().flat_map(|case| &case.fees).collect();
        let amounts: BTreeSet<i64> =
            fees.iter().filter_map(|fee| fee.amount).map(|amount| amount.minor).collect();
        let formula = fees.iter().any(|fee| fee.formula.is_some());
        let about_money = noted(&fact).any(|note| {
            let note = note.to_lowercase();
            note.contains("lệ phí") || note.contains("phí") || note.contains("tiền")
        });
        for (_, cell) in cells(&records[&fact.code]) {
            let provincial = cell.contains("Hội đồng nhân dân") && !cell.contains("Thông tư số 75/2022");
            match dong_of(&cell) {
                // 700 VNĐ is 700.000 đ: the note in the cell says so.
                Some(700) => assert!(amounts.contains(&700_000), "{}", fact.code),
                Some(_) if provincial => assert!(about_money, "{}", fact.code),
                // Either charged as it stands, or named in a note as an open question.
                Some(dong) => {
                    let words = base::Money::vnd(dong).display_vi();
                    let told = noted(&fact).any(|note| note.contains(&words));
                    assert!(amounts.contains(&dong) || formula || told, "{}: {dong}", fact.code);
                }
                None => assert!(about_money || amounts.is_empty(), "{}", fact.code),
            }
        }
    }
}

/// Words only, lower case.
fn plain(text: &str) -> Vec<String> {
    text::nfc(text)
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_sentence_is_copied_from_a_record() {
    let Some(records) = records() else { return };
    for fact in all() {
        let record = &records[&fact.code];
        let source = ["trinh_tu_thuc_hien", "yeu_cau_dieu_kien", "thanh_phan_ho_so", "cach_thuc_thuc_hien"]
            .map(|key| format!(" {} ", plain(&words(record, key)).join(" ")));
        let helps = fact.cases.iter().flat_map(|case| {
            std::iter::once(&case.help).chain(case.components.iter().map(|paper| &paper.help))
        });
        let ours = fact.steps.iter().chain(&fact.conditions).chain(noted(&fact)).chain(helps);
        for words in ours.flat_map(|text| text.split(['.', ';', ':'])).map(plain) {
            let sentence = format!(" {} ", words.join(" "));
            let whole = words.len() > 8 && source.iter().any(|source| source.contains(&sentence));
            assert!(!whole, "{}: {sentence}", fact.code);
            // Nor a long piece of one.
            for piece in words.windows(12) {
                let piece = format!(" {} ", piece.join(" "));
                assert!(!source.iter().any(|source| source.contains(&piece)), "{}: {piece}", fact.code);
            }
        }
    }
}
