//! Births that parents file online: the form answered, a photo attached, the draft filed.
use super::people::Invented;
use super::plan::Coming;
use super::walk::Drive;
use base::Timestamp;
use contracts::{AccountId, AgencyId, DossierId};
use dossiers::model::ReturnChannel;
use dossiers::ops::{self, AttachFile, FileOnline, Holder, NewDraft, Person, SaveAnswers, Submitter};
use dossiers::{Deps, Refused};
use objects::Digest;
use policy::{Actor, OpContext};
use serde_json::{Value, json};

/// The citizen of the sign-in page.
#[derive(Clone, Copy)]
pub(super) struct Citizen(pub Option<AccountId>);

/// A stored picture that stands for every photo of the sample.
#[derive(Clone)]
pub(super) struct File(pub Digest);

impl Citizen {
    fn at(self, own: bool, now: Timestamp) -> OpContext {
        let actor = match self.0 {
            Some(account) if own => Actor::Citizen(account),
            _ => Actor::Anonymous,
        };
        OpContext { actor, ..OpContext::anonymous(now) }
    }
}

pub(super) async fn file(
    drive: &Drive<'_>,
    coming: &Coming,
    own: bool,
    desk: AgencyId,
    (owner, submitter): (&Person, &Submitter),
    at: Timestamp,
) -> Result<DossierId, Refused> {
    let deps: &Deps = drive.deps;
    // Answered the evening before, page by page.
    let cx = drive.citizen.at(own, at.plus_seconds(-1800));
    let new =
        NewDraft { procedure_code: coming.kind.procedure.to_owned(), case_code: coming.kind.case.to_owned() };
    let opened = ops::start_draft(deps, &cx, new).await?;
    let holder = if own { Holder::Account } else { Holder::Key(opened.key.clone()) };
    let saved = SaveAnswers {
        draft: opened.draft.id,
        holder: holder.clone(),
        version: opened.draft.version,
        answers: json!({ "values": answers(drive, coming, owner, submitter, at) }),
        receiving: Some(desk),
        unit: Some(coming.commune.id),
    };
    ops::save_answers(deps, &cx, saved).await?;
    let attached = AttachFile {
        draft: opened.draft.id,
        holder: holder.clone(),
        component: "giay_chung_sinh".to_owned(),
        name: "giay-chung-sinh.png".to_owned(),
        kind: "image/png".to_owned(),
        digest: drive.file.0.clone(),
    };
    ops::attach_file(deps, &cx, attached).await?;
    let cmd = FileOnline {
        draft: opened.draft.id,
        holder,
        owner: owner.clone(),
        submitter: submitter.clone(),
        return_channel: ReturnChannel::Counter,
        quantity: 1,
    };
    Ok(ops::file_online(deps, &drive.citizen.at(own, at), cmd).await?.id)
}

/// The form of packs/khai-sinh, answered by a mother of an ordinary family.
fn answers(
    drive: &Drive<'_>,
    coming: &Coming,
    owner: &Person,
    submitter: &Submitter,
    at: Timestamp,
) -> Value {
    let mut random = coming.random.clone();
    let mother = submitter.person.clone().unwrap_or_default();
    let father = Invented::adult(&mut random);
    let home = json!({
        "unit": coming.commune.id, "code": coming.commune.code, "name": coming.commune.full_name,
        "village": mother.address.split(',').next().unwrap_or_default(),
    });
    let born = at.plus_seconds(-random.between(6, 40) * 86_400).date().to_string();
    let child = json!({
        "relation": "mother",
        "requester_name": name(&mother.name), "requester_birth": mother.birth,
        "requester_paper": "identity", "requester_number": mother.number,
        "requester_residence_kind": "permanent", "requester_residence": home,
        "phone": "0999000123", "email": null,
        "child_name": name(&owner.name), "child_birth": born, "child_sex": "female",
        "child_people": "01", "child_nationality": "vietnamese",
        "birthplace_kind": "facility", "birthplace_facility": "Trạm y tế xã", "birthplace": home,
        "child_origin": home, "birth_proof": "paper", "birth_proof_number": null, "copies": 1,
    });
    let parents = json!({
        "has_mother": true, "mother_name": name(&mother.name), "mother_birth": mother.birth,
        "mother_people": "01", "mother_nationality": "vietnamese", "mother_residence_kind": "permanent",
        "mother_residence": home, "mother_paper": "identity", "mother_number": mother.number,
        "has_father": true, "father_name": name(&father.name()), "father_birth": father.born.to_string(),
        "father_people": "01", "father_nationality": "vietnamese", "father_residence_kind": "permanent",
        "father_residence": home, "father_paper": "identity",
        "father_number": father.number(&drive.province_code, &mut random),
        "married": true, "marriage_number": null, "marriage_date": "2021", "marriage_place": coming.commune.full_name,
    });
    let both = [child, parents].into_iter().filter_map(|part| part.as_object().cloned());
    Value::Object(both.flatten().collect())
}

/// Family name first, given name last, the rest between.
fn name(full: &str) -> Value {
    let words: Vec<&str> = full.split(' ').collect();
    match words.as_slice() {
        [family, middle @ .., given] => {
            json!({ "family": family, "middle": middle.join(" "), "given": given })
        }
        _ => json!({ "given": full }),
    }
}
