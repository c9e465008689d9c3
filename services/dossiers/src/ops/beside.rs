//! What a draft keeps beside the form's answers: who files for whom, and how the result is taken.
//! Stored among the answers under a name that no field of a form can have (field ids begin with a letter), so that it
//! never reaches the dossier's answers.
use super::intake::{Person, Submitter};
use crate::model::{ReturnChannel, StandingKind};
use forms::Answers;
use serde::{Deserialize, Serialize};

const NAME: &str = "_beside";

/// The person at the keyboard, the owner, and the wishes about the result.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// Whoever fills in the draft.
    pub me: Option<Person>,
    pub standing: Option<StandingKind>,
    pub proof: String,
    /// The owner, when it is somebody else.
    pub owner: Option<Person>,
    pub return_channel: Option<ReturnChannel>,
    /// She has been at the page of papers, also where none is demanded.
    pub papers_seen: bool,
    /// Copies or pages, where a fee is counted by them.
    pub quantity: Option<i64>,
}

impl Beside {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        answers
            .values
            .get(NAME)
            .and_then(|value| serde_json::from_value(value.clone()).ok())
            .unwrap_or_default()
    }

    pub fn put(&self, answers: &mut Answers) {
        if let Ok(value) = serde_json::to_value(self) {
            answers.values.insert(NAME.to_owned(), value);
        }
    }

    /// Whether she files for herself.
    #[must_use]
    pub fn for_herself(&self) -> bool {
        self.standing == Some(StandingKind::Itself)
    }

    /// Owner and submitter as they are filed; none while something about them is missing.
    #[must_use]
    pub fn people(&self) -> Option<(Person, Submitter)> {
        let standing = self.standing?;
        let me = self.me.clone()?;
        if standing == StandingKind::Itself {
            return Some((me, Submitter { person: None, standing, proof: String::new() }));
        }
        let owner = self.owner.clone()?;
        Some((owner, Submitter { person: Some(me), standing, proof: self.proof.clone() }))
    }
}
