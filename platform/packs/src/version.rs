//! A pack's version: numbers parted by full stops (`1.2.0`, `2026.09.20`), compared as numbers.
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One to four numbers of at most six digits; a missing number counts as zero.
#[derive(Clone, Debug, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    text: String,
    numbers: [u32; 4],
}

impl Version {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut numbers = [0; 4];
        let mut places = numbers.iter_mut();
        for part in text.split('.') {
            let fits = (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            match (places.next(), fits.then(|| part.parse())) {
                (Some(place), Some(Ok(number))) => *place = number,
                _ => return Err("a version is one to four numbers with full stops between".to_owned()),
            }
        }
        Ok(Self { text: text.to_owned(), numbers })
    }
}

impl TryFrom<String> for Version {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.text
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.numbers.cmp(&other.numbers)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
