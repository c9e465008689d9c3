//! What people write into the two forms that are filed online here.
use super::acts::Plan;
use dossiers::ops::Person;
use serde_json::{Value, json};

/// A commune as an address names it.
#[derive(Clone, Debug)]
pub struct Home {
    pub unit: contracts::UnitId,
    pub code: String,
    /// “Xã Con Cuông, tỉnh Nghệ An”
    pub name: String,
}

fn split(name: &str) -> Value {
    match name.rsplit_once(' ') {
        Some((family, given)) => json!({ "family": family, "given": given }),
        None => json!({ "given": name }),
    }
}

fn address(home: &Home) -> Value {
    json!({ "unit": home.unit, "code": home.code, "name": home.name, "village": "Bản Nưa" })
}

/// A mother registers her child; the parents are married.
#[must_use]
pub fn birth(plan: &Plan, mother: &Person, father: &Person, home: &Home, born: &str) -> Value {
    json!({
        "relation": "mother",
        "requester_name": split(&mother.name), "requester_birth": mother.birth,
        "requester_paper": "identity", "requester_number": mother.number,
        "requester_residence_kind": "permanent", "requester_residence": address(home),
        "phone": mother.phone, "email": null,
        "child_name": split("Lữ Minh Khôi"), "child_birth": born, "child_sex": "male",
        "child_people": "03", "child_nationality": "vietnamese",
        "birthplace_kind": "facility", "birthplace_facility": "Trạm y tế", "birthplace": address(home),
        "child_origin": address(home), "birth_proof": "paper", "birth_proof_number": null,
        "mother_people": "03", "mother_nationality": "vietnamese",
        "has_father": true, "father_name": split(&father.name), "father_birth": father.birth,
        "father_people": "01", "father_nationality": "vietnamese",
        "father_residence_kind": "permanent", "father_residence": address(home),
        "father_paper": "identity", "father_number": father.number,
        "married": true, "marriage_number": "12/2024", "marriage_date": "2024", "marriage_place": home.name,
        "copies": plan.quantity
    })
}

/// One person opens a shop.
#[must_use]
pub fn household(owner: &Person, home: &Home) -> Value {
    json!({
        "owner_name": split(&owner.name), "owner_number": owner.number, "owner_birth": format!("{}-05-01", owner.birth),
        "owner_sex": "female", "owner_people": "01", "owner_residence_kind": "permanent",
        "owner_residence": address(home), "phone": owner.phone, "email": null, "business_name_other": null,
        "business_house_note": null, "tax_code_old": null,
        "business_name": "Quán cháo lươn Bến Thủy", "business_address": address(home),
        "lines": [{ "line_name": "Dịch vụ ăn uống", "line_code": "5610", "line_main": true }],
        "capital": { "minor": 50_000_000, "currency": "VND" }, "workers": 2, "start_date": "2027-02-01",
        "tax_same": true, "tax_way": "declare", "authorised_by": "nobody"
    })
}
