//! What stands above a signature, from the dated delegation (NĐ 30/2020/NĐ-CP Điều 13, Phụ lục I II.7): pure.
use documents::{SignatureLine, SigningAuthority};
use org::model::{SignatureBlock, SignatureForm};

/// A people's committee works as a body: its chair signs in its name.
const COMMITTEE: &str = "Ủy ban nhân dân";

fn line(authority: Option<SigningAuthority>, office: &str) -> SignatureLine {
    SignatureLine { authority, office: office.to_owned() }
}

/// The lines above the signature, top first.
#[must_use]
pub fn signature_lines(block: &SignatureBlock) -> Vec<SignatureLine> {
    let committee = text::fold(&block.agency_name).starts_with(&text::fold(COMMITTEE));
    let whom = block.for_title.as_deref().unwrap_or(&block.title);
    let body = || committee.then(|| line(Some(SigningAuthority::OnBehalf), COMMITTEE));
    let own = line(None, &block.title);
    match block.form {
        None => body().into_iter().chain([own]).collect(),
        Some(SignatureForm::Tm) => {
            vec![line(Some(SigningAuthority::OnBehalf), &block.agency_name), own]
        }
        Some(SignatureForm::Q) => {
            body().into_iter().chain([line(Some(SigningAuthority::Acting), whom)]).collect()
        }
        Some(SignatureForm::Kt) => {
            body().into_iter().chain([line(Some(SigningAuthority::Deputy), whom), own]).collect()
        }
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
