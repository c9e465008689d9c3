//! The fee: `Miễn phí` is also the placeholder where the province's council decides; amounts are read as written and
//! asked about when they cannot be meant so.
use super::cells::{Cell, FeeCell};
use super::record::Record;
use super::words::{has_words, quote};
use crate::model::{Effect, Question, Reading};
use base::{Currency, Money};
use contracts::{Channel, FeeDue, FeeKind, FeeRule};

/// Below this an amount in đồng is no fee of our days: thousands were meant.
const SMALLEST_FEE: i64 = 1_000;

/// The fees of every case: none (free), or rules; a rule without amount and formula is one whose amount nobody has said.
pub(crate) fn decide(record: &Record, cells: &[Cell], questions: &mut Vec<Question>) -> Vec<FeeRule> {
    abroad(record, cells, questions);
    let own: Vec<&Cell> = cells.iter().filter(|cell| !is_dollar(cell)).collect();
    let amounts: Vec<(&Cell, Money)> = own
        .iter()
        .filter_map(|cell| match &cell.fee {
            FeeCell::Amount { money, .. } => Some((*cell, *money)),
            _ => None,
        })
        .collect();
    if !amounts.is_empty() {
        return set(record, &own, &amounts, questions);
    }
    if own.iter().any(|cell| cell.fee == FeeCell::Free) {
        return free(record, &own, questions);
    }
    if own.is_empty() {
        return Vec::new();
    }
    ask(record, &own, questions, "fee_missing", vec![by_province(), no_fee()]);
    vec![unknown(record, &own)]
}

fn is_dollar(cell: &Cell) -> bool {
    matches!(&cell.fee, FeeCell::Amount { money, .. } if money.currency == Currency::Usd)
}

/// An amount in dollars is taken by missions abroad; never mixed with the others.
fn abroad(record: &Record, cells: &[Cell], questions: &mut Vec<Question>) {
    let dollars: Vec<&Cell> = cells.iter().filter(|cell| is_dollar(cell)).collect();
    if dollars.is_empty() {
        return;
    }
    let nothing = Reading { code: "fee_not_here".to_owned(), args: Vec::new(), effect: Effect::Nothing };
    ask(record, &dollars, questions, "fee_abroad", vec![nothing]);
}

fn free(record: &Record, cells: &[&Cell], questions: &mut Vec<Question>) -> Vec<FeeRule> {
    let notes: Vec<String> = cells.iter().map(|cell| text::fold(&cell.note)).collect();
    let one_of = |text: &str, list: &[&str]| list.iter().any(|words| has_words(text, words));
    // A free amount beside a word of who sets it is no statement that nothing is paid.
    let placeholder =
        notes.iter().any(|note| one_of(note, &["le phi", "phi", "quy dinh", "quyet dinh", "muc thu"]))
            || one_of(&text::fold(&record.steps), &["le phi", "nop phi", "phi tham dinh"])
            || one_of(&text::fold(&record.legal), &["le phi", "muc thu"]);
    if !placeholder {
        return Vec::new();
    }
    ask(record, cells, questions, "fee_placeholder", vec![by_province(), no_fee()]);
    vec![unknown(record, cells)]
}

fn set(
    record: &Record,
    cells: &[&Cell],
    amounts: &[(&Cell, Money)],
    questions: &mut Vec<Question>,
) -> Vec<FeeRule> {
    let notes = amounts.iter().map(|(cell, _)| text::fold(&cell.note)).collect::<Vec<_>>().join("\n");
    if let Some((cell, money)) = amounts.iter().find(|(_, money)| money.minor < SMALLEST_FEE) {
        let thousands = Money::vnd(money.minor.saturating_mul(1_000));
        let readings =
            vec![amount_reading(record, cells, thousands, cell), amount_reading(record, cells, *money, cell)];
        ask(record, cells, questions, "fee_scale", readings);
        return vec![unknown(record, cells)];
    }
    let written = rules(record, cells, amounts);
    let keep = Reading {
        code: "fee_as_written".to_owned(),
        args: Vec::new(),
        effect: Effect::SetFees { fees: written.clone() },
    };
    if has_words(&notes, "hoi dong nhan dan") {
        ask(record, cells, questions, "fee_province", vec![by_province(), keep]);
        return vec![unknown(record, cells)];
    }
    if notes.contains("/trang") || notes.contains("/ban") {
        let (cell, money) = match amounts.first() {
            Some((cell, money)) => (*cell, *money),
            None => return written,
        };
        let mut counted = rule(record, cell, None);
        counted.formula = Some(format!("{} * quantity", money.minor));
        let each = Reading {
            code: "fee_each".to_owned(),
            args: vec![("amount".to_owned(), money.display_vi())],
            effect: Effect::SetFees { fees: vec![counted] },
        };
        ask(record, cells, questions, "fee_counted", vec![by_province(), each]);
        return vec![unknown(record, cells)];
    }
    let differ = amounts.iter().any(|(_, money)| Some(money) != amounts.first().map(|(_, first)| first));
    let told = amounts
        .iter()
        .any(|(cell, _)| cell.channel == Channel::Online && has_words(&text::fold(&cell.note), "truc tuyen"));
    if differ && !told {
        ask(record, cells, questions, "fee_by_channel", vec![keep, by_province()]);
    }
    written
}

/// One rule for all channels when the amounts agree, else one a channel.
fn rules(record: &Record, cells: &[&Cell], amounts: &[(&Cell, Money)]) -> Vec<FeeRule> {
    let Some((first_cell, first)) = amounts.first() else { return Vec::new() };
    let whole = amounts.len() == cells.len();
    if whole && amounts.iter().all(|(_, money)| money == first) {
        let mut fee = rule(record, first_cell, None);
        fee.amount = Some(*first);
        return vec![fee];
    }
    amounts
        .iter()
        .map(|(cell, money)| {
            let mut fee = rule(record, cell, Some(cell.channel));
            fee.code = format!("{}-{}", fee.code, cell.channel.word());
            fee.amount = Some(*money);
            fee
        })
        .collect()
}

/// A charge (*lệ phí*) when the note begins to speak of one, else a fee (*phí*).
fn rule(record: &Record, cell: &Cell, channel: Option<Channel>) -> FeeRule {
    let note = text::fold(&cell.note);
    let charge = match (note.find("le phi"), note.find("phi ")) {
        (Some(charge), Some(fee)) => charge < fee,
        (Some(_), None) => true,
        (None, _) => false,
    };
    FeeRule {
        code: if charge { "le-phi" } else { "phi" }.to_owned(),
        name: if charge { "Lệ phí" } else { "Phí" }.to_owned(),
        kind: if charge { FeeKind::Charge } else { FeeKind::Fee },
        formula: None,
        amount: None,
        channel,
        due: FeeDue::BeforeReceipt,
        source: record.decision.clone(),
    }
}

fn unknown(record: &Record, cells: &[&Cell]) -> FeeRule {
    match cells.first() {
        Some(cell) => rule(record, cell, None),
        None => FeeRule {
            code: "phi".to_owned(),
            name: "Phí".to_owned(),
            kind: FeeKind::Fee,
            formula: None,
            amount: None,
            channel: None,
            due: FeeDue::BeforeReceipt,
            source: record.decision.clone(),
        },
    }
}

fn amount_reading(record: &Record, cells: &[&Cell], money: Money, cell: &Cell) -> Reading {
    let mut fee = cells.first().map_or_else(|| unknown(record, cells), |first| rule(record, first, None));
    fee.kind = rule(record, cell, None).kind;
    fee.amount = Some(money);
    Reading {
        code: "fee_amount".to_owned(),
        args: vec![("amount".to_owned(), money.display_vi())],
        effect: Effect::SetFees { fees: vec![fee] },
    }
}

fn by_province() -> Reading {
    Reading { code: "fee_by_province".to_owned(), args: Vec::new(), effect: Effect::FeeByProvince }
}

fn no_fee() -> Reading {
    Reading { code: "fee_none".to_owned(), args: Vec::new(), effect: Effect::NoFee }
}

fn ask(record: &Record, cells: &[&Cell], questions: &mut Vec<Question>, code: &str, readings: Vec<Reading>) {
    let words: Vec<&str> = cells.iter().map(|cell| cell.raw.as_str()).collect();
    let id = if code == "fee_abroad" { "fee_abroad" } else { "fee" };
    questions.push(Question {
        id: id.to_owned(),
        code: code.to_owned(),
        args: Vec::new(),
        quote: quote(&words.join("\n")),
        beside: record.sentences_with(|line| has_words(line, "phi") || has_words(line, "le phi")),
        readings,
        answer: None,
    });
}
