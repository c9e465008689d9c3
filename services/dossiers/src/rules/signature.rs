//! What stands above a signature, from the dated delegation (NĐ 30/2020/NĐ-CP Điều 13, Phụ lục I II.7): pure.
use documents::{SignatureLine, SigningAuthority};
use org::model::{SignatureBlock, SignatureForm};

/// A people's committee as it is written above a signature: the letterhead says of which place.
const COMMITTEE: &str = "Ủy ban nhân dân";

fn line(authority: Option<SigningAuthority>, office: &str) -> SignatureLine {
    SignatureLine { authority, office: office.to_owned() }
}

/// The lines above the signature, top first.  `collective`: the head herself signs this matter for the body, so
/// whoever signs in her place does too.
///
/// A head who signs in her own right has no mark, a deputy signs *KT.* the head, an acting head *Q.*; *TL.* and *TUQ.*
/// are never for a body.
#[must_use]
pub fn signature_lines(block: &SignatureBlock, collective: bool) -> Vec<SignatureLine> {
    let whom = block.for_title.as_deref().unwrap_or(&block.title);
    let own = line(None, &block.title);
    let committee = text::fold(&block.agency_name).starts_with(&text::fold(COMMITTEE));
    let body = || {
        let name = if committee { COMMITTEE } else { block.agency_name.as_str() };
        line(Some(SigningAuthority::OnBehalf), name)
    };
    let top = || collective.then(body).into_iter();
    match block.form {
        None => top().chain([own]).collect(),
        Some(SignatureForm::Tm) if whom == block.title => vec![body(), own],
        Some(SignatureForm::Tm) => vec![body(), line(Some(SigningAuthority::Deputy), whom), own],
        Some(SignatureForm::Q) => top().chain([line(Some(SigningAuthority::Acting), whom)]).collect(),
        Some(SignatureForm::Kt) => top().chain([line(Some(SigningAuthority::Deputy), whom), own]).collect(),
        Some(SignatureForm::Tl) => vec![line(Some(SigningAuthority::ByOrder), whom), own],
        Some(SignatureForm::Tuq) => vec![line(Some(SigningAuthority::Delegated), whom), own],
    }
}

const fn mark(authority: SigningAuthority) -> &'static str {
    match authority {
        SigningAuthority::OnBehalf => "TM.",
        SigningAuthority::Acting => "Q.",
        SigningAuthority::Deputy => "KT.",
        SigningAuthority::ByOrder => "TL.",
        SigningAuthority::Delegated => "TUQ.",
    }
}

/// The lines as one text with line breaks: what is stored with the signature.
#[must_use]
pub fn signature_text(lines: &[SignatureLine]) -> String {
    let words = lines.iter().map(|line| {
        let office = line.office.to_uppercase();
        line.authority.map_or_else(|| office.clone(), |authority| format!("{} {office}", mark(authority)))
    });
    words.collect::<Vec<_>>().join("\n")
}

/// The stored text as lines again.
#[must_use]
pub fn signature_of(text: &str) -> Vec<SignatureLine> {
    let all = [
        SigningAuthority::OnBehalf,
        SigningAuthority::Acting,
        SigningAuthority::Deputy,
        SigningAuthority::ByOrder,
        SigningAuthority::Delegated,
    ];
    text.lines()
        .map(|words| {
            let found = all
                .into_iter()
                .find_map(|authority| Some((authority, words.strip_prefix(mark(authority))?.trim())));
            match found {
                Some((authority, office)) => line(Some(authority), office),
                None => line(None, words.trim()),
            }
        })
        .collect()
}
