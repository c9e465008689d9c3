//! Every key that code or template names has words, and every word is named.
use std::collections::BTreeSet;
use std::path::Path;

fn sources(folder: &Path, ends: &[&str], into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            sources(&path, ends, into);
        } else if path.extension().is_some_and(|ext| ends.iter().any(|end| ext == *end)) {
            into.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_key_has_words_and_every_word_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    sources(&root.join("src"), &["rs"], &mut texts);
    sources(&root.join("templates"), &["html"], &mut texts);
    let all = texts.join("\n");
    let (_, words) = crate::LOCALES[0];
    let defined: BTreeSet<&str> =
        words.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect();
    let named: BTreeSet<&str> = all
        .split(['"', '\''])
        .filter(|text| text.starts_with("forms-") && text.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .collect();
    let missing: Vec<_> = named.iter().filter(|key| !defined.contains(*key)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
    let idle: Vec<_> =
        defined.iter().filter(|key| key.starts_with("forms-") && !named.contains(*key)).collect();
    assert!(idle.is_empty(), "nobody says {idle:?}");
    for code in ["no-such-form", "no-such-page", "too-many-files", "published", "faulty", "unreadable"] {
        assert!(defined.contains(format!("refusal-forms-{code}").as_str()), "{code}");
    }
}
