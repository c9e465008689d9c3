//! A pasted conclusion notice with what could be recognised in each paragraph; the person decides.
use super::rights::ASSIGN;
use crate::Deps;
use crate::errors::Refused;
use crate::rules::{self, Mention, NamedDay, Notice};
use base::Date;
use contracts::AgencyNames;
use db::{DbError, Tx};
use policy::OpContext;
use std::collections::HashMap;

/// One paragraph as the form shows it first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    pub number: String,
    pub text: String,
    pub line: usize,
    /// Names of today, of whoever shall do it and whoever helps.
    pub agencies: Vec<String>,
    pub helpers: Vec<String>,
    /// `communes`, `departments`.
    pub groups: Vec<&'static str>,
    /// Printed names that are nobody's, or several agencies': those stand behind.
    pub unclear: Vec<(String, Vec<String>)>,
    pub due: Option<Date>,
    pub due_words: String,
    /// Something can be assigned from it: somebody to do it was recognised.
    pub tick: bool,
}

/// Characters of a notice; one of twenty pages has some forty thousand.
const NOTICE_CHARS_MAX: usize = 200_000;
/// Paragraphs of one form.
const PARAGRAPHS_MAX: usize = 150;
/// Agencies named in one notice.
const MENTIONS_MAX: usize = 400;

/// Cuts the text and looks the names up.
///
/// # Errors
/// [`Refused::Denied`] without `tasks.assign`; [`Refused::Field`] for a text without numbered paragraphs or too long.
pub async fn suggest(deps: &Deps, cx: &OpContext, text: &str) -> Result<(Notice, Vec<Suggested>), Refused> {
    cx.scope(ASSIGN)?;
    let text = text::clean_text_within(text, NOTICE_CHARS_MAX).map_err(|_| Refused::Field("notice-text"))?;
    let notice = rules::read_notice(&text);
    if notice.paragraphs.is_empty() || notice.paragraphs.len() > PARAGRAPHS_MAX {
        return Err(Refused::Field("notice-text"));
    }
    let today = cx.now.date();
    let after = notice.issued.unwrap_or(today);
    let read: Vec<(Suggested, Vec<Mention>)> = notice
        .paragraphs
        .iter()
        .map(|paragraph| {
            let day = rules::named_day(&paragraph.text, after);
            let (due, due_words) =
                day.map_or((None, String::new()), |NamedDay { day, words }| (Some(day), words));
            let suggested = Suggested {
                number: paragraph.number.clone(),
                text: paragraph.text.clone(),
                line: paragraph.line,
                due,
                due_words,
                ..Suggested::default()
            };
            (suggested, rules::mentions(&paragraph.text))
        })
        .collect();
    let named = read.iter().flat_map(|(_, mentions)| mentions).filter(|one| one.group.is_none());
    if named.count() > MENTIONS_MAX {
        return Err(Refused::Field("notice-mentions"));
    }
    let names = deps.names.clone();
    let suggested = deps
        .db
        .read(move |tx| {
            let known = learn(tx, names.as_ref(), &read, today)?;
            let mut all = Vec::with_capacity(read.len());
            for (suggested, mentions) in &read {
                let mut suggested = suggested.clone();
                for mention in mentions {
                    note(&known, &mut suggested, mention);
                }
                suggested.tick = !suggested.agencies.is_empty() || !suggested.groups.is_empty();
                all.push(suggested);
            }
            hand_down(&mut all);
            Ok::<_, Refused>(all)
        })
        .await?;
    Ok((notice, suggested))
}

/// "2. UBND các xã, phường:" names who does what the paragraphs below it say; it is no work itself.
fn hand_down(all: &mut [Suggested]) {
    for at in 0..all.len() {
        let (above, below) = all.split_at_mut(at.saturating_add(1));
        let Some(head) = above.last_mut() else { continue };
        let prefix = format!("{}.", head.number);
        let children = below.iter_mut().take_while(|one| one.number.starts_with(&prefix));
        if !head.text.trim_end().ends_with(':') || !head.tick {
            continue;
        }
        let mut any = false;
        for child in children {
            any = true;
            if !child.tick {
                child.agencies.clone_from(&head.agencies);
                child.groups.clone_from(&head.groups);
                child.tick = true;
            }
            child.due = child.due.or(head.due);
        }
        head.tick = !any;
    }
}

/// Fewest words of a name that is looked up.
const WORDS_MIN: usize = 2;

fn printed(mention: &Mention, length: usize) -> String {
    mention.words.iter().take(length).cloned().collect::<Vec<_>>().join(" ")
}

/// Asks for the longest beginnings of all names at once, then for the next shorter of those that are nobody's.
fn learn(
    tx: &mut Tx<'_>,
    names: &dyn AgencyNames,
    read: &[(Suggested, Vec<Mention>)],
    today: Date,
) -> Result<HashMap<String, Vec<String>>, DbError> {
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    let all = read.iter().flat_map(|(_, mentions)| mentions).filter(|one| one.group.is_none());
    let mut open: Vec<(&Mention, usize)> = all.map(|one| (one, one.words.len())).collect();
    open.retain(|(_, length)| *length >= WORDS_MIN);
    while !open.is_empty() {
        let mut asked: Vec<String> = open.iter().map(|(one, length)| printed(one, *length)).collect();
        asked.retain(|name| !known.contains_key(name));
        asked.sort_unstable();
        asked.dedup();
        let found = names.candidates_many(tx, &asked, today)?;
        let found = found.into_iter().map(|all| all.into_iter().map(|one| one.agency.name).collect());
        known.extend(asked.into_iter().zip(found));
        open.retain(|(one, length)| known.get(&printed(one, *length)).is_none_or(Vec::is_empty));
        for (_, length) in &mut open {
            *length = length.saturating_sub(1);
        }
        open.retain(|(_, length)| *length >= WORDS_MIN);
    }
    Ok(known)
}

fn note(known: &HashMap<String, Vec<String>>, into: &mut Suggested, mention: &Mention) {
    if let Some(group) = mention.group {
        if !mention.helps && !into.groups.contains(&group) {
            into.groups.push(group);
        }
        return;
    }
    // The longest beginning that somebody is called by.
    for length in (WORDS_MIN..=mention.words.len()).rev() {
        let printed = printed(mention, length);
        let found = known.get(&printed).map_or(&[][..], Vec::as_slice);
        match found {
            [] => {}
            [only] => {
                let list = if mention.helps { &mut into.helpers } else { &mut into.agencies };
                if !list.contains(only) {
                    list.push(only.clone());
                }
                return;
            }
            several => {
                into.unclear.push((printed, several.to_vec()));
                return;
            }
        }
    }
    into.unclear.push((printed(mention, 6), Vec::new()));
}
